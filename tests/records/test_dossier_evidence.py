"""The owner's evidence: gathered from attendance, grading and completion, seen by nobody else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.open_badge import wrong_in_badge
from tests.records import grading_cases, needs_cases, needs_living_cases, needs_own_cases
from tests.records.desk_cases import Desk
from tests.records.dossier_cases import START, graduate, note, work
from tests.records.grading_cases import NOW, decide, hand_in, rating
from xblocks.core.people import Actor
from xblocks.dossier import service
from xblocks.dossier.domain import HandInState
from xblocks.exercises.records import Exercise
from xblocks.grading.domain import Status
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(desk: Desk) -> Desk:
    """Two hand-ins, one of them before a jury, a voluntary one, and a talk."""
    desk.course.exercise("M1 · Outline")
    desk.course.exercise("M7 · Presentation", jury=2)
    desk.course.exercise("M8 · Check", graded=False)
    Exercise.objects.create(
        course_key=desk.course.key,
        usage_key=f"block-v1:wbm+{desk.adler.pk}+x+type@wbm_role_play+block@talk",
        block_type="wbm_role_play",
        kind="dialogue",
        title="A talk",
        definition="{}",
        definition_hash="x",
    )
    return desk


def exercise(desk: Desk, title: str) -> Exercise:
    return Exercise.objects.get(course_key=desk.course.key, title__startswith=title)


def states(actor: Actor) -> dict[str, HandInState]:
    return {each.title[:2]: each.state for each in service.dossier(actor).evidence.hand_ins}


def page(desk: Desk, actor: Actor, name: str = "dossier", **query: object) -> HttpResponse:
    return desk.browser(actor).get(desk.url(name), query)


def done(_user_id: int, course_key: str) -> Mapping[str, float]:
    """Everything is done; see `xblocks.host.completion`."""
    keys = Exercise.objects.filter(course_key=course_key).values_list("usage_key", flat=True)
    return dict.fromkeys(keys, 1.0)


def almost(user_id: int, course_key: str) -> Mapping[str, float]:
    """Everything is almost done."""
    return dict.fromkeys(done(user_id, course_key), 0.99)


def test_at_the_beginning_everything_is_missing(course: Desk) -> None:
    found = service.dossier(course.ada)
    assert [str(each) for each in found.standing.missing] == [
        "Seminar days: 0 of the 8 you need.",
        "“M1 · Outline” is not handed in yet.",
        "“M7 · Presentation” is not handed in yet.",
        "Your project is not presented yet.",
    ]
    assert [each.title for each in found.evidence.hand_ins if not each.required] == ["M8 · Check"]
    assert [each.title for each in found.evidence.practice] == ["A talk"]


def test_a_work_counts_for_its_members_as_grading_decides(course: Desk) -> None:
    m1 = exercise(course, "M1")
    handed_in = hand_in(course.ada, m1, course.ben)
    assert states(course.ben)["M1"] == HandInState.WAITING
    decide(course.tom, handed_in, rating(grading_cases.WEAK), now=NOW)
    assert states(course.ben)["M1"] == HandInState.RETURNED
    decide(course.tom, hand_in(course.ben, m1, course.ada), now=NOW)
    assert states(course.ada)["M1"] == states(course.ben)["M1"] == HandInState.PASSED
    assert states(course.cem)["M1"] == HandInState.OPEN


def test_what_the_team_passed_before_is_told_apart(course: Desk) -> None:
    m1 = exercise(course, "M1")
    work(course.ada.person_id, m1)
    assert states(course.ben)["M1"] == HandInState.EARLIER


def test_what_somebody_passed_in_another_team_stays_theirs(course: Desk) -> None:
    m1 = exercise(course, "M1")
    work(course.ada.person_id, m1)
    Person.objects.filter(pk=course.ada.person_id).update(company=course.birke)
    work(course.cem.person_id, m1, status=Status.FAILED)
    assert states(course.ada)["M1"] == HandInState.PASSED


def test_a_withdrawn_work_was_never_handed_in(course: Desk) -> None:
    work(course.ada.person_id, exercise(course, "M1"), status=Status.WITHDRAWN)
    assert states(course.ada)["M1"] == HandInState.OPEN


def test_work_of_one_person_alone_counts(course: Desk) -> None:
    work(course.ada.person_id, exercise(course, "M1"), alone=True)
    assert states(course.ada)["M1"] == HandInState.PASSED
    assert states(course.ben)["M1"] == HandInState.OPEN


@pytest.mark.parametrize(("name", "count"), [("", 0), ("almost", 0), ("done", 1)])
def test_completion_is_what_the_runtime_tells(
    course: Desk, settings: Any, name: str, count: int
) -> None:
    settings.WBM_COMPLETIONS = name and f"tests.records.test_dossier_evidence.{name}"
    assert len(service.dossier(course.ada).evidence.practised) == count


def test_eight_days_and_everything_passed_is_the_certificate(course: Desk) -> None:
    graduate(course.ada)
    found = service.dossier(course.ada).standing
    assert found.reached
    assert found.since is not None
    assert found.since > START
    text = page(course, course.ada).content.decode()
    assert "You have reached the certificate" in text
    assert "Still missing" not in text


def test_a_correction_takes_it_back(course: Desk) -> None:
    graduate(course.ada)
    note(course.ada.person_id, [8], there=False)
    assert not service.dossier(course.ada).standing.reached


def test_everybody_sees_their_own_and_nobody_elses(course: Desk) -> None:
    graduate(course.ada)
    assert "You have reached" not in page(course, course.ben).content.decode()
    for actor in (course.tom,):
        for name in ("dossier", "dossier_print", "dossier_badge", "dossier_share"):
            assert page(course, actor, name, person=course.ada.person_id).status_code == 403


def test_the_page_costs_the_same_however_much_there_is(course: Desk) -> None:
    def statements() -> int:
        browser = course.browser(course.ada)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(course.url("dossier")).status_code == 200
        return sum(each["sql"].startswith("SELECT") for each in captured)

    few = statements()
    for number in range(20):
        course.course.exercise(f"X{number}")
    graduate(course.ada)
    assert statements() == few
    assert few <= 8


def test_the_sheet_of_paper_names_rule_and_person(course: Desk) -> None:
    graduate(course.ada)
    text = page(course, course.ada, "dossier_print").content.decode()
    for told in ("Ada, Adler", "All requirements are fulfilled", "8 of 9", "Signature"):
        assert told in text


def test_there_is_no_badge_before_the_certificate(course: Desk) -> None:
    answer = page(course, course.ada, "dossier_badge")
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (409, "no_certificate_yet")


def test_the_badge_is_an_open_badge_and_tells_of_nobody_else(course: Desk) -> None:
    graduate(course.ada)
    work(course.ben.person_id, exercise(course, "M8"))
    answer = page(course, course.ada, "dossier_badge")
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Content-Disposition"] == 'attachment; filename="certificate.json"'
    found = json.loads(answer.content)
    assert wrong_in_badge(found) == []
    text = answer.content.decode()
    assert "Ada" in text
    for other in ("Ben", "Tom", "Adler", course.course.key + "p"):
        assert other not in text


def test_the_badge_is_the_same_each_time_and_another_for_another(course: Desk) -> None:
    for each in (course.ada, course.cem):
        graduate(each)
    first = page(course, course.ada, "dossier_badge").content
    assert page(course, course.ada, "dossier_badge").content == first
    other = json.loads(page(course, course.cem, "dossier_badge").content)
    assert other["id"] != json.loads(first)["id"]
    assert other["id"] != other["credentialSubject"]["id"]


def test_by_choice_the_badge_holds_no_name(course: Desk) -> None:
    graduate(course.ada)
    answer = page(course, course.ada, "dossier_badge", **{"as": "address"})
    found = json.loads(answer.content)
    assert wrong_in_badge(found) == []
    assert found["credentialSubject"]["identifier"][0]["hashed"] is True
    text = answer.content.decode()
    assert "Ada" not in text
    assert Person.objects.get(pk=course.ada.person_id).email not in text


def test_the_operator_says_who_issues_it(course: Desk, settings: Any) -> None:
    graduate(course.ada)
    chosen = {
        "id": "https://example.org/issuer",
        "name": "Education",
        "url": "https://example.org/",
    }
    settings.WBM_BADGE_ISSUER = chosen
    issuer = json.loads(page(course, course.ada, "dossier_badge").content)["issuer"]
    assert issuer == {**chosen, "type": ["Profile"]}


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def test_with_the_operators_key_it_is_signed(
    course: Desk, settings: Any, key: rsa.RSAPrivateKey
) -> None:
    graduate(course.ada)
    assert "The badge is not signed" in page(course, course.ada).content.decode()
    settings.WBM_BADGE_KEY = pem(key)
    assert "The badge is signed" in page(course, course.ada).content.decode()
    answer = page(course, course.ada, "dossier_badge")
    assert answer["Content-Disposition"] == 'attachment; filename="certificate.jwt"'
    token = answer.content.decode()
    header = jwt.get_unverified_header(token)
    assert set(header) == {"alg", "typ", "jwk"}
    assert set(header["jwk"]) == {"kty", "n", "e"}
    public = jwt.PyJWK(header["jwk"], algorithm="RS256").key
    options = {"verify_nbf": False}
    payload = jwt.decode(token, public, algorithms=["RS256"], options=options)
    claims = {name: payload.pop(name) for name in ("iss", "jti", "sub", "nbf")}
    assert wrong_in_badge(payload) == []
    assert claims["jti"] == payload["id"]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token[:-8] + "AAAAAAAA", public, algorithms=["RS256"], options=options)


def test_the_public_key_may_be_looked_up_elsewhere(
    course: Desk, settings: Any, key: rsa.RSAPrivateKey
) -> None:
    graduate(course.ada)
    settings.WBM_BADGE_KEY = pem(key)
    settings.WBM_BADGE_KEY_URL = "https://example.org/keys/1"
    token = page(course, course.ada, "dossier_badge").content.decode()
    assert jwt.get_unverified_header(token) == {
        "alg": "RS256",
        "typ": "JWT",
        "kid": "https://example.org/keys/1",
    }


@pytest.mark.parametrize("wrong", ["secret", "-----BEGIN PRIVATE KEY-----\nx\n"])
def test_a_key_that_is_none_is_a_defect_and_no_unsigned_badge(
    course: Desk, settings: Any, wrong: str
) -> None:
    graduate(course.ada)
    settings.WBM_BADGE_KEY = wrong
    with pytest.raises(ImproperlyConfigured, match="WBM_BADGE_KEY"):
        page(course, course.ada, "dossier_badge")


def test_cases_done_alone_are_practice_and_places_of_a_team_are_not(course: Desk) -> None:
    made = [
        needs_living_cases.exercise(course.course),
        needs_cases.register(course.course, graded=False),
        needs_own_cases.exercise(course.course),
    ]
    graded = needs_cases.register(course.course)
    evidence = service.dossier(course.ada).evidence
    practised = [each.title for each in evidence.practice]
    assert sorted(practised) == sorted(["A talk", made[0].title, made[1].title])
    (case,) = (each for each in evidence.hand_ins if each.title == graded.title)
    assert case.required
    assert case.state is HandInState.OPEN
