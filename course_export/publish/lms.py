"""The LMS's interfaces for cohorts, enrolments and rights, one function each (`platform-facts 5`).

None of them sends mail to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from opaque_keys.edx.keys import CourseKey

from course_export.publish.client import Lost, Server, understanding
from course_export.publish.errors import NotThere, ServerFault

PAGE: Final = 100
TOGETHER: Final = 50
"""Addresses in one request."""


@dataclass(frozen=True)
class Cohort:
    """A cohort of a course and the content group it is linked with."""

    number: int
    name: str
    group: int | None


class Lms:
    """One course in the LMS."""

    def __init__(self, server: Server, course: CourseKey) -> None:
        self.server = server
        self.course = course
        self._cohorts = f"/api/cohorts/v1/courses/{course}/cohorts/"

    def use_cohorts(self) -> None:
        """Switch cohorts on; that they are on already is no matter."""
        self.server.put(f"/api/cohorts/v1/settings/{self.course}", {"is_cohorted": True})

    @understanding
    def cohorts(self) -> dict[str, Cohort]:
        """All cohorts by name."""
        return {each["name"]: _cohort(each) for each in self._paged(self._cohorts)}

    def make_cohort(self, name: str, group: tuple[int, int] | None) -> None:
        """Make a cohort; `group` are the ids of partition and group it is to be linked with.

        The link is ignored by the platform up to Ulmo: read it back.
        """
        data = {"name": name, "assignment_type": "manual", **_link(group)}
        self.server.post(self._cohorts, lambda: self.cohorts().get(name), json=data)

    def link_cohort(self, cohort: Cohort, group: tuple[int, int]) -> None:
        """Try to link a cohort that is there; releases that cannot do so ignore it."""
        data = {"name": cohort.name, **_link(group)}
        try:
            self.server.once("PATCH", f"{self._cohorts}{cohort.number}", json=data)
        except (Lost, ServerFault):
            return  # reading back tells what has become of it

    @understanding
    def members(self, cohort: Cohort) -> set[str]:
        """Addresses of the cohort's members, in small letters."""
        found = self._paged(f"{self._cohorts}{cohort.number}/users/")
        return {each["email"].lower() for each in found}

    @understanding
    def add_members(self, cohort: Cohort, emails: Sequence[str]) -> list[str]:
        """Put people into a cohort and out of their former one; returns addresses not accepted.

        Whoever has no account yet is put there as soon as they register.
        """
        refused: list[str] = []
        for start in range(0, len(emails), TOGETHER):
            some = list(emails[start : start + TOGETHER])
            answer = self.server.post(
                f"{self._cohorts}{cohort.number}/users/",
                lambda some=some: self._all_in(cohort, some),  # type: ignore[misc]
                json={"users": some},
            )
            if isinstance(answer, dict):
                refused += [*answer.get("unknown", []), *answer.get("invalid", [])]
        return refused

    @understanding
    def enrolled(self, emails: Iterable[str]) -> int:
        """How many of the addresses take part in the course."""
        query = {"course_id": str(self.course), "email": ",".join(emails), "page_size": PAGE}
        answer = self.server.get("/api/enrollment/v1/enrollments", query)
        return sum(bool(each["is_active"]) for each in answer["results"])

    def enrol(self, email: str) -> bool:
        """Enrol somebody, also into a course by invitation; False when there is no account."""
        data = {
            "email": email,
            "is_active": True,
            "course_details": {"course_id": str(self.course)},
            "force_enrollment": True,
        }
        try:
            self.server.post(
                "/api/enrollment/v1/enrollment", lambda: self.enrolled([email]) or None, json=data
            )
        except ServerFault as fault:
            if fault.message.params["status"] == 406:
                return False
            raise
        return True

    @understanding
    def staff(self) -> set[str]:
        """Addresses of the course's staff, in small letters. The POST changes nothing."""
        answer = self.server.post(
            f"/courses/{self.course}/instructor/api/list_course_role_members",
            lambda: None,
            json={"rolename": "staff"},
        )
        return {each["email"].lower() for each in answer["staff"]}

    @understanding
    def make_staff(self, email: str) -> bool:
        """Make somebody staff of the course; False when there is no usable account."""
        answer = self.server.post(
            f"/courses/{self.course}/instructor/api/modify_access",
            lambda: {"success": "yes"} if email in self.staff() else None,
            json={"unique_student_identifier": email, "rolename": "staff", "action": "allow"},
        )
        return bool(answer.get("success") == "yes")

    def _all_in(self, cohort: Cohort, emails: Iterable[str]) -> bool | None:
        """Whether all are members; those without an account never are, and are sent again."""
        return set(emails) <= self.members(cohort) or None

    def _paged(self, path: str) -> list[dict[str, Any]]:
        """All pages of a list; the platform answers either the list itself or one with a head."""
        found: list[dict[str, Any]] = []
        page = 1
        while True:
            try:
                answer = self.server.get(path, {"page": page, "page_size": PAGE})
            except NotThere:
                if page == 1:
                    raise
                return found
            some = answer if isinstance(answer, list) else answer["results"]
            found += some
            if len(some) < PAGE:
                return found
            page += 1


def _cohort(data: dict[str, Any]) -> Cohort:
    return Cohort(data["id"], data["name"], data.get("group_id"))


def _link(group: tuple[int, int] | None) -> dict[str, int]:
    return {} if group is None else {"user_partition_id": group[0], "group_id": group[1]}
