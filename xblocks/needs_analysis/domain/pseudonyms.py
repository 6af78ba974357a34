"""Codes in place of names: what is refused, and what is asked about.

A matrix is no place for names (`curriculum-facts 4.3, 6.13`). What cannot be a pseudonym is
refused; what may be a name, but may be none, the team is warned of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

from xblocks.core.errors import Invalid
from xblocks.core.first_names import ALSO_WORDS, FIRST_NAMES
from xblocks.core.personal import WARNINGS, Kind, traces
from xblocks.core.text import Message, gettext_noop

LONGEST: Final = 12
HIGHEST_AUTOMATIC: Final = 999

_FIT = re.compile(r"[A-Z0-9]+(?:[-_][A-Z0-9]+)*")
_MAIL = re.compile(r"@|\(at\)|\[at\]", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4,}")
_AUTOMATIC = re.compile(r"P(\d{1,3})")
_LETTERS = re.compile(r"[^\W\d_]+")
_AN_INITIAL = re.compile(r"\W*[^\W\d_]\.\s*[^\W\d_]{2,}|[^\W\d_]{2,},?\s+[^\W\d_]\.?\W*")

_SURNAMES = frozenset(
    """
    ARSLAN AYDIN BAUER BECKER BERGMANN BRAUN CELIK DEMIR DOGAN FISCHER FRANK GROSS HARTMANN HERRMANN
    HOFFMANN HOFMANN HUBER KAISER KAYA KELLER KLEIN KOCH KOWALSKI KRAUSE KRAEMER KRUEGER LANGE
    LEHMANN LORENZ MAIER MAYER MEIER MEYER MOELLER MUELLER NEUMANN NOWAK OEZTUERK RICHTER ROTH
    SAHIN SCHAEFER SCHMID SCHMIDT SCHMITT SCHMITZ SCHNEIDER SCHROEDER SCHULTE SCHULZ SCHULZE
    SCHUSTER SCHWARZ SIMON STEIN VOGEL VOGT WAGNER WALTER WEBER WEISS WERNER WINKLER WOLF YILDIZ
    YILMAZ ZIMMERMANN
    """.split()
)
"""Surnames one meets most in companies here, as codes are written."""


class NotAPseudonym(Invalid):
    """A code that cannot stand in place of a name."""

    code = "not_a_pseudonym"
    sentence = gettext_noop(
        "Use a short code of letters A to Z, digits and hyphens, for example P07 or MO-3."
        " At most %(most)s characters."
    )


class NoCode(NotAPseudonym):
    """Nothing is there."""

    sentence = gettext_noop("A code is missing. Write for example P07.")


class FullName(NotAPseudonym):
    """First name and surname."""

    sentence = gettext_noop(
        "“%(text)s” looks like a person’s full name. Only codes belong here, for example P07."
    )


class MailAddress(NotAPseudonym):
    """A mail address."""

    sentence = gettext_noop(
        "“%(text)s” looks like a mail address. Only codes belong here, for example P07."
    )


class PersonnelNumber(NotAPseudonym):
    """A number by which an employer finds the person."""

    sentence = gettext_noop(
        "“%(text)s” looks like a personnel number or a date. Only codes belong here, for example"
        " P07."
    )


def pseudonym(text: str, known: Collection[str] = ()) -> str:
    """Return a code as it is kept; `known` are the full names of the team itself.

    Raises a `NotAPseudonym` for what is none.
    """
    shown = " ".join(text.split())[:60]
    if not shown:
        raise NoCode
    if _MAIL.search(shown):
        raise MailAddress(text=shown)
    if _NUMBER.search(re.sub(r"[\s./-]", "", shown)):
        raise PersonnelNumber(text=shown)
    if _is_full_name(shown, known):
        raise FullName(text=shown)
    code = shown.upper()
    if len(code) > LONGEST or not _FIT.fullmatch(code):
        raise NotAPseudonym(most=LONGEST)
    return code


def code_warnings(code: str, known: Collection[str] = ()) -> tuple[Message, ...]:
    """Return what may be a name in a code that is kept: a first name, one of the team."""
    for part in _parts(code):
        if part in _first_names() or part in _SURNAMES or part in _parts_of(known):
            return (
                Message(
                    gettext_noop("“%(text)s” may be a name. A code such as P07 is safer."),
                    {"text": code},
                ),
            )
    return ()


def text_warnings(text: str, known: Collection[str] = ()) -> tuple[Message, ...]:
    """Return what in a label or an activity may be about a certain person, each once."""
    found: dict[tuple[Kind, str], Message] = {}
    for trace in traces(text, known):
        excerpt = " ".join(trace.excerpt.split())
        found.setdefault((trace.kind, excerpt), Message(WARNINGS[trace.kind], {"excerpt": excerpt}))
    return tuple(found.values())


def next_code(used: Iterable[str]) -> str:
    """Return the next automatic code: one more than the highest there is, after P999 a free one."""
    numbers = {int(found[1]) for each in used if (found := _AUTOMATIC.fullmatch(each))}
    following = max(numbers, default=0) + 1
    if following > HIGHEST_AUTOMATIC:
        following = next(each for each in range(1, following) if each not in numbers)
    return f"P{following:02}"


def _is_full_name(text: str, known: Collection[str]) -> bool:
    parts = [part for part in _parts(text) if len(part) > 1]
    if any(set(_parts(name)) <= set(parts) for name in known if len(_parts(name)) > 1):
        return True
    if len(parts) > 1 and any(part in _first_names() for part in parts):
        return True
    words = text.split()
    only_words = len(words) > 1 and all(_LETTERS.match(word) for word in words)
    # “Team 3” is no name, though it is no code either.
    return (only_words and not text[-1].isdigit()) or bool(_AN_INITIAL.fullmatch(text))


def _parts(text: str) -> list[str]:
    return [_plain(part) for part in _LETTERS.findall(text)]


def _plain(text: str) -> str:
    """Write a name as codes are written: capitals, no accents, Ü as UE."""
    upper = text.upper()
    for letter, plain in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("İ", "I"), ("I\u0307", "I")):
        upper = upper.replace(letter, plain)
    return unicodedata.normalize("NFKD", upper).encode("ascii", "ignore").decode()


def _parts_of(known: Collection[str]) -> set[str]:
    return {part for name in known for part in _parts(name) if len(part) > 2}


@cache
def _first_names() -> frozenset[str]:
    return frozenset(map(_plain, FIRST_NAMES | ALSO_WORDS))
