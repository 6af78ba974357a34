"""How a browser proves that an anonymous card or ballot is its own.

The browser keeps a secret in a cookie of that board; a row keeps a hash of it that is another one
for each row, so that rows of one person cannot be put together. When the step ends the hashes are
blanked, and nothing tells any more whose they were, not even to their author.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid

COOKIE = "wbm_board"
COOKIE_SECONDS = 180 * 24 * 3600
"""A board may be worked on over weeks."""

_SECRET = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[0-9a-f]{32}")


def new_secret() -> str:
    """Return a secret for a browser that has none."""
    return secrets.token_hex(32)


def is_secret(text: str) -> bool:
    """Whether a cookie holds a secret as we give them."""
    return _SECRET.fullmatch(text) is not None


def new_key() -> str:
    """Return the key of a new row; it tells no order."""
    return uuid.uuid4().hex


def is_key(text: str) -> bool:
    """Whether a key sent by a page is a random one."""
    return _KEY.fullmatch(text) is not None and uuid.UUID(hex=text).version == 4


def mark_of(secret: str, seat: int | None, key: str) -> str:
    """Return what a row keeps of who wrote it: the browser, for itself or for a seat."""
    voice = "" if seat is None else str(seat)
    return hashlib.sha256(f"{secret}:{voice}:{key}".encode()).hexdigest()


def proves(secret: str, seat: int | None, key: str, mark: str) -> bool:
    """Whether a row was written with this secret; never when its mark is blanked."""
    return bool(
        mark and is_secret(secret) and hmac.compare_digest(mark, mark_of(secret, seat, key))
    )
