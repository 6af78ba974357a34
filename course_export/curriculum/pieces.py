"""What every piece of the curriculum is made of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

from course_export.curriculum.language import Translated
from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _

BILINGUAL = "bilingual"
"""Set in the validation context when data comes from files: texts then need both languages."""


class Piece(BaseModel):
    """A piece of the curriculum: immutable, of exact types, refusing keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _both_languages(value: Any, info: ValidationInfo) -> Any:
    if info.context and info.context.get(BILINGUAL) and not isinstance(value, Translated):
        raise Unfit(_("write the text in both languages: {de: …, en: …}"))
    return value


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
"""An id. It becomes a url_name, which the platform keeps only when made of these characters."""

Text = Annotated[
    str,
    BeforeValidator(_both_languages),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
]
"""A text people read; in the files it stands in both languages."""

FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,80}\.[a-z0-9]{2,5}$")]
"""An asset. The platform keeps assets in one flat folder."""

Week = Annotated[int, Field(ge=-8, le=60)]
"""Weeks count from the first seminar day, which is in week 0 (`curriculum-facts 1.3`)."""

Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s\"<>]+$")]
"""An address outside of the course."""

Units = Annotated[float, Field(gt=0, le=8, multiple_of=0.5)]
"""Teaching units of 45 minutes."""

Minutes = Annotated[int, Field(gt=0, le=600)]
