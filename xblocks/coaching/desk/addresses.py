"""Addresses of coaching, below ``/wbm/``; each module of pages names its own."""

from __future__ import annotations

from django.urls import URLPattern

from xblocks.coaching.desk import (
    answering,
    asking,
    attached,
    away,
    consent,
    editing,
    entries,
    experts,
    feed,
    figures,
    knowledge,
    offering,
    oversight,
    own,
    texts,
    times,
    told,
)

patterns: list[URLPattern] = [
    *answering.patterns,
    *asking.patterns,
    *attached.patterns,
    *away.patterns,
    *consent.patterns,
    *editing.patterns,
    *entries.patterns,
    *experts.patterns,
    *feed.patterns,
    *figures.patterns,
    *knowledge.patterns,
    *offering.patterns,
    *oversight.patterns,
    *own.patterns,
    *texts.patterns,
    *times.patterns,
    *told.patterns,
]
