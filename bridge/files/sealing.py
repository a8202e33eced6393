"""Encryption at rest: AES-256-GCM over pieces that can be read alone, bound to what they are a piece of."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
OVERHEAD_BYTES = NONCE_BYTES + 16


class CannotOpen(Exception):
    """The key is missing, is another one, or the bytes were changed."""


class Seal:
    """`key`: 32 bytes, or None when nothing is encrypted."""

    def __init__(self, key: bytes | None) -> None:
        self._cipher = AESGCM(key) if key is not None else None

    @property
    def on(self) -> bool:
        return self._cipher is not None

    def close(self, plain: bytes, about: bytes) -> bytes:
        """Nonce, then what is encrypted, then its tag. `about` has to be the same to open it. Needs a key."""
        if self._cipher is None:
            raise ValueError("there is no key to seal with")
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Raises CannotOpen."""
        if self._cipher is None:
            raise CannotOpen("the file is encrypted and BRIDGE_FILE_KEY is not set")
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        except (InvalidTag, ValueError):
            raise CannotOpen("the file was encrypted with another BRIDGE_FILE_KEY, or it is damaged") from None
