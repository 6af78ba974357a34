"""Reads the members of a decompressed tar stream, strictly.

The standard library's reader ends silently at a damaged header, follows sparse maps, recurses on
chained extension headers and costs 25 µs a member; a course of 5,000 components has 12,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BLOCK = 512
_ZEROS = bytes(BLOCK)
_FILE_TYPES = (b"0", b"\0")
_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL, _FOLDER = b"L", b"K", b"x", b"g", b"5"


class DamagedTarError(ValueError):
    """The bytes are no tar archive, or end in the middle of one."""


class ForbiddenMemberError(ValueError):
    """A member is neither file nor folder; `name` tells which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class Member:
    """A file or folder of the archive; `start` and `size` count bytes of the stream."""

    name: str
    start: int
    size: int
    folder: bool


def members(stream: bytes) -> Iterator[Member]:
    """Yield every file and folder in order.

    Raises `DamagedTarError` when the stream is broken and `ForbiddenMemberError` at links, devices,
    sparse files and anything else that is not plain content.
    """
    position, name, size = 0, None, None
    while (header := stream[position : position + BLOCK]) != _ZEROS:
        start = position + BLOCK
        length = _verified_size(header)
        kind = header[156:157]
        if start + length > len(stream):
            raise DamagedTarError
        if kind == _PAX:
            name, size = _extended(stream[start : start + length], name, size)
        elif kind == _LONG_NAME:
            name = _text(stream[start : start + length])
        elif kind not in (_PAX_GLOBAL, _LONG_LINK):
            length = length if size is None else size
            yield _member(header, kind, name, start, length)
            if start + length > len(stream):
                raise DamagedTarError
            name, size = None, None
        position = start + (length + BLOCK - 1) // BLOCK * BLOCK


def _member(header: bytes, kind: bytes, long_name: str | None, start: int, size: int) -> Member:
    name = _text(header[:100]) if long_name is None else long_name
    if long_name is None and header[257:263] == b"ustar\0" and header[345]:
        name = f"{_text(header[345:500])}/{name}"
    folder = kind == _FOLDER or (kind == b"\0" and name.endswith("/"))
    if not folder and kind not in _FILE_TYPES:
        raise ForbiddenMemberError(name)
    return Member(name, start, 0 if folder else size, folder)


def _verified_size(header: bytes) -> int:
    """Size that the header states, once its checksum holds."""
    if len(header) < BLOCK:
        raise DamagedTarError
    # The checksum counts its own eight bytes as spaces.
    if sum(header) - sum(header[148:156]) + 8 * 32 != _number(header[148:156]):
        raise DamagedTarError
    return _number(header[124:136])


def _number(digits: bytes) -> int:
    if digits[0] == 0x80:  # large sizes are written in base 256
        return int.from_bytes(digits[1:], "big")
    try:
        return int(digits.strip(b"\0 ") or b"0", 8)
    except ValueError as error:
        raise DamagedTarError from error


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")


def _extended(raw: bytes, name: str | None, size: int | None) -> tuple[str | None, int | None]:
    """Name and size out of a pax header: records of the form ``LENGTH KEY=VALUE\\n``."""
    position = 0
    while position < len(raw):
        digits, space, _rest = raw[position : position + 20].partition(b" ")
        if not space or not digits.isdigit() or (length := int(digits)) <= len(digits):
            raise DamagedTarError
        record = raw[position + len(digits) + 1 : position + length]
        key, _equals, value = record.rstrip(b"\n").partition(b"=")
        if key == b"path":
            name = value.decode("utf-8", "surrogateescape")
        elif key == b"size" and value.isdigit():
            size = int(value)
        elif key.startswith(b"GNU.sparse"):
            raise ForbiddenMemberError(name or "?")
        position += length
    return name, size
