"""`gaze`: gentle eye contact with the avatar, in small doses that the person sets. Looking away is fine.

Where somebody looks is taken against a reference from the beginning of the step ("look at my eyes for a moment"),
because the avatar is not where the camera is::

    across = AU61 − AU62 + yaw / 30°     up = (AU63 − AU64 + pitch / 30°) / .6     contact: both within the tolerance

A head that turns while the eyes stay on the avatar moves both the other way, so their sum stays. That a whole unit
of eye movement is about 30° is mirrorcam's own reading. Up and down are read only about .6 times as far as they are
drawn (benchmarks/gaze.py); docs/exercise-format.md says what was measured, and what was not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from statistics import median
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import HeadPose, Reason
from mirrorcam.life import blink, smooth
from mirrorcam.phrases import phrase, translated
from mirrorcam.steps import TOO_LITTLE, Choice, Hindrances, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.target import Target
from mirrorcam.trial import LONGEST_STEP_S

EYES_DEG = 30.0
"""Of head that count like one whole unit of AU61 to 64."""
UP_READ = 0.6
SETTLED_S, REFERENCE_S = 1.0, 1.5
"""Eyes have arrived after the first; over the second the reference is the median."""
REFERENCE_MOST_S = 6.0
"""With less to see than ``REFERENCE_S`` by then, it goes on: what was seen is the reference, or straight ahead."""
CLOSED = 0.5
"""From this AU43 on the eyes are shut: they look at nobody, but a blink is held by what was before."""
EASIER_S = 2.0
"""Easier and harder make a dose so much shorter or longer."""
SHORTEST_S, LONGEST_S = 1.0, 60.0
OFFERED = (0.6, 1.0, 2.0)
"""Times the dose of the file: what the person can choose from."""
END_S = 3.0
"""For the last words."""

SOFT: Mapping[str, float] = {"AU6": 0.12, "AU12": 0.22}
WARMTH: Mapping[str, float] = {"AU6": 0.14, "AU12": 0.16}
"""What comes on top while both look: a face that is looked at warms a little."""
WARM_S = 0.9
AWAY: Mapping[str, float] = {"AU6": 0.1, "AU12": 0.2, "AU62": 0.35, "AU64": 0.45, "AU43": 0.12}
"""Eyes lowered to the side, between the doses."""
GLANCE_EVERY_S, GLANCE_S = (4.0, 7.0), (0.8, 1.4)
"""The avatar looks away itself, so that nobody has to stare. People in talk hold a look for about three seconds
(Binetti et al., 2016: 3.3 s on average is liked best)."""
TURN_S = 0.25
"""How long its eyes take to somewhere else and back, lids and all."""

Seconds = Annotated[float, Field(ge=SHORTEST_S, le=LONGEST_S)]


class Gaze(Step):
    """Eye contact in doses, with rests."""

    needs_face: ClassVar[bool] = True
    waits: ClassVar[bool] = False

    kind: Literal["gaze"]
    dose_s: Seconds = 4
    """How long each time. The person is asked first: shorter, so long, or longer."""
    doses: Annotated[int, Field(ge=1, le=40)] = 4
    rest_s: Annotated[float, Field(ge=1, le=120)] = 5
    """Looking away, between two."""
    ask: bool = True
    """Whether the person is asked how long a dose is to be."""
    words: Words = ""
    """The sentence during a dose; without it, the usual ones."""
    tolerance: Annotated[float, Field(ge=0.1, le=1)] = 0.3
    """How far off the reference still counts as contact: 1 is eyes turned as far as they go."""
    seed: Annotated[int, Field(ge=0, le=999_999)] = 1
    """Of the avatar's blinks and glances."""

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("gaze.title")

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        return in_words(result)

    def followed(self, result: StepResult) -> float | None:
        return None

    def run(self, targets: Mapping[str, Target], attended: bool) -> GazeRun:
        return GazeRun(self, attended and self.ask)


# ------------------------------------------------------------ where somebody looks


@dataclass(frozen=True, slots=True)
class Direction:
    """Where the eyes look, head and all: to the person's left and up, in units of AU61 to 64."""

    across: float
    up: float

    def within(self, tolerance: float, of: Direction) -> bool:
        return abs(self.across - of.across) <= tolerance and abs(self.up - of.up) <= tolerance


AHEAD = Direction(0.0, 0.0)


def direction(expression: Expression, head: HeadPose) -> Direction:
    across = expression["AU61"] - expression["AU62"] + head.yaw_deg / EYES_DEG
    up = expression["AU63"] - expression["AU64"] + head.pitch_deg / EYES_DEG
    return Direction(across, up / UP_READ)


class Reference:
    """Where somebody looks who looks at the avatar: the median of what is seen after the eyes have arrived."""

    def __init__(self) -> None:
        self._seen: list[Direction] = []
        self._seen_s = 0.0

    @property
    def complete(self) -> bool:
        return self._seen_s >= REFERENCE_S

    @property
    def direction(self) -> Direction:
        """Straight ahead, as the neutral was, where nothing was seen."""
        if not self._seen:
            return AHEAD
        return Direction(median(d.across for d in self._seen), median(d.up for d in self._seen))

    def see(self, seen: Seen) -> None:
        if seen.expression is not None and seen.head is not None and seen.expression["AU43"] < CLOSED:
            self._seen.append(direction(seen.expression, seen.head))
            self._seen_s += min(seen.since_s, LONGEST_STEP_S)


# ------------------------------------------------------------ the avatar's own eyes


@lru_cache(maxsize=64)
def glances(seed: int, dose: int) -> tuple[tuple[float, float, float], ...]:
    """When the avatar looks away in a dose: from, until, and to which side (−1 or 1), for the longest one."""
    chance, found, at_s = Random(f"gaze {seed} {dose}"), [], 0.0
    while at_s < LONGEST_S:
        at_s += chance.uniform(*GLANCE_EVERY_S)
        until_s = at_s + chance.uniform(*GLANCE_S)
        found.append((at_s, until_s, chance.choice((-1.0, 1.0))))
        at_s = until_s
    return tuple(found)


def glance(seed: int, dose: int, dose_s: float, at_s: float) -> tuple[float, float]:
    """How far the avatar looks away, 0..1, and to which side. It begins none that the dose would cut off."""
    for begin_s, until_s, side in glances(seed, dose):
        if until_s + TURN_S <= dose_s and begin_s <= at_s < until_s + TURN_S:
            return smooth((at_s - begin_s) / TURN_S) - smooth((at_s - until_s) / TURN_S), side
    return 0.0, 1.0


def looking(warmth: float, away: float, side: float, closed: float) -> Expression:
    """The avatar's face: ``warmth`` 0..1, its eyes ``away`` 0..1 to a ``side``, its lids ``closed`` 0..1."""
    shown = {code: SOFT[code] + warmth * WARMTH[code] for code in SOFT}
    shown |= {
        "AU61" if side > 0 else "AU62": 0.4 * away,
        "AU64": 0.25 * away,
        "AU43": max(0.1 * away, closed),
    }
    return Expression.of(shown)


# ------------------------------------------------------------ going through it


class GazeRun(Run):
    """ask → reference → (contact → away) × doses → end. Timers go on whether or not somebody looks."""

    kind: ClassVar[str] = "gaze"

    def __init__(self, step: Gaze, asking: bool) -> None:
        self._step = step
        self._dose_s = step.dose_s
        self._offered = {f"{s:g}": s for s in sorted({_rounded(step.dose_s * x) for x in OFFERED})}
        self._phase = "ask" if asking else "reference"
        self._begin_s = self._time_s = 0.0
        self._reference = Reference()
        self._dose = 0
        self._warmth = 0.0
        self._asked_s = self._seen_s = self._contact_s = 0.0
        self._before_dose = (0.0, 0.0, 0.0)
        """Those three as they were when the newest dose began."""
        self._doses: list[float] = []
        """Seconds of contact in each."""
        self._hindrances = Hindrances()

    def advance(self, time_s: float, seen: Seen) -> Scene:
        since_s, self._time_s = time_s - self._time_s, time_s
        self._move_on(time_s - self._begin_s)
        phase_s = time_s - self._begin_s
        if self._phase == "reference" and phase_s >= SETTLED_S:
            self._reference.see(seen)
        both = self._phase == "contact" and self._count(phase_s, since_s, seen)
        self._warmth += (float(both) - self._warmth) * (1.0 - math.exp(-since_s / WARM_S))
        return self._scene(phase_s)

    def answer(self, text: str) -> None:
        if self._phase == "ask" and text in self._offered:
            self._dose_s = self._offered[text]
            self._enter("reference")

    def go_on(self) -> None:
        """On to what comes next: a dose can be left at any moment."""
        following = {"ask": "reference", "away": "contact", "contact": "away"}
        if self._phase == "contact" and self._dose + 1 >= self._step.doses:
            self._enter("end")
        elif self._phase == "end":
            self.finished = True
        elif self._phase in following:
            self._enter(following[self._phase])

    def change(self, letters: int) -> None:
        self._dose_s = min(max(self._dose_s + letters * EASIER_S, SHORTEST_S), LONGEST_S)

    def begin_again(self) -> None:
        """A new neutral: where the avatar's eyes are is asked again, and a dose that it interrupts begins again."""
        if self._phase == "contact":
            self._doses.pop()
            self._asked_s, self._seen_s, self._contact_s = self._before_dose
        if self._phase not in ("ask", "end"):
            self._reference = Reference()
            self._enter("reference")

    def result(self, early: str | None = None) -> StepResult:
        measured = self._seen_s > 0.0
        early = None if self.finished else early
        return StepResult(
            self.kind,
            scored=measured,
            reason=early if measured else self._hindrances.longest or early or TOO_LITTLE,
            coverage=self._seen_s / self._asked_s if self._asked_s > 0 else None,
            measured=self._figures() if measured else {},
        )

    def _figures(self) -> dict[str, float]:
        return {
            "contact_s": self._contact_s,
            "looked_back_s": self._asked_s,
            "longest_s": max(self._doses, default=0.0),
            "doses": len(self._doses),
            "dose_s": self._dose_s,
        }

    def _enter(self, phase: str) -> None:
        if phase == "contact":
            self._dose = len(self._doses)
            self._doses.append(0.0)
            self._before_dose = self._asked_s, self._seen_s, self._contact_s
        self._phase, self._begin_s = phase, self._time_s

    def _move_on(self, phase_s: float) -> None:
        reference = self._reference.complete or phase_s >= REFERENCE_MOST_S
        if self._phase == "reference" and reference and phase_s >= SETTLED_S:
            self._enter("contact" if len(self._doses) < self._step.doses else "end")
        elif self._phase == "contact" and phase_s >= self._dose_s:
            self._enter("away" if self._dose + 1 < self._step.doses else "end")
        elif self._phase == "away" and phase_s >= self._step.rest_s:
            self._enter("contact")
        elif self._phase == "end" and phase_s >= END_S:
            self.finished = True

    def _count(self, phase_s: float, since_s: float, seen: Seen) -> bool:
        """Whether both look. Counted while the avatar looks back: nobody has to look at eyes that are elsewhere."""
        back = glance(self._step.seed, self._dose, self._dose_s, phase_s)[0] < 0.5
        if not back:
            return False
        self._asked_s += since_s
        met = self._met(seen)
        if met is None:
            self._hindrances.see(seen)
            return False
        seen_s = min(since_s, LONGEST_STEP_S)
        self._seen_s += seen_s
        if met:
            self._contact_s += seen_s
            self._doses[self._dose] += seen_s
        return met

    def _met(self, seen: Seen) -> bool | None:
        """Whether the person looks at the avatar's eyes; None: that cannot be told. A head that is turned away is
        seen well enough for that."""
        if seen.reason is Reason.TURNED_AWAY:
            return False
        if seen.expression is None or seen.head is None:
            return None
        if seen.expression["AU43"] >= CLOSED:
            return False
        return direction(seen.expression, seen.head).within(self._step.tolerance, self._reference.direction)

    # ------------------------------------------------------------ what is shown

    def _scene(self, phase_s: float) -> Scene:
        count = phrase("gaze.count", number=self._dose + 1, doses=self._step.doses)
        if self._phase == "ask":
            return self._asking()
        if self._phase == "reference":
            return Scene("reference", phrase("gaze.reference"), self._face(0.0, 1.0), NEUTRAL)
        if self._phase == "away":
            left = phase_s / self._step.rest_s
            return Scene("away", phrase("gaze.away"), self._resting(), LOOKING_AWAY, progress=min(1.0, left))
        if self._phase == "end":
            return Scene("end", phrase("gaze.end"), self._face(0.0, 1.0), NEUTRAL)
        away, side = glance(self._step.seed, self._dose, self._dose_s, phase_s)
        words = translated(self._step.words) or phrase(f"gaze.contact.{self._dose % 3 + 1}")
        return Scene(
            "contact",
            words,
            self._face(away, side),
            NEUTRAL,
            progress=min(1.0, phase_s / self._dose_s),
            progress_words=count,
        )

    def _asking(self) -> Scene:
        """With what going on without an answer takes marked, and said."""
        choices = tuple(Choice(name, _said(seconds)) for name, seconds in self._offered.items())
        return Scene(
            "ask",
            phrase("gaze.ask"),
            self._resting(),
            NEUTRAL,
            choices=choices,
            chosen=tuple(name for name, seconds in self._offered.items() if seconds == self._dose_s),
            progress_words=_said(self._dose_s),
        )

    def _face(self, away: float, side: float) -> Expression:
        closed = blink(self._time_s, self._step.seed)
        return looking(self._warmth, away, side, closed)

    def _resting(self) -> Expression:
        """Eyes lowered: nobody is looked at who is resting."""
        return Expression.of(AWAY)


LOOKING_AWAY = Expression.of({"AU61": 0.7, "AU64": 0.3})


def _rounded(seconds: float) -> float:
    """To a time that is easily said, in the bounds."""
    return float(min(max(round(seconds), SHORTEST_S), LONGEST_S))


def _said(seconds: float) -> str:
    return phrase("gaze.seconds", seconds=f"{seconds:g}", count=round(seconds))


def in_words(result: StepResult) -> str:
    contact_s = result.measured.get("contact_s")
    if contact_s is None:
        return ""
    seconds = round(contact_s)
    if seconds < 1:
        return phrase("gaze.told.none")
    doses = int(result.measured["doses"])
    return f"{phrase('gaze.told.contact', seconds=seconds, count=seconds)} {phrase('gaze.told.doses', count=doses)}"
