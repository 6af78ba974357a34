"""The words of a roster file: column headings, role and topic names, in German and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from xblocks.core.people import Role
from xblocks.core.text import Message, gettext_noop
from xblocks.core.topics import Topic

SEPARATOR = "|"
ALL = "*"


class Column(StrEnum):
    """A column of a roster file, by its English heading."""

    EMAIL = "email"
    NAME = "name"
    ROLES = "roles"
    COMPANY = "company"
    DISTRICT = "district"
    TOPICS = "topics"
    DISTRICTS = "districts"
    STATES = "states"


COLUMNS = tuple(Column)
REQUIRED_COLUMNS = (Column.EMAIL, Column.NAME, Column.ROLES)

GERMAN_HEADINGS: Mapping[Column, str] = {
    Column.EMAIL: "E-Mail",
    Column.NAME: "Name",
    Column.ROLES: "Rollen",
    Column.COMPANY: "Betrieb",
    Column.DISTRICT: "Bezirk",
    Column.TOPICS: "Themen",
    Column.DISTRICTS: "Bezirke",
    Column.STATES: "Bundesländer",
}

ROLE_NAMES: Mapping[Role, str] = {
    Role.TRAINEE: gettext_noop("Trainee"),
    Role.TRAINER: gettext_noop("Trainer"),
    Role.EXPERT: gettext_noop("Expert"),
    Role.COORDINATOR: gettext_noop("Coordinator"),
    Role.AUTHOR: gettext_noop("Author"),
}

TOPIC_NAMES: Mapping[Topic, str] = {
    Topic.ROLE: gettext_noop("Role and mandate"),
    Topic.TALK: gettext_noop("Talking and listening"),
    Topic.MODERATION: gettext_noop("Moderation"),
    Topic.NEEDS: gettext_noop("Training needs"),
    Topic.LAW: gettext_noop("Law and collective agreements"),
    Topic.FUNDING: gettext_noop("Funding"),
    Topic.PROJECT: gettext_noop("Transfer project"),
    Topic.CONFLICT: gettext_noop("Conflict"),
}

GERMAN_ROLES: Mapping[Role, str] = {
    Role.TRAINEE: "Teilnehmer*in",
    Role.TRAINER: "Trainer*in",
    Role.EXPERT: "Expert*in",
    Role.COORDINATOR: "Koordinator*in",
    Role.AUTHOR: "Autor*in",
}

GERMAN_TOPICS: Mapping[Topic, str] = {
    Topic.ROLE: "Rolle",
    Topic.TALK: "Gespräch",
    Topic.MODERATION: "Moderation",
    Topic.NEEDS: "Bedarf",
    Topic.LAW: "Recht/Tarif",
    Topic.FUNDING: "Förderung",
    Topic.PROJECT: "Projekt",
    Topic.CONFLICT: "Konflikt",
}

WORDS = (
    *(gettext_noop("email"), gettext_noop("name"), gettext_noop("roles"), gettext_noop("company")),
    *(gettext_noop("district"), gettext_noop("topics"), gettext_noop("districts")),
    gettext_noop("states"),
    *(gettext_noop("trainee"), gettext_noop("trainer"), gettext_noop("expert")),
    *(gettext_noop("coordinator"), gettext_noop("author")),
    *(gettext_noop("role"), gettext_noop("talk"), gettext_noop("moderation")),
    *(gettext_noop("needs"), gettext_noop("law"), gettext_noop("funding")),
    *(gettext_noop("project"), gettext_noop("conflict")),
)
"""Every word a file may hold, as sentences name it. Its translation is understood in files too."""

STATES = tuple("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split())
"""Codes of the sixteen federal states (ISO 3166-2:DE without the prefix)."""

_MORE_HEADINGS: Mapping[Column, str] = {
    Column.EMAIL: "mail mailadresse emailadresse emailaddress",
    Column.NAME: "fullname vollername person",
    Column.ROLES: "role rolle",
    Column.COMPANY: "firma unternehmen",
    Column.DISTRICT: "",
    Column.TOPICS: "topic thema",
    Column.DISTRICTS: "",
    Column.STATES: "state federalstates laender bundesland",
}

_MORE_ROLES: Mapping[Role, str] = {
    Role.TRAINEE: "teilnehmer teilnehmende teilnehmender mentor mentorin learner",
    Role.TRAINER: "trainer referent referentin",
    Role.EXPERT: "experte expert",
    Role.COORDINATOR: "koordinator koordination",
    Role.AUTHOR: "autor",
}

_MORE_TOPICS: Mapping[Topic, str] = {
    Topic.ROLE: "",
    Topic.TALK: "beratung counselling",
    Topic.MODERATION: "",
    Topic.NEEDS: "bedarfsermittlung qualifizierungsbedarf",
    Topic.LAW: "recht tarif rechtundtarif",
    Topic.FUNDING: "",
    Topic.PROJECT: "transferprojekt",
    Topic.CONFLICT: "",
}

_Word = TypeVar("_Word", bound=StrEnum)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def folded(text: str) -> str:
    """Return `text` in small letters without accents; ``ä`` becomes ``ae``, other signs stay."""
    german = unicodedata.normalize("NFC", text).casefold().translate(_GERMAN)
    parts = unicodedata.normalize("NFKD", german)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()


def word_key(text: str) -> str:
    """Return what a heading or a name of a role is recognised by: its letters alone."""
    return "".join(sign for sign in folded(text) if sign.isalnum())


def in_words(words: Iterable[StrEnum]) -> tuple[Message, ...]:
    """Return words of a file as a sentence names them to its reader, each once."""
    return tuple(Message(word.value) for word in dict.fromkeys(words))


def _index(
    words: Iterable[_Word], german: Mapping[_Word, str], more: Mapping[_Word, str]
) -> dict[str, _Word]:
    index: dict[str, _Word] = {}
    for word in words:
        for name in (word.value, german[word], *more[word].split()):
            index[word_key(name)] = word
    return index


HEADINGS: Mapping[str, Column] = _index(Column, GERMAN_HEADINGS, _MORE_HEADINGS)
ROLES: Mapping[str, Role] = _index(Role, GERMAN_ROLES, _MORE_ROLES)
TOPICS: Mapping[str, Topic] = _index(Topic, GERMAN_TOPICS, _MORE_TOPICS)
