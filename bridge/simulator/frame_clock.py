"""The carrier's heart beat: a tick every 20 ms on the loop's clock, without drift, while anybody is on the line."""

import asyncio
import time
from collections.abc import Callable

from bridge.simulator.sound import FRAME_S

LATEST_S = 1.0


async def run_clock(busy: Callable[[], bool], tick: Callable[[float], None]) -> None:
    """Ticks that are late are made up for at once, unless they are more than a second late.

    `tick` is told when its 20 ms ended on this clock, in seconds since 1970: people do not speak later because the
    machine is.
    """
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        due += FRAME_S
        late = loop.time() - due
        if late > LATEST_S:
            due = loop.time()
        await asyncio.sleep(max(0.0, -late))
        if busy():
            tick(time.time() - (loop.time() - due))
