"""`settle`: co-regulation in four moves. The avatar meets your face as it is, and then slowly eases; ease with it.

attune: it wears what your face wears, softly, and breathes at a pace that goes by how much your face moves.
modulate: its face grows towards a soft, rested one, its breath slows down. entrain: a slow rhythm, a breath in
lids and lips. widen: a small smile, and a look round the room. Whether your face eased is told only afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from mirrorcam.expression import NEUTRAL, POSITION, Expression
from mirrorcam.life import smooth
from mirrorcam.phrases import listed, phrase, translated
from mirrorcam.steps import TOO_LITTLE, Hindrances, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.steps.breathe import swell
from mirrorcam.synchrony import FOLLOWED
from mirrorcam.target import Target
from mirrorcam.trial import LEAST_COVERAGE, LONGEST_STEP_S

Move = Literal["attune", "modulate", "entrain", "widen"]
MOVES: tuple[Move, ...] = ("attune", "modulate", "entrain", "widen")

MEETING_S = 0.7
"""Time constant with which the avatar takes on the person's face: late and soft enough to be company, no mirror."""
MEETING = 0.85
"""Of what the person shows."""
TEMPO_S = 8.0
"""Time constant with which the person's tempo is known."""
CALM_HZ, QUICK_HZ = 12 / 60, 18 / 60
"""Breaths with which it begins: people breathe 12 to 20 times a minute at rest."""
BUSY = 0.12
"""Activity (below) at which a face counts as busy, and the first breath is the quicker one."""
BREATH_IN = 0.4
"""Share of a breath that goes in: 4 of 10 seconds."""

RESTED: Mapping[str, float] = {"AU12": 0.12, "AU6": 0.05, "AU43": 0.18}
"""A soft rested face: lids a little heavy, no more than the idea of a smile."""
BREATHING: Mapping[str, float] = {"AU12": 0.1, "AU43": -0.12, "AU1": 0.08}
"""What the face does with a full breath, on top."""
SMILE: Mapping[str, float] = {"AU12": 0.4, "AU6": 0.25}
ROUND: tuple[tuple[float, str], ...] = ((0.15, "AU61"), (0.45, "AU62"), (0.75, "AU63"))
"""Where the avatar looks while it widens: from this share of the time on, for ``LOOK`` of it."""
LOOK, LOOK_FAR = 0.2, 0.45
TENSE: Mapping[str, float] = {"AU4": 0.5, "AU7": 0.4, "AU24": 0.4}
"""What the built-in performer comes with, restlessly, so that there is something to ease."""
TENSE_HZ = 0.35

COMPARED_S = 60.0
"""The first minute against the last before the widening; of a shorter step its thirds."""
LEAST_S = 5.0
"""Seconds of each that have to be seen."""
QUIETER, SOFTER = 0.8, 0.05
"""Told as eased: activity down to this share of what it was; an action unit weaker by this much or more. The noise of
the mean of a minute is far below (.02 a frame)."""
STILL = 0.022
"""Activity below which a face was still to begin with; noise of .025 a picture comes to .007 (60 a second)
to .019 (8)."""
SMOOTH_S, STRIDE_S = 0.4, 0.5
TENSIONS: Mapping[str, tuple[str, ...]] = {"brows": ("AU4",), "lids": ("AU7",), "lips": ("AU24",)}

Seconds = Annotated[float, Field(ge=0, le=1800)]
FOLLOWED_AT = np.array([POSITION[code] for code in FOLLOWED])


class Settle(Step):
    """The avatar meets you, and eases; you ease with it."""

    needs_face: ClassVar[bool] = True
    waits: ClassVar[bool] = False

    kind: Literal["settle"]
    words: Words = ""
    """One sentence for all of it; without it, one for each move."""
    attune_s: Annotated[float, Field(ge=5, le=1800)] = 25
    """It meets your face as it is."""
    modulate_s: Seconds = 60
    """It grows softer, and its breath slower."""
    entrain_s: Seconds = 60
    """A slow rhythm, together."""
    widen_s: Seconds = 20
    """A small smile, and a look round."""
    breath_s: Annotated[float, Field(ge=4, le=20)] = 10
    """How long a breath is in the end: 10 s are six a minute."""
    pacer: bool = True
    """Whether the breath is shown around the face."""

    @property
    def lengths_s(self) -> tuple[float, float, float, float]:
        return self.attune_s, self.modulate_s, self.entrain_s, self.widen_s

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("settle.title")

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        return in_words(result)

    def followed(self, result: StepResult) -> float | None:
        return None

    def run(self, targets: Mapping[str, Target], attended: bool) -> SettleRun:
        return SettleRun(self)


# ------------------------------------------------------------ what is measured


@dataclass(slots=True)
class Second:
    """Sums over the samples of a second of the step."""

    seen_s: float = 0.0
    activity: float = 0.0
    tensions: tuple[float, ...] = (0.0,) * len(TENSIONS)


class Easing:
    """How busy and how tense the face was, second by second.

    Activity: the mean speed of the action units that can be followed, in units a second: how far the smoothed face went
    from each half second to the next. From picture to picture it would mostly be the tremble of the tracker, and hang
    on how many pictures there are.
    """

    def __init__(self) -> None:
        self.seconds: list[Second] = []
        self.lately = 0.0
        """Activity over the last seconds."""
        self._now = 0.0
        self._smoothed: Expression | None = None
        self._mark = NEUTRAL
        self._stride_s = 0.0

    def gap(self) -> None:
        """What is shown next is not compared with what was shown so far."""
        self._smoothed = None

    def see(self, time_s: float, since_s: float, expression: Expression | None) -> None:
        while len(self.seconds) <= int(time_s):
            self.seconds.append(Second())
        if expression is None:
            self.gap()
            return
        since_s = min(since_s, LONGEST_STEP_S)
        self._watch(since_s, expression)
        self._add(self.seconds[int(time_s)], since_s, expression)

    def _watch(self, since_s: float, expression: Expression) -> None:
        """From one stride to the next."""
        if self._smoothed is None:
            self._smoothed = self._mark = expression
            self._stride_s = 0.0
        self._smoothed = self._smoothed.blended(expression, 1.0 - math.exp(-since_s / SMOOTH_S))
        self._stride_s += since_s
        if self._stride_s >= STRIDE_S - 1e-6:
            moved = np.abs(self._smoothed.values - self._mark.values)[FOLLOWED_AT].mean()
            self._now = float(moved) / self._stride_s
            self._mark, self._stride_s = self._smoothed, 0.0
        self.lately += (self._now - self.lately) * (1.0 - math.exp(-since_s / TEMPO_S))

    def _add(self, second: Second, since_s: float, expression: Expression) -> None:
        found = (max(0.0, *(expression[code] for code in codes)) for codes in TENSIONS.values())
        second.seen_s += since_s
        second.activity += since_s * self._now
        second.tensions = tuple(t + since_s * f for t, f in zip(second.tensions, found, strict=True))

    def between(self, begin: int, end: int) -> dict[str, float] | None:
        """Means over seconds ``begin`` up to ``end``; None where too little was seen."""
        part = self.seconds[begin:end]
        seen_s = sum(second.seen_s for second in part)
        if seen_s < max(LEAST_S, LEAST_COVERAGE * len(part)):
            return None
        sums = {"activity": sum(second.activity for second in part)}
        sums |= {name: sum(second.tensions[i] for second in part) for i, name in enumerate(TENSIONS)}
        return {name: total / seen_s for name, total in sums.items()}


# ------------------------------------------------------------ going through it


class SettleRun(Run):
    """Goes on whether or not a face is seen: whoever leans back or shuts their eyes is not to be held up."""

    kind: ClassVar[str] = "settle"

    def __init__(self, step: Settle) -> None:
        self._step = step
        self._time_s = self._skipped_s = 0.0
        self._met = NEUTRAL
        self._easing = Easing()
        self._from = 0
        """The first second that is compared: all are beside one neutral."""
        self._breath = 0.0
        """In breaths, from the beginning."""
        self._first_hz: float | None = None
        self._hindrances = Hindrances()

    @property
    def _ends_s(self) -> list[float]:
        return [float(end) for end in np.cumsum(self._step.lengths_s)]

    def advance(self, time_s: float, seen: Seen) -> Scene:
        since_s = max(0.0, time_s + self._skipped_s - self._time_s)
        self._time_s = time_s + self._skipped_s
        self.finished = self.finished or self._time_s >= self._ends_s[-1]
        move, share = self._where()
        self._look(move, time_s, since_s, seen)
        self._breath += since_s * self._breath_hz(move, share)
        full = breath(self._breath)
        return Scene(
            move,
            translated(self._step.words) or self._words(move),
            self._shown(move, share, full),
            performed(move, share, self._time_s),
            progress=min(1.0, self._time_s / self._ends_s[-1]),
            progress_words=self._left_words(move),
            breath=full if self._step.pacer else None,
        )

    def go_on(self) -> None:
        """On to the next move."""
        left = [end for end in self._ends_s if end > self._time_s + 1e-9]
        if len(left) > 1:
            self._skipped_s += left[0] - self._time_s
            self._time_s = left[0]
        else:
            self.finished = True

    def begin_again(self) -> None:
        """A new neutral: beside it the same face reads otherwise."""
        self._easing.gap()
        self._from = len(self._easing.seconds)

    def result(self, early: str | None = None) -> StepResult:
        seen_s, asked_s = sum(s.seen_s for s in self._easing.seconds), len(self._easing.seconds)
        measured = self._compared()
        early = None if self.finished else early
        return StepResult(
            self.kind,
            scored=bool(measured),
            reason=early if measured else self._hindrances.longest or early or TOO_LITTLE,
            coverage=min(1.0, seen_s / asked_s) if asked_s else None,
            measured=measured,
        )

    def _compared(self) -> dict[str, Any]:
        """First against last; empty where one of them was not seen well enough."""
        until = len(self._easing.seconds)
        part = int(min(COMPARED_S, (until - self._from) / 3))
        first, last = (
            self._easing.between(self._from, self._from + part),
            self._easing.between(until - part, until),
        )
        if first is None or last is None:
            return {}
        return {"seconds": part, "first": first, "last": last}

    def _where(self) -> tuple[Move, float]:
        """The move, and how far it is, 0..1."""
        begin_s = 0.0
        for move, end_s in zip(MOVES, self._ends_s, strict=True):
            if self._time_s < end_s:
                return move, (self._time_s - begin_s) / (end_s - begin_s)
            begin_s = end_s
        return "widen", 1.0

    def _look(self, move: Move, time_s: float, since_s: float, seen: Seen) -> None:
        """A smile that is asked for, and eyes that look round, say nothing of how the face eased."""
        if move != "widen":
            self._easing.see(time_s, seen.since_s, seen.expression)
        self._hindrances.see(seen)
        goal = NEUTRAL if seen.expression is None else _company(seen.expression)
        self._met = self._met.blended(goal, 1.0 - math.exp(-since_s / MEETING_S))

    def _breath_hz(self, move: Move, share: float) -> float:
        """At first by the person's tempo; from the second move on to the slow one, evenly in its logarithm."""
        if move == "attune" or self._first_hz is None:
            busy = min(1.0, self._easing.lately / BUSY)
            self._first_hz = CALM_HZ + (QUICK_HZ - CALM_HZ) * busy
        slow_hz = min(1.0 / self._step.breath_s, self._first_hz)
        gone = {"attune": 0.0, "modulate": share}.get(move, 1.0)
        return self._first_hz * math.exp(gone * math.log(slow_hz / self._first_hz))

    def _shown(self, move: Move, share: float, full: float) -> Expression:
        rested = breathing(full)
        if move == "attune":
            return self._met
        if move == "modulate":
            return self._met.blended(rested, smooth(share))
        return rested if move == "entrain" else widening(rested, share)

    def _left_words(self, move: Move) -> str:
        minutes, rest = divmod(math.ceil(max(0.0, self._ends_s[-1] - self._time_s)), 60)
        left = phrase("settle.left", minutes=minutes, rest=f"{rest:02d}")
        return f"{phrase(f'settle.moves.{move}')} · {left}"

    def _words(self, move: Move) -> str:
        if move != "entrain":
            return phrase(f"settle.words.{move}")
        return phrase("settle.in" if self._breath % 1.0 < BREATH_IN else "settle.out")


def breath(breaths: float) -> float:
    """0 (empty) … 1 (full) after so many breaths."""
    share = breaths % 1.0
    if share < BREATH_IN:
        return swell(share / BREATH_IN)
    return 1.0 - swell((share - BREATH_IN) / (1.0 - BREATH_IN))


def breathing(full: float) -> Expression:
    """The rested face with a breath in it."""
    codes = dict.fromkeys((*RESTED, *BREATHING))
    return Expression.of({code: RESTED.get(code, 0.0) + full * BREATHING.get(code, 0.0) for code in codes})


def widening(rested: Expression, share: float) -> Expression:
    """A smile that comes, and eyes that go round the room."""
    values = rested.blended(Expression.of(SMILE), smooth(share / 0.3)).values.copy()
    for begin, code in ROUND:
        there = smooth((share - begin) / 0.04) - smooth((share - begin - LOOK) / 0.04)
        values[POSITION[code]] += LOOK_FAR * there
    return Expression(values)


def performed(move: Move, share: float, time_s: float) -> Expression:
    """What the built-in performer does, so that its face has something to ease."""
    tense = {"attune": 1.0, "modulate": 1.0 - smooth(share)}.get(move, 0.0)
    restless = 0.7 + 0.3 * math.sin(2.0 * math.pi * TENSE_HZ * time_s)
    smile = Expression.of(SMILE).scaled(smooth(share / 0.3) if move == "widen" else 0.0)
    return Expression(Expression.of(TENSE).scaled(tense * restless).values + smile.values)


def _company(expression: Expression) -> Expression:
    """What the avatar takes on: the face without lids and glances, which are its own."""
    values = np.zeros_like(expression.values)
    values[FOLLOWED_AT] = np.clip(expression.values[FOLLOWED_AT], 0.0, 1.0) * MEETING
    return Expression(values)


# ------------------------------------------------------------ told afterwards


def eased(measured: Mapping[str, Any]) -> list[str]:
    """What eased, from the first part to the last: "movement", "brows", "lids", "lips"."""
    first, last = measured["first"], measured["last"]
    quieter = first["activity"] > STILL and last["activity"] <= QUIETER * first["activity"]
    return [
        *(["movement"] if quieter else []),
        *(name for name in TENSIONS if first[name] - last[name] >= SOFTER),
    ]


def in_words(result: StepResult) -> str:
    if not result.measured:
        return ""
    found = eased(result.measured)
    if not found:
        return phrase("settle.told.same")
    parts = [phrase(f"settle.told.parts.{name}") for name in found]
    return phrase("settle.told.eased", parts=listed(parts))
