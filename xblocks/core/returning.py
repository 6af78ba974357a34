"""What authors say about works that graders send back: how often, and for how long."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from xblocks.core.definitions import in_editor
from xblocks.core.text import gettext_noop

RULES: Final = gettext_noop("Rules")
"""The part of the form they stand in."""

Revisions = Annotated[
    int,
    Field(
        ge=0,
        le=5,
        title=gettext_noop("How often a work can be returned"),
        json_schema_extra=in_editor(section=RULES),
    ),
]

RevisionDays = Annotated[
    int,
    Field(
        ge=1,
        le=90,
        title=gettext_noop("Time to revise"),
        json_schema_extra=in_editor(section=RULES, unit=gettext_noop("days")),
    ),
]
