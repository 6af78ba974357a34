"""The one thing to do next in a plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from xblocks.host.translation import translated
from xblocks.moderation.desk.plan_page import PlanPage
from xblocks.moderation.desk.plan_rows import place_name
from xblocks.moderation.domain.catalogue import PHASES
from xblocks.moderation.domain.finding import Finding
from xblocks.moderation.handing_in import missing


@dataclass(frozen=True)
class Next:
    """What to do, why, and the button for it.

    `kind`: ``catalogue`` opens it for the phase `at`, ``row`` leads to the row `at`, ``measures``
    and ``texts`` to these, ``rows`` to all of them, ``hand_in`` to the page before handing in.
    """

    kind: str
    text: str
    button: str
    at: str = ""


def next_step(page: PlanPage) -> Next:
    """Return what to do next: what is missing, then what is wrong, then handing in."""
    present = {row.phase for row in page.draft.rows}
    for phase in PHASES:
        if phase not in present:
            return _phase_missing(phase, first=not page.draft.rows)
    errors = [each for each in page.checked.findings if each.severity == "error"]
    if errors:
        return _repair(errors[0])
    open_texts = missing(page.definition, page.draft)
    if open_texts:
        names = ", ".join(translated(each) for each in open_texts)
        return Next("texts", gettext("Still to be written: %(names)s.") % {"names": names},
                    gettext("Write it now"))  # fmt: skip
    hints = [each for each in page.checked.findings if each.row is not None]
    text = gettext("All six phases stand. Look through your plan, then hand it in.")
    if hints and not page.checked.passed:
        return _repair(hints[0])
    return Next("hand_in", text, gettext("Look through and hand in"))


def _phase_missing(phase: str, *, first: bool) -> Next:
    name = place_name(phase)
    if first:
        text = gettext("Begin with the first phase: “%(phase)s”. What do you welcome people with?")
    else:
        text = gettext("The phase “%(phase)s” is still missing.")
    return Next("catalogue", text % {"phase": name}, gettext("Choose a method"), phase)


def _repair(finding: Finding) -> Next:
    text = f"{translated(finding.what)} {translated(finding.way_out)}"
    if finding.measure is not None or finding.field == "measures":
        return Next("measures", text, gettext("Go to the measures"), str(finding.measure or 0))
    if finding.row is not None:
        return Next("row", text, gettext("Go to the row"), finding.row)
    return Next("rows", text, gettext("Go to the plan"))
