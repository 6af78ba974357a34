"""Rows of tables that no use case of the tests fills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from xblocks.privacy.registry import holdings
from xblocks.roster.records import Person

if TYPE_CHECKING:
    from tests.records.privacy_cases import Human


def fill_empty_tables(people: Iterable[Human]) -> None:
    """Put everybody into the tables that still hold nobody.

    So that a component need not be played here to be searched: every text holds the name.
    """
    kept = [
        (apps.get_model("wbm_preview" if each.ident == "preview" else "wbm", name), columns)
        for each in holdings()
        for name, columns in each.references.items()
    ]
    empty = [(model, columns) for model, columns in kept if not model._base_manager.exists()]
    for model, columns in empty:
        for who in people if columns else ():
            model._base_manager.create(**_row(model, who, columns))


def _row(model: type[models.Model], who: Human, columns: Iterable[str]) -> dict[str, Any]:
    """Values for every column that needs one; those of `columns` lead to the person."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.name in columns:
            related = field.related_model
            person = who.actor.person_id if related is Person else who.user.pk
            values[field.attname] = person
        elif field.is_relation and not field.null:
            values[field.attname] = field.related_model._base_manager.earliest("pk").pk
        elif isinstance(field, models.CharField | models.TextField):
            values[field.name] = who.actor.name[: field.max_length]
        elif isinstance(field, models.DateTimeField):
            values[field.name] = timezone.now()
        elif isinstance(field, models.IntegerField) and not field.primary_key:
            values[field.name] = 1
        elif isinstance(field, models.BooleanField):
            values[field.name] = True
        elif isinstance(field, models.JSONField):
            values[field.name] = {"text": who.actor.name}
    return values
