"""One leg from socket text to words: parser, stream clock, private gate, voice gate, utterances. No I/O, no clock.

The private gate (rule 6) is shut from construction. While it is shut audio is dropped before anything looks at it; when
it shuts, everything that may hold sound of the closed time is cancelled. Every method answers orders for a recognizer
and what was heard, in the order in which they must be carried out.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from transcription import g711
from transcription.dtmf import DtmfDetector
from transcription.heard import Heard, StreamEnded, StreamRefused, StreamStarted, ToneHeard
from transcription.media_stream import Malformed, Media, Start, Stop, parse
from transcription.recognizer import Audio, Begin, Cancel, End, Order, Result
from transcription.segmenter import Ended, Opened, Segmenter
from transcription.track import Frame, Track
from transcription.utterances import MAX_LENGTH_S, Segment, Utterances

Output = Order | Heard
Tap = Callable[[float, bytes], None]
"""Takes each frame that passed the private gate: seconds since 1970, 20 ms of mu-law."""

GATE_MARGIN_S: Final = 0.3
"""A closed interval is wider than its two moments by this much on each side."""
TONE_BLOCK_BYTES: Final = 4 * g711.FRAME_BYTES
BLOCK_BYTES: Final = 8 * g711.FRAME_BYTES
"""160 ms of mu-law go to the recognizer at a time."""
STALLED_AFTER_S: Final = 0.5
"""No frame for so long is silence: some carriers send nothing when nobody speaks."""
MAX_MALFORMED: Final = 50


class Session:
    """`leg_id` is the CallSid (or any name); times are seconds since 1970 as floats, in UTC."""

    def __init__(self, leg_id: str, tones: DtmfDetector | None = None) -> None:
        """`tones`: listens for keys while the private gate is open; None: nobody does.

        `stopped`: the carrier said that the stream is over, as it does at the end of a call.
        """
        self.leg_id = leg_id
        self.tap: Tap | None = None
        self._tones = tones
        self._tone_block = bytearray()
        self._tone_block_ms = 0
        self.stream: Start | None = None
        self.stopped = False
        self.malformed = 0
        self.frames_in = 0
        self.frames_dropped_private = 0
        self.audio_bytes_out = 0
        self._ended = False
        self._track = Track()
        self._segmenter = Segmenter()
        self._utterances = Utterances(leg_id, leg_id)
        self._segment: Segment | None = None
        self._segment_start_ms = 0
        self._block = bytearray()
        self._open_from_s: float | None = None
        self._received_at = 0.0
        self._voice_ended_s = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the private gate lets audio through."""
        return self._open_from_s is not None

    @property
    def quiet_since_s(self) -> float | None:
        """When the last voice ended, in seconds since 1970 (0: there was none); None while somebody speaks."""
        return self._voice_ended_s if self._segment is None else None

    @property
    def track(self) -> Track:
        """For metrics: `dropped` messages, `filled_ms` of gaps."""
        return self._track

    def feed(self, text: str | bytes, received_at: float) -> list[Output]:
        """One message of the socket, and when it arrived. Never raises on any input."""
        message = parse(text)
        if type(message) is Media:
            return self._media(message, received_at)
        if self._ended:
            return []
        match message:
            case Start():
                return self._start(message)
            case Stop():
                self.stopped = True
                return self.end()
            case Malformed():
                return self._garbage()
            case _:
                return []

    def decoded(self, segment_id: str, result: Result, now: float) -> list[Output]:
        """A recognizer's result for a segment of this session. Late results of cancelled segments are ignored."""
        out: list[Output] = []
        out += self._utterances.decoded(segment_id, result)
        return out + self.tick(now)

    def tick(self, now: float) -> list[Output]:
        """Close what is due when no frames come; call it a few times a second."""
        if self._ended or now - self._received_at < STALLED_AFTER_S:
            return []
        out: list[Output] = []
        if self._segment is not None:
            out += self._end_segment(self._segment, self._segmenter.end())
        return out + list(self._utterances.silent_until(now))

    def open_gate(self, at: float) -> list[Output]:
        """Let in what is said from 300 ms after `at` on (receipt of the carrier's confirmation)."""
        if self._open_from_s is None and not self._ended:
            self._open_from_s = at + GATE_MARGIN_S
            self._track.forget()
        return []

    def close_gate(self, at: float) -> list[Output]:
        """Shut the gate: nothing said after 300 ms before `at` (commit of the order) becomes a word.

        Segments that ended before that are still decoded; all others are cancelled and their partials withdrawn.
        """
        self._open_from_s = None
        self._wipe()
        segments, heard = self._utterances.cancel_after(at - GATE_MARGIN_S)
        out: list[Output] = [Cancel(segment.segment_id) for segment in segments]
        out += heard
        out += self._utterances.complete()
        return out

    def end(self) -> list[Output]:
        """The stream is over (its stop, or its socket is gone): what was said is finished, nothing more is taken."""
        if self._ended:
            return []
        out: list[Output] = []
        if self._segment is not None:
            out += self._end_segment(self._segment, self._segmenter.end())
        out += self._utterances.complete()
        self._ended = True
        self._open_from_s = None
        self._wipe()
        return [*out, StreamEnded(self.leg_id)]

    def _wipe(self) -> None:
        self._tone_block.clear()
        if self._tones is not None:
            self._tones.forget()
        self._segmenter.wipe()
        self._track.forget()
        self._block.clear()
        self._segment = None

    def _start(self, start: Start) -> list[Output]:
        if self.stream is not None:
            return self._refuse("The stream sent a second start.")
        if start.encoding != "audio/x-mulaw" or start.sample_rate != g711.SAMPLE_RATE_HZ or start.channels != 1:
            return self._refuse("The stream is not audio/x-mulaw at 8000 Hz with one channel.")
        self.stream = start
        self._utterances = Utterances(self.leg_id, start.stream_sid)
        return [StreamStarted(self.leg_id, start)]

    def _garbage(self) -> list[Output]:
        self.malformed += 1
        return self._refuse("Too many messages were not of the protocol.") if self.malformed > MAX_MALFORMED else []

    def _refuse(self, reason: str) -> list[Output]:
        return [*self.end(), StreamRefused(self.leg_id, reason)]

    def _media(self, media: Media, received_at: float) -> list[Output]:
        if self._ended or media.track != "inbound":
            return []
        if self.stream is None:
            return self._refuse("Audio came before the stream's start.")
        self.frames_in += 1
        track = self._track
        track.observe(media, received_at)
        if self._open_from_s is None:
            self.frames_dropped_private += 1
            return []
        self._received_at = received_at
        out: list[Output] = []
        for frame in track.place(media):
            if self._segment is None and track.epoch_s(frame.start_ms) < self._open_from_s:
                self.frames_dropped_private += 1
                continue
            if self.tap is not None:
                self.tap(track.epoch_s(frame.start_ms), frame.mulaw)
            self._frame(frame, out)
        return out

    def _listen_for_tones(self, frame: Frame, out: list[Output]) -> None:
        """Four frames at a time: looking costs by the call, not by the sample."""
        if self._tones is None:
            return
        if not frame.follows:
            self._tone_block.clear()
        if not self._tone_block:
            self._tone_block_ms = frame.start_ms
        self._tone_block += frame.mulaw
        if len(self._tone_block) < TONE_BLOCK_BYTES:
            return
        for tone in self._tones.feed(bytes(self._tone_block), self._tone_block_ms):
            at = datetime.fromtimestamp(self._track.epoch_s(tone.start_ms), UTC)
            out.append(ToneHeard(self.leg_id, tone.key, at))
        self._tone_block.clear()

    def _frame(self, frame: Frame, out: list[Output]) -> None:
        self._listen_for_tones(frame, out)
        if not frame.follows:
            if self._segment is not None:
                out += self._end_segment(self._segment, self._segmenter.end())
            self._segmenter.wipe()
        segment = self._segment
        hard_end_ms = float("inf")
        if segment is not None:
            self._block += frame.mulaw
            # The utterance's limit on the segment's own fixed mapping of stream time to UTC.
            elapsed_s = segment.start_s - segment.utterance.start_s
            hard_end_ms = self._segment_start_ms + (MAX_LENGTH_S - elapsed_s) * 1000
        change = self._segmenter.push(frame, hard_end_ms=hard_end_ms)
        match change:
            case None:
                if segment is None:
                    out += self._utterances.silent_until(self._track.epoch_s(frame.start_ms))
                elif len(self._block) >= BLOCK_BYTES:
                    self._flush(segment, out)
            case Opened():
                self._begin_segment(change, out)
            case Ended():
                if segment is not None:
                    out += self._end_segment(segment, change)

    def _begin_segment(self, opened: Opened, out: list[Output]) -> None:
        start_s = self._track.epoch_s(opened.start_ms)
        self._segment_start_ms = opened.start_ms
        segment, heard = self._utterances.begin(start_s, self._track.epoch_s(opened.voice_ms))
        out += heard
        out.append(Begin(segment.segment_id))
        self._segment = segment
        self._block += b"".join(opened.frames)
        self._flush(segment, out)

    def _end_segment(self, segment: Segment, ended: Ended) -> list[Output]:
        out: list[Output] = []
        self._flush(segment, out)
        out.append(End(segment.segment_id))
        self._voice_ended_s = segment.start_s + (ended.voice_end_ms - self._segment_start_ms) / 1000
        self._utterances.end(segment, self._voice_ended_s)
        self._segment = None
        return out

    def _flush(self, segment: Segment, out: list[Output]) -> None:
        if self._block:
            self.audio_bytes_out += len(self._block)
            out.append(Audio(segment.segment_id, g711.decode(bytes(self._block))))
            self._block.clear()
