"""The speech engines: how each is told to say a text with one of its voices, slower or faster, higher or lower."""

import random
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from transcription.training.needs import program


class Engine(StrEnum):
    FLITE = "flite"
    PICO = "pico"
    RHVOICE = "rhvoice"
    ESPEAK = "espeak"
    FESTIVAL = "festival"


PROGRAMS = {
    Engine.FLITE: "flite",
    Engine.PICO: "pico2wave",
    Engine.RHVOICE: "RHVoice-test",
    Engine.ESPEAK: "espeak-ng",
    Engine.FESTIVAL: "text2wave",
}
# fmt: off
ESPEAK_VARIANTS = (
    "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5", "Andy", "Annie", "Alex", "Gene",
    "Hugo", "Lee", "Michael", "adam", "anika", "belinda", "david", "ed", "john", "linda", "max", "paul", "rob",
    "robert", "shelby", "steph", "travis", "victor", "zac",
)
# fmt: on
_WITHOUT_VARIANT = ("",) * 8
_ESPEAK_WORDS_A_MINUTE = 165


@dataclass(frozen=True)
class Voice:
    engine: Engine
    name: str

    def __str__(self) -> str:
        return f"{self.engine} {self.name}"

    @property
    def debian_packages(self) -> tuple[str, ...]:
        """What has the engine and this voice of it."""
        match self.engine:
            case Engine.FLITE:
                return ("flite",)
            case Engine.PICO:
                return ("libttspico-utils",)
            case Engine.RHVOICE:
                return ("rhvoice", "rhvoice-english")
            case Engine.ESPEAK:
                return ("espeak-ng",)
            case Engine.FESTIVAL:
                return ("festival", "festvox-kdlpc16k" if self.name.startswith("ked") else "festvox-us-slt-hts")
            case _:
                assert_never(self.engine)


@dataclass(frozen=True)
class Manner:
    """How a text is said. `stretch`: times the usual length; `pitch`: as the engine counts it, None for its own."""

    stretch: float = 1.0
    pitch: int | None = None
    variant: str = ""


PLAIN = Manner()


@dataclass(frozen=True)
class Order:
    """A program with its arguments and what it reads from standard input."""

    arguments: tuple[str, ...]
    given: str | None = None


def any_manner(voice: Voice, seed: int) -> Manner:
    """A manner in which this engine can vary; the same seed gives the same."""
    rng = random.Random(seed)  # noqa: S311
    stretch = rng.uniform(0.82, 1.2)
    match voice.engine:
        case Engine.FLITE | Engine.FESTIVAL:
            return Manner(stretch)
        case Engine.PICO | Engine.RHVOICE:
            return Manner(stretch, rng.randint(80, 125))
        case Engine.ESPEAK:
            variant = rng.choice([*ESPEAK_VARIANTS, *_WITHOUT_VARIANT])
            return Manner(stretch, rng.randint(30, 65), variant)
        case _:
            assert_never(voice.engine)


def order(voice: Voice, text: str, manner: Manner, into: Path) -> Order:
    """What to run for a WAV file at `into`; flite also prints its phones with their end times. Raises MissingNeed."""
    name, percent = program(PROGRAMS[voice.engine]), int(100 / manner.stretch)
    match voice.engine:
        case Engine.FLITE:
            said = ("-voice", voice.name, "-psdur", "--setf", f"duration_stretch={manner.stretch:.3f}")
            return Order((name, *said, "-t", text, str(into)))
        case Engine.PICO:
            if manner.pitch is not None:
                text = f'<speed level="{percent}"><pitch level="{manner.pitch}">{text}</pitch></speed>'
            return Order((name, "-l", voice.name, "-w", str(into), text))
        case Engine.RHVOICE:
            varied = () if manner.pitch is None else ("-r", str(percent), "-t", str(manner.pitch))
            return Order((name, "-p", voice.name, "-o", str(into), *varied), text)
        case Engine.ESPEAK:
            full = voice.name + (f"+{manner.variant}" if manner.variant else "")
            speed = str(int(_ESPEAK_WORDS_A_MINUTE / manner.stretch))
            pitch = () if manner.pitch is None else ("-p", str(manner.pitch))
            return Order((name, "-v", full, "-w", str(into), "-s", speed, *pitch, text))
        case Engine.FESTIVAL:
            slower = f"(Parameter.set 'Duration_Stretch {manner.stretch:.3f})"
            stretch = () if manner.stretch == PLAIN.stretch else ("-eval", slower)
            return Order((name, "-eval", f"(voice_{voice.name})", "-o", str(into), *stretch), text)
        case _:
            assert_never(voice.engine)
