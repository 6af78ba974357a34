"""The certificate as an Open Badge 3.0."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.open_badge import wrong_in_badge
from xblocks.dossier.domain import (
    Award,
    Issuer,
    Recipient,
    claims,
    credential,
    hashed_address,
    plain_name,
)

WORDS = st.text("abcÄß „“*é日", min_size=1, max_size=30).filter(str.strip)
MOMENTS = st.integers(1_600_000_000_000, 2_200_000_000_000).map(
    lambda milliseconds: datetime.fromtimestamp(milliseconds / 1000, ZoneInfo("Europe/Berlin"))
)


def award(**changes: object) -> Award:
    plain: dict[str, object] = {
        "id": "urn:uuid:6f1c1e9e-0000-4000-8000-000000000001",
        "subject_id": "urn:uuid:6f1c1e9e-0000-4000-8000-000000000002",
        "recipient": plain_name("Ada Adler"),
        "issuer": Issuer("https://example.org/", "Course", "https://example.org/"),
        "achievement_id": "https://example.org/courses/x/about",
        "name": "Mentor",
        "description": "Trained.",
        "criteria": "There, passed, presented.",
        "evidence": [("Seminar days", "8 of 9")],
        "since": datetime(2027, 8, 1, 12, 30, 15, 999, tzinfo=UTC),
    }
    return Award(**{**plain, **changes})  # type: ignore[arg-type]


@given(WORDS, WORDS, WORDS, MOMENTS, st.booleans())
def test_every_badge_is_as_the_specification_says(
    name: str, title: str, criteria: str, since: datetime, with_name: bool
) -> None:
    who = plain_name(name) if with_name else hashed_address(name, "salt")
    found = credential(award(recipient=who, name=title, criteria=criteria, since=since))
    assert wrong_in_badge(found) == []
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    "path",
    [
        ("@context",),
        ("id",),
        ("type",),
        ("issuer",),
        ("validFrom",),
        ("credentialSubject",),
        ("issuer", "id"),
        ("credentialSubject", "achievement"),
        ("credentialSubject", "type"),
        ("credentialSubject", "achievement", "criteria"),
        ("credentialSubject", "achievement", "description"),
    ],
)
def test_the_check_misses_nothing_that_must_be_there(path: tuple[str, ...]) -> None:
    found = copy.deepcopy(credential(award()))
    inner = found
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    assert wrong_in_badge(found)


def test_the_check_knows_no_other_properties() -> None:
    found = credential(award())
    assert wrong_in_badge(found | {"recipient": "x"}) == ["recipient"]


def test_it_tells_whose_it_is_by_name() -> None:
    (identity,) = credential(award())["credentialSubject"]["identifier"]
    assert identity == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "Ada Adler",
        "identityType": "name",
    }


def test_it_tells_whose_it_is_to_those_alone_who_know_the_address() -> None:
    who = hashed_address(" Ada.Adler@Example.org ", "pepper")
    found = credential(award(recipient=who))
    (identity,) = found["credentialSubject"]["identifier"]
    expected = sha256(b"ada.adler@example.orgpepper").hexdigest()
    assert identity["identityHash"] == f"sha256${expected}"
    assert (identity["hashed"], identity["salt"]) == (True, "pepper")
    assert "adler" not in json.dumps(found).lower()


def test_another_salt_gives_another_sum() -> None:
    assert hashed_address("a@b.example", "1").value != hashed_address("a@b.example", "2").value


def test_a_moment_is_told_in_whole_seconds_of_utc() -> None:
    since = datetime(2027, 8, 1, 14, 30, 15, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    assert credential(award(since=since))["validFrom"] == "2027-08-01T12:30:15Z"


@given(MOMENTS)
def test_claims_repeat_the_credential_as_a_token_names_it(since: datetime) -> None:
    found = credential(award(since=since))
    payload = claims(found)
    assert payload["iss"] == found["issuer"]["id"]
    assert payload["jti"] == found["id"]
    assert payload["sub"] == found["credentialSubject"]["id"]
    assert datetime.fromtimestamp(payload["nbf"], UTC) == datetime.fromisoformat(found["validFrom"])
    assert {name: payload[name] for name in found} == found


def test_an_issuer_without_a_page_has_none() -> None:
    found = credential(award(issuer=Issuer("urn:x:1", "Course"), recipient=Recipient("name", "A")))
    assert "url" not in found["issuer"]
    assert wrong_in_badge(found) == []
