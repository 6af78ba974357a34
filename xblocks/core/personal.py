"""Finds what may be about a certain person: a local check that warns and never blocks.

It knows words, not meaning: what it finds the writer judges. Nothing leaves the server for it.
Source: `curriculum-facts 1.11` (no names, no data on health or membership), `7.2`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from xblocks.core.first_names import ALSO_WORDS, FIRST_NAMES
from xblocks.core.text import gettext_noop

LONGEST_LOOKED_AT = 5_000
"""Characters; a request is far shorter, and what is longer is refused elsewhere."""


class Kind(StrEnum):
    """What a passage may tell of a person."""

    NAME = "name"
    HEALTH = "health"
    MEMBERSHIP = "membership"
    PHONE = "phone"
    MAIL = "mail"


@dataclass(frozen=True)
class Trace:
    """A passage of a text, by its place, that may be about a certain person."""

    kind: Kind
    excerpt: str
    start: int


WARNINGS = {
    Kind.NAME: gettext_noop(
        "“%(excerpt)s” looks like a name. Write the function, e.g. “a shift leader”."
    ),
    Kind.HEALTH: gettext_noop(
        "“%(excerpt)s” may tell about somebody’s health. Leave it out, please."
    ),
    Kind.MEMBERSHIP: gettext_noop(
        "“%(excerpt)s” may tell who is a member of what. Leave it out, please."
    ),
    Kind.PHONE: gettext_noop("“%(excerpt)s” looks like a phone number. Leave it out, please."),
    Kind.MAIL: gettext_noop("“%(excerpt)s” looks like a mail address. Leave it out, please."),
}
"""What a writer is told of a trace."""

_MAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE
)

_DATE = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\b\d{4}-\d{2}-\d{2}\b")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00?)[1-9](?:[ /().-]{0,2}\d){5,13}(?![\w%€])")
_LABELLED_PHONE = re.compile(
    r"\b(?:Tel(?:efon)?(?:nummer)?|Handy(?:nummer)?|Mobil(?:nummer)?|Durchwahl|Rufnummer"
    r"|phone|mobile|extension)\b\.?[\s:]{0,3}(?:Nr\.?|number|no\.?)?[\s:]{0,2}(?:is |ist )?"
    r"\+?\d(?:[ /().-]{0,2}\d){2,13}",
    re.IGNORECASE,
)
_FREE_CALL = re.compile(r"(?:\+49[ /-]?|0)800")
"""Helplines: they lead to nobody in particular."""

_HEALTH = re.compile(
    r"\b(?:"
    r"krank(?:e[nrms]?|heit(?:en|sbedingt\w*|sbild\w*)?|geschrieben\w*|meldung\w*|gemeldet\w*"
    r"|schreibung\w*)?"
    r"|\w{0,24}erkrank\w+|arbeitsunfähig\w*|AU-Bescheinigung\w*|Attest\w*"
    r"|burn-?\s?out\w*|depress\w+|diagnos(?!tik)\w+|psychisch\w*|Psychotherap\w+|Therapie\w*|Therapeut\w*"
    r"|schwerbehinder\w*|Schwerbehinderung\w*|Behinderung\w*|schwanger\w*"
    r"|süchtig\w*|\w{0,16}abhängigkeitserkrank\w*|Sucht(?:problem|krank|erkrank|therap)\w*"
    r"|alkohol(?:iker|isch|krank|problem|abhängig)\w*|Drogen(?:problem|sucht|abhängig)\w*"
    r"|Krebs(?:erkrank\w*|leiden)?|Herzinfarkt\w*|Schlaganfall\w*|Bandscheiben?\w*|Diabet\w+"
    r"|Epilep\w+|Migräne\w*|Rücken(?:leiden|schmerz\w*|problem\w*)|Reha|Reha-?maßnahme\w*"
    r"|Long[ -]?Covid|HIV|ADHS|Autis\w+"
    r"|sick(?:ness)?|sick[ -]leave|illness(?:es)?|unwell|disab(?:led|ilit\w+)|pregnan\w+"
    r"|addict\w*|alcoholi\w+|drinking problem\w*|mental health|therap(?:y|ist\w*)|cancer"
    r"|heart attack\w*|stroke patient\w*|epilep\w+|medical (?:leave|condition\w*)|rehab"
    r")\b",
    re.IGNORECASE,
)

_UNION = (
    r"(?:IG[ -]?Metall|IGM|Gewerkschaft|Partei|ver\.di|IG ?BCE|AfD|SPD|CDU|union|trade union|party)"
)
_MEMBERSHIP = re.compile(
    rf"\b(?:(?:Nicht-?\s?|Noch-?\s?nicht-?\s?)?(?:Gewerkschafts|Partei|IG[ -]Metall[ -]|IGM[ -]?)"
    rf"-?mitglied\w*"
    rf"|Mitglied(?:er|schaft)?\s+(?:bei|in|im|der|des|von)\s+(?:der\s+|einer\s+)?{_UNION}"
    rf"|Mitgliedsnummer\w*|Mitgliedsausweis\w*|Mitgliedsbeitr\w+"
    rf"|(?:gewerkschaftlich|nicht|un)\s?organisierte?[rn]?(?=\W|$)"
    rf"|(?:aus|in)\s+(?:der|die)\s+{_UNION}\s+(?:aus|ein)(?:ge|zu)?tr\w+"
    rf"|(?:ist|sind|bin|war|waren|nicht)\s+in\s+(?:der|einer)\s+{_UNION}"
    rf"|(?:non-?)?(?:union|party|IG Metall)\s+members?(?:hip)?"
    rf"|members?(?:hip)?\s+(?:of|in)\s+(?:the\s+|a\s+)?{_UNION}"
    rf"|(?:is|are|was|were|not)\s+in\s+(?:the|a)\s+{_UNION}"
    rf"|(?:left|joined)\s+(?:the|a)\s+{_UNION})\b",
    re.IGNORECASE,
)

_CAPITALISED = r"[A-ZÄÖÜÇŞĞİÉ][a-zäöüßçşğıéèáàóñ]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_TITLED = re.compile(
    rf"\b(?:Herrn?|Frau|Hr\.|Fr\.|Mr\.?|Mrs\.?|Ms\.?|(?:Dr|Prof)\.(?:-Ing\.)?)\s+"
    rf"(?:(?:Dr|Prof)\.\s+)?(?:[A-ZÄÖÜ]\.\s?)?({_CAPITALISED}|[A-ZÄÖÜ]\.)"
)
_CALLED = re.compile(
    rf"\b(?:heißt|namens|named|called|(?:[Nn]ame|[Nn]amen) (?:ist|is|war|was))\s+({_CAPITALISED})"
)
_INITIAL = re.compile(
    r"(?<![\w.§])(?<![\d§]\s)(?<![a-z]\.\s)(?:[A-ZÄÖÜ]\.\s?){1,2}([A-ZÄÖÜ][a-zäöüß]{2,})"
)
_WORD = re.compile(rf"(?<![\w-]){_CAPITALISED}(?![\w])")
_NEXT = re.compile(rf"\s+({_CAPITALISED}|[A-ZÄÖÜ]\.)")

_FUNCTION = re.compile(
    r"(?:Betriebsr|Vorsitzend|Vertrauens|Meister(?:in)?$|Vorarbeiter|Schicht|Personal|Abteilung"
    r"|Gruppen|Team|Leiter|Doktor|Direktor|Geschäfts|Vorgesetzt|Trainer|Coach|Kolleg|Chef|Mentor"
    r"|Sekretär|Ingenieur|Ausbilder|Manager|Director|Chair|Head|Works|Supervisor|Minister)"
)
"""After a title these are a function, no name."""


def traces(text: str, known: Collection[str] = ()) -> tuple[Trace, ...]:
    """Return what may be about a person, in the order of the text; each passage once.

    `known` are names that are names for sure, e.g. those of the asker's team.
    """
    looked_at = text[:LONGEST_LOOKED_AT]
    found: list[Trace] = []
    for each in sorted(
        _all(looked_at, known), key=lambda trace: (trace.start, -len(trace.excerpt))
    ):
        end = found[-1].start + len(found[-1].excerpt) if found else 0
        if each.start >= end:
            found.append(each)
    return tuple(found)


def _all(text: str, known: Collection[str]) -> Iterator[Trace]:
    for match in _MAIL.finditer(text):
        yield _trace(Kind.MAIL, match)
    yield from _phones(text)
    for kind, pattern in ((Kind.HEALTH, _HEALTH), (Kind.MEMBERSHIP, _MEMBERSHIP)):
        for match in pattern.finditer(text):
            yield _trace(kind, match)
    yield from _names(text)
    yield from _known(text, known)


def _phones(text: str) -> Iterator[Trace]:
    without_dates = _DATE.sub(lambda match: "x" * len(match[0]), text)
    for pattern in (_LABELLED_PHONE, _PHONE):
        for match in pattern.finditer(without_dates):
            if not _FREE_CALL.search(match[0]):
                yield _trace(Kind.PHONE, match)


def _names(text: str) -> Iterator[Trace]:
    for pattern in (_TITLED, _CALLED):
        for match in pattern.finditer(text):
            if not _FUNCTION.match(match[1]):
                yield _trace(Kind.NAME, match)
    for match in _INITIAL.finditer(text):
        yield _trace(Kind.NAME, match)
    for match in _WORD.finditer(text):
        after = _NEXT.match(text, match.end())
        surname = bool(after) and not _FUNCTION.match(after[1] if after else "")
        if match[0] in FIRST_NAMES or (match[0] in ALSO_WORDS and surname):
            yield Trace(Kind.NAME, match[0], match.start())


def _known(text: str, known: Collection[str]) -> Iterator[Trace]:
    words = {part for name in known for part in name.split() if len(part) > 2}
    if not words:
        return
    any_of = "|".join(re.escape(word) for word in sorted(words, key=lambda it: (-len(it), it)))
    for match in re.finditer(rf"(?<!\w)(?:{any_of})(?:s|’s|'s)?(?!\w)", text):
        yield _trace(Kind.NAME, match)


def _trace(kind: Kind, match: re.Match[str]) -> Trace:
    return Trace(kind, match[0], match.start())
