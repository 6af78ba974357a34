"""The overview of a seminar day."""

from __future__ import annotations

from course_export.curriculum.sections import UNITS_PER_DAY, Day, Schedule, Share, Step, Topic
from course_export.olx.pages.markup import bullets, heading, page, paragraph, table
from course_export.olx.pages.words import Words


def render(day: Day, words: Words) -> str:
    """Goals, schedule, what to do before and after, building blocks."""
    labels = words.labels
    blocks = {block.id: block.title for block in words.course.building_blocks}
    used = [
        f"{blocks[use.block]}: {use.note}" if use.note else blocks[use.block]
        for use in day.building_blocks
    ]
    bring = day.schedule.bring if day.schedule else []
    return page(
        paragraph(day.subtitle),
        paragraph(words.starting(day)),
        heading(labels.goals),
        paragraph(labels.goals_lead),
        bullets(day.goals),
        heading(labels.plan_of_day),
        *_plan(day, words),
        heading(labels.before),
        bullets(day.before),
        *([heading(labels.bring), bullets(bring)] if bring else []),
        heading(labels.after),
        bullets(day.after),
        heading(labels.building_blocks),
        bullets(used),
    )


def render_script(schedule: Schedule, words: Words) -> str:
    """What trainers say and do, step by step, and what they print before."""
    labels = words.labels
    parts = [paragraph(labels.script_lead)]
    if schedule.print:
        parts += [heading(labels.print), bullets(schedule.print)]
    for step, (begins, ends) in zip(schedule.steps, schedule.times(), strict=True):
        parts.append(heading(f"{begins}–{ends} · {step.title}"))
        if step.script is not None:
            parts.append(paragraph(f"{_kind(step, words)}, {words.minutes(step.minutes)}"))
            parts.append(paragraph(step.script))
        if step.materials:
            parts.append(paragraph(labels.materials, ", ".join(step.materials)))
    return page(*parts)


def _kind(step: Step, words: Words) -> str:
    name: str = getattr(words.labels, step.kind)
    return name


def _plan(day: Day, words: Words) -> list[str]:
    """Minute by minute where that is set, otherwise theory and practice."""
    labels = words.labels
    total = paragraph(f"{labels.total}: {words.ue(UNITS_PER_DAY)}")
    if day.schedule is None:
        theory = _share(labels.theory, day.theory, words)
        return [theory, _share(labels.practice, day.practice, words), total]
    steps = zip(day.schedule.steps, day.schedule.times(), strict=True)
    rows = [(f"{begins}–{ends}", step.title) for step, (begins, ends) in steps]
    head = (labels.time, labels.step)
    shares = (
        f"{labels.theory} {words.ue(day.theory.ue)}, {labels.practice} {words.ue(day.practice.ue)}"
    )
    return [table(labels.schedule, head, rows), paragraph(f"{shares}."), total]


def _share(title: str, share: Share, words: Words) -> str:
    """A table where the time of every topic is set, otherwise a list."""
    caption = f"{title} ({words.ue(share.ue)})"
    if any(topic.ue is None for topic in share.topics):
        return heading(caption, 4) + "\n" + bullets(topic.text for topic in share.topics)
    rows = [(topic.text, _time(topic, words)) for topic in share.topics]
    return table(caption, (words.labels.topic, words.labels.time), rows)


def _time(topic: Topic, words: Words) -> str:
    return words.ue(topic.ue or 0)
