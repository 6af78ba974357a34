"""Saving a draft: never over findings that refuse it, never over what others saved meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xblocks.core.errors import Conflict, Invalid, Refusal
from xblocks.core.text import gettext_noop
from xblocks.exercises.editing.document import Document, form_of, number
from xblocks.exercises.editing.drafts import Draft, fingerprint_of, yaml_differences
from xblocks.exercises.editing.problems import Checked, Problem, check
from xblocks.exercises.editing.showing import Screen

MOST_UNFOLDED = 8
"""So many findings open the entries they stand in; more would open everything."""


class NotReadable(Invalid):
    """A YAML text cannot be read."""

    code = "not_readable"
    sentence = gettext_noop("This text cannot be read yet. The lines to mend are named below.")


class FormCannotShow(Invalid):
    """A YAML text has pieces the form has no place for."""

    code = "form_cannot_show"
    sentence = gettext_noop("The form cannot show this yet. Mend what is named below first.")


class NotValid(Invalid):
    """A draft has findings that refuse saving."""

    code = "not_valid"
    sentence = gettext_noop("Not saved. Your work is still here; mend what is named below.")


class LookAgain(Invalid):
    """A draft has findings, all of which the author may leave."""

    code = "look_again"
    sentence = gettext_noop("Not saved yet. Look at these hints, or save all the same.")


class ChangedMeanwhile(Conflict):
    """Somebody else saved the exercise since it was loaded."""

    code = "changed_meanwhile"
    sentence = gettext_noop(
        "Somebody else saved this exercise in the meantime. Nothing is overwritten: you decide."
    )


def stored(block: Any) -> Document:
    """Return what is kept of the exercise."""
    return {
        "display_name": block.display_name or "",
        "weight": number(block.weight),
        "definition": block.definition,
    }


def tab_for(block: Any, draft: Draft, tab: str) -> str:
    """Return the tab if it can show the draft, else the one that can show everything."""
    return "text" if tab == "form" and form_of(block.ADAPTER, draft.document) is None else tab


def unfolded(draft: Draft, problems: tuple[Problem, ...]) -> Draft:
    """Return the draft with the entries open that the first findings stand in."""
    return draft.unfolded(problem.path for problem in problems[:MOST_UNFOLDED])


def save(block: Any, draft: Draft, tab: str, *, knowingly: bool, over: str) -> Screen:
    """Save a draft and return what is shown then.

    Findings that only warn are saved `knowingly`; `over` is the fingerprint of what somebody else
    saved and the author has seen.
    """
    if draft.document is None:
        return Screen(draft, "text", refusal=NotReadable())
    tab = tab_for(block, draft, tab)
    checked = check(block.ADAPTER, draft.document, block.EDITOR_TOOLS)
    refusal: Refusal | None = None
    if checked.errors or checked.head is None or checked.definition is None:
        refusal = NotValid()
    elif checked.problems and not knowingly:
        refusal = LookAgain()
    if refusal:
        draft = replace(unfolded(draft, checked.problems), checked=True)
        return Screen(draft, tab, problems=checked.problems, refusal=refusal)
    return _written(block, draft, tab, checked, over)


def _written(block: Any, draft: Draft, tab: str, checked: Checked, over: str) -> Screen:
    definition = checked.definition.model_dump(mode="json")
    name = checked.head.display_name or definition["title"] if checked.head else ""
    weight = checked.head.weight if checked.head else None
    wanted = {"display_name": name, "weight": number(weight), "definition": definition}
    kept = stored(block)
    now = fingerprint_of(kept)
    if now not in {draft.seen, over, fingerprint_of(wanted)}:
        return _conflict(block, draft, kept)
    block.display_name, block.weight, block.definition = name, weight, definition
    after = replace(draft, document=wanted, seen=fingerprint_of(wanted), parsed=None, checked=False)
    return Screen(after, tab, saved=True)


def _conflict(block: Any, draft: Draft, kept: Document) -> Screen:
    lines = yaml_differences(block.ADAPTER, block.scope_ids.block_type, kept, draft.document)
    more = {"differences": lines, "theirs": fingerprint_of(kept)}
    return Screen(draft, "conflict", refusal=ChangedMeanwhile(), more=more)
