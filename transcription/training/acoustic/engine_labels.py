"""Labels from the phones and times that a speech engine itself tells: exact, so that the first network can learn."""

from collections.abc import Sequence

import numpy as np

from transcription.training.acoustic.utterances import Labels, Utterances
from transcription.training.pronouncing.asking import our_phones
from transcription.training.pronouncing.phones import SILENCE, forward_pdf, loop_pdf
from transcription.training.voices.spoken import Segment

_OUTPUT_S = 0.03
_CENTRE_S = 0.0125
"""Of the first window of 25 ms."""


def engine_labels(segments: Sequence[Segment], speed: float, before_s: float, outputs: int) -> Labels:
    """The pdf of each output frame; `speed` and `before_s` as the augmentation changed the recording."""
    labels = np.full(outputs, loop_pdf(SILENCE), dtype=np.int64)
    phones = [(our_phones([name]) or (SILENCE,))[0] for name, _ in segments]
    ends_s = [before_s + end_s / speed for _, end_s in segments]
    starts_s = [before_s, *ends_s[:-1]]
    place, previous = 0, -1
    for frame in range(outputs):
        centre_s = frame * _OUTPUT_S + _CENTRE_S
        while place < len(phones) and centre_s >= ends_s[place]:
            place += 1
        if place < len(phones) and centre_s >= starts_s[place]:
            phone = phones[place]
            labels[frame] = loop_pdf(phone) if place == previous else forward_pdf(phone)
            previous = place
    if labels[0] == loop_pdf(SILENCE):
        labels[0] = forward_pdf(SILENCE)
    return labels


def label(utterances: Utterances) -> None:
    """All recordings whose engine told its phones."""
    for number, spoken in enumerate(utterances.spoken):
        if spoken.segments:
            utterances.labels[number] = engine_labels(
                spoken.segments,
                float(utterances.speed[number]),
                float(utterances.before_s[number]),
                utterances.outputs(number),
            )
