"""Messages of the command line in the language of whoever sits before it.

Django is not needed: the catalogues of both packages are read as they lie in their folders.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any, Final

import xblocks
from xblocks.core.text import Message

VARIABLES: Final = ("WBM_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables that name the language; the first one that is set decides."""

FOLDER: Final = Path(__file__).parent / "locale"
"""Our own catalogues."""

_FOLDERS: Final = (FOLDER, Path(xblocks.__file__).parent / "locale")


def language(environment: Mapping[str, str] | None = None) -> str:
    """The reader's language, ``de`` or ``en``, by the environment: ``de_DE.UTF-8`` is German."""
    named = os.environ if environment is None else environment
    found = next((named[name] for name in VARIABLES if named.get(name)), "")
    return "de" if found.partition(".")[0].partition("_")[0].casefold() == "de" else "en"


def gettext(text: str, **params: Any) -> str:
    """`text` in the reader's language with its places filled."""
    return translated(Message(text, params))


def ngettext(one: str, many: str, count: int, **params: Any) -> str:
    """The form for `count` in the reader's language; its place is ``%(count)s``."""
    return _catalogue(language()).ngettext(one, many, count) % {"count": count, **params}


def translated(message: Message) -> str:
    """The sentence in the reader's language with its places filled."""
    return message.told(_catalogue(language()).gettext)


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    """Both packages' catalogues as one; English needs none."""
    found = NullTranslations()
    for folder in _FOLDERS if code != "en" else ():
        found.add_fallback(translation("django", folder, [code]))
    return found
