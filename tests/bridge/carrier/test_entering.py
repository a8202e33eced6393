"""Ways in: several bridges to choose from, the guests' PIN, calls that the bridge made, PINs keyed in the menu."""

import io
import json
import wave
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from sqlalchemy import text
from switchboard import Switchboard, action, redirect, said, sid

from bridge.guest_pin import bridge_pin
from bridge.opening import open_incident
from bridge.plan import Plan, person_of
from bridge.record import codec
from roles import commands as c, events as e
from roles.people import BRIDGE, Actor, IdentifiedBy, Role
from roles.presence import Where

ANA, DEV, STRANGER = "+12025550101", "+12025550102", "+12025550177"


def another(twilio: Switchboard, title: str) -> str:
    twilio.later(60)
    node = twilio.node
    return open_incident(
        node.service, node.directory, title=title, severity=2, actor=BRIDGE, now=twilio.now, plan=Plan()
    )


def test_with_several_bridges_open_a_known_caller_hears_them_newest_first_and_chooses(twilio: Switchboard) -> None:
    first = another(twilio, "Checkout fails")
    second = another(twilio, "Search is slow")
    menu = twilio.dial(1, ANA)
    assert "1: Search is slow. 2: Checkout fails." in said(menu)
    assert "Hello Ana Ruiz. You join: Checkout fails." in said(twilio.ask(action(menu, "Gather"), 1, Digits="2"))
    assert sid(1) in twilio.node.service.incident(first).legs
    silent = twilio.dial(2, DEV)
    twilio.ask(action(silent, "Gather"), 2, Digits="")
    assert sid(2) in twilio.node.service.incident(second).legs


def test_who_was_on_a_bridge_just_now_goes_straight_back_to_it(twilio: Switchboard) -> None:
    first = another(twilio, "Checkout fails")
    twilio.joined(1, ANA)
    another(twilio, "Search is slow")
    twilio.post("/twilio/call-status", CallSid=sid(1), CallStatus="completed")
    assert "Hello Ana Ruiz" in said(twilio.dial(2, ANA))
    assert sid(2) in twilio.node.service.incident(first).legs


def test_a_key_chooses_what_was_read_out_whatever_was_opened_meanwhile(twilio: Switchboard) -> None:
    first = another(twilio, "Checkout fails")
    second = another(twilio, "Search is slow")
    menus = {call: twilio.dial(call, number) for call, number in ((1, ANA), (2, DEV))}
    another(twilio, "Mail is down")
    assert "You join: Search is slow." in said(twilio.ask(action(menus[1], "Gather"), 1, Digits="1"))
    assert sid(1) in twilio.node.service.incident(second).legs
    twilio.ask(redirect(menus[2]), 2, Digits="")
    assert sid(2) in twilio.node.service.incident(second).legs
    assert not twilio.node.service.incident(first).legs


def test_a_bridge_that_ended_while_the_choice_was_read_out_is_asked_anew(twilio: Switchboard) -> None:
    for title in ("Checkout fails", "Mail is down"):
        another(twilio, title)
    ended = another(twilio, "Search is slow")
    menu = twilio.dial(1, ANA)
    twilio.node.service.handle(ended, c.EndCall(), BRIDGE)
    again = twilio.ask(action(menu, "Gather"), 1, Digits="1")
    assert "1: Mail is down. 2: Checkout fails." in said(again)


def test_a_wrong_choice_that_was_hung_up_before_the_room_does_not_stick(twilio: Switchboard) -> None:
    another(twilio, "Checkout fails")
    another(twilio, "Search is slow")
    menu = twilio.dial(1, ANA)
    assert "You join: Search is slow." in said(twilio.ask(action(menu, "Gather"), 1, Digits="1"))
    twilio.post("/twilio/call-status", CallSid=sid(1), CallStatus="completed")
    assert "Several incident calls are open" in said(twilio.dial(2, ANA))


def test_whoever_is_led_to_one_of_several_bridges_hears_which_one(twilio: Switchboard) -> None:
    first = another(twilio, "Checkout fails")
    twilio.joined(1, ANA)
    another(twilio, "Search is slow")
    twilio.post("/twilio/call-status", CallSid=sid(1), CallStatus="completed")
    assert "You join: Checkout fails." in said(twilio.dial(2, ANA)), "straight back"
    asked = twilio.dial(3, STRANGER)
    guest = twilio.ask(action(asked, "Gather"), 3, Digits=bridge_pin(b"", first))
    assert "You join: Checkout fails." in said(guest), "a guest by PIN"
    assert twilio.node.service.incident(first).legs[sid(3)].identified_by is IdentifiedBy.BRIDGE_PIN


def test_a_call_that_never_arrived_in_its_incident_is_taken_there_by_the_fallback(twilio: Switchboard) -> None:
    incident_id = another(twilio, "Checkout fails")
    twilio.node.calls.arrive(sid(1), "AC0", ANA, twilio.now)
    twilio.node.calls.assign(sid(1), incident_id)
    document = twilio.ask("/twilio/fallback", 1, From=ANA, ErrorCode="11200")
    assert document.find("Hangup") is None
    assert sid(1) in twilio.node.service.incident(incident_id).legs


def test_more_than_ten_wrong_pins_an_hour_are_not_taken_on_calls_that_were_asked_before_either(
    twilio: Switchboard,
) -> None:
    twilio.joined(1, ANA)
    calls = range(10, 20)
    for call in calls:
        twilio.dial(call, STRANGER)
    for attempt in range(3):
        for call in calls:
            twilio.ask("/twilio/pin", call, Digits=f"9999{attempt}{call}")
    assert twilio.node.calls.wrong_pins_in_last_hour(twilio.now) == 10
    blocked = twilio.ask("/twilio/pin", 19, Digits="471100")
    assert said(blocked) == "PINs are not taken for a while."
    lobby = twilio.ask(redirect(blocked), 19, From=STRANGER)
    assert "in the lobby" in said(lobby)
    leg = twilio.incident().legs[sid(19)]
    assert leg.identified_by is IdentifiedBy.NOBODY, "a right PIN is not looked at either"


def consent_of(twilio: Switchboard, call: int) -> e.ConsentGiven | e.ConsentRefused:
    incident_id = twilio.incident().incident_id
    rows = twilio.node.event_log.read(incident_id, after_seq=0)
    found = [codec.from_data(row.type, row.at, row.data) for row in rows if row.type.startswith("Consent")]
    (event,) = [event for event in found if getattr(event, "call_sid", "") == sid(call)]
    assert isinstance(event, e.ConsentGiven | e.ConsentRefused)
    return event


def test_the_words_that_were_said_are_kept_with_the_answer_whatever_changes_meanwhile(twilio: Switchboard) -> None:
    notice = twilio.dial(1, ANA)
    ana = twilio.incident().legs[sid(1)].person_id
    twilio.node.service.handle(
        twilio.incident().incident_id, c.RenamePerson(person_id=ana, name="Anna-Maria Ruiz"), BRIDGE
    )
    twilio.ask(action(notice, "Gather"), 1, Digits="")
    given = consent_of(twilio, 1)
    assert isinstance(given, e.ConsentGiven)
    assert given.wording == said(notice)
    assert given.wording.startswith("Hello Ana Ruiz. This call is recorded")


def test_nine_refuses_the_recording_and_the_call_ends_where_all_calls_are_recorded(twilio: Switchboard) -> None:
    notice = twilio.dial(1, ANA)
    document = twilio.ask(action(notice, "Gather"), 1, Digits="9")
    assert "always recorded" in said(document)
    assert document.find("Hangup") is not None
    refused = consent_of(twilio, 1)
    assert isinstance(refused, e.ConsentRefused)
    assert refused.wording == said(notice)


@pytest.fixture
def lenient(tmp_path: Path) -> Iterator[Switchboard]:
    """A bridge that allows unrecorded guests."""
    found = Switchboard(tmp_path / "lenient", unrecorded_guests=True)
    yield found
    found.node.close()


def test_where_the_bridge_allows_it_whoever_refuses_listens_muted_and_is_never_transcribed(
    lenient: Switchboard,
) -> None:
    lenient.joined(1, ANA)
    notice = lenient.dial(2, DEV)
    room = lenient.ask(action(notice, "Gather"), 2, Digits="9")
    conference = room.find("Dial/Conference")
    assert conference is not None
    assert conference.attrib["muted"] == "true"
    assert room.find("Start/Stream") is None
    lenient.tell("participant-join", 2, room)
    assert not lenient.incident().hearing.is_open(sid(2))


def test_a_refusal_that_an_outage_swallowed_is_asked_again_and_is_no_consent(
    twilio: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = twilio.dial(1, ANA)

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(twilio.node.service, "handle", fail)
        document = twilio.ask(action(notice, "Gather"), 1, Digits="9")
    again = twilio.ask(redirect(document), 1)
    assert said(again) == said(notice)
    assert twilio.incident().legs[sid(1)].consent is None


def test_a_plan_that_names_somebody_who_is_gone_does_not_shut_the_number(twilio: Switchboard) -> None:
    twilio.node.directory.import_yaml("people: [{name: Gone, pin: '990099'}]\nplan: {required: [{person: Gone}]}")
    twilio.node.database.write(
        lambda connection: connection.execute(text("UPDATE people SET name_key = 'other'  WHERE name = 'Gone'"))
    )
    assert "Hello Ana Ruiz" in said(twilio.dial(1, ANA))
    assert twilio.incident().plan_problems == ("entry 1: nobody called 'Gone' is in the directory",)


def test_where_calls_open_nothing_a_known_caller_hears_that_no_incident_is_open(tmp_path: Path) -> None:
    closed = Switchboard(tmp_path, open_on_call=False)
    assert "No incident call is open now" in said(closed.dial(1, ANA))
    assert not closed.node.incidents.all()
    opened = another(closed, "Checkout fails")
    assert "Hello Ana Ruiz" in said(closed.dial(2, ANA))
    assert sid(2) in closed.node.service.incident(opened).legs
    closed.node.close()


def test_a_stranger_hears_no_titles(twilio: Switchboard) -> None:
    another(twilio, "Checkout fails")
    another(twilio, "Search is slow")
    asked = twilio.dial(1, STRANGER)
    after = twilio.ask(action(asked, "Gather"), 1, Digits="")
    assert "Search" not in said(asked) + said(after)


@pytest.mark.parametrize("caller", [STRANGER, "anonymous"])
def test_a_guest_with_the_bridges_pin_comes_in_without_the_lobby_unless_it_is_locked(
    twilio: Switchboard, caller: str
) -> None:
    incident_id = another(twilio, "Checkout fails")
    pin = bridge_pin(b"", incident_id)
    asked = twilio.dial(1, caller)
    assert "Hello Guest" in said(twilio.ask(action(asked, "Gather"), 1, Digits=pin))
    leg = twilio.node.service.incident(incident_id).legs[sid(1)]
    assert leg.identified_by is IdentifiedBy.BRIDGE_PIN
    assert not leg.authorized
    twilio.node.service.handle(incident_id, c.LockBridge(locked=True), BRIDGE)
    asked = twilio.dial(2, caller)
    twilio.ask(action(asked, "Gather"), 2, Digits=pin)
    assert twilio.node.service.incident(incident_id).legs[sid(2)].where is Where.LOBBY


def ring(twilio: Switchboard) -> str:
    """Dev is rung; the ring's id."""
    twilio.joined(1, ANA)
    incident = twilio.incident()
    dev = twilio.node.directory.by_name("Dev Rao")
    assert dev is not None
    twilio.node.service.handle(incident.incident_id, c.IntroducePerson(person=person_of(dev)), BRIDGE)
    twilio.node.service.handle(incident.incident_id, c.RingPerson(person_id=dev.person_id), BRIDGE)
    return next(iter(twilio.incident().rings.by_id))


def test_a_call_of_the_bridge_says_nothing_confidential_before_the_key(twilio: Switchboard) -> None:
    ring_id = ring(twilio)
    incident_id = twilio.incident().incident_id
    answered = twilio.ask(f"/twilio/ringing?incident={incident_id}&ring={ring_id}", 5, To=DEV)
    words = said(answered)
    assert "Press 1 to join" in words
    assert "Ana" not in words
    assert "Incident opened" not in words
    assert "Hello Dev Rao" in said(twilio.ask(action(answered, "Gather"), 5, Digits="1", To=DEV))
    assert twilio.incident().rings.by_id[ring_id].outcome == "joined"
    assert twilio.incident().legs[sid(5)].authorized


def test_a_voicemail_presses_nothing_and_the_call_ends(twilio: Switchboard) -> None:
    ring_id = ring(twilio)
    incident_id = twilio.incident().incident_id
    document = twilio.ask(f"/twilio/ringing?incident={incident_id}&ring={ring_id}", 5, To=DEV)
    document = twilio.ask(action(document, "Gather"), 5, Digits="", To=DEV)
    document = twilio.ask(action(document, "Gather"), 5, Digits="", To=DEV)
    assert document.find("Hangup") is not None
    status = f"/twilio/call-status?incident={incident_id}&ring={ring_id}"
    twilio.post(status, CallSid=sid(5), CallStatus="completed")
    assert twilio.incident().rings.by_id[ring_id].outcome == "no_key"
    assert sid(5) not in twilio.incident().legs


def test_a_pin_keyed_in_the_menu_stands_in_no_event_and_wrong_ones_are_counted(twilio: Switchboard) -> None:
    twilio.node.directory.import_yaml('people: [{name: Ana Ruiz, pin: "471101"}]')
    room = twilio.joined(1, ANA)
    twilio.tell("participant-leave", 1, room)
    menu = twilio.ask(action(room, "Dial"), 1, DialBridged="true")
    menu = twilio.ask(action(menu, "Gather"), 1, Digits="0")
    menu = twilio.ask(action(menu, "Gather"), 1, Digits="6")
    assert "Key your PIN" in said(menu)
    back = twilio.ask(action(menu, "Gather"), 1, Digits="999999")
    assert "That PIN is not yours" in said(back)
    assert twilio.node.calls.wrong_pins_in_last_hour(twilio.now) == 1
    twilio.tell("participant-join", 1, back)
    twilio.tell("participant-leave", 1, back)
    menu = twilio.ask(action(back, "Dial"), 1, DialBridged="true")
    menu = twilio.ask(action(menu, "Gather"), 1, Digits="0")
    menu = twilio.ask(action(menu, "Gather"), 1, Digits="6")
    assert "You are in command" in said(twilio.ask(action(menu, "Gather"), 1, Digits="471101"))
    incident = twilio.incident()
    assert incident.roster.holder(Role.INCIDENT_COMMANDER) == incident.legs[sid(1)].person_id
    log = json.dumps([row.data for row in twilio.node.event_log.read(incident.incident_id, after_seq=0)])
    for secret in ("471101", "999999", ANA):
        assert secret not in log


def at_the_pin(twilio: Switchboard, call: int = 1) -> ElementTree.Element:
    """Ana is in the menu that asks for her PIN before she takes command."""
    room = twilio.joined(call, ANA)
    twilio.tell("participant-leave", call, room)
    menu = twilio.ask(action(room, "Dial"), call, DialBridged="true")
    menu = twilio.ask(action(menu, "Gather"), call, Digits="0")
    return twilio.ask(action(menu, "Gather"), call, Digits="6")


@pytest.mark.parametrize("pin", ["471101", "4711012", "47110123"])
def test_a_pin_of_six_to_eight_digits_can_be_keyed_in_the_menu(twilio: Switchboard, pin: str) -> None:
    twilio.node.directory.import_yaml(f'people: [{{name: Ana Ruiz, pin: "{pin}"}}]')
    menu = at_the_pin(twilio)
    gather = menu.find("Gather")
    assert gather is not None
    room_for = int(gather.attrib["numDigits"])
    assert "You are in command" in said(twilio.ask(action(menu, "Gather"), 1, Digits=pin[:room_for]))


@pytest.mark.parametrize("keys", ["", "*", "*471"])
def test_silence_and_a_way_back_at_the_pin_are_no_wrong_pin(twilio: Switchboard, keys: str) -> None:
    twilio.node.directory.import_yaml('people: [{name: Ana Ruiz, pin: "471101"}]')
    menu = at_the_pin(twilio)
    back = twilio.ask(action(menu, "Gather"), 1, Digits=keys)
    assert back.find("Dial/Conference") is not None
    assert ("No key heard." in said(back)) == (not keys)
    assert "PIN" not in said(back)
    assert twilio.node.calls.wrong_pins_in_last_hour(twilio.now) == 0
    log = json.dumps([row.data for row in twilio.node.event_log.read(twilio.incident().incident_id, after_seq=0)])
    assert "471" not in log


def test_a_late_delivery_of_a_pin_is_no_wrong_pin(twilio: Switchboard) -> None:
    twilio.node.directory.import_yaml('people: [{name: Ana Ruiz, pin: "471101"}]')
    first = at_the_pin(twilio)
    back = twilio.ask(action(first, "Gather"), 1, Digits="")
    twilio.tell("participant-join", 1, back)
    twilio.tell("participant-leave", 1, back)
    menu = twilio.ask(action(back, "Dial"), 1, DialBridged="true")
    menu = twilio.ask(action(menu, "Gather"), 1, Digits="0")
    menu = twilio.ask(action(menu, "Gather"), 1, Digits="6")
    twilio.ask(action(first, "Gather"), 1, Digits="999999")
    assert twilio.node.calls.wrong_pins_in_last_hour(twilio.now) == 0
    assert "You are in command" in said(twilio.ask(action(menu, "Gather"), 1, Digits="471101"))


def test_sound_that_is_played_into_the_call_needs_a_url_that_the_bridge_wrote(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    incident_id = twilio.incident().incident_id
    assert twilio.client.get(f"/twilio/take?incident={incident_id}&take=x").status_code == 403
    assert twilio.client.post(f"/twilio/announcement?incident={incident_id}&number=1").status_code == 403


def test_words_about_the_lobby_come_after_a_tone_and_the_tone_is_served_to_the_carrier_only(
    twilio: Switchboard,
) -> None:
    twilio.joined(1, ANA)
    twilio.joined(2, DEV)
    asked = twilio.dial(3, STRANGER)
    twilio.ask(action(asked, "Gather"), 3, Digits="")
    incident_id = twilio.incident().incident_id
    number = next(found.number for found in twilio.incident().announcements.waiting if "lobby" in found.text)
    document = twilio.ask(f"/twilio/announcement?incident={incident_id}&number={number}", 1)
    assert [child.tag for child in document] == ["Play", "Say"]
    played = document.find("Play")
    assert played is not None
    assert played.text is not None
    url = urlsplit(played.text)
    assert twilio.client.get(url.path).status_code == 403
    answer = twilio.client.get(f"{url.path}?{url.query}")
    assert answer.status_code == 200
    with wave.open(io.BytesIO(answer.data)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)
        assert 0.2 < sound.getnframes() / 8000 < 0.5


def test_a_stranger_hears_the_question_then_a_tone_and_only_then_is_listened_to_for_four_seconds(
    twilio: Switchboard,
) -> None:
    twilio.joined(1, ANA)
    asked = twilio.dial(2, STRANGER)
    question = twilio.ask(action(asked, "Gather"), 2, Digits="")
    assert question.find("Gather") is None
    stream = question.find("Start/Stream")
    assert stream is not None
    assert "After the tone, say your name and your system. It is kept" in said(question)
    assert twilio.incident().takes.window(sid(2)) is None
    again = twilio.ask(redirect(asked), 2)
    found = again.find("Start/Stream")
    assert found is not None
    assert found.attrib["name"] == stream.attrib["name"], "a repeated webhook names the same stream"
    for _ in range(2):
        answer = twilio.ask(redirect(question), 2)
        gather = answer.find("Gather")
        assert gather is not None
        assert gather.attrib["timeout"] == "4"
        assert [child.tag for child in gather] == ["Play"]
    assert twilio.incident().takes.window(sid(2)) is not None
    lobby = twilio.ask(action(answer, "Gather"), 2, Digits="")
    assert twilio.incident().takes.window(sid(2)) is None
    assert "Nobody who can let you in could be told yet" in said(lobby), "Ana is alone and nobody says anything to her"
    twilio.joined(3, DEV)
    twilio.dial(4, "+12025550178")
    second = twilio.ask("/twilio/pin", 4, Digits="")
    second = twilio.ask(redirect(second), 4)
    assert "Somebody on the call has been told." in said(twilio.ask(action(second, "Gather"), 4, Digits=""))


def test_an_announcement_that_is_over_is_an_empty_document(twilio: Switchboard) -> None:
    twilio.joined(1, ANA)
    twilio.joined(2, DEV)
    incident_id = twilio.incident().incident_id
    actor = Actor(person_id=twilio.incident().legs[sid(1)].person_id)
    twilio.node.service.handle(incident_id, c.Announce(text="hello"), actor)
    number = twilio.incident().announcements.waiting[-1].number
    url = f"/twilio/announcement?incident={incident_id}&number={number}"
    assert said(twilio.ask(url, 1)) == "hello"
    twilio.node.service.handle(incident_id, c.ReportAnnouncementEnd(number=number), actor)
    assert said(twilio.ask(url, 1)) == ""
