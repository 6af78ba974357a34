"""The question every two seconds: has anything changed? One statement says no.

A page carries a key that says which triad it shows. It opens nothing: whoever has it learns
whether a number is still the same. Anything else goes the whole way, permissions first.
"""

from __future__ import annotations

from django.core import signing

from xblocks.role_play.records import TriadGroup
from xblocks.role_play.triad.membership import Access

SALT = "xblocks.role_play.triad"
LASTS = 15 * 60
"""Seconds; every part of the page brings a new one."""


def key(here: Access) -> str:
    """Return the key of a page that shows a triad to somebody who has reached it."""
    return signing.dumps(here.group.pk, salt=SALT)


def unchanged(key_text: str, triad_id: int, since: int) -> bool:
    """Whether the triad still has the revision `since`; False, too, for a key that is none."""
    try:
        triad = signing.loads(key_text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return False
    same = TriadGroup.objects.filter(pk=triad_id, revision=since)
    return bool(triad == triad_id and same.exists())
