"""Rating a sample talk, or oneself: read, rate, compare, begin anew.

The reference and its reasons are on no page before the rating is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.numbers import required_whole, whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.role_play.desk import self_rating
from xblocks.role_play.observing import PHASES, SPEAKERS, RatingPractice
from xblocks.role_play.rating import practising
from xblocks.role_play.rating.comparing import Comparison, Distance, compared_criteria, to_rate
from xblocks.role_play.rating.practising import Standing
from xblocks.role_play.rating.refusals import NoSuchLevel, OtherRating
from xblocks.role_play.reach import find
from xblocks.role_play.self_rating import SelfRating
from xblocks.roster.entrance import for_actor, is_part, part_or_page

FOLDER = "wbm/role_play/"
UNSEEN = "-"
"""What the form sends for a criterion that could not be observed."""

NAME = "level-"


def rating_html(actor: Actor, exercise: Exercise, _now: datetime) -> str:
    """Return the sample talk with one's own rating as a part of a page."""
    return _html(actor, practising.opened(actor, exercise))


@require_safe
@ensure_csrf_cookie
@for_actor
def rating(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the talk and the sheet, and after rating how it compares."""
    exercise = _exercise(actor, usage_key)
    here = practising.opened(actor, exercise)
    return _answer(request, actor, exercise, _html(actor, here, arrived=is_part(request)))


@require_POST
@for_actor
def save(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep what is chosen so far, and say so."""
    exercise = _exercise(actor, usage_key)
    now = timezone.now()
    try:
        here = practising.save(actor, exercise, _number(request), levels_in(request.POST), now)
    except OtherRating as refusal:
        return _stale(request, actor, exercise, refusal)
    if not is_part(request):
        return redirect(_url(exercise, ""))
    kept = render_to_string(f"{FOLDER}rating_kept.html", {**_open_counts(here), "at": now})
    response = HttpResponse(kept)
    response["HX-Retarget"] = f"#{_prefix(exercise)}-kept"
    response["HX-Reswap"] = "innerHTML"
    return response


@require_POST
@for_actor
def finish(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Compare the rating with the reference; while criteria are open say which."""
    exercise = _exercise(actor, usage_key)
    now = timezone.now()
    try:
        here = practising.finish(actor, exercise, _number(request), levels_in(request.POST), now)
        practising.require_whole(here)
    except Refusal as refusal:
        return _stale(request, actor, exercise, refusal)
    if not is_part(request):
        return redirect(_url(exercise, ""))
    return _answer(request, actor, exercise, _html(actor, here, arrived=True))


@require_POST
@for_actor
def anew(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Begin another rating; the earlier ones stay."""
    exercise = _exercise(actor, usage_key)
    try:
        here = practising.begin_anew(actor, exercise, _number(request), timezone.now())
    except OtherRating as refusal:
        return _stale(request, actor, exercise, refusal)
    if not is_part(request):
        return redirect(_url(exercise, ""))
    return _answer(request, actor, exercise, _html(actor, here, arrived=True))


def levels_in(form: QueryDict) -> dict[str, int | None]:
    """Return the levels of a form by criterion; raises `NoSuchLevel` for words."""
    found: dict[str, int | None] = {}
    for name, text in form.items():
        if not name.startswith(NAME) or not text:
            continue
        level = whole(str(text), 1)
        if level is None and text != UNSEEN:
            raise NoSuchLevel
        found[name.removeprefix(NAME)] = level
    return found


def _html(
    actor: Actor, here: Standing, *, arrived: bool = False, refusal: Refusal | None = None
) -> SafeString:
    definition, exercise = here.definition, here.exercise
    context: dict[str, Any] = {
        "prefix": _prefix(exercise),
        "definition": definition,
        "intro": render_markdown(definition.intro),
        "closing": render_markdown(definition.closing or ""),
        "number": here.number,
        "looks_only": actor.person_id is None or actor.masquerading,
        "arrived": arrived,
        "sentence": translated(refusal.message) if refusal else "",
        "urls": {name: _url(exercise, name) for name in ("save", "finish", "anew")},
        **_open_counts(here),
    }
    if isinstance(definition, SelfRating):
        name = "done" if here.done else "form"
        parts = self_rating.parts(definition, here)
        return render_to_string(f"{FOLDER}self_rating_{name}.html", context | parts)
    context["situation"] = render_markdown(definition.situation)
    context["lines"] = talk_lines(definition)
    if here.comparison is None:
        context["criteria"] = [
            {
                "criterion": each,
                "levels": list(enumerate(each.levels, 1)),
                "chosen": here.levels.get(each.id, 0),
            }
            for each in compared_criteria(definition)
        ]
        return render_to_string(f"{FOLDER}rating_form.html", context)
    context |= {
        **comparison_context(here.comparison),
        "earlier": [(number, each.same, len(each.rows)) for number, each in here.earlier],
    }
    return render_to_string(f"{FOLDER}rating_compared.html", context)


def comparison_context(comparison: Comparison) -> dict[str, Any]:
    """Return what the comparison shows: rows, counts, and agreement in words."""
    words = {
        Distance.SAME: gettext("same"),
        Distance.ONE_OFF: gettext("one level off"),
        Distance.FURTHER: gettext("further off"),
        Distance.UNSEEN: gettext("only one could observe it"),
    }
    return {
        "rows": [(row, words[row.distance]) for row in comparison.rows],
        "same": comparison.same,
        "near": comparison.near,
        "total": len(comparison.rows),
        "percent": round(100 * comparison.agreement.observed),
        "ac1": round(float(comparison.agreement.ac1), 2),
    }


def talk_lines(definition: RatingPractice) -> list[dict[str, Any]]:
    """Return the talk line by line with speakers, phases, and the passages that begin there."""
    labels = {each.id: each.label for each in definition.criteria}
    ids = [each.id for each in definition.lines]
    marks: dict[str, list[int]] = {name: [] for name in ids}
    begins: dict[str, list[tuple[int, str]]] = {name: [] for name in ids}
    for number, passage in enumerate(definition.passages, 1):
        about = ", ".join(labels.get(name, name) for name in passage.criteria)
        begins.get(passage.first, []).append((number, about))
        if passage.first in marks and passage.last in marks:
            for name in ids[ids.index(passage.first) : ids.index(passage.last) + 1]:
                marks[name].append(number)
    return [
        {
            "line": each,
            "who": gettext(SPEAKERS[each.who]) if each.who else "",
            "own": each.who == "adviser",
            "phase": gettext(PHASES[each.phase]) if each.phase else "",
            "marked": marks[each.id],
            "begins": begins[each.id],
        }
        for each in definition.lines
    ]


def _open_counts(here: Standing) -> dict[str, int]:
    criteria = to_rate(here.definition)
    return {"rated": sum(each.id in here.levels for each in criteria), "of": len(criteria)}


def _exercise(actor: Actor, usage_key: str) -> Exercise:
    require(actor, Action.PRACTISE)
    exercise = find(actor, usage_key)
    practising.rated_in(exercise)
    return exercise


def _stale(
    request: HttpRequest, actor: Actor, exercise: Exercise, refusal: Refusal
) -> HttpResponse:
    here = practising.opened(actor, exercise)
    part = _html(actor, here, refusal=refusal)
    response = _answer(request, actor, exercise, part, refusal)
    response["HX-Retarget"] = f"#{_prefix(exercise)}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    title = exercise.title or gettext("Rating practice")
    return part_or_page(request, actor, f"{FOLDER}rating_page.html", part, refusal, title=title)


def _number(request: HttpRequest) -> int:
    return required_whole(request.POST.get("number"))


def _prefix(exercise: Exercise) -> str:
    return "wbm-rating-" + exercise.usage_key.rpartition("@")[2]


def _url(exercise: Exercise, name: str) -> str:
    suffix = f"_{name}" if name else ""
    return reverse(f"wbm:rating{suffix}", args=[exercise.course_key, exercise.usage_key])


RATING = "<str:course_key>/role-play/rating/<str:usage_key>/"

patterns: list[URLPattern] = [
    path(RATING, rating, name="rating"),
    path(RATING + "save/", save, name="rating_save"),
    path(RATING + "finish/", finish, name="rating_finish"),
    path(RATING + "anew/", anew, name="rating_anew"),
]
"""Addresses of rating practice."""
