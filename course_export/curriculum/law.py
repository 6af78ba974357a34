"""Legal statements: what the course says about law, from when it is and when to look again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from course_export.curriculum.pieces import Address, Name, Piece, Text
from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]


class LegalSource(Piece):
    """Where a statement was read."""

    id: Name
    name: Text
    address: Address | None = None


class Statement(Piece):
    """One legal statement. `facts` is the section of the curriculum facts that it is taken from.

    What is not `sure` is shown with the request to check it.
    """

    id: Name
    norm: Text
    says: Text
    strength: Text | None = None
    source: Name
    facts: Annotated[str, StringConstraints(pattern=r"^[267]\.\d{1,2}$")]
    sure: bool = True
    as_of: Day
    review: Day

    @model_validator(mode="after")
    def _reviewed_later(self) -> Statement:
        if self.review <= self.as_of:
            raise Unfit(_("'review' must be after 'as_of'"))
        return self


class LegalPage(Piece):
    """Which statements stand together on a page, in this order."""

    id: Name
    title: Text
    statements: list[Name] = Field(min_length=1)


class LawBook(Piece):
    """All legal statements of the course: the file `law.yaml`."""

    as_of: Day
    review: Day
    sources: list[LegalSource] = Field(min_length=1)
    statements: list[Statement] = Field(min_length=1)
    pages: list[LegalPage] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _dates_hold_for_all(cls, data: Any) -> Any:
        """A statement without dates of its own has those of the book."""
        if isinstance(data, dict) and isinstance(data.get("statements"), list):
            dates = {key: data[key] for key in ("as_of", "review") if key in data}
            statements = [
                {**dates, **each} if isinstance(each, dict) else each for each in data["statements"]
            ]
            return {**data, "statements": statements}
        return data

    @model_validator(mode="after")
    def _all_known(self) -> LawBook:
        sources = {source.id for source in self.sources}
        known = {statement.id for statement in self.statements}
        for statement in self.statements:
            if statement.source not in sources:
                raise Unfit(_("there is no source '%(id)s'"), id=statement.source)
        used = {name for page in self.pages for name in page.statements}
        for name in sorted(used - known):
            raise Unfit(_("there is no statement '%(id)s'"), id=name)
        for name in sorted(known - used):
            raise Unfit(_("the statement '%(id)s' stands on no page"), id=name)
        return self
