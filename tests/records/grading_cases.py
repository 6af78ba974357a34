"""A course with trainers and teams, and an exercise of a component that exists in tests only."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.auth.models import User

from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor, Role
from xblocks.core.rubric import Given, Rubric
from xblocks.exercises.records import Exercise
from xblocks.grading import service
from xblocks.grading.domain import Decision, Deviation, Rating
from xblocks.grading.records import Review, Work
from xblocks.roster.domain import key_of
from xblocks.roster.records import Company, District, Person, PersonDistrict, PersonRole

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
BLOCK_TYPE = "wbm_example"
GOOD = {"aim": 3, "way": 2}
WEAK = {"aim": 1, "way": 1}
BARE = {"aim": 0, "way": 3}
FIGURES = 14
"""How many figures a work of `share` is reckoned from; its content says how many are right."""

_numbers = itertools.count(1)


class ExamplePresenter:
    """Knows the definitions made by `definition` below; remembers what was decided."""

    def __init__(self) -> None:
        self.decided_works: list[tuple[int, str]] = []
        self.failure: Exception | None = None

    def collects(self, definition: dict[str, Any]) -> bool:
        return True

    def rubric(self, definition: dict[str, Any]) -> Rubric | None:
        return Rubric.model_validate(definition["rubric"]) if definition["rubric"] else None

    def revisions(self, definition: dict[str, Any]) -> tuple[int, int]:
        return definition["revisions"], 14

    def jury(self, definition: dict[str, Any]) -> int:
        return definition["jury"]

    def given(self, work: Work, definition: dict[str, Any]) -> Given | None:
        right = json.loads(work.content).get("right") if definition.get("share") else None
        if right is None:
            return None
        said = f"{right} of {FIGURES} figures right"
        return Given("Figures", definition["share"], Fraction(right * 100, FIGURES), said)

    def html(self, work: Work, definition: dict[str, Any], actor: Actor) -> str:
        return f"<p>{work.pk}</p>"

    def text_lines(self, work: Work, definition: dict[str, Any]) -> list[str]:
        return [work.content]

    def files(self, work: Work) -> list[int]:
        return []

    def decided(self, work: Work, review: Review) -> None:
        if self.failure:
            raise self.failure
        self.decided_works.append((work.pk, review.decision))


PRESENTER = ExamplePresenter()
service.register(BLOCK_TYPE, PRESENTER)


def definition(
    *, jury: int = 0, revisions: int = 1, graded: bool = True, total: int = 100, share: int = 0
) -> dict[str, Any]:
    """Return a definition with a must-criterion of 40 and one of 60 points, of 100 or `total`.

    With a `share` the figures of a work count so many percent.
    """
    levels = ["missing", "in parts", "met", "convincing"]
    rubric = {
        "criteria": [
            {
                "id": "aim",
                "label": "Aim",
                "weight": total * 2 // 5,
                "must": True,
                "levels": levels,
            },
            {"id": "way", "label": "Way", "weight": total - total * 2 // 5, "levels": levels},
        ],
        "total": total,
    }
    return {
        "jury": jury,
        "revisions": revisions,
        "rubric": rubric if graded else None,
        "share": share,
    }


@dataclass
class Course:
    """A course of its own: tests in one database do not meet."""

    key: str
    north: District
    south: District

    def exercise(self, title: str = "Sketch", *, weight: float = 100, **options: Any) -> Exercise:
        made = definition(**options)
        return Exercise.objects.create(
            course_key=self.key,
            usage_key=f"block-v1:wbm+x+{next(_numbers)}+type@{BLOCK_TYPE}+block@m",
            block_type=BLOCK_TYPE,
            kind="example",
            title=title,
            definition=canonical(made),
            definition_hash=fingerprint(made),
            weight=weight,
        )

    def company(self, name: str, district: District | None = None) -> Company:
        """Return a new company, also under a name that another one has."""
        return Company.objects.create(
            course_key=self.key,
            key=f"{key_of(name)}-{next(_numbers)}",
            name=name,
            district=district or self.north,
        )

    def person(
        self,
        name: str,
        roles: Iterable[Role],
        company: Company | None = None,
        districts: Iterable[District] = (),
        *,
        account: bool = True,
    ) -> Actor:
        """Return somebody new; without `account` their `user_id` is 0."""
        number = next(_numbers)
        email = f"p{number}@example.org"
        user = (
            User.objects.create(username=f"{name}{number}".lower(), email=f"u{number}@example.org")
            if account
            else None
        )
        person = Person.objects.create(
            course_key=self.key,
            email=email,
            name=name,
            search_text=name.lower(),
            user=user,
            company=company,
        )
        for role in roles:
            PersonRole.objects.create(person=person, role=role)
        for district in districts:
            PersonDistrict.objects.create(person=person, district=district)
        return Actor(
            user_id=user.pk if user else 0,
            course_key=self.key,
            name=name,
            roles=frozenset(roles),
            person_id=person.pk,
            company=company.pk if company else None,
            districts=frozenset(each.pk for each in districts),
        )

    def trainee(self, name: str, company: Company, **options: Any) -> Actor:
        return self.person(name, [Role.TRAINEE], company, **options)

    def trainer(self, name: str, *districts: District) -> Actor:
        return self.person(name, [Role.TRAINER], None, districts or (self.north,))


def course() -> Course:
    key = f"course-v1:wbm+x{next(_numbers)}+2027"
    north = District.objects.create(course_key=key, key="north", name="North")
    south = District.objects.create(course_key=key, key="south", name="South")
    return Course(key, north, south)


def hand_in(
    actor: Actor,
    exercise: Exercise,
    *others: Actor,
    now: datetime = NOW,
    text: str = "We begin small.",
    late: bool = False,
    due: datetime | None = None,
) -> Work:
    return service.hand_in(
        actor,
        exercise,
        company=actor.company,
        members=[each.person_id for each in (actor, *others)],
        content={"text": text},
        definition_hash=exercise.definition_hash,
        due=due,
        late=late,
        now=now,
    )


def rating(levels: dict[str, int] | None = None, **rest: Any) -> Rating:
    return Rating(levels=GOOD if levels is None else levels, **rest)


def decide(actor: Actor, work: Work, given: Rating | None = None, *, now: datetime = NOW) -> Review:
    """Claim a work and decide it in one go."""
    service.claim(actor, work.pk, now)
    seen = service.draft(actor, work.pk).version
    saved = service.save_draft(actor, work.pk, seen, given or rating(), now)
    return service.decide(actor, work.pk, saved.version, now)


def regrade(actor: Actor, work: Work, given: Rating, *, now: datetime | None = None) -> Review:
    """Decide a decided work again."""
    now = now or NOW + timedelta(days=1)
    seen = service.draft(actor, work.pk)
    saved = service.save_draft(actor, work.pk, seen.version, given, now)
    return service.regrade(actor, work.pk, saved.version, seen.based_on, now)


__all__ = [
    "BARE",
    "GOOD",
    "NOW",
    "PRESENTER",
    "WEAK",
    "Course",
    "Decision",
    "Deviation",
    "course",
    "decide",
    "definition",
    "hand_in",
    "rating",
    "regrade",
]
