"""Whose folder somebody reaches. What they do not reach does not exist for them."""

from __future__ import annotations

from functools import lru_cache

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.roster.records import Company, Person
from xblocks.transfer_project.definition import Milestone, Overview, adapter
from xblocks.transfer_project.fields import AnyField
from xblocks.transfer_project.records import Folder
from xblocks.transfer_project.refusals import NoTeam

BLOCK_TYPE = "wbm_transfer_project"


@lru_cache(maxsize=128)
def parsed(definition: str) -> Milestone | Overview:
    """Return a definition out of its JSON text."""
    return adapter.validate_json(definition)


def milestone_of(exercise: Exercise) -> Milestone:
    """Return the milestone an exercise is; raises `NotFound` for anything else."""
    if exercise.block_type == BLOCK_TYPE:
        definition = parsed(exercise.definition)
        if isinstance(definition, Milestone):
            return definition
    raise NotFound


def find_milestone(actor: Actor, usage_key: str) -> Exercise:
    """Return a milestone of the person's course; raises `NotFound`."""
    exercise = exercises.find(usage_key)
    if exercise.course_key != actor.course_key:
        raise NotFound
    milestone_of(exercise)
    return exercise


def milestones(course_key: str) -> list[Exercise]:
    """Return the milestones of a course in the order of the project: M1, M2, …"""
    found = [
        each
        for each in exercises.of_course(course_key)
        if each.block_type == BLOCK_TYPE and each.kind == "milestone"
    ]
    return sorted(found, key=lambda each: (milestone_of(each).milestone, each.usage_key))


def field_of(definition: Milestone, name: str) -> AnyField:
    """Return a field by id; raises `NotFound`."""
    for field in definition.fields:
        if field.id == name:
            return field
    raise NotFound


def own_company(actor: Actor) -> int:
    """Return the person's team; raises `NoTeam`."""
    if actor.company is None or actor.person_id is None:
        raise NoTeam
    return actor.company


def team_of(company: int) -> list[Person]:
    """Return who is in a team now: its trainees, by name."""
    return list(
        Person.objects.filter(company=company, left_at=None, roles__role=Role.TRAINEE)
        .order_by("search_text", "id")
        .distinct()
    )


def read_company(actor: Actor, company: int) -> Company:
    """Return a team whose project the person may see whole: the own one, or of their district.

    Raises `NotFound`.
    """
    found = Company.objects.filter(id=company, course_key=actor.course_key).first()
    if found is None or not (
        (actor.has(Role.TRAINEE) and actor.company == company)
        or (actor.has(Role.TRAINER) and found.district_id in actor.districts)
    ):
        raise NotFound
    return found


def cared_companies(actor: Actor) -> list[Company]:
    """Return the teams somebody may give more time: coordinators all, trainers their districts'."""
    found = Company.objects.filter(course_key=actor.course_key).select_related("district")
    if not actor.has(Role.COORDINATOR):
        found = found.filter(district__in=actor.districts)
    with_people = found.filter(people__left_at=None, people__roles__role=Role.TRAINEE)
    return list(with_people.order_by("district__name", "name").distinct())


def folder_of(usage_key: str, company: int) -> Folder | None:
    """Return a team's folder; None before its first word."""
    return Folder.objects.filter(usage_key=usage_key, company=company).first()


def locked_folder(exercise: Exercise, company: int) -> Folder:
    """Return a team's folder for this transaction alone, made when there is none."""
    folders = Folder.objects.select_for_update()
    found = folders.filter(usage_key=exercise.usage_key, company=company).first()
    if found is not None:
        return found
    # Of many who make the first one at once MariaDB would undo some: they queue up here.
    Company.objects.select_for_update().filter(pk=company).values_list("pk").first()
    made, _new = folders.get_or_create(
        usage_key=exercise.usage_key,
        company_id=company,
        defaults={"course_key": exercise.course_key},
    )
    return made
