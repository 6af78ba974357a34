"""Who acts: roles, and the person as the use cases see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody does in a course (`architecture`: the roster is the source of truth)."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    AUTHOR = "author"


@dataclass(frozen=True)
class SignedIn:
    """An account of the platform or the preview, before we know whether it takes part.

    `anonymous_id` is the course-specific pseudonym that grades are kept under.
    """

    user_id: int
    username: str
    email: str = ""
    email_confirmed: bool = False
    anonymous_id: str = ""
    language: str = ""
    course_staff: bool = False
    course_author: bool = False
    masquerading: bool = False


@dataclass(frozen=True)
class Actor:
    """A person in one course, with everything permissions depend on.

    `company` and `districts` are the roster's ids; a trainee has one district (that of the
    company), trainers and experts may have several.
    """

    user_id: int
    course_key: str
    name: str
    roles: frozenset[Role]
    person_id: int | None = None
    company: int | None = None
    districts: frozenset[int] = field(default_factory=frozenset)
    topics: frozenset[str] = field(default_factory=frozenset)
    masquerading: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the person has at least one of `roles`."""
        return not self.roles.isdisjoint(roles)
