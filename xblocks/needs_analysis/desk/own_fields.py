"""A field that saves itself: drawn, saved, or both values when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString

from xblocks.core.errors import Invalid
from xblocks.core.text import Message
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk.own_frame import render
from xblocks.needs_analysis.team.refusals import ValueConflict
from xblocks.roster.entrance import part_answer


@dataclass(frozen=True)
class Field:
    """One value of a matrix with its form. `hidden` says which; with `options` it is a choice.

    `was` is the value that is kept, `value` what stands in the field; `second` is a choice beside
    it, as name, label, value and options.
    """

    id: str
    url: str
    label: str
    value: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[tuple[str, str]] = ()
    second: tuple[str, str, str, Sequence[tuple[str, str]]] | None = None
    quiet: bool = False
    most: int = 0
    was: str | None = None
    warnings: Sequence[Message] = ()


def field_html(shown: Field, **state: Any) -> SafeString:
    """Return a field; `state` may hold saved (a moment), problem or conflict."""
    kept = shown.value if shown.was is None else shown.was
    context = {"each": shown, "was": kept, "warned": shown.warnings, **state}
    return render("field", context)


def saved(
    form: Mapping[str, str],
    shown: Field,
    value: str,
    now: datetime,
    keep: Callable[[], Sequence[Message]],
) -> HttpResponse:
    """Save with `keep`, which returns warnings, and answer with the field as it is then.

    `value` is what was typed. What does not fit is told beside it and stays in the field; when
    somebody was faster both values are told. With ``theirs`` in the form the kept one stays.
    """
    if "theirs" in form:
        return HttpResponse(field_html(shown))
    typed = replace(shown, value=value, was=shown.value)
    try:
        warnings = keep()
    except ValueConflict as conflict:
        return _refused(typed, conflict, conflict=conflict, names=dict(shown.options))
    except Invalid as refusal:
        return _refused(typed, refusal, problem=translated(refusal.message))
    return HttpResponse(
        field_html(replace(shown, value=value, was=value, warnings=warnings), saved=now)
    )


def _refused(shown: Field, refusal: ValueConflict | Invalid, **state: Any) -> HttpResponse:
    if isinstance(refusal, ValueConflict):
        names = state["names"]
        state |= {
            "sentence": translated(refusal.message),
            "mine": names.get(refusal.mine, refusal.mine),
            "theirs": names.get(refusal.theirs, refusal.theirs),
        }
        shown = replace(shown, was=refusal.theirs)
    return part_answer(field_html(shown, **state), refusal)
