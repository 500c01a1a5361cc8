"""`together`: two people side by side before one camera. One leads, the other mirrors, then they swap.

Who sits on the left and who on the right is told by their places (``two_faces.py``). What is measured is how much both
faces go together and who is ahead (``synchrony.py``), for each turn. It is told as something about these minutes, in
words before numbers; it is no grade of two people, so nothing of it is followed from session to session.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.mirroring import Mirroring, Mode
from mirrorcam.phrases import percent, phrase, translated
from mirrorcam.steps import TOO_LITTLE, Hindrances, Run, Scene, Seen, Side, Step, StepResult, Words
from mirrorcam.steps.follow import GLIDE_S, LIVE_MEMORY_S, MOST, OFTEN, lag_in_words
from mirrorcam.steps.lead import MOVEMENTS, Movement
from mirrorcam.synchrony import FOLLOWED, Synchrony, Together
from mirrorcam.target import Target
from mirrorcam.trial import LEAST_COVERAGE, LONGEST_STEP_S
from mirrorcam.waiting import of_all

READY, TURN, END = "ready", "turn", "end"
"""The phases."""
READY_S = 5.0
"""To read who leads, and to come to rest: longer than a window of synchrony, so that none has parts of two turns."""
END_S = 4.0
SIDES: tuple[Side, Side] = ("left", "right")
LAGS_S = (-1.0, 1.5)
"""The least and most the one who mirrors may be behind. They may be ahead, too, as somebody is who leads unasked."""
AT_ONCE_S = 0.1
"""Less ahead or behind than this is at the same moment: three pictures at 30 a second."""
STILL = 0.3
"""A face that shows nothing stronger is at rest, however it trembles."""
IDEA_AFTER_S, IDEA_S = 3.0, 4.0
"""A leader who is at rest for so long is offered an idea, for so long."""
IDEAS: tuple[Movement, ...] = tuple(
    movement
    for name in ("smile", "brows_up", "mouth_open", "kiss", "brows_together", "nose")
    for movement in MOVEMENTS
    if movement.name == name
)
"""Large movements, easy to see and to mirror; the strange ones last."""


class TogetherStep(Step):
    """One leads, the other mirrors, then they swap."""

    needs_face: ClassVar[bool] = True
    for_two: ClassVar[bool] = True

    kind: Literal["together"]
    words: Words = ""
    """The sentence while somebody leads; without it, one that says who."""
    seconds: Annotated[float, Field(ge=8, le=600)] = 30
    """How long each turn is."""
    turns: Annotated[int, Field(ge=1, le=20)] = 2
    """How often somebody leads, one after the other."""
    first: Side = "left"
    """Who begins to lead."""
    ideas: bool = True
    """Whether a leader who is at rest for a while is offered an idea."""
    warm: Annotated[float, Field(ge=0, le=1)] = 0
    """How much warmer than its person each avatar is: its harsh movements weaker, a gentle smile on its way."""
    avatars_only: bool = False
    """Without the small camera picture, so that nobody sees the other's picture, nor their own."""
    partner: Annotated[str, Field(max_length=60)] | None = None
    """Whose avatar the one on the right has."""

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase("together.title")

    def mirroring(self, targets: Mapping[str, Target]) -> Mirroring | None:
        return Mirroring(Mode("warm", self.warm)) if self.warm else None

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        return in_words(result)

    def followed(self, result: StepResult) -> float | None:
        return None

    def run(self, targets: Mapping[str, Target], attended: bool) -> TogetherRun:
        return TogetherRun(self)


def other_of(side: Side) -> Side:
    return "right" if side == "left" else "left"


class Turn:
    """What is measured while one of them leads."""

    def __init__(self, leads: Side) -> None:
        self.leads = leads
        self.found: Together | None = None
        self._synchrony = Synchrony(LAGS_S, memory_s=math.inf)
        self._asked_s = 0.0
        self._seen_s = dict.fromkeys(SIDES, 0.0)

    def see(self, clock_s: float, since_s: float, two: Mapping[Side, Expression | None]) -> None:
        self._asked_s += since_s
        for side in SIDES:
            self._seen_s[side] += min(since_s, LONGEST_STEP_S) if two[side] is not None else 0.0
        self.found = self._synchrony.see(clock_s, two[self.leads], two[other_of(self.leads)])

    @property
    def begun(self) -> bool:
        return self._asked_s > 0

    def coverage(self, side: Side) -> float:
        return self._seen_s[side] / self._asked_s if self._asked_s > 0 else 0.0

    @property
    def led(self) -> str | None:
        """Who was ahead: "left", "right" or "both"; None: not clear."""
        lag_s = None if self.found is None else self.found.lag_s
        if lag_s is None:
            return None
        if abs(lag_s) < AT_ONCE_S:
            return "both"
        return self.leads if lag_s > 0 else other_of(self.leads)

    def measured(self) -> dict[str, Any]:
        """As plain data. ``lag_s``: how far the one who was to mirror was behind."""
        return {
            "leads": self.leads,
            "led": self.led,
            "synchrony": None if self.found is None else self.found.strength,
            "lag_s": None if self.found is None else self.found.lag_s,
            "coverage_left": self.coverage("left"),
            "coverage_right": self.coverage("right"),
        }


class Ideas:
    """Offers an idea to a leader who is at rest."""

    def __init__(self) -> None:
        self._offered = 0
        self._idea: Movement | None = None
        self._since_s = 0.0

    def see(self, time_s: float, leader: Expression | None) -> Movement | None:
        """``time_s`` only grows."""
        if self._idea is not None:
            if time_s - self._since_s >= IDEA_S:
                self._idea, self._since_s = None, time_s
        elif leader is not None and max(leader[code] for code in FOLLOWED) > STILL:
            self._since_s = time_s
        elif time_s - self._since_s >= IDEA_AFTER_S:
            self._idea, self._since_s = IDEAS[self._offered % len(IDEAS)], time_s
            self._offered += 1
        return self._idea

    def rest(self, time_s: float) -> None:
        self._idea, self._since_s = None, time_s


class TogetherRun(Run):
    kind: ClassVar[str] = "together"

    def __init__(self, step: TogetherStep) -> None:
        self._step = step
        self._span_s = READY_S + step.seconds
        leads = [step.first if i % 2 == 0 else other_of(step.first) for i in range(step.turns)]
        self._turns = [Turn(side) for side in leads]
        self._overall = Synchrony(LAGS_S, memory_s=math.inf)
        self._lately = [Synchrony(LAGS_S, memory_s=LIVE_MEMORY_S) for _ in range(2)]
        self._found: Together | None = None
        self._ideas = Ideas()
        self._time_s = self._ahead_s = self._clock_s = 0.0
        self._shown: float | None = None
        self._hindrances = Hindrances()

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self._time_s = time_s + self._ahead_s
        self._clock_s += seen.since_s
        count = int(self._time_s // self._span_s)
        if count >= len(self._turns):
            self.finished = self.finished or self._time_s >= len(self._turns) * self._span_s + END_S
            return self._scene(END, phrase("together.end"))
        turn, in_turn_s = self._turns[count], self._time_s - count * self._span_s
        if in_turn_s < READY_S:
            return self._get_ready(turn, swapped=count > 0)
        return self._lead(turn, seen, (in_turn_s - READY_S) / self._step.seconds)

    def go_on(self) -> None:
        """On to the turn, or to the next one; after the last, enough."""
        count = int(self._time_s // self._span_s)
        if count >= len(self._turns):
            self.finished = True
            return
        begin_s = count * self._span_s + READY_S
        self._ahead_s += (begin_s if self._time_s < begin_s else (count + 1) * self._span_s) - self._time_s

    def begin_again(self) -> None:
        """A gap, in which nothing is known: what was compared with the neutrals before is not compared on."""
        self._clock_s += 1.0

    def result(self, early: str | None = None) -> StepResult:
        begun = [turn for turn in self._turns if turn.begun]
        coverage = fmean(min(map(turn.coverage, SIDES)) for turn in begun) if begun else None
        found = self._found if (coverage or 0.0) >= LEAST_COVERAGE else None
        early = None if self.finished else early
        return StepResult(
            self.kind,
            scored=found is not None,
            reason=early if found is not None else self._hindrances.longest or early or TOO_LITTLE,
            coverage=coverage,
            measured={} if found is None else _measured(found, begun),
        )

    def _get_ready(self, turn: Turn, swapped: bool) -> Scene:
        self._ideas.rest(self._time_s)
        self._shown = None
        words = phrase(f"together.{'swap' if swapped else 'ready'}.{turn.leads}")
        return self._scene(READY, words, turn, asked=NEUTRAL)

    def _lead(self, turn: Turn, seen: Seen, share: float) -> Scene:
        two: dict[Side, Expression | None] = {
            "left": seen.expression,
            "right": seen.other.expression if seen.other else None,
        }
        self._measure(turn, seen, two)
        idea = self._ideas.see(self._time_s, two[turn.leads]) if self._step.ideas else None
        words = translated(self._step.words) or phrase(f"together.words.{turn.leads}")
        return self._scene(
            TURN,
            words if idea is None else phrase(f"lead.ideas.{idea.name}"),
            turn,
            asked=NEUTRAL if idea is None else Expression.of(idea.idea),
            progress=min(1.0, share),
        )

    def _scene(
        self,
        phase: str,
        words: str,
        turn: Turn | None = None,
        asked: Expression | None = None,
        progress: float | None = None,
    ) -> Scene:
        return Scene(
            phase,
            words,
            asked=asked,
            progress=progress,
            together=self._shown,
            person=self._step.partner or "",
            leads=None if turn is None else turn.leads,
            camera=not self._step.avatars_only,
        )

    def _measure(self, turn: Turn, seen: Seen, two: Mapping[Side, Expression | None]) -> None:
        reason = of_all([seen.reason, *([seen.other.reason] if seen.other else [])])
        self._hindrances.see(replace(seen, reason=reason))
        leader, follower = two[turn.leads], two[other_of(turn.leads)]
        turn.see(self._clock_s, seen.since_s, two)
        self._found = self._overall.see(self._clock_s, leader, follower)
        first = self._turns[0].leads
        self._show(seen.since_s, ((leader, follower), (two[first], two[other_of(first)])))

    def _show(self, since_s: float, pairs: Iterable[tuple[Expression | None, Expression | None]]) -> None:
        """How both went together lately. ``pairs``: who is to be ahead and who behind, by the roles and as in the first
        turn: who is mirrored on when the roles are swapped does not go apart from the other."""
        seen = [lately.see(self._clock_s, *pair) for lately, pair in zip(self._lately, pairs, strict=True)]
        strengths = [found.strength for found in seen if found is not None]
        if strengths:
            before = 0.0 if self._shown is None else self._shown
            self._shown = before + (max(strengths) - before) * (1.0 - math.exp(-since_s / GLIDE_S))


def _measured(found: Together, turns: Sequence[Turn]) -> dict[str, Any]:
    """``correlation`` and ``floor`` are of the whole (synchrony.py)."""
    each = [turn.measured() for turn in turns]
    return {
        "synchrony": _strength(found, turns),
        "lag_s": _one_lag(found.lag_s, each),
        "correlation": found.correlation,
        "floor": found.floor,
        "coverage_left": fmean(turn.coverage("left") for turn in turns),
        "coverage_right": fmean(turn.coverage("right") for turn in turns),
        "turns": each,
    }


def _strength(found: Together, turns: Sequence[Turn]) -> float:
    """Of the whole, or of its turns if these went better: where the same one is ahead whoever is to lead, the lag turns
    round with the roles, and the whole knows none."""
    of_turns = [turn.found.strength for turn in turns if turn.found is not None]
    return max(found.strength, fmean(of_turns)) if len(of_turns) == len(turns) else found.strength


def _one_lag(lag_s: float | None, turns: Sequence[Mapping[str, Any]]) -> float | None:
    """That of the whole; None where who mirrors was behind in one turn and ahead in another."""
    lags_s = [turn["lag_s"] for turn in turns if turn["lag_s"] is not None]
    both_ways = min(lags_s, default=0.0) <= -AT_ONCE_S and max(lags_s, default=0.0) >= AT_ONCE_S
    return None if both_ways else lag_s


# ------------------------------------------------------------ telling


def in_words(result: StepResult) -> str:
    """Words first, then how much, how far behind, and how much was seen of each."""
    measured = result.measured
    if "synchrony" not in measured:
        return phrase("together.told.unknown")
    strength = measured["synchrony"]
    how = "most" if strength >= MOST else "often" if strength >= OFTEN else "seldom"
    said = [phrase(f"together.told.{how}")]
    if strength >= OFTEN:
        said += filter(None, (_led(side, measured["turns"]) for side in SIDES))
    return " ".join([*said, _numbers(measured), phrase("together.told.only_this")])


def _led(side: Side, turns: Sequence[Mapping[str, Any]]) -> str:
    """How the other came along when this one led; "" where it is not known."""
    lags_s = [turn["lag_s"] for turn in turns if turn["leads"] == side and turn["lag_s"] is not None]
    if not lags_s:
        return ""
    lag_s = fmean(lags_s)
    how = "at_once" if abs(lag_s) < AT_ONCE_S else "followed" if lag_s > 0 else "ahead"
    return phrase(f"together.told.{how}.{side}")


def _numbers(measured: Mapping[str, Any]) -> str:
    seen = {side: percent(measured[f"coverage_{side}"]) for side in SIDES}
    together = round(100 * measured["synchrony"])
    lag_s = _one_lag(measured["lag_s"], measured["turns"])
    if lag_s is None:
        return phrase("together.told.numbers", percent=together, **seen)
    return phrase("together.told.numbers_lag", percent=together, lag=lag_in_words(lag_s), **seen)
