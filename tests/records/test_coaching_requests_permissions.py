"""Who may do what with whose request: every use case, for everybody around it.

Each cell of the table says what happens to somebody who tries: ``+`` it is done, ``-`` not allowed
to the role, ``?`` the request does not exist for them, or the code of the refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.records.coaching_cases import DAY, GOOD, NOW, Scene, expert, fresh, scene, token
from xblocks.coaching import service
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Absence, Request
from xblocks.core.errors import Masquerading, NotAllowed, NotFound, Refusal
from xblocks.core.people import Actor, Role

pytestmark = pytest.mark.django_db

UseCase = Callable[[Actor, Request, Scene], Any]


def save(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.save_draft(actor, request.pk, GOOD, request.version, NOW)


def send(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.send(actor, request.pk, request.version, NOW)


def discard(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.discard(actor, request.pk)


def read(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.open_request(actor, request.pk, NOW)


def claim(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.claim(actor, request.pk, NOW)


def reply(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.reply(actor, request.pk, "Yes.", token(), request.version, NOW)


def ask_back(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.ask_back(actor, request.pk, "When?", token(), request.version, NOW)


def note(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.note(actor, request.pk, "Hm.", token(), NOW)


def hand_over(actor: Actor, request: Request, here: Scene) -> Any:
    to = here.tom.person_id
    return service.hand_over(actor, request.pk, to, "Away", request.version, NOW)


def give_back(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.hand_over(actor, request.pk, None, "Away", request.version, NOW)


def reassign(actor: Actor, request: Request, here: Scene) -> Any:
    to = here.tom.person_id
    return service.reassign(actor, request.pk, to, "Ill", request.version, NOW)


def write(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.write_back(actor, request.pk, "One more thing.", token(), NOW)


def close(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.close(actor, request.pk, True, "", "", request.version, NOW)


def reopen(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.reopen(actor, request.pk, "No.", token(), NOW)


def withdraw(actor: Actor, request: Request, _here: Scene) -> Any:
    return service.withdraw(actor, request.pk, request.version, NOW)


@dataclass(frozen=True)
class Kind:
    """A request in some state; `table` says who may do what with it."""

    make: Callable[[Scene], Request]
    table: str


def had_and_gave_away(here: Scene) -> Request:
    """Had by Leo, who serves another district, and given to Lena."""
    request = here.send()
    service.reassign(here.kim, request.pk, here.leo.person_id, "Ola is ill", request.version, NOW)
    version = fresh(request).version
    service.hand_over(here.leo, request.pk, here.lena.person_id, "Not mine", version, NOW)
    return fresh(request)


# ada asked · bea is of her team · cem of another · lena has taken it or may · sub stands in for
# lena · ola serves the topic too · leo serves another district · tom another topic · dual is an
# expert of the topic and a trainee elsewhere · kim coordinates · tina grades · anna writes courses
KINDS = {
    "draft": Kind(
        lambda here: here.draft(here.ada, for_team="on"),
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        save       +   ?   ?   -    -   -   -   -   ?    -   -    -
        send       +   ?   ?   -    -   -   -   -   ?    -   -    -
        discard    +   ?   ?   -    -   -   -   -   ?    -   -    -
        read       +   ?   ?   ?    ?   ?   ?   ?   ?    ?   ?    ?
        claim      -   -   -   ?    ?   ?   ?   ?   ?    -   -    -
        reassign   -   -   -   -    -   -   -   -   -    ?   -    -
        write      not_now ? ? -    -   -   -   -   ?    -   -    -
        """,
    ),
    "free": Kind(
        lambda here: here.send(),
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        save       ?   ?   ?   -    -   -   -   -   ?    -   -    -
        discard    ?   ?   ?   -    -   -   -   -   ?    -   -    -
        read       +   ?   ?   +    +   +   ?   ?   +    ?   ?    ?
        claim      -   -   -   +    +   +   ?   ?   +    -   -    -
        reply      -   -   -   not_claimed not_claimed not_claimed ? ? not_claimed - - -
        ask_back   -   -   -   not_claimed not_claimed not_claimed ? ? not_claimed - - -
        note       -   -   -   not_claimed not_claimed not_claimed ? ? not_claimed - - -
        hand_over  -   -   -   not_claimed not_claimed not_claimed ? ? not_claimed - - -
        reassign   -   -   -   -    -   -   -   -   -    +   -    -
        write      +   ?   ?   -    -   -   -   -   ?    -   -    -
        withdraw   +   ?   ?   -    -   -   -   -   ?    -   -    -
        """,
    ),
    "taken": Kind(
        lambda here: here.taken(),
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        read       +   ?   ?   +    +   ?   ?   ?   ?    ?   ?    ?
        claim      -   -   -   +    +   has_other ? ? has_other - - -
        reply      -   -   -   +    +   has_other ? ? has_other - - -
        ask_back   -   -   -   +    +   has_other ? ? has_other - - -
        note       -   -   -   +    +   has_other ? ? has_other - - -
        hand_over  -   -   -   +    +   has_other ? ? has_other - - -
        give_back  -   -   -   +    +   has_other ? ? has_other - - -
        reassign   -   -   -   -    -   -   -   -   -    +   -    -
        write      +   ?   ?   -    -   -   -   -   ?    -   -    -
        close      not_now ? ? -    -   -   -   -   ?    -   -    -
        withdraw   +   ?   ?   -    -   -   -   -   ?    -   -    -
        """,
    ),
    "taken of a team": Kind(
        lambda here: here.taken(for_team="on"),
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        read       +   +   ?   +    +   ?   ?   ?   ?    ?   ?    ?
        write      +   +   ?   -    -   -   -   -   ?    -   -    -
        withdraw   +   ?   ?   -    -   -   -   -   ?    -   -    -
        """,
    ),
    "answered of a team": Kind(
        lambda here: here.answered(for_team="on"),
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        read       +   +   ?   +    +   ?   ?   ?   ?    ?   ?    ?
        write      already_answered already_answered ? - - - - - ? - - -
        close      +   +   ?   -    -   -   -   -   ?    -   -    -
        reopen     +   +   ?   -    -   -   -   -   ?    -   -    -
        withdraw   not_now ? ? -    -   -   -   -   ?    -   -    -
        reply      -   -   -   +    +   has_other ? ? has_other - - -
        ask_back   -   -   -   not_now not_now has_other ? ? has_other - - -
        """,
    ),
    "given away": Kind(
        had_and_gave_away,
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        read       +   ?   ?   +    +   ?   ?   ?   ?    ?   ?    ?
        reply      -   -   -   +    +   has_other has_other ? has_other - - -
        note       -   -   -   +    +   has_other has_other ? has_other - - -
        """,
    ),
    "of another course": Kind(
        lambda _here: (lambda other: other.taken(for_team="on"))(scene()),
        """
                   ada bea cem lena sub ola leo tom dual kim tina anna
        read       ?   ?   ?   ?    ?   ?   ?   ?   ?    ?   ?    ?
        claim      -   -   -   ?    ?   ?   ?   ?   ?    -   -    -
        reply      -   -   -   ?    ?   ?   ?   ?   ?    -   -    -
        note       -   -   -   ?    ?   ?   ?   ?   ?    -   -    -
        hand_over  -   -   -   ?    ?   ?   ?   ?   ?    -   -    -
        reassign   -   -   -   -    -   -   -   -   -    ?   -    -
        write      ?   ?   ?   -    -   -   -   -   ?    -   -    -
        close      ?   ?   ?   -    -   -   -   -   ?    -   -    -
        reopen     ?   ?   ?   -    -   -   -   -   ?    -   -    -
        withdraw   ?   ?   ?   -    -   -   -   -   ?    -   -    -
        """,
    ),
}


@pytest.fixture
def here() -> Scene:
    return scene()


@pytest.fixture
def people(here: Scene) -> dict[str, Actor]:
    """Return everybody by the name they have in the tables."""
    dual = expert(here.where, "Dora", ("law",))
    dual = replace(dual, roles=frozenset({Role.EXPERT, Role.TRAINEE}), company=here.cem.company)
    sub = expert(here.where, "Sara", ("talk",), here.where.south)
    Absence.objects.create(
        person_id=here.lena.person_id,
        since=date(2027, 3, 1),
        until=date(2027, 3, 5),
        substitute_id=sub.person_id,
    )
    anna = here.where.person("Anna", [Role.AUTHOR])
    named = ("ada", "bea", "cem", "lena", "leo", "ola", "tom", "kim", "tina")
    return {name: getattr(here, name) for name in named} | {"dual": dual, "sub": sub, "anna": anna}


def outcome(step: Callable[[], Any]) -> str:
    """Return the cell of the table that a use case fills."""
    try:
        with transaction.atomic():
            step()
    except NotAllowed:
        return "-"
    except NotFound:
        return "?"
    except Refusal as refusal:
        return refusal.code
    return "+"


@pytest.mark.parametrize("name", KINDS)
def test_everybody_does_what_the_table_says(
    here: Scene, people: dict[str, Actor], name: str
) -> None:
    request = KINDS[name].make(here)
    head, *lines = (line.split() for line in KINDS[name].table.strip().splitlines())
    expected = {line[0]: dict(zip(head, line[1:], strict=True)) for line in lines}
    found = {
        use_case: {who: tried(globals()[use_case], people[who], request, here) for who in head}
        for use_case in expected
    }
    assert found == expected


def tried(step: UseCase, actor: Actor, request: Request, here: Scene) -> str:
    """Return the cell a use case fills, and undo it; what was refused must have changed nothing."""
    before = Request.objects.filter(pk=request.pk).values().get()
    with transaction.atomic():
        cell = outcome(lambda: step(actor, request, here))
        after = Request.objects.filter(pk=request.pk).values().first()
        transaction.set_rollback(True)
    assert cell == "+" or after == before
    return cell


WRITING = [save, send, discard, write, close, reopen, withdraw]
ANSWERING = [claim, reply, ask_back, note, hand_over, give_back]


@pytest.mark.parametrize("use_case", [*WRITING, *ANSWERING, reassign])
def test_who_looks_as_somebody_else_writes_nothing(here: Scene, use_case: UseCase) -> None:
    request = here.draft(here.ada) if use_case in (save, send, discard) else here.taken()
    actor = here.ada if use_case in WRITING else here.kim if use_case is reassign else here.lena
    with pytest.raises(Masquerading):
        use_case(replace(actor, masquerading=True), request, here)


def test_who_looks_as_somebody_else_leaves_no_mark_of_reading(here: Scene) -> None:
    request = here.answered()
    service.open_request(replace(here.ada, masquerading=True), request.pk, NOW)
    (row,) = service.own_requests(here.ada, NOW)
    assert row.unread


@pytest.mark.parametrize("who", ["lena", "kim", "tina", "anna"])
def test_only_trainees_ask(here: Scene, people: dict[str, Actor], who: str) -> None:
    for step in (
        lambda: service.draft(people[who], here.desk.usage_key, NOW),
        lambda: service.own_requests(people[who], NOW),
    ):
        assert outcome(step) == "-"


@pytest.mark.parametrize("who", ["ada", "kim", "tina", "anna"])
def test_only_experts_have_a_queue_and_absences(
    here: Scene, people: dict[str, Actor], who: str
) -> None:
    actor = people[who]
    for step in (
        lambda: service.queue(actor, service.Filters(), 1, NOW),
        lambda: service.absences(actor),
        lambda: service.colleagues(actor),
        lambda: service.be_away(actor, date(2027, 3, 2), date(2027, 3, 2), None, NOW),
        lambda: service.come_back(actor, Absence.objects.get().pk),
    ):
        assert outcome(step) == "-"


def test_a_substitute_answers_only_while_somebody_is_away(
    here: Scene, people: dict[str, Actor]
) -> None:
    request = here.taken()
    sub = people["sub"]
    assert service.may_answer(sub, request, NOW)
    assert service.may_answer(sub, request, NOW + 4 * DAY)
    for days in (-1, 5):
        assert not service.may_answer(sub, request, NOW + days * DAY)
        with pytest.raises(NotFound):
            service.open_request(sub, request.pk, NOW + days * DAY)


def test_a_request_of_ones_own_is_answered_by_somebody_else(
    here: Scene, people: dict[str, Actor]
) -> None:
    dual = people["dual"]
    request = here.send(dual)
    assert request.state == State.NEW
    for step in (claim, reply):
        assert outcome(lambda one=step: one(dual, request, here)) == "?"
    page = service.queue(dual, service.Filters(), 1, NOW)
    assert page.rows == ()
    assert outcome(lambda: reassign_to(here, request, dual)) == "not_an_expert"


def reassign_to(here: Scene, request: Request, actor: Actor) -> Any:
    return service.reassign(
        here.kim, request.pk, actor.person_id, "Ill", fresh(request).version, NOW
    )


def test_every_desk_of_another_course_is_unknown(here: Scene) -> None:
    other = scene()
    with pytest.raises(NotFound):
        service.draft(here.ada, other.desk.usage_key, NOW)
