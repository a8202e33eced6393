"""The retry fragment of a webhook URL (`#ct=&rt=&tt=&rc=&rp=`): connection overrides of Twilio."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urlsplit, urlunsplit


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Times in ms; `on` holds what is tried again: `4xx`, `5xx`, `ct` (no connection), `rt` (no answer)."""

    connect_ms: int = 5000
    read_ms: int = 15000
    total_ms: int = 15000
    retries: int = 1
    on: frozenset[str] = frozenset({"ct"})


EVERYTHING = frozenset({"4xx", "5xx", "ct", "rt"})


def retry_policy(url: str) -> RetryPolicy:
    """The policy of a URL's fragment; numbers out of range are moved into it, unknown keys ignored."""
    fields = dict(parse_qsl(urldefrag(url).fragment))

    def number(key: str, low: int, high: int, default: int) -> int:
        text = fields.get(key, "")
        return min(max(int(text), low), high) if text.isdecimal() else default

    named = frozenset(fields.get("rp", "ct").split(","))
    return RetryPolicy(
        connect_ms=number("ct", 100, 10000, 5000),
        read_ms=number("rt", 100, 15000, 15000),
        total_ms=number("tt", 100, 15000, 15000),
        retries=number("rc", 0, 5, 1),
        on=EVERYTHING if "all" in named else named & EVERYTHING,
    )


def sent_url(url: str) -> str:
    """The URL as it is requested and signed: no fragment, no user and password; over https no port."""
    parts = urlsplit(urldefrag(url).url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host))


def signed_url(url: str) -> str:
    """What the signature of a voice webhook covers."""
    parts = urlsplit(sent_url(url))
    if parts.scheme == "https" and parts.port is not None:
        parts = parts._replace(netloc=parts.netloc.rpartition(":")[0])
    return urlunsplit(parts)
