"""TwiML documents as data: what the builder writes is read back; anything else is an error and nothing worse."""

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st
from twilio.twiml.voice_response import VoiceResponse

from bridge.simulator.twiml_document import Dial, Gather, Say, StartStream, TwimlError, parse, parse_reply


def test_what_the_builder_writes_is_read_back():
    response = VoiceResponse()
    start = response.start()
    start.stream(url="wss://bridge.example.com/media", name="tap", track="inbound_track").parameter("token", "t")
    dial = response.dial(action="https://bridge.example.com/end", hangup_on_star=True)
    dial.conference("inc-1", muted=True, wait_url="", participant_label="p-1", record="record-from-start")
    stream, join = parse(str(response))
    assert stream == StartStream(url="wss://bridge.example.com/media", name="tap", parameters={"token": "t"})
    assert isinstance(join, Dial)
    assert (join.hangup_on_star, join.action) == (True, "https://bridge.example.com/end")
    room = join.conference
    assert (room.name, room.muted, room.wait_url, room.label, room.record) == ("inc-1", True, "", "p-1", True)


def test_events_written_as_a_python_list_are_no_events():
    response = VoiceResponse()
    response.dial().conference("inc-1", status_callback_event=["join", "leave"])
    (parsed,) = parse(str(response))
    assert not parsed.conference.status_callback_events & {"join", "leave"}


def test_defaults_of_a_gather_are_twilios():
    (gather,) = parse("<Response><Gather><Say>PIN</Say></Gather></Response>")
    assert gather == Gather(prompts=(Say("PIN"),))
    assert (gather.timeout_s, gather.finish_on_key, gather.action_on_empty_result) == (5.0, "#", False)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("", 12100),
        ("<Answer/>", 12100),
        ("<Response><Say></Response>", 12100),
        ("<Response><Gather><Dial/></Gather></Response>", 12200),
        ("<Response><Dial>+12025550101</Dial></Response>", 13200),
        ("<Response><Dial><Conference></Conference></Dial></Response>", 13237),
        ('<Response><Dial><Conference muted="maybe">a</Conference></Dial></Response>', 13230),
        ('<Response><Dial timeLimit="soon"><Conference>a</Conference></Dial></Response>', 13216),
        ('<Response><Start><Stream url="wss://a" track="both"/></Start></Response>', 31941),
    ],
)
def test_mistakes_have_twilios_codes(document, code):
    with pytest.raises(TwimlError) as error:
        parse(document)
    assert error.value.code == code


@pytest.mark.parametrize(("content_type", "code"), [("", 12300), ("application/json", 12300)])
def test_a_wrong_content_type_is_an_error(content_type, code):
    with pytest.raises(TwimlError) as error:
        parse_reply(content_type, b"<Response/>")
    assert error.value.code == code


def test_plain_text_that_is_no_twiml_is_read_aloud():
    assert parse_reply("text/plain", b"Hello") == (Say("Hello"),)


def test_a_document_over_64_kb_is_refused():
    with pytest.raises(TwimlError) as error:
        parse_reply("text/xml", b"<Response>" + b" " * 65536 + b"</Response>")
    assert error.value.code == 11750


VERBS = st.sampled_from(["Say", "Play", "Pause", "Gather", "Redirect", "Dial", "Conference", "Start", "Stream", "X"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["loop", "length", "timeout", "numDigits", "muted", "url", "name", "track"]),
    st.text(alphabet="019truefalse-x ", max_size=6),
)


@st.composite
def elements(draw, depth=2):
    name = draw(VERBS)
    attributes = "".join(f' {key}="{value}"' for key, value in draw(ATTRIBUTES).items())
    inside = draw(st.lists(elements(depth=depth - 1), max_size=2)) if depth else []
    return f"<{name}{attributes}>{draw(st.text(alphabet='abc ', max_size=5))}{''.join(inside)}</{name}>"


@given(st.one_of(st.binary(max_size=60), st.lists(elements(), max_size=3).map(lambda e: _response(e))))
def test_any_document_is_verbs_or_a_twiml_error(document):
    with suppress(TwimlError):
        assert isinstance(parse(document), tuple)


def _response(inside):
    return f"<Response>{''.join(inside)}</Response>"
