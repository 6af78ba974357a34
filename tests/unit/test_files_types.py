"""What a file is, by its content."""

from __future__ import annotations

import io
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import file_samples as samples
from tests.file_samples import FINE, jpg, pdf, png
from xblocks.files.refusals import (
    DamagedFile,
    EmptyFile,
    OldOrProtected,
    ProgramFile,
    SomethingAttached,
    UnknownContent,
    UnwantedFile,
    WebPageFile,
    WrongEnding,
)
from xblocks.files.types import HEAD, KINDS, check_beginning, check_content, ending_of
from xblocks.transfer_project.fields import FILE_TYPES

TEXT_FAMILY = {"txt", "csv"}


def check(content: bytes, ending: str) -> str:
    return check_content(io.BytesIO(content), ending)


def outcome(content: bytes, ending: str) -> str:
    """Return the content type or the sentence of the refusal; nothing else may happen."""
    try:
        return check(content, ending)
    except UnwantedFile as refusal:
        return str(refusal)


@pytest.mark.parametrize("ending", KINDS)
def test_a_good_file_of_every_type_is_taken_for_what_it_is(ending: str):
    assert check(FINE[ending], ending) == KINDS[ending]
    check_beginning(FINE[ending][:HEAD], ending)


def test_every_type_authors_may_allow_is_known():
    assert set(FILE_TYPES) == set(KINDS)


@pytest.mark.parametrize(("real", "said"), list(permutations(KINDS, 2)))
def test_a_name_that_does_not_fit_the_content_is_refused(real: str, said: str):
    if {real, said} == TEXT_FAMILY:
        assert check(FINE[real], said) == "text/plain"
        return
    with pytest.raises(WrongEnding if real not in TEXT_FAMILY else UnknownContent) as refused:
        check(FINE[real], said)
    assert f".{said}" in str(refused.value)
    if real not in TEXT_FAMILY:
        assert f".{real}" in str(refused.value) or "Office" in str(refused.value)


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (samples.MZ, ProgramFile),
        (samples.ELF, ProgramFile),
        (samples.MACH_O, ProgramFile),
        (b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(30), ProgramFile),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(68), ProgramFile),
        (b"#!/bin/sh\nrm -rf ~\n", ProgramFile),
        (b"\xef\xbb\xbf\r\n@echo off\r\ndel *.*\r\n", ProgramFile),
        (b"<!DOCTYPE html><html><body>hi</body></html>", WebPageFile),
        (b"\n\n  <HTML>\n<script>alert(1)</script></HTML>", WebPageFile),
        ("\ufeff<script>alert(1)</script>".encode("utf-16-le"), WebPageFile),
        (b"<!-- x --><html></html>", WebPageFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", WebPageFile),
        (b"<?xml version='1.0'?><svg/>", WebPageFile),
        (b"<?php system($_GET['c']); ?>", WebPageFile),
        (samples.OLE, OldOrProtected),
        (b"Rar!\x1a\x07\x01\0" + bytes(40), WrongEnding),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), WrongEnding),
        (b"\x1f\x8b\x08" + bytes(40), WrongEnding),
        (b"GIF89a" + bytes(40), WrongEnding),
        (b"{\\rtf1\\ansi hello}", WrongEnding),
        (b"\0\0\0\x18ftypheic" + bytes(40), WrongEnding),
        (bytes(range(256)) * 4, UnknownContent),
        (b"\x00", UnknownContent),
        (b"", EmptyFile),
    ],
)
def test_a_disguise_is_seen_through_at_the_end_and_already_at_the_beginning(
    content: bytes, refusal: type[UnwantedFile], ending: str
):
    with pytest.raises(refusal):
        check(content, ending)
    with pytest.raises(refusal):
        check_beginning(content[:HEAD], ending)


def test_a_telephone_picture_is_called_by_its_format():
    with pytest.raises(WrongEnding, match="HEIC"):
        check(b"\0\0\0\x18ftypheic" + bytes(40), "jpg")


@pytest.mark.parametrize(
    "text",
    [
        "MZ steht hier für Mainz",
        "a < b und c > d",
        "<- Pfeil",
        "<Name>;Größe",
        "Siehe <html> im Text",
        "# Überschrift",
        "@echo ist kein Befehl"[1:],
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_text_that_only_resembles_a_program_or_a_page_is_text(text: str, encoding: str):
    assert check(text.encode(encoding), "txt") == "text/plain"


def test_office_text_of_windows_with_its_own_dashes_is_text():
    assert check("„Größe“ – 5 €".encode("cp1252"), "csv") == "text/plain"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_is_text_in_every_encoding_we_take(text: str):
    content = f"- {text}"
    assert check(content.encode(), "txt") == "text/plain"
    assert check(content.encode("utf-16"), "csv") == "text/plain"


@pytest.mark.parametrize("at", [65_535, 65_536, 131_071])
def test_a_letter_across_two_readings_is_one_letter(at: int):
    assert check(b"a" * at + "ß\n".encode(), "txt") == "text/plain"


@pytest.mark.parametrize("at", [0, 5_000, 70_000])
def test_a_null_anywhere_is_no_text(at: int):
    with pytest.raises(UnknownContent):
        check(b"a" * at + b"\0" + b"a" * 10, "txt")


def test_text_of_two_bytes_a_letter_that_lacks_one_is_no_text():
    with pytest.raises(UnknownContent):
        check("Größe".encode("utf-16")[:-1], "txt")


def test_the_beginning_may_end_within_a_letter():
    check_beginning(("a" * (HEAD - 1) + "ß").encode()[:HEAD], "txt")
    check_beginning(("\ufeff" + "a" * HEAD).encode("utf-16-le")[: HEAD - 1], "txt")


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
def test_blanks_may_stand_before_a_pdf(before: bytes):
    assert check(before + pdf(), "pdf") == "application/pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"\x1b%-12345X@PJL\r\n" + pdf(),
        b"GARBAGE " * 50 + pdf(),
        pdf() + samples.docx(),
        jpg() + samples.docx(),
        png() + b"<script>",
        png()[:-12] + samples.chunk(b"tEXt", b"%PDF-1.7") + png()[-12:],
    ],
)
def test_two_files_in_one_are_refused(content: bytes):
    ending = {b"\x89P": "png", b"\xff\xd8": "jpg"}.get(content[:2], "pdf")
    with pytest.raises(SomethingAttached):
        check(content, ending)


def test_a_pdf_header_too_far_behind_is_none():
    with pytest.raises(UnknownContent):
        check(b"x" * 2000 + pdf(), "pdf")


def test_a_document_stored_inside_a_pdf_is_no_second_file():
    assert check(pdf(b"stream\n" + samples.docx() + b"\nendstream"), "pdf") == "application/pdf"


def test_what_a_telephone_writes_behind_a_picture_is_left_alone():
    assert check(jpg() + b"SEFT" + bytes(3000), "jpg") == "image/jpeg"


@pytest.mark.parametrize("length", [65_533, 65_534, 65_535, 65_536, 131_071])
def test_the_end_mark_of_a_picture_is_found_wherever_a_reading_ends(length: int):
    assert check(jpg(b"\x2a" * length), "jpg") == "image/jpeg"


def test_marks_without_a_picture_are_no_picture():
    scan = samples.segment(0xDA, b"\x01\x01\0\0\x3f\0")
    with pytest.raises(DamagedFile):
        check(b"\xff\xd8" + samples.segment(0xE0, b"JFIF\0") + scan + b"\x2a\xff\xd9", "jpg")


@pytest.mark.parametrize("ending", ["pdf", "docx", "odt", "png", "jpg"])
@given(data=st.data())
def test_a_file_cut_off_anywhere_is_refused(ending: str, data: st.DataObject):
    whole = FINE[ending]
    kept = data.draw(st.integers(0, len(whole) - (7 if ending == "pdf" else 1)))
    with pytest.raises(UnwantedFile):
        check(whole[:kept], ending)


@pytest.mark.parametrize("ending", KINDS)
@given(data=st.data())
def test_any_change_of_bytes_is_taken_or_refused_but_never_breaks_the_check(
    ending: str, data: st.DataObject
):
    content = bytearray(FINE[ending])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        if not content:
            break
    assert outcome(bytes(content), ending)


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused(content: bytes):
    for ending in KINDS:
        assert outcome(content, ending)


def test_pictures_without_end_are_not_walked_for_ever():
    for content, ending in (
        (
            png()[:8] + samples.chunk(b"IHDR", bytes(13)) + samples.chunk(b"tEXt", b"") * 250_000,
            "png",
        ),
        (b"\xff\xd8" + samples.segment(0xE1, b"") * 20_000, "jpg"),
        (b"\xff\xd8" + b"\xff" * 200_000, "jpg"),
    ):
        with pytest.raises(DamagedFile):
            check(content, ending)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("Bild.JPEG", "jpg"),
        ("a.b.Docx ", "docx"),
        ("report.pdf.exe", "exe"),
        ("pdf", ""),
        ("x.", ""),
        (".pdf", "pdf"),
        ("", ""),
    ],
)
def test_the_ending_is_what_stands_behind_the_last_dot(name: str, ending: str):
    assert ending_of(name) == ending
