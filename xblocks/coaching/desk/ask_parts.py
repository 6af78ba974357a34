"""The asker's pages as parts of HTML; the block embeds the first of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.coaching import service
from xblocks.coaching.context import team_names
from xblocks.coaching.definition import Desk
from xblocks.coaching.desk.ask_words import CRITERIA, OUTCOMES, PHASES, URGENCIES, own_badge
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain.checking import LIMITS, Problem, problems
from xblocks.coaching.domain.hints import Asked, quality
from xblocks.coaching.domain.knowledge import Stage
from xblocks.coaching.domain.values import State, Urgency
from xblocks.coaching.knowledge import consenting
from xblocks.coaching.opening import OwnRow
from xblocks.coaching.records import Entry, HandedContext, Request, RequestFile
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import required_whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.exercises.records import Exercise
from xblocks.host.dates import day_of
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.roster.entrance import part_or_page
from xblocks.roster.records import Company, District

FOLDER = "wbm/coaching/"
TEXTS = tuple(LIMITS)
HINTED = (*TEXTS, "topic", "phase", "outcome", "urgency")


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def anchor(usage_key: str) -> str:
    """Return what ids of a desk's page begin with."""
    return "wbm-" + usage_key.rpartition("@")[2]


def answer(
    request: HttpRequest,
    actor: Actor,
    part: str,
    refusal: Refusal | None = None,
    *,
    title: str = "",
) -> HttpResponse:
    """Answer with a part for htmx, with a whole page for everything else."""
    title = title or gettext("Your requests")
    return part_or_page(request, actor, f"{FOLDER}ask_page.html", part, refusal, title=title)


def frame(course_key: str, usage_key: str) -> dict[str, Any]:
    """Return what every part needs to stand in the same place of a page."""
    return {
        "course_key": course_key,
        "prefix": anchor(usage_key),
        "desk_url": reverse("wbm:coaching_ask", args=[course_key, usage_key]),
        "draft_url": reverse("wbm:coaching_draft", args=[course_key, usage_key]),
    }


def own_request(actor: Actor, request_id: int) -> Request:
    """Return a request the person has written, sent or not; raises `NotFound`."""
    found = Request.objects.filter(
        pk=request_id, course_key=actor.course_key, asker=actor.person_id
    ).first()
    if found is None or actor.person_id is None:
        raise NotFound
    return found


def number(form: QueryDict, name: str = "version") -> int:
    """Return a number of a form; raises `BadRequest`."""
    return required_whole(form.get(name) or "0")


def desk_html(actor: Actor, exercise: Exercise, now: datetime, notice: str = "") -> SafeString:
    """Return the desk as a trainee sees it: what it is for, own requests, where else to ask."""
    desk = service.desk_of(exercise)
    rows = [_row(row) for row in service.own_requests(actor, now)]
    sent = [row for row in rows if not row["is_draft"]]
    return render(
        "ask_desk",
        {
            **frame(exercise.course_key, exercise.usage_key),
            "desk": desk,
            "intro": render_markdown(desk.intro),
            "closed": desk.closes is not None and day_of(now) > desk.closes,
            "rows": sent,
            "has_draft": service.has_draft(actor, exercise.usage_key),
            "waiting": [row for row in sent if row["waits"]],
            "consents": waiting_consents(actor),
            "notice": notice,
        },
    )


def waiting_consents(actor: Actor, request_id: int | None = None) -> list[Entry]:
    """Return the entries whose text waits for the reader's consent, of one request or of all."""
    if actor.masquerading or actor.person_id is None or not may(actor, Action.ASK):
        return []
    return [
        each
        for each in consenting.asked(actor)
        if each.state == Stage.ASKED and request_id in (None, each.request_id)
    ]


def ask_url(actor: Actor) -> str:
    """Return where the reader asks and finds their requests; empty for who asks nothing here."""
    exercise = service.the_desk(actor.course_key) if may(actor, Action.ASK) else None
    if exercise is None:
        return ""
    return reverse("wbm:coaching_ask", args=[actor.course_key, exercise.usage_key])


def _row(row: OwnRow) -> dict[str, Any]:
    request = row.request
    return {
        "request": request,
        "is_draft": request.state == State.DRAFT,
        "waits": request.state in {State.WAITING_TRAINEE, State.ANSWERED},
        "topic": topic_name(request.topic),
        "badge": own_badge(request.state),
        "expected": row.expected.told(),
        "own": row.own,
        "unread": row.unread,
        "url": reverse("wbm:coaching_own", args=[request.course_key, request.pk]),
    }


def form_html(
    actor: Actor,
    request: Request,
    desk: Desk,
    now: datetime,
    *,
    found: tuple[Problem, ...] = (),
    notice: str = "",
) -> SafeString:
    """Return the page of the draft; `found` are problems that kept it from being sent."""
    return render(
        "ask_form",
        {
            **form_context(actor, request, desk, now),
            "problems": [(each.field, translated(each.message)) for each in found],
            "wrong": {each.field: translated(each.message) for each in found},
            "notice": notice,
        },
    )


def form_context(actor: Actor, request: Request, desk: Desk, now: datetime) -> dict[str, Any]:
    """Return what the form, its hints and its attachments show."""
    offered = [
        (offer.topic.value, topic_name(offer.topic), offer.hint or "") for offer in desk.topics
    ]
    return {
        **frame(request.course_key, request.usage_key),
        **hints_context(actor, request, desk, now),
        **attached(request),
        "asked": request,
        "desk": desk,
        "keep": f"wbm:{actor.user_id}:coaching:{request.pk}",
        "topics": offered,
        "outcomes": [(each.value, *words) for each, words in OUTCOMES.items()],
        "urgencies": [(each.value, words, desk.days(each)) for each, words in URGENCIES.items()],
        "phases": [(each.value, words) for each, words in PHASES.items()],
        "limits": LIMITS,
        "sizes": {name: len(getattr(request, name)) for name in TEXTS},
        "has_team": actor.company is not None,
        "urls": urls(request),
    }


def urls(request: Request) -> dict[str, str]:
    """Return the addresses around one draft."""
    names = ("save", "send", "discard", "context", "context_gone", "upload")
    args = [request.course_key, request.pk]
    return {name: reverse(f"wbm:coaching_{name}", args=args) for name in names}


def hints_context(actor: Actor, request: Request, desk: Desk, now: datetime) -> dict[str, Any]:
    """Return points, hints by field, and the day an answer is promised for."""
    found = quality(
        Asked(
            situation=request.situation,
            question=request.question,
            tried=request.tried,
            outcome=request.outcome,
            urgency_reason=request.urgency_reason,
        ),
        team_names(actor),
    )
    by_field: dict[str, list[dict[str, Any]]] = {name: [] for name in HINTED}
    for problem in problems(service.filled_in(request), (), has_files=False):
        if problem.field in TEXTS and len(getattr(request, problem.field)) > LIMITS[problem.field]:
            told = translated(problem.message)
            by_field[problem.field].append({"text": told, "warns": True})
    for hint in found.told:
        if getattr(request, hint.field) or hint.warns:
            told = translated(hint.message)
            by_field[hint.field].append({"text": told, "warns": hint.warns})
    return {
        "points": found.points,
        "criteria": [(each in found.met, words) for each, words in CRITERIA.items()],
        "hints": [(name, by_field[name]) for name in HINTED],
        "by_field": by_field,
        "promised": _promised(actor, request, desk, now),
    }


def _promised(actor: Actor, request: Request, desk: Desk, now: datetime) -> Any:
    if not request.urgency:
        return None
    return service.promise(desk, Urgency(request.urgency), district_of(actor), now)


def district_of(actor: Actor) -> District | None:
    """Return the district a request of the person belongs to."""
    company = Company.objects.select_related("district").filter(pk=actor.company).first()
    return company.district if company else None


def attached(request: Request) -> dict[str, Any]:
    """Return the files of a request with their addresses, and what of the milestone it holds."""
    rows = RequestFile.objects.filter(request=request, message=None).select_related("stored")
    return {
        "files": [file_row(file) for file in rows.order_by("id")],
        "context": HandedContext.objects.filter(request=request).first(),
    }


def file_row(file: RequestFile) -> dict[str, Any]:
    """Return what a page shows of a file."""
    args = [file.request.course_key, file.request_id, file.pk]
    return {
        "name": file.name,
        "size": file.stored.size,
        "url": reverse("wbm:coaching_file", args=args),
        "remove_url": reverse("wbm:coaching_file_gone", args=args),
    }
