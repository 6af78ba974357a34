"""Checks an Open Badge 3.0 against what its specification says, and tells what is wrong.

Written from the facts of 1EdTech Open Badges 3.0 and the W3C data model 2.0: which properties a
credential must have, which may occur, and what their values are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Check = Callable[[Any], bool]

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    r"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
IDENTITY_TYPES = {"name", "emailAddress", "identifier", "userName", "accountId", "systemId"}
ACHIEVEMENT_TYPES = {"Certificate", "CertificateOfCompletion", "Badge", "Course", "MicroCredential"}


def is_uri(value: Any) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme) and " " not in value


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_moment(value: Any) -> bool:
    """A moment with its zone, as RFC 3339 writes it."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value):
        return False
    return datetime.fromisoformat(value).tzinfo is not None


def types(*needed: str) -> Check:
    return lambda value: isinstance(value, list) and set(needed) <= set(value)


def one_of(*values: Any) -> Check:
    return lambda value: value in values


PROFILE: dict[str, tuple[bool, Check]] = {
    "id": (True, is_uri),
    "type": (True, types("Profile")),
    "name": (False, is_text),
    "url": (False, is_uri),
}
IDENTITY: dict[str, tuple[bool, Check]] = {
    "type": (True, one_of("IdentityObject")),
    "hashed": (True, one_of(True, False)),
    "identityHash": (True, is_text),
    "identityType": (True, one_of(*IDENTITY_TYPES)),
    "salt": (False, is_text),
}
ACHIEVEMENT: dict[str, tuple[bool, Check]] = {
    "id": (True, is_uri),
    "type": (True, types("Achievement")),
    "name": (True, is_text),
    "description": (True, is_text),
    "criteria": (
        True,
        lambda value: set(value) <= {"id", "narrative"} and is_text(value["narrative"]),
    ),
    "achievementType": (False, one_of(*ACHIEVEMENT_TYPES)),
}
EVIDENCE: dict[str, tuple[bool, Check]] = {
    "type": (True, types("Evidence")),
    "id": (False, is_uri),
    "name": (False, is_text),
    "narrative": (False, is_text),
}
SUBJECT: dict[str, tuple[bool, Check]] = {
    "id": (False, is_uri),
    "type": (True, types("AchievementSubject")),
    "identifier": (False, lambda value: not wrong_in_all(value, IDENTITY)),
    "achievement": (True, lambda value: not wrong_in(value, ACHIEVEMENT)),
}
CREDENTIAL: dict[str, tuple[bool, Check]] = {
    "@context": (True, lambda value: value[:2] == CONTEXTS),
    "id": (True, is_uri),
    "type": (True, lambda value: value[0] == "VerifiableCredential" and len(value) == 2),
    "name": (False, is_text),
    "issuer": (True, lambda value: not wrong_in(value, PROFILE)),
    "validFrom": (True, is_moment),
    "validUntil": (False, is_moment),
    "credentialSubject": (True, lambda value: not wrong_in(value, SUBJECT)),
    "evidence": (False, lambda value: not wrong_in_all(value, EVIDENCE)),
}


def wrong_in(found: Any, shape: dict[str, tuple[bool, Check]]) -> list[str]:
    """Return the properties that are missing, unknown or not as they must be."""
    if not isinstance(found, dict):
        return ["no object"]
    missing = [name for name, (needed, _check) in shape.items() if needed and name not in found]
    unknown = [name for name in found if name not in shape]
    wrong = [name for name, value in found.items() if name in shape and not shape[name][1](value)]
    return [*missing, *unknown, *wrong]


def wrong_in_all(found: Any, shape: dict[str, tuple[bool, Check]]) -> list[str]:
    """Return what is wrong in a list of objects."""
    if not isinstance(found, list) or not found:
        return ["no list"]
    return [name for each in found for name in wrong_in(each, shape)]


def wrong_in_badge(credential: Any) -> list[str]:
    """Return what is wrong in a credential; nothing when it is an Open Badge 3.0."""
    found = wrong_in(credential, CREDENTIAL)
    if "OpenBadgeCredential" not in credential.get("type", []):
        found.append("type")
    for identity in credential.get("credentialSubject", {}).get("identifier", []):
        digest = re.fullmatch(r"sha256\$[0-9a-f]{64}", identity["identityHash"])
        if identity["hashed"] != bool(digest):
            found.append("identityHash")
    return found
