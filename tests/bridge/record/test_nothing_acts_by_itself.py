"""Whatever is said and however time passes: proposals come and go, the incident stays as it was, a restart knows."""

from datetime import datetime, timedelta

import msgspec
from hypothesis import given, settings, strategies as st
from story import ANA, DEV, OMAR, Story, with_command

from bridge.drafting import Before, drafted, knowing, line_of
from bridge.record import codec
from bridge.record.record import Record, decide, fold
from roles import commands as c, events as e
from roles.incident import Incident
from roles.people import BRIDGE
from roles.presence import Leg
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

ACTS = (
    e.TimeBoxStarted,
    e.TimeBoxAcknowledged,
    e.TimeBoxChanged,
    e.CadenceSet,
    e.RingOrdered,
    e.RoleProposed,
    e.RoleTaken,
    e.ObjectionsAsked,
    e.IncidentDescribed,
)
SPOKEN = (
    "omar please roll back the last deploy and report back in five minutes",
    "no make that ten",
    "understood",
    "omar please page the storage on call",
    "dev is taking over as incident commander",
    "the proposal is to fail over the database are there any strong objections",
    "i am calling this a sev two",
    "this is a sev three now",
    "can someone look at the queue",
    "status report errors are coming down next check in in fifteen minutes",
)


class Log:
    """The whole log of an incident, as the service would have it."""

    def __init__(self, story: Story) -> None:
        self.events: list[codec.Event] = []
        self.record = Record(incident_id="i1")
        self.now: datetime = story.now
        self.before = Before()
        for event in story.events:
            self._append(event)

    def do(self, command: c.Command | t.Command) -> list[codec.Event]:
        found = decide(self.record, command, BRIDGE, self.now)
        for event in found:
            self._append(event)
        return found

    def _append(self, event: codec.Event) -> None:
        self.record.apply(self.record.seq + 1, event)
        self.events.append(event)

    def says(self, leg: Leg, text: str, utterance_id: str) -> list[codec.Event]:
        words = tuple(SpokenWord(word=word, start=self.now, end=self.now, confidence=1.0) for word in text.split())
        piece = t.HearPiece(
            utterance_id=utterance_id, call_sid=leg.call_sid, person_id=leg.person_id, start=self.now, end=self.now,
            text=text, words=words, confidence=1.0,
        )  # fmt: skip
        found = [*self.do(piece), *self.do(t.CloseUtterance(utterance_id=utterance_id))]
        utterance = self.record.timeline.by_id[utterance_id]
        before = Before(knowing(self.before.context, self.record), self.before.proposing)
        command, self.before = drafted(before, utterance, line_of(self.record, utterance))
        return [*found, *self.do(command), *self.do(command)]


steps = st.one_of(
    st.tuples(st.sampled_from([ANA, DEV, OMAR]), st.sampled_from(SPOKEN)),
    st.integers(1, 400),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=12))
def test_words_and_time_alone_change_nothing_of_the_incident(told: list[tuple[object, str] | int]) -> None:
    story = with_command()
    legs = {person.person_id: story.leg(person) for person in (ANA, DEV, OMAR)}
    log = Log(story)
    for number, step in enumerate(told):
        if isinstance(step, int):
            log.now += timedelta(seconds=step)
            found = log.do(c.Tick())
        else:
            person, text = step
            log.now += timedelta(seconds=3)
            found = log.says(legs[person.person_id], text, f"u{number}")
        assert not [event for event in found if isinstance(event, ACTS)]
    assert_a_restart_knows_the_same(log)


def assert_a_restart_knows_the_same(log: Log) -> None:
    stored = []
    for event in log.events:
        row = msgspec.json.decode(msgspec.json.encode(codec.to_data(event)))
        stored.append(codec.from_data(codec.type_name(event), event.at, row))
    again = fold("i1", enumerate(stored, start=1))
    assert again.timeline.proposals.all() == log.record.timeline.proposals.all()
    assert again.timeline.entries() == log.record.timeline.entries()
    assert isinstance(again.incident, Incident)
