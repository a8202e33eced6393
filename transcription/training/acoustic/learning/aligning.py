"""Labels for utterances of which only the words are known: the best path through the sentence under a network."""

import numpy as np
import torch

from transcription.training.acoustic.batches import collate, of_like_length
from transcription.training.acoustic.learning.network import Network
from transcription.training.acoustic.phone_trigram import Probabilities
from transcription.training.acoustic.sentence_graph import best_path, sentence_graph
from transcription.training.acoustic.utterances import Utterances
from transcription.training.progress import Progress
from transcription.training.pronouncing.lexicon import Lexicon

PRIOR_SCALE = 0.8
_WORST = -3.0
"""Score of a frame, on the average, below which the words were probably not said so."""


def align(
    network: Network, utterances: Utterances, lexicon: Lexicon, log_priors: Probabilities, progress: Progress
) -> None:
    """Set the labels of every utterance; None where the words do not fit the sound."""
    network.eval()
    order = sorted(range(len(utterances)), key=utterances.outputs)
    failed = 0
    for numbers in of_like_length(utterances, order):
        batch = collate(utterances, numbers, network.context)
        with torch.no_grad():
            outputs = torch.log_softmax(network(torch.from_numpy(batch.features)), -1).numpy()
        outputs = outputs - PRIOR_SCALE * log_priors
        for row, number in enumerate(numbers):
            graph = sentence_graph(utterances.spoken[number].text.split(), lexicon)
            frames = batch.outputs[row]
            path, score = best_path(outputs[row, :frames].astype(np.float64), graph)
            fits = path is not None and score / frames >= _WORST
            utterances.labels[number] = graph.pdfs[path] if path is not None and fits else None
            failed += not fits
    progress.note(f"  {len(utterances) - failed} of {len(utterances)} recordings aligned")
