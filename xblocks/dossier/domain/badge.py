"""The certificate as an Open Badge 3.0: a verifiable credential as JSON-LD.

Source: 1EdTech Open Badges 3.0 – an `OpenBadgeCredential` of the W3C data model 2.0 with a profile
as issuer and an achievement of the subject; signed from outside as a compact JWS (section “JSON Web
Token Proof Format”).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True)
class Issuer:
    """Who gives the certificate; `id` is a URI of theirs, `url` their page or nothing."""

    id: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class Recipient:
    """How the credential tells whose it is (`IdentityObject`)."""

    kind: str
    value: str
    salt: str = ""


@dataclass(frozen=True)
class Award:
    """What a credential says. `id`, `subject_id` and `achievement_id` are URIs.

    `evidence` holds pairs of a name and a sentence, none of them about anybody else.
    """

    id: str
    subject_id: str
    recipient: Recipient
    issuer: Issuer
    achievement_id: str
    name: str
    description: str
    criteria: str
    evidence: Sequence[tuple[str, str]]
    since: datetime


def plain_name(name: str) -> Recipient:
    """Tell the person by name."""
    return Recipient("name", name)


def hashed_address(address: str, salt: str) -> Recipient:
    """Tell the person by address, for those alone who know it: it is hashed with the salt."""
    digest = sha256((address.strip().lower() + salt).encode()).hexdigest()
    return Recipient("emailAddress", f"sha256${digest}", salt)


def credential(award: Award) -> dict[str, Any]:
    """Return the credential without a proof."""
    return {
        "@context": [*CONTEXTS],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.name,
        "issuer": _profile(award.issuer),
        "validFrom": _moment(award.since),
        "credentialSubject": {
            "id": award.subject_id,
            "type": ["AchievementSubject"],
            "identifier": [_identity(award.recipient)],
            "achievement": {
                "id": award.achievement_id,
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": award.name,
                "description": award.description,
                "criteria": {"narrative": award.criteria},
            },
        },
        "evidence": [
            {"type": ["Evidence"], "name": name, "narrative": narrative}
            for name, narrative in award.evidence
        ],
    }


def claims(credential: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of the JWT: the credential, and its claims as a JWT names them."""
    since = datetime.fromisoformat(credential["validFrom"])
    return {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(since.timestamp()),
    }


def _profile(issuer: Issuer) -> dict[str, Any]:
    profile = {"id": issuer.id, "type": ["Profile"], "name": issuer.name}
    return profile | {"url": issuer.url} if issuer.url else profile


def _identity(recipient: Recipient) -> dict[str, Any]:
    identity = {
        "type": "IdentityObject",
        "hashed": bool(recipient.salt),
        "identityHash": recipient.value,
        "identityType": recipient.kind,
    }
    return identity | {"salt": recipient.salt} if recipient.salt else identity


def _moment(at: datetime) -> str:
    """A moment in whole seconds, as `nbf` tells it too."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
