"""What a downloaded recording is like, by itself and beside our own copy; and our own copies as one WAV file."""

import heapq
import io
import logging
import wave
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

import numpy as np

from bridge.files.copies import Copies
from bridge.files.sealing import CannotOpen
from bridge.files.sound_files import KeptFile
from roles.commands import ReportRecordingMeasured
from roles.incident import Incident
from roles.record.recording import Recording
from roles.record.verdict import SILENT_DBFS
from transcription import mixing
from transcription.leg_copy import Block

log = logging.getLogger(__name__)

RATE_HZ = 8000
SILENCE_DBFS = -120.0
SEAT_MARGIN = timedelta(seconds=1)
"""The carrier's times of joining and leaving have whole seconds."""


class OwnCopy:
    """Our own copies of those who sat in one conference, while they sat there."""

    def __init__(self, incident: Incident, copies: Copies, conference_sid: str) -> None:
        self._incident_id = incident.incident_id
        self._copies = copies
        self._legs = {
            leg.call_sid: [
                (epoch_ms(seat.joined_at - SEAT_MARGIN), epoch_ms(seat.left_at + SEAT_MARGIN) if seat.left_at else None)
                for seat in leg.seats.values()
                if seat.conference_sid == conference_sid and seat.joined_at is not None
            ]
            for leg in incident.legs.values()
        }
        self._person = {leg.call_sid: leg.person_id for leg in incident.legs.values()}

    @property
    def exists(self) -> bool:
        return bool(self._copies.legs(self._incident_id))

    def people(self) -> int:
        """How many were heard."""
        return len({self._person[sid] for sid in self._legs if next(self._of_leg(sid), None) is not None})

    def blocks(self) -> Iterator[Block]:
        """Of all legs, in order of time."""
        return heapq.merge(*(self._of_leg(sid) for sid in self._legs), key=lambda block: block.start_ms)

    def _of_leg(self, call_sid: str) -> Iterator[Block]:
        spans = self._legs[call_sid]
        if not spans:
            return
        for block in self._copies.blocks(self._incident_id, call_sid):
            if any(start <= block.start_ms and (end is None or block.end_ms <= end) for start, end in spans):
                yield block


def measure(
    recording: Recording, sound: BinaryIO, file: KeptFile, own: OwnCopy | None = None
) -> ReportRecordingMeasured:
    """Length, channels, and loudness (RMS over the whole file, dBFS) of a 16-bit WAV; zeros if unreadable.

    Beside our own copy: how much it heard in that time, and where it heard something and the file holds nothing.
    """
    duration_s, channels, energy = 0.0, 0, np.zeros(0)
    try:
        with wave.open(sound) as found:
            channels = found.getnchannels()
            duration_s = found.getnframes() / found.getframerate()
            energy = _energy_by_second(found)
    except (wave.Error, EOFError):
        log.warning("the file of recording %s is no WAV file", recording.recording_sid)
    own_heard_s: float | None = None
    unheard: tuple[tuple[datetime, datetime], ...] = ()
    if own is not None and own.exists and recording.started_at is not None:
        try:
            heard = mixing.heard_by_second(own.blocks(), epoch_ms(recording.started_at), max(len(energy), 1))
            own_heard_s = round(float(heard.sum()), 2)
            loud = np.sqrt(energy) / 32768.0 >= 10 ** (SILENT_DBFS / 20)
            unheard = tuple(
                (recording.started_at + timedelta(seconds=start), recording.started_at + timedelta(seconds=end))
                for start, end in mixing.unheard(heard, loud)
            )
        except CannotOpen as error:
            log.error("the bridge's own copy cannot be read: %s", error)
    rms = float(np.sqrt(np.mean(energy))) / 32768.0 if energy.size else 0.0
    return ReportRecordingMeasured(
        recording_sid=recording.recording_sid,
        duration_s=round(duration_s, 3),
        size_bytes=file.size_bytes,
        channels=channels,
        loudness_dbfs=round(20 * float(np.log10(max(rms, 1e-6))), 1) if rms else SILENCE_DBFS,
        sha256=file.sha256,
        file=file.name,
        own_heard_s=own_heard_s,
        unheard=unheard,
    )


def _energy_by_second(found: wave.Wave_read) -> mixing.Energy:
    """Mean square of each second, of the louder channel."""
    energies = []
    channels = max(found.getnchannels(), 1)
    while part := found.readframes(found.getframerate()):
        samples = np.frombuffer(part[: len(part) // (2 * channels) * 2 * channels], dtype="<i2").reshape(-1, channels)
        energies.append(float(np.mean(np.square(samples.astype(np.float64)), axis=0).max()))
    return np.array(energies)


def wav_of(blocks: Iterator[Block], since_ms: int, until_ms: int) -> Iterator[bytes]:
    """A whole WAV file, a piece at a time: its length is known before its sound."""
    header = io.BytesIO()
    with wave.open(header, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.setnframes((until_ms - since_ms) * RATE_HZ // 1000)
        sound.writeframesraw(b"")
    start = bytearray(header.getvalue())
    data_bytes = (until_ms - since_ms) * RATE_HZ // 1000 * 2
    start[4:8] = (36 + data_bytes).to_bytes(4, "little")
    start[40:44] = data_bytes.to_bytes(4, "little")
    yield bytes(start)
    yield from mixing.mix(blocks, since_ms, until_ms)


def epoch_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
