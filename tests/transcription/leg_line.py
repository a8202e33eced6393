"""A session on a stream that tests feed with sound, and short ways to look at what comes out."""

from collections.abc import Callable, Sequence

import numpy as np
import orjson

from transcription.recognizer import Audio, Final, Word, final_of
from transcription.session import Output, Session
from transcription.wav import Samples
from transcription.whole_files import messages

NOON = 1_700_000_000.0
DELAY_S = 0.05

Speech = Callable[[str], Samples]
Silence = Callable[[float], Samples]


def words(*spoken: tuple[str, float, float]) -> Final:
    return final_of(tuple(Word(word, start_s, end_s, 0.9) for word, start_s, end_s in spoken))


def kinds(outputs: Sequence[Output]) -> list[str]:
    return [type(output).__name__ for output in outputs if not isinstance(output, Audio)]


class Line:
    """A session, its stream, and how far the stream has come; sound is fed in any number of portions."""

    def __init__(self, *, opened: bool = True) -> None:
        self.session = Session("CA1")
        self.at_ms = 0
        start = next(messages(np.zeros(0, dtype=np.int16)))[0]
        self.started = self.session.feed(start, NOON)
        if opened:
            self.session.open_gate(NOON - 10)

    @property
    def now(self) -> float:
        return NOON + self.at_ms / 1000 + DELAY_S

    def hear(self, samples: Samples) -> list[Output]:
        out: list[Output] = []
        for text, _ in list(messages(samples))[1:-1]:
            media = orjson.loads(text)
            media["media"]["timestamp"] = str(self.at_ms)
            out += self.session.feed(orjson.dumps(media), self.now)
            self.at_ms += 20
        return out
