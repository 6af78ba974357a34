"""Reads the files of a content folder, each once, and remembers which were used."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_export.curriculum import markdown, pictures
from course_export.curriculum.defects import Defect, Place, Places
from course_export.curriculum.failures import as_defects
from course_export.curriculum.glossary import GLOSSARY_UNIT, Glossary
from course_export.curriculum.language import LANGUAGES, Language, resolve
from course_export.curriculum.law import LawBook
from course_export.curriculum.pieces import BILINGUAL
from course_export.curriculum.source import read_yaml
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

ASSETS = "assets"
_GLOSSARY = "glossary.yaml"
_LAW = "law.yaml"
NO_MAPPING = Message(_("This file must be a mapping."))
_MISSING: dict[Language, str] = {
    "de": _("The German page is missing or empty."),
    "en": _("The English page is missing or empty."),
}


@dataclass
class Library:
    """The files below `root`, in one language; what is wrong with them gathers in `defects`."""

    root: Path
    language: Language
    defects: list[Defect] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    links: list[tuple[str, Place]] = field(default_factory=list)
    pictures: list[tuple[str, Place]] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    _law: LawBook | None = None
    _glossaries: dict[Language, Glossary | None] = field(default_factory=dict)

    def yaml(self, file: str, wanted_at: Place, *, prose: bool = False) -> tuple[Any, Places]:
        """Data and places of `file`; None when it is missing or no YAML."""
        self.used.add(file)
        path = self.root / file
        if not path.is_file():
            self.defects.append(Defect(wanted_at, no_file(file)))
            return None, Places()
        source = read_yaml(path, file)
        data = resolve(source, self.language, prose=prose)
        self.defects.extend(source.defects)
        return data, source.places

    def page(self, name: str, wanted_at: Place, first_heading: int = markdown.FIRST_HEADING) -> str:
        """HTML of the page `name`; empty when it is missing in this language."""
        texts = {language: self._markdown(name, language) for language in LANGUAGES}
        if not any(texts.values()):
            message = Message(_("There is no page '%(file)s'."), {"file": page_file(name, "de")})
            self.defects.append(Defect(wanted_at, message))
            return ""
        html = ""
        for language, text in texts.items():
            file = page_file(name, language)
            if not text:
                self.defects.append(Defect(Place(file), Message(_MISSING[language])))
                continue
            body = markdown.render(text, file, first_heading)
            self.defects.extend(body.defects)
            self.links.extend(body.units)
            self.pictures.extend(body.assets)
            words = self._words(file, language, body)
            if language == self.language:
                html = body.html + words
                self.shown.update(target for target, _place in body.assets)
        return html

    def _words(self, file: str, language: Language, body: markdown.Body) -> str:
        """The words of the glossary that a page uses, for its end."""
        glossary = self.glossary(language)
        known = {term.id: term for term in glossary.terms} if glossary else {}
        used = {}
        for name, place in body.terms:
            if name in known:
                used[name] = known[name]
            else:
                text = _("There is no word '%(id)s' in the glossary.")
                self.defects.append(Defect(place, Message(text, {"id": name})))
        if not glossary or not used:
            return ""
        self.links.append((GLOSSARY_UNIT, body.terms[0][1]))
        return glossary.below(used.values(), language, partial(markdown.term_anchor, file))

    def glossary(self, language: Language) -> Glossary | None:
        """The glossary in one language; None when the course has none or it is broken."""
        if language not in self._glossaries:
            self._glossaries[language] = self._read_glossary(language)
        return self._glossaries[language]

    def _read_glossary(self, language: Language) -> Glossary | None:
        if not (self.root / _GLOSSARY).is_file():
            return None
        self.used.add(_GLOSSARY)
        source = read_yaml(self.root / _GLOSSARY, _GLOSSARY)
        data = resolve(source, language)
        if language == self.language:
            self.defects.extend(source.defects)
        try:
            return Glossary.model_validate(data, context={BILINGUAL: True})
        except ValidationError as error:
            if language == self.language:
                self.defects.extend(as_defects(error, data, source.places))
            return None

    def law(self, wanted_at: Place) -> LawBook | None:
        """All legal statements; None when the course has none or they are broken."""
        if self._law is None and _LAW not in self.used:
            data, places = self.yaml(_LAW, wanted_at)
            if data is not None:
                try:
                    self._law = LawBook.model_validate(data, context={BILINGUAL: True})
                except ValidationError as error:
                    self.defects.extend(as_defects(error, data, places))
        return self._law

    def _markdown(self, name: str, language: Language) -> str:
        file = page_file(name, language)
        self.used.add(file)
        path = self.root / file
        if not path.is_file():
            return ""
        try:
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").strip()
        except UnicodeDecodeError:
            message = Message(_("This file is not UTF-8. Save it as UTF-8."))
            self.defects.append(Defect(Place(file), message))
            return "?"

    def assets(self) -> dict[str, bytes]:
        """All assets by name; pictures with texts in the one language."""
        folder = self.root / ASSETS
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        found = {path.name: path.read_bytes() for path in paths if path.is_file()}
        for name in [name for name in found if name.endswith(".svg")]:
            found[name], defects = pictures.in_language(found[name], self.language)
            place = Place(f"{ASSETS}/{name}")
            self.defects.extend(Defect(place, message) for message in defects)
        return found

    def unused(self) -> list[str]:
        """Files that nothing leads to."""
        every = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return sorted(
            file.as_posix()
            for file in every
            if file.as_posix() not in self.used and file.parts[0] != ASSETS
        )


def no_file(file: str) -> Message:
    """That `file`, relative to the content folder, is named but not there."""
    return Message(_("There is no file '%(file)s'."), {"file": file})


def page_file(name: str, language: Language) -> str:
    """The Markdown file of a page in one language."""
    return f"pages/{name}.{language}.md"
