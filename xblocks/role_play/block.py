"""The role-play block: a branching talk with an invented person.

The way through it: read who you meet and begin; read what the person says and choose an answer;
see what it did and why; go on, or take the answer back and try another; at the end see how the talk
went, the profile over the sheet and what to practise, and start again. Everything said stays
readable.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from webob import Request, Response
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.fields import Scope

from xblocks.core.errors import BadRequest, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may
from xblocks.core.text import gettext_noop
from xblocks.exercises.block import SCRIPTS, ExerciseBlock
from xblocks.exercises.editing.tools import EditorTools, Reader, View, Writer
from xblocks.host import completion, events, grades, identity
from xblocks.host.fields import JSON
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.role_play import domain, paths, picture, reach
from xblocks.role_play.definition import Dialogue, adapter
from xblocks.role_play.desk import authored, rating, triad
from xblocks.role_play.domain import Attempt, History
from xblocks.role_play.twee import from_twee, to_twee

PAGES = {
    "rating_practice": (Action.PRACTISE, rating.rating_html),
    "self_rating": (Action.PRACTISE, rating.rating_html),
    "triad": (Action.PLAY_TRIAD, triad.triad_html),
}


class RolePlayBlock(ExerciseBlock):
    """Plays a dialogue. The graph, the effects and the other scenes never leave the server."""

    COMPONENT = "role_play"
    ADAPTER = adapter
    SCRIPTS = (*SCRIPTS, "wbm/desk.js")
    EDITOR_TOOLS = EditorTools(
        check=domain.check,
        warnings=domain.WARNINGS,
        views=(View("picture", gettext_noop("Picture"), picture.editor_picture, "dialogue"),),
        writers=(Writer("twee", gettext_noop("Twee (for Twine)"), ".twee", to_twee, "dialogue"),),
        readers=(
            Reader("twee", gettext_noop("Twee (from Twine)"), ".twee,.tw", from_twee, "dialogue"),
        ),
    )
    completion_mode = XBlockCompletionMode.COMPLETABLE
    has_custom_completion = True

    talks: Any = JSON(scope=Scope.user_state, default=None)

    @property
    def has_score(self) -> bool:
        """Whether the best attempt counts; practice talks and people do not."""
        definition = self.definition or {}
        return definition.get("kind", "dialogue") == "dialogue" and definition.get("scored", True)

    def max_score(self) -> float:
        """Scores are shares; the platform multiplies by the weight."""
        return 1.0

    @XBlock.handler
    def begin(self, request: Request, _suffix: str = "") -> Response:
        """Start the first or a new attempt."""
        return self.perform(request, self._begin)

    @XBlock.handler
    def say(self, request: Request, _suffix: str = "") -> Response:
        """Say a statement."""
        return self.perform(request, self._say)

    @XBlock.handler
    def take_back(self, request: Request, _suffix: str = "") -> Response:
        """Take back the last statement; both versions stay in the transcript."""
        return self.perform(request, self._take_back)

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return what the page shows of the talk at this moment, or the part of another kind."""
        definition = self.parsed
        if not isinstance(definition, Dialogue):
            return self._with_people(actor)
        history = self._history
        attempt = history.current
        context = {
            "actor": actor,
            "persona": definition.persona,
            "initials": "".join(word[0] for word in definition.persona.name.split()[:2]),
            "scored": definition.scored,
            "briefing": render_markdown(definition.briefing),
            "earlier": [each for each in history.attempts if each.turns and each is not attempt],
            "damaged": history.damaged,
            "begin_url": self.url("begin"),
            "say_url": self.url("say"),
            "take_back_url": self.url("take_back"),
            "seen": attempt.number if attempt else 0,
            "paths_url": self._paths_url(actor),
        }
        if attempt:
            position = domain.view(definition, attempt)
            context |= {"position": position, "attempt": attempt}
            if attempt.path:
                context["last_grade"] = domain.grade(attempt.path[-1].quality)
            if position.ending:
                context |= self._closing_context(attempt, history)
        return context

    def _with_people(self, actor: Actor) -> dict[str, Any]:
        """Return a triad or sample talk as a part; for those who only look what it is about."""
        definition = self.parsed
        looked_at = {
            "looked_at": True,
            "title": definition.title,
            "intro": render_markdown(definition.intro),
        }
        action, page = PAGES[definition.kind]
        if actor.person_id is None or actor.masquerading or not may(actor, action):
            return looked_at
        try:
            exercise = reach.find(actor, str(self.scope_ids.usage_id))
        except NotFound:  # not published yet: nobody can work here
            return looked_at
        return {"inner": page(actor, exercise, timezone.now())}

    def _paths_url(self, actor: Actor) -> str:
        """Return where trainers see the ways of their groups; Studio has no desk pages."""
        if identity.in_studio() or not may(actor, Action.SEE_PRACTICE):
            return ""
        return reverse("wbm:practice_paths", args=[actor.course_key, str(self.scope_ids.usage_id)])

    def _closing_context(self, attempt: Attempt, history: History) -> dict[str, Any]:
        lines = domain.profile(self.parsed, [attempt])
        wanted = domain.focus(lines)
        best = domain.best_attempt(history.attempts)
        return {
            "observed": [line for line in lines if line.times],
            "unobserved": [line for line in lines if not line.times],
            "focus": [line for line in lines if line.id in wanted],
            "best_percent": round(100 * (best.score or 0.0)) if best else 0,
            "debriefing": render_markdown(self.parsed.debriefing),
        }

    def author_context(self) -> dict[str, Any]:
        """Return the whole talk: for authors and trainers only."""
        definition = self.parsed
        if not isinstance(definition, Dialogue):
            return authored.author_context(definition)
        return {
            "definition": definition,
            "overview": domain.overview(definition),
            "picture": picture.picture(definition),
            "anchor": picture.anchor(definition),
            "findings": [
                (" › ".join(map(str, finding.place)), translated(finding.message))
                for finding in domain.check(definition)
            ],
        }

    @property
    def _history(self) -> History:
        return History.from_json(self.talks)

    @property
    def _talk(self) -> Dialogue:
        """The dialogue; raises `NotFound` for other kinds, in which nothing is said."""
        if not isinstance(self.parsed, Dialogue):
            raise NotFound
        return self.parsed

    def _begin(self, _actor: Actor, form: Mapping[str, str]) -> None:
        seed = secrets.randbits(63)
        history = domain.restart(self._talk, self._history, seed, _number(form, "attempt"))
        self.talks = history.to_json()
        events.emit(self, self.COMPONENT, "started", attempt=len(history.entries))

    def _say(self, actor: Actor, form: Mapping[str, str]) -> None:
        history, before = self._seen(form)
        after = domain.say(self._talk, before, form.get("statement", ""), _number(form, "turn"))
        self._keep(history, after)
        if after is before:
            return
        events.emit(self, self.COMPONENT, "said", attempt=after.number, turn=after.moves)
        if after.finished:
            self._finish(actor, history.updated(after), after)

    def _take_back(self, _actor: Actor, form: Mapping[str, str]) -> None:
        history, before = self._seen(form)
        after = domain.rewind(self._talk, before, _number(form, "turn"))
        self._keep(history, after)
        if after is not before:
            events.emit(self, self.COMPONENT, "taken_back", attempt=after.number, turn=after.moves)

    def _seen(self, form: Mapping[str, str]) -> tuple[History, Attempt]:
        history = self._history
        return history, history.seen(_number(form, "attempt"))

    def _keep(self, history: History, attempt: Attempt) -> None:
        if attempt is not history.current:
            self.talks = history.updated(attempt).to_json()

    def _finish(self, actor: Actor, history: History, attempt: Attempt) -> None:
        """Keep the way it took; report the best attempt, so that trying again costs nothing."""
        paths.keep(actor, str(self.scope_ids.usage_id), history, timezone.now())
        best = domain.best_attempt(history.attempts)
        if self.has_score and best:
            grades.publish_own_grade(self, best.score or 0.0)
        completion.publish_own_completion(self)
        result = attempt.results[-1]
        events.emit(
            self,
            self.COMPONENT,
            "finished",
            attempt=attempt.number,
            tone=result.tone.value,
            score=round(result.score, 4),
        )


def _number(form: Mapping[str, str], name: str) -> int:
    """Return a whole number of the form; raises `BadRequest`."""
    text = form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest
    return int(text)
