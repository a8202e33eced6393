"""The configuration of a model directory: how sound becomes features, and how wide the decoder searches."""

from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 8000
MEL_BINS = 40
COEFFICIENTS = 40
LOW_HZ = 20
HIGH_HZ = 3700
FRAME_SUBSAMPLING = 3
"""Frames of 10 ms for each output of the network."""

MFCC_CONFIGURATION = f"""--use-energy=false
--sample-frequency={RATE_HZ}
--num-mel-bins={MEL_BINS}
--num-ceps={COEFFICIENTS}
--low-freq={LOW_HZ}
--high-freq={HIGH_HZ}
--dither=0.0
--allow-downsample=true
"""
"""Without dither decoding is deterministic; a recognizer opened at 16 kHz works, because Kaldi downsamples."""


@dataclass(frozen=True, kw_only=True)
class Decoding:
    """The silence that ends an utterance is in seconds; `silence_phone` is Kaldi's number of SIL."""

    beam: float = 11.0
    lattice_beam: float = 5.0
    acoustic_scale: float = 1.0
    least_active: int = 200
    most_active: int = 3000
    silence_phone: int = 1
    after_likely_end_s: float = 0.5
    after_possible_end_s: float = 0.75
    after_any_s: float = 1.0


def model_configuration(decoding: Decoding) -> str:
    """As conf/model.conf."""
    return f"""--min-active={decoding.least_active}
--max-active={decoding.most_active}
--beam={decoding.beam}
--lattice-beam={decoding.lattice_beam}
--acoustic-scale={decoding.acoustic_scale}
--frame-subsampling-factor={FRAME_SUBSAMPLING}
--endpoint.silence-phones={decoding.silence_phone}
--endpoint.rule2.min-trailing-silence={decoding.after_likely_end_s}
--endpoint.rule3.min-trailing-silence={decoding.after_possible_end_s}
--endpoint.rule4.min-trailing-silence={decoding.after_any_s}
"""


def write_configuration(folder: Path, decoding: Decoding | None = None) -> None:
    """Into the folder `conf` of a model directory."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mfcc.conf").write_text(MFCC_CONFIGURATION, encoding="ascii")
    (folder / "model.conf").write_text(model_configuration(decoding or Decoding()), encoding="ascii")
