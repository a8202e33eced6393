"""News of many legs in few commits: each is answered for itself, one that cannot be carried out harms no other."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bridge.live.together import Together
from bridge.storage.failures import DatabaseUnavailable
from roles import commands as c


def lost(number: int) -> c.ReportStreamLost:
    return c.ReportStreamLost(call_sid=f"CA{number}", stream_name="x", reason="gone")


@dataclass
class Log:
    commits: list[list[str]] = field(default_factory=list)
    away: bool = False
    breaks_on: str = ""

    def handle_together(self, _incident_id: str, commands: Sequence[c.ReportStreamLost], _actor: object) -> None:
        if self.away:
            raise DatabaseUnavailable("away")
        names = [str(command.call_sid) for command in commands]
        if self.breaks_on in names:
            raise KeyError(self.breaks_on)
        self.commits.append(names)

    def handle(self, incident_id: str, command: c.ReportStreamLost, actor: object) -> None:
        self.handle_together(incident_id, [command], actor)


def told(log: Log, count: int) -> list[BaseException | None]:
    async def story() -> list[BaseException | None]:
        together = Together(log)  # type: ignore[arg-type]
        tellings = (together.tell("i1", lost(number)) for number in range(count))
        answers = await asyncio.gather(*tellings, return_exceptions=True)
        together.close()
        return answers

    return asyncio.run(story())


def test_what_is_told_at_the_same_moment_is_one_commit_in_its_order() -> None:
    log = Log()
    assert told(log, 40) == [None] * 40
    assert log.commits == [[f"CA{number}" for number in range(40)]]


def test_a_commit_has_a_bound() -> None:
    log = Log()
    told(log, 150)
    assert [len(commit) for commit in log.commits] == [64, 64, 22]


def test_with_the_database_away_everybody_hears_it() -> None:
    assert [type(answer) for answer in told(Log(away=True), 3)] == [DatabaseUnavailable] * 3


def test_one_that_cannot_be_carried_out_does_not_take_the_others_with_it() -> None:
    log = Log(breaks_on="CA1")
    assert [type(answer) for answer in told(log, 3)] == [type(None), KeyError, type(None)]
    assert log.commits == [["CA0"], ["CA2"]]


@pytest.mark.parametrize("times", [1, 2])
def test_telling_goes_on_after_a_failure(times: int) -> None:
    async def story() -> None:
        log = Log(away=True)
        together = Together(log)  # type: ignore[arg-type]
        for _ in range(times):
            with pytest.raises(DatabaseUnavailable):
                await together.tell("i1", lost(1))
        log.away = False
        await together.tell("i1", lost(2))
        assert log.commits == [["CA2"]]
        together.close()

    asyncio.run(story())
