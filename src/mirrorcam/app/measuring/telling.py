"""What `mirrorcam measure` says of each picture or frame, and of each film or folder, in a line of text or of JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.score import score
from mirrorcam.sides import ENOUGH_UNASKED, symmetry, symmetry_of, two_sided, unasked
from mirrorcam.target import Target

SHOWN = 0.15
"""Of a unit; less is not named in a line of text."""
SMILES_AT_REST = ". There it seems to smile, unless that is how it rests; everything is measured against it."
BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Kinds of characters (Unicode) that are escaped in a file's name: control, lone surrogates, ends of lines."""


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


def as_json(
    row: Row, targets: Mapping[str, Target], smiling: Sequence[str] = (), *, picture: bool = False
) -> str:
    """One line; numbers as they are, not rounded. What was not scored is null, never 0; so is the symmetry of what
    hardly moves, and what one side did without being asked where it did nothing (sides.py). ``smiling``: files of the
    neutral in which the face seems to smile; ``picture`` as for ``as_text``."""
    return json.dumps(
        {
            "file": row.file,
            "frame": row.frame,
            "time_s": row.sample.time_s,
            "scored": row.reason is None,
            "reason": row.reason,
            "advice": row.reason.advice if row.reason and picture else None,
            "action_units": _action_units(row.expression),
            "scores": row.scores,
            "symmetry": {name: _symmetry(row, target) for name, target in targets.items()},
            "unasked": {name: _unasked(row, target) for name, target in targets.items()},
            "held": row.held,
            "head": _head(row.sample),
            "neutral_smiles": list(smiling),
        }
    )


def _symmetry(row: Row, target: Target) -> float | None:
    return None if row.expression is None or row.reason else symmetry(row.expression, target)


def _unasked(row: Row, target: Target) -> dict[str, str | float] | None:
    found = None if row.expression is None or row.reason else unasked(row.expression, target)
    return {"unit": found.code, "excess": found.excess} if found else None


def _action_units(expression: Expression | None) -> dict[str, dict[str, float | None]]:
    if expression is None:
        return {}
    return {
        unit.code: {
            "value": expression[unit.code],
            "left": expression.left(unit.code),
            "right": expression.right(unit.code),
            "symmetry": symmetry_of(expression, unit.code),
        }
        for unit in ACTION_UNITS
        if unit.measured
    }


def _head(sample: Sample) -> dict[str, float] | None:
    if sample.face is None:
        return None
    pose = sample.face.pose
    return {"yaw_deg": pose.yaw_deg, "pitch_deg": pose.pitch_deg, "roll_deg": pose.roll_deg}


def as_text(row: Row, *, picture: bool = False) -> str:
    """``picture``: a photograph, which its name tells well enough, and of which it is said what to do where it is not
    scored. Of a film the line at its end does."""
    name = in_one_line(row.file)
    head = name if picture else f"{name}  frame {row.frame}  {row.sample.time_s:.2f} s"
    if row.expression is None or row.reason:
        advice = f". {row.reason.advice}" if row.reason and picture else ""
        return f"{head}  not scored: {row.reason}{advice}"
    units = ", ".join(_units_texts(row.expression))
    scores = "  ".join(f"{name} {value:.0f}" for name, value in row.scores.items() if value is not None)
    held = f"  {row.held.words}" if row.held else ""
    return f"{head}  {scores}  ({units or 'at rest'}){held}"


def in_one_line(name: str) -> str:
    """A file's name with what would break a line, or cannot be written as text (bytes that are no UTF-8), escaped."""
    return "".join(_escaped(one) if unicodedata.category(one) in BREAKING else one for one in name)


def _escaped(one: str) -> str:
    return one.encode("unicode_escape").decode("ascii")


def _units_texts(expression: Expression) -> list[str]:
    """Of those that show, with their sides where these differ as much as an unasked movement has to."""
    texts = []
    for code in (unit.code for unit in ACTION_UNITS if unit.measured):
        value, left, right = expression[code], expression.left(code), expression.right(code)
        if two_sided(code) and abs(max(left, 0.0) - max(right, 0.0)) >= ENOUGH_UNASKED:
            texts.append(f"{code} {value:.2f} with {left:.2f} left and {right:.2f} right")
        elif value >= SHOWN:
            texts.append(f"{code} {value:.2f}")
    return texts


def coverage_json(covered: Coverage) -> str:
    """One line. A row of a frame has "frame", this has "frames"."""
    return json.dumps(
        {
            "file": covered.file,
            "frames": covered.frames,
            "frames_scored": covered.scored,
            "frames_held": covered.held,
            "coverage": covered.share,
            "reasons": dict(covered.reasons.most_common()),
            "advice": covered.advice or None,
            "rest_s": covered.rest_s,
            "rest_smiles": covered.rest_smiles if covered.rest_s else None,
            "restless": covered.restless or None,
        }
    )


def coverage_text(covered: Coverage) -> str:
    share, what = f"{100 * (covered.share or 0.0):.0f} %", "pictures" if covered.pictures else "frames"
    parts = [f"{in_one_line(covered.file)}  {covered.scored} of {covered.frames} {what} scored ({share})"]
    if covered.held:
        parts.append(f", {covered.held} of them held over blinks and quick turns")
    parts.append(not_scored_text(covered.reasons))
    if covered.rest_s:
        begin_s, end_s = covered.rest_s
        parts.append(f"; at rest from {begin_s:.1f} to {end_s:.1f} s, as it seems")
        if covered.rest_smiles:
            parts.append(f"{SMILES_AT_REST} {Reason.NO_NEUTRAL.advice}")
    elif covered.reasons.get(str(Reason.NO_NEUTRAL)) and not covered.pictures:
        mostly = f" (mostly: {covered.restless})" if covered.restless else ""
        parts.append(f"; it has no two steady seconds{mostly}")
    return "".join(parts) + (f". {covered.advice}" if covered.advice else "")


def not_scored_text(reasons: Counter[str]) -> str:
    """To be put behind another part of a sentence."""
    why = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return f"; not scored: {why}" if why else ""
