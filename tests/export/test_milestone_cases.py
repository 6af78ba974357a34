"""The transfer-project milestones keep to `curriculum-facts 1.9, 1.10` in both languages."""

from __future__ import annotations

import pytest
import yaml

from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.source import read_yaml
from tests.export.milestone_cases import (
    CONTENT,
    FILES,
    GRADED,
    MILESTONES,
    definition,
    fields,
    file_of,
    loaded,
    milestone,
)
from xblocks.core.rubric import assess
from xblocks.transfer_project.definition import Overview
from xblocks.transfer_project.fields import (
    ConfirmationField,
    DateField,
    FileField,
    ListField,
    TableField,
    TextField,
)

FOUR = 4
"""Levels 0 to 3, in every criterion."""

RUBRICS: dict[str, list[tuple[str, int, bool]]] = {
    "m1": [
        ("Anlass und Problem", 25, True),
        ("Ziel", 30, True),
        ("Zielgruppe und Beteiligung", 20, False),
        ("Grenzen und Risiken", 25, False),
    ],
    "m2": [
        ("Einbindung Betriebsrat", 35, True),
        ("Stakeholder-Analyse", 20, False),
        ("Rollen- und Zeitabsprache", 25, True),
        ("Vertraulichkeit und Daten", 20, True),
    ],
    "m3": [
        ("Vorgehen und Quellen", 25, True),
        ("Soll-Profil", 20, False),
        ("Ist-Aufnahme und Lücken", 25, True),
        ("Priorisierung", 20, False),
        ("Datenschutz und Fairness", 10, True),
    ],
    "m4": [
        ("Maßnahmen passen zum Bedarf", 30, True),
        ("Planung", 25, True),
        ("Ressourcen und Förderung", 20, False),
        ("Erfolgsmessung", 15, False),
        ("Risiken", 10, False),
    ],
    "m5": [
        ("Stand gegen Plan", 40, True),
        ("Beteiligung", 20, False),
        ("Lernpunkte", 20, False),
        ("Coaching-Bedarf", 20, False),
    ],
    "m6": [
        ("Ergebnis", 30, True),
        ("Wirkung", 25, False),
        ("Beteiligung und Gleichbehandlung", 15, False),
        ("Verstetigung", 20, True),
        ("Form und Quellen", 10, False),
    ],
    "m7": [
        ("Botschaft", 30, True),
        ("Aufbau und Zeit", 20, False),
        ("Visualisierung", 20, False),
        ("Umgang mit Fragen", 15, False),
        ("Reflexion der Rolle", 15, False),
    ],
}
"""Criterion, weight and whether it is a must."""

BOUNDS: dict[str, tuple[str, str]] = {
    "m1": ("kein betrieblicher Bezug", "Rollengrenzen, Datenschutz und Abbruchkriterium benannt"),
    "m2": ("BR nicht informiert", "Datenarten, Löschfrist, Zugriff, Verantwortung eindeutig"),
    "m3": ("nicht nachvollziehbar", "zusätzlich Einwilligung und Gleichbehandlung geprüft"),
    "m4": ("kein Bezug", "mit Frühwarnzeichen"),
    "m5": ("fehlt", "Frage + eigene Lösungsversuche"),
    "m6": ("nicht erkennbar", "zusätzlich Stand-Angaben zu Recht/Förderung"),
    "m7": ("keine", "Beispiel mit Konsequenz für künftiges Handeln"),
}
"""Level 0 of the first criterion and level 3 of the last: levels run upwards, in this order."""

PAGE = 3_000
"""Characters of a written page."""

PAGES = {"m1": (1, 2), "m2": (1, 2), "m3": (3, 5), "m4": (2, 3), "m5": (1, 2), "m6": (4, 6)}
"""The stated extent without tables."""

COLUMNS: dict[tuple[str, str], set[str]] = {
    ("m2", "stakeholders"): {"function", "interest", "influence", "view", "approach", "date"},
    ("m3", "sources"): {"source", "method", "shows", "limit"},
    ("m3", "gaps"): {"competence", "gap", "affected", "score", "priority"},
    ("m4", "measures"): {"what", "need", "format", "who", "until", "cost", "hours"},
    ("m4", "success"): {"indicator", "level", "before", "target", "date"},
    ("m4", "risks"): {"risk", "chance", "impact", "answer", "sign"},
    ("m5", "progress"): {"measure", "planned", "actual", "status", "cause"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_whole_in_either_language(name: str, language: Language) -> None:
    data = loaded(name, language)
    assert data["type"] == "wbm_transfer_project"
    assert data.keys() <= {"type", "weight", "definition"}
    found = definition(name, language)
    assert isinstance(found, Overview) == (name == "project")


@pytest.mark.parametrize("name", FILES)
def test_other_readers_of_yaml_find_the_same(name: str) -> None:
    """The reader in C takes more liberties than the one in Python, which is its stand-in."""
    path = CONTENT / file_of(name)
    plain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert plain == read_yaml(path, file_of(name)).data


@pytest.mark.parametrize("name", MILESTONES)
def test_a_milestone_carries_its_number(name: str) -> None:
    for language in LANGUAGES:
        found = milestone(name, language)
        assert found.milestone == name
        assert found.title.startswith(f"{name.upper()} · ")


@pytest.mark.parametrize("name", GRADED)
def test_rubrics_are_those_of_the_facts(name: str) -> None:
    rubric = milestone(name).rubric
    assert rubric is not None
    found = [(line.label, line.weight, line.must) for line in rubric.criteria]
    assert found == RUBRICS[name]
    assert {len(line.levels) for line in rubric.criteria} == {FOUR}
    assert (rubric.criteria[0].levels[0], rubric.criteria[-1].levels[-1]) == BOUNDS[name]
    assert rubric.pass_points == 60


@pytest.mark.parametrize("name", GRADED)
def test_a_fulfilled_work_passes_and_a_beginning_does_not(name: str) -> None:
    rubric = milestone(name).rubric
    assert rubric is not None
    ids = [line.id for line in rubric.criteria]
    assert assess(rubric, dict.fromkeys(ids, 2)).passed
    assert not assess(rubric, dict.fromkeys(ids, 1)).passed
    for line in rubric.criteria:
        excellent_but_one = {**dict.fromkeys(ids, 3), line.id: 0}
        assert assess(rubric, excellent_but_one).passed == (not line.must)


@pytest.mark.parametrize("name", MILESTONES)
def test_late_works_are_accepted_and_graded_ones_revised_once_within_two_weeks(name: str) -> None:
    found = milestone(name)
    assert found.late == "accept"
    assert found.revisions == (1 if name in GRADED else 0)
    assert found.revision_days == 14
    assert found.jury == (3 if name == "m7" else 0)


def test_graded_milestones_weigh_the_same_and_the_voluntary_one_nothing() -> None:
    weights = {name: loaded(name, "de").get("weight") for name in FILES}
    assert weights == dict.fromkeys(GRADED, 100) | {"m8": None, "project": None}


@pytest.mark.parametrize("name", PAGES)
def test_answers_fit_the_stated_extent(name: str) -> None:
    fewest, most = PAGES[name]
    longest = shortest = 0
    for field in fields(name).values():
        if isinstance(field, TextField):
            longest += field.max_length
            shortest += field.min_length if field.required else 0
        elif isinstance(field, ListField):
            longest += field.max_length * field.max_items
    assert fewest * PAGE < longest <= most * PAGE
    assert shortest < fewest * PAGE / 2


@pytest.mark.parametrize(("name", "field"), COLUMNS)
def test_tables_have_the_columns_the_facts_ask_for(name: str, field: str) -> None:
    table = fields(name)[field]
    assert isinstance(table, TableField)
    assert table.required
    assert table.min_rows >= 1
    assert {column.id for column in table.columns} == COLUMNS[name, field]


@pytest.mark.parametrize("name", MILESTONES)
def test_nobody_is_asked_for_more_at_least_than_fits_at_most(name: str) -> None:
    for field in fields(name).values():
        if isinstance(field, TextField):
            assert field.min_length < field.max_length, field.id
            assert field.required or not field.min_length, field.id
        elif isinstance(field, TableField):
            assert field.min_rows < field.max_rows, field.id
        elif isinstance(field, ListField):
            assert field.min_items < field.max_items, field.id
            assert field.required == bool(field.min_items), field.id


def test_a_works_council_must_stand_behind_a_project_before_it_is_handed_in() -> None:
    anchors = {anchor.id: set(anchor.fields) for anchor in milestone("m2").anchors}
    assert anchors == {
        "council": {"council_consent", "council_contact", "council_date"},
        "time": {"time"},
        "notes": {"notes"},
    }
    asked = fields("m2")
    assert all(asked[name].required for names in anchors.values() for name in names)
    assert isinstance(asked["council_consent"], ConfirmationField)
    assert isinstance(asked["council_date"], DateField)
    assert isinstance(asked["hr_informed"], ConfirmationField)
    assert asked["hr_informed"].required
    assert all(asked[name].min_length for name in ("council_contact", "time", "notes"))


def test_the_figures_of_an_analysis_come_from_the_own_matrix_or_a_table() -> None:
    (anchor,) = milestone("m3").anchors
    assert (anchor.one_of, anchor.fields) == (True, ["own_matrix", "matrix"])
    assert not any(fields("m3")[name].required for name in anchor.fields)


@pytest.mark.parametrize("name", [name for name in MILESTONES if name not in ("m2", "m3")])
def test_no_other_milestone_has_anchors(name: str) -> None:
    assert milestone(name).anchors == []


def test_files_are_of_the_kinds_that_make_sense() -> None:
    found = {
        (name, field.id): (set(field.types), field.required)
        for name in MILESTONES
        for field in fields(name).values()
        if isinstance(field, FileField)
    }
    assert found == {
        ("m1", "map"): ({"png", "jpg", "pdf"}, False),
        ("m3", "matrix"): ({"xlsx", "csv", "ods", "pdf"}, False),
        ("m6", "appendix"): ({"pdf", "xlsx", "ods", "docx", "odt", "png", "jpg"}, False),
        ("m7", "material"): ({"pdf", "pptx", "png", "jpg"}, True),
    }


def test_the_interim_report_asks_one_short_question_and_what_was_tried() -> None:
    asked = fields("m5")
    assert asked["question"].required
    assert (asked["question"].max_length, asked["tried"].max_length) == (250, 400)


def test_the_sustainability_check_is_six_questions_without_a_rubric() -> None:
    found = milestone("m8")
    assert found.rubric is None
    assert [field.label[:2] for field in found.fields] == ["1.", "2.", "3.", "4.", "5.", "6."]
