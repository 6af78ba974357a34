"""Puts other words in the place of a person, in the rows that stay."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext, override

from xblocks.core.redaction import Redaction
from xblocks.core.text import gettext_noop
from xblocks.host.course import course_face

FORMER_MEMBER = gettext_noop("a former member")


def former_member(course_key: str) -> str:
    """Return what somebody is called who is no longer known, in the language of the course."""
    with override(course_face(course_key).language):
        return gettext(FORMER_MEMBER)


def redact(
    rows: QuerySet, fields: Collection[str], redaction: Redaction, *, json_texts: bool = False
) -> int:
    """Take a person out of the texts of rows, and return how many rows changed.

    JSON columns are searched through and through; with `json_texts` so are text columns that hold
    JSON. Other texts that grow beyond their column are cut. Rows are found by their words first,
    so that a long table costs one look of the database.
    """
    changed = 0
    for row in _candidates(rows, fields, redaction).only("pk", *fields):
        values = {name: getattr(row, name) for name in fields}
        clean = {
            name: _fitting(rows, name, _clean(value, redaction, json_text=json_texts))
            for name, value in values.items()
        }
        if clean != values:
            # Not by `save`: what is otherwise never changed (a review) loses the name all the same.
            rows.model._base_manager.filter(pk=row.pk).update(**clean)
            changed += 1
    return changed


def _candidates(rows: QuerySet, fields: Iterable[str], redaction: Redaction) -> QuerySet:
    conditions = []
    names = {}
    for name in fields:
        column = name
        if isinstance(rows.model._meta.get_field(name), models.JSONField):
            column = f"{name}_text"
            names[column] = Cast(name, models.TextField())
        for hint in redaction.hints:
            # JSON may be stored with letters beyond ASCII as escapes.
            for written in {hint, json.dumps(hint)[1:-1]}:
                conditions.append(Q(**{f"{column}__icontains": written}))
    if not conditions:
        return rows.none()
    return rows.annotate(**names).filter(reduce(or_, conditions))


def _fitting(rows: QuerySet, name: str, value: Any) -> Any:
    """Cut a text to what its column holds: a stand-in may be longer than a name."""
    longest = getattr(rows.model._meta.get_field(name), "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def _clean(value: Any, redaction: Redaction, *, json_text: bool) -> Any:
    if json_text and isinstance(value, str):
        return json.dumps(
            redaction.value(json.loads(value)),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
    return redaction.value(value)
