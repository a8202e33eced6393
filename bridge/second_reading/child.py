"""The process that holds the other model: below everything else on this machine, and the first to go without memory."""

import contextlib
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from transcription.recognizer import Word
from transcription.vosk_recognizer import VoskModel

BLOCK_BYTES = 3200
"""200 ms of PCM16 at 8 kHz."""
LOWEST = 19
FIRST_TO_GO = "1000"


def run(model_path: str, pipe: Connection) -> None:
    """Main of the child: says None once the model is loaded, then answers each line of PCM16 with its words."""
    step_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError), pipe:
        model = VoskModel(Path(model_path))
        pipe.send(None)
        while True:
            pipe.send(read(model, pipe.recv_bytes()))


def read(model: VoskModel, pcm16: bytes) -> tuple[Word, ...]:
    """The words of one line; seconds count from its beginning."""
    recognizer = model.recognizer()
    for begin in range(0, len(pcm16), BLOCK_BYTES):
        recognizer.accept(pcm16[begin : begin + BLOCK_BYTES])
    return recognizer.final().words


def step_back() -> None:
    """Runs only when nothing else wants to, where the system has that (SCHED_IDLE); else as nice as can be."""
    with contextlib.suppress(OSError):
        os.nice(LOWEST)
    if hasattr(os, "SCHED_IDLE"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
