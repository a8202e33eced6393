"""Precision, recall and F1 by type, and exact match of attributes, as the guide of the annotated calls defines them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ATTRIBUTES = ("role", "person", "severity", "minutes", "owner", "page", "count")


@dataclass
class Counts:
    right: int = 0
    drafted: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.drafted if self.drafted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        total = self.drafted + self.labelled
        return 2 * self.right / total if total else 0.0


@dataclass
class Score:
    by_type: dict[str, Counts] = field(default_factory=dict)
    attributes: dict[str, Counts] = field(default_factory=dict)

    @property
    def overall(self) -> Counts:
        return _sum(self.by_type.values())

    @property
    def attributes_overall(self) -> Counts:
        return _sum(self.attributes.values())

    def add(self, labels: Mapping[int, Sequence[Mapping[str, Any]]], entries: Iterable[Mapping[str, Any]]) -> None:
        """One call. `labels` by line number; `entries` as drafted, each naming lines as `source`."""
        drafted: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
        for entry in entries:
            for source in entry["source"]:
                drafted.setdefault((source, entry["type"]), []).append(entry)
        wanted: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
        for number, found in labels.items():
            for label in found:
                wanted.setdefault((number, label["type"]), []).append(label)
        for key in drafted.keys() | wanted.keys():
            counts = self.by_type.setdefault(key[1], Counts())
            counts.drafted += key in drafted
            counts.labelled += key in wanted
            counts.right += key in drafted and key in wanted
            if key in drafted and key in wanted:
                self._attributes(wanted[key], drafted[key])

    def _attributes(self, labels: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> None:
        for name in ATTRIBUTES:
            want = Counter(str(label[name]).lower() for label in labels if label.get(name) is not None)
            have = Counter(str(entry[name]).lower() for entry in entries if entry.get(name) is not None)
            if want or have:
                counts = self.attributes.setdefault(name, Counts())
                counts.drafted += have.total()
                counts.labelled += want.total()
                counts.right += (want & have).total()


def _sum(parts: Iterable[Counts]) -> Counts:
    found = list(parts)
    return Counts(
        sum(count.right for count in found),
        sum(count.drafted for count in found),
        sum(count.labelled for count in found),
    )
