"""From features to the trained network: a seed on exact times, alignment, cross entropy, LF-MMI in two rounds."""

from collections.abc import Sequence

import numpy as np
import torch

from transcription.training.acoustic import engine_labels
from transcription.training.acoustic.learning import aligning, cross_entropy, lattice_free_mmi, storing
from transcription.training.acoustic.learning.exporting import exported
from transcription.training.acoustic.learning.network import SEED_SHAPE, Network, Shape
from transcription.training.acoustic.phone_trigram import log_priors
from transcription.training.acoustic.utterances import Utterances, load
from transcription.training.kaldi_files.model_directory import write_acoustic_model
from transcription.training.needs import MissingNeed
from transcription.training.stages.sound import FIRST, SECOND, SILENCE
from transcription.training.stages.workshop import Workshop

SEED, CROSS_ENTROPY, MMI_FIRST, MMI_SECOND = "seed", "cross-entropy", "mmi-first", "mmi-second"


def seed(shop: Workshop) -> None:
    """A smaller network on the speech whose engine tells its phones; it aligns the rest."""
    utterances = _load(shop, [f"{FIRST}-1"])
    engine_labels.label(utterances)
    if all(labels is None for labels in utterances.labels):
        raise MissingNeed("The first network needs speech of flite, whose times are exact: add it to --engines.")
    network = storing.new(SEED_SHAPE, utterances)
    cross_entropy.train(network, [utterances], cross_entropy.schedule(epochs=3, peak=2e-3), shop.progress)
    np.save(shop.priors, log_priors(utterances.labels))
    _save(shop, SEED, network)


def align_first(shop: Workshop) -> None:
    _align(shop, SEED, FIRST)


def ce(shop: Workshop) -> None:
    """Of the network that is shipped, on the alignment."""
    versions = _labelled(shop, [[f"{FIRST}-1"], [f"{FIRST}-2"]])
    network = storing.new(Shape(), versions[0])
    cross_entropy.train(network, versions, cross_entropy.schedule(epochs=3, peak=2.5e-3), shop.progress)
    _save(shop, CROSS_ENTROPY, network)


def mmi_first(shop: Workshop) -> None:
    versions = _labelled(shop, [[f"{FIRST}-1", f"{SILENCE}-1"], [f"{FIRST}-2", f"{SILENCE}-2"]])
    _mmi(shop, CROSS_ENTROPY, MMI_FIRST, versions, epochs=5, peak=1e-3)


def align_second(shop: Workshop) -> None:
    _align(shop, CROSS_ENTROPY, SECOND)


def mmi_second(shop: Workshop) -> None:
    versions = _labelled(
        shop, [[f"{FIRST}-1", f"{SECOND}-1", f"{SILENCE}-3"], [f"{FIRST}-2", f"{SECOND}-2", f"{SILENCE}-1"]]
    )
    _mmi(shop, MMI_FIRST, MMI_SECOND, versions, epochs=2, peak=6e-4)


def network(shop: Workshop) -> None:
    """The network of the model directory."""
    write_acoustic_model(shop.out, exported(storing.load(shop.network(MMI_SECOND))))


def _mmi(shop: Workshop, start: str, end: str, versions: Sequence[Utterances], epochs: int, peak: float) -> None:
    trained = storing.load(shop.network(start))
    plan = lattice_free_mmi.schedule(epochs, peak)
    lattice_free_mmi.train(trained, versions, shop.lexicon(), plan, shop.progress)
    _save(shop, end, trained)


def _align(shop: Workshop, by: str, name: str) -> None:
    aligner, lexicon, priors = storing.load(shop.network(by)), shop.lexicon(), np.load(shop.priors)
    for version in (1, 2):
        utterances = _load(shop, [f"{name}-{version}"])
        aligning.align(aligner, utterances, lexicon, priors, shop.progress)
        utterances.write_labels(shop.labels)


def _labelled(shop: Workshop, versions: Sequence[Sequence[str]]) -> list[Utterances]:
    found = [_load(shop, names) for names in versions]
    for utterances in found:
        utterances.read_labels(shop.labels)
        utterances.label_silence()
    return found


def _load(shop: Workshop, names: Sequence[str]) -> Utterances:
    torch.set_num_threads(shop.wishes.threads)
    folders = [shop.speech(name) for name in (FIRST, SECOND, SILENCE)]
    return load([shop.features(name) for name in names], folders)


def _save(shop: Workshop, name: str, trained: Network) -> None:
    path = shop.network(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    storing.save(trained, path)
