"""The PIN that lets guests into one bridge: made from its id and the bridge's key, stored nowhere."""

import hashlib
import hmac


def bridge_pin(key: bytes, incident_id: str) -> str:
    """Six digits for guests of one bridge."""
    digest = hmac.new(key, f"bridge-pin/{incident_id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:6], 'big') % 1_000_000:06d}"
