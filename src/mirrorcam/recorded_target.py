"""A target recorded from a face: "my own smile". From what was measured to the text of an expression file.

Intensity E is the face as it was recorded; what the file expects is intensity D, as in every expression file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mirrorcam.action_units import ACTION_UNITS, BY_CODE
from mirrorcam.arrays import Floats
from mirrorcam.expression import INTENSITIES, POSITION, Expression
from mirrorcam.range_of_movement import half_seconds
from mirrorcam.score import score
from mirrorcam.sides import ENOUGH_UNASKED, symmetry_of
from mirrorcam.tables import CONTROL
from mirrorcam.target import LOWEST_EXPECTED, Target, parse_target, unsided

CLEAR = 0.15
"""An action unit that shows as much is no noise."""
ABSENT = 0.1
MOST_EXPECTED = 6
"""Action units; the strongest, by weight · intensity."""
EVEN = 0.8
"""Sides that are less alike than this (and differ by ``ENOUGH_UNASKED``) are recorded apart."""
ALIKE = 30.0
"""Points of an expression of the library from which on what contradicts it is taken over."""
AGAINST = 0.4
"""Rate of what contradicts a face that is like nothing in the library: what the file names and the face lacks."""
UNSTEADY = 2.0
"""What a standard deviation within half a second takes off its strength."""
MOST_WORDS = 120

_GAZE = ("AU61", "AU62", "AU63", "AU64")
FACIAL = tuple(unit.code for unit in ACTION_UNITS if unit.measured and unit.code not in _GAZE)
"""Where somebody looked is no part of their expression."""
_ROWS = [POSITION[code] for code in FACIAL]


class Best(NamedTuple):
    """What was shown, and from when to when in seconds."""

    face: Expression
    from_s: float
    until_s: float


def best_half_second(looks: Sequence[tuple[float, Expression]], at_s: float | None = None) -> Best | None:
    """The median over the half-second in which the face shows most, and is steady. ``looks``: (seconds,
    expression). ``at_s``: of those alone that this moment is in. None when no half-second was seen well."""
    values = np.array([expression.values for _, expression in looks])
    times = np.array([time_s for time_s, _ in looks])
    spans = list(half_seconds(times))
    if at_s is not None:
        spans = [span for span in spans if times[span[0]] <= at_s <= times[span[1] - 1]]
    if not spans:
        return None
    first, end = max(spans, key=lambda span: _shows(values[span[0] : span[1]]))
    return Best(Expression(np.median(values[first:end], axis=0)), float(times[first]), float(times[end - 1]))


def _shows(values: Floats) -> float:
    """How much a face shows and holds still; ``values``: (looks, units, sides)."""
    facial = values[:, _ROWS]
    median = np.median(facial, axis=0)
    return float(np.where(median >= CLEAR, median, 0.0).sum() - UNSTEADY * facial.std(axis=0).sum())


def mean_expression(faces: Sequence[Expression]) -> Expression:
    """Of several recordings of the same."""
    return Expression(np.mean([face.values for face in faces], axis=0))


@dataclass(frozen=True, slots=True)
class Label:
    """What a recorded target is called, and where it comes from."""

    name: str
    title: str
    source: str
    words: str = ""
    """The sentence that asks for it, of ``MOST_WORDS`` signs at most; "": made of the units' own words."""


def clearly(face: Expression) -> Expression:
    """What of a face shows clearly, as intensity E of its target shows it; at rest: nothing."""
    return Expression.of({code: min(value, 1.0) for code, value in _shown(face).items()})


def strongest(face: Expression) -> tuple[str, ...]:
    """What would be asked for of a face, the strongest first; nothing of one at rest."""
    return tuple(_strongest(_shown(face)))


def target_text(face: Expression, label: Label, library: Iterable[Target]) -> str:
    """The expression file of ``face``. Raises ValueError when nothing shows clearly."""
    shown = _shown(face)
    expected = _strongest(shown)
    if not expected:
        raise ValueError("the face is at rest there, so there is nothing to ask for")
    against = _against(face, expected, library)
    text = _file(label, shown, expected, against, 100)
    reached = score(face, parse_target(text, f"{label.name}.toml")).value
    return _file(label, shown, expected, against, round(min(max(reached, 10.0), 100.0)))


def _shown(face: Expression) -> dict[str, float]:
    """Everything that shows clearly; sides apart only where they differ by more than those of most faces."""
    shown: dict[str, float] = {}
    for code in FACIAL:
        sides = {f"{code}L": face.left(code), f"{code}R": face.right(code)}
        found = sides if _apart(face, code) else {code: face[code]}
        shown |= {one: value for one, value in found.items() if value >= CLEAR}
    return shown


def _apart(face: Expression, code: str) -> bool:
    alike = symmetry_of(face, code)
    return alike is not None and alike < EVEN and abs(face.left(code) - face.right(code)) >= ENOUGH_UNASKED


def _strongest(shown: Mapping[str, float]) -> dict[str, float]:
    order = sorted(shown, key=lambda code: -BY_CODE[unsided(code)].weight * shown[code])
    return {code: shown[code] for code in order[:MOST_EXPECTED]}


def _against(face: Expression, expected: Iterable[str], library: Iterable[Target]) -> dict[str, float]:
    """What speaks against the nearest expression of the library, as far as this face does not show it."""
    nearest = max(library, key=lambda target: score(face, target).value, default=None)
    known = dict.fromkeys(("AU1", "AU4", "AU9", "AU10", "AU12", "AU15", "AU20", "AU26"), AGAINST)
    if nearest is not None and score(face, nearest).value >= ALIKE:
        known = {unsided(code): rate for code, (rate, _) in nearest.contradict.items()}
    asked = {unsided(code) for code in expected}
    return {c: r for c, r in known.items() if c not in asked and max(face.left(c), face.right(c)) < ABSENT}


def words_for(expected: Iterable[str]) -> str:
    """A sentence that asks for it: the strongest three units, or fewer, if they would not fit. ``expected``: the
    strongest first; of a unit that both sides show apart it is said on which one goes further."""
    codes = list(expected)
    stronger = {unsided(code): code for code in reversed(codes)}
    parts = [_plain(code, codes) for code in codes if stronger[unsided(code)] == code][:3]
    while len(sentence := _sentence(parts)) > MOST_WORDS:
        parts.pop()
    return sentence


def _sentence(parts: Sequence[str]) -> str:
    *before, last = parts
    joined = f"{', '.join(before)}, and {last}" if before else last
    return f"{joined[0].upper()}{joined[1:]}."


def _plain(code: str, among: Sequence[str]) -> str:
    unit = unsided(code)
    side = {"L": " on your left", "R": " on your right"}.get(code.removeprefix(unit), "")
    further = ", further" if {f"{unit}L", f"{unit}R"} <= set(among) else ""
    return BY_CODE[unit].more.replace(" a little", "") + further + side


def _file(
    label: Label,
    shown: Mapping[str, float],
    expected: Mapping[str, float],
    against: Mapping[str, float],
    typical: int,
) -> str:
    lines = [
        "# Recorded from a face: intensity E is the face as it was. Change it as you like; `mirrorcam check` says",
        "# whether it is still in order.",
        f"name = {quoted(label.name)}",
        f"title = {quoted(label.title)}",
        f"words = {quoted(label.words or words_for(expected))}",
        f"source = {quoted(label.source)}",
        f"typical = {typical}",
    ]
    share = INTENSITIES["D"]
    tables = {
        "show": {code: min(value, 1.0) for code, value in shown.items()},
        "expect": {code: min(max(value * share, LOWEST_EXPECTED), 1.5) for code, value in expected.items()},
        "contradict": against,
    }
    for name, table in tables.items():
        if table:
            lines += ["", f"[{name}]", *(f"{code} = {value:.2f}" for code, value in table.items())]
    return "\n".join(lines) + "\n"


def quoted(words: str) -> str:
    """As a TOML string; file names may have anything in them."""
    plain = CONTROL.sub(" ", words.encode("utf-8", "replace").decode())
    return json.dumps(plain, ensure_ascii=False)
