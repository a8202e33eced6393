"""Whatever people and late news do: a line is open only in its room, and what is wanted of the carrier is ordered."""

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import invariant, rule
from machine import PEOPLE, CallMachine, people

from roles import commands as c, events as e
from roles.people import CARRIER, Person
from roles.record.line_orders import DONE, wanted_status
from roles.record.recording import Mode

STATUSES = st.sampled_from(["in-progress", "paused", "stopped", "completed", "absent"])


class LineMachine(CallMachine):
    """No recording of a room ever starts; the carrier says anything about the recordings of legs, at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks(6)

    def ticks(self, seconds: int) -> None:
        for _ in range(seconds):
            self.time_passes(1)

    @rule(person=people, confirmed=st.booleans())
    def records_their_line(self, person: Person, confirmed: bool) -> None:
        """Who can be is in the room before, and it is alarmed."""
        for each in PEOPLE:
            if self.live(each) is None:
                self.dials(each)
            self.joins(each)
        self.tells_everything()
        self.ticks(6)
        self.attempt(c.RecordLine(), person)
        if confirmed:
            self.tells_of_a_line(person, "in-progress", 0, "callback")

    def is_away_for_a_while(self, person: Person, seconds: int) -> None:
        self.presses_star(person)
        self.ticks(seconds)
        self.presses(person, "", twice=False, late=False)
        self.joins(person)

    @rule(person=people, then=st.lists(st.sampled_from("sahtumlbofdxnNpi"), min_size=1, max_size=6))
    def records_their_line_and_lives_on(self, person: Person, then: list[str]) -> None:
        self.records_their_line(person, confirmed=True)
        for what in then:
            leg = self.live(person)
            if leg is None:
                return
            self.lives_on(person, leg.call_sid, what)

    def lives_on(self, person: Person, sid: str, what: str) -> None:
        orders: dict[str, c.Command] = {
            "h": c.HoldLeg(call_sid=sid, hold=True),
            "t": c.HoldLeg(call_sid=sid, hold=False),
            "m": c.MuteLeg(call_sid=sid, muted=True),
            "u": c.MuteLeg(call_sid=sid, muted=False),
            "l": c.MovePerson(person_id=person.person_id, team="alpha"),
            "b": c.MovePerson(person_id=person.person_id, team=""),
            "o": c.SetRecord(on=True),
            "f": c.SetRecord(on=False),
            "x": c.RemoveLeg(call_sid=sid, reason="noise"),
        }
        match what:
            case "s":
                self.presses_star(person)
            case "a":
                self.is_away_for_a_while(person, 25)
            case "d":
                self.drops(person)
            case "n":
                self.tells_everything()
            case "N":
                self.ticks(12)
            case "p" | "i":
                self.tells_of_a_line(person, "paused" if what == "p" else "in-progress", 0, "answer")
            case _:
                self.attempt(orders[what])

    @rule(by=people, person=people)
    def stops_a_line(self, by: Person, person: Person) -> None:
        leg = self.live(person)
        if leg is not None:
            self.attempt(c.StopLine(call_sid=leg.call_sid), by)

    @rule(person=people, status=STATUSES, number=st.integers(0, 1), witness=st.sampled_from(["callback", "answer"]))
    def tells_of_a_line(self, person: Person, status: str, number: int, witness: str) -> None:
        leg = self.live(person)
        if leg is not None:
            sid = f"RE{number}{leg.call_sid[3:]}"
            told = c.ReportRecording(
                recording_sid=sid,
                conference_sid="",
                status=status,
                started_at=self.story.now,
                witness=witness,
                call_sid=leg.call_sid,
            )
            self.story.do(told, CARRIER)

    @rule(by=people, on=st.booleans())
    def off_the_record(self, by: Person, on: bool) -> None:
        self.attempt(c.SetRecord(on=on), by)

    @invariant()
    def nothing_private_of_a_line_is_kept(self) -> None:
        incident = self.story.incident
        for sid in incident.lines.by_call:
            leg, line = incident.legs[sid], incident.lines.by_call[sid]
            if incident.lines.voice.is_open(sid):
                assert incident.lines.kept.is_open(sid)
                assert not leg.wanted_muted
            if incident.lines.kept.is_open(sid):
                assert leg.seat is not None
                assert leg.menu is None
                assert not leg.wanted_hold
                assert not leg.seat.hold
                assert leg.person_id == line.person_id
                assert leg.consent
                assert incident.recording.mode is Mode.ON
                assert leg.removed_reason is None

    @invariant()
    def every_recording_of_a_line_was_agreed_to_by_whose_line_it_was(self) -> None:
        agreed = {(found.call_sid, found.person_id, found.at) for found in self._events(e.LineRecordingOrdered)}
        for seen in self._events(e.RecordingSeen):
            if seen.call_sid:
                assert any((seen.call_sid, seen.person_id) == (sid, who) and at <= seen.at for sid, who, at in agreed)

    @invariant()
    def what_is_wanted_of_a_line_is_ordered_in_the_decision_that_makes_it_so(self) -> None:
        incident = self.story.incident
        for sid, found in incident.recording.recordings.items():
            if found.call_sid and found.status not in DONE and incident.legs[found.call_sid].live:
                wanted = wanted_status(incident, found)
                change = incident.lines.changes.get(sid)
                assert found.status == wanted or (change is not None and change.wanted == wanted)

    def _events(self, kind):  # type: ignore[no-untyped-def]
        return [event for event in self.story.events if isinstance(event, kind)]


TestLines = LineMachine.TestCase
TestLines.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
