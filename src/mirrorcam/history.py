"""What many sessions show together: each thing that was practised, by the person's own measure. Pure.

A thing is a kind of step with what it asks for: joy in ``imitate`` is one, joy in ``steady`` another; or an action
unit over all that asked for it, how far it went and how alike its sides moved (``units_practised``). Nothing is said of
a change before there is enough to tell it from chance, see ``trend``; and only days on which the same was asked are
compared, see ``_compared``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from statistics import fmean, median
from typing import Any

from mirrorcam.asked import Asked, asked_in
from mirrorcam.sides import alike, least, two_sided
from mirrorcam.steps import Step, StepResult
from mirrorcam.target import Target, unsided

UNIT = "unit"
"""In the place of a kind of step: an action unit, whatever asked for it."""
SIDES = "sides"
"""The same: how alike both sides of an action unit moved."""
FIRST = 3
"""The baseline is the median of so many of the first times; what is now, of so many of the last."""
ENOUGH = 6
"""Fewer times than this tell no change: the first three and the last three are then not apart."""
SURE = 2.0
"""A change is spoken of from so many standard errors on."""
MAD_TO_SD = 1.4826
"""Median absolute deviation → standard deviation, for a normal spread."""
LEAST_SPREAD, LEAST_UNIT_SPREAD, LEAST_SIDES_SPREAD = 5.0, 10.0, 10.0
"""Points, of a kind of step, of an action unit and of how alike its sides move: so far apart lie days on which the face
does the very same, before another camera and held otherwise (benchmarks/measurement/days.py: SD of a score 4.9; of a
unit's intensity .06 in the middle, of a C of .55 a tenth; of its sides 5 to 14, 9 in root mean square). Nobody is
steadier than that."""
LEAST_SPREADS = {UNIT: LEAST_UNIT_SPREAD, SIDES: LEAST_SIDES_SPREAD}
OF_UNITS = tuple(LEAST_SPREADS)
MEDIAN_LOSS = math.sqrt(math.pi / 2)
"""The standard error of a median is so much larger than that of a mean, for a normal spread."""


@dataclass(frozen=True, slots=True)
class Practised:
    """One step of one session, done far enough to have a number."""

    when: datetime
    kind: str
    target: str
    """Name of the expression, or the code of the action unit; "" where the kind asks for none."""
    value: float
    """0..100, larger is more of what was aimed at."""
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Point:
    """A thing on one day: the mean of what was practised then, 0..100. What is compared and what is not are two points
    where one day has both."""

    day: date
    value: float
    times: int
    intensity: str = ""
    """The letters that were asked for, "C" or "BC"; "" where there are none."""
    scale: str = "common"
    """"common", "own", or "both"."""
    asked: str = ""
    """The same text where the same was asked."""
    compared: bool = True
    """Whether the same was asked as last."""


class Trend(StrEnum):
    """How a thing is now, against its beginning."""

    TOO_EARLY = "too early"
    MORE = "more"
    ALIKE = "alike"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing through time. ``baseline`` and ``now`` (0..100) are medians of the first and last of those days on
    which the same was asked as last, with ``error`` the standard error of their difference; None where there are too
    few such days."""

    kind: str
    target: str
    points: tuple[Point, ...]
    baseline: float
    now: float
    error: float | None
    trend: Trend

    @property
    def compared(self) -> tuple[Point, ...]:
        """The days that ``trend`` is about; at least one."""
        return tuple(point for point in self.points if point.compared)

    @property
    def asked_otherwise(self) -> bool:
        """Whether there are days on which something else was asked."""
        return len(self.compared) < len(self.points)


@dataclass(frozen=True, slots=True)
class Week:
    """``begins`` on a Monday."""

    begins: date
    minutes: float
    sessions: int


@dataclass(frozen=True, slots=True)
class PastSession:
    """What a list of sessions knows of one: when it began, how long it took, and what its steps came to."""

    when: datetime
    duration_s: float
    practised: tuple[Practised, ...]
    formula: str = ""
    """The version of the score that it was scored with."""


@dataclass(frozen=True, slots=True)
class History:
    lines: tuple[Line, ...]
    """What was practised most often first."""
    weeks: tuple[Week, ...]
    """Every week from the first session to the last, oldest first; those in between may be empty."""
    units: tuple[Line, ...] = ()
    """Action units, what was asked for most often first."""
    sides: tuple[Line, ...] = ()
    """How alike both sides of them moved, 100 is the same on both; what was made on most days first."""
    formulas: tuple[str, ...] = ()
    """The versions of the score that the sessions were scored with; from more than one on, a change may be theirs."""


def history(sessions: Iterable[PastSession]) -> History:
    """In any order."""
    kept = sorted(sessions, key=lambda session: session.when)
    things: dict[tuple[str, str], list[Practised]] = defaultdict(list)
    for session in kept:
        for one in session.practised:
            things[one.kind, one.target].append(one)
    lines = [_line(kind, target, times) for (kind, target), times in things.items()]
    lines.sort(key=lambda line: -len({point.day for point in line.points}))
    return History(
        lines=tuple(line for line in lines if line.kind not in OF_UNITS),
        weeks=tuple(_weeks(kept)),
        units=tuple(line for line in lines if line.kind == UNIT),
        sides=tuple(line for line in lines if line.kind == SIDES),
        formulas=tuple(
            sorted({session.formula for session in kept if session.formula and session.practised})
        ),
    )


def practised(
    when: datetime,
    results: Iterable[StepResult],
    values: Iterable[float | None],
    asked: Iterable[Asked],
) -> tuple[Practised, ...]:
    """The steps that have a number; ``values`` is what each kind wants followed (``Step.followed``)."""
    return tuple(
        Practised(when, result.kind, result.target or "", value, what)
        for result, value, what in zip(results, values, asked, strict=True)
        if value is not None
    )


def units_practised(
    when: datetime,
    results: Sequence[StepResult],
    trials: Iterable[Iterable[Mapping[str, Any]]],
    targets: Mapping[str, Target],
    *,
    steps: Sequence[Step | None] = (),
    scale: str = "common",
) -> tuple[Practised, ...]:
    """How far each action unit went that ``imitate`` asked for: the share of what was asked, in the best half-second of
    every try, 0..100, the mean over sides and tries; for each thing that was asked one. Going further than asked counts
    as all of it. And how alike both sides moved of what was asked of both, 0..100, in the tries that made it
    (sides.py). ``targets`` on the scale that was practised on; ``steps`` as far as they can be read."""
    found: dict[tuple[str, str, Asked], list[float]] = defaultdict(list)
    for i, (result, tried) in enumerate(zip(results, trials, strict=False)):
        target = targets.get(result.target or "")
        if result.kind != "imitate" or target is None:
            continue
        step = steps[i] if i < len(steps) else None
        for trial in tried:
            if trial["score"] is not None and trial["at_best"]:
                what = asked_in(step, trial["intensity"], targets, scale)
                units = _asked(target, trial["intensity"])
                for code, share in _reached(units, trial["at_best"]):
                    found[UNIT, code, what].append(share)
                for code, share in (
                    _alike(units, trial["at_best"]) if trial.get("symmetry") is not None else ()
                ):
                    found[SIDES, code, what].append(share)
    return tuple(Practised(when, kind, code, 100 * fmean(s), what) for (kind, code, what), s in found.items())


@lru_cache(maxsize=1024)
def _asked(target: Target, intensity: str) -> Mapping[str, float]:
    """How far each unit is to go."""
    return {code: level for code, (level, _) in target.at(intensity).expect.items()}


def _reached(
    asked: Mapping[str, float], at_best: Mapping[str, Sequence[float]]
) -> Iterable[tuple[str, float]]:
    """Each side that was asked for: its unit, and how much of what was asked it did, 0..1."""
    for code, level in asked.items():
        left, right = at_best[unsided(code)]
        sides = (right,) if code.endswith("R") else (left,) if code.endswith("L") else (left, right)
        yield from ((unsided(code), min(1.0, max(0.0, side / level))) for side in sides)


def _alike(asked: Mapping[str, float], at_best: Mapping[str, Sequence[float]]) -> Iterable[tuple[str, float]]:
    """Each unit that was asked of both sides and made, on one at least: how alike they moved, 0..1."""
    for code, level in asked.items():
        if two_sided(code):
            left, right = at_best[code]
            share = alike(left, right, least(level))
            yield from () if share is None else ((code, share),)


def trend(
    days: Sequence[float], least_spread: float = LEAST_SPREAD
) -> tuple[float, float, float | None, Trend]:
    """Baseline, now, the standard error of their difference, and what may be said of it.

    The spread is that of the days about their own third's median (median absolute deviation), never below
    ``least_spread``. It is a rule for speaking, not a test: of people who do not change, it tells one in twelve of a
    change after six days, and one in seventeen after twelve; of those whose days lie as close together as
    ``least_spread``, one in sixty (simulated).
    """
    first, last = median(days[:FIRST]), median(days[-FIRST:])
    if len(days) < ENOUGH:
        return first, last, None, Trend.TOO_EARLY
    error = MEDIAN_LOSS * max(least_spread, _spread(days)) * math.sqrt(2 / FIRST)
    if abs(last - first) < SURE * error:
        return first, last, error, Trend.ALIKE
    return first, last, error, Trend.MORE if last > first else Trend.LESS


def _spread(days: Sequence[float]) -> float:
    """Of single days, without what grows or falls from the beginning to the end."""
    parts = [days[at : at + FIRST] for at in range(0, len(days) - FIRST + 1, FIRST)]
    away = [abs(value - fmean(part)) for part in parts for value in part]
    return MAD_TO_SD * median(away) * math.sqrt(FIRST / (FIRST - 1))


def _line(kind: str, target: str, times: Sequence[Practised]) -> Line:
    """``times`` in their order."""
    compared = _compared(times)
    days: dict[tuple[date, bool], list[Practised]] = defaultdict(list)
    for one in times:
        days[one.when.date(), one.asked in compared].append(one)
    points = tuple(_point(day, days[day, alike], alike) for day, alike in sorted(days))
    spread = LEAST_SPREADS.get(kind, LEAST_SPREAD)
    return Line(kind, target, points, *trend([point.value for point in points if point.compared], spread))


def _compared(times: Sequence[Practised]) -> set[Asked]:
    """What was asked on the last day, in the way that was asked on most days; with what was asked on all of those, so
    that each of them is the mean of the same."""
    days: dict[Asked, set[date]] = {}
    for one in times:
        days.setdefault(one.asked, set()).add(one.when.date())
    last = times[-1].when.date()
    latest = {asked: on for asked, on in days.items() if last in on}
    most = max(latest.values(), key=len)
    return {asked for asked, on in latest.items() if on >= most}


def _point(day: date, times: Sequence[Practised], compared: bool) -> Point:
    """Of each thing that was asked the mean, and the mean of those."""
    values: dict[Asked, list[float]] = defaultdict(list)
    for one in times:
        values[one.asked].append(one.value)
    often = len({one.when for one in times}) if times[0].kind in OF_UNITS else len(times)
    scales = {asked.scale for asked in values}
    return Point(
        day=day,
        value=fmean(map(fmean, values.values())),
        times=often,
        intensity="".join(sorted({asked.intensity for asked in values})),
        scale="both" if len(scales) > 1 else scales.pop(),
        asked=" ".join(sorted({asked.of for asked in values} - {""})),
        compared=compared,
    )


def _weeks(sessions: Sequence[PastSession]) -> list[Week]:
    if not sessions:
        return []
    found: dict[date, list[PastSession]] = defaultdict(list)
    for session in sessions:
        found[_monday(session.when.date())].append(session)
    begin, end = min(found), max(found)
    mondays = [begin + timedelta(weeks=i) for i in range((end - begin).days // 7 + 1)]
    return [Week(day, sum(s.duration_s for s in found[day]) / 60, len(found[day])) for day in mondays]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
