"""Figures of what changes through days and weeks, in the manner of ``plots``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mirrorcam.app.looking_back import letters, under_another
from mirrorcam.app.report.markup import Node, node
from mirrorcam.app.report.plots import HALF_PX, STRIP_PX, box, dot, label, line, svg
from mirrorcam.history import SURE, Line

ROW_PX = (172.0, 26.0)
LEAST_NUMBER_PX = 18.0
"""Of a bar and what is between two, for a number over it."""


def days(thing: Line, words: tuple[str, str], ends: tuple[str, str], title: str) -> Node:
    """A thing day by day. ``words`` name the beginning and now, ``ends`` the first and the last day. No line and no
    band through fewer days than tell a change. Days on which something else was asked than last are open dots, with a
    letter where the intensity becomes another."""
    left, right, top, bottom = 32.0, HALF_PX - 74.0, 8.0, 92.0
    first, last = thing.points[0].day, thing.points[-1].day
    span = max((last - first).days, 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * min(max(value, 0.0), 100.0) / 100

    def x(day: date) -> float:
        return left + (right - left) * (day - first).days / span

    at = [(x(point.day), y(point.value)) for point in thing.points]
    alike = [place for place, point in zip(at, thing.points, strict=True) if point.compared]
    begin = alike[0][0] if thing.asked_otherwise else left - 6
    drawn = [line(left - 6, y(v), right + 6, y(v), "grid") for v in (0, 100)]
    drawn += [label(20, y(v) + 4, str(v), "small", "end") for v in (0, 100)]
    if thing.error is not None:
        high, low = y(thing.baseline + SURE * thing.error), y(thing.baseline - SURE * thing.error)
        drawn += [box(begin, high, right + 6 - begin, low - high, "band"), _joined(alike)]
        drawn += [line(right - 14, y(thing.now), right + 6, y(thing.now), "mark")]
        drawn += _apart((y(thing.baseline), words[0]), (y(thing.now), words[1]), right + 12)
    drawn += _dots(at, thing, 3.5)
    for (a, b), letter, under in zip(at, letters(thing), under_another(thing), strict=True):
        below = b <= top + 12 or (under and b < bottom - 10)
        aside = (a - 3, "start") if a < left + 12 else (a, "middle")  # beside what stands at the left end
        drawn += [label(aside[0], b + 15 if below else b - 7, letter, "small", aside[1])] if letter else []
    drawn += [label(left - 6, 107, ends[0], "small")]
    drawn += [label(right + 6, 107, ends[1], "small", "end")] if last > first else []
    return svg((HALF_PX, 112), title, drawn)


def row(thing: Line, title: str) -> Node:
    """The same in one line of a table: 0 below, 100 above, the band of the beginning where there are days enough."""
    width, height = ROW_PX
    first, last = thing.points[0].day, thing.points[-1].day
    span = max((last - first).days, 1)

    def y(value: float) -> float:
        return height - 4 - (height - 8) * min(max(value, 0.0), 100.0) / 100

    at = [(6 + (width - 12) * (one.day - first).days / span, y(one.value)) for one in thing.points]
    alike = [place for place, point in zip(at, thing.points, strict=True) if point.compared]
    begin = alike[0][0] if thing.asked_otherwise else 0.0
    drawn = [line(0, y(value), width, y(value), "grid") for value in (0, 100)]
    if thing.error is not None:
        high, low = (y(thing.baseline + way * SURE * thing.error) for way in (1, -1))
        drawn += [box(begin, high, width - begin, low - high, "band"), _joined(alike)]
    return svg(ROW_PX, title, drawn, _dots(at, thing, 2.4))


def _joined(places: Sequence[tuple[float, float]]) -> Node:
    return node("polyline", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in places), class_="thin")


def _dots(places: Sequence[tuple[float, float]], thing: Line, radius: float) -> list[Node]:
    return [
        dot(a, b, "dot", radius) if point.compared else dot(a, b, "dot open", 0.75 * radius)
        for (a, b), point in zip(places, thing.points, strict=True)
    ]


def _apart(one: tuple[float, str], other: tuple[float, str], x: float) -> list[Node]:
    """Two words at the right end of a figure, that do not lie over each other."""
    gap = 13 - abs(one[0] - other[0])
    away = max(0.0, gap) / 2 * (1 if one[0] >= other[0] else -1)
    return [
        label(x, one[0] + away + 4, one[1], "small"),
        label(x, other[0] - away + 4, other[1], "small strong"),
    ]


def weeks(rows: Sequence[tuple[str, float]], title: str) -> Node:
    """``rows``: (the day it begins, minutes). Where there is no room for a number over each bar, the highest has
    one."""
    step = min(64.0, STRIP_PX[0] / max(len(rows), 1))
    most = max((minutes for _, minutes in rows), default=0.0) or 1.0
    drawn: list[Node] = [line(0, 78, max(step * len(rows), 64), 78, "grid")]
    every = max(1, round(48 / step))
    highest = max(range(len(rows)), key=lambda i: rows[i][1], default=0)
    for i, (begins, minutes) in enumerate(rows):
        height, x = 56 * minutes / most, i * step
        drawn += [box(x + step * 0.15, 78 - height, step * 0.7, height, "bar left")]
        if step >= LEAST_NUMBER_PX or i == highest:
            at = max(x + step / 2, LEAST_NUMBER_PX / 2)
            drawn += [label(at, 73 - height, f"{minutes:.0f}", "small", "middle")]
        drawn += [label(x + step / 2, 92, begins, "small", "middle")] if i % every == 0 else []
    return svg((STRIP_PX[0], 98), title, drawn)
