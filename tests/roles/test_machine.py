"""Whatever people, keys, clocks and late news do: one commander or an alarm, mute-all on every way in, one truth."""

import json
from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule
from machine import CallMachine

from bridge.read_model.alarms import alarms
from bridge.record import codec
from roles import events as e
from roles.events.event import Event
from roles.incident import Incident, evolve
from roles.people import BRIDGE, COMMAND_STAFF, Actor, Role
from roles.permissions import capabilities
from roles.presence import Where
from roles.record.alarm_words import WORDS as RECORDING_WORDS

TIME = (e.TimeBoxStarted, e.TimeBoxExtended, e.TimeBoxChanged, e.TimeBoxSnoozed, e.QuietSet)
SAID: dict[str, tuple[type[Event], ...]] = {
    "left for ": (e.TimeBoxStarted, e.TimeBoxExtended, e.TimeBoxChanged),
    "Time is up for ": TIME,
    " for x. Star, 7": (e.TimeBoxStarted,),
    " more for ": (e.TimeBoxExtended,),
    " from now for ": (e.TimeBoxChanged,),
    "has not heard of the new time": (e.TimeBoxChanged,),
    "has not heard of the task": (e.TimeBoxStarted,),
    "minutes into the incident": (),
    "status update is due": (e.CadenceSet, e.StatusGiven, e.QuietSet),
    ", to take command.": (e.CommanderDropped, e.ParticipantJoined),
    "You are asked to be": (e.RoleProposed,),
    "declined to be": (e.RoleDeclined,),
    "and I have command": (e.RoleTaken,),
    " is now ": (e.RoleTaken,),
    " is no longer ": (e.RoleVacated,),
    " with star, then 1.": (e.CommandAsked,),
    "Roll call. Press": (e.RollCallStarted,),
    "Roll call: missing": (e.RollCallStarted,),
    "Roll call: all are here": (e.RollCallStarted,),
    "Roll call: still open": (e.RollCallStarted,),
    "Any strong objections": (e.ObjectionsAsked,),
    "Polled for strong objections": (e.ObjectionsAsked,),
    "Do you wish to take command?": (e.DisruptorAsked,),
    "wishes to take command": (e.DisruptorAnswered,),
    "You disrupt the call": (e.DisruptorWarned,),
    "was warned": (e.DisruptorWarned,),
    "in the lobby": (e.LegArrived, e.RemovalOrdered),
    "could not be reached": (e.RingOrdered,),
    "could not call you back": (e.RingOrdered,),
    "could not be kept": (e.TakeLost,),
    "raised a hand": (e.HandRaised,),
    "left a CAN report": (e.TakeKept,),
    "customer reports": (e.CustomersReported,),
    "Press star first": (e.TonePressed,),
    " muted you": (e.MuteOrdered,),
    "needs help.": (e.RollCallAnswered,),
    "asks to speak.": (e.HandRaised,),
    "not heard": (e.AnnouncementEnded,),
    "did not hear your words": (e.AnnouncementEnded,),
    "Your words to all": (e.AnnouncementEnded,),
    "It was not confirmed": (e.AnnouncementEnded,),
    "network cuts your call": (e.CallLimitNear,),
    "condition, actions, needs, please": (e.CanRoundStarted, e.CanTurnPassed),
    "The CAN round is over": (e.CanRoundStarted,),
    "The call is recorded again": (e.RecordingAlarmCleared,),
    "is recorded in its place": (e.RecordingAlarmRaised,),
    "Your line ": (e.LineRecordingOrdered, e.RecordingAlarmRaised),
    "recording of your line": (e.LineRecordingOrdered,),
    "The recording of this line": (e.LineRecordingOrdered,),
    **dict.fromkeys(RECORDING_WORDS.values(), (e.RecordingAlarmRaised,)),
    " unmuted you": (e.MuteOrdered,),
    "All but command staff are muted": (e.MuteAllOrdered,),
    "Everybody can speak again": (e.MuteAllReleased,),
}
"""What the bridge says, by a part of its words, and which facts are the cause of it; none: once in an incident."""
SAID_ALOUD = {
    " is now ",
    " is no longer ",
    " with star, then 1.",
    "Roll call. Press",
    "Any strong objections",
    "All but command staff are muted",
    "Everybody can speak again",
}
"""What concerns everybody; all the rest is told to those whom it concerns."""


class WholeCall(CallMachine):
    def __init__(self) -> None:
        self.before, self.seen = Incident(), 0
        self.said: Counter[tuple[str, str]] = Counter()
        self.happened: Counter[type[Event]] = Counter()
        super().__init__()

    @rule()
    def restarts(self) -> None:
        """The log goes through JSON and is folded anew."""
        again = Incident()
        for event in self.story.events:
            row = json.loads(json.dumps(codec.to_data(event)))
            read = codec.from_data(codec.type_name(event), event.at, row)
            assert isinstance(read, Event)
            again = evolve(again, read)
        assert again == self.story.incident

    @invariant()
    def one_commander_or_an_alarm(self) -> None:
        incident = self.story.incident
        for role in (Role.INCIDENT_COMMANDER, Role.DEPUTY, Role.SCRIBE):
            assert len(incident.roster.holders(role)) <= 1
        commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
        gone = commander is not None and not incident.on_the_call(commander)
        if incident.on_the_line() and (commander is None or gone):
            found = {alarm.alarm_id for alarm in alarms(incident, BRIDGE)}
            assert found & {"no-commander", "commander-dropped", "commander-away"}

    @invariant()
    def command_leaves_its_holder_only_by_the_holder_or_after_a_drop(self) -> None:
        for event in self.story.events[self.seen :]:
            if isinstance(event, e.RoleTaken) and event.role is Role.INCIDENT_COMMANDER and event.replaced:
                assert event.by == event.replaced or self.before.commander_dropped == event.replaced
            self.before = evolve(self.before, event)
            self.happened[type(event)] += 1
            if isinstance(event, e.AnnouncementMade):
                self._count(event)
        self.seen = len(self.story.events)

    def _count(self, made: e.AnnouncementMade) -> None:
        """By listener and kind of words."""
        words = made.text.removeprefix("While you were away: ")
        kind = next((kind for kind in SAID if kind in words), None)
        assert kind is not None, f"no cause is known of: {made.text}"
        assert made.call_sid or kind in SAID_ALOUD, made.text
        listener = self.before.legs[made.call_sid].person_id if made.call_sid else ""
        self.said[(listener, kind)] += 1

    @invariant()
    def nothing_is_said_to_one_person_more_than_twice_for_one_cause(self) -> None:
        for (_, kind), times in self.said.items():
            causes = sum(self.happened[cause] for cause in SAID[kind]) if SAID[kind] else 1
            assert times <= 2 * causes, kind

    @invariant()
    def mute_all_holds_on_every_way_in(self) -> None:
        incident = self.story.incident
        for leg in incident.legs.values():
            staff = incident.roster.roles_of(leg.person_id) & COMMAND_STAFF
            if leg.live and incident.floor.covers(leg.person_id) and not staff:
                assert leg.wanted_muted
                assert not leg.may_be_heard

    @invariant()
    def who_was_removed_may_nothing_until_somebody_lets_them_in(self) -> None:
        incident = self.story.incident
        for person_id in incident.removed_people:
            if not any(leg.admitted for leg in incident.live_legs(person_id)):
                assert capabilities(incident, Actor(person_id=person_id)) == frozenset()

    @invariant()
    def nobody_private_is_heard(self) -> None:
        incident = self.story.incident
        for sid, leg in incident.legs.items():
            assert incident.hearing.is_open(sid) == (leg.may_be_heard and incident.ended_at is None)
            closed = leg.where in (Where.LOBBY, Where.GREETING, Where.STEPPED_OUT, Where.LEFT)
            if closed or leg.removed_reason or leg.menu is not None or leg.listens_only or not leg.consent:
                assert not leg.may_be_heard

    @invariant()
    def nobody_is_told_two_things_at_once_and_rung_twice(self) -> None:
        active = [found.call_sid for found in self.story.incident.announcements.waiting if found.sent_at is not None]
        assert len(active) == len(set(active))
        rung = [ring.person_id for ring in self.story.incident.rings.by_id.values() if ring.going_on]
        assert len(rung) == len(set(rung))

    @invariant()
    def a_person_counts_once_in_the_roll_call(self) -> None:
        for roll_call in self.story.incident.roll_calls:
            assert len(roll_call.asked) == len(set(roll_call.asked))

    def teardown(self) -> None:
        """All news told, in order: the log says of every call whether it is over, and where it sits."""
        self.tells_everything()
        for sid, line in self.carrier.lines.items():
            leg = self.story.incident.legs[sid]
            assert leg.live is not line.over
            assert (leg.seat is not None) is bool(line.conference)


TestWholeCall = WholeCall.TestCase
TestWholeCall.settings = settings(
    max_examples=150, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
)
