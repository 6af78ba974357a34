"""What building and playing the course need, beside what every installation needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from course_export.build import build
from course_export.checks.run import check_archive
from course_export.curriculum.defects import UnusableContent
from xblocks.core.text import gettext_noop as _
from xblocks.health.result import Check, Result, either, fail, ok


def content() -> Iterator[Result]:
    """The course can be built, and its archives have no errors."""
    for language, _name in settings.LANGUAGES:
        with TemporaryDirectory() as folder:
            try:
                report = check_archive(build(language, Path(folder)).path)
            except UnusableContent:
                yield fail(
                    _("The course cannot be built (%(language)s). `wbm build` says why."),
                    language=language,
                )
                continue
        yield either(
            _("The course can be built (%(language)s)."),
            _("The course has errors (%(language)s). `wbm check` names them."),
            sound=report.clean,
            language=language,
        )


def secrets() -> Iterator[Result]:
    """The preview is for one computer."""
    yield ok(_("The preview answers this computer alone, so it needs no secrets."))


CHECKS: dict[str, Check] = {"secrets": secrets, "content": content}
"""Those that replace others of the same name, and those that are added."""
