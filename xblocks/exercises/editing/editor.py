"""The editor's requests: only for those who may write the course, nothing typed is ever lost.

Every request brings the whole draft and gets the main part of the editor back. What cannot be
done is answered with its status, a sentence, and the draft as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.templatetags.static import static
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from web_fragments.fragment import Fragment
from webob import Request, Response

from xblocks.core.errors import BadRequest, NotAllowed, NotFound, Refusal
from xblocks.core.text import gettext_noop
from xblocks.exercises.editing import saving
from xblocks.exercises.editing.document import completed, form_of, from_yaml, new, to_yaml
from xblocks.exercises.editing.drafts import Draft, fingerprint_of, read_draft
from xblocks.exercises.editing.problems import Problem, check, placed
from xblocks.exercises.editing.saving import FormCannotShow, NotReadable, NotValid
from xblocks.exercises.editing.schema import kinds
from xblocks.exercises.editing.showing import Screen, render, tab_named
from xblocks.exercises.editing.steps import Step
from xblocks.host import identity
from xblocks.host.files import safe_name
from xblocks.host.translation import translated

STYLE = "wbm/editor.css"
SCRIPT = "wbm/editor.js"

SAID: Mapping[str, str] = {
    "insert": gettext_noop("Added."),
    "begin": gettext_noop("Added."),
    "copy": gettext_noop("Duplicated."),
    "remove": gettext_noop("Deleted. You can undo this."),
    "move": gettext_noop("Moved."),
    "rename": gettext_noop("Renamed."),
    "replace": gettext_noop("Changed."),
    "recast": gettext_noop("Changed."),
}
"""What is said after a step, also to screen readers."""


def require_authorship(block: Any) -> None:
    """Raise `NotSignedIn` or `NotAllowed` unless Studio lets the person write the course.

    A role on the roster is not enough: an LMS offers nobody the service that says so, and Studio
    lets learners call handlers, too (`platform-facts 1`).
    """
    if not identity.from_block(block).course_author:
        raise NotAllowed


def view(block: Any) -> Fragment:
    """Return the whole editor, for Studio's dialog and the preview."""
    try:
        require_authorship(block)
    except Refusal as refusal:
        return block.fragment(block.notice(refusal))
    stored = saving.stored(block)
    draft = Draft(completed(block.ADAPTER, stored), seen=fingerprint_of(stored))
    main = render(block, _first_screen(block, draft))
    fragment: Fragment = block.fragment(
        block.template("wbm/editor/editor.html", {"main": main, "url": block.url("studio_edit")})
    )
    fragment.add_css_url(static(STYLE))
    fragment.add_javascript_url(static(SCRIPT))
    fragment.initialize_js("WbmEditor")
    return fragment


def _first_screen(block: Any, draft: Draft) -> Screen:
    if not draft.document["definition"]:
        found = kinds(block.ADAPTER)
        return Screen(
            draft, "begin", more={"kinds": {k: group.label for k, group in found.items()}}
        )
    if form_of(block.ADAPTER, draft.document):
        return Screen(draft)
    return Screen(draft, "text", problems=_problems(block, draft))


def respond(block: Any, request: Request, suffix: str) -> Response:
    """Answer a request of the editor."""
    try:
        require_authorship(block)
        if request.method != "POST":
            raise BadRequest
        action, _slash, detail = suffix.partition("/")
        if action not in ACTIONS:
            raise NotFound
        posted = request.POST
        draft = read_draft(block.ADAPTER, block.scope_ids.block_type, posted.get("pairs", ""))
        answer = ACTIONS[action](block, draft, detail, posted)
        return answer if isinstance(answer, Response) else _page(block, answer)
    except Refusal as refusal:
        return _told(block, refusal)


def _page(block: Any, screen: Screen) -> Response:
    response = block.answer(render(block, screen), screen.refusal)
    if screen.saved:
        response.headers["X-WBM-Saved"] = "1"
    return response


def _told(block: Any, refusal: Refusal) -> Response:
    """Tell about a refusal beside the form, which stays as it is."""
    response = block.answer(block.notice(refusal), refusal)
    response.headers["HX-Retarget"] = "#ed-told"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _problems(block: Any, draft: Draft) -> tuple[Problem, ...]:
    if draft.document is None:
        return ()
    return check(block.ADAPTER, draft.document, block.EDITOR_TOOLS).problems


def show(block: Any, draft: Draft, tab: str, _posted: Mapping[str, str]) -> Screen:
    """Show a tab."""
    tab = tab_named(block, tab)
    if draft.document is None:
        return Screen(draft, "text", refusal=NotReadable())
    if tab in {"text", "files"}:
        return Screen(draft, tab, problems=_problems(block, draft) if draft.checked else ())
    if tab == "form":
        if form_of(block.ADAPTER, draft.document):
            found = _problems(block, draft) if draft.checked else ()
            return Screen(replace(draft, parsed=None), problems=found)
        return Screen(draft, "text", problems=_problems(block, draft), refusal=FormCannotShow())
    checked = check(block.ADAPTER, draft.document, block.EDITOR_TOOLS)
    return Screen(draft, tab, problems=checked.problems, model=checked.definition)


def step(block: Any, draft: Draft, _detail: str, posted: Mapping[str, str]) -> Screen:
    """Take a step in the form; also one that takes another back."""
    wanted = _step(posted)
    draft, taken = draft.stepped(block.ADAPTER, wanted)
    found = _problems(block, draft) if draft.checked else ()
    said = gettext(SAID[wanted["do"]]) if wanted["do"] in SAID else ""
    return Screen(draft, problems=found, back=taken.back, focus=taken.focus, said=said)


def _step(posted: Mapping[str, str]) -> Step:
    try:
        found = json.loads(posted.get("step", ""))
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(found, dict):
        raise BadRequest
    return found


def look(block: Any, draft: Draft, tab: str, _posted: Mapping[str, str]) -> Screen:
    """Check the draft and show the findings at their fields."""
    tab = tab_named(block, tab)
    if draft.document is None:
        return Screen(draft, "text", refusal=NotReadable())
    found = _problems(block, draft)
    said = "" if found else gettext("Nothing to mend was found.")
    draft = replace(saving.unfolded(draft, found), checked=True)
    return Screen(draft, saving.tab_for(block, draft, tab), problems=found, said=said)


def save(block: Any, draft: Draft, tab: str, posted: Mapping[str, str]) -> Screen:
    """Save the draft; findings and changes by others refuse it, and the draft stays."""
    knowingly, over = bool(posted.get("knowingly")), posted.get("over", "")
    return saving.save(block, draft, tab_named(block, tab), knowingly=knowingly, over=over)


def theirs(block: Any, draft: Draft, _detail: str, _posted: Mapping[str, str]) -> Screen:
    """Take what somebody else saved; the own draft comes back by undo."""
    stored = saving.stored(block)
    seen = fingerprint_of(stored)
    draft, taken = draft.stepped(block.ADAPTER, {"do": "replace", "path": [], "value": stored})
    return Screen(replace(draft, seen=seen), back=taken.back)


def begin(block: Any, draft: Draft, kind: str, _posted: Mapping[str, str]) -> Screen:
    """Begin a new exercise."""
    if kind not in kinds(block.ADAPTER):
        raise BadRequest
    document = new(block.ADAPTER, kind, block.display_name or "")
    return Screen(replace(draft, document=document))


def read_file(block: Any, draft: Draft, name: str, posted: Mapping[str, str]) -> Screen:
    """Put what a file holds in the place of the draft, which comes back by undo."""
    text = posted.get("text", "")
    back = {"do": "replace", "path": [], "value": draft.document}
    said = gettext("The file was read. Look at it, then save.")
    if name == "yaml":
        parsed = from_yaml(text, block.scope_ids.block_type)
        if parsed.defects:
            more = {"defects": [(line, translated(message)) for line, message in parsed.defects]}
            return Screen(draft, "files", refusal=NotReadable(), more=more)
        document = completed(block.ADAPTER, parsed.document)
        taken = replace(draft, document=document, text=text, parsed=parsed)
        found = _problems(block, taken)
    else:
        reader = next(
            (each for each in block.EDITOR_TOOLS.of(draft.document).readers if each.name == name),
            None,
        )
        if reader is None:
            raise NotFound
        definition, findings = reader.read(text)
        document = completed(block.ADAPTER, {**draft.document, "definition": definition})
        taken = replace(draft, document=document, parsed=None)
        found = tuple(placed(each, taken.document, block.EDITOR_TOOLS) for each in findings)
    tab = saving.tab_for(block, taken, "form")
    return Screen(taken, tab, problems=found, back=back, said=said)


def write_file(block: Any, draft: Draft, name: str, _posted: Mapping[str, str]) -> Response:
    """Answer with the draft as a file."""
    suffix = ".yaml"
    if name == "yaml":
        text = draft.text
        if draft.parsed is None:
            text = to_yaml(draft.document, block.scope_ids.block_type, block.ADAPTER)
    else:
        writer = next(
            (each for each in block.EDITOR_TOOLS.of(draft.document).writers if each.name == name),
            None,
        )
        if writer is None:
            raise NotFound
        model = check(block.ADAPTER, draft.document, block.EDITOR_TOOLS).definition
        if model is None:
            raise NotValid
        text, suffix = writer.write(model), writer.suffix
    response = Response(text, content_type="text/plain", charset="utf-8")
    disposition = content_disposition_header(True, safe_name(_title(block, draft)) + suffix)  # noqa: FBT003
    response.headers["Content-Disposition"] = disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _title(block: Any, draft: Draft) -> str:
    document = draft.document if isinstance(draft.document, dict) else {}
    return str(document.get("display_name") or block.display_name or block.scope_ids.block_type)


ACTIONS: Mapping[str, Callable[[Any, Draft, str, Mapping[str, str]], Screen | Response]] = {
    "show": show,
    "step": step,
    "check": look,
    "save": save,
    "theirs": theirs,
    "begin": begin,
    "read": read_file,
    "write": write_file,
}
"""What can be asked for, by the first word of the address."""
