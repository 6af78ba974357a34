"""Values are judged as the platform reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export.checks.references import asset_key
from course_export.checks.values import fits, groups, moment

KINDS = ("boolean", "integer", "number", "date", "duration", "clock", "list", "object", "groups")
DATES = st.datetimes(timezones=st.just(UTC))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(KINDS), st.text() | JSON)
def test_every_value_gets_a_verdict(kind: str, value: Any) -> None:
    assert fits(kind, value) in (True, False)


@given(st.booleans(), st.integers(), st.floats(allow_nan=False))
def test_what_json_writes_fits(flag: bool, whole: int, share: float) -> None:
    assert fits("boolean", json.dumps(flag))
    assert fits("boolean", str(flag))
    assert fits("integer", json.dumps(whole)) == (abs(whole) < 10**308)
    assert fits("number", json.dumps(share))


@given(DATES)
def test_iso_dates_are_read_in_utc(date: datetime) -> None:
    stamp = date.replace(microsecond=0)

    for text in (stamp.isoformat(), stamp.isoformat().replace("+00:00", "Z")):
        assert moment(text) == stamp
        assert moment(json.dumps(text)) == stamp


@pytest.mark.parametrize(
    "text", ["2026-03-01", "March 1, 2026", "2026-03-01T08:00", "2026-03-01 08:00 CET", "20260301"]
)
def test_dates_the_platform_understands_are_no_defect(text: str) -> None:
    assert fits("date", text)


@pytest.mark.parametrize("text", ["March 2026", "2026", "soon", "8:00", "1" * 200, "[]"])
def test_dates_without_day_month_or_sense_are_defects(text: str) -> None:
    assert not fits("date", text)


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9)), max_size=3))
def test_group_access_is_read_with_numbers(access: dict[int, list[int]]) -> None:
    assert groups(json.dumps(access)) == access
    assert fits("groups", json.dumps(access))


@pytest.mark.parametrize("value", ["yes", "on", "wahr", "x", '"yes"'])
def test_words_for_yes_are_no_booleans(value: str) -> None:
    assert not fits("boolean", value)


@pytest.mark.parametrize("value", ["1 day", "2 days 3 hours", "30 minutes 5 seconds", ""])
def test_grace_periods_fit(value: str) -> None:
    assert fits("duration", value)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a.png", "a.png"),
        ("sub/deep/a.png", "sub_deep_a.png"),
        ("Größe 1 (neu).pdf", "Größe_1__neu_.pdf"),
        ("a@b+c.png", "a_b_c.png"),
    ],
)
def test_assets_get_the_platforms_names(name: str, key: str) -> None:
    assert asset_key(name) == key
