"""Every URL that is handed to Twilio: absolute, plain ASCII, with a retry fragment, sealed where an outage needs it."""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

ACTION = "#rc=2&rp=all&ct=2000&rt=4000"
CALLBACK = "#rc=4&rp=all&ct=2000&rt=3000"
SEAL_LENGTH = 32


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """What an outage needs to put a leg back into its room, carried in the URLs of an admitted leg."""

    incident_id: str
    room: str
    muted: bool


class Urls:
    """`seal_key` signs what the URLs of admitted legs say, so that nobody can let themselves in by writing one."""

    def __init__(self, public_url: str, media_base_url: str, seal_key: bytes) -> None:
        self._public_url = public_url.rstrip("/")
        self._media_base_url = media_base_url.rstrip("/")
        self._seal_key = seal_key

    def action(self, path: str, **query: str) -> str:
        return self._url(path, ACTION, query)

    def callback(self, path: str, **query: str) -> str:
        return self._url(path, CALLBACK, query)

    def sealed(self, path: str, call_sid: str, admitted: Admitted, **query: str) -> str:
        """An action URL from which `admitted` can be read back without the database, for this call only."""
        claims = {
            "incident": admitted.incident_id,
            "room": admitted.room,
            "muted": "1" if admitted.muted else "0",
        }
        return self._url(path, ACTION, {**claims, "seal": self._seal(call_sid, claims), **query})

    def unsealed(self, call_sid: str, query: "dict[str, str]") -> Admitted | None:
        """What the URL of an admitted leg says; None when the seal does not fit this call."""
        claims = {name: query.get(name, "") for name in ("incident", "room", "muted")}
        if not claims["room"] or not hmac.compare_digest(query.get("seal", ""), self._seal(call_sid, claims)):
            return None
        return Admitted(incident_id=claims["incident"], room=claims["room"], muted=claims["muted"] == "1")

    def sound(self, path: str, **query: str) -> str:
        """The URL of a sound. Whether the carrier signs its request for one is not known, so the URL itself does."""
        return self._url(path, ACTION, {**query, "seal": self._sound_seal(path, query)})

    def is_sound(self, path: str, query: "dict[str, str]") -> bool:
        """Whether we wrote this URL of a sound."""
        rest = {name: value for name, value in query.items() if name != "seal"}
        return hmac.compare_digest(query.get("seal", ""), self._sound_seal(path, rest))

    def media(self, stream_name: str) -> str:
        return f"{self._media_base_url}/media/{stream_name}"

    def _url(self, path: str, fragment: str, query: "dict[str, str]") -> str:
        return f"{self._public_url}/twilio/{path}{'?' + urlencode(query) if query else ''}{fragment}"

    def _sound_seal(self, path: str, query: "dict[str, str]") -> str:
        return self._digest("\n".join(("sound", path, *(f"{name}={query[name]}" for name in sorted(query)))))

    def _seal(self, call_sid: str, claims: "dict[str, str]") -> str:
        return self._digest("\n".join((call_sid, claims["incident"], claims["room"], claims["muted"])))

    def _digest(self, text: str) -> str:
        return hmac.new(self._seal_key, text.encode(), hashlib.sha256).hexdigest()[:SEAL_LENGTH]
