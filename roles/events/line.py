"""One person's own line, recorded with their consent while the room is not: what was ordered, and its end."""

from dataclasses import dataclass

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class LineRecordingOrdered(Event):
    """`person_id` ordered it for their own line, which is the consent. `conference_sid`: the room that is not recorded,
    `room`: that room's sub-team, empty for the main room."""

    call_sid: str
    person_id: str
    conference_sid: str
    room: str = ""


@dataclass(frozen=True, kw_only=True)
class LineStartOrdered(Event):
    """The carrier is asked to record this leg from now on."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class LineChangeOrdered(Event):
    """`wanted`: paused, in-progress or stopped."""

    call_sid: str
    recording_sid: str
    wanted: str


@dataclass(frozen=True, kw_only=True)
class LineCheckOrdered(Event):
    """The carrier is asked which recordings of this leg there are."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class LineRecordingEnded(Event):
    """It is wanted no longer. `why`: self, staff, left, ended, recorded_again, somebody_else, shared, unrecorded,
    carrier, failed; `reason`: what the carrier said when it failed."""

    call_sid: str
    why: str
    by: str
    reason: str = ""
