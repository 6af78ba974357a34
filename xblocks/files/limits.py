"""What a place for files takes: which types, how large, how many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from xblocks.files.refusals import EmptyFile, FileTooLarge, NoRoomLeft, TooManyFiles, TypeNotAllowed
from xblocks.files.shown import size_text
from xblocks.files.types import KINDS, ending_of


@dataclass(frozen=True)
class Limits:
    """Limits of one place, e.g. a field of a milestone. Sizes in bytes.

    `types` are endings out of `types.KINDS`; `max_bytes` is for each file, `max_total` for all
    files of the place together (none: no limit but count times size).
    """

    types: tuple[str, ...]
    max_bytes: int
    max_files: int = 1
    max_total: int | None = None

    def __post_init__(self) -> None:
        unknown = set(self.types) - KINDS.keys()
        if unknown or not self.types:
            raise ValueError(f"not among the known types: {sorted(unknown)}")

    def check_file(self, name: str, size: int) -> None:
        """Refuse by name and size, before a byte is sent.

        Raises `TypeNotAllowed`, `EmptyFile`, `FileTooLarge`.
        """
        if ending_of(name) not in self.types:
            raise TypeNotAllowed(allowed=", ".join(f".{ending}" for ending in self.types))
        if size <= 0:
            raise EmptyFile
        if size > self.max_bytes:
            raise FileTooLarge(size=size_text(size), limit=size_text(self.max_bytes))

    def check_room(self, size: int, there: Collection[int]) -> None:
        """Refuse when a file of `size` does not fit beside files of the sizes `there`.

        To be called when an upload begins, so that nobody sends in vain, and again inside the
        transaction that adds the file. Raises `TooManyFiles`, `NoRoomLeft`.
        """
        if len(there) >= self.max_files:
            raise TooManyFiles(count=len(there), limit=self.max_files)
        if self.max_total is not None and sum(there) + size > self.max_total:
            raise NoRoomLeft(limit=size_text(self.max_total))
