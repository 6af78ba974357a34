"""What a page sends of a plan: columns of rows and measures, read as they were typed.

What was typed is kept as text until it is known to fit, so that a refused page shows it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.http import QueryDict

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import required_whole
from xblocks.moderation.domain.written import read_measures, read_rows
from xblocks.moderation.plan_keeping import Seen
from xblocks.moderation.plans import Draft
from xblocks.moderation.records.plans import CLIENT_LENGTH

ROW_FIELDS: Final = ("phase", "method", "minutes", "content", "goal", "form", "material", "dots")
SENT: Final = {"form": "row_form", "method": "row_method", "title": "plan_title"}
"""Fields under another name: a form has these as its own in the browser."""

TICKS: Final = ("visual", "continues")
MEASURE_FIELDS: Final = ("what", "who", "by", "sign")


@dataclass(frozen=True)
class Entries:
    """A plan as text, field by field."""

    title: str
    rows: tuple[dict[str, Any], ...]
    measures: tuple[dict[str, str], ...]
    reasons: str
    plan_b: str

    def places(self) -> tuple[int, ...]:
        """Return where on the page the measures stand that are kept; raises `UnfitMeasure`."""
        return tuple(
            place for place, each in enumerate(self.measures) if read_measures(json.dumps([each]))
        )


def entries_in(form: QueryDict) -> Entries:
    """Return what a page sent; raises `BadRequest` where its columns do not match."""
    ids = form.getlist("row")
    ticked = {name: set(form.getlist(name)) for name in TICKS}
    rows = [
        {"id": row, **values, **{name: row in ticked[name] for name in TICKS}}
        for row, values in zip(ids, _columns(form, ROW_FIELDS, len(ids)), strict=True)
    ]
    count = len(form.getlist(MEASURE_FIELDS[0]))
    return Entries(
        form.get(sent("title"), ""),
        tuple(rows),
        tuple(_columns(form, MEASURE_FIELDS, count)),
        form.get("reasons", ""),
        form.get("plan_b", ""),
    )


def entries_of(draft: Draft) -> Entries:
    """Return what is kept as a page shows it."""
    rows = tuple(_texts(row.model_dump(mode="json")) for row in draft.rows)
    measures = tuple(
        {**asdict(each), "by": each.by.isoformat() if each.by else ""} for each in draft.measures
    )
    return Entries(draft.title, rows, measures, draft.reasons, draft.plan_b)


def draft_in(entries: Entries) -> Draft:
    """Return the plan that was typed; raises what `domain.written` refuses."""
    return Draft(
        entries.title,
        read_rows(json.dumps(entries.rows)),
        read_measures(json.dumps(entries.measures)),
        entries.reasons,
        entries.plan_b,
    )


def sent(name: str) -> str:
    """Return what a page calls a field."""
    return SENT.get(name, name)


def seen(form: QueryDict) -> Seen:
    """Return what the page knew when it sent something."""
    client = form.get("client", "")[:CLIENT_LENGTH]
    return Seen(number(form, "version"), client, number(form, "stamp"))


def number(form: QueryDict, name: str) -> int:
    """Return a whole number of a form, 0 without one; raises `BadRequest`."""
    return required_whole(form.get(name) or "0")


def _columns(form: QueryDict, names: tuple[str, ...], count: int) -> list[dict[str, str]]:
    columns = {name: form.getlist(sent(name)) for name in names}
    if any(len(each) != count for each in columns.values()):
        raise BadRequest
    return [{name: columns[name][place] for name in names} for place in range(count)]


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, bool) else ("" if value is None else str(value))
        for name, value in row.items()
    }
