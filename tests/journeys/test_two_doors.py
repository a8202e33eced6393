"""The same call led by keys only and by the console only ends in the same log, times and ids apart."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from callers import NUMBERS, TAKES_COMMAND, Bridge

from bridge.demo.console_client import ConsoleClient
from bridge.record import codec
from roles import events as e
from roles.incident import Incident

ORDERED = (
    e.RoleProposed
    | e.RoleDeclined
    | e.RoleTaken
    | e.RoleVacated
    | e.CommanderDropped
    | e.RollCallStarted
    | e.RollCallAnswered
    | e.MuteAllOrdered
    | e.MuteAllReleased
    | e.BridgeLocked
    | e.BridgeUnlocked
    | e.HandRaised
    | e.HandLowered
    | e.MomentMarked
    | e.TimeBoxStarted
    | e.TimeBoxAcknowledged
    | e.TimeBoxExtended
    | e.TimeBoxChanged
    | e.TimeBoxClosed
    | e.CadenceSet
    | e.StatusGiven
    | e.QuietSet
    | e.TeamFormed
    | e.LegMoved
    | e.ObjectionsAsked
    | e.ObjectionAnswered
    | e.ObjectionsClosed
    | e.MuteOrdered
    | e.IncidentDescribed
    | e.CustomersReported
    | e.RemovalOrdered
    | e.RoomMarked
    | e.NumberLookedUp
    | e.ObserverSet
    | e.TeamClosed
    | e.RoomRenewed
    | e.LineRecordingOrdered
    | e.LineRecordingEnded
)
"""Everything that somebody orders in this call."""
NOT_COMPARED = frozenset({"at", "conference_sid", "roll_call_id", "box_id", "announcement"})


def by_keys(bridge: Bridge) -> None:
    press = bridge.presses
    press("ana", *TAKES_COMMAND)
    press("ana", "0", "0", "2#", "6", "2")
    press("dev", "1", "471102#")
    press("ana", "0", "0", "3#", "6", "3")
    press("ana", "0", "0", "3#", "6", "3")
    press("ana", "0", "0", "3#", "6", "2", "1")
    press("omar", "2")
    press("ana", "0", "0", "2#", "6", "1")
    press("dev", "1")
    press("dev", "0", "0", "1#", "6", "1")
    press("ana", "1")
    press("dev", "0", "1")
    bridge.interrupt_recording()
    press("omar", "3")
    press("dev", "0", "2")
    press("dev", "0", "2")
    press("dev", "0", "3", "1")
    press("dev", "0", "3", "2")
    press("omar", "9")
    press("omar", "9")
    press("omar", "3")
    press("ana", "0", "8", "2", "3#", "5#")
    press("omar", "1")
    press("omar", "7", "10#")
    press("omar", "7", "0#")
    press("ana", "0", "8", "2", "3#", "9#")
    press("dev", "0", "8", "5", "2")
    press("dev", "0", "8", "4", "2", "30#")
    press("dev", "0", "8", "4", "1")
    press("dev", "0", "8", "6")
    press("dev", "0", "8", "6")
    press("dev", "0", "7")
    press("omar", "9")
    poll_is_over(bridge)
    press("dev", "0", "0", "3#", "7", "1")
    press("dev", "0", "0", "3#", "7", "0")
    press("dev", "0", "0", "3#", "7", "2")
    press("dev", "0", "8", "8", "2")
    press("dev", "0", "0", "3#", "8", "3")
    press("dev", "0", "0", "3#", "8", "3")
    press("dev", "0", "0", "3#", "8", "6")
    press("omar", "9")
    press("dev", "0", "0", "3#", "8", "5")
    press("dev", "0", "0", "3#", "8", "2")
    press("dev", "0", "0", "3#", "1")
    press("dev", "0", "0", "3#", "2")
    press("dev", "0", "3", "9")
    bridge.recording_is_interrupted()
    press("omar", "8", "2", "1")
    press("dev", "0", "9", "5")
    bridge.recording_goes_on()
    press("dev", "0", "9", "4", "1")
    press("dev", "0", "8", "3", "2#")
    press("omar", "6", "40#")
    press("dev", "0", "0", "3#", "2")
    commander_drops(bridge)
    press("dev", "1")
    press("dev", "0", "0", "2#", "6", "2")
    press("dev", "0", "4", "3#", "1")


def by_clicks(bridge: Bridge) -> None:
    consoles: dict[str, ConsoleClient] = {}
    names = {"ana": "Ana Ruiz", "dev": "Dev Rao", "omar": "Omar Haddad"}

    def click(who: str, action: str, **arguments: str) -> None:
        if who not in consoles:
            consoles[who] = ConsoleClient(bridge.stage.base_url)
            consoles[who].sign_in_by_link(bridge.stage.sign_in_link(names[who]))
        consoles[who].act(bridge.incident_id, action, **arguments)

    dev, omar = bridge.leg("dev").person_id, bridge.leg("omar").person_id
    sid = bridge.callers["omar"].sid
    click("ana", "take_command")
    click("ana", "propose_role", person_id=dev, role="deputy")
    click("dev", "accept_role", role="deputy")
    click("ana", "assign_role", person_id=omar, role="scribe")
    click("ana", "vacate_role", person_id=omar, role="scribe")
    click("ana", "propose_role", person_id=omar, role="deputy", reason="as agreed aloud")
    click("omar", "decline_role", role="deputy")
    click("ana", "propose_role", person_id=dev, role="incident_commander")
    click("dev", "accept_role", role="incident_commander")
    click("dev", "propose_role", person_id=bridge.leg("ana").person_id, role="incident_commander")
    click("ana", "accept_role", role="incident_commander")
    click("dev", "start_roll_call")
    bridge.interrupt_recording()
    click("omar", "answer_roll_call", person_id=omar, answer="need_help")
    click("dev", "mute_all")
    click("dev", "release_mute")
    click("dev", "lock")
    click("dev", "unlock")
    click("omar", "raise_hand")
    click("omar", "lower_hand", person_id=omar)
    click("omar", "mark")
    click("ana", "time_box", person_id=omar, text="the task", minutes="5")
    (box,) = bridge.incident().timers.open_boxes(omar)
    click("omar", "acknowledge", box_id=box.box_id)
    click("omar", "more_time", box_id=box.box_id, minutes="10")
    click("omar", "close_task", box_id=box.box_id, how="done")
    click("ana", "time_box", person_id=omar, text="the task", minutes="9")
    (box,) = bridge.incident().timers.open_boxes(omar)
    click("dev", "close_task", box_id=box.box_id, how="dropped")
    click("dev", "cadence", minutes="30")
    click("dev", "update_given")
    click("dev", "quiet")
    click("dev", "remind")
    click("dev", "ask_objections")
    click("omar", "answer_objections", objects="yes")
    poll_is_over(bridge)
    click("dev", "move", person_id=omar, team="alpha")
    bridge.wait("Omar is in Alpha", lambda record: _room(record.incident, sid) == "alpha")
    click("dev", "move", person_id=omar, team="")
    bridge.wait("Omar is back", lambda record: _room(record.incident, sid) == "")
    click("dev", "move", person_id=omar, team="bravo")
    bridge.wait("Omar is in Bravo", lambda record: _room(record.incident, sid) == "bravo")
    click("dev", "close_team", team="bravo")
    bridge.wait("Omar is back again", lambda record: _room(record.incident, sid) == "")
    click("dev", "mark_room", call_sid=sid)
    click("dev", "unmark_room", call_sid=sid)
    click("dev", "look_up_number", call_sid=sid)
    click("omar", "raise_hand")
    click("dev", "lower_hand", person_id=omar)
    click("dev", "observer", person_id=omar)
    click("dev", "take_part", person_id=omar)
    click("dev", "mute", call_sid=sid)
    click("dev", "unmute_all")
    bridge.recording_is_interrupted()
    click("omar", "record_line")
    click("dev", "stop_line", call_sid=sid)
    bridge.recording_goes_on()
    click("dev", "new_room")
    click("dev", "describe", severity="2")
    click("omar", "report_customers", count="40")
    click("dev", "mute", call_sid=sid)
    commander_drops(bridge)
    click("dev", "take_command")
    click("dev", "vacate_role", person_id=dev, role="deputy")
    click("dev", "remove", call_sid=sid, reason="")


def poll_is_over(bridge: Bridge) -> None:
    bridge.wait("the poll is over", lambda record: not (poll := record.incident.poll) or not poll.open, timeout_s=40)


def commander_drops(bridge: Bridge) -> None:
    """A voicemail takes the call of the bridge."""
    bridge.stage.carrier.on_ring(NUMBERS["ana"], "voicemail")
    bridge.callers["ana"].hang_up()
    bridge.wait("Ana dropped", lambda record: record.incident.commander_dropped)


def _room(incident: Incident, sid: str) -> str | None:
    seat = incident.legs[sid].seat
    return seat.room if seat is not None else None


def ordered(bridge: Bridge) -> list[tuple[str, dict[str, Any]]]:
    """What was ordered, with names instead of ids."""
    incident = bridge.incident()
    called = {leg.call_sid: incident.name_of(leg.person_id) for leg in incident.legs.values()}
    named = {person_id: person.name for person_id, person in incident.people.items()} | called

    def plain(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(plain(part) for part in value)
        return named.get(value, value.replace(bridge.incident_id, "ID")) if isinstance(value, str) else value

    found = []
    for row in bridge.stage.node.service.events_after(bridge.incident_id, 0, leave_out=codec.TIMELINE_TYPES):
        event = codec.from_data(row.type, row.at, row.data)
        if isinstance(event, ORDERED) and getattr(event, "by", "") != "bridge":
            values = {f.name: plain(getattr(event, f.name)) for f in fields(event) if f.name not in NOT_COMPARED}
            found.append((row.type, values))
    return found


def led(bridge: Bridge, lead: Callable[[Bridge], None]) -> list[tuple[str, dict[str, Any]]]:
    bridge.join("ana", "dev", "omar")
    lead(bridge)
    bridge.callers["omar"].wait_until_over(timeout_s=20)
    return ordered(bridge)


@pytest.mark.timeout(300)
def test_keys_only_and_console_only_end_in_the_same_log(bridge: Bridge, another_bridge: Bridge) -> None:
    by_phone = led(bridge, by_keys)
    assert len(by_phone) > 40
    assert by_phone == led(another_bridge, by_clicks)
