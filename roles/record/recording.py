"""Recording guard, the state: what each witness said, alarms, verdicts. A chain of conference and recording SIDs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from roles import events as e

FINAL = frozenset({"completed", "absent"})
STATE_FAULTS = frozenset({"never_started", "paused", "stopped", "absent"})
"""Of the carrier's recording of one conference; one of them at a time."""
NOT_RECORDED = STATE_FAULTS | {"recreated", "silent"}
"""While one of these is alarmed the call is not recorded, or nobody knows that it is."""
BRIDGE = ""
"""In place of a conference: the fault is of the whole bridge."""
OWN_LINE = "own_line"
"""The alarm of a room that is not recorded, while somebody's own line is recorded in its place."""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    fault: str
    raised_at: datetime
    conference_sid: str
    recording_sid: str | None
    repair: str = ""
    """What was ordered last: resume, own_copy, check, rejoin, fetch."""
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
    fetches: int = 0
    """How often its file was fetched again."""
    held_back: bool = False
    """Its file was measured while people were still together."""
    carrier_file: str = ""
    """The carrier's own file, when the bridge's mix stands in its place."""
    carrier_file_gone: bool = False
    mix_ordered_at: datetime | None = None
    mix_failed: str = ""
    verdict: Verdict | None = None
    call_sid: str = ""
    """The leg whose own line it is, that of `person_id`; empty: it is the recording of a conference."""
    person_id: str = ""

    @property
    def final(self) -> bool:
        return self.status in FINAL


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
    off_spans: tuple[Gap, ...] = ()
    """When the call was off the record, those that have ended."""
    checked_at: Mapping[str, datetime] = field(default_factory=dict)
    """When the carrier was asked by REST about each conference; with ` over` behind it: after its end."""
    sound_in: frozenset[str] = frozenset()
    """Conferences in which our own copy has sound."""

    @property
    def off_s(self) -> float:
        """Seconds off the record in all."""
        return sum((span.until - span.since).total_seconds() for span in self.off_spans if span.until)

    def off_until(self, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when the call was off the record; what lasts still ends now."""
        ended = tuple((span.since, span.until) for span in self.off_spans if span.until)
        return (*ended, (self.off_since, now)) if self.off_since else ended

    @property
    def not_recorded(self) -> tuple[Alarm, ...]:
        """Alarms that say that this call is not recorded now."""
        return tuple(alarm for alarm in self.alarms.values() if alarm.fault in NOT_RECORDED)

    def of_conference(self, conference_sid: str) -> Recording | None:
        """The recording of the room itself; that of somebody's own line is another."""
        found = (r for r in self.recordings.values() if not r.call_sid)
        return next((r for r in found if r.conference_sid == conference_sid), None)

    def own_line(self, conference_sid: str) -> Alarm | None:
        """Stands while somebody's own line is recorded in place of this room."""
        return self.alarms.get(alarm_key(conference_sid, OWN_LINE))

    @property
    def state(self) -> str:
        """For the lamp: alarm, off (the record), line (one in place of the room), recording, expected, idle."""
        if self.not_recorded:
            return "alarm"
        if self.mode is not Mode.ON:
            return "off"
        if not self.together_since:
            return "idle"
        if any(self.own_line(sid) for sid in self.together_since):
            return "line"
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
    | e.SoundHeard
    | e.RecordCheckOrdered
    | e.RecordingFetchOrdered
    | e.VerdictHeldBack
    | e.OwnMixOrdered
    | e.OwnMixFailed
    | e.RecordingReplaced
    | e.RecordingRedacted
    | e.CarrierFileDeletionOrdered
    | e.CarrierFileDeleted
)


def evolve_guard(guard: RecordingGuard, event: GuardEvent) -> RecordingGuard:
    match event:
        case e.RecordingSeen():
            found = guard.recordings.get(event.recording_sid) or Recording(
                recording_sid=event.recording_sid,
                conference_sid=event.conference_sid,
                call_sid=event.call_sid,
                person_id=event.person_id,
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
            if event.recording_sid in recordings and event.fault in STATE_FAULTS:
                found = recordings[event.recording_sid]
                if all(gap.until is not None for gap in found.gaps):
                    recordings[event.recording_sid] = replace(found, gaps=(*found.gaps, Gap(since=event.at)))
            key = alarm_key(event.conference_sid, event.fault)
            return replace(guard, alarms={**guard.alarms, key: alarm}, recordings=recordings)
        case e.OffTheRecord(at=at):
            left = {key: found for key, found in guard.alarms.items() if found.fault not in NOT_RECORDED}
            return replace(guard, mode=Mode.OFF_ORDERED, mode_ordered_at=at, off_since=at, alarms=left)
        case e.OnTheRecord(at=at):
            return replace(guard, mode=Mode.ON_ORDERED, mode_ordered_at=at, on_ordered_at=at)
        case e.RecordConfirmed(on=True, at=at):
            spans = (*guard.off_spans, Gap(since=guard.off_since, until=at)) if guard.off_since else guard.off_spans
            return replace(guard, mode=Mode.ON, mode_ordered_at=None, off_since=None, off_spans=spans)
        case e.RecordConfirmed():
            return replace(guard, mode=Mode.OFF)
        case e.RecordingPauseOrdered(at=at):
            return replace(guard, mode_ordered_at=at)
        case e.RecordingRepairOrdered():
            if guard.mode is Mode.ON_ORDERED:
                guard = replace(guard, mode_ordered_at=event.at)
            alarms = dict(guard.alarms)
            for key, alarm in alarms.items():
                if alarm.conference_sid == event.conference_sid and event.fault in ("", alarm.fault):
                    alarms[key] = replace(alarm, repair=event.repair, repair_ordered_at=event.at)
            return replace(guard, alarms=alarms)
        case e.RecordingAlarmCleared():
            cleared = alarm_key(event.conference_sid, event.fault)
            alarms = {key: alarm for key, alarm in guard.alarms.items() if key != cleared}
            return replace(guard, alarms=alarms, recordings=_gaps_closed(guard, event))
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
        case e.RecordingRedacted(recording_sid=sid, sha256=sha256):
            judged = guard.recordings[sid].verdict
            return _changed(guard, sid, verdict=replace(judged, sha256=sha256) if judged else None)
        case e.CarrierFileDeletionOrdered():
            return guard
        case e.CarrierFileDeleted(recording_sid=sid):
            return _changed(guard, sid, carrier_file_gone=True)
        case e.SoundHeard(conference_sid=sid):
            return replace(guard, sound_in=guard.sound_in | {sid})
        case e.RecordCheckOrdered(conference_sid=sid, at=at, over=over):
            return replace(guard, checked_at={**guard.checked_at, f"{sid} over" if over else sid: at})
        case e.RecordingFetchOrdered(recording_sid=sid):
            return _changed(guard, sid, fetches=guard.recordings[sid].fetches + 1, held_back=False)
        case e.VerdictHeldBack(recording_sid=sid):
            return _changed(guard, sid, held_back=True)
        case e.OwnMixOrdered(recording_sid=sid, conference_sid=conference_sid, at=at):
            found = guard.recordings.get(sid) or Recording(
                recording_sid=sid, conference_sid=conference_sid, status="absent", started_at=event.since
            )
            return replace(guard, recordings={**guard.recordings, sid: replace(found, mix_ordered_at=at)})
        case e.OwnMixFailed(recording_sid=sid, reason=reason):
            return _changed(guard, sid, mix_failed=reason)
        case e.RecordingReplaced(recording_sid=sid):
            known = guard.recordings[sid].verdict
            verdict = Verdict(
                verdict="replaced",
                sentence=event.sentence,
                duration_s=event.duration_s,
                sha256=event.sha256,
                file=event.file,
            )
            carrier_file = known.file if known is not None else ""
            return _changed(guard, sid, verdict=verdict, carrier_file=carrier_file, started_at=event.started_at)


def alarm_key(conference_sid: str, fault: str) -> str:
    """Faults of the carrier's recording take turns in a conference; every other one stands for itself."""
    return conference_sid if fault in STATE_FAULTS or not fault else f"{fault} {conference_sid}"


def own_id(conference_sid: str) -> str:
    """The id of a recording that the carrier never made, in whose place our own mix stands."""
    return f"OWN{conference_sid[2:]}"


def _changed(guard: RecordingGuard, recording_sid: str, **changes: object) -> RecordingGuard:
    found = replace(guard.recordings[recording_sid], **changes)  # type: ignore[arg-type]
    return replace(guard, recordings={**guard.recordings, recording_sid: found})


def _gaps_closed(guard: RecordingGuard, event: e.RecordingAlarmCleared) -> Mapping[str, Recording]:
    found = guard.recordings.get(event.recording_sid or "")
    if found is None or event.covered_by or event.fault not in STATE_FAULTS | {""}:
        return guard.recordings
    gaps = tuple(replace(gap, until=event.at) if gap.until is None else gap for gap in found.gaps)
    return {**guard.recordings, found.recording_sid: replace(found, gaps=gaps)}


def seated(guard: RecordingGuard, legs_in: Mapping[str, int], at: datetime) -> RecordingGuard:
    """`legs_in`: how many legs are in each conference now."""
    together = {sid: guard.together_since.get(sid, at) for sid, count in legs_in.items() if count >= 2}
    return guard if together == guard.together_since else replace(guard, together_since=together)
