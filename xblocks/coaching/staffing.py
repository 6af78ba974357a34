"""Whether somebody is there for every topic a desk offers."""

from __future__ import annotations

from xblocks.coaching.reach import desk_of, expertise_of, experts, the_desk
from xblocks.roster.records import District


def uncovered(course_key: str) -> list[tuple[str, str]]:
    """Return topic and district, by name, of what a course's desk offers and nobody answers.

    A course without districts is asked as one place without a name.
    """
    exercise = the_desk(course_key)
    if exercise is None:
        return []
    known = expertise_of(experts(course_key).prefetch_related("topics", "districts"))
    places = list(
        District.objects.filter(course_key=course_key).order_by("name").values_list("pk", "name")
    ) or [(None, "–")]
    return [
        (offer.topic.value, name)
        for offer in desk_of(exercise).topics
        for district, name in places
        if not any(each.covers(offer.topic.value, district) for each in known)
    ]
