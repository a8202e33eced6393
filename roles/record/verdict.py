"""After the call: what the file of a recording proves, beside the time together and our own copy; and its sentence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from roles import commands as c, events as e
from roles.record.recording import Recording

WITNESSED_EVERY = timedelta(seconds=15)
"""How often the carrier is asked: a fault may be older than its alarm by as much."""
SILENT_DBFS = -60.0
TOLERANCE_S = 3.0
ENOUGH_SOUND_S = 0.5
MOST_NAMED = 3

Span = tuple[datetime, datetime]


class Judgement(NamedTuple):
    """`verdict`: verified, partial or missing; `fault`: file_short, file_silent, or empty when there is none."""

    verdict: str
    sentence: str
    fault: str = ""


def judge(
    recording: Recording,
    together_s: float,
    duration_s: float,
    loudness_dbfs: float,
    own_heard_s: float | None = None,
    unheard: Sequence[Span] = (),
) -> Judgement:
    """`together_s`: how long two or more legs were in the conference. `own_heard_s`: sound in our own copy of that
    time, None when there is no copy. `unheard`: where our copy has sound and the file has none."""
    if duration_s <= 0:
        return Judgement("missing", "The recording's file is empty.", "file_short")
    if together_s <= 0:
        return Judgement("verified", "Nobody was together with somebody else in this room.")
    if loudness_dbfs < SILENT_DBFS and (own_heard_s is None or own_heard_s >= ENOUGH_SOUND_S):
        spoke = "" if own_heard_s is None else f", although people spoke for {spoken(max(own_heard_s, 1))}"
        sentence = f"The recording is silent: {loudness_dbfs:.0f} dBFS over {spoken(duration_s)}{spoke}."
        return Judgement("missing", sentence, "file_silent")
    if duration_s < together_s - TOLERANCE_S:
        short = spoken(together_s - duration_s)
        covers = f" It covers {_between(recording.started_at, duration_s)}." if recording.started_at else ""
        sentence = f"The recording is {short} shorter than the time in which people were together.{covers}"
        return Judgement("partial", sentence, "file_short")
    unexplained = [span for span in unheard if not _known(recording, span)]
    if unexplained:
        sentence = f"The recording has no sound where people spoke: {_named(unexplained)}."
        return Judgement("partial", sentence, "file_silent")
    if loudness_dbfs < SILENT_DBFS:
        return Judgement(
            "verified", f"Verified, {spoken(duration_s)}: nobody spoke, here and in the bridge's own copy."
        )
    sentence = f"Verified, {spoken(duration_s)}, with sound."
    gaps = [(gap.until - gap.since + WITNESSED_EVERY).total_seconds() for gap in recording.gaps if gap.until]
    if gaps:
        often = "Once" if len(gaps) == 1 else f"{len(gaps)} times"
        sentence += f" {often} it did not run and was repaired: at most {spoken(sum(gaps))} are missing."
    return Judgement("verified", sentence)


def judge_line(
    recording: Recording,
    kept: Sequence[Span],
    duration_s: float,
    loudness_dbfs: float,
    unheard: Sequence[Span] = (),
) -> Judgement:
    """Of somebody's own line: whether its file has what was kept. `unheard`: kept time in which our own copy has sound
    and the file has none. The news of somebody's leaving may be as late as the next look at the carrier."""
    wanted_s = sum((end - start).total_seconds() for start, end in kept)
    if duration_s <= 0 and wanted_s > TOLERANCE_S:
        return Judgement("missing", "The file of this line is empty.", "file_short")
    over = recording.started_at + timedelta(seconds=duration_s) if recording.started_at else None
    late_s = (kept[-1][1] - over).total_seconds() if kept and over else 0.0
    short_s = (recording.duration_s or 0) - duration_s
    if short_s > TOLERANCE_S or late_s > TOLERANCE_S + WITNESSED_EVERY.total_seconds():
        sentence = f"The file of this line is {spoken(max(short_s, late_s))} shorter than it should be."
        return Judgement("partial", sentence, "file_short")
    kept_s = sum(max((min(end, over or end) - start).total_seconds(), 0.0) for start, end in kept)
    if unheard:
        verdict = "missing" if loudness_dbfs < SILENT_DBFS else "partial"
        return Judgement(verdict, f"This line has no sound where people spoke: {_named(unheard)}.", "file_silent")
    if loudness_dbfs < SILENT_DBFS:
        return Judgement("verified", f"Verified, {spoken(kept_s)} of it kept: nobody spoke.")
    return Judgement("verified", f"Verified, {spoken(kept_s)} of it kept, with sound.")


def proved(
    known: Recording, command: c.ReportRecordingMeasured, found: Judgement, sentence: str, why: str, now: datetime
) -> list[e.Event]:
    """What the log says of a file that was judged. `why` parts of ours were silenced: then, if ours is whole, the
    carrier's goes."""
    sid = known.recording_sid
    verified = e.RecordingVerified(
        at=now,
        recording_sid=sid,
        conference_sid=known.conference_sid,
        verdict=found.verdict,
        sentence=sentence,
        duration_s=command.duration_s,
        size_bytes=command.size_bytes,
        channels=command.channels,
        loudness_dbfs=command.loudness_dbfs,
        sha256=command.sha256,
        file=command.file,
    )
    if not command.silenced_s:
        return [verified]
    silenced_s, sha256 = command.silenced_s, command.sha256
    redacted = e.RecordingRedacted(at=now, recording_sid=sid, why=why, silenced_s=silenced_s, sha256=sha256)
    deleted = [] if found.fault else [e.CarrierFileDeletionOrdered(at=now, recording_sid=sid, why=why)]
    return [verified, redacted, *deleted]


def no_file(known: Recording, reason: str, now: datetime) -> e.RecordingVerified:
    """Nothing can be proved of it, and nothing played."""
    return e.RecordingVerified(
        at=now,
        recording_sid=known.recording_sid,
        conference_sid=known.conference_sid,
        verdict="missing",
        sentence=reason,
        duration_s=0.0,
        size_bytes=0,
        channels=0,
        loudness_dbfs=-120.0,
        sha256="",
        file="",
    )


def spoken(seconds: float) -> str:
    """A length as people read it: 8 s, 31 min 07 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def _known(recording: Recording, span: Span) -> bool:
    """Whether a gap that was alarmed and repaired explains it."""
    start, end = span
    return any(
        gap.since - WITNESSED_EVERY <= end and (gap.until is None or start <= gap.until + timedelta(seconds=2))
        for gap in recording.gaps
    )


def _named(spans: Sequence[Span]) -> str:
    named = ", ".join(f"{start:%H:%M:%S} to {end:%H:%M:%S}" for start, end in spans[:MOST_NAMED])
    more = len(spans) - MOST_NAMED
    return f"{named} and {more} more times" if more > 0 else named


def _between(start: datetime, duration_s: float) -> str:
    return f"{start:%H:%M:%S} to {start + timedelta(seconds=duration_s):%H:%M:%S}"
