"""One work before its grader: the work beside the sheet, or what was decided about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.core.rubric import Given, Rubric
from xblocks.grading import service
from xblocks.grading.desk import sheet
from xblocks.grading.desk.asking import filters_of, query_of
from xblocks.grading.desk.beside import notes_shown
from xblocks.grading.desk.files import file_rules
from xblocks.grading.desk.form import taken_away
from xblocks.grading.desk.jury_shown import agreement_of, guests_of
from xblocks.grading.desk.words import DECISION_NAMES, status_badge
from xblocks.grading.domain import suggest
from xblocks.grading.drafts import Draft
from xblocks.grading.feedback import GivenFile, files_for_graders
from xblocks.grading.jury import TakenSeat
from xblocks.grading.opening import OpenedWork
from xblocks.grading.points import total_of
from xblocks.grading.presenters import days_to_revise, presenter_of, terms_of
from xblocks.grading.records import Work
from xblocks.grading.refusals import DraftConflict
from xblocks.grading.service import Rating, Status
from xblocks.grading.showing import points_of
from xblocks.host.dates import course_zone, day_of, long_date
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor

NOTICES = {
    "decided": gettext_lazy("Decided. The review below can be read from now on."),
    "submitted": gettext_lazy("Your rating is with the jury. You see the others' once all are in."),
    "began": gettext_lazy("You hold this work until %(until)s. Every change prolongs it."),
    "noted": gettext_lazy("Your note is there. Only graders read it."),
    "saved": gettext_lazy("Saved."),
}


@require_safe
@for_actor
def work(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Show a work; looking claims nothing."""
    return work_page(request, actor, work_id)


def work_page(
    request: HttpRequest,
    actor: Actor,
    work_id: int,
    *,
    entered: Draft | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Show a work; `entered` is what was refused, `refusal` says why."""
    now = timezone.now()
    opened = service.open_work(actor, work_id, now)
    context = work_context(
        actor,
        opened,
        now,
        entered=entered or (_proposed(opened) if "proposal" in request.GET else None),
        refusal=refusal,
        done=request.GET.get("done", ""),
        guests="guest" in request.GET,
    )
    return desk_page(
        request,
        actor,
        "wbm/grading/work.html",
        status=refusal.status if refusal else 200,
        **context,
        query=query_of(filters_of(request.GET)),
        again="again" in request.GET,
        taken_away=taken_away(request.POST),
    )


def work_context(
    actor: Actor,
    opened: OpenedWork,
    now: datetime,
    *,
    entered: Draft | None = None,
    refusal: Refusal | None = None,
    done: str = "",
    guests: bool = False,
) -> dict[str, Any]:
    """Return what the templates of a work show.

    `entered` stands in the sheet instead of the draft, `refusal` says why it is not kept, `done`
    is a key of `NOTICES`, `guests` asks whom one may give a seat in the jury.
    """
    work = opened.work
    seats = _jury(actor, opened, guests=guests)
    shows_files = seats["decides"] or work.status != Status.WAITING
    files = files_for_graders(actor, [work]) if shows_files else []
    draft = entered or opened.draft
    return {
        "opened": opened,
        "work": work,
        "stage": stage_of(opened),
        "handed_in": long_date(work.handed_in_at),
        "due": long_date(work.due),
        "held_until": _time(work.claimed_until, now),
        "badge": status_badge(Status(work.status)),
        "work_html": presenter_of(work.block_type).html(work, dict(opened.definition), actor),
        "notice": _notice(done, opened, now),
        "may_grade": may(actor, Action.GRADE),
        **_sheet(opened, draft, files),
        **seats,
        **standing(opened.rubric, opened.given, draft, now, refusal),
    }


def stage_of(opened: OpenedWork) -> str:
    """Return what can be done with a work now."""
    status = Status(opened.work.status)
    if status in {Status.PASSED, Status.FAILED, Status.RETURNED}:
        return "decided"
    if status is not Status.WAITING:
        return "gone"
    if opened.jury is not None:
        return "jury"
    if opened.mine:
        return "mine"
    if not opened.holder:
        return "free"
    return "stale" if opened.stale else "held"


def standing(
    rubric: Rubric | None,
    given: Given | None,
    draft: Draft,
    now: datetime,
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    """Return what stands under the sheet: points, suggestion, what is saved and what is not."""
    conflict = refusal if isinstance(refusal, DraftConflict) else None
    tally = sheet.tally_of(rubric, given, draft.rating, draft.suggested)
    return {
        "tally": tally,
        "version": draft.version,
        "based_on": draft.based_on,
        "saved": _time(draft.saved_at, now) if draft.version else "",
        "unsaved": refusal is not None and draft.saved_at is None,
        "sentence": translated(refusal.message) if refusal else "",
        "open_criteria": _labelled(rubric, getattr(refusal, "criteria", ())),
        "code": refusal.code if refusal else "",
        "theirs": _differences(rubric, draft.rating, conflict.stored) if conflict else (),
        "stored_version": conflict.version if conflict else None,
    }


def rated(draft: Draft, work: Work, rating: Rating) -> Draft:
    """Return a draft with another rating, and what the rule makes of that."""
    terms = terms_of(work)
    try:
        assessment = terms.assess(rating.levels)
    except Refusal:
        return replace(draft, rating=rating)
    return replace(draft, rating=rating, suggested=suggest(terms, assessment))


def _proposed(opened: OpenedWork) -> Draft:
    """Return the draft with the jury's middle levels, once all have rated."""
    agreement = opened.jury.agreement if opened.jury else None
    if agreement is None:
        return opened.draft
    levels = {row.criterion: row.proposal for row in agreement.criteria}
    return rated(opened.draft, opened.work, replace(opened.draft.rating, levels=levels))


def _sheet(opened: OpenedWork, draft: Draft, files: list[GivenFile]) -> dict[str, Any]:
    shown = draft.rating
    by_rule = sheet.tally_of(opened.rubric, opened.given, shown, draft.suggested).suggested
    reviews = sheet.reviews_of(opened.rubric, opened.given, opened.reviews)
    total = total_of(opened.rubric, opened.given)
    finals = [each for each in reviews if each.given.kind == "final"]
    return {
        "criteria": sheet.criteria_of(opened.rubric, shown),
        "summary": shown.summary,
        "reason": shown.reason,
        "total": total,
        "choices": sheet.choices_of(shown, by_rule, days_to_revise(opened.work)),
        "members": sheet.members_of(opened, shown),
        "deviates": bool(shown.deviations),
        "final": finals[0] if finals else None,
        "older": finals[1:],
        "ratings": [each for each in reviews if each.given.kind != "final"],
        "draft_files": [each for each in files if each.is_draft],
        "given_files": [each for each in files if each.counts],
        **file_rules(),
        "notes": notes_shown(opened.notes),
        "points": [
            (each, points_of(each.points, total) if each.points is not None else "")
            for each in opened.members
        ],
        "library_from": reverse("wbm:grading_choose", args=[opened.work.course_key]),
    }


def _labelled(rubric: Rubric | None, ids: Collection[str]) -> list[tuple[str, str]]:
    return [(each.id, each.label) for each in (rubric.criteria if rubric else ()) if each.id in ids]


def _jury(actor: Actor, opened: OpenedWork, *, guests: bool) -> dict[str, Any]:
    if opened.jury is None:
        return {"rates": True, "decides": True}
    own = next((seat for seat in opened.jury.seats if seat.is_me), None)
    complete = opened.jury.agreement is not None
    return {
        "jury": opened.jury,
        "own_seat": own,
        "complete": complete,
        "rates": own is not None and not own.submitted,
        "decides": _decides(own, complete=complete),
        "agreement": agreement_of(opened),
        "guests": guests_of(actor, opened) if guests and own else None,
    }


def _decides(own: TakenSeat | None, *, complete: bool) -> bool:
    return own is not None and own.is_chair and own.submitted and complete


def _notice(done: str, opened: OpenedWork, now: datetime) -> str:
    text = str(NOTICES.get(done, ""))
    return text % {"until": _time(opened.work.claimed_until, now)} if "%" in text else text


def _time(moment: datetime | None, now: datetime) -> str:
    """Return a moment as short as it is clear: today's with the time alone."""
    if moment is None:
        return ""
    if day_of(moment) != day_of(now):
        return long_date(moment)
    return date_format(timezone.localtime(moment, course_zone()), "H:i")


def _differences(rubric: Rubric | None, mine: Rating, stored: Rating) -> list[tuple[str, str, str]]:
    """Return where two drafts differ: what it is about, my words, those stored."""
    found = []
    for each in rubric.criteria if rubric else ():
        pairs = [
            (
                gettext("%(criterion)s: level") % {"criterion": each.label},
                *(str(rating.levels.get(each.id, "–")) for rating in (mine, stored)),
            ),
            (each.label, *(rating.comments.get(each.id, "") for rating in (mine, stored))),
        ]
        found += pairs
    found.append((gettext("On the whole"), mine.summary, stored.summary))
    found.append((gettext("Reason"), mine.reason, stored.reason))
    found.append((gettext("Decision"), _decision(mine), _decision(stored)))
    found.append((gettext("Points of single people"), _points(mine), _points(stored)))
    return [each for each in found if each[1] != each[2]]


def _decision(rating: Rating) -> str:
    if rating.decision is None:
        return gettext("as the rule says")
    return str(DECISION_NAMES[rating.decision])


def _points(rating: Rating) -> str:
    return ", ".join(f"{each.points} – {each.reason}" for each in rating.deviations.values())
