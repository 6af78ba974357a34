"""Brings the people of a list into the course: cohorts by district, enrolments, rights.

The list is the source (`architecture`: the roster is the source of truth), but nobody is taken out
of the course: whoever is no longer on it keeps their place until somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from course_export.messages import translated
from course_export.publish.errors import NotPermitted, NotThere, PeopleLeft, UnusableOrder
from course_export.publish.image import Image
from course_export.publish.lms import TOGETHER, Cohort, Lms
from course_export.publish.voice import Voice
from xblocks.core.people import Role
from xblocks.core.text import Message, gettext_noop
from xblocks.roster.domain import MAX_BYTES, Entry, People, key_of, read_people

STAFF = frozenset({Role.COORDINATOR, Role.AUTHOR})
"""Roles that need the platform's course team. Trainers and experts work at our desks: the
list itself gives them what they may do, and nothing more."""


TRAINERS = frozenset({"trainer-innen", "trainers"})
"""Names of the content group that reads the trainers' scripts, as keys."""


class UnusableList(UnusableOrder):
    """Lines of the list are not right."""

    code = "unusable_list"
    sentence = gettext_noop(
        "%(file)s, line %(line)s: %(reason)s Look at all of it with `wbm roster check %(file)s`."
    )


@dataclass(frozen=True)
class District:
    """A cohort to be: its name, its members, and the content group (partition, group) if any."""

    name: str
    members: tuple[str, ...]
    group: tuple[int, int] | None = None


@dataclass(frozen=True)
class Places:
    """Where everybody belongs; all are addresses in small letters, sorted."""

    districts: tuple[District, ...] = ()
    everybody: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()


def read_list(path: Path) -> People:
    """The people of a CSV file. Raises `UnusableList` for the first line that is not right."""
    if path.stat().st_size > MAX_BYTES:
        raise UnusableOrder(
            gettext_noop("%(file)s is too large for a list of people."), file=path.name
        )
    people = read_people(path.read_bytes())
    for problem in people.problems:
        reason = translated(problem.message)
        raise UnusableList(file=path.name, line=problem.line, reason=reason)
    return people


def places(people: People, image: Image) -> Places:
    """Who goes where. Everybody can be in one cohort only: trainees first, then trainers."""
    entries = [entry for _line, entry in people.entries]
    groups = _groups(image)
    members: dict[str, list[str]] = {key: [] for key in people.districts}
    for entry in entries:
        if Role.TRAINEE in entry.roles and entry.company:
            members[people.companies[entry.company].district].append(entry.email)
    placed = {email for emails in members.values() for email in emails}
    return Places(
        (
            *(
                District(people.districts[key].name, tuple(sorted(emails)), groups.get(key))
                for key, emails in sorted(members.items())
            ),
            *_trainers(entries, image, placed),
        ),
        tuple(sorted(entry.email for entry in entries)),
        tuple(sorted(entry.email for entry in entries if entry.roles & STAFF)),
    )


def _trainers(entries: Sequence[Entry], image: Image, placed: Set[str]) -> Iterator[District]:
    """The cohort of the trainers, when the archive keeps something for them alone."""
    trainers = (each.email for each in entries if Role.TRAINER in each.roles)
    members = tuple(sorted(email for email in trainers if email not in placed))
    for partition, group, name in image.settings.get("groups", []):
        if key_of(name) in TRAINERS and members:
            yield District(name, members, (partition, group))


def _groups(image: Image) -> Mapping[str, tuple[int, int]]:
    """Content groups of the archive by the key of their name."""
    stated = image.settings.get("groups", [])
    return {key_of(name): (partition, group) for partition, group, name in stated}


@dataclass
class Settling:
    """Brings people to their places; what could not be done is counted in `left`."""

    lms: Lms
    voice: Voice
    left: int = field(default=0)

    def settle(self, wanted: Places) -> None:
        """Do all of it. Raises `PeopleLeft` when something remains to be done by hand."""
        self._cohorts(wanted.districts)
        self._enrolments(wanted.everybody)
        self._rights(wanted.staff)
        if self.left:
            raise PeopleLeft

    def _cohorts(self, districts: tuple[District, ...]) -> None:
        if not districts:
            return
        self.lms.use_cohorts()
        there = self._there()
        for district in districts:
            known = there.get(key_of(district.name))
            if known is None:
                self.lms.make_cohort(district.name, district.group)
            elif district.group is not None and known.group != district.group[1]:
                self.lms.link_cohort(known, district.group)
        there = self._there()
        for district in districts:
            cohort = there.get(key_of(district.name))
            if cohort is None:
                text = gettext_noop("Cohort %(name)s was not created. Create it in the LMS.")
                self._open(text, name=district.name)
            else:
                self._members(district, cohort)

    def _there(self) -> dict[str, Cohort]:
        """Cohorts by key: for the platform's database, capitals tell no cohorts apart."""
        return {key_of(name): cohort for name, cohort in self.lms.cohorts().items()}

    def _members(self, district: District, cohort: Cohort) -> None:
        here = self.lms.members(cohort)
        missing = [email for email in district.members if email not in here]
        refused = self.lms.add_members(cohort, missing)
        text = gettext_noop("Cohort %(name)s: %(count)s in it, %(new)s of them new.")
        self._say(text, name=cohort.name, count=len(district.members), new=len(missing))
        if refused:
            self._open(
                gettext_noop("Cohort %(name)s: the LMS did not accept %(emails)s."),
                name=cohort.name,
                emails=", ".join(refused),
            )
        if district.group is not None and cohort.group != district.group[1]:
            self._open(
                gettext_noop(
                    "Cohort %(name)s is not linked with its content group: this release of the"
                    " platform ignores it here. Link it in the LMS, under Instructor, Cohorts."
                ),
                name=cohort.name,
            )

    def _enrolments(self, emails: tuple[str, ...]) -> None:
        unknown: list[str] = []
        text = gettext_noop("Enrolling")
        for start in range(0, len(emails), TOGETHER):
            some = emails[start : start + TOGETHER]
            self.voice.progress(Message(text), start, len(emails))
            if self.lms.enrolled(some) == len(some):
                continue
            for email in some:
                if not self.lms.enrol(email):
                    unknown.append(email)
        done = gettext_noop("Enrolled: %(count)s of %(all)s.")
        self._say(done, count=len(emails) - len(unknown), all=len(emails))
        if unknown:
            self._open(
                gettext_noop(
                    "No account yet: %(emails)s. Ask them to register with this address, then"
                    " start the same command again."
                ),
                emails=", ".join(unknown),
            )

    def _rights(self, emails: tuple[str, ...]) -> None:
        if not emails:
            return
        try:
            staff = self.lms.staff()
            unusable = [e for e in emails if e not in staff and not self.lms.make_staff(e)]
        except (NotPermitted, NotThere):
            self._open(
                gettext_noop(
                    "The client may not make anybody course staff. Add them in the LMS, under"
                    " Instructor, Membership: %(emails)s."
                ),
                emails=", ".join(emails),
            )
            return
        self._say(
            gettext_noop("Staff of the course: %(count)s."),
            count=len(emails) - len(unusable),
        )
        if unusable:
            self._open(
                gettext_noop("No active account, so not yet staff: %(emails)s."),
                emails=", ".join(unusable),
            )

    def _say(self, text: str, **params: object) -> None:
        self.voice.say(Message(text, params))

    def _open(self, text: str, **params: object) -> None:
        self.left += 1
        self._say(text, **params)
