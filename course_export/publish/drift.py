"""What others have done to a course since we published it, and what we have left behind in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course_export.publish.image import ABOUT, Image


@dataclass(frozen=True)
class Drift:
    """Names (``tag/url_name``, or ``course``) by what happened to them in Studio."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


def drift(before: Mapping[str, str], now: Mapping[str, str]) -> Drift:
    """Compare the fingerprints after the last publishing with those of now."""
    return Drift(
        changed=tuple(name for name in now if name in before and now[name] != before[name]),
        added=tuple(name for name in now if name not in before),
        removed=tuple(name for name in before if name not in now),
    )


@dataclass(frozen=True)
class Leftovers:
    """What Studio still has and the archive has not: an import removes none of it."""

    units: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.files or self.pages or self.about)


def leftovers(wanted: Image, found: Image, units: tuple[str, ...]) -> Leftovers:
    """Compare files and pages; `units` are those without a section that can still be opened."""
    return Leftovers(
        units=units,
        files=tuple(sorted(set(found.files or ()) - set(wanted.files or ()))),
        pages=tuple(sorted((found.pages or frozenset()) - (wanted.pages or frozenset()))),
        about=tuple(name for name in ABOUT if found.about.get(name) and not wanted.about.get(name)),
    )
