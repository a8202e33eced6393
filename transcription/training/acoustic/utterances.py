"""The recordings of some feature files as a training set: features, what was said, a label for each output frame."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from transcription.training.acoustic import feature_files
from transcription.training.acoustic.feature_files import Features
from transcription.training.kaldi_files.configuration import FRAME_SUBSAMPLING
from transcription.training.pronouncing.phones import SILENCE, forward_pdf, loop_pdf
from transcription.training.voices.spoken import Spoken, read_spoken

Labels = npt.NDArray[np.int64]


class Utterances:
    """One augmented version of each recording. `labels`: pdf of each output frame, None while it is not known."""

    def __init__(self, parts: Sequence[tuple[str, feature_files.FeatureFile]], spoken: Iterable[Spoken]) -> None:
        by_id = {each.id: each for each in spoken}
        files = [file for _, file in parts]
        self._names = [(name, len(file.ids)) for name, file in parts]
        self.frames = np.concatenate([file.frames for file in files])
        lengths = np.concatenate([np.diff(file.offsets) for file in files])
        self._offsets = np.concatenate([[0], np.cumsum(lengths)])
        self.speed = np.concatenate([file.speed for file in files])
        self.before_s = np.concatenate([file.before_s for file in files])
        self.spoken = [by_id[each] for file in files for each in file.ids]
        self.labels: list[Labels | None] = [None] * len(self.spoken)

    def __len__(self) -> int:
        return len(self.spoken)

    def features(self, number: int) -> Features:
        """Input frames x 40."""
        return self.frames[self._offsets[number] : self._offsets[number + 1]].astype(np.float32)

    def outputs(self, number: int) -> int:
        """Output frames, one every 30 ms."""
        length = int(self._offsets[number + 1] - self._offsets[number])
        return (length + FRAME_SUBSAMPLING - 1) // FRAME_SUBSAMPLING

    def label_silence(self) -> None:
        """What has no words is one long silence."""
        for number, spoken in enumerate(self.spoken):
            if not spoken.text:
                labels = np.full(self.outputs(number), loop_pdf(SILENCE))
                labels[0] = forward_pdf(SILENCE)
                self.labels[number] = labels

    def write_labels(self, folder: Path) -> None:
        """A file for each feature file."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, labels in self._by_part():
            known = [each for each in labels if each is not None]
            with _label_file(folder, name).open("wb") as file:
                np.savez(
                    file,
                    lengths=np.array([0 if each is None else len(each) for each in labels]),
                    labels=np.concatenate([*known, np.zeros(0, np.int64)]).astype(np.int16),
                )

    def read_labels(self, folder: Path) -> None:
        """Those that `write_labels` left; a feature file without labels keeps none."""
        first = 0
        for name, count in self._names:
            if _label_file(folder, name).exists():
                with np.load(_label_file(folder, name)) as stored:
                    lengths, labels = stored["lengths"], stored["labels"].astype(np.int64)
                ends = np.cumsum(lengths)
                for place in range(count):
                    if lengths[place]:
                        self.labels[first + place] = labels[ends[place] - lengths[place] : ends[place]]
            first += count

    def _by_part(self) -> Iterable[tuple[str, list[Labels | None]]]:
        first = 0
        for name, count in self._names:
            yield name, self.labels[first : first + count]
            first += count


def load(paths: Sequence[Path], folders: Iterable[Path]) -> Utterances:
    """`paths`: feature files; `folders`: those of the recordings that they were made of."""
    spoken = [each for folder in folders for each in read_spoken(folder)]
    return Utterances([(path.stem, feature_files.read(path)) for path in paths], spoken)


def _label_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.labels.npz"
