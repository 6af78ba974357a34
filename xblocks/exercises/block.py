"""The base of every exercise block: definition, person, rendering, refusals, register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext_noop
from pydantic import TypeAdapter, ValidationError
from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.core import XBlock
from xblock.fields import Float, Scope, String

from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.errors import BadRequest, Conflict, Masquerading, NotOnRoster, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.editing import editor
from xblocks.exercises.editing.tools import EditorTools
from xblocks.exercises.service import Snapshot, is_outdated, record
from xblocks.host import compat, identity
from xblocks.host.fields import JSON
from xblocks.host.translation import translated
from xblocks.roster.service import actor_for

STYLES = ("wbm/wbm.css",)
SCRIPTS = ("wbm/vendor/htmx.min.js", "wbm/wbm.js")

UseCase = Callable[[Actor, Mapping[str, str]], None]


class ExerciseNotReady(Refusal):
    """The definition is missing or broken; the author has to act."""

    code = "exercise_not_ready"
    status = 422
    sentence = gettext_noop("This exercise is not ready yet. Please tell your trainer.")


class NotWrittenYet(ExerciseNotReady):
    """A new exercise, seen by those who can write it."""

    code = "not_written_yet"
    sentence = gettext_noop("Nothing is written here yet. Choose “Edit” to begin.")


class OnlyInCourse(Conflict):
    """Studio passes on what learners do, but keeps no state of theirs (`platform-facts 1`)."""

    code = "only_in_course"
    sentence = gettext_noop("Studio only shows this exercise. Open it in the course to do it.")


@lru_cache(maxsize=256)
def _parsed(adapter: TypeAdapter[Any], text: str) -> Any:
    return adapter.validate_json(text)


@XBlock.wants("user", "studio_user_permissions")
class ExerciseBlock(XBlock):
    """An exercise of the course. A component states its template folder, schema and permission.

    `main_context` gives what the page shows; a handler passes its use case to `perform`, which
    answers with the page's inner part, on a refusal with the sentence above it and its status.
    """

    COMPONENT: ClassVar[str]
    ADAPTER: ClassVar[TypeAdapter[Any]]
    ACTION: ClassVar[Action] = Action.PRACTISE
    SCRIPTS: ClassVar[tuple[str, ...]] = SCRIPTS
    EDITOR_TOOLS: ClassVar[EditorTools] = EditorTools()

    candidate: Any = None
    """A definition the block shows for a moment instead of its own, see `editing.showing`."""

    display_name = String(scope=Scope.settings, default="")
    weight = Float(scope=Scope.settings, default=1.0)
    definition: Any = JSON(scope=Scope.content, default=None)

    has_author_view = True
    show_in_read_only_mode = True
    """Staff may look at it as a certain learner: what is shared is not written meanwhile."""

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return what the main template shows this person; a component's own."""
        raise NotImplementedError

    @property
    def parsed(self) -> Any:
        """The definition as its pydantic model; raises `ExerciseNotReady`."""
        try:
            return _parsed(self.ADAPTER, canonical(self.candidate or self.definition))
        except (ValidationError, TypeError):
            raise ExerciseNotReady from None

    def actor(self) -> Actor:
        """Return who acts here; raises `NotSignedIn`, `NotOnRoster` or `NotAllowed`.

        Staff who look at the course as any learner have no rights meanwhile and need not be on the
        list: raises `Masquerading`.
        """
        signed_in = identity.from_block(self)
        try:
            actor = actor_for(signed_in, identity.course_key_of(self))
        except NotOnRoster:
            if signed_in.masquerading:
                raise Masquerading from None
            raise
        require(actor, self.ACTION)
        return actor

    def snapshot(self) -> Snapshot:
        """Return what the exercise register keeps of this block; raises `ExerciseNotReady`."""
        definition = self.parsed
        return Snapshot(
            course_key=str(identity.course_key_of(self)),
            usage_key=str(self.scope_ids.usage_id),
            block_type=self.scope_ids.block_type,
            kind=definition.kind,
            title=self.display_name or definition.title,
            definition=canonical(definition),
            definition_hash=fingerprint(definition),
            weight=self._points(),
            due=getattr(self, "due", None),
        )

    def _points(self) -> float:
        """Return what it counts; without weight the platform takes the points as they are."""
        if self.weight is None:
            return float(self.max_score() or 0.0) if self.has_score else 0.0
        return float(self.weight)

    def student_view(self, _context: Mapping[str, Any] | None = None) -> Fragment:
        """Show the exercise to the person signed in."""
        try:
            inner = self._learner_part()
        except Refusal as refusal:
            inner = self.notice(refusal)
        return self.fragment(self.template("wbm/parts/block.html", {"inner": inner}))

    def author_context(self) -> dict[str, Any]:
        """Return what the author's template shows; a component's own."""
        raise NotImplementedError

    def author_view(self, _context: Mapping[str, Any] | None = None) -> Fragment:
        """Show the whole exercise with its solution to those who write it or teach with it."""
        try:
            actor = actor_for(identity.from_block(self), identity.course_key_of(self))
            require(actor, Action.SEE_SCRIPT)
            inner = self.author_part()
        except Refusal as refusal:
            inner = self.notice(refusal)
        return self.fragment(self.template("wbm/parts/block.html", {"inner": inner}))

    def author_part(self) -> str:
        """Return what authors see, without permission being asked; raises `ExerciseNotReady`."""
        if not (self.candidate or self.definition):
            raise NotWrittenYet
        return self.template(f"wbm/{self.COMPONENT}/author.html", self.author_context())

    def start_part(self, actor: Actor) -> str:
        """Return what somebody sees who has not begun yet, for the editor's preview."""
        return self._render_main(actor)

    def studio_view(self, _context: Mapping[str, Any] | None = None) -> Fragment:
        """Show the editor to those who may write the course."""
        return editor.view(self)

    @XBlock.handler
    def studio_edit(self, request: Request, suffix: str = "") -> Response:
        """Answer a request of the editor."""
        return editor.respond(self, request, suffix)

    def fragment(self, html: str) -> Fragment:
        """Return a fragment with the styles and scripts all our blocks share."""
        fragment = Fragment(html)
        for path in STYLES:
            fragment.add_css_url(static(path))
        for path in self.SCRIPTS:
            fragment.add_javascript_url(static(path))
        fragment.initialize_js("WbmBlock")
        return fragment

    def perform(self, request: Request, use_case: UseCase) -> Response:
        """Run a use case for a POST and answer with the page as it is afterwards."""
        refusal: Refusal | None = None
        try:
            actor = self.actor()
            if identity.in_studio():
                raise OnlyInCourse
        except Refusal as refused:
            return self.answer(self.notice(refused), refused)
        try:
            if request.method != "POST":
                raise BadRequest
            if actor.masquerading:
                raise Masquerading
            use_case(actor, request.POST)
        except Refusal as refused:
            refusal = refused
        try:
            html = self._render_main(actor, refusal)
        except Refusal as refused:
            return self.answer(self.notice(refused), refused)
        return self.answer(html, refusal)

    def template(self, name: str, context: Mapping[str, Any]) -> str:
        """Render a Django template in the reader's language."""
        return render_to_string(name, {"block": self, **context})

    def url(self, handler: str) -> str:
        """Return the address of one of our handlers."""
        return self.runtime.handler_url(self, handler).rstrip("?")

    def _learner_part(self) -> str:
        """Return the exercise as it stands for the person; untouched and dead for any learner."""
        try:
            actor = self.actor()
        except Masquerading:
            signed_in = identity.from_block(self)
            key = str(identity.course_key_of(self))
            anybody = Actor(signed_in.user_id, key, "", frozenset(), masquerading=True)
            return self.template("wbm/parts/as_learner.html", {"part": self.start_part(anybody)})
        self._register()
        return self._render_main(actor)

    def _render_main(self, actor: Actor, refusal: Refusal | None = None) -> str:
        context = self.main_context(actor)
        if refusal:
            context["notice"] = translated(refusal.message)
        return self.template(f"wbm/{self.COMPONENT}/main.html", context)

    def notice(self, refusal: Refusal) -> str:
        """Return the sentence of a refusal as a part of a page."""
        return self.template(
            "wbm/parts/notice.html", {"text": translated(refusal.message), "tone": "attention"}
        )

    def answer(self, html: str, refusal: Refusal | None) -> Response:
        """Return part of a page as an answer, with the status and code of a refusal."""
        headers = {"Cache-Control": "no-store"}
        if refusal:
            headers["X-WBM-Refusal"] = refusal.code
        response = Response(html, content_type="text/html", charset="utf-8")
        response.status_int = refusal.status if refusal else 200
        response.headers.update(headers)
        return response

    def _register(self) -> None:
        """Keep the register true when the publish signal was missed; drafts stay out of it.

        The register is everybody's: it takes nothing from a block the LMS adapts to one learner.
        """
        if self.runtime.service(self, "studio_user_permissions"):
            return
        if not is_outdated(self.snapshot()):
            return
        published = compat.published(self)
        if published is None:
            return
        snapshot = replace(published.snapshot(), due=compat.due_for_all(published))
        if is_outdated(snapshot):
            record(snapshot)
