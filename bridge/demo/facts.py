"""How each fact of the story is read from the log."""

from collections.abc import Callable

from bridge.demo.script import Fact
from bridge.record.record import Record
from roles.people import Role
from roles.presence import Leg, Where
from transcription.timeline import EntryState


def newest_leg(record: Record, name: str) -> Leg | None:
    """The leg that this person dialled last."""
    legs = [leg for leg in record.incident.legs.values() if record.incident.name_of(leg.person_id) == name]
    return max(legs, key=lambda leg: leg.arrived_at, default=None)


def person_id(record: Record, name: str) -> str | None:
    return next((pid for pid, person in record.incident.people.items() if person.name == name), None)


def waiting_stranger(record: Record) -> Leg | None:
    """Somebody in the lobby whom nobody has named yet."""
    waiting = [leg for leg in record.incident.legs.values() if leg.where is Where.LOBBY]
    return max(waiting, key=lambda leg: leg.arrived_at, default=None)


def newest_draft(record: Record, kind: str) -> str:
    """The id of the last draft entry of this type that waits for the scribe; empty for none."""
    waiting = [entry for entry in record.timeline.entries() if entry.type == kind and entry.state is EntryState.DRAFT]
    return waiting[-1].entry_id if waiting else ""


def probe(fact: Fact, name: str) -> Callable[[Record], bool]:
    """A question to the record that is true once the fact stands in the log. `name` as in the directory, or empty."""

    def leg(record: Record) -> Leg | None:
        return newest_leg(record, name)

    match fact:
        case Fact.IN_LOBBY:
            return lambda record: waiting_stranger(record) is not None
        case Fact.ON_THE_BRIDGE:
            return lambda record: (found := leg(record)) is not None and found.where is Where.ON_THE_LINE
        case Fact.IN_COMMAND:
            return lambda record: _holds(record, Role.INCIDENT_COMMANDER, name)
        case Fact.ROLL_CALL_OPEN:
            return lambda record: record.incident.roll_call is not None
        case Fact.ANSWERED:
            return lambda record: _answered(record, name)
        case Fact.SHOWN_MISSING:
            return lambda record: _missing(record, name)
        case Fact.RUNG:
            return lambda record: any(
                record.incident.name_of(ring.person_id) == name for ring in record.incident.rings.by_id.values()
            )
        case Fact.DROPPED:
            return lambda record: record.incident.name_of(record.incident.commander_dropped or "") == name
        case Fact.IN_ALPHA:
            return lambda record: _room(leg(record)) == "alpha"
        case Fact.IN_MAIN_ROOM:
            return lambda record: _room(leg(record)) == ""
        case Fact.MUTED:
            return lambda record: (found := leg(record)) is not None and found.muted
        case Fact.UNMUTED:
            return lambda record: (found := leg(record)) is not None and found.seat is not None and not found.muted
        case Fact.REMOVED:
            return lambda record: (found := leg(record)) is not None and found.leave_reason == "removed"
        case Fact.RECORDING:
            return lambda record: record.incident.recording.state == "recording"
        case Fact.RECORDING_ALARM:
            return lambda record: any(found.gaps for found in record.incident.recording.recordings.values())
        case Fact.RECORDING_REPAIRED:
            return lambda record: (
                any(gap.until for found in record.incident.recording.recordings.values() for gap in found.gaps)
                and not record.incident.recording.alarms
            )
        case Fact.NOTE_DRAFTED:
            return lambda record: bool(newest_draft(record, "callout"))
        case Fact.DRAFTED:
            return lambda record: all(found.drafted for found in record.timeline.utterances())
        case Fact.ENDED:
            return lambda record: (
                record.incident.ended_at is not None and not any(found.live for found in record.incident.legs.values())
            )
        case Fact.RECORDING_VERIFIED:
            return lambda record: (
                bool(record.incident.recording.recordings)
                and all(found.verdict is not None for found in record.incident.recording.recordings.values())
            )


def _room(leg: Leg | None) -> str | None:
    """The room in which the leg sits; None when it sits in none."""
    return leg.seat.room if leg is not None and leg.seat is not None else None


def _holds(record: Record, role: Role, name: str) -> bool:
    return any(record.incident.name_of(holder) == name for holder in record.incident.roster.holders(role))


def _answered(record: Record, name: str) -> bool:
    last = record.incident.roll_calls[-1] if record.incident.roll_calls else None
    return last is not None and any(record.incident.name_of(pid) == name for pid in last.answers)


def _missing(record: Record, name: str) -> bool:
    last = record.incident.roll_calls[-1] if record.incident.roll_calls else None
    if last is None or last.gaps_found_at is None:
        return False
    return any(record.incident.name_of(pid) == name for pid in last.missing)
