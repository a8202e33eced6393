"""Orders about how long an incident lasts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AnswerAlone:
    """From the only caller, who was asked whether they stay; silence does not."""

    call_sid: str
    stays: bool


@dataclass(frozen=True, kw_only=True)
class ReopenIncident:
    pass
