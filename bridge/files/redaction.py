"""Silence in place of what must not be kept, in a WAV file that stays as long as it was."""

import io
import wave
from collections.abc import Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]

MARGIN = timedelta(seconds=1)
"""The carrier's time of the start has whole seconds."""


class CannotRedact(Exception):
    """The file is no WAV file that can be read, or it did not stay as long as it was."""


def redacted(content: bytes, started_at: datetime, spans: Iterable[Span]) -> tuple[bytes, float]:
    """The file with silence in these times, and how many seconds of it were silenced. Raises CannotRedact."""
    try:
        with wave.open(io.BytesIO(content)) as found:
            layout, rate_hz = found.getparams(), found.getframerate()
            sound = bytearray(found.readframes(found.getnframes()))
    except (wave.Error, EOFError) as error:
        raise CannotRedact(f"the file is no WAV file: {error}") from None
    frame_bytes = layout.nchannels * layout.sampwidth
    frames, silenced = len(sound) // frame_bytes, 0
    for start, end in spans:
        first = max(int((start - MARGIN - started_at).total_seconds() * rate_hz), 0)
        last = min(int((end + MARGIN - started_at).total_seconds() * rate_hz), frames)
        if last > first:
            sound[first * frame_bytes : last * frame_bytes] = bytes((last - first) * frame_bytes)
            silenced += last - first
    result = io.BytesIO()
    with wave.open(result, "wb") as file:
        file.setparams(layout)
        file.writeframes(sound)
    with wave.open(io.BytesIO(result.getvalue())) as file:
        if file.getnframes() != frames:
            raise CannotRedact("the redacted file is not as long as the original")
    return result.getvalue(), silenced / rate_hz
