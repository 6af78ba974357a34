"""An observation sheet."""

from __future__ import annotations

from course_export.curriculum.blocks import Sheet
from course_export.olx.pages.markup import page, table
from course_export.olx.pages.words import Words


def render(sheet: Sheet, words: Words) -> str:
    """A table of criteria; with the levels when the sheet describes them."""
    labels = words.labels
    count = max(len(criterion.levels) for criterion in sheet.criteria)
    head = [labels.criterion, *(f"{labels.level} {level}" for level in range(1, count + 1))]
    if not count:
        head.append(labels.note)
    rows = []
    for number, criterion in enumerate(sheet.criteria, start=1):
        cells = criterion.levels if count else [criterion.hint or ""]
        empty = [""] * (len(head) - 1 - len(cells))
        rows.append([f"{number}. {criterion.label}", *cells, *empty])
    return page(table(sheet.title, head, rows))
