"""Requests, appointments and knowledge of people whose traces are looked for.

Written into the tables, for privacy is about what stands there, whichever use case wrote it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.file_samples import pdf
from tests.records import uploads
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import (
    Absence,
    Booking,
    Entry,
    FeedAddress,
    HandedContext,
    Message,
    ReadMark,
    Request,
    RequestFile,
    RequestNote,
    RequestStep,
    Slot,
    TextBlock,
)

if TYPE_CHECKING:
    from tests.records.privacy_cases import Human, World

DAY = timedelta(days=1)


def advise(here: World) -> None:
    """Let both trainees ask, for themselves and for the team, and both experts answer.

    Of each trainee: a draft, a request of their own that the first expert answered, with a file,
    context, notes and an unpublished piece of knowledge; and one for the team that the second
    expert works on, with a published piece of knowledge.
    """
    experts = (here.tilda, here.uwe)
    for asker, mate in ((here.xenia, here.bea), (here.bea, here.xenia)):
        request(here, asker, state=State.DRAFT)
        own = request(here, asker, experts[0], state=State.ANSWERED, answered_at=here.now)
        team = request(here, asker, experts[1], state=State.ASSIGNED, for_team=True)
        for one, expert in ((own, experts[0]), (team, experts[1])):
            talk(here, one, asker, expert)
        _say(here, team, mate, "answer", f"{mate.actor.name} adds a word")
        entry(here, own, experts[0], state="draft")
        signed = {"signed_at": here.now, "signed_to": "x", "agreed_to": "x"}
        published = entry(here, team, experts[1], state="published", **signed)
        published.agreed_by_id = asker.actor.person_id
        published.signed_by_id = experts[1].actor.person_id
        published.signed_name = experts[1].actor.name
        published.save()
    for expert, other in (experts, experts[::-1]):
        offer(here, expert, other)
    for each in (here.xenia, here.bea, *experts):
        person = each.actor.person_id
        FeedAddress.objects.create(person_id=person, digest=f"d{person}", made_at=here.now)


def request(here: World, asker: Human, expert: Human | None = None, **columns: Any) -> Request:
    """Return a request in which the asker's name stands wherever one can write."""
    name = asker.actor.name
    return Request.objects.create(
        course_key=here.where.key,
        usage_key="block-v1:wbm+x+y+type@wbm_coaching+block@desk",
        asker_id=asker.actor.person_id,
        company_id=asker.actor.company,
        district=here.where.north,
        topic="law",
        urgency="soon",
        phase="m2",
        situation=f"{name} has a question.",
        question=f"What may {name} do?",
        tried=f"{name} read the law.",
        urgency_reason=f"{name} is in a hurry.",
        record=f"{name} knows now.",
        thanks=f"{name} says thank you.",
        expert_id=expert.actor.person_id if expert else None,
        created_at=here.now,
        updated_at=here.now,
        sent_at=None if columns["state"] == State.DRAFT else here.now,
        clock_since=here.now,
        warn_at=here.now + DAY,
        due_at=here.now + 2 * DAY,
        **columns,
    )


def talk(here: World, one: Request, asker: Human, expert: Human) -> None:
    """Say, note, attach, hand over and read, each with a name."""
    asking, answering = asker.actor, expert.actor
    _say(here, one, asker, "answer", f"{asking.name} writes to {answering.name}")
    _say(here, one, expert, "reply", f"{answering.name} answers {asking.name}")
    RequestNote.objects.create(
        request=one,
        author_id=answering.person_id,
        text=f"{answering.name} doubts {asking.name}",
        token=f"n{one.pk}",
        at=here.now,
    )
    RequestStep.objects.create(
        request=one,
        person_id=answering.person_id,
        other_id=(here.uwe if expert is here.tilda else here.tilda).actor.person_id,
        verb="handed_over",
        reason=f"{answering.name} has no time for {asking.name}",
        at=here.now,
    )
    content = pdf(f"{asker.markers[0]} asks in {one.pk}".encode())
    arrived = uploads.send(content, f"{asking.name}.pdf", asking.user_id)
    RequestFile.objects.create(
        request=one,
        stored=arrived.stored,
        name=f"{asking.name}.pdf",
        upload=f"u{one.pk}",
        added_by_id=asking.person_id,
        added_at=here.now,
    )
    HandedContext.objects.create(
        request=one,
        title=f"Outline of {asking.name}",
        passages=[{"label": "Aim", "text": f"{asking.name} wants more"}],
        agreed_by_id=asking.person_id,
        agreed_at=here.now,
    )
    for each in (asking, answering):
        ReadMark.objects.create(request=one, person_id=each.person_id, at=here.now)


def entry(here: World, one: Request, expert: Human, **columns: Any) -> Entry:
    """Return a piece of knowledge that was not edited well: a name stands in it."""
    name = expert.actor.name
    return Entry.objects.create(
        course_key=here.where.key,
        request=one,
        topic="law",
        title=f"What {name} says",
        question="What may one do?",
        answer=f"Ask {name}.",
        author_id=expert.actor.person_id,
        updated_at=here.now,
        **columns,
    )


def offer(here: World, expert: Human, other: Human) -> None:
    """Offer a time both trainees have booked, a free one and a past one; go away; keep a text."""
    name = expert.actor.name
    Absence.objects.create(
        person_id=expert.actor.person_id,
        since=here.now.date(),
        until=here.now.date() + DAY,
        substitute_id=other.actor.person_id,
    )
    TextBlock.objects.create(owner_id=expert.actor.person_id, title=name, text=f"Yours, {name}")
    for days in (-3, 3, 4):
        slot = slot_of(expert, here.now + days * DAY)
        for seat, trainee in enumerate((here.xenia, here.bea), start=1):
            if days < 4:
                Booking.objects.create(
                    slot=slot,
                    seat=seat,
                    person_id=trainee.actor.person_id,
                    company_id=trainee.actor.company,
                    uid=f"b{slot.pk}-{seat}",
                    booked_at=here.now,
                    changed_at=here.now,
                )


def slot_of(expert: Human, at: datetime) -> Slot:
    """Return a time an expert offers, for two."""
    return Slot.objects.create(
        course_key=expert.actor.course_key,
        expert_id=expert.actor.person_id,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        closes_at=at,
        changed_at=at,
        seats=2,
        place=f"at {expert.actor.name}'s",
        uid=f"{expert.actor.person_id}-{at:%d%H}",
    )


def _say(here: World, one: Request, who: Human, kind: str, text: str) -> None:
    Message.objects.create(
        request=one,
        author_id=who.actor.person_id,
        kind=kind,
        text=text,
        token=uuid4().hex,
        at=here.now,
    )
