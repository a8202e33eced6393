"""Whatever people, keys, clocks and late news do: one commander or an alarm, mute-all on every way in, one truth."""

import json

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule
from machine import CallMachine

from bridge.read_model.alarms import alarms
from bridge.record import codec
from roles.events.event import Event
from roles.incident import Incident, evolve
from roles.people import BRIDGE, COMMAND_STAFF, Actor, Role
from roles.permissions import capabilities
from roles.presence import Where


class WholeCall(CallMachine):
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
        gone = commander is not None and not incident.live_legs(commander)
        if incident.on_the_line() and (commander is None or gone):
            found = {alarm.alarm_id for alarm in alarms(incident, BRIDGE)}
            assert found & {"no-commander", "commander-dropped", "commander-away"}

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
