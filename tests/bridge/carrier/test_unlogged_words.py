"""Said to one person and in no log: the guests' PIN, a number; and names of the directory found by their letters."""

import json

from switchboard import Switchboard, action, said

from bridge.guest_pin import bridge_pin

ANA, DEV = "+12025550101", "+12025550102"


def keyed(twilio: Switchboard, *keys: str) -> str:
    """What Ana hears after star and these keys."""
    room = twilio.joined(1, ANA)
    twilio.joined(2, DEV)
    twilio.tell("participant-leave", 1, room)
    document = twilio.ask(action(room, "Dial"), 1, DialBridged="true")
    for key in keys:
        document = twilio.ask(action(document, "Gather"), 1, Digits=key)
    return said(document)


def log_of(twilio: Switchboard) -> str:
    rows = twilio.node.event_log.read(twilio.incident().incident_id, after_seq=0)
    return json.dumps([row.data for row in rows])


def test_the_guests_pin_is_heard_by_key_digit_by_digit_and_is_in_no_event(twilio: Switchboard) -> None:
    heard = keyed(twilio, "0", "3", "7")
    pin = bridge_pin(b"", twilio.incident().incident_id)
    assert f"The PIN for guests is {' '.join(pin)}." in heard
    log = log_of(twilio)
    assert pin not in log
    assert " ".join(pin) not in log


def test_a_number_is_heard_by_key_and_the_log_says_who_looked_but_not_the_number(twilio: Switchboard) -> None:
    assert "plus 1 2 0 2 5 5 5 0 1 0 2." in keyed(twilio, "0", "0", "2", "8", "6")
    log = log_of(twilio)
    assert DEV.lstrip("+") not in log
    assert "1 2 0 2" not in log


def test_somebody_of_the_directory_who_was_never_here_is_rung_by_the_letters_of_their_name(
    twilio: Switchboard,
) -> None:
    twilio.node.directory.import_yaml('people: [{name: Zoe Quist, phones: ["+12025550142"]}]')
    heard = keyed(twilio, "0", "3", "0", "784")
    assert "1 Zoe Quist." in heard, "Ana Ruiz, who is on the call, is on the same keys"
    incident = twilio.incident()
    zoe = next(person for person in incident.people.values() if person.name == "Zoe Quist")
    assert zoe.person_id not in incident.rings.by_id


def test_letters_that_mean_nobody_teach_the_incident_no_names(twilio: Switchboard) -> None:
    twilio.node.directory.import_yaml('people: [{name: Zoe Quist, phones: ["+12025550142"]}]')
    assert "The directory has no such name." in keyed(twilio, "0", "3", "0", "999")
    assert "Zoe" not in log_of(twilio)
