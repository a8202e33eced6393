"""Random tokens and what of them is stored: only a hash, so that a copy of the database opens no door."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, safe in a URL and in a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """SHA-256; enough for a token of 256 random bits, which nobody can guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
