"""What the carrier is told at its start: the account, its numbers, how fast prompts are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

API_VERSION = "2010-04-01"


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account. `api_keys` maps key SIDs (SK...) to their secrets; webhooks are signed with `auth_token` only."""

    sid: str
    auth_token: str = field(repr=False)
    api_keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    def accepts(self, username: str, password: str) -> bool:
        return (username == self.sid and password == self.auth_token) or (
            username in self.api_keys and self.api_keys[username] == password
        )


@dataclass(frozen=True, kw_only=True)
class NumberConfig:
    """A number's webhooks. URLs may carry a retry fragment (`#rc=2&rp=all`)."""

    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    friendly_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """How the carrier behaves where Twilio leaves room.

    say_chars_per_s: reading speed of Say.
    recording_processing_s: from the end of a recording to its completed callback.
    webhook_ceiling_s: total time of one webhook with all its tries. action_after_hang_up: whether the Dial action is
    also requested (reply ignored) when the caller hung up; Twilio's pages do not say.
    """

    say_chars_per_s: float = 15.0
    recording_processing_s: float = 0.2
    dual_channel_recordings: bool = True
    webhook_ceiling_s: float = 15.0
    action_after_hang_up: bool = True
    max_participants: int = 250
