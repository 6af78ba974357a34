"""Signs documents as JSON Web Tokens with the operator's key."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ALGORITHM = "RS256"
PUBLIC = ("kty", "n", "e")
"""What of a key may be shown."""


def can_sign() -> bool:
    """Whether the operator has named a key: setting `WBM_BADGE_KEY`, an RSA key as PEM text."""
    return bool(getattr(settings, "WBM_BADGE_KEY", ""))


def signed(payload: dict[str, Any]) -> str:
    """Return the payload as a compact JWS with the public key in its header.

    `WBM_BADGE_KEY_URL` names the public key instead, for those who look it up there. Needs PyJWT
    and cryptography, which every platform has; raises ImproperlyConfigured without them or with a
    key that is none.
    """
    try:
        jwt = import_module("jwt")
        serialization = import_module("cryptography.hazmat.primitives.serialization")
    except ImportError as error:
        raise ImproperlyConfigured("signing needs PyJWT and cryptography") from error
    try:
        key = serialization.load_pem_private_key(settings.WBM_BADGE_KEY.encode(), password=None)
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    except (ValueError, TypeError, AttributeError, jwt.exceptions.PyJWTError) as error:
        raise ImproperlyConfigured("WBM_BADGE_KEY is no RSA key as PEM text") from error
    if address := getattr(settings, "WBM_BADGE_KEY_URL", ""):
        header: dict[str, Any] = {"kid": address}
    else:
        header = {"jwk": {name: public[name] for name in PUBLIC}}
    return str(jwt.encode(payload, key, algorithm=ALGORITHM, headers=header))
