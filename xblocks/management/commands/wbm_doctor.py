"""For operators: says whether the suite has all it needs, and what to do about what is missing."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from xblocks.health.examination import as_json, as_lines, everything, examine, is_sound
from xblocks.host.course import LANGUAGES, spoken
from xblocks.host.translation import translated


class Command(BaseCommand):
    """`manage.py wbm_doctor [--json] [--language de|en]`."""

    help = "Looks at everything the suite needs here. Ends with 1 when something does not work."
    requires_system_checks: list[str] = []  # it says more than they do

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer JSON and a language."""
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")
        parser.add_argument("--language", choices=LANGUAGES, help="of the sentences")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look at everything once and tell."""
        results = examine(everything())
        asked = options["language"] or spoken(translation.get_language() or "")
        with translation.override(asked or LANGUAGES[-1]):
            if options["json"]:
                text = json.dumps(as_json(results, translated), ensure_ascii=False, indent=2)
            else:
                text = "\n".join(as_lines(results, translated))
        self.stdout.write(text)
        if not is_sound(results):
            sys.exit(1)
