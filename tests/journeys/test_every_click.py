"""Every button of the page, clicked over HTTP on a running call; one that is left out or leads to nothing fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from callers import NAMES, NUMBERS, Bridge
from journey_step import Step, once

from bridge.console.actions import ACTIONS, command_for
from bridge.demo.script import audio_path
from bridge.record import codec
from bridge.record.record import Record
from roles import commands as c, events as e
from roles.people import BRIDGE
from roles.presence import Where
from transcription.timeline import events as t
from transcription.timeline.commands import HearPiece
from transcription.timeline.state import EntryState

STRANGERS = {"eve": "+12025550177", "kim": "+12025550178", "lou": "+12025550179"}


@dataclass
class Clicks:
    """Clicks, and waits for the fact it has to lead to: the carrier's own news where the carrier has to act."""

    bridge: Bridge
    take: Callable[[Step], None] = once
    clicked: set[str] = field(default_factory=set)
    _before: int = 0

    def do(
        self,
        who: str,
        action: str,
        leads_to: type[codec.Event],
        that: Callable[[Any], object] = lambda _: True,
        **fields: str,
    ) -> None:
        """`that`: what else must be true of this event."""

        def click() -> None:
            self._before = self._seq()
            self.bridge.clicks(who, action, **fields)

        def check(within_s: float) -> None:
            words = f"{who} clicked {action}: {leads_to.__name__}"
            self.bridge.wait(words, lambda _: self._since(leads_to, that), within_s)

        self._step(action, click, check, fields)

    def is_heard(self, who: str, action: str, by: tuple[str, ...], **fields: str) -> None:
        """`by`: who hears the words of the field `text`, and nobody else does."""

        def check(within_s: float) -> None:
            for hearer in by:
                self.bridge.callers[hearer].wait_for_text(fields["text"], within_s)
            for other in {*NAMES, "max"} - {*by}:
                assert not any(fields["text"] in heard.text for heard in self.bridge.callers[other].heard)

        self._step(action, lambda: self.bridge.clicks(who, action, **fields), check, fields)

    def _step(
        self, action: str, click: Callable[[], None], check: Callable[[float], None], fields: Mapping[str, str]
    ) -> None:
        breaks = {"command": type(command_for(action, fields)).__name__}
        self.take(Step(name=action, act=click, check=check, breaks=breaks))
        self.clicked.add(action)

    def person(self, who: str) -> str:
        return self.bridge.leg(who).person_id

    def sid(self, who: str) -> str:
        return self.bridge.callers[who].sid

    def stranger(self, who: str) -> None:
        """Dials, says that there is no PIN, and waits in the lobby."""
        NUMBERS[who] = STRANGERS[who]
        self.bridge.dial(who)
        self.bridge.waits(who)

    def _seq(self) -> int:
        with self.bridge.stage.node.service.reading(self.bridge.incident_id) as record:
            return record.seq

    def _since(self, kind: type[codec.Event], that: Callable[[Any], object]) -> bool:
        rows = self.bridge.stage.node.service.events_after(self.bridge.incident_id, self._before)
        found = (codec.from_data(row.type, row.at, row.data) for row in rows if row.type == kind.__name__)
        return any(that(event) for event in found)


def of(call_sid: str, **values: object) -> Callable[[Any], bool]:
    """News of this call, with these values in its fields."""
    return lambda news: news.call_sid == call_sid and all(getattr(news, name) == values[name] for name in values)


def roles(on: Clicks) -> None:
    dev, omar = on.person("dev"), on.person("omar")
    on.do("ana", "take_command", e.RoleTaken)
    on.do("ana", "propose_role", e.RoleProposed, person_id=dev, role="deputy")
    on.do("dev", "decline_role", e.RoleDeclined, role="deputy")
    on.do("ana", "role", e.RoleProposed, person_id=dev, role="deputy", how="ask")
    on.do("dev", "accept_role", e.RoleTaken, role="deputy")
    on.do("dev", "assign_role", e.RoleTaken, person_id=omar, role="scribe")
    on.do("dev", "vacate_role", e.RoleVacated, person_id=omar, role="scribe")


def the_floor(on: Clicks) -> None:
    omar = on.sid("omar")
    muted, unmuted = of(omar, muted=True), of(omar, muted=False)
    on.do("dev", "mute", e.ParticipantMuteSeen, muted, call_sid=omar)
    on.do("dev", "unmute", e.ParticipantMuteSeen, unmuted, call_sid=omar)
    on.do("dev", "hold", e.ParticipantHoldSeen, of(omar, hold=True), call_sid=omar)
    on.do("dev", "unhold", e.ParticipantHoldSeen, of(omar, hold=False), call_sid=omar)
    on.do("dev", "mute_all", e.ParticipantMuteSeen, muted)
    on.do("dev", "release_mute", e.ParticipantMuteSeen, unmuted)
    on.do("dev", "mute", e.ParticipantMuteSeen, muted, call_sid=omar)
    on.do("dev", "unmute_all", e.ParticipantMuteSeen, unmuted)
    on.do("omar", "raise_hand", e.HandRaised)
    on.do("dev", "lower_hand", e.HandLowered, person_id=on.person("omar"))
    on.do("dev", "observer", e.ParticipantMuteSeen, muted, person_id=on.person("omar"))
    on.do("dev", "take_part", e.ParticipantMuteSeen, unmuted, person_id=on.person("omar"))


def who_is_who(on: Clicks) -> None:
    omar = on.sid("omar")
    on.do("dev", "mark_room", e.RoomMarked, of(omar, room=True), call_sid=omar)
    on.do("dev", "unmark_room", e.RoomMarked, of(omar, room=False), call_sid=omar)
    on.do("dev", "look_up_number", e.NumberLookedUp, call_sid=omar)
    on.do("dev", "rename_leg", e.LegRenamed, call_sid=on.sid("max"), name="Sam Stein")
    on.do("dev", "rename_leg", e.LegRenamed, call_sid=on.sid("max"), name="Max Behr")
    on.do("ana", "describe", e.IncidentDescribed, title="Checkout fails", severity="2")


def the_round(on: Clicks) -> None:
    omar, max_ = on.person("omar"), on.person("max")
    on.do("dev", "start_roll_call", e.RollCallStarted)
    on.do("omar", "answer_roll_call", e.RollCallAnswered, person_id=omar, answer="healthy")
    on.do("dev", "close_roll_call", e.RollCallClosed)
    on.do("ana", "ask_objections", e.ObjectionsAsked, text="Fail over the database")
    on.do("omar", "answer_objections", e.ObjectionAnswered, objects="yes")
    on.do("dev", "can_round", e.CanRoundStarted)
    on.bridge.callers["max"].hang_up()
    on.bridge.wait("Max left", lambda record: not record.incident.live_legs(max_))
    on.bridge.stage.carrier.on_ring(NUMBERS["max"], "answer")
    on.do("dev", "ring", e.RingPlaced, person_id=max_)
    on.bridge.answers_ring("max")
    on.do("omar", "report_customers", e.CustomersReported, count="40")
    on.do("omar", "mark", e.MomentMarked)


def words(on: Clicks) -> None:
    omar = on.person("omar")
    on.do("dev", "assign_role", e.RoleTaken, person_id=omar, role="scribe")
    on.is_heard("dev", "whisper", by=("omar",), person_id=omar, text="Speak up.")
    on.is_heard("dev", "whisper_to_role", by=("omar",), role="scribe", text="Write this down.")
    on.is_heard("dev", "announce", by=(*NAMES, "max"), text="Five more minutes.")


def time(on: Clicks) -> None:
    omar = on.person("omar")
    on.bridge.interrupt_recording()
    on.do("dev", "time_box", e.TimeBoxStarted, person_id=omar, text="Read the logs", minutes="5")
    (box,) = on.bridge.incident().timers.open_boxes(omar)
    on.do("omar", "acknowledge", e.TimeBoxAcknowledged, box_id=box.box_id)
    on.do("omar", "more_time", e.TimeBoxExtended, box_id=box.box_id, minutes="5")
    on.do("dev", "new_time", e.TimeBoxChanged, box_id=box.box_id, minutes="7")
    on.do("dev", "close_task", e.TimeBoxClosed, box_id=box.box_id, how="done")
    a_minute_ago = c.StartTimeBox(box_id="up", task="Read them again", owner=omar, minutes=1)
    on.bridge.order(a_minute_ago, by="dev", ago=timedelta(seconds=61))
    on.bridge.wait("its time is up", lambda record: record.incident.timers.boxes["up"].up)
    on.do("dev", "snooze", e.TimeBoxSnoozed, box_id="up", minutes="5")
    on.do("dev", "cadence", e.CadenceSet, minutes="30")
    on.do("dev", "update_given", e.StatusGiven)
    on.do("dev", "quiet", e.QuietSet, lambda found: found.quiet)
    on.do("dev", "remind", e.QuietSet, lambda found: not found.quiet)


def teams(on: Clicks) -> None:
    omar, max_ = on.person("omar"), on.person("max")
    on.do("dev", "form_team", e.TeamFormed, team="alpha", person_id=omar, text="Find the slow query", minutes="10")
    on.do("dev", "move", e.ParticipantJoined, of(on.sid("max")), person_id=max_, team="alpha")
    on.do("dev", "close_team", e.ParticipantJoined, of(on.sid("max")), team="alpha")
    for who in ("omar", "max"):
        on.bridge.wait(f"{who} is back", lambda record, who=who: in_main_room(record, on.sid(who)))


def in_main_room(record: Record, call_sid: str) -> bool:
    seat = record.incident.legs[call_sid].seat
    return seat is not None and seat.room == ""


def the_record(on: Clicks) -> None:
    on.bridge.recording_is_interrupted()
    on.do("omar", "record_line", e.RecordingSeen, of(on.sid("omar")), call_sid=on.sid("omar"))
    on.do("dev", "stop_line", e.LineRecordingEnded, of(on.sid("omar"), why="staff"), call_sid=on.sid("omar"))
    on.bridge.recording_is_interrupted()
    on.do("ana", "repair_recording", e.RecordingRepairOrdered, lambda ordered: not ordered.fault)
    on.bridge.recording_goes_on()
    on.do("ana", "off_record", e.RecordConfirmed, lambda confirmed: not confirmed.on)
    on.do("ana", "on_record", e.RecordConfirmed, lambda confirmed: confirmed.on)
    before = on.bridge.incident().conferences
    on.do("dev", "new_room", e.ParticipantJoined, lambda joined: joined.conference_sid not in before)
    on.bridge.wait(
        "all are in the new room",
        lambda record: (
            {leg.seat.conference_sid for leg in record.incident.on_the_line() if leg.seat}
            <= {record.incident.conferences[-1]}
        ),
    )


def the_door(on: Clicks) -> None:
    on.do("dev", "lock", e.BridgeLocked)
    on.do("dev", "unlock", e.BridgeUnlocked)
    on.stranger("eve")
    on.do("dev", "admit", e.LegAdmitted, of(on.sid("eve")), call_sid=on.sid("eve"), name="Eve Stone")
    on.do("dev", "rename", e.PersonRenamed, person_id=on.person("eve"), name="Eve Stein")
    on.stranger("kim")
    on.do("dev", "turn_away", e.CallOver, of(on.sid("kim")), call_sid=on.sid("kim"))
    on.stranger("lou")
    on.do("dev", "admit_all", e.LegAdmitted, of(on.sid("lou")))
    on.do("dev", "ban", e.CallOver, of(on.sid("lou")), person_id=on.person("lou"))
    on.do("dev", "allow", e.PersonAllowed, person_id=on.person("lou"))
    on.do("dev", "ask_disruptor", e.DisruptorAsked, person_id=on.person("omar"))
    on.do("omar", "answer_disruptor", e.DisruptorAnswered, yes="no")
    on.do("dev", "warn_disruptor", e.DisruptorWarned, person_id=on.person("max"))
    on.do("dev", "remove", e.CallOver, of(on.sid("eve")), call_sid=on.sid("eve"), reason="not needed")


def the_timeline(on: Clicks) -> None:
    on.do("dev", "note", t.NoteAdded, text="The query is slow")
    with on.bridge.stage.node.service.reading(on.bridge.incident_id) as record:
        (note,) = [entry.entry_id for entry in record.timeline.entries() if entry.text == "The query is slow"]
    on.do("dev", "edit", t.EntryEdited, entry_id=note, text="The query of the cart is slow")
    on.do("dev", "drop", t.EntryDropped, entry_id=note)
    on.do("dev", "reopen", t.EntryKept, entry_id=note)
    on.bridge.wait("Ana may be heard", lambda record: record.incident.hearing.is_open(on.sid("ana")))
    on.bridge.callers["ana"].wait_until_streaming(timeout_s=20)
    on.bridge.callers["ana"].speak(audio_path("l08")).wait(timeout_s=20)
    on.bridge.wait("a line is proposed", proposed)
    with on.bridge.stage.node.service.reading(on.bridge.incident_id) as record:
        draft = proposed(record)[0]
    on.do("dev", "keep", t.EntryKept, entry_id=draft)
    on.do("dev", "reopen", t.EntryReopened, entry_id=draft)
    on.do("dev", "todo", t.NoteAdded, text="Look at the query, Omar Haddad")
    on.do("dev", "undo", t.DecisionTakenBack)
    on.bridge.callers["ana"].speak(audio_path("l32")).wait(timeout_s=20)
    on.bridge.wait("a cadence is proposed", cadence_proposed)
    with on.bridge.stage.node.service.reading(on.bridge.incident_id) as record:
        proposal = cadence_proposed(record)[0]
    on.do("dev", "dismiss", t.ProposalSettled, lambda event: event.how == "dismissed", proposal_id=proposal)
    on.do("dev", "propose_again", t.ProposalReopened, proposal_id=proposal)
    on.do("ana", "cadence", e.CadenceSet, lambda event: event.minutes == 10, proposal_id=proposal, minutes="10")


def proposed(record: Record) -> list[str]:
    return [entry.entry_id for entry in record.timeline.entries() if entry.state is EntryState.DRAFT]


def cadence_proposed(record: Record) -> list[str]:
    return [found.proposal_id for found in record.timeline.proposals.waiting() if found.made.kind == "cadence"]


def the_end(on: Clicks) -> None:
    on.bridge.callers["max"].hang_up()
    on.bridge.wait("Max left", lambda record: record.incident.legs[on.sid("max")].where is Where.LEFT)
    on.bridge.stage.carrier.on_ring(NUMBERS["max"], "answer")
    on.do("dev", "page_backup", e.RingPlaced)
    on.bridge.answers_ring("max")
    on.do("ana", "release_others", e.CallOver, of(on.sid("max")), stay=on.person("omar"))
    heard_badly(on)
    on.do("ana", "end_call", e.Ended)
    the_second_transcript(on)
    on.do("ana", "open_again", e.Reopened)


def heard_badly(on: Clicks) -> None:
    """Other words at the time of something that Ana said: the kept sound says what it was."""
    with on.bridge.stage.node.service.reading(on.bridge.incident_id) as record:
        said = next(found for found in record.timeline.utterances() if found.call_sid == on.sid("ana"))
    word = t.SpokenWord(word="badly", start=said.start, end=said.end, confidence=0.3)
    piece = HearPiece(
        utterance_id="badly",
        call_sid=said.call_sid,
        person_id=said.person_id,
        start=said.start,
        end=said.end,
        text="badly",
        words=(word,),
        confidence=0.3,
    )
    on.bridge.stage.node.service.handle(on.bridge.incident_id, piece, BRIDGE)


def the_second_transcript(on: Clicks) -> None:
    """While Omar is on another call nothing is read, so that it can be stopped."""
    other = on.bridge.dial("omar's other phone")
    other.wait_until_in_conference(timeout_s=20)
    on.do("ana", "read_again", t.SecondReadingOrdered)
    on.do("ana", "stop_reading", t.SecondReadingEnded, lambda news: news.how == "stopped", reading_id=newest(on))
    on.do("ana", "read_again", t.SecondReadingOrdered)
    other.hang_up()
    on.bridge.wait("it is read", lambda record: record.timeline.readings.newest.how == "done", 60)
    reading, line = newest(on), {"utterance_ids": "badly"}
    on.do("ana", "take_words", t.ReadingsAccepted, reading_id=reading, **line)
    on.do("ana", "decide_again", t.ReadingsReopened, reading_id=reading, **line)
    on.do("ana", "keep_words", t.ReadingsRefused, reading_id=reading, **line)
    on.do("ana", "decide_again", t.ReadingsReopened, reading_id=reading, **line)
    on.do("ana", "take_all_words", t.ReadingsAccepted, reading_id=reading)
    on.do("ana", "take_all_back", t.ReadingsReopened, reading_id=reading)
    on.do("ana", "keep_all_words", t.ReadingsRefused, reading_id=reading)
    on.do("ana", "correct_words", t.WordsCorrected, utterance_id="badly", text="As I said it")
    on.do("ana", "take_correction_back", t.CorrectionTakenBack, utterance_id="badly")


def newest(on: Clicks) -> str:
    with on.bridge.stage.node.service.reading(on.bridge.incident_id) as record:
        return str(record.timeline.readings.newest.reading_id)


def every_action(on: Clicks) -> None:
    """One call of four, on a bridge that has just been started."""
    on.bridge.stage.node.directory.set_plan({})
    on.bridge.join("ana", "dev", "omar", "max")
    on.bridge.wait("it is recorded", lambda record: record.incident.recording.state == "recording")
    for part in (
        roles,
        the_floor,
        who_is_who,
        the_round,
        words,
        time,
        teams,
        the_record,
        the_door,
        the_timeline,
        the_end,
    ):
        part(on)


@pytest.mark.timeout(300)
def test_every_button_of_the_page_is_clicked_in_one_call(bridge_of_four: Bridge) -> None:
    on = Clicks(bridge_of_four)
    every_action(on)
    assert set(ACTIONS) - on.clicked == set()
