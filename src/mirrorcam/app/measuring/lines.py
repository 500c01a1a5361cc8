"""What `mirrorcam measure` says of each picture or frame, and of each film or folder, in a line of text or of JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.measuring.row import Coverage, Row
from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.phrases import percent
from mirrorcam.sides import ENOUGH_UNASKED, symmetry, symmetry_of, two_sided, unasked
from mirrorcam.target import Target

SHOWN = 0.15
"""Of a unit; less is not named in a line of text."""
SMILES_AT_REST = ". There it seems to smile, unless that is how it rests; everything is measured against it."
BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Kinds of characters (Unicode) that are escaped in a file's name: control, lone surrogates, ends of lines."""


@dataclass(frozen=True)
class Lines:
    """JSON or text. ``smiling``: files of the neutral in which the face seems to smile."""

    json: bool
    targets: Mapping[str, Target]
    smiling: Sequence[str]

    def row(self, row: Row, *, picture: bool) -> str:
        if self.json:
            return as_json(row, self.targets, self.smiling, picture=picture)
        return as_text(row, picture=picture)

    def coverage(self, covered: Coverage) -> str:
        return coverage_json(covered) if self.json else coverage_text(covered)


def as_json(
    row: Row, targets: Mapping[str, Target], smiling: Sequence[str] = (), *, picture: bool = False
) -> str:
    """One line; numbers as they are, not rounded. What was not scored is null, never 0; so is the symmetry of what
    hardly moves, and what one side did without being asked where it did nothing (sides.py). ``smiling`` as in
    ``Lines``, ``picture`` as for ``as_text``."""
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
            texts.append(f"{code} {value:.2f} with {_two(left)} left and {_two(right)} right")
        elif value >= SHOWN:
            texts.append(f"{code} {value:.2f}")
    return texts


def _two(value: float) -> str:
    """Never "-0.00"."""
    return f"{round(value, 2) + 0.0:.2f}"


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
    share, what = f"{percent(covered.share or 0.0)} %", "pictures" if covered.pictures else "frames"
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
