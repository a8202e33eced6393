"""Reads one setting at a time: from NAME or the file that NAME_FILE names, checked, its mistakes collected."""

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bridge.storage.engines import parse_url
from bridge.storage.phone_numbers import SUPPORTED_COUNTRIES, NotAPhoneNumber, e164

T = TypeVar("T")

SHORTEST_SECRET_KEY = 16
_HOST_LABELS = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?")


@dataclass(frozen=True)
class Problem:
    """A setting and what is wrong with it, in words that follow its name. Never holds the value of a secret."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name} {self.reason}"


class SettingsError(Exception):
    """Settings are missing or wrong; the text has a line for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class Reader:
    """Collects the problems while it reads. An empty value counts as unset."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[Problem] = []

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """The setting, or the default when it is unset or wrong. `parse` raises ValueError with the reason."""
        try:
            value = self._value(name)
            return parse(value) if value else default
        except ValueError as error:
            self.problems.append(Problem(name, str(error)))
            return default

    def _value(self, name: str) -> str:
        value, file = self._environ.get(name, "").strip(), self._environ.get(f"{name}_FILE", "").strip()
        if not file:
            return value
        if value:
            raise ValueError(f"and {name}_FILE are both set; keep one")
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text"
            raise ValueError(f"cannot be read from the file that {name}_FILE names: {why}") from None


def is_loopback(host: str) -> bool:
    """True for localhost and for addresses of this machine's loopback interface."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_http_url(text: str) -> str:
    """An https URL, or http for loopback only; without the slash at its end."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise ValueError("is not a URL such as https://bridge.example.com")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or a password")
    if parts.query or parts.fragment or any(character.isspace() for character in text):
        raise ValueError("must not have a query, a fragment or spaces")
    if ":" not in host and not _HOST_LABELS.fullmatch(host):
        raise ValueError("has a host name with characters that Twilio refuses (letters, digits, - and . are allowed)")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("must begin with https:// (http is for this machine's loopback only)")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def read_database_url(text: str) -> str:
    try:
        parse_url(text)
    except ValueError as error:
        raise ValueError(f"is {error}") from None
    return text


def read_port(text: str) -> int:
    port = _whole_number(text)
    if not 0 <= port <= 65535:
        raise ValueError("is not a port (0 to 65535)")
    return port


def read_positive(text: str) -> int:
    number = _whole_number(text)
    if number < 1:
        raise ValueError("must be at least 1")
    return number


def read_days(text: str) -> int:
    """0: kept until somebody erases it."""
    days = _whole_number(text)
    if days < 0:
        raise ValueError("is a number of days, 0 for no limit")
    return days


def read_switch(text: str) -> bool:
    match text.lower():
        case "true" | "yes" | "on" | "1":
            return True
        case "false" | "no" | "off" | "0":
            return False
        case _:
            raise ValueError("must be true or false")


def read_phone_number(text: str) -> str:
    try:
        return e164(text)
    except NotAPhoneNumber:
        raise ValueError("is not a phone number such as +12025550100") from None


def read_countries(text: str) -> frozenset[str]:
    """ISO codes of countries, such as US,DE."""
    codes = frozenset(code.strip().upper() for code in text.split(",") if code.strip())
    if not codes <= set(SUPPORTED_COUNTRIES):
        raise ValueError("is a list of country codes such as US,DE")
    return codes


def read_account_sid(text: str) -> str:
    return _sid(text, "AC")


def read_key_sid(text: str) -> str:
    return _sid(text, "SK")


def read_secret_key(text: str) -> str:
    if len(text) < SHORTEST_SECRET_KEY:
        raise ValueError(f"is too short: use at least {SHORTEST_SECRET_KEY} random characters")
    return text


def _sid(text: str, prefix: str) -> str:
    if not re.fullmatch(prefix + "[0-9a-fA-F]{32}", text):
        raise ValueError(f"is not {prefix} followed by 32 hexadecimal digits")
    return text


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise ValueError("is not a whole number")
    return int(text)
