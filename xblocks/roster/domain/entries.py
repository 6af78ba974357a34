"""People, companies and districts as plain values, and what must hold for one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xblocks.core.people import Role
from xblocks.core.text import Message, gettext_noop
from xblocks.core.topics import Topic
from xblocks.roster.domain.words import SEPARATOR, Column, folded

MAX_EMAIL = 254
MAX_NAME = 200

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell. `line` is None where there is no file but a form.

    `column` is a `Column`, or empty when the line as a whole is meant.
    """

    line: int | None
    column: str
    message: Message


@dataclass(frozen=True)
class Entry:
    """One person as the list states it. `company` and `districts` are keys (`key_of`)."""

    email: str
    name: str
    roles: frozenset[Role]
    company: str | None = None
    districts: frozenset[str] = frozenset()
    topics: frozenset[Topic] = frozenset()


@dataclass(frozen=True)
class District:
    """A district's name, and the codes of its federal states; none when nothing is said."""

    name: str
    states: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Company:
    """A company's name and the key of its district."""

    name: str
    district: str


@dataclass(frozen=True)
class People:
    """Everything a file says, or everything that is wrong with it.

    `entries` holds every person with the number of the line; `companies` and `districts` those
    named, by key.
    """

    entries: tuple[tuple[int, Entry], ...] = ()
    companies: Mapping[str, Company] = field(default_factory=dict)
    districts: Mapping[str, District] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def key_of(name: str) -> str:
    """Return what two spellings of one company or district have in common, plain ASCII.

    Capitals, blanks, dots and hyphens do not tell companies apart; ``ä`` is ``ae``.
    """
    words = re.split(r"[\W_]+", folded(name))
    plain = "-".join(word for word in words if word)
    return plain.encode("ascii", "xmlcharrefreplace").decode()


def address_of(email: str) -> str:
    """Return an account's address as the list writes it; nothing when it has other than ASCII.

    Some signs become plain letters when made small (the Kelvin sign a k): whoever registers with
    them must not become somebody else.
    """
    return email.strip().lower() if email.isascii() else ""


def tidy(text: str) -> str:
    """Return `text` in one line with single blanks, letters composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_marks(text: str) -> str:
    """Return `text` in small letters without accents: ``ü`` is ``u``, where `folded` has ``ue``."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def search_text(name: str, email: str) -> str:
    """Return what a person is found and sorted by: the name in both spellings, the address."""
    plain, spelled = without_marks(name), folded(name)
    return " ".join([plain, spelled, email] if spelled != plain else [plain, email])


def text_problem(text: str, limit: int = MAX_NAME) -> Message | None:
    """Return what is wrong with a name, or None."""
    if len(text) > limit or len(key_of(text)) > limit + 20:
        return Message(gettext_noop("At most %(limit)s letters."), {"limit": limit})
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in text):
        return Message(gettext_noop("There is an invisible character in it. Please type it anew."))
    if SEPARATOR in text:
        return Message(gettext_noop("The sign | separates several values. Please leave it out."))
    return None


def email_problem(email: str) -> Message | None:
    """Return what is wrong with an address in small letters, or None."""
    if not email:
        return Message(gettext_noop("The e-mail address is missing."))
    if not _EMAIL.fullmatch(email) or len(email) > MAX_EMAIL or len(email.split("@")[0]) > 64:
        return Message(
            gettext_noop("“%(email)s” is not an e-mail address like name@example.org."),
            {"email": email[:80]},
        )
    return None


def entry_problems(entry: Entry, line: int | None = None) -> Iterator[Problem]:
    """Yield what must hold for a person and does not, whether from a file or from the form."""
    if wrong := email_problem(entry.email):
        yield Problem(line, Column.EMAIL, wrong)
    if not entry.name:
        yield Problem(line, Column.NAME, Message(gettext_noop("The name is missing.")))
    elif wrong := text_problem(entry.name):
        yield Problem(line, Column.NAME, wrong)
    if not entry.roles:
        text = gettext_noop("Say at least one role, for example trainee.")
        yield Problem(line, Column.ROLES, Message(text))
        return
    for column, broken, text in _rules(entry):
        if broken:
            yield Problem(line, column, Message(text))


def _rules(entry: Entry) -> Iterator[tuple[Column, bool, str]]:
    """Yield what roles ask for: the column, whether it is broken, and what to do."""
    trainee, expert = Role.TRAINEE in entry.roles, Role.EXPERT in entry.roles
    yield (
        Column.COMPANY,
        trainee and not entry.company,
        gettext_noop("A trainee needs a company."),
    )
    yield (
        Column.COMPANY,
        bool(entry.company) and not trainee,
        gettext_noop(
            "Only trainees belong to the team of a company. "
            "Leave the company empty, or add the role trainee."
        ),
    )
    yield (
        Column.TOPICS,
        expert and not entry.topics,
        gettext_noop("An expert needs at least one topic."),
    )
    yield (
        Column.TOPICS,
        bool(entry.topics) and not expert,
        gettext_noop("Only experts have topics. Leave them empty, or add the role expert."),
    )
    yield (
        Column.DISTRICTS,
        bool(entry.roles & {Role.TRAINER, Role.EXPERT}) and not entry.districts,
        gettext_noop("Trainers and experts need at least one district; * stands for all."),
    )
    yield (
        Column.DISTRICTS,
        entry.roles == {Role.TRAINEE} and bool(entry.company and entry.districts),
        gettext_noop("The district of a trainee is that of the company. Leave this empty."),
    )
