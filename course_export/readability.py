"""How easily a page reads: LIX, the mean length of sentences plus the share of long words.

Below 40 a text is easy, from 50 on it takes practice. German words are longer than English ones, so
each language has a ceiling of its own. Only running text counts: names of provisions, tables and
single words would say little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import html

from course_export.curriculum.language import Language

CEILING: Final[dict[Language, int]] = {"de": 50, "en": 45}
"""Pages above are named by `wbm build`; a decision of this course."""

FEWEST_WORDS: Final = 40
"""Shorter pages give no figure that means something."""

LONG: Final = 6
"""Words with more letters are long."""

_PROSE = "//p | //li[not(.//p)] | //dd"
_WORD = re.compile(r"[^\W\d_]+(?:[*:’'-][^\W\d_]+)*")
_END = re.compile(r"[.!?:…]+(?=\s|[“”\"»)]|$)")
_SHORT = re.compile(r"\b(?:z\. ?B|Abs|Nr|Art|e\.g|i\.e|no)\.")


@dataclass(frozen=True)
class Readability:
    """Figures of one text; `lix` is rounded to whole points."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> int:
        """Mean words in a sentence plus the per cent of long words."""
        if not self.words:
            return 0
        return round(self.words / max(self.sentences, 1) + 100 * self.long_words / self.words)

    def is_above(self, language: Language) -> bool:
        """Whether the text is long enough to judge, and harder than its language may be."""
        return self.words >= FEWEST_WORDS and self.lix > CEILING[language]


def of_text(text: str) -> Readability:
    """Figures of running text. What has no end of a sentence counts as one."""
    text = _SHORT.sub("", text)
    parts = [part for part in _END.split(text) if _WORD.search(part)]
    words = _WORD.findall(text)
    return Readability(len(words), len(parts), sum(len(_letters(word)) > LONG for word in words))


def of_page(markup: str) -> Readability:
    """Figures of the running text of a page."""
    if not markup.strip():
        return Readability(0, 0, 0)
    root = html.fragment_fromstring(markup, create_parent="div")
    found = [of_text(str(element.text_content())) for element in root.xpath(_PROSE)]
    return Readability(
        sum(each.words for each in found),
        sum(each.sentences for each in found),
        sum(each.long_words for each in found),
    )


def _letters(word: str) -> str:
    """A word without its gender star: „Kolleg*innen“ is two short words for the eye."""
    return max(re.split(r"[*:’'-]", word), key=len)
