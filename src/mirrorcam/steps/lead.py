"""`lead`: roles swap. You lead with your face, and the avatar follows a moment later.

What is told afterwards is how many different movements were shown, and which: range and variety, never a grade.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from mirrorcam.arrays import Floats
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import HeadPose
from mirrorcam.mirroring import Mirroring, Mode
from mirrorcam.phrases import listed, phrase, translated
from mirrorcam.steps import TOO_LITTLE, Hindrances, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.target import Target
from mirrorcam.trial import LEAST_COVERAGE, LONGEST_STEP_S

HELD_S = 0.4
"""A movement counts as far as it was held for so long: longer than a blink, shorter than a quick smile."""
SHOWN = 0.35
"""From this intensity on a movement was shown: B of FACS, as everywhere here."""
STANDS_OUT = 0.5
"""Of the strongest at that time: less is what came along with it (skin is moved by neighbours)."""
TURN_DEG, NOD_DEG, TILT_DEG = 30.0, 24.0, 26.0
"""Degrees of head that count like a whole unit: .35 of it, 8 to 11°, is meant."""
IDEA_AFTER_S, IDEA_S = 7.0, 5.0
"""After so long without anything new an idea is offered; it stays so long, and so the next one after it."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One that people can name. ``codes``: the action units that show it, the strongest of them counts."""

    name: str
    codes: tuple[str, ...]
    idea: Mapping[str, float]
    """What it looks like: what the built-in performer makes of the idea."""


MOVEMENTS: tuple[Movement, ...] = (
    Movement("smile", ("AU12",), {"AU6": 0.5, "AU12": 0.8}),
    Movement("brows_up", ("AU1", "AU2"), {"AU1": 0.8, "AU2": 0.8}),
    Movement("mouth_open", ("AU25", "AU26"), {"AU25": 0.7, "AU26": 0.8}),
    Movement("brows_together", ("AU4",), {"AU4": 0.8}),
    Movement("kiss", ("AU18",), {"AU18": 0.8}),
    Movement("eyes_shut", ("AU43",), {"AU43": 1.0}),
    Movement("nose", ("AU9", "AU10"), {"AU9": 0.8, "AU10": 0.4}),
    Movement("lips_pressed", ("AU24", "AU28"), {"AU24": 0.8}),
    Movement("eyes_wide", ("AU5",), {"AU5": 0.8}),
    Movement("corners_down", ("AU15",), {"AU15": 0.8, "AU17": 0.4}),
    Movement("eyes_narrow", ("AU7",), {"AU7": 0.8}),
    Movement("lips_stretched", ("AU20",), {"AU20": 0.8}),
    Movement("looking", ("AU61", "AU62", "AU63", "AU64"), {"AU61": 0.7}),
    Movement("tongue", ("AU19",), {"AU19": 0.8, "AU25": 0.6, "AU26": 0.5}),
)
"""In the order in which they are offered as ideas. Cheeks (AU6) come with a smile, and a chin (AU17) with lips."""
HEAD = ("head_turned", "head_nodded", "head_tilted")
NAMES = (*(movement.name for movement in MOVEMENTS), *HEAD)


class Lead(Step):
    """You lead; the avatar follows."""

    needs_face: ClassVar[bool] = True

    kind: Literal["lead"]
    words: Words = ""
    """The sentence that invites; without it, the usual one, and now and then an idea."""
    seconds: Annotated[float, Field(ge=5, le=1800)] = 45
    """How long; the person can go on earlier."""
    delay_s: Annotated[float, Field(ge=0.5, le=1)] = 0.7
    """How much later the avatar does it."""
    ideas: bool = True
    """Whether an idea is offered when nothing new came for a while."""

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("lead.title")

    def mirroring(self, targets: Mapping[str, Target]) -> Mirroring | None:
        return Mirroring(Mode("delayed", self.delay_s))

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        return in_words(result)

    def followed(self, result: StepResult) -> float | None:
        return None

    def run(self, targets: Mapping[str, Target], attended: bool) -> LeadRun:
        return LeadRun(self)


class Variety:
    """Which movements were shown, how far each, and for how long. Online, without a clock."""

    def __init__(self) -> None:
        self.reach: dict[str, float] = {}
        """Movement → the highest intensity that was held for ``HELD_S``, in the order in which they came."""
        self._time_s = np.zeros(len(NAMES))
        self._lately: deque[tuple[float, Floats]] = deque()

    def see(self, clock_s: float, since_s: float, expression: Expression, head: HeadPose) -> None:
        self._lately.append((clock_s, shown_at(expression, head)))
        while len(self._lately) > 1 and self._lately[1][0] <= clock_s - HELD_S + 1e-6:
            self._lately.popleft()
        if clock_s - self._lately[0][0] < HELD_S - 1e-6:
            return
        held: Floats = np.min([values for _, values in self._lately], axis=0)
        there = (held >= SHOWN) & (held >= STANDS_OUT * held.max())
        self._time_s[there] += since_s
        for number in np.flatnonzero(there):
            name = NAMES[number]
            self.reach[name] = max(self.reach.get(name, 0.0), float(held[number]))

    def gap(self) -> None:
        """Nothing is known for a while."""
        self._lately.clear()

    @property
    def evenly(self) -> float:
        """As how many movements, all for the same time, they are as varied: e to the entropy of their shares of the
        time (the effective number of kinds; Jost, 2006). 0 where nothing was shown."""
        total = float(self._time_s.sum())
        shares = self._time_s[self._time_s > 0] / total if total > 0 else np.zeros(0)
        return math.exp(-float(np.sum(shares * np.log(shares)))) if len(shares) else 0.0


def shown_at(expression: Expression, head: HeadPose) -> Floats:
    """How far each of ``NAMES`` goes, 0..1 or so."""
    face = [max(_side(expression, code) for code in movement.codes) for movement in MOVEMENTS]
    turns = (head.yaw_deg / TURN_DEG, head.pitch_deg / NOD_DEG, head.roll_deg / TILT_DEG)
    return np.array([*face, *map(abs, turns)])


def _side(expression: Expression, code: str) -> float:
    """The side that shows more: a movement of one side is one as well."""
    return max(expression.left(code), expression.right(code))


class LeadRun(Run):
    kind: ClassVar[str] = "lead"

    def __init__(self, step: Lead) -> None:
        self._step = step
        self._variety = Variety()
        self._rest: HeadPose | None = None
        """The head as it was at first, or with a new neutral: what turns is counted from."""
        self._clock_s = self._asked_s = self._seen_s = 0.0
        self._news_s = self._idea_s = 0.0
        self._idea: Movement | None = None
        self._offered: list[Movement] = []
        self._hindrances = Hindrances()

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self._clock_s += seen.since_s
        self.finished = self.finished or time_s >= self._step.seconds
        before = len(self._variety.reach)
        self._look(seen)
        if len(self._variety.reach) > before:
            self._news_s, self._idea = time_s, None
        self._offer(time_s)
        return Scene(
            "lead",
            self._words(),
            asked=NEUTRAL if self._idea is None else Expression.of(self._idea.idea),
            progress=min(1.0, time_s / self._step.seconds),
            progress_words=self._newest(),
        )

    def begin_again(self) -> None:
        self._variety.gap()
        self._rest = None

    def result(self, early: str | None = None) -> StepResult:
        coverage = self._seen_s / self._asked_s if self._asked_s > 0 else None
        measured = (coverage or 0.0) >= LEAST_COVERAGE
        early = None if self.finished else early
        return StepResult(
            self.kind,
            scored=measured,
            reason=early if measured else self._hindrances.longest or early or TOO_LITTLE,
            coverage=coverage,
            measured=self._figures() if measured else {},
        )

    def _figures(self) -> dict[str, Any]:
        reach = self._variety.reach
        return {"different": len(reach), "variety": self._variety.evenly, "reach": dict(reach)}

    def _look(self, seen: Seen) -> None:
        self._asked_s += seen.since_s
        if seen.expression is None or seen.head is None:
            self._hindrances.see(seen)
            self._variety.gap()
            return
        self._seen_s += min(seen.since_s, LONGEST_STEP_S)
        self._rest = self._rest or seen.head
        self._variety.see(self._clock_s, seen.since_s, seen.expression, _from(self._rest, seen.head))

    def _offer(self, time_s: float) -> None:
        """An idea that was not shown yet, after a while without anything new; never two at a time."""
        if self._idea is not None and time_s - self._idea_s >= IDEA_S:
            self._idea = None
        waited = time_s - max(self._news_s, self._idea_s + IDEA_S if self._offered else 0.0)
        if not self._step.ideas or self._idea is not None or waited < self._pause_s:
            return
        left = [movement for movement in MOVEMENTS if movement.name not in self._variety.reach]
        if left:
            self._idea, self._idea_s = min(left, key=self._offered.count), time_s
            self._offered.append(self._idea)

    @property
    def _pause_s(self) -> float:
        """The first ideas come sooner to somebody who shows nothing yet."""
        return IDEA_AFTER_S if self._variety.reach else IDEA_AFTER_S / 2

    def _words(self) -> str:
        if self._idea is not None and not self._step.words:
            return phrase(f"lead.ideas.{self._idea.name}")
        return translated(self._step.words) or phrase("lead.words")

    def _newest(self) -> str:
        """The last three that were new, without a count."""
        return " · ".join(phrase(f"lead.moves.{name}") for name in list(self._variety.reach)[-3:])


def _from(rest: HeadPose, head: HeadPose) -> HeadPose:
    return HeadPose(
        head.yaw_deg - rest.yaw_deg, head.pitch_deg - rest.pitch_deg, head.roll_deg - rest.roll_deg
    )


def in_words(result: StepResult) -> str:
    """ "You showed eight different movements: a smile, raised brows and …." """
    reach: Mapping[str, float] = result.measured.get("reach", {})
    if "different" not in result.measured:
        return ""
    if not reach:
        return phrase("lead.told.none")
    names = [phrase(f"lead.moves.{name}") for name in reach]
    number = _number(len(names))
    furthest = max(reach, key=lambda name: reach[name])
    said = [phrase("lead.told.shown", count=len(names), number=number, movements=listed(names))]
    if len(names) > 1:
        said.append(phrase("lead.told.furthest", movement=phrase(f"lead.moves.{furthest}")))
    return " ".join(said)


def _number(count: int) -> str:
    """In words, as far as people would write them so."""
    words = phrase("lead.numbers").split()
    return words[count - 1] if count <= len(words) else str(count)
