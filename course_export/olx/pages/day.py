"""The overview of a seminar day."""

from __future__ import annotations

from course_export.curriculum.sections import UNITS_PER_DAY, Day, Share, Topic
from course_export.olx.pages.markup import bullets, heading, page, paragraph, table
from course_export.olx.pages.words import Words


def render(day: Day, words: Words) -> str:
    """Goals, plan of the day, what to do before and after, building blocks."""
    labels = words.labels
    blocks = {block.id: block.title for block in words.course.building_blocks}
    used = [
        f"{blocks[use.block]}: {use.note}" if use.note else blocks[use.block]
        for use in day.building_blocks
    ]
    return page(
        paragraph(day.subtitle),
        paragraph(words.starting(day)),
        heading(labels.goals),
        paragraph(labels.goals_lead),
        bullets(day.goals),
        heading(labels.plan_of_day),
        _share(labels.theory, day.theory, words),
        _share(labels.practice, day.practice, words),
        paragraph(f"{labels.total}: {words.ue(UNITS_PER_DAY)}"),
        heading(labels.before),
        bullets(day.before),
        heading(labels.after),
        bullets(day.after),
        heading(labels.building_blocks),
        bullets(used),
    )


def _share(title: str, share: Share, words: Words) -> str:
    """A table where the time of every topic is set, otherwise a list."""
    caption = f"{title} ({words.ue(share.ue)})"
    if any(topic.ue is None for topic in share.topics):
        return heading(caption, 4) + "\n" + bullets(topic.text for topic in share.topics)
    rows = [(topic.text, _time(topic, words)) for topic in share.topics]
    return table(caption, (words.labels.topic, words.labels.time), rows)


def _time(topic: Topic, words: Words) -> str:
    return words.ue(topic.ue or 0)
