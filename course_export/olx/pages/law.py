"""Legal statements with their dates, sources and the word that they are no legal advice."""

from __future__ import annotations

from html import escape

from course_export.curriculum.blocks import Law
from course_export.curriculum.law import LegalSource, Statement
from course_export.olx.pages.markup import facts, heading, page, paragraph, text
from course_export.olx.pages.words import Words

REVIEW = "data-wbm-review"
"""The attribute that tells `wbm check` when a page has to be looked at again."""


def render(block: Law, words: Words) -> str:
    """One entry a statement, for phones; what is unsure says so. The oldest date counts."""
    labels = words.labels
    as_of = min(each.as_of for each in block.statements)
    review = min(each.review for each in block.statements)
    dates = labels.fill("law_dates", as_of=words.plain_day(as_of), review=words.plain_day(review))
    return page(
        heading(block.title),
        f'<p {REVIEW}="{review.isoformat()}"><strong>{text(dates)}</strong></p>',
        paragraph(labels.law_no_advice),
        facts((_norm(each), _says(each, words)) for each in block.statements),
        heading(labels.sources, 4),
        _sources(block.sources),
    )


def _norm(each: Statement) -> str:
    return f"{each.norm} · {each.strength}" if each.strength else each.norm


def _says(each: Statement, words: Words) -> str:
    if each.sure:
        return each.says
    check = words.labels.fill("law_check", as_of=words.plain_day(each.as_of))
    return f"{each.says} {check}"


def _sources(sources: list[LegalSource]) -> str:
    rows = "\n".join(f"<li>{_source(source)}</li>" for source in sources)
    return f"<ul>\n{rows}\n</ul>"


def _source(source: LegalSource) -> str:
    if source.address is None:
        return text(source.name)
    return f'<a href="{escape(source.address)}">{text(source.name)}</a>'
