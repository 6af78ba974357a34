"""Both languages in one place: a mapping of `de` and `en` is a text in two languages."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

from course_export.curriculum.defects import Defect, Places, Where
from course_export.curriculum.source import Source
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_MISSING: dict[Language, str] = {
    "de": _("the German text is missing"),
    "en": _("the English text is missing"),
}
_WORD = re.compile(r"[a-z0-9_-]*|https?://\S+|[0-9 ()+*/.:-]+|[A-Z]{3}|[A-Z]\d")
"""What reads the same in every language: an identifier, a code, an address, figures and times."""
_SAME_IN_BOTH = frozenset({"name"})
"""Keys whose values are names of people and need no translation."""


class Translated(str):
    """A text that stood in both languages."""

    __slots__ = ()


def resolve(source: Source, language: Language, *, prose: bool = False) -> Any:
    """The data in `language`. Missing translations, in either language, become defects of `source`.

    With `prose`, texts outside such mappings are defects, too: in the definition of an exercise
    everything that is not an identifier, a code, an address, figures or a name is read by people.
    """
    return _Resolver(source.places, source.defects, language, prose=prose).value(source.data, ())


class _Resolver:
    def __init__(
        self, places: Places, defects: list[Defect], language: Language, *, prose: bool
    ) -> None:
        self._places = places
        self._defects = defects
        self._language = language
        self._prose = prose

    def value(self, data: Any, where: Where) -> Any:
        if isinstance(data, dict):
            if data and data.keys() <= set(LANGUAGES):
                return self._text(data, where)
            return {key: self.value(item, (*where, key)) for key, item in data.items()}
        if isinstance(data, list):
            return [self.value(item, (*where, index)) for index, item in enumerate(data)]
        if self._prose and isinstance(data, str) and not self._is_word(data, where):
            self._report(where, _("is in one language only; write {de: …, en: …}"))
        return data

    def _is_word(self, text: str, where: Where) -> bool:
        if isinstance(text, Translated) or (where and where[-1] in _SAME_IN_BOTH):
            return True
        return _WORD.fullmatch(text) is not None

    def _text(self, data: dict[str, Any], where: Where) -> Any:
        found = ""
        for language in LANGUAGES:
            text = data.get(language)
            if text is not None and not isinstance(text, str):
                self._report((*where, language), _("is no text; put it in quotes"))
            elif not text or not text.strip():
                self._report(where, _MISSING[language])
            elif not found or language == self._language:
                found = text
        return Translated(found)

    def _report(self, where: Where, what: str) -> None:
        self._defects.append(self._places.defect(where, Message(what)))
