"""What an author should look at after a Twee file was read, and what cannot be read at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xblocks.core.definitions import Finding
from xblocks.core.errors import Invalid, TooLarge
from xblocks.core.text import Message, gettext_noop

LARGEST: Final = 4_000_000
"""Characters. The largest dialogue there is has 60,000."""

MOST_PASSAGES: Final = 500
"""A dialogue has at most 60 scenes."""

MOST_LINKS: Final = 100
"""Of a passage. A scene has at most four answers."""

MOST_FINDINGS: Final = 100
"""Nobody reads more at once."""


class NotTwee(Invalid):
    """A text has no passage at all."""

    code = "not_twee"
    sentence = gettext_noop(
        "This is no Twee file: no line begins with “::”. In Twine choose “Export As Twee”."
    )


class TooManyPassages(Invalid):
    """More passages than any dialogue can have scenes."""

    code = "too_many_passages"
    sentence = gettext_noop(
        "This file has %(number)s passages. A dialogue has at most 60 scenes: take a part of it."
    )


class TooManyLinks(Invalid):
    """More links in a passage than anybody could have meant as answers."""

    code = "too_many_links"
    sentence = gettext_noop(
        "The passage “%(passage)s” has more than %(most)s links. A scene has two to four answers."
    )


class TweeTooLarge(TooLarge):
    """More characters than any dialogue can have."""

    code = "twee_too_large"
    sentence = gettext_noop("This file is too large for a dialogue: at most 4 MB can be read.")


SENTENCES: Mapping[str, str] = {
    "before_first": gettext_noop("This stands before the first passage. It was left out."),
    "no_place": gettext_noop("This text belongs to nothing here. It was left out."),
    "bad_header": gettext_noop(
        "The end of this header cannot be read. It was left out; nothing of the talk stands there."
    ),
    "no_name": gettext_noop("This passage has no name. It got one."),
    "bad_story_data": gettext_noop("This is no JSON. The talk starts at the first passage."),
    "no_title": gettext_noop("The title is missing. Please fill it in."),
    "second_special": gettext_noop(
        "This passage stands here for the second time. It was left out."
    ),
    "unknown_start": gettext_noop(
        "The talk starts at “%(name)s”, but there is no such passage. Please choose a scene."
    ),
    "duplicate_passage": gettext_noop(
        "There is a passage of this name already. This one is kept as “%(name)s”; links lead to "
        "the first."
    ),
    "not_part": gettext_noop(
        "Scripts, styles and the parts of a story format do not belong to a dialogue. "
        "This passage was left out."
    ),
    "commands": gettext_noop(
        "Here stand commands of a story format. They are kept as text: please remove them."
    ),
    "setter": gettext_noop("This link changes a variable. That was left out: set an effect."),
    "unknown_target": gettext_noop(
        "This link leads to “%(name)s”, but there is no such passage. Please choose a scene."
    ),
    "empty_link": gettext_noop("This link has no text. Please write what the trainee says."),
    "few_links": gettext_noop("A scene needs two to four answers. Here there are %(number)s."),
    "without_effects": gettext_noop("This answer changes nothing yet. Please set its effects."),
    "without_criteria": gettext_noop(
        "Please choose what this answer is about: one to four lines of the observation sheet."
    ),
    "without_reply": gettext_noop("Please write what the person answers."),
    "without_feedback": gettext_noop("Please write the feedback to this answer."),
    "unknown_word": gettext_noop(
        "The word “@%(word)s” is not known here. The line was kept as text."
    ),
    "unreadable": gettext_noop(
        "“@%(word)s” cannot be read here and was left out. Write it like this: %(like)s"
    ),
    "without_frame": gettext_noop(
        "Person, task, observation sheet and indicators are missing. Please fill them in."
    ),
    "without_endings": gettext_noop("Endings are missing. Please write at least one."),
    "ending_drafted": gettext_noop(
        "Nothing leads on from here, so this became an ending. The values decide which ending "
        "comes: please set how it went and when it fits."
    ),
    "more": gettext_noop("There is more to look at: %(number)s further places."),
}
"""Every kind of finding and its sentence, without the place."""

IN_PASSAGE = gettext_noop("Passage “%(passage)s”, line %(line)s: %(what)s")
IN_LINE = gettext_noop("Line %(line)s: %(what)s")


class Notes:
    """Collects findings, the first hundred in full."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._more = 0

    def add(
        self,
        code: str,
        place: tuple[str | int, ...] = (),
        *,
        line: int = 0,
        passage: str = "",
        **params: Any,
    ) -> None:
        """Note something: `place` in the definition, `passage` and `line` in the file."""
        if len(self._found) >= MOST_FINDINGS:
            self._more += 1
            return
        message = Message(SENTENCES[code], params)
        where = {"line": line, "what": message}
        if passage:
            message = Message(IN_PASSAGE, {"passage": shortened(passage), **where})
        elif line:
            message = Message(IN_LINE, where)
        self._found.append(Finding(code, place, message))

    def findings(self) -> list[Finding]:
        """Return what was noted."""
        if not self._more:
            return self._found
        more = Message(SENTENCES["more"], {"number": self._more})
        return [*self._found, Finding("more", (), more)]


def shortened(text: str, most: int = 60) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= most else text[: most - 1] + "…"
