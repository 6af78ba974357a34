"""What somebody releases of their dossier, to whom they give the link, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from secrets import compare_digest, token_urlsafe

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.dossier import domain
from xblocks.dossier.domain import LONGEST_DAYS, MOST_LINKS, Evidence, Part, Standing
from xblocks.dossier.gathering import evidence_of, person_of
from xblocks.dossier.records import ShareLink
from xblocks.dossier.refusals import DayNotPossible, NothingChosen, NotShared, TooManyLinks
from xblocks.host.course import course_face
from xblocks.host.dates import course_zone, day_of
from xblocks.roster.records import Person

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Choice:
    """What a link shows, and the last day it does."""

    parts: frozenset[Part]
    until: date


@dataclass(frozen=True)
class Link:
    """A link as its owner sees it; the address itself is known to those alone who have it."""

    link_id: int
    parts: frozenset[Part]
    made_at: datetime
    until: date
    is_open: bool


@dataclass(frozen=True)
class Released:
    """What a page shows: nothing but the name and the chosen parts."""

    name: str
    course: str
    parts: frozenset[Part]
    evidence: Evidence
    standing: Standing
    company: str = ""


def checked(parts: frozenset[Part], until: date | None, today: date) -> Choice:
    """Return a choice that makes sense; raises `NothingChosen`, `DayNotPossible`."""
    if not parts:
        raise NothingChosen
    if until is None or not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise DayNotPossible
    return Choice(parts, until)


def preview(actor: Actor, parts: frozenset[Part]) -> Released:
    """Return exactly what a link with these parts would show. Raises `NotAllowed`."""
    require(actor, Action.SEE_DOSSIER)
    return _released(person_of(actor), parts)


@transaction.atomic
def share(actor: Actor, choice: Choice, now: datetime) -> str:
    """Release a page and return the token of its address: it is never to be had again.

    Raises `NotAllowed`, `Masquerading`, `TooManyLinks`.
    """
    require_own_hand(actor, Action.SEE_DOSSIER)
    person = Person.objects.select_for_update().get(pk=person_of(actor).pk)
    mine = ShareLink.objects.filter(person=person, ended_at=None, expires_at__gt=now)
    if mine.count() >= MOST_LINKS:
        raise TooManyLinks(limit=MOST_LINKS)
    token = token_urlsafe(TOKEN_BYTES)
    ShareLink.objects.create(
        person=person,
        token_hash=_hash(token),
        parts=domain.parts_text(choice.parts),
        made_at=now,
        expires_at=_end_of(choice.until),
    )
    return token


def own_links(actor: Actor, now: datetime) -> list[Link]:
    """Return the person's links, open ones first, the newest first."""
    require(actor, Action.SEE_DOSSIER)
    rows = ShareLink.objects.filter(person=actor.person_id).order_by("-made_at", "-pk")
    links = [
        Link(
            row.pk,
            domain.parts_from(row.parts.split("|")),
            row.made_at,
            day_of(row.expires_at - timedelta(seconds=1)),
            _is_open(row, now),
        )
        for row in rows
    ]
    return sorted(links, key=lambda link: not link.is_open)


@transaction.atomic
def end(actor: Actor, link_id: int, now: datetime) -> None:
    """End a link at once; again is as good as once. Raises `NotFound` for anybody else's."""
    require_own_hand(actor, Action.SEE_DOSSIER)
    mine = ShareLink.objects.filter(pk=link_id, person=actor.person_id)
    if not mine.exists():
        raise NotFound
    mine.filter(ended_at=None).update(ended_at=now)


def released(token: str, now: datetime) -> Released:
    """Return what a link shows to whoever has it; nobody is asked who they are.

    Raises `NotShared`, which tells an unknown link from an ended one neither by words nor by time:
    the hash is looked up either way.
    """
    wanted = _hash(token)
    link = ShareLink.objects.filter(token_hash=wanted).select_related("person__company").first()
    if link is None or not compare_digest(link.token_hash, wanted) or not _is_open(link, now):
        raise NotShared
    return _released(link.person, domain.parts_from(link.parts.split("|")))


def _released(person: Person, parts: frozenset[Part]) -> Released:
    evidence = evidence_of(person)
    shows_company = Part.COMPANY in parts and person.company is not None
    return Released(
        name=person.name,
        course=course_face(person.course_key).title,
        parts=parts,
        evidence=evidence,
        standing=domain.standing(evidence),
        company=person.company.name if shows_company else "",
    )


def _is_open(link: ShareLink, now: datetime) -> bool:
    return link.ended_at is None and now < link.expires_at


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _end_of(day: date) -> datetime:
    """Return the first moment after a day in the time of the course."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=course_zone())
