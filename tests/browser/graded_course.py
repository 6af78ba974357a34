"""Works of the demo people that wait for their trainers, of a component that tests alone have."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

from django.utils import timezone

from course_export.preview.course import Course
from tests import personas
from tests.records import grading_cases
from tests.records.grading_cases import ExamplePresenter
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.grading import service
from xblocks.grading.records import Work
from xblocks.roster.records import Person

BLOCK_TYPE = "wbm_sketch"
TEXT = (
    "In der Montage fehlen zwei Fachkräfte. Drei Kolleg*innen wollen lernen, die Anlage zu "
    "bedienen. Wir sprechen zuerst mit dem Betriebsrat und dann mit der Schichtleitung. "
)
LEVELS = {
    "Anlass und Problem": (
        25,
        True,
        [
            "kein betrieblicher Bezug",
            "allgemein behauptet",
            "aus dem Betrieb hergeleitet",
            "mit mindestens zwei Belegen hergeleitet (Zahl, Beobachtung, Aussage)",
        ],
    ),
    "Ziel": (
        30,
        True,
        [
            "kein Ziel",
            "Absicht ohne Prüfbarkeit",
            "prüfbares Ziel mit Termin",
            "prüfbar, terminiert, in der Rolle erreichbar, Nutzen für Beschäftigte benannt",
        ],
    ),
    "Zielgruppe und Beteiligung": (
        20,
        False,
        [
            "fehlt",
            "Gruppe genannt",
            "Gruppe begründet, Zugang beschrieben",
            "benachteiligte Gruppen mitbedacht, Beteiligung geplant",
        ],
    ),
    "Grenzen und Risiken": (
        25,
        False,
        [
            "fehlt",
            "ein Risiko genannt",
            "zwei Risiken mit Umgang",
            "Rollengrenzen, Datenschutz und Abbruchkriterium benannt",
        ],
    ),
}


class SketchPresenter(ExamplePresenter):
    """Shows a work as a page of text."""

    def html(self, work: Work, definition: dict[str, Any], actor: Actor) -> str:
        headings = ("Anlass", "Ziel", "Zielgruppe", "Grenzen", "Erste Schritte")
        return "".join(
            f"<h2>{each}</h2><p>{escape(TEXT * (2 + number % 3))}</p>"
            for number, each in enumerate(headings)
        )


service.register(BLOCK_TYPE, SketchPresenter())


def exercise(course: Course, title: str, *, jury: int = 0) -> Exercise:
    """Return a new exercise with the rubric of the first milestone."""
    criteria = [
        {"id": f"k{number}", "label": label, "weight": weight, "must": must, "levels": levels}
        for number, (label, (weight, must, levels)) in enumerate(LEVELS.items())
    ]
    made = {"jury": jury, "revisions": 1, "rubric": {"criteria": criteria}}
    return Exercise.objects.create(
        course_key=str(course.key),
        usage_key=f"block-v1:wbm+Sample+2027+type@{BLOCK_TYPE}+block@{fingerprint({'t': title})}",
        block_type=BLOCK_TYPE,
        kind="sketch",
        title=title,
        definition=canonical(made),
        definition_hash=fingerprint(made),
        weight=10,
    )


def hand_in(course: Course, found: Exercise, *companies: str, days: int = 0) -> list[Work]:
    """Let the teams of companies (all: none named) hand in, `days` ago and each a day later."""
    teams: dict[str, list[Person]] = {}
    people = Person.objects.filter(course_key=str(course.key), company__isnull=False)
    for person in people.select_related("company"):
        teams.setdefault(person.company.name, []).append(person)
    works = []
    for name in companies or sorted(teams):
        works.append(_hand_in(course, found, teams[name], days))
        days -= 1
    return works


def _hand_in(course: Course, found: Exercise, team: list[Person], days: int) -> Work:
    first = team[0]
    actor = Actor(
        user_id=first.user_id or 0,
        course_key=str(course.key),
        name=first.name,
        roles=frozenset({Role.TRAINEE}),
        person_id=first.pk,
        company=first.company_id,
    )
    now = timezone.now() - timedelta(days=max(days, 0), hours=1)
    return grading_cases.hand_in(
        actor, found, *(_member(each) for each in team[1:]), now=now, text=TEXT
    )


def _member(person: Person) -> Actor:
    return Actor(0, person.course_key, person.name, frozenset(), person_id=person.pk)


def actor(course: Course, who: str, nth: int = 0) -> Actor:
    """Return a persona as the use cases know them."""
    user = personas.account_of(personas.find(course, who, nth).ident, course.key)
    assert user
    person = Person.objects.get(user=user)
    return Actor(
        user_id=user.pk,
        course_key=str(course.key),
        name=person.name,
        roles=frozenset(Role(each.role) for each in person.roles.all()),
        person_id=person.pk,
        districts=frozenset(each.district_id for each in person.districts.all()),
    )
