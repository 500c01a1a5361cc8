"""What is exported of every sample and every trial, before it is told which kind of file it goes into."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mirrorcam.app.ending import until_told
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import CODES, Expression
from mirrorcam.face import BLENDSHAPES, Reason, Sample
from mirrorcam.instant import NO_STEP
from mirrorcam.participant import Glance
from mirrorcam.recording import Recording, session_moments
from mirrorcam.session import Moment, Session
from mirrorcam.steps import Seen

Cell = str | float | int | None
SIDES = ("L", "R")
UNIT_COLUMNS = tuple(f"{code}{side}" for code in CODES for side in SIDES)
HEAD_COLUMNS = ("yaw_deg", "pitch_deg", "roll_deg")
FACE_COLUMNS = (*HEAD_COLUMNS, *BLENDSHAPES, *UNIT_COLUMNS)
"""All that is measured on one face."""
FORMULAS = "=+-@＝＋－＠"
"""A spreadsheet takes a text that begins so for a formula (OWASP, "CSV Injection", with the full-width signs that
spreadsheets set to East Asian languages read alike)."""
_FORMULA = re.compile(rf'(^|[;\t\r\n])(?=["\s]*[{re.escape(FORMULAS)}])|^(?=[\t\r\n])')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one sample. ``reason``: why nothing could be scored; if something could, ``units`` are there,
    relative to their neutral."""

    sample: Sample
    units: Expression | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Row:
    """One sample: what was asked, and what was seen."""

    moment: Moment
    people: tuple[Person, ...]
    """Of two, the one on the left first."""


class Replayed:
    """A session, computed anew while its rows are read: afterwards ``session`` is as it was at its end."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self.session = recording.begin()

    def __iter__(self) -> Iterator[Row]:
        for session, _, moment in until_told(session_moments(self._recording)):
            self.session = session
            told = None if moment.kind in NO_STEP else session.seen
            yield Row(moment, tuple(_people(session, told)))


def _people(session: Session, seen: Seen | None) -> Iterator[Person]:
    """``seen``: what the step was told just now, if it was told something."""
    neutrals = (session.neutral, session.neutral_beside)
    told = (seen, seen.other if seen else None)
    return map(_person, session.glances, neutrals, told)


def _person(glance: Glance, neutral: Neutral | None, seen: Seen | None) -> Person:
    """Where a step looked, its own reason counts: it knows of talking, too."""
    reason = glance.sample.reason or (None if neutral is not None else Reason.NO_NEUTRAL)
    if seen is not None and seen.expression is None:
        reason = reason or seen.reason
    if reason is not None or glance.measures is None or neutral is None:
        return Person(glance.sample, None, reason)
    return Person(glance.sample, relative(glance.measures, neutral), None)


def face_cells(person: Person) -> list[Cell]:
    """In the order of ``FACE_COLUMNS``."""
    face = person.sample.face
    pose: list[Cell] = [face.pose.yaw_deg, face.pose.pitch_deg, face.pose.roll_deg] if face else [None] * 3
    shapes: list[Cell] = [float(v) for v in face.blendshapes] if face else [None] * len(BLENDSHAPES)
    return [*pose, *shapes, *_unit_cells(person.units)]


def _unit_cells(units: Expression | None) -> list[Cell]:
    if units is None:
        return [None] * len(UNIT_COLUMNS)
    return [round(float(v), 4) for v in units.values.ravel()]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to, and each of its trials, as plain data."""

    position: int
    title: str
    result: Mapping[str, Any]
    trials: Sequence[Mapping[str, Any]]


def steps(session: Session) -> Iterator[Step]:
    """Also those of a session that was cut off, as far as it came."""
    each = zip(session.exercise.steps, session.results(), session.trials(), strict=True)
    for position, (step, result, trials) in enumerate(each):
        yield Step(position, step.heading(session.targets), result, trials)


def kept_steps(recording: Recording) -> Iterator[Step]:
    """As they were kept, where nothing can be computed anew."""
    session = recording.begin()
    each = zip(session.exercise.steps, recording.steps, recording.trials, strict=False)
    for position, (step, result, trials) in enumerate(each):
        yield Step(position, step.heading(session.targets), result, trials)


# ------------------------------------------------------------ cells


def harmless(cell: Cell) -> Cell:
    """No text becomes a formula, in whichever sign a spreadsheet takes for the end of a cell, and none holds control
    characters; numbers stay as they are, to a millionth. What is no number (NaN) becomes empty."""
    if isinstance(cell, str):
        return _FORMULA.sub(r"\1'", _CONTROL.sub(" ", cell))
    if isinstance(cell, float):
        return round(cell, DECIMALS) + 0.0 if math.isfinite(cell) else None
    return cell
