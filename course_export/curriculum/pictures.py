"""SVG pictures speak both languages in one file: what has `lang` stands in that language alone."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from course_export.curriculum.language import LANGUAGES, Language
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
)
_ACTIVE = frozenset({"script", "style", "foreignObject", "image", "use", "a", "animate", "set"})
_LETTERS = re.compile(r"[^\W\d_]{2}")


def in_language(picture: bytes, language: Language) -> tuple[bytes, list[Message]]:
    """The picture with the texts of `language` alone, and what is wrong with it.

    Refused are pictures that do more than show something, texts without a language and texts that
    stand in one language only.
    """
    try:
        root = etree.fromstring(picture, _PARSER)
    except etree.XMLSyntaxError:
        return picture, [Message(_("This picture is no valid SVG."))]
    elements = list(root.iter(etree.Element))
    text = _("This picture holds '%(what)s'. Pictures only show: remove it.")
    defects = [Message(text, {"what": what}) for what in activities(root)]
    defects += _untranslated(elements)
    for element in elements:
        parent = element.getparent()
        if parent is not None and element.get("lang", language) != language:
            parent.remove(element)
    return etree.tostring(root, encoding="utf-8"), defects


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def activities(root: etree._Element) -> list[str]:
    """What a picture does besides showing something, by the names of elements and attributes."""
    elements = list(root.iter(etree.Element))
    found = {_name(element) for element in elements} & _ACTIVE
    found |= {
        str(name)
        for element in elements
        for name in element.attrib
        if str(name).startswith("on") or str(name).endswith("href")
    }
    return sorted(found)


def _untranslated(elements: list[etree._Element]) -> list[Message]:
    counts = Counter(element.get("lang") for element in elements if element.get("lang"))
    defects = []
    if len({counts[language] for language in LANGUAGES}) > 1 or counts.keys() - set(LANGUAGES):
        text = _("This picture has %(de)s texts in German and %(en)s in English.")
        defects.append(Message(text, {language: counts[language] for language in LANGUAGES}))
    for element in elements:
        words = " ".join(str(part) for part in element.itertext()).strip()
        around = [element, *element.iterancestors(), *element.iterdescendants()]
        is_text = _name(element) == "text" and _LETTERS.search(words)
        if is_text and not any(each.get("lang") for each in around):
            text = _("The text '%(text)s' of this picture has no 'lang'.")
            defects.append(Message(text, {"text": words}))
    return defects
