"""The child process that holds the speech model: orders come by a pipe, results go back; it may crash.

Every message down is a `Job`; every job is answered by one `Answer`, in order: so the parent sees lag, and a hang.
"""

import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, assert_never

from transcription.recognizer import Audio, Begin, Cancel, End, Order, Recognizer, Result
from transcription.vosk_recognizer import VoskModel

SHED_PARTIALS_AFTER_S = 0.4
"""A block older than this gets no partial: the decoder catches up first."""


@dataclass(frozen=True, slots=True)
class Job:
    """`sent_at` is time.monotonic(), which all processes of a machine share; `order` None asks for a sign of life."""

    sent_at: float
    order: Order | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One job is done; `segment_id` and `result` are set when it gave one. The first answer says: model loaded."""

    segment_id: str = ""
    result: Result | None = None


class Model(Protocol):
    """What makes recognizers."""

    def recognizer(self) -> Recognizer: ...


def run(model_path: str, pipe: Connection) -> None:
    """Main of the child: until it is told to end or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    model = VoskModel(Path(model_path))
    try:
        serve(model, pipe)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        pipe.close()


def serve(model: Model, pipe: Connection) -> None:
    """Answer jobs until None comes, or raise EOFError when the pipe ends."""
    pipe.send(Answer())
    recognizers: dict[str, Recognizer] = {}
    job: Job | None
    while (job := pipe.recv()) is not None:
        pipe.send(perform(job, model, recognizers, time.monotonic()))


def perform(job: Job, model: Model, recognizers: dict[str, Recognizer], now: float) -> Answer:
    """One job on the recognizers of this process. Orders for unknown segments do nothing."""
    match job.order:
        case None:
            return Answer()
        case Begin(segment_id):
            recognizers[segment_id] = model.recognizer()
        case Audio(segment_id, pcm16):
            recognizer = recognizers.get(segment_id)
            if recognizer is not None:
                recognizer.accept(pcm16)
                if now - job.sent_at < SHED_PARTIALS_AFTER_S:
                    return Answer(segment_id, recognizer.partial())
        case End(segment_id):
            ended = recognizers.pop(segment_id, None)
            if ended is not None:
                return Answer(segment_id, ended.final())
        case Cancel(segment_id):
            recognizers.pop(segment_id, None)
        case _:
            assert_never(job.order)
    return Answer()
