"""Numbers as people type them, rounding, and the arithmetic authors write."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xblocks.needs_analysis.domain import numbers, sums
from xblocks.needs_analysis.domain.numbers import NumberError, half_up_is, round_half_up
from xblocks.needs_analysis.domain.sums import SumError


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("42", ["42"]),
        (" 60,1 % ", ["60.1"]),
        ("60.1%", ["60.1"]),
        ("60,1 Prozent", ["60.1"]),
        ("5.200 €", ["5200", "5.200"]),
        ("€ 5,200.50", ["5200.50"]),
        ("20 800 EUR", ["20800"]),
        ("20 800,00 Euro", ["20800.00"]),
        ("20'800", ["20800"]),
        ("1.234.567", ["1234567"]),
        ("1.234.567,8", ["1234567.8"]),
        ("0.417", ["0.417"]),
        ("1234,567", ["1234.567"]),
        ("−36", ["-36"]),
        ("+3", ["3"]),
        ("-1.234,5", ["-1234.5"]),
        ("11 Plätze", ["11"]),
    ],
)
def test_numbers_are_read_as_people_mean_them(text: str, meant: list[str]) -> None:
    assert list(map(str, numbers.read(text, "Plätze"))) == meant


@pytest.mark.parametrize(
    "text",
    ["", " ", "ab", "1e5", "٣", "1/2", "4 2 x", "1.", ",5", "--1", "NaN", "inf", "0x1", "1_0"],
)
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NumberError) as raised:
        numbers.read(text)
    assert str(raised.value.message) == numbers.NO_NUMBER


@pytest.mark.parametrize("text", ["12,34,5", "1.23.456", "1,234,5", "1.234,567.8", "1234.567,8"])
def test_points_and_commas_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(NumberError) as raised:
        numbers.read(text)
    assert str(raised.value.message) == numbers.NOT_CLEAR


def test_a_number_that_is_too_long_is_refused() -> None:
    with pytest.raises(NumberError) as raised:
        numbers.read("9" * 41)
    assert str(raised.value.message) == numbers.TOO_LONG


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        found = numbers.read(text)
    except NumberError:
        return
    assert found
    assert all(each.is_finite() for each in found)


@given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from(["de", "en", "plain"]))
def test_numbers_are_read_in_both_notations(steps: int, places: int, notation: str) -> None:
    number = Decimal(steps).scaleb(-places)
    text = f"{number:,.{places}f}" if notation != "plain" else f"{number:.{places}f}"
    if notation == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    assert number in numbers.read(text)


@given(st.fractions(), st.integers(0, 3))
def test_halves_go_up_as_decimal_rounds_them(value: Fraction, places: int) -> None:
    assume(value.denominator < 10**6)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    assume(abs(exact) < 10**12)
    step = Decimal(1).scaleb(-places)
    rounded = round_half_up(value, places)
    assert rounded == exact.quantize(step, ROUND_HALF_UP)
    assert abs(Fraction(rounded) - value) <= Fraction(step) / 2
    assert half_up_is(rounded, value)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(17, 12), 2, "1.42"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(13400, 223), 1, "60.1"),
        (Decimal("2.675"), 2, "2.68"),
    ],
)
def test_rounding_of_known_figures(value: Fraction, places: int, rounded: str) -> None:
    assert str(round_half_up(value, places)) == rounded


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("84 - 12 - 30", 42),
        ("(46-10)+(26-18)+(20-14)+3", 53),
        ("53 − 42", 11),
        ("5 × 5200", 26000),
        ("5 * 200 * 31 : 2", 15500),
        ("31000 × 55 %", 17050),
        ("2 + 3 × 4", 14),
        ("-(2 + 3) · 2", -10),
        ("0,5 × 40", 20),
        ("42 / 240 * 100", Fraction(35, 2)),
        ("50 %", Fraction(1, 2)),
    ],
)
def test_sums_come_to(text: str, result: Fraction) -> None:
    assert sums.total(text) == result


@pytest.mark.parametrize(
    ("text", "sentence", "position"),
    [
        ("", sums.NOTHING, 1),
        ("  ", sums.NOTHING, 1),
        ("84 - x", sums.STRANGE, 6),
        ("__import__('os')", sums.STRANGE, 1),
        ("2 ** 3", sums.EXPECTED_NUMBER, 4),
        ("2 +", sums.EXPECTED_NUMBER, 4),
        ("(3 + 4", sums.NOT_CLOSED, 1),
        ("3 + 4)", sums.STRANGE, 6),
        ("3 4", sums.LEFT_OVER, 3),
        ("(3 4)", sums.LEFT_OVER, 4),
        ("3 (4)", sums.LEFT_OVER, 3),
        ("5 / (2 - 2)", sums.BY_ZERO, 3),
        ("1.234.567", sums.STRANGE, 6),
        ("(" * 30 + "1" + ")" * 30, sums.TOO_DEEP, 21),
    ],
)
def test_what_is_no_sum_is_told_with_its_place(text: str, sentence: str, position: int) -> None:
    with pytest.raises(SumError) as raised:
        sums.total(text)
    assert raised.value.message.text == sentence
    assert raised.value.position == position
    assert "%(" not in str(raised.value.message)


@given(st.text(alphabet="0123456789+-*/()%., x−×÷:", max_size=40))
def test_any_text_is_a_sum_or_refused_within_it(text: str) -> None:
    position = 1
    try:
        sums.total(text)
    except SumError as error:
        position = error.position
    assert 1 <= position <= len(text) + 1


LEAVES = st.integers(0, 999).map(lambda number: (str(number), Fraction(number)))


def _joined(
    parts: st.SearchStrategy[tuple[str, Fraction]],
) -> st.SearchStrategy[tuple[str, Fraction]]:
    def put(pair: tuple[tuple[str, Fraction], str, tuple[str, Fraction]]) -> tuple[str, Fraction]:
        (left, first), sign, (right, second) = pair
        if sign == "÷" and second == 0:
            sign = "+"
        result = {
            "+": lambda: first + second,
            "−": lambda: first - second,
            "×": lambda: first * second,
            "÷": lambda: first / second,
        }[sign]()
        return f"({left} {sign} {right})", result

    return st.tuples(parts, st.sampled_from("+−×÷"), parts).map(put)


@given(st.recursive(LEAVES, _joined, max_leaves=12))
def test_sums_are_reckoned_exactly(pair: tuple[str, Fraction]) -> None:
    text, result = pair
    assert sums.total(text) == result
