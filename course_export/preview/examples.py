"""Examples for a fresh preview, so that no desk is empty: made by the use cases people have.

Everything says that it is an example. Only people of the demo roster take part.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from course_export.preview.course import Course
from xblocks.coaching import service
from xblocks.coaching.appointments import booking, slots
from xblocks.coaching.domain.allowance import Occasion
from xblocks.coaching.domain.knowledge import Text, next_review
from xblocks.coaching.domain.slots import Offer
from xblocks.coaching.knowledge import consenting, publishing
from xblocks.coaching.records import Request, Slot
from xblocks.core.errors import Refusal
from xblocks.core.people import Actor, SignedIn
from xblocks.host.dates import day_of
from xblocks.roster.records import Person
from xblocks.roster.service import actor_for

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
PEOPLE = ("aylin.demirbas", "svetlana.morgenrot", "birte.hansdotter", "emre.kuestenau")
EXPERTS = ("helene.brockmoor", "ibrahim.sonnleitner")


def is_fresh() -> bool:
    """Whether there is no database yet; ask before it is made."""
    return not settings.DATABASES["default"]["NAME"].exists()


def add(course: Course, now: datetime) -> bool:
    """Add the examples to a course with the demo roster and a desk; return whether it was done.

    Written in the language of the course, all or none.
    """
    desk = service.the_desk(str(course.key))
    if desk is None:
        return False

    def make(people: Mapping[str, Actor]) -> None:
        _Examples(people, desk.usage_key, now).make()

    return made(course, {*PEOPLE, *EXPERTS}, make)


def made(course: Course, needed: Set[str], make: Callable[[Mapping[str, Actor]], None]) -> bool:
    """Let `make` add examples in the language of the course, all or none; return whether it did.

    It is given everybody of the roster, and not asked unless all who are `needed` are there.
    """
    people = actors_of(course)
    if not needed <= people.keys():
        return False
    try:
        with transaction.atomic(), translation.override(course.language):
            make(people)
    except Refusal as refusal:  # another course may be over, or ask for something else
        log.info("No examples for this course: %s", refusal.code)
        return False
    return True


def actors_of(course: Course) -> dict[str, Actor]:
    """Return who takes part in a course, by what their address begins with."""
    rows = Person.objects.filter(course_key=str(course.key)).exclude(user=None)
    return {
        person.email.partition("@")[0]: actor_for(
            SignedIn(person.user_id, person.user.get_username(), person.email), course.key
        )
        for person in rows.select_related("user")
    }


@dataclass
class _Examples:
    """What people did in the last days."""

    people: Mapping[str, Actor]
    usage_key: str
    now: datetime

    def make(self) -> None:
        """Make them in the order they would have happened."""
        self.published()
        self.asked_back()
        self.in_work()
        self.times()
        self.new()
        self.without_expert()

    def published(self) -> None:
        """A request about the law that was answered, closed and has become knowledge."""
        aylin, helene = self.people["aylin.demirbas"], self.people["helene.brockmoor"]
        question = gettext("Who decides when the time off for learning is taken?")
        request = self.sent(
            aylin,
            9,
            topic="law",
            outcome="clarity",
            situation=gettext(
                "Example: Somebody on the late shift wants to take time off for learning in "
                "spring. The foreman says that there is no room for it."
            ),
            question=question,
            tried=gettext("I read the guide and asked when the plan is made."),
        )
        service.claim(helene, request.pk, self.ago(8))
        answer = gettext(
            "Example: First look up the law of your state and your agreement, they differ. Ask for "
            "the reason in writing, and bring the works council in early."
        )
        service.reply(helene, request.pk, answer, _token(), _version(request), self.ago(7))
        service.close(
            aylin,
            request.pk,
            True,  # noqa: FBT003 - the tick of the form
            gettext("Example: I asked for the reason in writing."),
            gettext("Thank you!"),
            _version(request),
            self.ago(6),
        )
        entry = publishing.begin(helene, request.pk, self.ago(5))
        text = Text(gettext("Example: Time off for learning and the shift plan"), question, answer)
        entry = publishing.save(helene, entry.pk, text, entry.version, self.ago(5))
        entry = publishing.ask_consent(helene, entry.pk, entry.version, self.ago(5))
        entry = consenting.agree(aylin, entry.pk, text.fingerprint, self.ago(4))
        publishing.sign(
            helene,
            entry.pk,
            next_review(day_of(self.now)),
            checked=True,
            version=entry.version,
            now=self.ago(4),
        )

    def asked_back(self) -> None:
        """A request about a talk that waits for who asked."""
        birte, ibrahim = self.people["birte.hansdotter"], self.people["ibrahim.sonnleitner"]
        request = self.sent(
            birte,
            4,
            topic="talk",
            outcome="decision",
            situation=gettext(
                "Example: A colleague broke off a course twice and now says that learning is not "
                "for him. I want to talk with him again."
            ),
            question=gettext("How do I begin without pushing him?"),
            tried=gettext("I asked him once at lunch; he changed the subject."),
        )
        service.claim(ibrahim, request.pk, self.ago(3))
        service.ask_back(
            ibrahim,
            request.pk,
            gettext("Example: What did he say about the two courses he broke off?"),
            _token(),
            _version(request),
            self.ago(2),
        )

    def in_work(self) -> None:
        """An urgent request with a note among experts, whose clock runs."""
        emre, ibrahim = self.people["emre.kuestenau"], self.people["ibrahim.sonnleitner"]
        request = self.sent(
            emre,
            2,
            topic="conflict",
            outcome="feedback",
            urgency="urgent",
            urgency_reason=gettext("The talk is on the day after tomorrow."),
            situation=gettext(
                "Example: Two teams want the same place on a course. Both say that they were "
                "promised it."
            ),
            question=gettext("How do I moderate the talk of the two?"),
            tried=gettext("I heard both, each alone."),
        )
        service.claim(ibrahim, request.pk, self.ago(1))
        service.note(
            ibrahim,
            request.pk,
            gettext("Example: a note that only experts read."),
            _token(),
            self.ago(1),
        )

    def times(self) -> None:
        """Times that experts offer, one of them booked."""
        aylin, helene = self.people["aylin.demirbas"], self.people["helene.brockmoor"]
        first = day_of(self.now) + timedelta(days=7 - day_of(self.now).weekday() % 7)
        place = gettext("Example: video call, the link stands in the course")
        offered = slots.offer(
            helene, Offer(first, time(15), times=3, place=place), _token(), self.ago(3)
        )
        group = Offer(first + timedelta(days=2), time(17), 60, seats=6, place=place)
        slots.offer(self.people["ibrahim.sonnleitner"], group, _token(), self.ago(3))
        booked: Slot = offered[0]
        booking.book(aylin, booked.pk, Occasion.M2, None, self.ago(2))

    def new(self) -> None:
        """A request for the team that nobody has taken."""
        self.sent(
            self.people["aylin.demirbas"],
            1,
            topic="funding",
            outcome="contact",
            for_team="on",
            situation=gettext(
                "Example: Our plant plans a course of six months for eight people who run the "
                "machines."
            ),
            question=gettext("Whom do we ask first about funding?"),
            tried=gettext("We compared the programmes in the course."),
        )

    def without_expert(self) -> None:
        """A request nobody can answer: it surfaces with the coordinators."""
        self.sent(
            self.people["svetlana.morgenrot"],
            1,
            topic="moderation",
            outcome="feedback",
            situation=gettext(
                "Example: At the first meeting of our group two people spoke all the time."
            ),
            question=gettext("Which method brings everybody in?"),
            tried=gettext("I made a list of who wants to speak."),
        )

    def sent(self, actor: Actor, days: int, **values: str) -> Request:
        """Return a request that was sent so many days ago."""
        at = self.ago(days)
        draft = service.draft(actor, self.usage_key, at)
        filled = {"urgency": "soon", "phase": "m2", **values}
        draft = service.save_draft(actor, draft.pk, filled, draft.version, at)
        return service.send(actor, draft.pk, draft.version, at)

    def ago(self, days: int) -> datetime:
        """Return the moment so many days before now."""
        return self.now - days * DAY


def _token() -> str:
    return uuid4().hex


def _version(request: Request) -> int:
    return int(Request.objects.values_list("version", flat=True).get(pk=request.pk))
