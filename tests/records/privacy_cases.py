"""People whose traces can be told from everybody else's, and a search for those traces."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from course_export.preview import start
from course_export.preview.models import BlockState, Completion, Event, Grade, Visit
from tests import sample_course
from tests.file_samples import pdf
from tests.records import (
    coaching_rows,
    dossier_cases,
    grading_cases,
    moderation_rows,
    needs_rows,
    role_play_rows,
    transfer_cases,
)
from tests.records.grading_cases import Course
from tests.records.privacy_rows import fill_empty_tables
from tests.records.uploads import ANYTHING
from xblocks.core.people import Actor, Role
from xblocks.dossier import service as dossier
from xblocks.dossier.domain import Part
from xblocks.exercises.records import Exercise
from xblocks.files import service as files
from xblocks.grading import service as grading
from xblocks.grading.exporting import zip_of_works
from xblocks.grading.feedback import add_small_file
from xblocks.notices import service as notices
from xblocks.roster import pending
from xblocks.roster.records import (
    Company,
    District,
    PastMembership,
    Person,
    PersonDistrict,
    PersonRole,
    PersonTopic,
)
from xblocks.transfer_project import service

TALK = sample_course.usage("wbm_role_play", "talk")


@dataclass(frozen=True)
class Human:
    """Somebody with an account; `markers` are words that stand nowhere else."""

    actor: Actor
    user: User
    markers: tuple[str, ...]

    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client


def human(
    where: Course,
    name: str,
    number: int,
    roles: Iterable[Role],
    company: Company | None = None,
) -> Human:
    """Put somebody on the list with an account of this number, found by all that is theirs."""
    first, last = name.split(" ")
    address = f"{first}.{last}@example.org".lower()
    user = User.objects.create(
        pk=number,
        username=f"{first[0]}{last}".lower(),
        email=address,
        first_name=first,
        last_name=last,
    )
    person = Person.objects.create(
        course_key=where.key,
        email=address,
        name=name,
        search_text=f"{name} {address}".lower(),
        user=user,
        company=company,
    )
    for role in roles:
        PersonRole.objects.create(person=person, role=role)
    PersonTopic.objects.create(person=person, topic="law")
    PersonDistrict.objects.create(person=person, district=where.north)
    PastMembership.objects.create(
        person=person, company=where.company("Before"), until=timezone.now()
    )
    actor = Actor(
        user_id=number,
        course_key=where.key,
        name=name,
        roles=frozenset(roles),
        person_id=person.pk,
        company=company.pk if company else None,
        districts=frozenset({where.north.pk}),
    )
    return Human(actor, user, (first.lower(), last.lower(), str(number)))


@dataclass
class World:
    """A course in which Xenia and Bea are a team, and Tilda reviews with Uwe."""

    where: Course
    m1: Exercise
    m7: Exercise
    m3: Exercise
    xenia: Human
    bea: Human
    tilda: Human
    uwe: Human

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return self.m1, self.m7, self.m3

    @property
    def now(self) -> Any:
        return timezone.now()


def world(folder: Path) -> World:
    """Let everybody do everything the suite offers, so that each table holds each of them."""
    course = start.open_course(sample_course.write(folder))
    key = str(course.key)
    north, _new = District.objects.get_or_create(course_key=key, key="north", name="North")
    south, _new = District.objects.get_or_create(course_key=key, key="south", name="South")
    where = Course(key, north, south)
    works = where.company("Works")
    due = timezone.now() + timedelta(days=2, minutes=5)
    here = World(
        where,
        transfer_cases.exercise(where, due=due),
        transfer_cases.exercise(where, due=due, milestone="m7", jury=2),
        transfer_cases.exercise(where, due=due, milestone="m3"),
        human(where, "Xenia Quellbach", 987654321, [Role.TRAINEE], works),
        human(where, "Beata Wiesengrund", 876543219, [Role.TRAINEE], works),
        human(where, "Tilda Marksprung", 765432198, [Role.TRAINER, Role.COORDINATOR]),
        human(where, "Ulrich Ostwaldt", 654321987, [Role.TRAINER]),
    )
    for each in (here.xenia, here.bea):
        _practise(here, each)
        _write(here, each)
    notices.remind(here.now)
    for exercise in here.exercises:
        revision = transfer_cases.revision(here.xenia.actor, exercise, here.now)
        service.hand_in(here.xenia.actor, exercise, revision, here.now)
    _work_alone(here)
    for each in (here.tilda, here.uwe):
        _prepare(here, each)
    _judge(here)
    _sit(here)
    _attend(here)
    coaching_rows.advise(here)
    needs_rows.analyse(here)
    moderation_rows.moderate(here)
    role_play_rows.play(here)
    notices.send_waiting(here.now)
    fill_empty_tables([here.xenia, here.bea, here.tilda, here.uwe])
    return here


def _attend(here: World) -> None:
    """Each trainer notes a day of both trainees, and each trainee releases a page."""
    for day, trainer in ((1, here.tilda), (2, here.uwe)):
        for trainee in (here.xenia, here.bea):
            dossier_cases.note(trainee.actor.person_id, [day], by=trainer.user.pk)
    today = timezone.localdate()
    for trainee in (here.xenia, here.bea):
        choice = dossier.checked(frozenset(Part), today + timedelta(days=30), today)
        dossier.share(trainee.actor, choice, here.now)


def _practise(here: World, who: Human) -> None:
    """Begin the talk; the preview plays on SQLite alone, elsewhere its rows must do."""
    if not connection.features.supports_update_conflicts_with_target:
        _practised(who)
        return
    client = who.client()
    assert client.get("/unit/u-talk/").status_code == 200
    answer = client.post(f"/xblock/{TALK}/handler/begin", {"attempt": "0"})
    assert answer.status_code == 200
    first = answer.content.decode().partition('name="statement" value="')[2].partition('"')[0]
    said = {"attempt": "1", "turn": "0", "statement": first}
    assert client.post(f"/xblock/{TALK}/handler/say", said).status_code == 200


def _practised(who: Human) -> None:
    talks = json.dumps([{"turns": [{"text": who.actor.name}]}])
    BlockState.objects.create(
        owner=who.user.pk, block=TALK, scope="user_state", field="talks", value=talks
    )
    Event.objects.create(user=who.user, usage_key=TALK, name="wbm.role_play.said", data="{}")
    Visit.objects.create(user=who.user, course_key=sample_course.KEY, unit="u-talk")
    Grade.objects.create(user=who.user, usage_key=TALK, earned=1, possible=1)
    Completion.objects.create(user=who.user, usage_key=TALK, share=1)


def _write(here: World, who: Human) -> None:
    """Write, confirm, upload, remove; leave another upload unfinished."""
    actor, name = who.actor, who.actor.name
    first = name.split(" ")[0]
    for exercise in here.exercises:
        transfer_cases.fill(actor, exercise, here.now)
        both = f"{here.xenia.actor.name} and {here.bea.actor.name}"
        text = f"{both} talk to the council: {who.user.email}"
        version = transfer_cases.kept(actor, exercise).version
        transfer_cases.write(actor, exercise, "aim", text, version, now=here.now)
    for kept in (False, True):
        data = pdf(f"{first} {'kept' if kept else 'removed'}".encode())
        service.add_small(actor, here.m1, "map", f"Plan-{name}.pdf", data, here.now)
        if not kept:
            last = service.open_field(actor, here.m1, "map").entry.value[-1]["id"]
            service.remove(actor, here.m1, last, here.now)
    begun = files.begin_upload(
        actor.user_id, f"{first}'s place", f"{name}.pdf", 3_000_000, ANYTHING, here.now
    )
    part = pdf(first.encode()).ljust(begun.part_size, b" ")
    files.put_part(actor.user_id, begun.id, 1, part)


def _work_alone(here: World) -> None:
    """Hand in something that is no team's."""
    exercise = here.where.exercise("Alone")
    for each in (here.xenia, here.bea):
        grading.hand_in(
            each.actor,
            exercise,
            company=None,
            members=[each.actor.person_id],
            content={"text": f"{each.markers[0]} alone"},
            definition_hash=exercise.definition_hash,
            due=None,
            late=False,
            now=here.now,
        )


def _prepare(here: World, who: Human) -> None:
    """Fill a trainer's own shelves."""
    actor = who.actor
    text = f"Good, says {actor.name}, ask {here.xenia.actor.name}."
    grading.keep_comment(actor, text, shared=True)
    grading.keep_comment(actor, f"{text} Mine alone.")
    b"".join(zip_of_works(actor, here.m1.usage_key, here.now + timedelta(minutes=5)))
    csv = f"email;name;role\n{here.xenia.user.email};{here.xenia.actor.name};trainee\n"
    coordinator = Actor(actor.user_id, actor.course_key, actor.name, frozenset({Role.COORDINATOR}))
    pending.keep(coordinator, f"list of {actor.name}.csv", csv.encode())


def _judge(here: World) -> None:
    """Tilda returns M1 with words, files and a note; the team hands in again, and she decides."""
    actor, xenia = here.tilda.actor, here.xenia.actor
    for number, levels in ((1, {"aim": 1, "way": 1}), (2, {"aim": 3, "way": 2})):
        work = grading.latest(here.m1.usage_key, company=xenia.company)
        grading.claim(actor, work.pk, here.now)
        data = pdf(f"tilda {number}".encode())
        add_small_file(actor, work.pk, f"From {actor.name}.pdf", data, here.now)
        grading.add_note(actor, work.pk, f"{xenia.name} asked {actor.name}.", here.now)
        points = {
            xenia.person_id: grading_cases.Deviation(Decimal(70), f"{xenia.name} did more"),
            here.bea.actor.person_id: grading_cases.Deviation(
                Decimal(60), f"less than {xenia.name}"
            ),
        }
        rating = grading_cases.rating(
            levels,
            summary=f"{xenia.name} wrote most, says {actor.name}.",
            comments={"aim": f"Ask {xenia.name}."},
            note=f"Only {xenia.name} was there.",
            deviations=points if number == 2 else {},
        )
        seen = grading.draft(actor, work.pk).version
        saved = grading.save_draft(actor, work.pk, seen, rating, here.now)
        grading.decide(actor, work.pk, saved.version, here.now)
        if number == 1:
            until = here.now + timedelta(days=40)
            reason = f"{xenia.name} was ill, says {actor.name}"
            service.extend(actor, here.m1, xenia.company, until, reason, here.now)
            revision = transfer_cases.revision(xenia, here.m1, here.now)
            service.hand_in(here.bea.actor, here.m1, revision, here.now)


def _sit(here: World) -> None:
    """Both trainers sit in the jury of M7; Tilda has handed in her rating, Uwe has a draft.

    Tilda holds M3.
    """
    held = grading.latest(here.m3.usage_key, company=here.xenia.actor.company)
    grading.claim(here.tilda.actor, held.pk, here.now)
    work = grading.latest(here.m7.usage_key, company=here.xenia.actor.company)
    for each in (here.tilda, here.uwe):
        grading.take_seat(each.actor, work.pk, here.now)
        add_small_file(each.actor, work.pk, "mine.pdf", pdf(each.markers[0].encode()), here.now)
        rating = grading_cases.rating(
            {"aim": 3, "way": 2}, summary=f"{each.actor.name} likes it.", note=each.actor.name
        )
        saved = grading.save_draft(each.actor, work.pk, 0, rating, here.now)
        if each is here.tilda:
            grading.submit_seat(each.actor, work.pk, saved.version, here.now)
