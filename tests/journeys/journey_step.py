"""One step of a long journey: what is done, and what it has to lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

WITHIN_S = 30


@dataclass(frozen=True, kw_only=True)
class Step:
    """`name`: a row of the telephone's card, or an action of the page.

    `check` waits at most so many seconds for what `act` leads to, and raises when it does not come. `again`: how the
    step is done once more after it led to nothing, where that differs. `breaks`: see `tests/break_each_once`.
    """

    name: str
    act: Callable[[], None]
    check: Callable[[float], object]
    breaks: Mapping[str, str]
    again: Callable[[], None] | None = None


def once(step: Step) -> None:
    step.act()
    step.check(WITHIN_S)
