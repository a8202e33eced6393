"""Facts about how long an incident and its calls last: alone on it, opened again, near the carrier's limit."""

from dataclasses import dataclass

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class AloneAsked(Event):
    """The only caller was asked whether they stay."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class AloneAnswered(Event):
    """They stay; the time starts again. Who does not stay has their call ended."""

    call_sid: str


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class CallLimitNear(Event):
    """The carrier cuts this call soon, because it has lasted that long."""

    call_sid: str
