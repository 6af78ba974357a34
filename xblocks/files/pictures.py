"""Pictures: read from mark to mark to their end, never decoded."""

from __future__ import annotations

import os
from typing import IO

from xblocks.files.refusals import DamagedFile, SomethingAttached
from xblocks.files.signatures import PNG

_CHUNK = 65_536
_MOST_CHUNKS = 200_000
_MOST_SEGMENTS = 10_000

_START_OF_SCAN = 0xDA
_END_OF_IMAGE = b"\xff\xd9"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


def check_png(stream: IO[bytes]) -> None:
    """Walk the chunks; raises `DamagedFile`, `SomethingAttached` behind the last one."""
    size = stream.seek(0, os.SEEK_END)
    at = len(PNG)
    for number in range(_MOST_CHUNKS):
        stream.seek(at)
        head = stream.read(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        at += 12 + length
        if at > size or (number == 0) != (name == b"IHDR"):
            raise DamagedFile
        if name == b"IEND":
            if at < size:
                raise SomethingAttached
            return
    raise DamagedFile


def check_jpg(stream: IO[bytes]) -> None:
    """Walk the segments to the picture and find its end mark; raises `DamagedFile`.

    Bytes behind the end mark are left alone: telephones write their own data there.
    """
    stream.seek(2)
    framed = False
    for _ in range(_MOST_SEGMENTS):
        marker = _marker(stream)
        if marker in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(stream.read(2), "big")
        if length < 2:
            raise DamagedFile
        framed = framed or marker in _FRAMES
        stream.seek(length - 2, os.SEEK_CUR)
        if marker == _START_OF_SCAN:
            break
    if not framed or not _ends(stream):
        raise DamagedFile


def _marker(stream: IO[bytes]) -> int:
    """Return the next marker; any number of ``FF`` may stand before it."""
    if stream.read(1) != b"\xff":
        raise DamagedFile
    for _ in range(_CHUNK):
        byte = stream.read(1)
        if byte != b"\xff":
            return byte[0] if byte else 0xD9
    raise DamagedFile


def _ends(stream: IO[bytes]) -> bool:
    """Whether an end mark follows; within a picture's data those two bytes never stand together."""
    before = b""
    while chunk := stream.read(_CHUNK):
        if _END_OF_IMAGE in before + chunk:
            return True
        before = chunk[-1:]
    return False
