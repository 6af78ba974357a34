"""A jury as its members see it: who rates, how far they agree, whom one may ask to join."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, may
from xblocks.grading.opening import OpenedWork
from xblocks.roster.records import Person


@dataclass(frozen=True)
class AgreementLine:
    """A criterion with everybody's level in the order of the seats."""

    label: str
    levels: tuple[int, ...]
    words: str
    tone: str
    proposal: int


def agreement_of(opened: OpenedWork) -> list[AgreementLine]:
    """Return how far a jury agrees, once all have rated."""
    if opened.jury is None or opened.jury.agreement is None or opened.rubric is None:
        return []
    labels = {each.id: each.label for each in opened.rubric.criteria}
    return [
        AgreementLine(labels[row.criterion], row.levels, *_words(row.spread), proposal=row.proposal)
        for row in opened.jury.agreement.criteria
    ]


def guests_of(actor: Actor, opened: OpenedWork) -> list[tuple[int, str, str]]:
    """Return who may be given a free seat: id, name and role of experts and trainers."""
    jury = opened.jury
    if jury is None or not jury.free or not may(actor, Action.GRADE):
        return []
    seated = [seat.user_id for seat in jury.seats]
    people = (
        Person.objects.filter(
            course_key=actor.course_key,
            left_at=None,
            user__isnull=False,
            roles__role__in=[Role.EXPERT, Role.TRAINER],
        )
        .exclude(user__in=seated)
        .exclude(company__isnull=False, company=opened.work.company_id)
        .exclude(pk=opened.work.person_id)
        .values_list("id", "name", "roles__role")
        .order_by("search_text", "id")
    )
    names = {Role.EXPERT: gettext("expert"), Role.TRAINER: gettext("trainer")}
    found: dict[int, tuple[int, str, str]] = {}
    for person_id, name, role in people:
        if role in names:
            found.setdefault(person_id, (person_id, name, names[role]))
    return list(found.values())


def _words(spread: int) -> tuple[str, str]:
    if spread == 0:
        return gettext("the same"), "good"
    if spread == 1:
        return gettext("close"), ""
    return gettext("far apart"), "attention"
