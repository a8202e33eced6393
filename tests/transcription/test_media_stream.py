"""The Media Streams parser: every documented message, and no input that it cannot answer."""

import base64
import json

import pytest
from hypothesis import given, strategies as st

from transcription.media_stream import (
    MAX_PAYLOAD_BYTES,
    Connected,
    Dtmf,
    Malformed,
    Mark,
    Media,
    Start,
    Stop,
    Unknown,
    parse,
)

PAYLOAD = base64.b64encode(b"\xff" * 160).decode()
START = {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
        "accountSid": "AC1",
        "streamSid": "MZ1",
        "callSid": "CA1",
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"token": "abc"},
    },
    "streamSid": "MZ1",
}
MEDIA = {
    "event": "media",
    "sequenceNumber": "2",
    "media": {"track": "inbound", "chunk": "1", "timestamp": "118", "payload": PAYLOAD},
    "streamSid": "MZ1",
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def media(**changes: object) -> str:
    return json.dumps({**MEDIA, "media": {**MEDIA["media"], **changes}})  # type: ignore[dict-item]


def test_each_documented_message_is_understood() -> None:
    assert parse('{"event":"connected","protocol":"Call","version":"1.0.0"}') == Connected()
    assert parse(json.dumps(START)) == Start(
        stream_sid="MZ1",
        call_sid="CA1",
        account_sid="AC1",
        tracks=("inbound",),
        custom_parameters={"token": "abc"},
        encoding="audio/x-mulaw",
        sample_rate=8000,
        channels=1,
    )
    assert parse(json.dumps(MEDIA)) == Media("inbound", 1, 118, b"\xff" * 160)
    assert parse('{"event":"dtmf","dtmf":{"track":"inbound_track","digit":"5"}}') == Dtmf("inbound_track", "5")
    assert parse('{"event":"mark","mark":{"name":"prompt-1"}}') == Mark("prompt-1")
    assert parse('{"event":"stop","stop":{"accountSid":"AC1","callSid":"CA1"}}') == Stop("CA1")


def test_an_event_of_a_later_protocol_is_unknown_and_not_malformed() -> None:
    assert parse('{"event":"closed","extra":1}') == Unknown("closed")


def test_bytes_are_taken_like_text() -> None:
    assert parse(media().encode()) == parse(media())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        "7",
        '"media"',
        "{}",
        '{"event":null}',
        '{"event":"media"}',
        '{"event":"start","start":{}}',
        '{"event":"stop","stop":null,"x":"\ud800"}',
        media(payload="!!!!"),
        media(payload=""),
        media(payload=7),
        media(timestamp="soon"),
        media(timestamp="-20"),
        media(timestamp="9" * 30),
        media(timestamp="9" * 6000),
        media(timestamp=True),
        media(track=None),
        media(payload=base64.b64encode(b"\xff" * (MAX_PAYLOAD_BYTES + 1)).decode()),
        " " * 100_000,
        json.dumps({**START, "start": {**START["start"], "tracks": "inbound"}}),  # type: ignore[dict-item]
        json.dumps({**START, "start": {**START["start"], "mediaFormat": {"encoding": "x"}}}),  # type: ignore[dict-item]
    ],
)
def test_what_is_not_of_the_protocol_is_malformed(text: str) -> None:
    assert isinstance(parse(text), Malformed)


@given(st.text() | st.binary())
def test_no_text_and_no_bytes_make_it_raise(text: str | bytes) -> None:
    parse(text)


@given(st.sampled_from(["media", "start", "stop", "dtmf", "mark", "connected", "closed"]), json_values, json_values)
def test_no_json_under_a_known_event_makes_it_raise(event: str, body: object, inner: object) -> None:
    parse(json.dumps({"event": event, event: body, "streamSid": inner}))
    parse(json.dumps({"event": event, event: {"payload": inner, "timestamp": inner, "track": inner, "callSid": inner}}))


@given(st.sampled_from(["track", "chunk", "timestamp", "payload"]), json_values)
def test_no_single_wrong_field_of_media_makes_it_raise(name: str, value: object) -> None:
    assert isinstance(parse(media(**{name: value})), Media | Malformed)


def test_a_refusal_never_quotes_the_input() -> None:
    answer = parse(media(timestamp="token-471100"))
    assert isinstance(answer, Malformed)
    assert "471100" not in answer.reason
