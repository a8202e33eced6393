"""The phones: 39 of ARPAbet without stress, silence and a filler, and the numbers that Kaldi gives them.

Each phone has four variants by its place in the word (begin, end, internal, singleton), as Kaldi's word alignment
wants; the four share two pdfs: the forward pdf of the first frame and the loop pdf of later ones ("chain" topology).
"""

from collections.abc import Sequence
from typing import Final

SILENCE: Final = "SIL"
FILLER: Final = "SPN"
# fmt: off
_SPOKEN = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
    "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)
# fmt: on
ALL: Final = (SILENCE, FILLER, *_SPOKEN)
INDEX: Final = {phone: place for place, phone in enumerate(ALL)}
PDFS: Final = 2 * len(ALL)
FILLER_VARIANT: Final = f"{FILLER}_S"
VARIANTS: Final = (SILENCE, FILLER_VARIANT, *(f"{phone}_{place}" for phone in _SPOKEN for place in "BEIS"))
VARIANT_ID: Final = {variant: place + 1 for place, variant in enumerate(VARIANTS)}
"""Kaldi's phone number; 0 is epsilon."""
TRANSITION_IDS: Final = 2 * len(VARIANTS)


def forward_pdf(phone: str) -> int:
    """The network's output for the first frame of a phone."""
    return 2 * INDEX[phone]


def loop_pdf(phone: str) -> int:
    """The network's output for its later frames."""
    return 2 * INDEX[phone] + 1


def phone_pdfs() -> list[tuple[int, int, int]]:
    """Kaldi's phone number, forward pdf and loop pdf of every variant."""
    named = [(variant, variant.partition("_")[0]) for variant in VARIANTS]
    return [(VARIANT_ID[variant], forward_pdf(phone), loop_pdf(phone)) for variant, phone in named]


def loop_id(variant: str) -> int:
    """Kaldi's transition id of the self-loop."""
    return 2 * (VARIANT_ID[variant] - 1) + 1


def forward_id(variant: str) -> int:
    """Kaldi's transition id into the phone."""
    return 2 * (VARIANT_ID[variant] - 1) + 2


def variants(pronunciation: Sequence[str]) -> list[str]:
    """['K', 'AE', 'T'] -> ['K_B', 'AE_I', 'T_E']; the filler is a word of its own."""
    if len(pronunciation) == 1:
        return [f"{pronunciation[0]}_S"]
    first, *middle, last = pronunciation
    return [f"{first}_B", *(f"{phone}_I" for phone in middle), f"{last}_E"]
