"""Recording guard: expected, confirmed, alarmed, repaired, verified. A chain of conference and recording SIDs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from roles import events as e

WITNESSED_EVERY = timedelta(seconds=15)
"""How often the carrier is asked: a fault may be older than its alarm by as much."""
EXPECTED_AFTER = timedelta(seconds=5)
RESUMED_WITHIN = timedelta(seconds=10)
"""A recording that was ordered to go on and does not is an alarm after this."""
SILENT_DBFS = -60.0
TOLERANCE_S = 3.0
FINAL = frozenset({"completed", "absent"})


@dataclass(frozen=True, kw_only=True)
class Alarm:
    fault: str
    raised_at: datetime
    conference_sid: str
    recording_sid: str | None
    repair_ordered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Time in which the recording was known not to run; `until` None: it still does not."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    verdict: str
    sentence: str
    duration_s: float
    sha256: str
    file: str


@dataclass(frozen=True, kw_only=True)
class Recording:
    recording_sid: str
    conference_sid: str
    status: str = "in-progress"
    started_at: datetime | None = None
    seen_at: datetime | None = None
    duration_s: int | None = None
    channels: int | None = None
    gaps: tuple[Gap, ...] = ()
    verdict: Verdict | None = None


class Mode(StrEnum):
    """Whether the bridge is on the record; the ordered modes wait for the carrier."""

    ON = "on"
    OFF_ORDERED = "off_ordered"
    OFF = "off"
    ON_ORDERED = "on_ordered"


@dataclass(frozen=True, kw_only=True)
class RecordingGuard:
    """`together_since`: conferences in which two or more legs are, and since when; a recording is due 5 s later."""

    recordings: Mapping[str, Recording] = field(default_factory=dict)
    alarms: Mapping[str, Alarm] = field(default_factory=dict)
    together_since: Mapping[str, datetime] = field(default_factory=dict)
    mode: Mode = Mode.ON
    mode_ordered_at: datetime | None = None
    on_ordered_at: datetime | None = None
    off_since: datetime | None = None
    off_s: float = 0.0
    """Seconds off the record in all, those that have ended."""

    def of_conference(self, conference_sid: str) -> Recording | None:
        return next((r for r in self.recordings.values() if r.conference_sid == conference_sid), None)

    @property
    def state(self) -> str:
        """For the lamp: alarm, off (the record), recording, expected, idle."""
        if self.alarms:
            return "alarm"
        if self.mode is not Mode.ON:
            return "off"
        if not self.together_since:
            return "idle"
        confirmed = all(
            (found := self.of_conference(sid)) is not None and found.status == "in-progress"
            for sid in self.together_since
        )
        return "recording" if confirmed else "expected"


GuardEvent = (
    e.RecordingSeen
    | e.RecordingAlarmRaised
    | e.RecordingRepairOrdered
    | e.RecordingAlarmCleared
    | e.RecordingVerified
    | e.OffTheRecord
    | e.OnTheRecord
    | e.RecordConfirmed
    | e.RecordingPauseOrdered
)


def evolve_guard(guard: RecordingGuard, event: GuardEvent) -> RecordingGuard:
    match event:
        case e.RecordingSeen():
            found = guard.recordings.get(event.recording_sid) or Recording(
                recording_sid=event.recording_sid, conference_sid=event.conference_sid
            )
            status = found.status if found.status in FINAL else event.status
            found = replace(
                found,
                status=status,
                started_at=found.started_at or event.started_at,
                seen_at=event.at,
                duration_s=event.duration_s if event.duration_s is not None else found.duration_s,
                channels=event.channels if event.channels is not None else found.channels,
            )
            return replace(guard, recordings={**guard.recordings, event.recording_sid: found})
        case e.RecordingAlarmRaised():
            alarm = Alarm(
                fault=event.fault,
                raised_at=event.at,
                conference_sid=event.conference_sid,
                recording_sid=event.recording_sid,
            )
            recordings = dict(guard.recordings)
            if event.recording_sid in recordings:
                found = recordings[event.recording_sid]
                recordings[event.recording_sid] = replace(found, gaps=(*found.gaps, Gap(since=event.at)))
            return replace(guard, alarms={**guard.alarms, event.conference_sid: alarm}, recordings=recordings)
        case e.OffTheRecord(at=at):
            return replace(guard, mode=Mode.OFF_ORDERED, mode_ordered_at=at, off_since=at, alarms={})
        case e.OnTheRecord(at=at):
            return replace(guard, mode=Mode.ON_ORDERED, mode_ordered_at=at, on_ordered_at=at)
        case e.RecordConfirmed(on=True, at=at):
            off_s = guard.off_s + ((at - guard.off_since).total_seconds() if guard.off_since else 0.0)
            return replace(guard, mode=Mode.ON, mode_ordered_at=None, off_since=None, off_s=off_s)
        case e.RecordConfirmed():
            return replace(guard, mode=Mode.OFF)
        case e.RecordingPauseOrdered(at=at):
            return replace(guard, mode_ordered_at=at)
        case e.RecordingRepairOrdered():
            if guard.mode is Mode.ON_ORDERED:
                guard = replace(guard, mode_ordered_at=event.at)
            alarms = dict(guard.alarms)
            if event.conference_sid in alarms:
                alarms[event.conference_sid] = replace(alarms[event.conference_sid], repair_ordered_at=event.at)
            return replace(guard, alarms=alarms)
        case e.RecordingAlarmCleared():
            recordings = {
                sid: replace(
                    found,
                    gaps=tuple(replace(gap, until=event.at) if gap.until is None else gap for gap in found.gaps),
                )
                if sid == event.recording_sid
                else found
                for sid, found in guard.recordings.items()
            }
            alarms = {sid: alarm for sid, alarm in guard.alarms.items() if sid != event.conference_sid}
            return replace(guard, alarms=alarms, recordings=recordings)
        case e.RecordingVerified():
            found = guard.recordings.get(event.recording_sid) or Recording(
                recording_sid=event.recording_sid, conference_sid=event.conference_sid, status="completed"
            )
            verdict = Verdict(
                verdict=event.verdict,
                sentence=event.sentence,
                duration_s=event.duration_s,
                sha256=event.sha256,
                file=event.file,
            )
            return replace(guard, recordings={**guard.recordings, event.recording_sid: replace(found, verdict=verdict)})


def seated(guard: RecordingGuard, legs_in: Mapping[str, int], at: datetime) -> RecordingGuard:
    """`legs_in`: how many legs are in each conference now."""
    together = {sid: guard.together_since.get(sid, at) for sid, count in legs_in.items() if count >= 2}
    return guard if together == guard.together_since else replace(guard, together_since=together)


def due(guard: RecordingGuard, now: datetime) -> list[e.Event]:
    """Alarms to raise, repairs to order and alarms to clear, from the state of the chain now."""
    found: list[e.Event] = []
    if _may_be_paused(guard, now):
        return found
    for conference_sid, since in guard.together_since.items():
        recording = guard.of_conference(conference_sid)
        fault = _fault(recording)
        alarm = guard.alarms.get(conference_sid)
        if fault is None or (recording is None and now < since + EXPECTED_AFTER):
            continue
        sid = recording.recording_sid if recording else None
        if alarm is None or alarm.fault != fault:
            found.append(e.RecordingAlarmRaised(at=now, conference_sid=conference_sid, recording_sid=sid, fault=fault))
            alarm = None
        if fault == "paused" and sid and (alarm is None or _repair_due(alarm, now)):
            found.append(
                e.RecordingRepairOrdered(at=now, conference_sid=conference_sid, recording_sid=sid, repair="resume")
            )
    for conference_sid, alarm in guard.alarms.items():
        recording = guard.of_conference(conference_sid)
        if recording is not None and recording.status == "in-progress":
            how = "resumed" if alarm.repair_ordered_at else "running again"
            found.append(_cleared(now, conference_sid, recording.recording_sid, how))
        elif conference_sid not in guard.together_since:
            found.append(_cleared(now, conference_sid, alarm.recording_sid, "fewer than two legs are in the room"))
    return found


def _may_be_paused(guard: RecordingGuard, now: datetime) -> bool:
    """Off the record, or on it again so recently that the carrier may still be at it."""
    if guard.mode is Mode.ON_ORDERED:
        return guard.on_ordered_at is not None and now < guard.on_ordered_at + RESUMED_WITHIN
    return guard.mode is not Mode.ON


def _cleared(now: datetime, conference_sid: str, recording_sid: str | None, how: str) -> e.Event:
    return e.RecordingAlarmCleared(at=now, conference_sid=conference_sid, recording_sid=recording_sid, how=how)


def _fault(recording: Recording | None) -> str | None:
    if recording is None:
        return "never_started"
    return {"paused": "paused", "absent": "absent", "stopped": "paused"}.get(recording.status)


def _repair_due(alarm: Alarm, now: datetime) -> bool:
    return alarm.repair_ordered_at is None or now >= alarm.repair_ordered_at + timedelta(seconds=10)


def judge(recording: Recording, together_s: float, duration_s: float, loudness_dbfs: float) -> tuple[str, str]:
    """Verdict and its sentence. `together_s`: how long two or more legs were in the conference."""
    if duration_s <= 0:
        return "missing", "The recording's file is empty."
    if together_s <= 0:
        return "verified", "Nobody was together with somebody else in this room."
    if loudness_dbfs < SILENT_DBFS:
        return "missing", f"The recording is silent: {loudness_dbfs:.0f} dBFS over {spoken(duration_s)}."
    if duration_s < together_s - TOLERANCE_S:
        short = spoken(together_s - duration_s)
        return "partial", f"The recording is {short} shorter than the time in which people were together."
    gaps = [(gap.until - gap.since + WITNESSED_EVERY).total_seconds() for gap in recording.gaps if gap.until]
    sentence = f"Verified, {spoken(duration_s)}, with sound."
    if gaps:
        often = "Once" if len(gaps) == 1 else f"{len(gaps)} times"
        sentence += f" {often} it did not run and was repaired: at most {spoken(sum(gaps))} are missing."
    return "verified", sentence


def spoken(seconds: float) -> str:
    """A length as people read it: 8 s, 31 min 07 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
