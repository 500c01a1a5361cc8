"""Small figures as SVG: data → drawing, nothing else. Words come in as they are said; units are CSS pixels.

Colours are classes of the page's style, so that a figure can be read without colour: dark against pale, full against
open. Every figure is one picture with a title that says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mirrorcam.app.report.markup import Node, node
from mirrorcam.history import SURE, Line

TRY_PX = (210, 24)
SIDES_PX = 218
STRIP_PX = (680, 62)
HALF_PX = 330
TRY_MARGIN_PX = 6.0
ENDS = {0: (-4, "start"), 50: (0, "middle"), 100: (4, "end")}
"""What stands over a scale: value → (how far aside, which end of the word)."""
FULL = 1.0
"""Of an action unit: where its bar ends."""
LEAST_LABEL_PX = 13.0


def svg(size: tuple[float, float], title: str, *drawn: Node | Iterable[Node] | None) -> Node:
    width, height = size
    return node(
        "svg",
        node("title", title),
        *drawn,
        role="img",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
    )


def _text(x: float, y: float, words: str, class_: str = "soft", anchor: str = "start") -> Node:
    return node("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Node:
    return node("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def _box(x: float, y: float, width: float, height: float, class_: str) -> Node:
    return node("rect", x=x, y=y, width=max(0.0, width), height=height, class_=class_)


def _dot(x: float, y: float, class_: str, radius: float = 4) -> Node:
    return node("circle", cx=x, cy=y, r=radius, class_=class_)


# ------------------------------------------------------------ tries


def tries(scores: Sequence[tuple[float, bool]], mean: float | None, title: str) -> Node:
    """``scores``: (0..100, whether it came to its end)."""
    (width, height), middle = TRY_PX, TRY_PX[1] / 2
    at = _scale(width, TRY_MARGIN_PX)
    drawn = [_line(at(0), middle, at(100), middle, "grid")]
    drawn += [_line(at(value), middle - 4, at(value), middle + 4, "grid") for value in ENDS]
    drawn += [_dot(at(value), middle, "dot" if whole else "dot open") for value, whole in scores]
    if mean is not None and len(scores) > 1:
        drawn.append(_line(at(mean), 3, at(mean), height - 3, "mark"))
    return svg(TRY_PX, title, drawn)


def tries_axis() -> Node:
    at = _scale(TRY_PX[0], TRY_MARGIN_PX)
    words = [
        _text(at(value) + shift, 10, str(value), "small", anchor) for value, (shift, anchor) in ENDS.items()
    ]
    return svg((TRY_PX[0], 13), ", ".join(map(str, ENDS)), words)


def _scale(width: float, margin: float) -> Callable[[float], float]:
    """0..100 → pixels."""
    return lambda value: margin + (width - 2 * margin) * min(max(value, 0.0), 100.0) / 100


# ------------------------------------------------------------ left and right


@dataclass(frozen=True, slots=True)
class Bar:
    """An action unit: left and right as measured and as asked, 0..1; ``asked`` 0: nothing was."""

    label: str
    code: str
    left: float
    right: float
    asked_left: float
    asked_right: float


ROW_PX, THICK_PX, BETWEEN_PX = 35.0, 8.0, 1.0


def sides(bars: Sequence[Bar], left: str, right: str, title: str) -> Node:
    rows = [part for i, bar in enumerate(bars) for part in _sides_of(bar, i * ROW_PX)]
    foot = len(bars) * ROW_PX + 12
    legend = [
        _box(0, foot - 8, 14, THICK_PX, "bar left"),
        _text(19, foot, left, "small"),
        _box(66, foot - 8, 14, THICK_PX, "bar right"),
        _text(85, foot, right, "small"),
    ]
    return svg((SIDES_PX, foot + 5), title, rows, legend)


def _sides_of(bar: Bar, top: float) -> Iterable[Node]:
    width = SIDES_PX - 26
    yield _text(0, top + 10, bar.label, "label")
    yield _text(SIDES_PX, top + 10, bar.code, "small", "end")
    pairs = ((bar.left, bar.asked_left, "bar left"), (bar.right, bar.asked_right, "bar right"))
    for i, (value, wanted, class_) in enumerate(pairs):
        y = top + 14 + i * (THICK_PX + BETWEEN_PX)
        yield _box(0, y, width, THICK_PX, "track")
        yield _box(0, y, width * min(max(value, 0.0), FULL) / FULL, THICK_PX, class_)
        yield _text(SIDES_PX, y + THICK_PX - 0.8, f"{100 * max(value, 0.0):.0f}", "tiny", "end")
        if wanted > 0:
            x = width * min(wanted, FULL)
            yield _line(x, y - 1.5, x, y + THICK_PX + 1.5, "mark")


# ------------------------------------------------------------ coverage


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a strip, from and to as shares of its length."""

    begin: float
    end: float
    class_: str
    label: str = ""


def strip(
    parts: Sequence[Part], steps: Sequence[Part], ticks: Sequence[tuple[float, str]], title: str
) -> Node:
    """``parts`` below ``steps``, with ``ticks`` (share, words) under them."""
    width = STRIP_PX[0]
    drawn = [_box(p.begin * width, 20, (p.end - p.begin) * width, 18, p.class_) for p in parts]
    return svg(STRIP_PX, title, [bit for p in steps for bit in _step(p, width)], drawn, _ticks(ticks, width))


def _step(part: Part, width: float) -> Iterable[Node]:
    begin, end = part.begin * width, part.end * width
    yield _line(begin, 4, begin, 17, "grid")
    if end - begin >= LEAST_LABEL_PX:
        yield _text((begin + end) / 2, 14, part.label, "small", "middle")


def _ticks(ticks: Sequence[tuple[float, str]], width: float) -> Iterable[Node]:
    for share, words in ticks:
        x = share * width
        yield _line(x, 38, x, 43, "grid")
        yield _text(x, 55, words, "small", "start" if share < 0.01 else "end" if share > 0.97 else "middle")


# ------------------------------------------------------------ recognising, moving together


def needed(rows: Sequence[tuple[str, float]], title: str) -> Node:
    """``rows``: (name, percent of the full expression)."""
    left, right = 110.0, HALF_PX - 44.0
    drawn: list[Node] = []
    for i, (name, percent) in enumerate(rows):
        y, x = 14 + i * 24, left + (right - left) * percent / 100
        drawn += [_text(0, y + 4, name, "label"), _line(left, y, right, y, "grid")]
        drawn += [_line(left, y, x, y, "run"), _dot(x, y, "dot", 5)]
        drawn += [_text(right + 40, y + 4, f"{percent:.0f} %", "label", "end")]
    return svg((HALF_PX, len(rows) * 24 + 6), title, drawn)


def trace(points: Sequence[tuple[float, float]], length_s: float, ends: tuple[str, str], title: str) -> Node:
    """``points``: (seconds, 0..1); ``ends``: what the top and the bottom mean."""
    left, right, top, bottom = 74.0, STRIP_PX[0] - 4.0, 8.0, 72.0
    at = [
        (left + (right - left) * time_s / max(length_s, 1e-6), bottom - (bottom - top) * value)
        for time_s, value in points
    ]
    drawn = [_line(left, y, right, y, "grid") for y in (top, bottom)]
    drawn += [_text(0, top + 5, ends[0]), _text(0, bottom + 3, ends[1])]
    if at:
        outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        area = f"{at[0][0]:.1f},{bottom:g} {outline} {at[-1][0]:.1f},{bottom:g}"
        drawn += [node("polygon", points=area, class_="area"), node("polyline", points=outline, class_="run")]
    return svg((STRIP_PX[0], bottom + 8), title, drawn)


# ------------------------------------------------------------ through weeks


def days(line: Line, words: tuple[str, str], ends: tuple[str, str], title: str) -> Node:
    """A thing day by day. ``words`` name the beginning and now, ``ends`` the first and the last day. No line and no
    band through fewer days than tell a change."""
    left, right, top, bottom = 32.0, HALF_PX - 74.0, 8.0, 92.0
    first, last = line.points[0].day, line.points[-1].day
    span = max((last - first).days, 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * min(max(value, 0.0), 100.0) / 100

    def x(day: date) -> float:
        return left + (right - left) * (day - first).days / span

    at = [(x(point.day), y(point.value)) for point in line.points]
    drawn = [_line(left - 6, y(v), right + 6, y(v), "grid") for v in (0, 100)]
    drawn += [_text(20, y(v) + 4, str(v), "small", "end") for v in (0, 100)]
    if line.error is not None:
        high, low = y(line.baseline + SURE * line.error), y(line.baseline - SURE * line.error)
        drawn += [_box(left - 6, high, right - left + 12, low - high, "band")]
        drawn += [node("polyline", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in at), class_="thin")]
        drawn += [_line(right - 14, y(line.now), right + 6, y(line.now), "mark")]
        drawn += _apart((y(line.baseline), words[0]), (y(line.now), words[1]), right + 12)
    drawn += [_dot(a, b, "dot", 3.5) for a, b in at]
    drawn += [_text(left - 6, 107, ends[0], "small")]
    drawn += [_text(right + 6, 107, ends[1], "small", "end")] if last > first else []
    return svg((HALF_PX, 112), title, drawn)


def _apart(one: tuple[float, str], other: tuple[float, str], x: float) -> list[Node]:
    """Two words at the right end of a figure, that do not lie over each other."""
    gap = 13 - abs(one[0] - other[0])
    away = max(0.0, gap) / 2 * (1 if one[0] >= other[0] else -1)
    return [
        _text(x, one[0] + away + 4, one[1], "small"),
        _text(x, other[0] - away + 4, other[1], "small strong"),
    ]


def weeks(rows: Sequence[tuple[str, float]], title: str) -> Node:
    """``rows``: (the day it begins, minutes)."""
    step = min(64.0, STRIP_PX[0] / max(len(rows), 1))
    most = max((minutes for _, minutes in rows), default=0.0) or 1.0
    drawn: list[Node] = [_line(0, 78, max(step * len(rows), 64), 78, "grid")]
    every = max(1, round(48 / step))
    for i, (label, minutes) in enumerate(rows):
        height, x = 56 * minutes / most, i * step
        drawn += [_box(x + step * 0.15, 78 - height, step * 0.7, height, "bar left")]
        drawn += [_text(x + step / 2, 73 - height, f"{minutes:.0f}", "small", "middle")] if step >= 18 else []
        drawn += [_text(x + step / 2, 92, label, "small", "middle")] if i % every == 0 else []
    return svg((STRIP_PX[0], 98), title, drawn)
