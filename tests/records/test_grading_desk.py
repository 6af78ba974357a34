"""Notes, the comment library, downloads and grade lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.records.grading_cases import NOW, WEAK, Course, course, decide, hand_in, rating
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.grading import service
from xblocks.grading.records import LibraryComment, ReviewNote
from xblocks.grading.refusals import TextMissing, TextTooLong, TextUnreadable

MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def tom(made: Course) -> Actor:
    return made.trainer("Tom")


def texts(actor: Actor, label: str = "") -> list[str]:
    return [comment.text for comment in service.library(actor, label)]


def test_notes_are_read_by_all_who_grade_the_work(made: Course, tom: Actor) -> None:
    work = hand_in(made.trainee("Ada", made.company("Adler")), made.exercise())
    service.add_note(tom, work.pk, "Ask the works council.", NOW)
    service.add_note(tom, work.pk, "Ask the works council.", NOW + MINUTE)
    (note,) = service.notes(made.trainer("Tina"), work.pk)
    assert (note.author, note.text, note.at) == ("Tom", "Ask the works council.", NOW)
    for text, refusal in (
        (" ", TextMissing),
        ("x" * 5_001, TextTooLong),
        ("\ud83d", TextUnreadable),
    ):
        with pytest.raises(refusal):
            service.add_note(tom, work.pk, text, NOW)
    assert ReviewNote.objects.count() == 1


def test_a_comment_is_ones_own_until_it_is_shared(made: Course, tom: Actor) -> None:
    tina = made.trainer("Tina")
    own = service.keep_comment(tom, " Say how many. ")
    assert texts(tom) == ["Say how many."]
    assert texts(tina) == []
    assert service.keep_comment(tom, "Say how many.", shared=True).pk == own.pk
    assert texts(tina) == ["Say how many."]
    service.keep_comment(tom, "Say how many.", shared=False)
    with pytest.raises(NotFound):
        service.use_comment(tina, own.pk)
    assert LibraryComment.objects.count() == 1


def test_the_most_used_comments_come_first(made: Course, tom: Actor) -> None:
    rare, often = (service.keep_comment(tom, text, shared=True) for text in ("Rare.", "Often."))
    for actor in (tom, made.trainer("Tina"), tom):
        assert service.use_comment(actor, often.pk) == "Often."
    service.use_comment(tom, rare.pk)
    service.keep_comment(tom, "Never.")
    assert texts(tom) == ["Often.", "Rare.", "Never."]


def test_comments_of_one_criterion_and_of_any(tom: Actor) -> None:
    service.keep_comment(tom, "On the aim.", criterion_label="Aim")
    service.keep_comment(tom, "On anything.")
    service.keep_comment(tom, "On the way.", criterion_label="Way")
    assert set(texts(tom, "Aim")) == {"On the aim.", "On anything."}
    assert len(texts(tom)) == 3
    with pytest.raises(TextTooLong):
        service.keep_comment(tom, "x", criterion_label="x" * 301)


def test_only_its_owner_or_for_shared_ones_the_coordinator_removes_a_comment(
    made: Course, tom: Actor
) -> None:
    tina, cora = made.trainer("Tina"), made.person("Cora", [Role.COORDINATOR])
    shared = service.keep_comment(tom, "Shared.", shared=True)
    own = service.keep_comment(tom, "Own.")
    foreign = course().trainer("Eve")
    for actor, comment in ((tina, shared), (cora, own), (foreign, shared)):
        with pytest.raises(NotFound):
            service.remove_comment(actor, comment.pk)
    service.remove_comment(cora, shared.pk)
    service.remove_comment(tom, own.pk)
    assert texts(tom) == []


def test_the_library_is_of_one_course_and_for_trainers(made: Course, tom: Actor) -> None:
    comment = service.keep_comment(tom, "Here.", shared=True)
    foreign = course().trainer("Eve")
    assert texts(foreign) == []
    with pytest.raises(NotFound):
        service.use_comment(foreign, comment.pk)
    for role in (Role.TRAINEE, Role.EXPERT, Role.COORDINATOR, Role.AUTHOR):
        other = replace(tom, roles=frozenset({role}))
        for attempt in (
            lambda other=other: service.library(other),
            lambda other=other: service.keep_comment(other, "x"),
            lambda other=other: service.use_comment(other, comment.pk),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    with pytest.raises(Masquerading):
        service.keep_comment(replace(tom, masquerading=True), "x")


def test_downloads_offer_what_is_new_since_the_last_one(made: Course, tom: Actor) -> None:
    exercise = made.exercise()

    def ids(**options: object) -> list[int]:
        return [
            work.pk
            for work in service.works_to_download(tom, exercise.usage_key, **options)  # type: ignore[arg-type]
        ]

    first = hand_in(made.trainee("Ada", made.company("Adler")), exercise)
    gone = hand_in(made.trainee("Ben", made.company("Bergwerk")), exercise)
    service.withdraw(made.trainee("Bea", gone.company), gone.pk, NOW)
    hand_in(made.trainee("Zoe", made.company("Zink", made.south)), exercise)
    assert ids() == ids(only_new=True) == [first.pk]
    service.mark_downloaded(tom, exercise.usage_key, NOW + 5 * MINUTE)
    assert ids(only_new=True) == []
    late = hand_in(made.trainee("Cem", made.company("Claas")), exercise, now=NOW + 5 * MINUTE)
    service.mark_downloaded(tom, exercise.usage_key, NOW + 6 * MINUTE)
    assert ids(only_new=True) == [late.pk], "what came in a moment ago is offered again"
    service.mark_downloaded(tom, exercise.usage_key, NOW + 8 * MINUTE)
    assert ids(only_new=True) == []
    assert ids(district=made.north.pk) == [first.pk, late.pk]
    with pytest.raises(NotFound):
        ids(district=made.south.pk)
    tina = made.trainer("Tina")
    new_for_her = service.works_to_download(tina, exercise.usage_key, only_new=True)
    assert [work.pk for work in new_for_her] == [first.pk, late.pk]


def test_downloads_are_for_trainers(made: Course, tom: Actor) -> None:
    for role in (Role.TRAINEE, Role.EXPERT, Role.COORDINATOR, Role.AUTHOR):
        other = replace(tom, roles=frozenset({role}))
        with pytest.raises(NotAllowed):
            service.works_to_download(other, "x")
        with pytest.raises(NotAllowed):
            service.mark_downloaded(other, "x", NOW)


def test_the_grade_list_has_a_line_for_each_member(made: Course, tom: Actor) -> None:
    exercise, other = made.exercise("Sketch"), made.exercise("Plan")
    company = made.company("Adler")
    ada, ben = made.trainee("Ada", company), made.trainee("Ben", company)
    own = {ben.person_id: service.Deviation(Decimal(55), "Was away.")}
    decide(tom, hand_in(ada, exercise, ben), rating(deviations=own))
    decide(tom, hand_in(ada, other, ben), rating(WEAK))
    south = made.trainee("Zoe", made.company("Zink", made.south))
    decide(made.trainer("Sue", made.south), hand_in(south, exercise))
    lines = [(each.member, each.points, each.deviation_reason) for each in service.grade_list(tom)]
    assert lines == [("Ada", 80, ""), ("Ben", 55, "Was away.")]
    cora = made.person("Cora", [Role.COORDINATOR])
    everybody = list(service.grade_list(cora, usage_key=exercise.usage_key))
    assert [(each.member, each.district, each.team) for each in everybody] == [
        ("Ada", "North", "Adler"),
        ("Ben", "North", "Adler"),
        ("Zoe", "South", "Zink"),
    ]
    assert [each.member for each in service.grade_list(cora, district=made.south.pk)] == ["Zoe"]
    assert list(service.grade_list(tom, usage_key=other.usage_key)) == []
    with pytest.raises(NotFound):
        service.grade_list(tom, district=made.south.pk)
    with pytest.raises(NotAllowed):
        service.grade_list(ada)
