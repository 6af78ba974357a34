"""What the pages of a self-rating show: sentences with levels, and how they have changed."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext

from xblocks.core.text import gettext_noop
from xblocks.role_play.rating.practising import Standing
from xblocks.role_play.self_rating import SelfRating

CHANGES: Final = {1: gettext_noop("higher"), 0: gettext_noop("the same"), -1: gettext_noop("lower")}


def parts(definition: SelfRating, here: Standing) -> dict[str, Any]:
    """Return sentences with levels; beside those of the start how they changed, in words."""
    before = here.at_start
    rows = [_row(each.id, each.label, here, before) for each in definition.items]
    higher = sum(row["change"] == 1 for row in rows)
    return {
        "scale": list(enumerate(definition.scale, 1)),
        "rows": rows,
        "beside": before is not None,
        "higher": gettext(
            "You rate yourself higher in %(count)s of %(total)s sentences than at the start."
        )
        % {"count": higher, "total": len(rows)},
    }


def _row(name: str, label: str, here: Standing, before: Any) -> dict[str, Any]:
    now = here.levels.get(name)
    then = before.get(name) if before else None
    change = (now > then) - (now < then) if now and then else None
    return {
        "id": name,
        "label": label,
        "now": now,
        "then": then,
        "change": change,
        "words": "" if change is None else gettext(CHANGES[change]),
    }
