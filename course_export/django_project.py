"""Sets Django up for commands that need a database."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Final

PREVIEW_SETTINGS: Final = "course_export.preview.settings"


def set_django_up() -> None:
    """Use the project that `DJANGO_SETTINGS_MODULE` names, else the preview's, brought up to date.

    Raises OSError when the preview's folder cannot be written.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", PREVIEW_SETTINGS)
    if not sys.warnoptions:  # other people's packages warn at import; -W still shows it
        warnings.simplefilter("ignore")
    import django

    django.setup()
    if os.environ["DJANGO_SETTINGS_MODULE"] == PREVIEW_SETTINGS:
        from course_export.preview.start import migrate

        migrate()
