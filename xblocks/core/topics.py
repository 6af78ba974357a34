"""What experts are asked about (`curriculum-facts 1.11`)."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """A field of advice; requests find their expert by it."""

    ROLE = "role"
    TALK = "talk"
    MODERATION = "moderation"
    NEEDS = "needs"
    LAW = "law"
    FUNDING = "funding"
    PROJECT = "project"
    CONFLICT = "conflict"
