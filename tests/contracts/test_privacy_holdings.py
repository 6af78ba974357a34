"""No table can be forgotten: each says whether it is about people, and has a holding if so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import override

from xblocks.core.holdings import Holding, Term
from xblocks.privacy import registry
from xblocks.roster.records import Person

TYPES = {"id", "name", "username", "email_address", "image", "other"}
"""Those of Open edX's annotations that occur here."""
RETIREMENTS = {"local_api"}
"""Everything is removed by our own receiver."""
ACCOUNT_COLUMNS = {"user_id", "owner"}
"""Numbers of accounts that are no foreign keys."""
DOCS = Path(__file__).parents[2] / "docs" / "datenschutz"
NO_ACCOUNT = {("Work", "owner")}
"""What a work is filed under: a team's number, or a person's beside the foreign key."""

MODELS = [
    model
    for label in ("wbm", "wbm_preview")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
]


def references(model: type[Model]) -> set[str]:
    """Columns of a model that lead to a person or an account."""
    return {
        field.name
        for field in model._meta.get_fields()
        if not field.auto_created
        and (model.__name__, field.name) not in NO_ACCOUNT
        and (
            field.related_model in (Person, get_user_model())
            or (not field.is_relation and field.name in ACCOUNT_COLUMNS)
        )
    }


def declared() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for holding in registry.holdings():
        for name, columns in holding.references.items():
            assert name not in found, f"two holdings keep {name}"
            found[name] = columns
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_leads_to_a_person_belongs_to_a_holding(model: type[Model]) -> None:
    told = declared()
    assert references(model) == set(told.get(model.__name__, ()))
    if annotation(model)["pii"]:
        assert model.__name__ in told, "personal texts, and no holding"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_says_whether_it_is_about_people(model: type[Model]) -> None:
    found = annotation(model)
    assert found["no_pii"] != bool(found["pii"]), "one of .. no_pii: and .. pii:"
    if found["pii"]:
        assert found["types"] <= TYPES
        assert found["types"]
        assert found["retirement"] in RETIREMENTS


def annotation(model: type[Model]) -> dict[str, Any]:
    """The annotations of a docstring, as Open edX's `code_annotations` reads them."""
    text = model.__dict__.get("__doc__") or ""

    def line(name: str) -> str:
        found = re.search(rf"^ *\.\. {name}:(.*)$", text, re.MULTILINE)
        return found[1].strip() if found else ""

    return {
        "no_pii": bool(re.search(r"^ *\.\. no_pii: *$", text, re.MULTILINE)),
        "pii": line("pii"),
        "types": {each.strip() for each in line("pii_types").split(",") if each.strip()},
        "retirement": line("pii_retirement"),
    }


def test_no_holding_names_a_model_that_does_not_exist() -> None:
    assert set(declared()) <= {model.__name__ for model in MODELS}


@pytest.mark.parametrize("holding", registry.holdings(), ids=lambda each: each.ident)
def test_every_holding_says_what_why_who_and_what_happens_in_the_end(holding: Holding) -> None:
    told = [holding.title, holding.what, holding.why, holding.readers, holding.leaving]
    assert all(told)
    assert all(term.what and term.since for term in holding.terms)


def test_lower_floors_come_first_so_that_they_can_be_asked_last() -> None:
    order = [holding.ident for holding in registry.holdings()]
    assert order.index("roster") < order.index("grading") < order.index("transfer_project")


class Twin(Holding):
    """Takes somebody else's name."""

    ident = "roster"


class OtherTerm(Holding):
    """States a term of another holding differently."""

    ident = "other"
    terms = (Term("works", 1, "a", "b"),)


@pytest.mark.parametrize("wrong", [Twin(), OtherTerm()])
def test_a_name_or_a_term_is_given_once(wrong: Holding) -> None:
    before = registry.holdings()
    with pytest.raises(ValueError, match="two "):
        registry.register(wrong)
    assert registry.holdings() == before


def test_registering_again_is_harmless() -> None:
    before = registry.holdings()
    registry.register(*before)
    assert registry.holdings() == before


@pytest.mark.parametrize("term", registry.terms().values(), ids=lambda each: each.ident)
def test_the_templates_for_operators_name_every_term(term: Term) -> None:
    told = (DOCS / "README.md").read_text(encoding="utf-8")
    days = "–" if term.days is None else term.days
    assert f"| `{term.ident}` | {days} |" in told


def test_the_readme_of_an_archive_is_plain_text() -> None:
    with override("en"):
        text = render_to_string(
            "wbm/privacy/readme.txt", {"parts": [("x", "a & b", "c")], "who": ["a@b.example"]}
        )
    assert "a & b" in text
    assert "a@b.example" in text
