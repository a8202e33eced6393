"""What a new stream has sent while another process still listens to the one before it."""

from dataclasses import dataclass, field

AT_MOST_S = 40.0
"""Whoever has not handed over by then is gone."""
MOST = 2500


@dataclass
class Held:
    """`before`: the other stream's name; `since_s`: since when this one waits, in seconds since 1970."""

    before: str
    since_s: float
    given_up: bool = False
    messages: list[tuple[str, float]] = field(default_factory=list)

    def take(self, message: str, received_s: float) -> None:
        self.messages.append((message, received_s))
        if len(self.messages) > MOST:
            # The first one is the start of the stream.
            del self.messages[1:51]

    def is_too_old(self, now_s: float) -> bool:
        return not self.given_up and now_s - self.since_s > AT_MOST_S
