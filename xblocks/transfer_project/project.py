"""The whole project of a team: overview, dossier, the teams of a trainer, who is to be reminded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.exercises.team import TeamDate, dates_of
from xblocks.grading import service as grading
from xblocks.grading.domain import Status
from xblocks.grading.records import Work
from xblocks.roster.records import Company, Person
from xblocks.transfer_project import domain
from xblocks.transfer_project.definition import Milestone
from xblocks.transfer_project.domain import Deadline, Picture, Step, Stop
from xblocks.transfer_project.opening import written_under
from xblocks.transfer_project.reach import (
    cared_companies,
    milestone_of,
    milestones,
    own_company,
    read_company,
    team_of,
)
from xblocks.transfer_project.records import Extension, Folder
from xblocks.transfer_project.standing import Position, place


@dataclass(frozen=True)
class ProjectPage:
    """The overview of one team."""

    company: Company
    team: Sequence[Person]
    stops: Sequence[Stop]
    step: Step
    picture: Picture


def overview(actor: Actor, now: datetime) -> ProjectPage:
    """Return the project of the person's team. Raises `NotAllowed`, `NoTeam`."""
    require(actor, Action.WRITE_PROJECT)
    company = Company.objects.get(pk=own_company(actor))
    stops = _stops(actor.course_key, company.pk, now)
    return ProjectPage(
        company=company,
        team=team_of(company.pk),
        stops=stops,
        step=domain.next_step(stops),
        picture=domain.picture(stops, now),
    )


def _stops(course_key: str, company: int, now: datetime) -> list[Stop]:
    found = milestones(course_key)
    here = positions(found, [company], now)
    stops = [
        Stop(
            title=each.title,
            mark=milestone_of(each).milestone.upper()[:4],
            deadline=here[company, each.usage_key].deadline,
            stage=here[company, each.usage_key].stage,
            usage_key=each.usage_key,
            voluntary=milestone_of(each).rubric is None,
        )
        for each in found
    ]
    stops += [_other_date(each) for each in dates_of(course_key, company)]
    dated = [stop for stop in stops if stop.due]
    return [
        *sorted(dated, key=lambda stop: stop.due or now),
        *(stop for stop in stops if not stop.due),
    ]


def _other_date(date: TeamDate) -> Stop:
    at = Deadline(date.at, extended=False, late=False, closed=False)
    return Stop(title=date.title, mark=date.mark, deadline=at, link=date.link)


def positions(
    found: Sequence[Exercise], companies: Sequence[int], now: datetime
) -> dict[tuple[int, str], Position]:
    """Return where milestones of teams stand, by company and usage key, in three statements."""
    keys = [each.usage_key for each in found]
    given: dict[tuple[int, str], list[datetime]] = {}
    for row in Extension.objects.filter(
        folder__usage_key__in=keys, folder__company__in=companies
    ).values_list("folder__company", "folder__usage_key", "due"):
        given.setdefault((row[0], row[1]), []).append(row[2])
    standings = grading.standings_of(keys, companies=companies, now=now)
    return {
        (company, each.usage_key): place(
            each,
            standings.get((company, each.usage_key)),
            given.get((company, each.usage_key), ()),
            now,
        )
        for company in companies
        for each in found
    }


@dataclass(frozen=True)
class Chapter:
    """A milestone in the dossier; `work` and `values` None and empty before the first hand-in."""

    exercise: Exercise
    definition: Milestone
    work: Work | None
    values: dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """All that a team has handed in, the latest version of each milestone."""

    company: Company
    team: Sequence[Person]
    chapters: Sequence[Chapter]


def dossier(actor: Actor, company: int) -> Dossier:
    """Return a project to be printed: for the team, and for trainers of its district.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.READ_PROJECT)
    found = read_company(actor, company)
    owned = Work.objects.filter(owner=f"c{company}", course_key=actor.course_key)
    standing = owned.exclude(status=Status.WITHDRAWN).order_by("number")
    latest = {work.usage_key: work for work in standing.select_related("handed_in_by")}
    return Dossier(
        company=found,
        team=team_of(company),
        chapters=[
            _chapter(each, latest.get(each.usage_key)) for each in milestones(actor.course_key)
        ],
    )


def _chapter(exercise: Exercise, work: Work | None) -> Chapter:
    if work is None:
        return Chapter(exercise, milestone_of(exercise), None, {})
    definition = milestone_of(exercise)
    if work.definition_hash != exercise.definition_hash:
        definition = written_under(work)
    return Chapter(exercise, definition, work, json.loads(work.content))


@dataclass(frozen=True)
class TeamRow:
    """A team and where its milestone stands."""

    company: Company
    position: Position
    extensions: Sequence[Extension]


def teams(actor: Actor, exercise: Exercise, now: datetime) -> list[TeamRow]:
    """Return the teams somebody cares for, with the deadline of a milestone.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.EXTEND)
    milestone_of(exercise)
    companies = cared_companies(actor)
    here = positions([exercise], [each.pk for each in companies], now)
    given: dict[int, list[Extension]] = {}
    folders = Folder.objects.filter(usage_key=exercise.usage_key)
    for each in Extension.objects.filter(folder__in=folders).select_related("folder"):
        given.setdefault(each.folder.company_id, []).append(each)
    return [
        TeamRow(each, here[each.pk, exercise.usage_key], given.get(each.pk, ()))
        for each in companies
    ]
