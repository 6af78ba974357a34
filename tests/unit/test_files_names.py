"""Names to show, sizes to show, and limits."""

from __future__ import annotations

import unicodedata

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from xblocks.core.errors import Refusal
from xblocks.files.limits import Limits
from xblocks.files.refusals import (
    EmptyFile,
    FileTooLarge,
    NoRoomLeft,
    TooManyFiles,
    TypeNotAllowed,
)
from xblocks.files.shown import display_name, size_text
from xblocks.files.types import ending_of

PLACE = Limits(types=("pdf", "jpg"), max_bytes=20_000_000, max_files=3, max_total=30_000_000)


@given(st.text(max_size=400))
@example("a\u0301" * 200 + ".pdf")
@example("." * 130)
@example("x" * 119 + ". .pdf")
@example("\u202e\u2066")
def test_any_name_becomes_one_that_harms_nobody(name: str):
    shown = display_name(name)
    assert 1 <= len(shown) <= 120
    assert not set(shown) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(character).startswith("C") for character in shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert shown == shown.strip(". ")
    assert display_name(shown) == shown


@given(st.text(min_size=200, max_size=300, alphabet="aä. "))
def test_a_long_name_keeps_its_ending(stem: str):
    assert ending_of(display_name(f"{stem}.pdf")) == "pdf"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Größe – Übersicht (2).docx", "Größe – Übersicht (2).docx"),
        ("Gro\u0308ße.pdf", "Größe.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\kim\Plan.pdf", "Plan.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("  viel   Platz .pdf ", "viel Platz .pdf"),
        (".htaccess", "htaccess"),
        ("CON.pdf", "_CON.pdf"),
        ("", "file"),
        ("///", "file"),
    ],
)
def test_a_name_is_kept_as_people_wrote_it_but_for_what_harms(name: str, shown: str):
    assert display_name(name) == shown


@pytest.mark.parametrize(
    ("size", "german", "english"),
    [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (1_500, "1,5 KB", "1.5 KB"),
        (20_000_000, "20 MB", "20 MB"),
        (20_000_001, "20,1 MB", "20.1 MB"),
        (1_250_000_000, "1,3 GB", "1.3 GB"),
    ],
)
def test_sizes_are_shown_in_the_readers_notation(size: int, german: str, english: str):
    with translation.override("de"):
        assert size_text(size) == german
    with translation.override("en"):
        assert size_text(size) == english


@pytest.mark.parametrize(
    ("name", "size", "refusal"),
    [
        ("a.pdf", 20_000_000, None),
        ("a.JPEG", 1, None),
        ("a.pdf", 20_000_001, FileTooLarge),
        ("a.pdf", 0, EmptyFile),
        ("a.pdf", -1, EmptyFile),
        ("a.docx", 1, TypeNotAllowed),
        ("a.pdf.exe", 1, TypeNotAllowed),
        ("pdf", 1, TypeNotAllowed),
    ],
)
def test_a_file_is_refused_by_name_and_size_before_it_is_sent(
    name: str, size: int, refusal: type[Refusal] | None
):
    if refusal is None:
        PLACE.check_file(name, size)
        return
    with pytest.raises(refusal):
        PLACE.check_file(name, size)


def test_a_place_takes_so_many_files_and_bytes_and_no_more():
    PLACE.check_room(10_000_000, [10_000_000, 10_000_000])
    with pytest.raises(NoRoomLeft, match="30 MB"):
        PLACE.check_room(10_000_001, [10_000_000, 10_000_000])
    with pytest.raises(TooManyFiles, match="3 of 3"):
        PLACE.check_room(1, [1, 1, 1])
    Limits(("pdf",), 20, max_files=2).check_room(20, [20])


@pytest.mark.parametrize("types", [(), ("exe",), ("pdf", "svg")])
def test_limits_with_types_nobody_can_check_are_a_mistake_of_the_caller(types: tuple[str, ...]):
    with pytest.raises(ValueError, match="types"):
        Limits(types, 1)
