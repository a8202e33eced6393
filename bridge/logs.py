"""Logging: one JSON object a line to standard error, with numbers, PINs, tokens and credentials masked."""

import logging
import re
import sys
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson

MASK = "***"
REPEATED_AFTER_S = 10.0
MOST_LINES_KNOWN = 256

_NAMES_OF_PRIVATE_VALUES = (
    r"pin|pins|digits|token|password|passwd|secret|api[_-]?key|auth[_-]?token|authorization|cookie|set-cookie"
    r"|x-twilio-signature|signature|session"
)
_NUMBER = re.compile(r"(?:\+|%2[Bb])[\s().\-/]*\d(?:[\s().\-/]*\d){5,}")
_BARE_NUMBER = re.compile(r"(?<![\w.+-])\d{10,15}(?![\w.-])")
_SCHEME = re.compile(r"\b(basic|bearer|digest)\s+[A-Za-z0-9+/=._~-]{6,}", re.IGNORECASE)
_ASSIGNED = re.compile(
    rf"""(\b(?:[A-Za-z]+[_-])*(?:{_NAMES_OF_PRIVATE_VALUES})["']?\s*[:=]\s*["']?)(?!\*\*\*)[^\s"',;&)}}\]]+""",
    re.IGNORECASE,
)
_SPOKEN_PIN = re.compile(r"(\bpins?\b\D{0,12}?)\d{4,8}", re.IGNORECASE)
_LONG_TOKEN = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{40,}(?![\w-])")
_USER_INFO = re.compile(r"(://[^\s/:@]*:)[^\s/@]+@")
_OTHER_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""JSON leaves these alone, yet many readers of logs end a line at them."""
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def mask(text: str) -> str:
    """The text with phone numbers cut to their last two digits, and with secrets gone."""
    text = _USER_INFO.sub(rf"\1{MASK}@", text)
    text = _SCHEME.sub(rf"\1 {MASK}", text)
    text = _NUMBER.sub(_last_two, text)
    text = _BARE_NUMBER.sub(_last_two, text)
    text = _ASSIGNED.sub(rf"\1{MASK}", text)
    text = _SPOKEN_PIN.sub(rf"\1{MASK}", text)
    return _LONG_TOKEN.sub(_not_a_name, text)


def _last_two(found: re.Match[str]) -> str:
    digits = [character for character in found[0].removeprefix("%2B").removeprefix("%2b") if character.isdigit()]
    return f"{MASK}{''.join(digits[-2:])}"


def _not_a_name(found: re.Match[str]) -> str:
    """A long word of small letters is the name of a function; anything else of this length is a token."""
    return found[0] if re.fullmatch("[a-z_]+", found[0]) else MASK


class MaskingFilter(logging.Filter):
    """Masks message, arguments and extras before any handler sees them. `secrets` are masked wherever they stand."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._secrets = sorted((secret for secret in secrets if len(secret) >= 4), key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            text = f"{record.msg} (its arguments do not fit)"
        record.msg, record.args = self.clean(text), ()
        if record.exc_info:
            record.exc_text = self.clean(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        for name in set(vars(record)) - _STANDARD:
            setattr(record, name, self.clean_value(name, getattr(record, name)))
        return True

    def clean(self, text: str) -> str:
        """Masked, and free of the lone surrogates that cannot be written as UTF-8."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return mask(text.encode("utf-8", "backslashreplace").decode("utf-8"))

    def clean_value(self, name: str, value: Any) -> Any:
        """An extra field as it may be shown: short numbers and truth values as they are, all else as masked text."""
        if re.fullmatch(rf"(?:\w+[_-])?(?:{_NAMES_OF_PRIVATE_VALUES})", name, re.IGNORECASE):
            return MASK
        if value is None or isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**9):
            return value
        return self.clean(str(value))


class RepeatFilter(logging.Filter):
    """The same line of the same logger once in ten seconds: a trouble that lasts does not fill the disk with itself.

    The next one that is written says in `repeated` how many were left out before it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        line = (record.name, record.getMessage())
        written_at, left_out = self._last.pop(line, (float("-inf"), 0))
        written = record.created >= written_at + REPEATED_AFTER_S
        self._last[line] = (record.created, 0) if written else (written_at, left_out + 1)
        if len(self._last) > MOST_LINES_KNOWN:
            self._last.popitem(last=False)
        if written and left_out:
            record.repeated = left_out
        return written


class LineFormatter(logging.Formatter):
    """{"at", "level", "logger", "message", extras..., "error"}: line breaks inside stay escaped."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_text:
            line["error"] = record.exc_text
        return orjson.dumps(line, default=str).decode("utf-8").translate(_OTHER_LINE_BREAKS)


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes masked lines; the filter sits here, because a logger's filter does not see its children's records."""

    def __init__(self, stream: TextIO, secrets: Sequence[str] = ()) -> None:
        super().__init__(stream)
        self.addFilter(MaskingFilter(secrets))
        self.addFilter(RepeatFilter())
        self.setFormatter(LineFormatter())


def configure(level: str = "INFO", secrets: Sequence[str] = (), stream: TextIO | None = None) -> None:
    """Send every logger of this process to standard error (or `stream`); replaces what was configured before."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(LineHandler(stream or sys.stderr, secrets))
    root.setLevel(level.upper())
    for chatty in ("alembic", "twilio.http_client", "apscheduler", "urllib3", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
