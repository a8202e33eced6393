"""The log: one line each, and no phone number, PIN, token or credential in it."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, strategies as st

from bridge import logs

NUMBERS = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
TOKEN = "q3J9_x7-Zk2LmN8pQrStUvWxYz0123456789AbCdEfG"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logger = logging.getLogger("bridge.test")
    handler = logs.LineHandler(stream, secrets=["my+own secret"])
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield stream
    logger.removeHandler(handler)


def last(stream: io.StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return line


@given(NUMBERS, st.text(), st.text())
def test_no_phone_number_passes_in_any_text(number: str, before: str, after: str) -> None:
    assert number not in logs.mask(f"{before}{number}{after}")
    assert number[1:] not in logs.mask(f"caller {number} joined")
    assert number[1:] not in logs.mask(f"From=%2B{number[1:]}&To=x")


@given(NUMBERS)
def test_the_last_two_digits_are_shown(number: str) -> None:
    assert logs.mask(f"caller {number} joined") == f"caller ***{number[-2:]} joined"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Digits=471100&CallSid=CA1", "471100"),
        ('{"pin": "471100"}', "471100"),
        ("wrong PIN 471100", "471100"),
        ("the pin was 4711000", "4711000"),
        ("Authorization: Basic QUMwOnRva2Vu", "QUMwOnRva2Vu"),
        ("{'Authorization': 'Bearer abc.def.ghi'}", "abc.def.ghi"),
        ("X-Twilio-Signature: RSOYDt4T1cUTdK1PDd93/VVr8B8=", "RSOYDt4T1cUTdK1PDd93"),
        ("TWILIO_AUTH_TOKEN=12345", "12345"),
        ("auth_token='sosecret'", "sosecret"),
        (f"GET /invite/{TOKEN} 200", TOKEN),
        (f"Cookie: session={TOKEN}", TOKEN),
        ("postgresql://bridge:hunter2@db/x", "hunter2"),
        ("called 12025550101 back", "12025550101"),
        ("called +1 (202) 555-0101 back", "555-0101"),
    ],
)
def test_private_values_are_masked(text: str, secret: str) -> None:
    assert secret not in logs.mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "incident 7 at seq 1234 in 12.5 ms on port 8080",
        "call CA0123456789abcdef0123456789abcdef joined CF0123456789abcdef0123456789abcdef",
        "2026-11-23T03:00:00.123456+00:00 opened",
        "in test_a_removed_person_who_dials_again_waits_in_the_lobby",
    ],
)
def test_what_is_not_private_stays(text: str) -> None:
    assert logs.mask(text) == text


def test_a_record_is_one_line_with_its_extras(lines: io.StringIO) -> None:
    logging.getLogger("bridge.test").info("joined\nthe %s", "bridge", extra={"seq": 7, "number": "+12025550101"})
    line = last(lines)
    assert len(lines.getvalue().splitlines()) == 1
    assert (line["message"], line["level"], line["logger"]) == ("joined\nthe bridge", "info", "bridge.test")
    assert (line["seq"], line["number"]) == (7, "***01")


def test_arguments_extras_and_tracebacks_are_masked(lines: io.StringIO) -> None:
    logger = logging.getLogger("bridge.test")
    try:
        raise ValueError("no such number +12025550101 and my+own secret")
    except ValueError:
        logger.exception("from %s", "+12025550102", extra={"token": "abc", "from_number": 12025550103})
    written = lines.getvalue()
    assert "ValueError" in last(lines)["error"]
    assert not any(digits in written for digits in ("2025550101", "2025550102", "2025550103", "my+own secret", "abc"))


def test_arguments_that_do_not_fit_and_broken_text_are_still_written(lines: io.StringIO) -> None:
    logger = logging.getLogger("bridge.test")
    logger.info("one %s %s", "two")
    assert "do not fit" in last(lines)["message"]
    logger.info("half a character: %s", "\ud800")
    assert "ud800" in last(lines)["message"]


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b"]), st.one_of(st.text(), st.integers(), st.binary())))
def test_every_record_becomes_one_line_of_json(message: str, extra: dict[str, Any]) -> None:
    stream = io.StringIO()
    handler = logs.LineHandler(stream)
    record = logging.makeLogRecord({"msg": message, "levelname": "INFO", "name": "x", **extra})
    handler.handle(record)
    (line,) = stream.getvalue().splitlines() if stream.getvalue().count("\n") == 1 else ["not one line"]
    assert json.loads(line)["logger"] == "x"


def test_configuring_twice_writes_each_line_once() -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    try:
        logs.configure(stream=io.StringIO())
        logs.configure("warning", stream=stream)
        logging.getLogger("bridge.child").warning("call from +12025550101")
        logging.getLogger("bridge.child").info("quiet")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == ["call from ***01"]


def record(message: str, at_s: float, name: str = "bridge.live") -> logging.LogRecord:
    return logging.makeLogRecord({"msg": message, "created": at_s, "name": name, "levelname": "WARNING"})


def test_a_line_that_repeats_itself_is_written_once_in_ten_seconds_with_how_many_were_left_out() -> None:
    repeats = logs.RepeatFilter()
    found = [record("speech was not decoded", at / 10) for at in range(101)]
    written = [line for line in found if repeats.filter(line)]
    assert [line.created for line in written] == [0.0, 10.0]
    assert json.loads(logs.LineFormatter().format(written[1]))["repeated"] == 99
    assert "repeated" not in json.loads(logs.LineFormatter().format(written[0]))


def test_other_words_and_other_loggers_are_no_repetition() -> None:
    repeats = logs.RepeatFilter()
    assert repeats.filter(record("one", 0))
    assert repeats.filter(record("two", 0))
    assert repeats.filter(record("one", 0, "bridge.web"))
    assert not repeats.filter(record("one", 1))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=60))
def test_no_line_is_silent_for_longer_than_ten_seconds(said: list[tuple[str, float]]) -> None:
    repeats = logs.RepeatFilter()
    last_written: dict[str, float] = {}
    for message, at_s in sorted(said, key=lambda found: found[1]):
        if repeats.filter(record(message, at_s)):
            last_written[message] = at_s
        assert at_s - last_written[message] < logs.REPEATED_AFTER_S
