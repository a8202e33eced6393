"""A channel of a file through the same session as a live leg: utterances with times from the start of the file."""

import binascii
from collections.abc import Callable, Iterator

import orjson

from transcription import g711
from transcription.heard import HeardWord, PieceHeard
from transcription.recognizer import Audio, Begin, Cancel, End, Recognizer
from transcription.session import Output, Session
from transcription.vocabulary import NO_TERMS, Vocabulary, write
from transcription.wav import Samples


def messages(samples: Samples) -> Iterator[tuple[bytes, float]]:
    """The Media Streams messages that would have carried these samples, each with its arrival in seconds."""
    media_format = {"encoding": "audio/x-mulaw", "sampleRate": g711.SAMPLE_RATE_HZ, "channels": 1}
    start = {"streamSid": "MZ0", "callSid": "CA0", "tracks": ["inbound"], "mediaFormat": media_format}
    yield orjson.dumps({"event": "start", "start": start}), 0.0
    mulaw = g711.encode(samples)
    for chunk, begin in enumerate(range(0, len(mulaw), g711.FRAME_BYTES)):
        payload = binascii.b2a_base64(mulaw[begin : begin + g711.FRAME_BYTES], newline=False).decode("ascii")
        timestamp_ms = chunk * g711.FRAME_MS
        media = {"track": "inbound", "chunk": str(chunk + 1), "timestamp": str(timestamp_ms), "payload": payload}
        yield orjson.dumps({"event": "media", "media": media}), timestamp_ms / 1000
    yield orjson.dumps({"event": "stop", "stop": {"callSid": "CA0"}}), len(mulaw) / g711.SAMPLE_RATE_HZ


def transcribe(
    samples: Samples,
    speaker: str,
    new_recognizer: Callable[[], Recognizer],
    vocabulary: Vocabulary = NO_TERMS,
) -> Iterator[dict[str, object]]:
    """Utterance JSON objects of one channel, in order of time."""
    session = Session(speaker)
    session.open_gate(-1.0)
    recognizers: dict[str, Recognizer] = {}
    utterances: dict[str, list[PieceHeard]] = {}
    for text, at in messages(samples):
        waiting = session.feed(text, at)
        while waiting:
            waiting = waiting[1:] + _carry_out(session, waiting[0], at, recognizers, utterances, new_recognizer)
    for pieces in utterances.values():
        yield as_json(speaker, pieces, vocabulary)


def _carry_out(
    session: Session,
    output: Output,
    now: float,
    recognizers: dict[str, Recognizer],
    utterances: dict[str, list[PieceHeard]],
    new_recognizer: Callable[[], Recognizer],
) -> list[Output]:
    match output:
        case Begin(segment_id):
            recognizers[segment_id] = new_recognizer()
        case Audio(segment_id, pcm16):
            recognizers[segment_id].accept(pcm16)
        case End(segment_id):
            return session.decoded(segment_id, recognizers.pop(segment_id).final(), now)
        case Cancel(segment_id):
            recognizers.pop(segment_id, None)
        case PieceHeard():
            utterances.setdefault(output.utterance_id, []).append(output)
        case _:
            pass
    return []


def as_json(speaker: str, pieces: list[PieceHeard], vocabulary: Vocabulary) -> dict[str, object]:
    """One utterance in the form of the interface; seconds, because these pieces count from the start of the file."""
    words = [word for piece in pieces for word in piece.words]
    confidence = sum(word.confidence for word in words) / len(words)
    return {
        "t": _seconds(words[0].start.timestamp()),
        "end": _seconds(words[-1].end.timestamp()),
        "speaker": speaker,
        "text": " ".join(word.word for word in words),
        "shown": write([word.word for word in words], vocabulary).shown,
        "confidence": round(confidence, 4),
        "words": [_word(word) for word in words],
    }


def _word(word: HeardWord) -> dict[str, object]:
    return {
        "word": word.word,
        "start": _seconds(word.start.timestamp()),
        "end": _seconds(word.end.timestamp()),
        "conf": round(word.confidence, 4),
    }


def _seconds(value: float) -> float:
    return round(max(value, 0.0), 3)
