"""One person before the camera, as a session knows them: their face at rest, what their avatar wears, what is seen."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from mirrorcam.against import against
from mirrorcam.calibration import AVERAGE, Neutral, neutral_from, relative, seems_to_smile
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason, Sample
from mirrorcam.measures import Measures, measured
from mirrorcam.mirroring import Mirroring, Steadied
from mirrorcam.onlooker import RULES, Onlooker, Showing, expression_of, showing
from mirrorcam.resting import STRAIGHT_BESIDE_DEG, STRAIGHT_DEG, Settled, Settling
from mirrorcam.steps import Seen

FIRST_LOOKS = 10
"""Of a face that is not known at rest: so many are taken for it, until it rests."""
LOST_S, FOUND_S = 0.4, 0.12
"""Time constants with which the avatar eases to rest when the face is lost, and back to it."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A sample with what its face measures; ``measures`` is there although it may not be scored."""

    sample: Sample
    measures: Measures | None

    @classmethod
    def at(cls, sample: Sample) -> Glance:
        return cls(sample, None if sample.face is None else measured(sample))

    @property
    def scored(self) -> Measures | None:
        """Only where it may be scored."""
        return self.measures if self.sample.scored else None

    @property
    def head(self) -> HeadPose | None:
        return self.sample.face.pose if self.sample.face else None


class Participant:
    """``neutral``: what everything is relative to now; None as long as it is not known. ``kept``: one from earlier,
    for a person who skips taking one. ``beside``: they sit beside the middle of the picture, as each of two.
    ``rules``: as in ``Onlooker``."""

    def __init__(
        self,
        neutral: Neutral | None = None,
        kept: Neutral | None = None,
        *,
        beside: bool = False,
        rules: int = RULES,
    ) -> None:
        self._straight_deg = STRAIGHT_BESIDE_DEG if beside else STRAIGHT_DEG
        self.neutral = neutral
        self.kept = kept
        self.wearing = Wearing()
        self.settled = Settled(0.0)
        """How far the taking of a neutral has come."""
        self._settling = Settling(self._straight_deg)
        self._onlooker: Onlooker[Expression] = Onlooker(rules)
        self._glancing = Settling()
        self._in_passing: Neutral | None = None
        self._first: list[Sample] = []
        self._at_first: Neutral | None = None
        self._compared: tuple[Measures, Neutral, Expression] | None = None

    @property
    def offer_neutral(self) -> bool:
        """Another one would be better."""
        return self._onlooker.offer_neutral

    def wear(self, since_s: float, glance: Glance, *, settling: bool) -> None:
        """Dresses the avatar. ``settling``: a neutral is being taken."""
        shown = None
        if glance.measures is not None:
            shown = self._relative(glance.measures, self._worn_against(glance, settling))
        self.wearing.see(since_s, shown, glance.head or STRAIGHT)
        if self.neutral is not None and glance.scored is not None:
            self._onlooker.count(since_s, against(self.neutral, glance.sample))

    def _relative(self, measures: Measures, neutral: Neutral) -> Expression:
        """What is worn and what is scored are mostly the same; then it is computed once."""
        last = self._compared
        if last is None or last[0] is not measures or last[1] is not neutral:
            last = self._compared = measures, neutral, relative(measures, neutral)
        return last[2]

    def _worn_against(self, glance: Glance, settling: bool) -> Neutral:
        """What the avatar takes for rest. Where no neutral is asked for, one is found in passing, for this only; until
        then it is how the face was at first."""
        if self.neutral is None and not settling and self._in_passing is None:
            self._in_passing = self._glancing.see(glance.sample, glance.scored).neutral
        return self.neutral or self._in_passing or self.kept or self._seen_at_first(glance)

    def _seen_at_first(self, glance: Glance) -> Neutral:
        """Beside the average face many are stern at rest, whose brows are low. Only a smile is taken for one: beside
        it, rest would be."""
        if (
            glance.scored is not None
            and len(self._first) < FIRST_LOOKS
            and not seems_to_smile([glance.sample])
        ):
            self._first.append(glance.sample)
            self._at_first = neutral_from(self._first)
        return self._at_first or AVERAGE

    def settle_anew(self) -> None:
        self._settling, self.settled = Settling(self._straight_deg), Settled(0.0)

    def settle(self, glance: Glance) -> Settled:
        self.settled = self._settling.see(glance.sample, glance.scored)
        return self.settled

    def take(self, neutral: Neutral, sample: Sample) -> None:
        """A neutral was found, up to this sample."""
        self.neutral = neutral
        self._onlooker.begin((sample.width, sample.height))

    def go_on(self) -> None:
        """The taking of a neutral is over, whatever came of it."""
        self._onlooker.go_on()

    def see(self, since_s: float, glance: Glance) -> Seen:
        """What a step is told."""
        if self.neutral is None:
            return Seen(None, glance.sample.reason or Reason.NO_NEUTRAL, since_s, glance.head)
        told = self._onlooker.tell(self._look(glance, self.neutral))
        shown, reason = (None, told) if isinstance(told, Reason) else (expression_of(told), None)
        return Seen(shown, reason, since_s, glance.head, self._onlooker.back_s)

    def _look(self, glance: Glance, neutral: Neutral) -> Showing[Expression] | Reason:
        if glance.scored is None:
            return glance.sample.reason or Reason.NOBODY
        shown = self._relative(glance.scored, neutral)
        return showing(glance.sample.time_s, glance.head or STRAIGHT, glance.scored, shown)


class Wearing:
    """What the person's avatar wears: the face as it is seen, without its tremble, eased to rest while it is
    lost, and mirrored in the way that the step asks for."""

    def __init__(self) -> None:
        self.expression = NEUTRAL
        self.head = STRAIGHT
        self.mirroring: Mirroring | None = None
        self._time_s = 0.0
        self._steadied = Steadied()
        self._seen, self._pose = NEUTRAL, STRAIGHT
        self._presence = 0.0

    def see(self, since_s: float, expression: Expression | None, pose: HeadPose) -> None:
        if expression is not None:
            self._seen, self._pose = self._steadied.see(since_s, expression, pose)
        goal, constant_s = (0.0, LOST_S) if expression is None else (1.0, FOUND_S)
        self._presence += (goal - self._presence) * (1 - math.exp(-since_s / constant_s))
        if abs(goal - self._presence) < 0.005:
            self._presence = goal
        self.expression, self.head = self._seen, self._pose
        if self._presence < 1:
            self.expression = self._seen.scaled(self._presence)
            self.head = HeadPose(*(angle * self._presence for angle in astuple(self._pose)))
        self._time_s += since_s
        if self.mirroring is not None:
            self.expression, self.head = self.mirroring.see(self._time_s, self.expression, self.head)
