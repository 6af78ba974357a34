"""Draws the editor: its tabs with what stands in them, and the findings with their places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.source import Source
from xblocks.core.text import gettext_noop
from xblocks.exercises.editing.document import Document, form_of, from_yaml, to_yaml
from xblocks.exercises.editing.drafts import Draft
from xblocks.exercises.editing.form import Node, build, sections
from xblocks.exercises.editing.problems import Problem
from xblocks.exercises.editing.shapes import Group, Path, Several, Shape, Variants
from xblocks.exercises.editing.steps import Step
from xblocks.exercises.editing.tools import EditorTools
from xblocks.host import identity
from xblocks.host.translation import translated
from xblocks.roster.service import actor_for

TABS = (
    ("form", gettext_noop("Form")),
    ("text", gettext_noop("As text")),
    ("preview", gettext_noop("Preview")),
)
FILES = ("files", gettext_noop("Files"))


@dataclass(frozen=True)
class Screen:
    """What an answer shows: a draft in a tab, findings, a refusal, and what just happened.

    `back` takes the last step back, `focus` is the path to lead the author to, `said` is told;
    `model` is the valid definition; `more` belongs to single tabs.
    """

    draft: Draft
    tab: str = "form"
    problems: Sequence[Problem] = ()
    refusal: Refusal | None = None
    back: Step | None = None
    focus: Path | None = None
    said: str = ""
    saved: bool = False
    model: Any = None
    more: Mapping[str, Any] = field(default_factory=dict)


def render(block: Any, screen: Screen) -> str:
    """Return the main part of the editor."""
    context = {
        "tab": screen.tab,
        "tabs": _tabs(_tools(block, screen), screen.tab),
        "draft": screen.draft,
        "refusal": translated(screen.refusal.message) if screen.refusal else "",
        "code": screen.refusal.code if screen.refusal else "",
        "back": json.dumps(screen.back) if screen.back else "",
        "focus": focus_of(screen.focus),
        "said": screen.said,
        "saved": screen.saved,
        "problems": _told(block, screen),
        "errors": sum(not each.warning for each in screen.problems),
        "held": json.dumps(screen.draft.document),
        "opened": json.dumps(sorted(screen.draft.opened, key=str)),
        **screen.more,
    }
    show = {"form": _form, "text": _text, "preview": _preview, "files": _files}
    if screen.tab in show:
        context |= show[screen.tab](block, screen)
    elif view := next((v for v in _tools(block, screen).views if v.name == screen.tab), None):
        context["view"] = view.show(screen.model) if screen.model is not None else ""
    elif screen.tab not in {"begin", "conflict"}:
        raise NotFound
    html: str = block.template("wbm/editor/main.html", context)
    return html


def tab_named(block: Any, name: str) -> str:
    """Return the tab an address names, the form if it names none; raises `NotFound`."""
    name = name or "form"
    if name not in {tab["name"] for tab in _tabs(block.EDITOR_TOOLS, name)}:
        raise NotFound
    return name


def _tools(block: Any, screen: Screen) -> EditorTools:
    tools: EditorTools = block.EDITOR_TOOLS.of(screen.draft.document)
    return tools


def _tabs(tools: EditorTools, current: str) -> list[dict[str, Any]]:
    own = [(view.name, view.label) for view in tools.views]
    return [
        {"name": name, "label": label, "current": name == current}
        for name, label in (*TABS, *own, FILES)
    ]


def _preview(block: Any, screen: Screen) -> dict[str, Any]:
    """What authors and learners see of the candidate."""
    if screen.model is None:
        return {}
    actor = actor_for(identity.from_block(block), identity.course_key_of(block))
    with shown_as(block, screen.draft.document):
        return {"author": block.author_part(), "learner": block.start_part(actor)}


def _files(block: Any, screen: Screen) -> dict[str, Any]:
    tools = _tools(block, screen)
    return {
        "writers": [
            ("yaml", gettext_noop("YAML"), ".yaml"),
            *((w.name, w.label, w.suffix) for w in tools.writers),
        ],
        "readers": [
            ("yaml", gettext_noop("YAML"), ".yaml,.yml"),
            *((r.name, r.label, r.accepts) for r in tools.readers),
        ],
    }


def _form(block: Any, screen: Screen) -> dict[str, Any]:
    draft, problems = screen.draft, screen.problems
    shape = form_of(block.ADAPTER, draft.document)
    if shape is None:
        raise NotFound
    at_field: dict[Path, list[str]] = {}
    for problem in problems:
        at_field.setdefault(problem.path, []).append(translated(problem.message))
    found = sections(build(shape, draft.document, draft.opened, at_field))
    part = draft.part if draft.part in {each.name for each in found} else found[0].name
    return {"sections": found, "part": part, "kind": draft.document["definition"]["kind"]}


def _text(block: Any, screen: Screen) -> dict[str, Any]:
    """The draft as YAML, as it was typed or written anew, with the lines of findings."""
    parsed, text = screen.draft.parsed, screen.draft.text
    if parsed is None:
        text = to_yaml(screen.draft.document, block.scope_ids.block_type, block.ADAPTER)
        parsed = from_yaml(text, block.scope_ids.block_type)
    defects = [(line, translated(message)) for line, message in parsed.defects]
    return {"text": text, "defects": defects}


def _told(block: Any, screen: Screen) -> list[dict[str, Any]]:
    """Findings for the summary: where, what, and what a link needs to lead there."""
    document = screen.draft.document
    shape = form_of(block.ADAPTER, document)
    lines = _lines(block, screen)
    return [
        {
            "where": " › ".join(_spelt(shape, document, problem.path)),
            "what": translated(problem.message),
            "ident": focus_of(problem.path),
            "place": json.dumps(problem.path),
            "line": lines.line_of(problem.path) if lines else 0,
            "warning": problem.warning,
        }
        for problem in screen.problems
    ]


def _lines(block: Any, screen: Screen) -> Source | None:
    if screen.tab != "text" or not screen.problems:
        return None
    if screen.draft.parsed is not None:
        return screen.draft.parsed.source
    block_type = block.scope_ids.block_type
    return from_yaml(to_yaml(screen.draft.document, block_type, block.ADAPTER), block_type).source


def _spelt(shape: Shape | None, value: Any, path: Path) -> Iterator[str]:
    """The place in words: labels of fields, ids or numbers of entries."""
    for step in path:
        if isinstance(shape, Variants):
            shape = shape.of(value)
        if isinstance(shape, Several) and isinstance(step, int):
            value = value[step] if step < len(value) else None
            name = value.get("id") if isinstance(value, dict) else None
            label = gettext(shape.item_label) if shape.item_label else ""
            yield f"{label} {name or step + 1}".strip()
            shape = shape.item
        else:
            inner = shape.field(str(step)) if isinstance(shape, Group) and step in shape else None
            value = value.get(step) if isinstance(value, dict) else None
            shape = inner
            if step != "definition":
                yield gettext(inner.label) if inner and inner.label else str(step)


@contextmanager
def shown_as(block: Any, document: Document) -> Iterator[None]:
    """Let a block show another definition for a moment, without changing its fields."""
    block.candidate = document["definition"]
    try:
        yield
    finally:
        block.candidate = None


def focus_of(path: Path | None) -> str:
    """Return the id of the element at a path."""
    return Node("", Shape(), path).ident if path is not None else ""
