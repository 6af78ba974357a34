"""What a file is, by its content; its name only has to agree.

Own code instead of a library: `filetype` and `puremagic` compare first bytes, `python-magic` needs
a C library that platform images lack. None of them looks for macros, passwords, bombs, truncation
or two files in one, which is nearly everything here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import IO

from xblocks.files.containers import ends_as_zip
from xblocks.files.office import office_ending
from xblocks.files.pictures import check_jpg, check_png
from xblocks.files.plain import check_beginning_of_text, check_text
from xblocks.files.refusals import (
    DamagedFile,
    EmptyFile,
    OldOrProtected,
    ProgramFile,
    SomethingAttached,
    UnknownContent,
    WrongEnding,
)
from xblocks.files.signatures import BLANK, FOREIGN, JPG, OLE, PDF, PNG, ZIP, is_program

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

KINDS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/plain",
}
"""Every ending a place may allow, with the content type the file is kept and served under."""

_SAME_AS = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "text": "txt"}
_CONTAINERS = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp"})
_TEXTS = frozenset({"txt", "csv"})

HEAD = 4096
"""Bytes at the beginning that tell what a file is."""

_PDF_WITHIN = 1024
_PDF_END = b"%%EOF"
_TAIL = 65_536


def ending_of(name: str) -> str:
    """Return the ending in its usual writing (``jpg`` for ``Bild.JPEG``); empty: there is none."""
    _stem, dot, ending = name.strip().rpartition(".")
    ending = ending.casefold() if dot else ""
    return _SAME_AS.get(ending, ending)


def check_beginning(head: bytes, ending: str) -> None:
    """Refuse what the first bytes (up to `HEAD`) already give away; `ending` is one of `KINDS`.

    Raises an `UnwantedFile`, most often `ProgramFile`, `WebPageFile` or `WrongEnding`.
    """
    if not head:
        raise EmptyFile
    if is_program(head):
        raise ProgramFile
    seen = _seen(head)
    if seen == "ole":
        raise OldOrProtected
    if not seen:
        _check_unmarked(head, ending)
    elif ending != seen and not (seen == "zip" and ending in _CONTAINERS):
        raise WrongEnding(ending=ending, content=_shown(seen))
    elif seen != "pdf" and PDF in head[:_PDF_WITHIN]:
        raise SomethingAttached


def check_content(stream: IO[bytes], ending: str) -> str:
    """Read a whole seekable file and return its content type; `ending` is one of `KINDS`.

    Containers are unpacked once, with limits. Raises an `UnwantedFile`.
    """
    stream.seek(0)
    check_beginning(stream.read(HEAD), ending)
    if ending in _CONTAINERS:
        found = office_ending(stream)
        if found != ending:
            raise WrongEnding(ending=ending, content=_shown(found) if found else "ZIP")
    elif ending in _TEXTS:
        check_text(stream, ending)
    else:
        _WHOLE[ending](stream)
    return KINDS[ending]


def _seen(head: bytes) -> str:
    """Return ``pdf``, ``png``, ``jpg``, ``zip``, ``ole``, a foreign format, or nothing known."""
    if head[:_PDF_WITHIN].lstrip(BLANK).startswith(PDF):
        return "pdf"
    for signature, name in ((PNG, "png"), (JPG, "jpg"), (ZIP, "zip"), (OLE, "ole")):
        if head.startswith(signature):
            return name
    for offset, signature, name in FOREIGN:
        if head.startswith(signature, offset):
            return name
    return ""


def _check_unmarked(head: bytes, ending: str) -> None:
    """Without a signature it can only be text; a PDF behind something else is two files."""
    check_beginning_of_text(head)
    if ending == "pdf" and PDF in head[:_PDF_WITHIN]:
        raise SomethingAttached
    if ending not in _TEXTS:
        raise UnknownContent(ending=ending)
    check_text(BytesIO(head), ending, whole=False)


def _check_pdf(stream: IO[bytes]) -> None:
    """A PDF ends with its mark; only blanks may follow far behind it, and no container."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    if _PDF_END not in stream.read().rstrip(BLANK)[-_PDF_WITHIN:]:
        raise DamagedFile
    if ends_as_zip(stream):
        raise SomethingAttached


def _check_jpg(stream: IO[bytes]) -> None:
    check_jpg(stream)
    if ends_as_zip(stream):
        raise SomethingAttached


_WHOLE: Mapping[str, Callable[[IO[bytes]], None]] = {
    "pdf": _check_pdf,
    "png": check_png,
    "jpg": _check_jpg,
}


def _shown(seen: str) -> str:
    if seen == "zip":
        return "Office/ZIP"
    return f".{seen}" if seen in KINDS else seen
