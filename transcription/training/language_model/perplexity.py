"""How well a language model expects sentences: perplexity for each word."""

import math
from collections.abc import Iterable

from transcription.training.language_model.trigram import BEGIN, END, Trigram


def perplexity(model: Trigram, sentences: Iterable[str]) -> float:
    """Of the words and the end of each sentence; 1 would be certainty."""
    surprise, count = 0.0, 0
    for sentence in sentences:
        history = [BEGIN]
        for word in [*sentence.split(), END]:
            surprise -= math.log(model.probability(word, history))
            history.append(word)
            count += 1
    return math.exp(surprise / count)
