"""Writes mails: that something waits, and where, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from xblocks.host.course import CourseFace, chosen_languages, course_face
from xblocks.host.letter import Mail
from xblocks.host.links import absolute
from xblocks.notices.records import Notice
from xblocks.notices.wording import worded
from xblocks.roster.records import Person


class Letters:
    """The mails of some notices. Courses and languages are asked for once, when first needed."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        self._notices = notices
        self._faces: dict[str, CourseFace] = {}

    def of(self, notice: Notice) -> Mail:
        """Return the mail of one of the notices, to the account's address where there is one."""
        person = notice.person
        with translation.override(self._language(person)):
            wording = worded(notice.kind, notice.params)
            return self._mail(
                person,
                ident=f"wbm-notice-{notice.pk}",
                subject=wording.title,
                template="wbm/notices/mail",
                wording=wording,
                link=absolute(notice.link),
            )

    def digest(self, notices: Sequence[Notice]) -> Mail:
        """Return one mail of several notices of one of the people, in their order."""
        person = notices[0].person
        count = len(notices)
        with translation.override(self._language(person)):
            subject = ngettext(
                "%(count)s notice waits for you", "%(count)s notices wait for you", count
            )
            return self._mail(
                person,
                ident=f"wbm-notices-{notices[0].pk}-{notices[-1].pk}-{count}",
                subject=subject % {"count": count},
                template="wbm/notices/digest",
                rows=[(worded(each.kind, each.params), absolute(each.link)) for each in notices],
            )

    def _mail(
        self, person: Person, *, ident: str, subject: str, template: str, **more: Any
    ) -> Mail:
        context = {
            "language": self._language(person),
            "name": person.name,
            "subject": subject,
            "course": self._face(person.course_key).title,
            "inbox": absolute(reverse("wbm:inbox", args=[person.course_key])),
            "choose": absolute(reverse("wbm:inbox_mails", args=[person.course_key])),
            **more,
        }
        return Mail(
            ident=ident,
            to=(person.user.email if person.user else "") or person.email,
            subject=subject,
            text=render_to_string(f"{template}.txt", context),
            html=render_to_string(f"{template}.html", context),
            user_id=person.user_id,
        )

    def _language(self, person: Person) -> str:
        return self._chosen.get(person.user_id, self._face(person.course_key).language)

    def _face(self, course_key: str) -> CourseFace:
        if course_key not in self._faces:
            self._faces[course_key] = course_face(course_key)
        return self._faces[course_key]

    @cached_property
    def _chosen(self) -> dict[int, str]:
        accounts = {notice.person.user_id for notice in self._notices} - {None}
        return dict(chosen_languages(accounts)) if accounts else {}
