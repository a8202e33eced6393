"""The ear of a test call: five seconds are kept once, nothing of who hangs up before, a full disk is no end."""

import asyncio
import base64
import json
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bridge.live.phone_check import MOST_BYTES, PhoneCheckEar
from bridge.storage.database import Database
from bridge.storage.phone_checks import PhoneCheck, PhoneChecks, sound_file
from transcription.recognizer import Final, Result

CALL = "CA" + "1" * 32
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def frame(track: str = "inbound", byte: int = 0x20) -> str:
    payload = base64.b64encode(bytes([byte]) * 160).decode()
    media = {"track": track, "chunk": "1", "timestamp": "20", "payload": payload}
    return json.dumps({"event": "media", "sequenceNumber": "2", "streamSid": "MZ" + "1" * 32, "media": media})


class Line:
    """Messages of a socket, then its end, or a silence without one."""

    def __init__(self, messages: list[str], closes: bool = True) -> None:
        self._messages = messages
        self._closes = closes
        self.waiting = asyncio.Event()

    async def receive(self) -> str | None:
        if self._messages:
            return self._messages.pop(0)
        if not self._closes:
            self.waiting.set()
            await asyncio.Event().wait()
        return None


async def listened(database: Database, folder: Path, line: Line, window_s: float = 60) -> PhoneCheck:
    checks = PhoneChecks(database)
    checks.begin(CALL, None, NOW)

    def recognize(_: str, __: bytes, done: Callable[[Result], None]) -> None:
        done(Final(words=(), text="hello", confidence=1.0))

    await PhoneCheckEar(checks, folder, recognize, window_s).listen(CALL, line.receive)
    await asyncio.get_running_loop().shutdown_default_executor()
    check = checks.get(CALL)
    assert check is not None
    return check


def test_the_first_five_seconds_are_kept_with_their_words(sqlite_database: Database, tmp_path: Path) -> None:
    line = Line([frame("outbound", 0x10), *[frame()] * 300])
    check = asyncio.run(listened(sqlite_database, tmp_path, line))
    assert (check.sound_ms, check.words) == (5000, "hello")
    with wave.open(str(sound_file(tmp_path, CALL))) as sound:
        assert sound.getnframes() == MOST_BYTES


def test_nothing_is_kept_of_who_hangs_up_before(sqlite_database: Database, tmp_path: Path) -> None:
    check = asyncio.run(listened(sqlite_database, tmp_path, Line([frame()] * 100)))
    assert (check.sound_ms, check.words) == (0, "")
    assert list(tmp_path.glob("*.wav")) == []


def test_a_line_that_sends_nothing_for_silence_is_kept_when_the_time_is_up(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async def quiet() -> PhoneCheck:
        line = Line([frame()] * 100, closes=False)
        listening = asyncio.create_task(listened(sqlite_database, tmp_path, line, window_s=0.05))
        checks = PhoneChecks(sqlite_database)
        await line.waiting.wait()
        line.waiting.clear()
        await line.waiting.wait()
        listening.cancel()
        check = checks.get(CALL)
        assert check is not None
        return check

    assert asyncio.run(quiet()).sound_ms == 2000


def test_a_disk_that_takes_nothing_costs_the_playing_only(sqlite_database: Database, tmp_path: Path) -> None:
    in_the_way = tmp_path / "in-the-way"
    in_the_way.write_text("")
    check = asyncio.run(listened(sqlite_database, in_the_way, Line([frame()] * 300)))
    assert check.heard
    assert check.words == "hello"
