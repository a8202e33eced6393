"""A call whose room is not recorded, and the carrier's side of one leg's own recording."""

from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from roles import commands as c, events as e
from roles.people import CARRIER, Person, Role
from roles.record.recording import OWN_LINE

RE = "RE" + "7" * 32
OMARS = call_sid("omar")


def unrecorded() -> Story:
    """Ana commands, Dev is deputy, Max keeps the record, Omar is on the line; no recording has started."""
    story = with_command()
    story.on_the_line(MAX)
    story.assign(Role.SCRIBE, MAX, ANA)
    story.ticks(6)
    assert faults(story) == ["never_started"]
    return story


def faults(story: Story) -> list[str]:
    return [alarm.fault for alarm in story.incident.recording.alarms.values()]


def tells(story: Story, status: str, witness: str = "callback", sid: str = RE, call: str = OMARS) -> list[e.Event]:
    """The carrier about the recording of a leg."""
    seen = c.ReportRecording(
        recording_sid=sid,
        conference_sid="",
        status=status,
        started_at=story.now,
        witness=witness,
        call_sid=call,
    )
    return story.do(seen, CARRIER)


def ordered(story: Story, person: Person = OMAR) -> list[e.Event]:
    return story.do(c.RecordLine(), person)


def recorded() -> Story:
    """Omar's line is recorded, confirmed by the callback."""
    story = unrecorded()
    ordered(story)
    tells(story, "in-progress", "answer")
    tells(story, "in-progress")
    story.ticks(1)
    assert faults(story) == [OWN_LINE]
    return story


def changes(story: Story) -> list[str]:
    return [event.wanted for event in story.events if isinstance(event, e.LineChangeOrdered)]


__all__ = ["ANA", "CONFERENCE", "DEV", "MAX", "OMAR", "OMARS", "RE"]
