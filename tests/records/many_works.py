"""A course with as many handed-in works as one likes, written quickly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection

from tests.records.grading_cases import BLOCK_TYPE, NOW, Course, course
from xblocks.core.definitions import canonical
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import keep_version
from xblocks.grading.domain import Status, shelf_of
from xblocks.grading.handing_in import NO_DUE
from xblocks.grading.records import Pile, Work, WorkMember
from xblocks.grading.shelving import recount
from xblocks.roster.records import Company, District, Person

BATCH = 2_000
LATE = 0.1
DUE = 0.8
CONTENT = canonical({"text": "Wir reden mit allen Schichten. " * 40})
USUAL = (Status.PASSED,) * 16 + (Status.WAITING, Status.RETURNED, Status.FAILED, Status.PASSED)


@dataclass(frozen=True)
class ManyWorks:
    """The course, who looks at it, and what can be filtered by."""

    course: Course
    trainer: Actor
    coordinator: Actor
    districts: tuple[District, ...]
    exercises: tuple[Exercise, ...]


def many_works(
    total: int,
    *,
    districts: int = 4,
    exercises: int = 8,
    statuses: tuple[Status, ...] = USUAL,
    members: int = 2,
) -> ManyWorks:
    """Write `total` works of teams, one version each; their statuses drawn from `statuses`.

    A tenth is late. The trainer has the first two districts, the coordinator all.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -200000")
    made = course()
    places = [made.north, made.south][:districts]
    places += [
        District.objects.create(course_key=made.key, key=f"d{n}", name=f"District {n}")
        for n in range(len(places), districts)
    ]
    tasks = [made.exercise(f"M{n + 1} Milestone") for n in range(exercises)]
    for task in tasks:
        keep_version(task)
    companies = _companies(made, places, -(-total // exercises))
    people = _people(made, companies, members)
    works = _works(made, companies, people, tasks, total, statuses)
    _members(works, people)
    Pile.objects.bulk_create(
        Pile(
            course_key=made.key,
            usage_key=task.usage_key,
            block_type=BLOCK_TYPE,
            title=task.title,
            district=place,
        )
        for task in tasks
        for place in places
    )
    recount(made.key)
    return ManyWorks(
        course=made,
        trainer=made.trainer("Trainer", *places[:2]),
        coordinator=made.person("Staff", [Role.COORDINATOR, Role.TRAINER], districts=places),
        districts=tuple(places),
        exercises=tuple(tasks),
    )


def _companies(made: Course, places: list[District], count: int) -> list[Company]:
    Company.objects.bulk_create(
        (
            Company(
                course_key=made.key,
                key=f"company-{n:06}",
                name=f"Company {n}",
                district=places[n % len(places)],
            )
            for n in range(count)
        ),
        batch_size=BATCH,
    )
    return list(Company.objects.filter(course_key=made.key).order_by("id"))


def _people(made: Course, companies: list[Company], members: int) -> dict[int, list[int]]:
    Person.objects.bulk_create(
        (
            Person(
                course_key=made.key,
                email=f"c{company.pk}-{n}@example.org",
                name=f"Member {n} of {company.name}",
                search_text=f"member {n} of {company.key}",
                company=company,
            )
            for company in companies
            for n in range(members)
        ),
        batch_size=BATCH,
    )
    found: dict[int, list[int]] = {}
    rows = Person.objects.filter(course_key=made.key).exclude(company=None).order_by("id")
    for person_id, company_id in rows.values_list("id", "company_id"):
        found.setdefault(company_id, []).append(person_id)
    return found


def _works(
    made: Course,
    companies: list[Company],
    people: dict[int, list[int]],
    tasks: list[Exercise],
    total: int,
    statuses: tuple[Status, ...],
) -> dict[int, int]:
    """Write the works and return the company of each."""
    Work.objects.bulk_create(
        (
            _work(made, companies[n // len(tasks)], people, tasks[n % len(tasks)], n, statuses)
            for n in range(total)
        ),
        batch_size=BATCH,
    )
    return dict(Work.objects.filter(course_key=made.key).values_list("id", "company_id"))


def _work(
    made: Course,
    company: Company,
    people: dict[int, list[int]],
    task: Exercise,
    n: int,
    statuses: tuple[Status, ...],
) -> Work:
    dice = Random(n)
    status = dice.choice(statuses)
    late = dice.random() < LATE
    handed_in_at = NOW - timedelta(minutes=dice.randrange(20 * 24 * 60))
    due = handed_in_at + timedelta(hours=-5 if late else 20) if dice.random() < DUE else None
    return Work(
        course_key=made.key,
        usage_key=task.usage_key,
        block_type=BLOCK_TYPE,
        title=task.title,
        company=company,
        district_id=company.district_id,
        owner=f"c{company.pk}",
        open_owner=f"c{company.pk}" if status is Status.WAITING else None,
        number=1,
        handed_in_at=handed_in_at,
        handed_in_by_id=people[company.pk][0],
        due=due,
        late=late,
        content=CONTENT,
        definition_hash=task.definition_hash,
        status=status,
        shelf=shelf_of(status, late=late),
        sort_name=company.key,
        sort_due=due or NO_DUE,
    )


def _members(works: dict[int, int], people: dict[int, list[int]]) -> None:
    WorkMember.objects.bulk_create(
        (
            WorkMember(work_id=work_id, person_id=person_id)
            for work_id, company_id in works.items()
            for person_id in people[company_id]
        ),
        batch_size=BATCH,
    )
