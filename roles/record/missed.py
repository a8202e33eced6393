"""Sound that did not reach the transcript: told for the time in which the leg might have been heard, and no other."""

from datetime import datetime, timedelta

from roles import commands as c, events as e
from roles.incident import Incident

LEAST = timedelta(milliseconds=100)


def sound_missed(incident: Incident, command: c.ReportSoundMissed, now: datetime) -> list[e.Event]:
    """One event for each stretch of it in which the leg's gate was open."""
    found: list[e.Event] = []
    for interval in incident.hearing.by_leg.get(command.call_sid, ()):
        start = max(command.start, interval.start)
        end = min(command.end, interval.end) if interval.end is not None else command.end
        if end - start >= LEAST:
            found.append(e.SoundMissed(at=now, call_sid=command.call_sid, start=start, end=end, why=command.why))
    return found
