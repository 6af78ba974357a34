"""The glossary: words of the field with what they mean, linked from pages as `term:<id>`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from pydantic import Field, model_validator

from course_export.curriculum.language import Language
from course_export.curriculum.pieces import Name, Piece, Text
from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _

GLOSSARY_UNIT = "glossary"
"""The unit with all words: pages that use some lead there."""


class Term(Piece):
    """A word in German and English, and what it means in the language of the course."""

    id: Name
    german: str = Field(min_length=1, max_length=80)
    english: str = Field(min_length=1, max_length=80)
    means: Text

    def name(self, language: Language) -> str:
        """The word as people say it in `language`."""
        return self.german if language == "de" else self.english


class Glossary(Piece):
    """All words; `heading` and `all_words` stand below the pages that use some."""

    heading: Text
    all_words: Text
    terms: list[Term] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Glossary:
        ids = [term.id for term in self.terms]
        for name in ids:
            if ids.count(name) > 1:
                raise Unfit(_("the word '%(id)s' stands there twice"), id=name)
        return self

    def below(self, used: Iterable[Term], language: Language, anchor: Callable[[str], str]) -> str:
        """The words a page uses, explained at its end, and the way to all of them."""
        rows = "\n".join(
            f'<dt id="{anchor(term.id)}"><strong>{escape(term.name(language))}</strong></dt>'
            f"\n<dd>{escape(term.means)}</dd>"
            for term in used
        )
        all_words = f'<p><a href="/jump_to_id/{GLOSSARY_UNIT}">{escape(self.all_words)}</a></p>'
        return f"<h3>{escape(self.heading)}</h3>\n<dl>\n{rows}\n</dl>\n{all_words}\n"
