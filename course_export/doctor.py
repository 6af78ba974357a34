"""The body of `wbm doctor`: whether this computer has all that building and previewing need."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Final

from rich.console import Console

from course_export.checks.report import printable
from course_export.django_project import set_django_up
from course_export.messages import gettext, translated
from course_export.patience import patience

SOUND: Final = 0
"""Exit status: nothing failed."""
BROKEN: Final = 1
"""Exit status: something does not work."""


class DoctorForm(StrEnum):
    """How the outcome is written."""

    TEXT = "text"
    JSON = "json"


def run_doctor(form: DoctorForm, out: Console) -> int:
    """Look at everything, say how it is and what to do, and return the exit status.

    Runs with `DJANGO_SETTINGS_MODULE`, else with the settings of the preview. Raises OSError when
    the preview's folder cannot be written.
    """
    with patience(gettext("Looking at everything …")):
        set_django_up()
        from course_export.preview import health  # needs settings, as all of Django
        from xblocks.health import examination

        results = examination.examine(examination.everything() | health.CHECKS)
    if form is DoctorForm.JSON:
        text = json.dumps(examination.as_json(results, translated), ensure_ascii=False, indent=2)
    else:
        text = "\n".join(map(printable, examination.as_lines(results, translated)))
    out.file.write(text + "\n")
    return SOUND if examination.is_sound(results) else BROKEN
