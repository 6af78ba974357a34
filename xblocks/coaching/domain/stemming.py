"""From texts to the terms that searching goes by, in German and English.

A term is two letters and a stem: first ``a`` (stands anywhere) or ``t`` (stands in the title), then
``x`` (a word) or ``k`` (a concept of the glossary). The letters keep every term longer than the
shortest word that full-text search takes, and none of them is among its stop words. Terms hold
nothing but ``a-z0-9``, so that no index and no query language finds anything else in them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version

import snowballstemmer

from xblocks.coaching.domain.glossary import NOISE, PARTS, SAME

LONGEST_STEM = 40
SHORTEST_PART = 3
SURE_PART = 5
"""A part this long is believed even when the rest of the word is unknown."""
SHORTEST_SPELLED_OUT = 4
"""In shorter words, like OE, two vowels are no umlaut."""
RULES = "1"
"""Grows with a change of what this module makes of a text."""

_GENDERED = re.compile(r"(?<=\w)[*:_/]-?in(?:nen)?\b")
_SPELLED_OUT = re.compile(r"(?<![aeiouyq])(?:ae|oe|ue)")
_WORD = re.compile(r"[a-z0-9äöü]+(?:-[a-z0-9äöü]+)*")
_UMLAUTS = str.maketrans("äöü", "aou")
_german = snowballstemmer.stemmer("german")
_english = snowballstemmer.stemmer("english")


def words(text: str) -> list[str]:
    """Return the words of a text in small letters; joined ones with their hyphens."""
    small = unicodedata.normalize("NFKC", text).casefold().replace("\N{SOFT HYPHEN}", "")
    return _WORD.findall("".join(_plain(letter) for letter in _GENDERED.sub("", small)))


def _plain(letter: str) -> str:
    if letter.isascii() or letter in "äöü":
        return letter
    return unicodedata.normalize("NFD", letter)[0]


def _with_umlauts(word: str) -> str:
    if len(word) < SHORTEST_SPELLED_OUT:
        return word
    return _SPELLED_OUT.sub(lambda found: "äöü"["aou".index(found[0][0])], word)


def bare(word: str) -> str:
    """Return a word without umlauts, however they are written."""
    return _with_umlauts(word).translate(_UMLAUTS)[:LONGEST_STEM]


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the German stem of a word, without umlauts: ``Prüfungen`` and ``Pruefung`` are one."""
    return str(_german.stemWord(_with_umlauts(word))).translate(_UMLAUTS)[:LONGEST_STEM]


@lru_cache(maxsize=16_384)
def stems(word: str) -> tuple[str, ...]:
    """Return the German stem and, of a word that may be English, that stem too."""
    german = stem(word)
    if not word.isascii() or is_known(word) or parts(word):
        return (german,)
    english = str(_english.stemWord(word))[:LONGEST_STEM]
    return (german,) if german == english else (german, english)


@cache
def _concepts() -> dict[tuple[str, ...], frozenset[str]]:
    """Return the names of concepts by the stems of each spelling."""
    found: dict[tuple[str, ...], set[str]] = {}
    for spellings in SAME:
        name = "".join(map(stem, meaningful(spellings[0])))
        for spelling in spellings:
            found.setdefault(tuple(map(stem, meaningful(spelling))), set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


@cache
def _known() -> frozenset[str]:
    """Return the stems that compounds are made of."""
    alone = {key[0] for key in _concepts() if len(key) == 1 and len(key[0]) > SHORTEST_PART}
    return frozenset({stem(word) for part in PARTS for word in words(part)} | alone)


@cache
def longest_spelling() -> int:
    """How many words the longest spelling of a concept has."""
    return max(map(len, _concepts()))


def concepts(stemmed: Iterable[str]) -> frozenset[str]:
    """Return the concepts that words in this order are a spelling of."""
    return _concepts().get(tuple(stemmed), frozenset())


def is_known(word: str) -> bool:
    """Whether a word is one of the glossary or a part of compounds."""
    return stem(word) in _known()


@lru_cache(maxsize=16_384)
def parts(word: str) -> tuple[str, ...]:
    """Return what a compound is made of, e.g. ``weiterbildungs`` and ``förderung``; else nothing.

    First choice: known parts alone. Second: one known part, the last before the first.
    """
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    for cut in reversed(cuts):
        if is_known(word[:cut]):
            rest = word[cut:]
            found = (rest,) if is_known(rest) else parts(rest)
            if found and all(map(is_known, found)):
                return (word[:cut], *found)
    for cut in cuts:
        if len(word) - cut >= SURE_PART and is_known(word[cut:]):
            return (word[:cut], word[cut:])
    if not is_known(word):  # else its stem is cut off its ending
        for cut in reversed(cuts):
            if cut >= SURE_PART and is_known(word[:cut]):
                return (word[:cut], word[cut:])
    return ()


def meaningful(text: str) -> list[str]:
    """Return the words of a text that say something, one by one."""
    single = (each for word in words(text) for each in word.split("-"))
    return [word for word in single if word not in NOISE and len(word) > 1]


def _words_and_concepts(text: str) -> Iterator[str]:
    """Yield what a text is found by, each with its kind in front."""
    for word in words(text):
        if "-" in word:
            yield "x" + stem(word.replace("-", ""))
    row = meaningful(text)
    for word in row:
        yield "x" + bare(word)
        yield from ("x" + each for each in stems(word))
        for part in parts(word):
            yield "x" + stem(part)
            yield from ("k" + each for each in concepts([stem(part)]))
    stemmed = list(map(stem, row))
    for length in range(1, longest_spelling() + 1):
        for start in range(len(stemmed) - length + 1):
            yield from ("k" + each for each in concepts(stemmed[start : start + length]))


def terms(title: str, *texts: str) -> frozenset[str]:
    """Return the terms of an entry."""
    in_title = set(_words_and_concepts(title))
    anywhere = in_title.union(*map(_words_and_concepts, texts))
    return frozenset({"a" + each for each in anywhere} | {"t" + each for each in in_title})


@cache
def mark() -> str:
    """Return the term by which stored terms are known to be of the present rules."""
    seen = repr((RULES, SAME, PARTS, sorted(NOISE), version("snowballstemmer")))
    return "zv" + hashlib.sha256(seen.encode()).hexdigest()[:10]


def terms_text(title: str, *texts: str) -> str:
    """Return the terms of an entry as they are stored: `mark` first, a blank around each."""
    return " ".join(["", mark(), *sorted(terms(title, *texts)), ""])
