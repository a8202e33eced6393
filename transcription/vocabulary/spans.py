"""A stretch of spoken words and how it is written: the way from the shown text back to what was said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` (not included) of the spoken text. `kind` is empty where they are shown as said."""

    start: int
    end: int
    shown: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """`spans` cover every spoken word once, in order."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def shown(self) -> str:
        return " ".join(span.shown for span in self.spans)

    @property
    def spoken(self) -> str:
        return " ".join(self.words)

    def said(self, span: Span) -> str:
        """The spoken words of one span."""
        return " ".join(self.words[span.start : span.end])
