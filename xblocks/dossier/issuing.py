"""Makes the certificate a badge that other programs read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.dossier import domain
from xblocks.dossier.domain import DAYS, DAYS_NEEDED, Award, Evidence, Issuer
from xblocks.dossier.gathering import evidence_of, person_of
from xblocks.dossier.refusals import NoCertificateYet
from xblocks.host import signing
from xblocks.host.course import course_face
from xblocks.host.links import absolute
from xblocks.roster.records import Person


@dataclass(frozen=True)
class Badge:
    """A badge as a file: a compact JWS when it is signed, else JSON."""

    content: str
    signed: bool


def badge(actor: Actor, *, with_name: bool) -> Badge:
    """Return the person's certificate as Open Badge 3.0, in the language of the course.

    It tells whose it is by name, or by the address as a salted hash. Raises `NotAllowed`,
    `Masquerading`, `NoCertificateYet`.
    """
    require_own_hand(actor, Action.SEE_DOSSIER)
    person = person_of(actor)
    evidence = evidence_of(person)
    standing = domain.standing(evidence)
    if not standing.reached or standing.since is None:
        raise NoCertificateYet
    recipient = (
        domain.plain_name(person.name)
        if with_name
        else domain.hashed_address(person.email, _secret("salt", person).hex[:16])
    )
    face = course_face(person.course_key)
    with override(face.language):
        award = Award(
            id=_secret("badge", person).urn,
            subject_id=_secret("subject", person).urn,
            recipient=recipient,
            issuer=_issuer(face.title),
            achievement_id=absolute(f"/courses/{person.course_key}/about"),
            name=face.title or gettext("Certificate"),
            description=gettext(
                "Trained as a mentor for continuing education in companies: seminar days, online "
                "phases and a project in the own company."
            ),
            criteria=criteria(),
            evidence=_told(evidence),
            since=standing.since,
        )
    credential = domain.credential(award)
    if signing.can_sign():
        return Badge(signing.signed(domain.claims(credential)), signed=True)
    return Badge(json.dumps(credential, ensure_ascii=False, indent=2) + "\n", signed=False)


def criteria() -> str:
    """Return the rule of the certificate in words (`curriculum-facts 1.1`)."""
    return gettext(
        "Attended at least %(needed)s of %(days)s seminar days, passed all required hand-ins, "
        "presented a project of their own."
    ) % {"needed": DAYS_NEEDED, "days": DAYS}


def _told(evidence: Evidence) -> list[tuple[str, str]]:
    days = gettext("%(there)s of %(days)s") % {"there": evidence.days_there, "days": DAYS}
    passed = "; ".join(each.title for each in evidence.passed)
    presented = "; ".join(each.title for each in evidence.presented)
    return [
        (gettext("Seminar days"), days),
        (gettext("Hand-ins passed"), passed),
        (gettext("Project presented"), presented),
    ]


def _issuer(course: str) -> Issuer:
    """Return who gives the certificate: setting `WBM_BADGE_ISSUER` with `id`, `name` and `url`."""
    chosen: dict[str, str] = getattr(settings, "WBM_BADGE_ISSUER", {})
    root = absolute("/")
    name = chosen.get("name") or getattr(settings, "PLATFORM_NAME", "") or course or "WBM"
    return Issuer(chosen.get("id") or root, str(name), chosen.get("url") or root)


def _secret(purpose: str, person: Person) -> UUID:
    """Return a number of the person that nobody can guess or tell from that of another course."""
    digest = salted_hmac(f"wbm.dossier.{purpose}", f"{person.course_key} {person.pk}").digest()
    return UUID(bytes=digest[:16], version=4)
