"""Twilio's webhooks end to end: signed requests in, TwiML out, the log in between."""

from xml.etree import ElementTree

import pytest
from switchboard import CONFERENCE, Switchboard, action, said, sid
from werkzeug.datastructures import MultiDict

from bridge.carrier.signature import SignatureCheck
from roles import commands as c
from roles.people import BRIDGE, Actor
from roles.presence import Where

ANA, DEV, STRANGER = "+12025550101", "+12025550102", "+12025550177"


def test_the_signatures_of_the_reference_are_accepted_and_others_are_not() -> None:
    check = SignatureCheck("0123456789abcdef0123456789abcdef", "https://bridge.example.com")
    form = MultiDict(
        {
            "CallSid": "CA" + "1" * 32,
            "AccountSid": "AC" + "0" * 32,
            "From": "+12025550101",
            "To": "+12025550199",
            "CallStatus": "ringing",
            "Digits": "",
        }
    )
    assert check.accepts_form("/twilio/voice?room=42", form, "plXkaFgDYnd71+dFmK2Vl/aJsqU=")
    assert not check.accepts_form("/twilio/voice?room=43", form, "plXkaFgDYnd71+dFmK2Vl/aJsqU=")
    body_hash = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    assert check.accepts_json(f"/twilio/json?bodySHA256={body_hash}", b'{"a":1}', "v8WJWuWcTaWlFgHJfAAk4OpK31U=")
    assert not check.accepts_json(f"/twilio/json?bodySHA256={body_hash}", b'{"a":2}', "v8WJWuWcTaWlFgHJfAAk4OpK31U=")
    assert check.accepts_socket("/media", "Qpzl6q5jZ70q4PJ9t9TfCYrZVgI=")
    assert check.accepts_socket("/media", "cOh2Hk7SsPZuzxezQ1lTc4qbdG0=")
    assert not check.accepts_socket("/media", None)


@pytest.mark.parametrize("path", ["voice", "pin", "consent", "step", "dial-end", "key", "conference", "recording"])
def test_a_request_that_twilio_did_not_sign_is_refused(twilio: Switchboard, path: str) -> None:
    assert twilio.post(f"/twilio/{path}", signature="bm90IHNpZ25lZA==", CallSid=sid(1)).status_code == 403
    assert twilio.client.post(f"/twilio/{path}", data={"CallSid": sid(1)}).status_code == 403


def test_a_known_caller_opens_the_incident_hears_the_notice_and_is_dialled_in(twilio: Switchboard) -> None:
    notice = twilio.dial(1, ANA)
    assert "Hello Ana Ruiz. This call is recorded" in said(notice)
    assert twilio.incident().title == "Incident opened by Ana Ruiz"
    room = twilio.ask(action(notice, "Gather"), 1, Digits="")
    conference = room.find("Dial/Conference")
    assert conference is not None
    assert conference.attrib["endConferenceOnExit"] == "false"
    assert conference.attrib["record"] == "record-from-start"
    assert conference.attrib["trim"] == "do-not-trim"
    stream = room.find("Start/Stream")
    assert stream is not None
    assert stream.attrib["track"] == "inbound_track"
    assert [child.tag for child in room][-2:] == ["Dial", "Redirect"], "a Dial that is refused is never silence"


def test_the_room_settings_of_every_join_are_the_same(twilio: Switchboard) -> None:
    first, second = twilio.joined(1, ANA), twilio.joined(2, DEV)

    def settings(room: ElementTree.Element) -> dict[str, str]:
        conference = room.find("Dial/Conference")
        assert conference is not None
        own = ("participantLabel", "muted")
        return {name: value for name, value in conference.attrib.items() if name not in own} | {
            "": conference.text or ""
        }

    assert settings(first) == settings(second)


def test_the_second_known_caller_joins_the_same_incident(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    twilio.joined(2, DEV)
    assert len(twilio.node.incidents.all()) == 1
    assert len(twilio.incident().on_the_line()) == 2


def test_a_repeated_webhook_changes_nothing(twilio: Switchboard) -> None:
    room = twilio.joined(1, ANA)
    before = twilio.node.event_log.head(twilio.incident().incident_id)
    twilio.tell("participant-join", 1, room, SequenceNumber="1")
    assert twilio.node.event_log.head(twilio.incident().incident_id) == before


def test_somebody_calling_from_an_unlisted_number_is_known_by_pin(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    asked = twilio.dial(2, STRANGER)
    assert "Key your PIN" in said(asked)
    assert "Hello Kim Okoro" in said(twilio.ask(action(asked, "Gather"), 2, Digits="471100"))


@pytest.mark.parametrize("caller", [STRANGER, "anonymous", "+266696687", ""])
def test_a_stranger_without_a_pin_waits_in_the_lobby_and_is_let_in(twilio: Switchboard, caller: str) -> None:
    twilio.joined(1, ANA)
    asked = twilio.dial(2, caller)
    lobby = twilio.ask(action(asked, "Gather"), 2, Digits="")
    assert "in the lobby" in said(lobby)
    assert twilio.incident().legs[sid(2)].where is Where.LOBBY
    incident_id = twilio.incident().incident_id
    twilio.node.service.handle(incident_id, c.AdmitLeg(call_sid=sid(2), name="Eve"), BRIDGE)
    redirect = lobby.find("Redirect")
    assert redirect is not None
    assert redirect.text is not None
    assert "Hello Eve" in said(twilio.ask(redirect.text, 2))


def test_three_wrong_pins_hang_up(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    document = twilio.dial(2, STRANGER)
    for digits in ("111111", "222222", "333333"):
        document = twilio.ask("/twilio/pin", 2, Digits=digits)
    assert document.find("Hangup") is not None
    assert "third wrong PIN" in said(document)


def test_after_ten_wrong_pins_in_an_hour_no_pin_is_asked_and_known_numbers_still_come_in(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    for attempt in range(10):
        call = 10 + attempt // 2
        twilio.dial(call, STRANGER)
        twilio.ask("/twilio/pin", call, Digits=f"99999{attempt}")
    assert "in the lobby" in said(twilio.dial(50, STRANGER))
    assert "Hello Dev Rao" in said(twilio.dial(51, DEV))
    twilio.later(3601)
    assert "Key your PIN" in said(twilio.dial(52, STRANGER))


def test_a_stranger_hears_that_no_incident_is_open(twilio: Switchboard) -> None:
    twilio.dial(1, STRANGER)
    assert "No incident call is open" in said(twilio.ask("/twilio/pin", 1, Digits=""))


def test_star_and_a_key_answer_the_roll_call_and_lead_back_into_the_room(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    room = twilio.joined(2, DEV)
    incident_id = twilio.incident().incident_id
    ana = twilio.incident().legs[sid(1)].person_id
    twilio.node.service.handle(incident_id, c.StartRollCall(roll_call_id="r"), Actor(person_id=ana))
    twilio.tell("participant-leave", 2, room, ParticipantCallStatus="in-progress")
    menu = twilio.ask(action(room, "Dial"), 2, DialCallStatus="answered", DialBridged="true")
    assert "Roll call. 1 here and healthy. 2 not healthy. 3 need help." in said(menu)
    back = twilio.ask(action(menu, "Gather"), 2, Digits="3")
    assert "you need help" in said(back)
    assert back.find("Dial/Conference") is not None
    assert back.find("Start/Stream") is None, "only the first document starts the stream"
    dev = twilio.incident().legs[sid(2)].person_id
    assert twilio.incident().roll_calls[0].answers[dev].answer == "need_help"


def test_every_question_can_be_interrupted_by_its_key(twilio: Switchboard) -> None:
    """What is said inside the Gather ends with the first key; a Say before it would have to be heard to its end."""
    notice = twilio.dial(2, DEV)
    room = twilio.ask(action(notice, "Gather"), 2, Digits="")
    twilio.tell("participant-join", 2, room)
    twilio.tell("participant-leave", 2, room, ParticipantCallStatus="in-progress")
    menu = twilio.ask(action(room, "Dial"), 2, DialCallStatus="answered", DialBridged="true")
    command = twilio.ask(action(menu, "Gather"), 2, Digits="0")
    seat = twilio.ask(action(command, "Gather"), 2, Digits="4")
    for document in (notice, menu, command, seat, twilio.dial(3, STRANGER)):
        assert next(child.tag for child in document) == "Gather"
        assert document.find("Say") is None
        assert document.find("Gather/Say") is not None


def test_the_end_of_the_call_is_news_whoever_brings_it(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    twilio.post(
        "/twilio/call-status", CallSid=sid(1), CallStatus="completed", Timestamp="Mon, 23 Nov 2026 03:09:00 +0000"
    )
    assert twilio.incident().legs[sid(1)].where is Where.LEFT


def test_callbacks_about_what_nobody_knows_are_taken_and_forgotten(twilio: Switchboard) -> None:
    unknown = {"StatusCallbackEvent": "participant-join", "CallSid": sid(99), "ConferenceSid": CONFERENCE}
    assert twilio.post("/twilio/conference?incident=nothing", **unknown, Surprise="x").status_code == 204
    assert twilio.post("/twilio/call-status", CallSid=sid(99), CallStatus="completed").status_code == 204


def broken(twilio: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(twilio.node.service, "handle", fail)
    monkeypatch.setattr(twilio.node.service, "incident", fail)
    monkeypatch.setattr(twilio.node.calls, "arrive", fail)


def test_in_an_outage_a_leg_that_was_admitted_is_put_back_into_its_room(
    twilio: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = twilio.joined(1, ANA)
    broken(twilio, monkeypatch)
    again = twilio.ask(action(room, "Dial"), 1, DialCallStatus="answered")
    before, after = room.find("Dial/Conference"), again.find("Dial/Conference")
    assert before is not None
    assert after is not None
    assert after.text == before.text
    assert after.attrib["participantLabel"] != before.attrib["participantLabel"]


def test_in_an_outage_nobody_else_is_let_in_and_nobody_is_left_in_silence(
    twilio: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = twilio.joined(1, ANA)
    broken(twilio, monkeypatch)
    for document in (twilio.dial(2, DEV), twilio.ask(action(room, "Dial"), 3, DialCallStatus="answered")):
        assert "has a problem" in said(document)
        assert document.find("Redirect") is not None
        assert document.find("Dial") is None


def test_who_is_alone_is_asked_by_the_document_of_the_next_step(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    incident_id = twilio.incident().incident_id
    twilio.later(601)
    twilio.node.service.handle(incident_id, c.Tick(), BRIDGE)
    asked = twilio.ask(f"/twilio/step?incident={incident_id}", 1)
    assert "Press 1 to stay" in said(asked)
    room = twilio.ask(action(asked, "Gather"), 1, Digits="1")
    assert room.find("Dial/Conference") is not None
    twilio.later(601)
    twilio.node.service.handle(incident_id, c.Tick(), BRIDGE)
    asked = twilio.ask(f"/twilio/step?incident={incident_id}", 1)
    assert "Nobody else is here" in said(twilio.ask(action(asked, "Gather"), 1, Digits=""))
