"""Pages and their parts as HTML; the block embeds the same parts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from xblocks.core.people import Actor
from xblocks.core.rubric import Rubric
from xblocks.core.text import Message, gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.grading.results import Feedback
from xblocks.host.dates import day_of, long_date
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.transfer_project import domain, service
from xblocks.transfer_project.definition import Milestone
from xblocks.transfer_project.domain import Deadline, Stage
from xblocks.transfer_project.fields import AnyField, LinkField, ListField, TableField, TextField
from xblocks.transfer_project.opening import FieldChange, FieldView, MilestonePage, Pulse
from xblocks.transfer_project.refusals import FieldConflict

FOLDER = "wbm/transfer_project/"
DESK_PAGE = f"{FOLDER}desk.html"

STAGES: dict[Stage, tuple[Message, str]] = {
    Stage.DRAFT: (Message(gettext_noop("Open")), "info"),
    Stage.HANDED_IN: (Message(gettext_noop("Handed in")), "good"),
    Stage.IN_REVIEW: (Message(gettext_noop("In review")), "info"),
    Stage.RETURNED: (Message(gettext_noop("Returned for revision")), "attention"),
    Stage.PASSED: (Message(gettext_noop("Passed")), "good"),
    Stage.FAILED: (Message(gettext_noop("Not passed")), "danger"),
}


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def stage_badge(stage: Stage) -> tuple[str, str]:
    """Return the words of a stage and the tone of its badge."""
    message, tone = STAGES[stage]
    return translated(message), tone


def anchor(usage_key: str) -> str:
    """Return what ids of a milestone's page begin with."""
    return "wbm-" + usage_key.rpartition("@")[2]


def milestone_html(
    actor: Actor, exercise: Exercise, now: datetime, *, field: str = "", notice: str = ""
) -> SafeString:
    """Return the page part of a milestone for a member of a team; `field` gets the focus."""
    page = service.open_milestone(actor, exercise, now)
    return render("milestone", {**page_context(actor, page, now), "focus": field, "notice": notice})


def page_context(actor: Actor, page: MilestonePage, now: datetime) -> dict[str, Any]:
    """Return what the page part of a milestone shows."""
    label, tone = stage_badge(page.position.stage)
    return {
        **addresses(page.exercise),
        "page": page,
        "definition": page.definition,
        "stage": page.position.stage,
        "writable": page.position.stage.writable,
        "stage_label": label,
        "stage_tone": tone,
        "deadline": page.position.deadline,
        "deadline_text": deadline_text(page.position.deadline, now),
        "purpose": render_markdown(page.definition.purpose),
        "team": [person.name for person in page.team],
        "fields": [field_context(actor, page.exercise, each) for each in page.fields],
        "etag": etag(page.exercise, page.position.mark, page.revision),
        "log": [log_line(page.definition, each) for each in page.activities],
        "feedback": [
            (result, [feedback_context(each, result.rubric) for each in result.feedback])
            for result in page.results
        ],
        "versions": [result for result in page.results if result.status != "withdrawn"],
        "shown": reading(page.definition, page.values, page.exercise),
    }


def addresses(exercise: Exercise) -> dict[str, Any]:
    """Return the addresses around one milestone, and what its ids begin with."""
    names = {
        "page_url": "project_milestone",
        "state_url": "project_state",
        "summary_url": "project_summary",
        "hand_in_url": "project_hand_in",
        "withdraw_url": "project_withdraw",
        "compare_url": "project_compare",
    }
    args = [exercise.course_key, exercise.usage_key]
    found = {key: reverse(f"wbm:{name}", args=args) for key, name in names.items()}
    return {**found, "prefix": anchor(exercise.usage_key), "exercise": exercise}


def field_context(actor: Actor, exercise: Exercise, view: FieldView) -> dict[str, Any]:
    """Return what the form of one field shows."""
    args = [exercise.course_key, exercise.usage_key, view.field.id]
    field, value = view.field, view.entry.value
    rows = value if isinstance(field, ListField | TableField) else ()
    return {
        "field": field,
        "value": value,
        "rows": rows or ({},) * isinstance(field, ListField | TableField),
        "entry": view.entry,
        "problems": [translated(each) for each in view.problems] if view.filled else [],
        "own": view.entry.name == actor.name,
        "id": f"{anchor(exercise.usage_key)}-{field.id}",
        "keep": f"wbm:{actor.user_id}:{exercise.usage_key}:{field.id}",
        "save_url": reverse("wbm:project_save", args=args),
        "resolve_url": reverse("wbm:project_resolve", args=args),
        "upload_url": reverse("wbm:project_upload", args=args),
        "handover_url": reverse("wbm:project_handover", args=args),
        "files": files_of(exercise, value) if field.kind == "files" else (),
        "size": len(value.strip()) if isinstance(field, TextField) else 0,
    }


def field_html(
    actor: Actor,
    exercise: Exercise,
    view: FieldView,
    *,
    oob: bool = False,
    focus: bool = False,
    said: str = "",
) -> SafeString:
    """Return one field with its form."""
    context = field_context(actor, exercise, view)
    return render("field", {"each": context, "oob": oob, "focus_here": focus, "said": said})


def conflict_html(
    actor: Actor, exercise: Exercise, view: FieldView, conflict: FieldConflict
) -> SafeString:
    """Return a field with both texts and the choice between them."""
    field = view.field
    context = {
        "each": field_context(actor, exercise, view),
        "sentence": translated(conflict.message),
        "who": conflict.message.params["name"],
        "mine": shown_value(field, conflict.mine, exercise),
        "theirs": shown_value(field, conflict.theirs, exercise),
        "change": FieldChange(field, domain.compare(field, conflict.theirs, conflict.mine)),
        "mine_json": json.dumps(conflict.mine, ensure_ascii=False),
        "version": conflict.version,
        "mergeable": isinstance(field, TextField | ListField | TableField),
    }
    return render("conflict", context)


def changes_context(found: Sequence[FieldChange]) -> dict[str, Any]:
    """Return what changed, and the labels of what did not."""
    return {
        "changes": [each for each in found if each.comparison.changed],
        "unchanged": [each.field.label for each in found if not each.comparison.changed],
    }


def reading(
    definition: Milestone, values: Mapping[str, Any], exercise: Any
) -> list[dict[str, Any]]:
    """Return fields and values to be read; `exercise` or work has course_key and usage_key."""
    return [
        shown_value(field, values.get(field.id, domain.empty(field)), exercise)
        for field in definition.fields
    ]


def shown_value(field: AnyField, value: Any, exercise: Any) -> dict[str, Any]:
    """Return one value to be read."""
    return {
        "field": field,
        "value": value,
        "filled": domain.is_filled(field, value),
        "link": domain.safe_link(value) if isinstance(field, LinkField) else "",
        "files": files_of(exercise, value) if field.kind == "files" else (),
    }


def files_of(exercise: Any, value: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return files with their addresses."""
    return [
        {
            **each,
            "url": reverse(
                "wbm:project_file", args=[exercise.course_key, exercise.usage_key, each["id"]]
            ),
            "remove_url": reverse(
                "wbm:project_remove", args=[exercise.course_key, exercise.usage_key, each["id"]]
            ),
        }
        for each in value
    ]


def feedback_context(feedback: Feedback, rubric: Rubric | None) -> dict[str, Any]:
    """Return a review as the team reads it: level and words per criterion."""
    criteria = rubric.criteria if rubric else ()
    return {
        "review": feedback,
        "criteria": [
            {
                "label": each.label,
                "must": each.must,
                "weight": each.weight,
                "level": feedback.levels.get(each.id),
                "top": len(each.levels) - 1,
                "meaning": each.levels[feedback.levels[each.id]]
                if each.id in feedback.levels
                else "",
                "points": points(each.weight, feedback.levels.get(each.id, 0), len(each.levels)),
                "comment": feedback.comments.get(each.id, ""),
            }
            for each in criteria
        ],
    }


def points(weight: int, level: int, levels: int) -> float:
    """Return the points of one criterion, to a tenth."""
    return round(weight * level / (levels - 1), 1)


def deadline_text(deadline: Deadline, now: datetime) -> str:
    """Say how much time is left, e.g. “5 days left”; nothing without a deadline."""
    if deadline.due is None:
        return ""
    if deadline.late:
        return gettext("The deadline has passed")
    left = domain.days_left(day_of(deadline.due), day_of(now))
    if left == 0:
        return gettext("Due today")
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def log_line(definition: Milestone, entry: Any) -> dict[str, Any]:
    """Return an entry of the activity log in words."""
    labels = {field.id: field.label for field in definition.fields}
    facts = {"field": labels.get(entry.field, entry.field), **entry.facts}
    if "until" in facts:
        facts["until"] = long_date(datetime.fromisoformat(facts["until"]))
    text = {
        "wrote": gettext("wrote in “%(field)s”"),
        "confirmed": gettext("confirmed “%(field)s”"),
        "added_file": gettext("added a file to “%(field)s”"),
        "removed_file": gettext("removed a file from “%(field)s”"),
        "handed_in": gettext("handed in version %(version)s"),
        "withdrew": gettext("took version %(version)s back"),
        "extended": gettext("gave more time, until %(until)s"),
        "decided": gettext("reviewed version %(version)s"),
    }[entry.verb]
    return {"name": entry.name, "text": text % facts, "at": entry.at}


def etag(exercise: Exercise, mark: str, revision: int) -> str:
    """Return what an open page compares itself with."""
    if not mark.startswith(exercise.definition_hash):
        mark = f"{exercise.definition_hash}.{mark}"
    return f'"{mark}.{revision}"'


def pulse_etag(exercise: Exercise, found: Pulse) -> str:
    """Return the same for a pulse."""
    return etag(exercise, found.mark, found.revision)
