"""The first bytes of formats."""

from __future__ import annotations

BLANK = b"\xef\xbb\xbf \t\r\n\0"
"""What may stand before a PDF header: a byte order mark and white space."""

PDF = b"%PDF-"
PNG = b"\x89PNG\r\n\x1a\n"
JPG = b"\xff\xd8\xff"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftyp", "MP4"),
    (8, b"WEBP", "WebP"),
    (0, b"GIF8", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"{\\rtf", "RTF"),
)
"""Formats that are not taken, known so that people read what they have: offset, bytes, name."""

_PROGRAMS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",  # Mach-O, in every order of bytes and for several processors
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # also Java
    b"\xbe\xba\xfe\xca",
    b"\0asm",
    b"dex\n",
    b"L\0\0\0\x01\x14\x02\0",  # a Windows shortcut
    b"#!",
)
_PROGRAMS_WITH_NULLS = (b"MZ", b"MSCF", b"ITSF")
"""Windows programs, cabinets and help files; plain text may begin with the same letters."""


def is_program(head: bytes) -> bool:
    """Whether a file that begins like this is run and not read."""
    return head.startswith(_PROGRAMS) or (
        head.startswith(_PROGRAMS_WITH_NULLS) and b"\0" in head[:64]
    )
