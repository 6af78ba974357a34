"""Entries to look for, in German and English, and what is found in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from xblocks.coaching.domain.knowledge import Stage, Text
from xblocks.coaching.domain.stemming import terms_text
from xblocks.coaching.records import Entry

SIGNED = datetime(2027, 1, 11, 9, tzinfo=UTC)
TODAY = date(2027, 3, 1)

# key: topic, title, question, answer; each signed a day after the one before
ENTRIES = {
    "leave": (
        "law",
        "Bildungsurlaub beantragen",
        "Wie früh muss der Antrag da sein?",
        "Frag nach.",
    ),
    "saxony": (
        "law",
        "Was gilt in Sachsen?",
        "Gibt es dort auch freie Tage?",
        "Qualifizierungszeit.",
    ),
    "council": (
        "law",
        "Was der Betriebsrat verlangen kann",
        "Bedarf ermitteln?",
        "Ja, § 96 BetrVG.",
    ),
    "agreement": ("law", "What a works agreement gains", "Why make one?", "Lower costs: § 82."),
    "money": (
        "funding",
        "Geld vom Amt",
        "Wer zahlt den Lehrgang?",
        "Die Agentur für Arbeit, § 82.",
    ),
    "benefit": (
        "funding",
        "Qualifizierungsgeld",
        "Für wen?",
        "§ 82a, ein Fünftel der Beschäftigten.",
    ),
    "meister": ("funding", "Meister-BAföG", "Wie viel Zuschuss?", "Die Hälfte der Kosten."),
    "shift": ("needs", "Befragung in der Schicht", "Wie erreichen wir alle?", "Kurz, auf Papier."),
    "matrix": (
        "needs",
        "Qualifikationsmatrix ohne Namen",
        "Darf das sein?",
        "Mit dem Betriebsrat.",
    ),
    "talk": ("talk", "Jemand winkt ab", "Wie frage ich weiter?", "Mit einer offenen Frage."),
    "time": ("role", "Zeit für das Ehrenamt", "Wie viel Zeit habe ich?", "Klärt es im Projekt."),
    "script": ("role", "<b>Fett & mehr</b>", "'; DROP TABLE --", "OR AND NOT NEAR *"),
}

# what is looked for, in which topic: the keys that are found, in their order
FOUND: list[tuple[str, str, list[str]]] = [
    ("bildungszeit", "", ["leave", "saxony"]),
    ("Bildungsurlaub", "", ["leave", "saxony"]),
    ("paid educational leave", "law", ["leave", "saxony"]),
    ("bildungszeit", "funding", []),
    ("Betriebsrat", "", ["council", "matrix"]),
    ("works council", "", ["council", "matrix"]),
    ("antrag bildungszeit", "", ["leave"]),
    ("82", "", ["money", "agreement"]),
    ("82a", "", ["benefit"]),
    ("arbeitsagentur lehrgang", "", ["money"]),
    ("Aufstiegs-BAföG", "", ["meister"]),
    ("Qualifi", "", ["matrix", "benefit", "saxony"]),
    ("kosten", "", ["meister"]),
    ("costs", "", ["agreement"]),
    ("Schichtbefragung", "", ["shift"]),
    ("betriebsvereinbarung", "", ["agreement"]),
    ("open question", "", ["talk"]),
    ("zeit", "", ["time", "saxony"]),
    ("OR", "", []),
    ("fett", "", ["script"]),
    ("kolbenfresser", "", []),
]

# no entry has all the words of these
PARTLY: list[tuple[str, list[str]]] = [
    ("bildungszeit kolbenfresser", ["leave", "saxony"]),
    ("betriebsrat schicht", ["shift", "council", "matrix"]),
    ("antrag bildungsurlaub betriebsrat", ["leave"]),
]


def fill(course_key: str) -> dict[int, str]:
    """Publish all entries in a course; return their keys by id."""
    made = {}
    for nth, (key, (topic, title, question, answer)) in enumerate(ENTRIES.items()):
        at = SIGNED + timedelta(days=nth)
        made[publish(course_key, topic, title, question, answer, at).pk] = key
    return made


def publish(
    course_key: str,
    topic: str,
    title: str,
    question: str = "Warum?",
    answer: str = "Darum.",
    at: datetime = SIGNED,
    **columns: Any,
) -> Entry:
    """Write a published entry into the table."""
    fingerprint = Text(title, question, answer).fingerprint
    return Entry.objects.create(
        course_key=course_key,
        topic=topic,
        title=title,
        question=question,
        answer=answer,
        **{
            "state": Stage.PUBLISHED,
            "agreed_to": fingerprint,
            "signed_to": fingerprint,
            "signed_at": at,
            "signed_name": "Lena",
            "review_on": date(2027, 7, 15),
            "updated_at": at,
            "terms": terms_text(title, question, answer),
            **columns,
        },
    )
