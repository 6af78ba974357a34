"""Office documents: bombs, macros, passwords and what else may hide in a container."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tests import file_samples as samples
from tests.file_samples import VBA, WORD, docx, office_parts, open_parts, packed
from xblocks.files import containers, office
from xblocks.files.refusals import (
    DamagedFile,
    MacrosInside,
    ProgramFile,
    ProtectedFile,
    SomethingAttached,
    UnpacksTooLarge,
    UnwantedFile,
    WrongEnding,
)
from xblocks.files.types import check_content

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
ENCRYPTED_MANIFEST = (
    b'<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
)


def refused(content: bytes, ending: str = "docx") -> type[UnwantedFile]:
    with pytest.raises(UnwantedFile) as raised:
        check_content(io.BytesIO(content), ending)
    return type(raised.value)


@pytest.mark.parametrize(
    "content",
    [
        docx({"word/vbaProject.bin": b"x"}),
        packed(office_parts(MACROS, WORD)),
        packed(office_parts(WORD, VBA, more={"word/harmless": b"renamed"})),
        packed(office_parts(WORD, VBA.replace("vba", "&#118;ba"))),
        packed(office_parts(WORD, "application/vnd.ms-excel.macrosheet+xml")),
        packed(office_parts(WORD, "application/vnd.ms-office.activeX+xml")),
        docx({"word/embeddings/1": docx({"VBAPROJECT.bin": b"x"})}),
        docx({"word/embeddings/1": packed(office_parts(MACROS))}),
    ],
)
def test_macros_and_controls_are_found_by_name_by_type_and_in_embedded_documents(content: bytes):
    assert refused(content) is MacrosInside


@pytest.mark.parametrize("folder", ["Basic/Standard/Module1", "Scripts/python/x"])
def test_macros_of_open_documents_are_found(folder: str):
    assert refused(packed(open_parts("text", {folder: b"Sub Main"})), "odt") is MacrosInside


def test_a_password_is_found_in_both_families():
    entry = bytearray(docx())
    central = entry.rfind(b"PK\x01\x02")
    entry[central + 8] |= 1
    assert refused(bytes(entry)) is ProtectedFile
    locked = open_parts("text") | {"META-INF/manifest.xml": ENCRYPTED_MANIFEST}
    assert refused(packed(locked), "odt") is ProtectedFile


@pytest.mark.parametrize("program", [samples.MZ, samples.ELF, samples.MACH_O])
def test_a_program_inside_a_document_is_found(program: bytes):
    assert refused(docx({"word/media/image1": program})) is ProgramFile
    assert refused(docx({"word/embeddings/1": docx({"x": program})})) is ProgramFile


def test_a_document_embedded_in_a_document_is_fine():
    workbook = packed(office_parts(samples.SHEET))
    assert check_content(io.BytesIO(docx({"word/embeddings/1": workbook})), "docx")


def test_containers_within_containers_within_containers_are_refused():
    inner = docx({"x": docx({"x": docx()})})
    assert refused(inner) is UnpacksTooLarge


def test_a_plain_archive_is_no_document():
    assert refused(packed({"a.txt": b"hello"})) is WrongEnding
    assert refused(packed({"mimetype": b"application/epub+zip"}), "odt") is WrongEnding


@pytest.mark.parametrize(
    "main",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
        "application/xml",
    ],
)
def test_templates_and_shows_are_no_documents(main: str):
    assert refused(packed(office_parts(main))) is WrongEnding


def test_a_bomb_is_refused_by_what_it_claims_without_unpacking_it():
    bomb = docx({"word/big": bytes(office.ALWAYS_FINE + 1)})
    assert len(bomb) < 100_000
    assert refused(bomb) is UnpacksTooLarge


def test_what_shrinks_well_but_stays_small_is_no_bomb():
    assert check_content(io.BytesIO(docx({"word/big": bytes(15_000_000)})), "docx")


def _claim(content: bytes, name: bytes, size: int, checksum: int | None = None) -> bytes:
    """Let the directory and the entry state another length, and checksum, than is true."""
    changed = bytearray(content)
    central = changed.rfind(b"PK\x01\x02", 0, changed.rfind(name))
    local = changed.find(b"PK\x03\x04")
    while changed[local + 30 : local + 30 + len(name)] != name:
        local = changed.find(b"PK\x03\x04", local + 4)
    for at in (central + 24, local + 22):
        struct.pack_into("<I", changed, at, size)
    if checksum is not None:
        for at in (central + 16, local + 14):
            struct.pack_into("<I", changed, at, checksum)
    return bytes(changed)


def test_a_bomb_that_understates_its_length_is_unpacked_and_refused():
    whole = docx({"word/big": bytes(office.ALWAYS_FINE + 70_000)})
    assert refused(_claim(whole, b"word/big", 1000)) in (UnpacksTooLarge, DamagedFile)
    short = bytes(1000)
    lying = _claim(docx({"word/big": bytes(200_000)}), b"word/big", 1000, zipfile.crc32(short))
    assert refused(lying) is DamagedFile


def test_entries_that_share_their_bytes_count_each():
    """The directory of a bomb without nesting points to the same bytes again and again."""
    name = b"word/document.xml"
    content = packed(office_parts(WORD) | {name.decode(): bytes(1_000_000)})
    end = content.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", content, end + 16)[0]
    last = content.rfind(b"PK\x01\x02", 0, end)
    entry = bytearray(content[last:end])
    copies = b"".join(
        bytes(entry).replace(name, b"word/d%07d.xml" % number) for number in range(30)
    )
    count = 3 + 30
    directory = content[start:end] + copies
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    assert refused(content[:start] + directory + record) is UnpacksTooLarge


def test_a_directory_too_large_for_memory_is_not_read():
    content = docx()
    end = content.rfind(b"PK\x05\x06")
    record = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, containers.MAX_DIRECTORY + 1, 0, 0)
    assert refused(content[:end] + bytes(containers.MAX_DIRECTORY) + record) is UnpacksTooLarge


def test_too_many_entries_are_refused():
    many = {f"x{number}": b"" for number in range(containers.MAX_ENTRIES)}
    assert refused(packed(office_parts(WORD) | many)) is UnpacksTooLarge


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_no_office_program_uses_is_refused(method: int):
    assert refused(packed(office_parts(WORD), method)) is DamagedFile


def test_bytes_before_or_behind_a_container_are_refused():
    assert refused(docx() + b"<script>") is DamagedFile
    assert refused(docx() + docx()) is SomethingAttached
    commented = io.BytesIO(docx())
    with zipfile.ZipFile(commented, "a") as container:
        container.comment = b"<html>"
    assert refused(commented.getvalue()) is SomethingAttached
    with_pdf = packed({"a": b"%PDF-1.7"} | office_parts(WORD), zipfile.ZIP_STORED)
    assert refused(with_pdf) is SomethingAttached


def test_two_parts_of_one_name_are_refused():
    twice = docx({"word/one": b"1", "word/two": b"2"}).replace(b"word/two", b"word/ONE")
    assert refused(twice) is DamagedFile


def test_the_form_for_giant_archives_is_refused():
    """A second record may state another directory than the one that was looked at."""
    content = docx()
    end = content.rfind(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HLL", content, end + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    giant = content[:end] + record + locator + content[end:]
    assert len(zipfile.ZipFile(io.BytesIO(giant)).namelist()) == count
    assert refused(giant) is DamagedFile


@pytest.mark.parametrize(
    "description",
    [
        b"not xml",
        b"",
        b'<!DOCTYPE t [<!ENTITY a "b">]><Types>&a;</Types>',
        b'<!DOCTYPE t SYSTEM "file:///etc/passwd"><Types/>',
    ],
)
def test_a_description_that_no_office_program_writes_is_refused(description: bytes):
    parts = office_parts(WORD) | {"[Content_Types].xml": description}
    assert refused(packed(parts)) is DamagedFile


def test_a_description_beyond_all_measure_is_not_read():
    parts = office_parts(WORD) | {"[Content_Types].xml": b" " * 3_000_000}
    assert refused(packed(parts)) is UnpacksTooLarge
