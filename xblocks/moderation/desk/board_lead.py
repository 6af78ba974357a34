"""What is next on a board: one button for who moderates, one sentence for everybody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from xblocks.moderation.board.reading import Frame
from xblocks.moderation.desk.board_view import View, render
from xblocks.moderation.domain.board import Act, State, is_finished


@dataclass(frozen=True)
class Other:
    """Something else that can be done now; `sure` is asked before it is."""

    act: str
    label: str
    sure: str = ""


@dataclass(frozen=True)
class Lead:
    """What is said, and what the one button does. `counted` is a sentence that follows numbers."""

    said: str
    label: str = ""
    act: str = ""
    url: str = ""
    link: str = ""
    sure: str = ""
    hint: str = ""
    count: str = ""
    counted: str = ""
    chooses: bool = False
    others: list[Other] = field(default_factory=list)


def lead_html(view: View, frame: Frame, counted: str) -> SafeString:
    """Return what is next, for this person; `counted` is the number they wait for, in words."""
    lead = _moderators(view, frame, counted) if frame.acts else _others(view, frame, counted)
    return render("lead", {**view.frame(), "lead": lead})


def _moderators(view: View, frame: Frame, counted: str) -> Lead:
    stage, state = view.here.progress.stage, view.here.progress.state
    url = view.url("act")
    others = _others_of(frame, view)
    if state == State.WAITING:
        chooses = getattr(view.here.step, "anonymity", "") == "chosen"
        hint = gettext("Nobody can change this later.") if chooses else ""
        return Lead(
            gettext("You moderate. This step is not open yet."),
            _opening(stage.kind),
            Act.OPEN,
            url,
            chooses=chooses,
            hint=hint,
            others=others,
        )
    if is_finished(stage, state):
        return _onward(view, frame, url, others)
    label, act, sure = _ending(view, state)
    said = gettext("You moderate. The group works on this step.")
    if state == State.CLOSED:
        said = gettext("You moderate. Writing is over, the cards are hidden still.")
    return Lead(
        said, label, act, url, sure=sure, count=_count(view), counted=counted, others=others
    )


def _onward(view: View, frame: Frame, url: str, others: list[Other]) -> Lead:
    if Act.GO_ON in frame.acts:
        label = gettext("Go on to step %(number)s of %(total)s") % {
            "number": frame.at + 2,
            "total": frame.steps,
        }
        return Lead(
            gettext("You moderate. This step is done."), label, Act.GO_ON, url, others=others
        )
    return Lead(
        gettext("You have done all steps. Keep the result."),
        gettext("Print the result"),
        url=url,
        link=view.url("print"),
        others=others,
    )


def _opening(kind: str) -> str:
    return {
        "collect": gettext("Let the group write cards"),
        "arrange": gettext("Let the group arrange the cards"),
        "vote": gettext("Open the vote"),
        "plan": gettext("Let the group plan measures"),
    }[kind]


def _ending(view: View, state: State) -> tuple[str, Act, str]:
    step = view.here.step
    if step.kind == "collect" and not step.hidden:
        return gettext("End the collecting"), Act.REVEAL, ""
    if step.kind == "collect":
        sure = (
            gettext("Then everybody reads all cards. Nobody can write or hide them any more.")
            if state == State.OPEN
            else gettext("Then everybody reads all cards. This cannot be taken back.")
        )
        return gettext("Reveal the cards"), Act.REVEAL, sure
    if step.kind == "vote":
        sure = gettext("Then everybody sees the sums. Nobody can vote any more.")
        return gettext("Close the vote"), Act.CLOSE, sure
    if step.kind == "arrange":
        return gettext("End the arranging"), Act.CLOSE, ""
    return gettext("End the planning"), Act.CLOSE, ""


def _others_of(frame: Frame, view: View) -> list[Other]:
    found = []
    collects = view.here.step.kind == "collect"
    if collects and Act.CLOSE in frame.acts:
        found.append(Other(Act.CLOSE, gettext("Only stop the writing")))
    if Act.REOPEN in frame.acts:
        found.append(Other(Act.REOPEN, gettext("Open this step again")))
    if Act.GO_BACK in frame.acts:
        found.append(Other(Act.GO_BACK, gettext("One step back")))
    return found


def _others(view: View, frame: Frame, counted: str) -> Lead:
    if not frame.moderator and view.here.works and not view.wall:
        return Lead(
            gettext("Nobody moderates yet."),
            gettext("Take over the moderation"),
            "take",
            view.url("take"),
            hint=gettext("Who moderates opens the steps and reveals the cards."),
        )
    if not frame.moderator:
        return Lead(gettext("Nobody moderates yet. Somebody of the group takes it over."))
    names = {"name": frame.moderator}
    state, stage = view.here.progress.state, view.here.progress.stage
    if state == State.WAITING:
        return Lead(gettext("Wait a moment: %(name)s opens this step.") % names)
    if is_finished(stage, state):
        if frame.at + 1 == frame.steps:
            return Lead(gettext("All steps are done."))
        return Lead(gettext("This step is done. %(name)s goes on.") % names)
    if state == State.CLOSED:
        said = gettext("Writing is over. %(name)s reveals the cards.") % names
    elif view.here.watches:
        said = gettext("The group works. %(name)s moderates.") % names
    else:
        said = _task(view, names)
    return Lead(said, count=_count(view), counted=counted)


def _task(view: View, names: dict[str, str]) -> str:
    step = view.here.step
    if step.kind == "collect":
        return ngettext(
            "Write one card. %(name)s moderates.",
            "Write up to %(count)s cards. %(name)s moderates.",
            step.most,
        ) % {"count": step.most, **names}
    return {
        "arrange": gettext("Put together what belongs together. %(name)s moderates."),
        "vote": gettext("Put your dots. %(name)s moderates."),
        "plan": gettext("Agree on measures. %(name)s moderates."),
    }[step.kind] % names


def _count(view: View) -> str:
    return {"collect": "hidden", "vote": "voted"}.get(view.here.step.kind, "")
