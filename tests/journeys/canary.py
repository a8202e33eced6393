"""Sound that may be nowhere: a spoken phrase with a noise of its own, and the search of every byte for both.

The noise makes any 8 samples of a canary its own, so that they are found at any place in any file, as mu-law, as 16-bit
samples and as the base64 of a media message.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from bridge.demo.script import audio_path
from transcription import g711, wav

KEY_BYTES = 8
SURE_BYTES = 64
LOUD = 250
"""A sample this loud is voice and noise together; quieter stretches might look like another's silence."""


@dataclass(frozen=True)
class Canary:
    """One line of the demo, spoken in one `state`; `words`: what of it stands nowhere else in the product."""

    state: str
    line: str
    words: tuple[str, ...]
    mulaw: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        voice = wav.read(audio_path(self.line).read_bytes())[0].astype(np.int32)
        noise = np.random.default_rng(list(self.state.encode())).integers(-60, 60, len(voice))
        object.__setattr__(self, "mulaw", g711.encode(np.clip(voice + noise, -32_000, 32_000).astype(np.int16)))

    @property
    def before(self) -> "Canary":
        """The same words with another noise: said while the closing is on its way."""
        return replace(self, state=f"{self.state}, not done yet")

    @property
    def after(self) -> "Canary":
        """The same words with another noise: said while the opening is on its way."""
        return replace(self, state=f"{self.state}, its opposite not confirmed")

    @property
    def forms(self) -> dict[str, bytes]:
        """Its sound as it would lie on a disk."""
        frames = [self.mulaw[at : at + 160] for at in range(0, len(self.mulaw) - 159, 160)]
        return {
            "mu-law": self.mulaw,
            "16-bit samples": g711.decode(self.mulaw),
            "base64 of messages": b"".join(base64.b64encode(frame) for frame in frames),
        }


def leaks(canary: Canary, places: Mapping[str, bytes]) -> list[str]:
    """Where anything of the canary stands: one line for each place and form."""
    found = [
        f"{canary.state}: the word {word!r} in {place}"
        for place, content in places.items()
        for word in canary.words
        if word.encode() in content.lower()
    ]
    for form, sound in canary.forms.items():
        keys = _keys(canary, form, sound)
        holding = [place for place, content in places.items() if _in(content, keys, sound)]
        found += [f"{canary.state}: its sound as {form} in {place}" for place in holding]
    return found


def every_file(folder: Path) -> dict[str, bytes]:
    """All that lies in the data directory: database, its WAL, sound, logs; of two channels also each alone."""
    return dict(_read(folder))


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, content = str(path.relative_to(folder)), path.read_bytes()
            yield name, content
            if path.suffix == ".wav":
                samples = np.frombuffer(content[: len(content) // 4 * 4], dtype="<i2")
                yield f"{name} (left)", samples[::2].tobytes()
                yield f"{name} (right)", samples[1::2].tobytes()


def _keys(canary: Canary, form: str, sound: bytes) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """All stretches of eight bytes of the sound where it is loud."""
    per_sample = len(sound) / len(canary.mulaw)
    loud = np.abs(g711.LINEAR[np.frombuffer(canary.mulaw, dtype=np.uint8)]) > LOUD
    at = np.flatnonzero(loud) if form != "base64 of messages" else np.arange(0, len(canary.mulaw) - 160, 7)
    starts = [int(each * per_sample) for each in at if each * per_sample + SURE_BYTES < len(sound)]
    return np.unique(np.concatenate([np.frombuffer(sound[s : s + KEY_BYTES], dtype=np.uint64) for s in starts]))


def _in(content: bytes, keys: "np.ndarray[tuple[int], np.dtype[np.uint64]]", sound: bytes) -> bool:
    """Whether 64 bytes of the sound stand in the content, at any offset of either."""
    for offset in range(KEY_BYTES):
        whole = (len(content) - offset) // KEY_BYTES
        if whole <= 0:
            continue
        hits = np.flatnonzero(np.isin(np.frombuffer(content, np.uint64, whole, offset), keys))
        for hit in hits:
            begin = offset + int(hit) * KEY_BYTES
            around = content[begin : begin + SURE_BYTES]
            if len(around) == SURE_BYTES and around in sound:
                return True
    return False
