"""Writes the mail of a notice: that something waits, and where, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from xblocks.host.course import CourseFace, chosen_languages, course_face
from xblocks.host.links import absolute
from xblocks.host.mail import Mail
from xblocks.notices.records import Notice
from xblocks.notices.wording import worded


class Letters:
    """The mails of some notices. Courses and languages are asked for once, when first needed."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        self._notices = notices
        self._faces: dict[str, CourseFace] = {}

    def of(self, notice: Notice) -> Mail:
        """Return the mail of one of the notices, to the account's address where there is one."""
        person = notice.person
        face = self._face(person.course_key)
        language = self._chosen.get(person.user_id, face.language)
        with translation.override(language):
            wording = worded(notice.kind, notice.params)
            context = {
                "language": language,
                "name": person.name,
                "wording": wording,
                "course": face.title,
                "link": absolute(notice.link),
                "inbox": absolute(reverse("wbm:inbox", args=[person.course_key])),
            }
            return Mail(
                ident=f"wbm-notice-{notice.pk}",
                to=(person.user.email if person.user else "") or person.email,
                subject=wording.title,
                text=render_to_string("wbm/notices/mail.txt", context),
                html=render_to_string("wbm/notices/mail.html", context),
            )

    def _face(self, course_key: str) -> CourseFace:
        if course_key not in self._faces:
            self._faces[course_key] = course_face(course_key)
        return self._faces[course_key]

    @cached_property
    def _chosen(self) -> dict[int, str]:
        accounts = {notice.person.user_id for notice in self._notices} - {None}
        return dict(chosen_languages(accounts)) if accounts else {}
