"""What is measured of a picture or a frame, and how much of a film or a folder could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.score import score
from mirrorcam.target import Target


class Held(StrEnum):
    """Over what the scores of a film's frame are held. The value is the word in JSON."""

    BLINK = "blink"
    """The upper face is."""
    TURN = "turn"
    """All of it is, over a quick turn of the head."""

    @property
    def words(self) -> str:
        return "held over a blink" if self is Held.BLINK else "held over a quick turn"


@dataclass(frozen=True, slots=True)
class Row:
    """One picture or frame. ``scores`` only when it could be scored (no ``reason``), ``expression`` also while somebody
    speaks in a film, or the head turns quickly; ``tracked``: the expression as a session would see it, with the
    landmarks where the tracker has them; ``held``: what passes over the face just now, so that its scores, unlike its
    expression, are those from before."""

    sample: Sample
    file: str
    frame: int
    reason: Reason | None
    expression: Expression | None
    scores: Mapping[str, float | None]
    tracked: Expression | None = None
    held: Held | None = None


@dataclass
class Coverage:
    """How much of a film, or of a folder of ``pictures``, could be scored."""

    file: str
    pictures: bool = False
    frames: int = 0
    scored: int = 0
    held: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Why the others could not."""
    rest_s: tuple[float, float] | None = None
    """From when to when a film's own neutral was taken; None: of pictures, or with another neutral."""
    rest_smiles: bool = False
    """The face seems to smile there."""
    restless: str = ""
    """Where no neutral was found in a film: what kept it from being taken most of the time."""

    def see(self, row: Row) -> None:
        self.frames += 1
        self.scored += row.reason is None
        self.held += row.held is not None
        self.reasons.update([str(row.reason)] if row.reason else [])

    def could_not_read(self, pictures: int) -> None:
        if pictures:
            self.frames += pictures
            self.reasons["cannot be read"] += pictures

    @property
    def share(self) -> float | None:
        """None: there was nothing."""
        return self.scored / self.frames if self.frames else None

    @property
    def advice(self) -> str:
        """What to do about what kept most of a film from being scored; "": most of it was, or each picture says it."""
        if self.pictures or not self.reasons or 2 * self.scored >= self.frames:
            return ""
        if str(Reason.NO_NEUTRAL) in self.reasons:
            return Reason.NO_NEUTRAL.advice
        return Reason(self.reasons.most_common(1)[0][0]).advice


def raw_scores(expression: Expression, targets: Mapping[str, Target]) -> dict[str, float]:
    """0..100."""
    return {name: score(expression, target).value for name, target in targets.items()}
