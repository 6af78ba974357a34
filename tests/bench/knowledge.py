"""Searching shared knowledge among 10,000 entries: SQLite, or the MariaDB that is named.

scripts/bench knowledge
scripts/mariadb scripts/bench knowledge
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tests.bench.measure import Line, milliseconds

ENTRIES = 10_000
ROUNDS = 15
GOAL = 50
BEGIN = datetime(2027, 1, 1, 8, tzinfo=UTC)
TODAY = date(2027, 9, 1)

QUERIES = {
    "one word by its synonym": "bildungszeit",
    "two words": "Antrag Frist",
    "a compound nobody wrote": "Qualifizierungsgeldantragsfrist",
    "the beginning of a word": "Weiterbildungs",
    "a phrase in English": "works council",
    "what every entry has": "weiterbildung betrieb",
    "a sentence": "Wie lange vorher muss ich den Antrag auf Bildungsurlaub beim Betrieb stellen?",
    "nothing has it": "zylinderkopfdichtung",
    "nothing typed": "",
}


def measure_knowledge() -> list[Line]:
    """The times of a search by what is looked for, and of a suggestion."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"WBM_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        from tests.records.own_database import prepare

        prepare()
        from django.db import connection

        lines = list(_timed())
        connection.close()
    return lines


def _timed() -> Iterator[Line]:
    from django.db import connection

    from tests.records.grading_cases import course
    from xblocks.coaching.knowledge import searching
    from xblocks.core.people import Role

    here = course()
    actor = here.person("Rea", [Role.TRAINEE])
    fill(here.key)
    for what, text in QUERIES.items():
        yield Line(
            f"{connection.vendor}: {what}",
            milliseconds(lambda text=text: searching.search(actor, text, "", 1, TODAY), ROUNDS),
            goal=GOAL,
        )
    yield Line(
        f"{connection.vendor}: suggestion for a sentence",
        milliseconds(lambda: searching.suggest(actor, QUERIES["a sentence"], "", TODAY), ROUNDS),
        goal=GOAL,
    )


def fill(course_key: str, number: int = ENTRIES) -> None:
    """Write entries out of the words of the glossary, some far more often than others."""
    from xblocks.coaching.domain.glossary import PARTS, SAME
    from xblocks.coaching.domain.stemming import terms_text
    from xblocks.coaching.records import Entry
    from xblocks.core.topics import Topic

    dice = random.Random(5)
    common = [each[0] for each in SAME] + [word.capitalize() for word in PARTS]
    weights = [1 / (place + 3) for place in range(len(common))]
    dice.shuffle(common)

    def sentence(length: int) -> str:
        return " ".join(dice.choices(common, weights, k=length))

    rows = []
    for nth in range(number):
        title, question = sentence(5), sentence(40)
        answer = f"{sentence(120)} Weiterbildung im Betrieb {nth}"
        rows.append(
            Entry(
                course_key=course_key,
                topic=dice.choice(list(Topic)),
                state="published",
                title=title,
                question=question,
                answer=answer,
                signed_at=BEGIN + timedelta(hours=nth % 4_000),
                review_on=TODAY + timedelta(days=nth % 300 - 20),
                updated_at=BEGIN,
                terms=terms_text(title, question, answer),
            )
        )
    Entry.objects.bulk_create(rows, batch_size=500)
