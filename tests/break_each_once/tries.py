"""Every step is tried broken first, where its check has to fail; then it is done for real."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from journey_step import WITHIN_S, Step

from bridge.demo.watch import NeverHappened
from tests.break_each_once.breaking import Switch

FAILS = (NeverHappened, AssertionError, LookupError, ValueError)
"""What a check raises: it waited in vain, or what it looks at is not there."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """`left_out`: what did nothing. `worked_after_s`: how long the check waited when it was not broken."""

    name: str
    left_out: tuple[str, ...]
    failed: bool
    waited_s: float
    worked_after_s: float

    @property
    def verdict(self) -> str:
        if not self.left_out:
            return "NOTHING TO BREAK"
        if not self.failed:
            return "NO"
        if self.worked_after_s > self.waited_s:
            return f"UNSURE: comes after {self.worked_after_s:.1f} s, waited for {self.waited_s:g} s"
        return "yes"

    @property
    def line(self) -> str:
        return f"{self.name:22} {'; '.join(self.left_out) or '-':80.80} {self.verdict}"


@dataclass
class Tries:
    """Takes the steps of a journey in place of `once`. `wait_s`: how long a check may wait while its step is broken."""

    switch: Switch
    wait_s: float
    tell: Callable[[str], None]
    tried: list[Tried] = field(default_factory=list)

    def __call__(self, step: Step) -> None:
        self.switch.set(step.breaks)
        step.act()
        failed = self._fails(step)
        left_out = self.switch.left_out()
        self.switch.set({})
        (step.again or step.act)()
        done_at = time.monotonic()
        step.check(WITHIN_S)
        found = Tried(
            name=step.name,
            left_out=tuple(left_out),
            failed=failed,
            waited_s=self.wait_s,
            worked_after_s=time.monotonic() - done_at,
        )
        self.tried.append(found)
        self.tell(found.line)

    def _fails(self, step: Step) -> bool:
        try:
            step.check(self.wait_s)
        except FAILS:
            return True
        return False
