"""The LMS's interfaces for cohorts, enrolments and rights (`platform-facts 5`)."""

from __future__ import annotations

from typing import Any

from tests.export.studio_server.answers import (
    _KEY,
    NOT_FOUND,
    PAGE,
    Answer,
    Function,
    Request,
    token,
)
from tests.export.studio_server.platform import Cohort, Platform


def cohort_settings(platform: Platform, request: Request) -> Answer:
    if request.json().get("is_cohorted") is True:
        platform.cohorted.add(request.match["course"])
    return Answer(200, {"is_cohorted": request.match["course"] in platform.cohorted})


def cohorts(platform: Platform, request: Request) -> Answer:
    every = [_told(each) for each in platform.cohorts.get(request.match["course"], [])]
    return _page(every, request)


def make_cohort(platform: Platform, request: Request) -> Answer:
    data, course = request.json(), request.match["course"]
    if not data.get("name") or not data.get("assignment_type"):
        return Answer(400, {"developer_message": "Missing field"})
    if any(each.name.casefold() == data["name"].casefold() for each in _cohorts(platform, course)):
        return Answer(500, page=True)
    return Answer(200, _told(platform.make_cohort(course, data["name"], data)))


def change_cohort(platform: Platform, request: Request) -> Answer:
    cohort = platform.cohort(request.match["course"], int(request.match["number"]))
    if cohort is None:
        return NOT_FOUND
    platform.link(cohort, request.json())
    return Answer(204)


def members(platform: Platform, request: Request) -> Answer:
    cohort = platform.cohort(request.match["course"], int(request.match["number"]))
    if cohort is None:
        return NOT_FOUND
    told = [{"username": platform.accounts[e], "email": e} for e in sorted(cohort.members)]
    return _page(told, request, headed=True)


def add_members(platform: Platform, request: Request) -> Answer:
    course = request.match["course"]
    cohort = platform.cohort(course, int(request.match["number"]))
    if cohort is None:
        return NOT_FOUND
    told: dict[str, Any] = {"success": True, "added": [], "unknown": [], "invalid": []}
    for email in request.json()["users"]:
        if "@" not in email or email.endswith("@refused.example"):
            told["invalid"].append(email)
            continue
        for other in _cohorts(platform, course):
            other.members.discard(email)
            other.waiting.discard(email)
        (cohort.members if email in platform.accounts else cohort.waiting).add(email)
        told["added"].append({"email": email})
    return Answer(200, told)


def enrolments(platform: Platform, request: Request) -> Answer:
    there = platform.enrolled.get(request.query["course_id"], set())
    asked = [email for email in request.query["email"].split(",") if email in there]
    return Answer(200, {"results": [{"user": each, "is_active": True} for each in asked]})


def enrol(platform: Platform, request: Request) -> Answer:
    data = request.json()
    if data["email"] not in platform.accounts:
        return Answer(
            406, {"message": f"The user with the email address {data['email']} does not exist."}
        )
    if data.get("force_enrollment") is not True:
        return Answer(403, {"message": "invitation only"})
    course = data["course_details"]["course_id"]
    platform.enrolled.setdefault(course, set()).add(data["email"])
    return Answer(200, {"is_active": True})


def role_members(platform: Platform, request: Request) -> Answer:
    if not platform.may_give_rights:
        return Answer(403, {"detail": "no"})
    staff = sorted(platform.staff.get(request.match["course"], set()))
    return Answer(200, {"staff": [{"email": each} for each in staff]})


def modify_access(platform: Platform, request: Request) -> Answer:
    email = request.json()["unique_student_identifier"]
    if email not in platform.accounts:
        return Answer(200, {"unique_student_identifier": email, "userDoesNotExist": True})
    if email in platform.inactive:
        return Answer(200, {"unique_student_identifier": email, "inactiveUser": True})
    platform.staff.setdefault(request.match["course"], set()).add(email)
    return Answer(200, {"unique_student_identifier": email, "success": "yes"})


def _cohorts(platform: Platform, course: str) -> list[Cohort]:
    return platform.cohorts.get(course, [])


def _told(cohort: Cohort) -> dict[str, Any]:
    return {
        "id": cohort.number,
        "name": cohort.name,
        "group_id": cohort.group,
        "user_partition_id": cohort.partition,
        "assignment_type": "manual",
    }


def _page(every: list[Any], request: Request, *, headed: bool = False) -> Answer:
    page = int(request.query.get("page", 1))
    size = min(int(request.query.get("page_size", PAGE)), 100)
    some = every[(page - 1) * size : page * size]
    if page > 1 and not some:
        return Answer(404, {"detail": "Invalid page."})
    return Answer(200, {"results": some, "count": len(every)} if headed else some)


_COHORT = rf"/api/cohorts/v1/courses/{_KEY}/cohorts/(?P<number>\d+)"

LMS: tuple[tuple[str, str, Function], ...] = (
    ("POST", r"/oauth2/access_token", token),
    ("PUT", rf"/api/cohorts/v1/settings/{_KEY}", cohort_settings),
    ("GET", rf"/api/cohorts/v1/courses/{_KEY}/cohorts/", cohorts),
    ("POST", rf"/api/cohorts/v1/courses/{_KEY}/cohorts/", make_cohort),
    ("PATCH", _COHORT, change_cohort),
    ("GET", rf"{_COHORT}/users/", members),
    ("POST", rf"{_COHORT}/users/", add_members),
    ("GET", r"/api/enrollment/v1/enrollments", enrolments),
    ("POST", r"/api/enrollment/v1/enrollment", enrol),
    ("POST", rf"/courses/{_KEY}/instructor/api/list_course_role_members", role_members),
    ("POST", rf"/courses/{_KEY}/instructor/api/modify_access", modify_access),
)
