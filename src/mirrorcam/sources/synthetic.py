"""The built-in performer: an avatar before an imagined camera, so that everything can be shown without one.

It makes what the exercise asks for as a person would: a moment later, gradually, not quite, not quite evenly.
How it is drawn is not known here; ``draw`` is given.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mirrorcam.expression import CODES, NEUTRAL, POSITION, Expression
from mirrorcam.face import STRAIGHT, Frame, HeadPose
from mirrorcam.sources import Draw, Opened, SourceError

FPS = 30.0
REST_S = 3.0
"""At the beginning the face stays at rest, whatever is asked, so that a neutral can be taken."""
DELAY_S = (0.3, 0.6)
"""From what is asked to the first movement. Mimicry begins 300 to 400 ms after its stimulus, and voluntary
imitation a little later (design notes, "Numbers from the field")."""
ONSET_S = 0.5
"""Until a tenth of the way is left."""
NOTICED_S = 0.2
"""Who mirrors somebody sees a movement so much later, and moves as quickly as otherwise: about .45 s behind."""
MIRRORED = 0.85
"""How much of each movement they make."""
REACH = (0.75, 0.95)
"""How much of each action unit is reached."""
UNEVEN = 0.05
"""Up to this share more on one side than on the other."""
DRIFT, TREMOR = 0.03, 0.01
"""Of what is held: slow (.3 to .6 Hz) and quick (4 to 6 Hz) wavering."""
FIRST_BLINK_S, BLINK_EVERY_S, BLINK_S = 2.5, (3.0, 6.0), 0.15
SWAY_DEG = (1.5, 1.0, 0.8)
"""How far the head wanders: yaw, pitch, roll."""

_BLINK = POSITION["AU43"]
_RATE = 3.89 / ONSET_S  # of a critically damped movement: (1 + 3.89)·exp(−3.89) = .1

Values = NDArray[np.float64]


def open_named(name: str, draw: Draw | None) -> Performer:
    if draw is None:
        raise SourceError(f"{name}: the performer needs an avatar to be drawn as.")
    return Performer(draw)


@dataclass(frozen=True)
class Keyframe:
    time_s: float
    expression: Expression
    head: HeadPose = STRAIGHT


class Script:
    """A fixed performance: keyframes, straight lines between them. It ends at the last one."""

    def __init__(self, keyframes: Sequence[Keyframe]) -> None:
        times = [keyframe.time_s for keyframe in keyframes]
        if not times or any(b <= a for a, b in pairwise(times)):
            raise ValueError(
                "script: at least one keyframe is needed, and time_s must grow from one to the next"
            )
        self._times = np.array(times)
        self._values = np.array([k.expression.values for k in keyframes])
        self._heads = np.array([(k.head.yaw_deg, k.head.pitch_deg, k.head.roll_deg) for k in keyframes])

    @property
    def end_s(self) -> float:
        return float(self._times[-1])

    def at(self, time_s: float) -> tuple[Expression, HeadPose]:
        """Before the first keyframe and after the last one, they stay."""
        after = int(np.clip(np.searchsorted(self._times, time_s), 1, max(1, len(self._times) - 1)))
        low, high = after - 1, min(after, len(self._times) - 1)
        span_s = self._times[high] - self._times[low]
        share = float(np.clip((time_s - self._times[low]) / span_s, 0, 1)) if span_s else 0.0
        values = self._values[low] + share * (self._values[high] - self._values[low])
        return Expression(values), HeadPose(
            *(self._heads[low] + share * (self._heads[high] - self._heads[low]))
        )


class Performer(Opened):
    """640 × 480 pictures (or whatever ``draw`` gives) at 30 a second of its own time, as fast as asked for.

    With a ``script`` it plays that and ends; without one it does what ``prompt`` asks, without end. The same
    seed and the same prompts at the same frames give the same pictures.
    """

    def __init__(self, draw: Draw, script: Script | None = None, seed: int = 0) -> None:
        super().__init__()
        self.name = "the built-in performer"
        self._draw = draw
        self._script = script
        self._acting = Acting(seed)
        self._asked: Expression | None = None

    def prompt(self, asked: Expression | None, leads: str | None = None) -> None:
        """May be called from another thread."""
        self._asked = asked

    def __iter__(self) -> Iterator[Frame]:
        index = 0
        while not self.closed and (self._script is None or index / FPS <= self._script.end_s):
            time_s = index / FPS
            expression, head = (
                self._script.at(time_s) if self._script else self._acting.next(time_s, self._asked)
            )
            yield Frame(time_s, index, self._draw(expression, head))
            index += 1


class Pair(Opened):
    """Two performers side by side in one picture: one does what ``prompt`` asks, the other mirrors them a moment
    later. Pictures are those of both ``draws`` (of the same height), the one who sits on the left at the picture's
    right-hand side. Otherwise as ``Performer``."""

    def __init__(self, draws: tuple[Draw, Draw], seed: int = 0) -> None:
        super().__init__()
        self.name = "the built-in performers"
        self._draws = draws
        self._acting = Acting(seed), Acting(seed + 1)
        self._asked: Expression | None = None
        self._leads: str | None = None

    def prompt(self, asked: Expression | None, leads: str | None = None) -> None:
        """May be called from another thread."""
        self._asked, self._leads = asked, leads

    def __iter__(self) -> Iterator[Frame]:
        index = 0
        while not self.closed:
            worn = self._both(index / FPS)
            pictures = [draw(*wear) for draw, wear in zip(self._draws, worn, strict=True)]
            yield Frame(index / FPS, index, np.hstack(pictures[::-1]))
            index += 1

    def _both(self, time_s: float) -> list[tuple[Expression, HeadPose]]:
        """What the one on the left wears, and the one on the right."""
        asked, leads = self._asked, self._leads
        if leads is None:
            return [acting.next(time_s, asked) for acting in self._acting]
        one, other = self._acting if leads == "left" else self._acting[::-1]
        led = one.next(time_s, asked)
        worn = [led, other.mirror(time_s, led[0])]
        return worn if leads == "left" else worn[::-1]


class Acting:
    """How a person moves who is asked for expressions. ``next`` is called once a frame, in order of time."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._asked = NEUTRAL
        self._plans: deque[tuple[float, Values]] = deque()
        self._watched: deque[tuple[float, Values]] = deque()
        self._goal, self._place, self._speed = (np.zeros((len(CODES), 2)) for _ in range(3))
        self._time_s = 0.0
        self._blink_s = FIRST_BLINK_S + self._chance.uniform(0, 1)
        phases = self._chance.uniform(0, 2 * math.pi, (2, len(CODES), 2))
        self._slow_phase, self._quick_phase = phases
        self._slow_hz, self._quick_hz = self._chance.uniform(0.3, 0.6), self._chance.uniform(4, 6)
        self._sway_hz = self._chance.uniform(0.08, 0.2, 3)

    def next(self, time_s: float, asked: Expression | None) -> tuple[Expression, HeadPose]:
        """What the face and the head do at ``time_s`` when ``asked`` is what is asked for by now."""
        self._notice(time_s, asked or NEUTRAL)
        while self._plans and self._plans[0][0] <= time_s:
            self._goal = self._plans.popleft()[1]
        return self._go_on(time_s)

    def _go_on(self, time_s: float) -> tuple[Expression, HeadPose]:
        self._move(time_s - self._time_s)
        self._time_s = time_s
        values = np.clip(self._place * self._waver(time_s), 0, 1)
        values[_BLINK] = np.maximum(values[_BLINK], self._blink(time_s))
        return Expression(values), self._sway(time_s)

    def mirror(self, time_s: float, face: Expression) -> tuple[Expression, HeadPose]:
        """What they do at ``time_s`` when they mirror somebody who shows ``face`` by now; blinks are their own."""
        self._asked = face
        self._plans.clear()
        self._watched.append((time_s, face.values))
        while len(self._watched) > 1 and self._watched[1][0] <= time_s - NOTICED_S:
            self._watched.popleft()
        self._goal = self._watched[0][1] * MIRRORED
        self._goal[_BLINK] = 0.0
        return self._go_on(time_s)

    def _notice(self, time_s: float, asked: Expression) -> None:
        if asked is self._asked or np.array_equal(asked.values, self._asked.values):
            return
        self._asked = asked
        due_s = max(
            time_s + self._chance.uniform(*DELAY_S), REST_S, self._plans[-1][0] if self._plans else 0.0
        )
        reach = self._chance.uniform(*REACH, (len(CODES), 1))
        uneven = 1 + self._chance.uniform(-UNEVEN, UNEVEN, (len(CODES), 1)) / 2 * (1, -1)
        self._plans.append((due_s, asked.values * reach * uneven))

    def _move(self, step_s: float) -> None:
        """A critically damped movement towards the goal, exact for any step."""
        away = self._place - self._goal
        push = self._speed + _RATE * away
        decay = math.exp(-_RATE * step_s)
        self._place = self._goal + (away + push * step_s) * decay
        self._speed = (self._speed - _RATE * push * step_s) * decay

    def _waver(self, time_s: float) -> Values:
        slow = np.sin(2 * math.pi * self._slow_hz * time_s + self._slow_phase)
        quick = np.sin(2 * math.pi * self._quick_hz * time_s + self._quick_phase)
        wavering: Values = 1 + DRIFT * slow + TREMOR * quick
        return wavering

    def _blink(self, time_s: float) -> float:
        while time_s >= self._blink_s + BLINK_S:
            self._blink_s += self._chance.uniform(*BLINK_EVERY_S)
        return (
            max(0.0, math.sin(math.pi * (time_s - self._blink_s) / BLINK_S))
            if time_s > self._blink_s
            else 0.0
        )

    def _sway(self, time_s: float) -> HeadPose:
        angles = np.array(SWAY_DEG) * np.sin(2 * math.pi * self._sway_hz * time_s)
        return HeadPose(*(float(angle) for angle in angles))
