"""Dealing with disturbances: what somebody did scene by scene, and what it says (`features M8`).

What was chosen is a list of interventions for each scene. Where a scene stands is found by playing
them again, so nothing can be out of step. Points are whole numbers, shares are fractions.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final, get_args

from xblocks.moderation.scenes import Disturbance, Intervention, Moment, Rung, Scene

LADDER: Final[tuple[Rung, ...]] = get_args(Rung)
"""The rungs from the lightest on."""

MOSTLY: Final = Fraction(2, 3)
"""From which share on interventions count as fitting on the whole."""


class Fit(StrEnum):
    """How an intervention goes with the moment (`curriculum-facts 3.5`, the four rungs)."""

    SOFT = "soft"
    FITTING = "fitting"
    STRONG = "strong"
    NONE = "none"


class Tendency(StrEnum):
    """What the interventions of a round have in common."""

    FITTING = "fitting"
    SOFT = "soft"
    STRONG = "strong"
    NONE = "none"
    MIXED = "mixed"


class Obstacle(StrEnum):
    """Why an intervention cannot be chosen: it is chosen, another one is, or there is none."""

    UNKNOWN = "unknown"
    SAME = "same"
    OTHER = "other"


def fit_of(moment: Moment, intervention: Intervention) -> Fit:
    """Return whether an intervention is too soft, fitting or too strong for the moment."""
    if intervention.rung is None:
        return Fit.NONE
    apart = LADDER.index(intervention.rung) - LADDER.index(moment.fits)
    if apart == 0:
        return Fit.FITTING
    return Fit.SOFT if apart < 0 else Fit.STRONG


def offered(moment: Moment, number: int) -> tuple[Intervention, ...]:
    """Return the interventions of a moment in the order of round `number`.

    Each round has an order of its own, for the place among them must not tell the best.
    """

    def place(each: Intervention) -> str:
        return hashlib.sha256(f"{number} {moment.id} {each.id}".encode()).hexdigest()

    return tuple(sorted(moment.interventions, key=place))


@dataclass(frozen=True)
class Deed:
    """What somebody did in a moment."""

    moment: Moment
    intervention: Intervention

    @property
    def fit(self) -> Fit:
        """How it went with the moment."""
        return fit_of(self.moment, self.intervention)

    @property
    def points(self) -> int:
        """The points of it."""
        return self.intervention.points

    @property
    def attainable(self) -> int:
        """The points of the best that could be done."""
        return max(each.points for each in self.moment.interventions)

    @property
    def others(self) -> tuple[Intervention, ...]:
        """What else could be done, the best first."""
        rest = (each for each in self.moment.interventions if each.id != self.intervention.id)
        return tuple(sorted(rest, key=lambda each: -each.points))


@dataclass(frozen=True)
class Passage:
    """A scene as far as somebody is in it; `moment` is what happens now, None at its end."""

    scene: Scene
    deeds: tuple[Deed, ...]
    moment: Moment | None

    @property
    def ended(self) -> bool:
        """Whether nothing happens any more."""
        return self.moment is None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The interventions in their order."""
        return tuple(each.intervention.id for each in self.deeds)


def play(scene: Scene, chosen: Iterable[str] = ()) -> Passage:
    """Return where a scene stands after the interventions `chosen`.

    What does not belong to the moment it was chosen in is left out, with all that follows.
    """
    moments = {each.id: each for each in scene.moments}
    deeds: list[Deed] = []
    moment: Moment | None = scene.moments[0]
    for name in chosen:
        known = {each.id: each for each in moment.interventions} if moment else {}
        if moment is None or name not in known:
            break
        deeds.append(Deed(moment, known[name]))
        leads = known[name].leads
        moment = moments.get(leads) if leads else None
    return Passage(scene, tuple(deeds), moment)


@dataclass(frozen=True)
class Line:
    """What some deeds come to: how they fitted, and their points."""

    fits: Mapping[Fit, int]
    points: int
    attainable: int

    @property
    def deeds(self) -> int:
        """How many they are."""
        return sum(self.fits.values())

    @property
    def share(self) -> Fraction:
        """Points of the attainable ones, 0 to 1."""
        return Fraction(self.points, self.attainable) if self.attainable else Fraction(0)


def line_of(deeds: Sequence[Deed]) -> Line:
    """Return what the deeds come to."""
    return Line(
        Counter(each.fit for each in deeds),
        sum(each.points for each in deeds),
        sum(each.attainable for each in deeds),
    )


@dataclass(frozen=True)
class Profile:
    """What a round says: by the rung that would have suited, by disturbance, and on the whole.

    Rungs and disturbances nothing was done about are left out.
    """

    whole: Line
    rungs: Mapping[Rung, Line]
    disturbances: Mapping[Disturbance, Line]

    @property
    def tendency(self) -> Tendency:
        """What most of the interventions that did not fit have in common."""
        fits = self.whole.fits
        if Fraction(fits.get(Fit.FITTING, 0), self.whole.deeds or 1) >= MOSTLY:
            return Tendency.FITTING
        missed = {each: fits.get(each, 0) for each in (Fit.SOFT, Fit.STRONG, Fit.NONE)}
        most = [each for each, count in missed.items() if count == max(missed.values())]
        return Tendency(most[0].value) if len(most) == 1 else Tendency.MIXED


@dataclass(frozen=True)
class Round:
    """A round through all scenes. `chosen` are interventions by scene; what is unknown is ignored.

    Scenes may be played in any order, each moment is decided once.
    """

    scenes: Sequence[Scene]
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Where each scene stands, by its id."""
        return {each.id: play(each, self.chosen.get(each.id, ())) for each in self.scenes}

    @property
    def ended(self) -> int:
        """How many scenes are through."""
        return sum(each.ended for each in self.passages.values())

    @property
    def over(self) -> bool:
        """Whether all scenes are through."""
        return self.ended == len(self.passages)

    def following(self, scene: str = "") -> Passage | None:
        """Return the next scene to play, seen from `scene` on and then from the beginning."""
        names = list(self.passages)
        start = names.index(scene) + 1 if scene in names else 0
        rest = (self.passages[each] for each in names[start:] + names[:start])
        return next((each for each in rest if not each.ended), None)

    def obstacle(self, scene: str, moment: str, intervention: str) -> Obstacle | None:
        """Return why an intervention cannot be chosen in a moment; None when it can."""
        passage = self.passages.get(scene)
        if passage is None:
            return Obstacle.UNKNOWN
        for deed in passage.deeds:
            if deed.moment.id == moment:
                return Obstacle.SAME if deed.intervention.id == intervention else Obstacle.OTHER
        now = passage.moment
        if now is None or now.id != moment:
            return Obstacle.UNKNOWN
        known = {each.id for each in now.interventions}
        return None if intervention in known else Obstacle.UNKNOWN

    def choose(self, scene: str, moment: str, intervention: str) -> Round:
        """Return the round after an intervention; ValueError when there is an obstacle."""
        obstacle = self.obstacle(scene, moment, intervention)
        if obstacle:
            raise ValueError(obstacle)
        done = self.passages[scene].chosen
        return Round(self.scenes, {**self.chosen, scene: (*done, intervention)})

    def profile(self) -> Profile:
        """Return what the round says so far."""
        deeds = [(one.scene, each) for one in self.passages.values() for each in one.deeds]
        rungs: dict[Rung, list[Deed]] = {}
        disturbances: dict[Disturbance, list[Deed]] = {}
        for scene, each in deeds:
            rungs.setdefault(each.moment.fits, []).append(each)
            disturbances.setdefault(scene.disturbance, []).append(each)
        return Profile(
            line_of([each for _scene, each in deeds]),
            {rung: line_of(rungs[rung]) for rung in LADDER if rung in rungs},
            {name: line_of(some) for name, some in disturbances.items()},
        )

    def text(self) -> str:
        """Return what was chosen as JSON text."""
        return json.dumps({name: list(some) for name, some in self.chosen.items()})


def chosen_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return what was chosen out of its JSON text."""
    return {name: tuple(some) for name, some in json.loads(text).items()}
