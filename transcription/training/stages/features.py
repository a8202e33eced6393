"""From sound to features, each recording in several versions as rooms, telephones and lines would change it."""

from transcription.training.acoustic import augmented_features
from transcription.training.stages.sound import FIRST, SECOND, SILENCE
from transcription.training.stages.workshop import Workshop

VERSIONS = {FIRST: (1, 2), SECOND: (1, 2), SILENCE: (1, 2, 3)}
"""How often each set is augmented, differently each time."""
_SEEDS = {(FIRST, 1): 1, (FIRST, 2): 2, (SECOND, 1): 3, (SECOND, 2): 4}


def features(shop: Workshop) -> None:
    """People of the first set talk in the background of all. A version that is there is not made again."""
    for name, versions in VERSIONS.items():
        for version in versions:
            into = shop.features(f"{name}-{version}")
            if into.exists():
                continue
            into.parent.mkdir(parents=True, exist_ok=True)
            aside = into.with_suffix(".part")
            seed = _SEEDS.get((name, version), 100 + version)
            augmented_features.make_features(
                shop.speech(name), aside, seed, shop.speech(FIRST), shop.processes, shop.progress
            )
            aside.replace(into)
