"""Twilio's identifiers and the date formats of its webhooks and answers."""

import secrets
from datetime import UTC, datetime
from email.utils import format_datetime


def new_sid(prefix: str) -> str:
    """A SID: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def now() -> datetime:
    return datetime.now(UTC)


def rfc2822(at: datetime | None) -> str | None:
    """`Mon, 02 Mar 2026 09:05:07 +0000`, as in REST answers and recording callbacks; None stays None."""
    return None if at is None else format_datetime(at)


def conference_timestamp(at: datetime) -> str:
    """As `rfc2822`, but the day without a leading zero: what conference events carry."""
    day, rest = format_datetime(at).split(", ")
    return f"{day}, {rest.removeprefix('0')}"


def iso8601(at: datetime) -> str:
    """`2026-03-02T09:05:08.123Z`, as in stream status callbacks."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
