"""Small figures as SVG: data → drawing, nothing else. Words come in as they are said; units are CSS pixels.

Colours are classes of the page's style, so that a figure can be read without colour: dark against pale, full against
open. Every figure is one picture with a title that says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mirrorcam.app.report.markup import Node, node

TRY_PX = (172, 22)
SIDES_PX = 218
STRIP_PX = (680, 62)
HALF_PX = 330
GAP_S = 1.0
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


def label(x: float, y: float, words: str, class_: str = "soft", anchor: str = "start") -> Node:
    return node("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Node:
    return node("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def box(x: float, y: float, width: float, height: float, class_: str) -> Node:
    return node("rect", x=x, y=y, width=max(0.0, width), height=height, class_=class_)


def dot(x: float, y: float, class_: str, radius: float = 4) -> Node:
    return node("circle", cx=x, cy=y, r=radius, class_=class_)


# ------------------------------------------------------------ tries


def tries(scores: Sequence[tuple[float, bool]], mean: float | None, title: str) -> Node:
    """``scores``: (0..100, whether ``mean`` is of it and others)."""
    (width, height), middle = TRY_PX, TRY_PX[1] / 2
    at = _scale(width, TRY_MARGIN_PX)
    drawn = [line(at(0), middle, at(100), middle, "grid")]
    drawn += [line(at(value), middle - 4, at(value), middle + 4, "grid") for value in ENDS]
    drawn += [dot(at(value), middle, "dot" if full else "dot open") for value, full in scores]
    if mean is not None and len(scores) > 1:
        drawn.append(line(at(mean), 3, at(mean), height - 3, "mark"))
    return svg(TRY_PX, title, drawn)


def tries_axis() -> Node:
    at = _scale(TRY_PX[0], TRY_MARGIN_PX)
    words = [
        label(at(value) + shift, 10, str(value), "small", anchor) for value, (shift, anchor) in ENDS.items()
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


ROW_PX, THICK_PX, BETWEEN_PX = 29.0, 5.5, 1.0


def sides(bars: Sequence[Bar], title: str) -> Node:
    """Two bars for each: left above right, with what was asked of that side."""
    rows = [part for i, bar in enumerate(bars) for part in _sides_of(bar, i * ROW_PX)]
    return svg((SIDES_PX, len(bars) * ROW_PX), title, rows)


def _sides_of(bar: Bar, top: float) -> Iterable[Node]:
    yield label(0, top + 10, f"{bar.label} · {bar.code}", "label")
    yield label(SIDES_PX, top + 10, f"{_percent(bar.left)} | {_percent(bar.right)}", "small", "end")
    pairs = ((bar.left, bar.asked_left, "bar left"), (bar.right, bar.asked_right, "bar right"))
    for i, (value, wanted, class_) in enumerate(pairs):
        y = top + 14 + i * (THICK_PX + BETWEEN_PX)
        yield box(0, y, SIDES_PX, THICK_PX, "track")
        yield box(0, y, SIDES_PX * min(max(value, 0.0), FULL) / FULL, THICK_PX, class_)
        if wanted > 0:
            x = SIDES_PX * min(wanted, FULL) / FULL
            yield line(x, y - 1, x, y + THICK_PX + 1, "mark")


def _percent(value: float) -> str:
    return f"{100 * max(value, 0.0):.0f}"


def legend(left: str, right: str, asked: str) -> Node:
    drawn = [box(0, 3, 14, THICK_PX, "bar left"), label(19, 10, left, "small")]
    drawn += [box(64, 3, 14, THICK_PX, "bar right"), label(83, 10, right, "small")]
    drawn += [line(134, 1, 134, 11, "mark"), label(141, 10, asked, "small")]
    return svg((SIDES_PX, 14), f"{left}, {right}, {asked}", drawn)


# ------------------------------------------------------------ left against right, try by try


@dataclass(frozen=True, slots=True)
class Balanced:
    """``tries``: −1..1, above 0 where the left side went further; None: it moved too little. ``told``: what stands in
    the three columns behind them."""

    label: str
    tries: Sequence[float | None]
    told: tuple[str, str, str]


BALANCE_PX, SWING_PX, TRY_WIDE_PX = 26.0, 11.0, 18.0
SWING = 0.5
"""The difference that a bar is full at: one side went three times as far as the other, or more."""


def balances(rows: Sequence[Balanced], heads: tuple[str, str, str, str], title: str) -> Node:
    """A line for each unit, a bar for each try in their order: up where the left side went further. ``heads`` stand
    over the bars and the columns."""
    left, right, top = 176.0, STRIP_PX[0] - 172.0, 16.0
    columns = (right + 36, right + 120, STRIP_PX[0])
    pitch = min(TRY_WIDE_PX, (right - left) / max(len(row.tries) for row in rows))
    drawn: list[Node] = [label(left, 10, heads[0], "small")]
    drawn += [label(x, 10, words, "small", "end") for x, words in zip(columns, heads[1:], strict=True)]
    for i, row in enumerate(rows):
        y = top + (i + 0.5) * BALANCE_PX
        drawn += [
            label(0, y + 4, row.label, "label"),
            line(left, y, left + pitch * len(row.tries), y, "grid"),
        ]
        drawn += [_swing(left + (j + 0.5) * pitch, y, pitch, one) for j, one in enumerate(row.tries)]
        for x, words, class_ in zip(
            columns, row.told, ("label strong", "label soft", "label soft"), strict=True
        ):
            drawn.append(label(x, y + 4, words, class_, "end"))
    return svg((STRIP_PX[0], top + len(rows) * BALANCE_PX), title, drawn)


def _swing(x: float, y: float, pitch: float, value: float | None) -> Node:
    """A bar from the middle, never too low to be seen."""
    if value is None:
        return dot(x, y, "dot open", min(2.5, pitch / 3))
    wide, high = pitch * 0.6, max(1.0, SWING_PX * min(1.0, abs(value) / SWING))
    return box(
        x - wide / 2, y - high if value > 0 else y, wide, high, "bar left" if value > 0 else "bar right"
    )


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
    drawn = [box(p.begin * width, 20, (p.end - p.begin) * width, 18, p.class_) for p in parts]
    return svg(STRIP_PX, title, [bit for p in steps for bit in _step(p, width)], drawn, _ticks(ticks, width))


def _step(part: Part, width: float) -> Iterable[Node]:
    begin, end = part.begin * width, part.end * width
    yield line(begin, 4, begin, 17, "grid")
    if end - begin >= LEAST_LABEL_PX:
        yield label((begin + end) / 2, 14, part.label, "small", "middle")


def _ticks(ticks: Sequence[tuple[float, str]], width: float) -> Iterable[Node]:
    for share, words in ticks:
        x = share * width
        yield line(x, 38, x, 43, "grid")
        yield label(x, 55, words, "small", "start" if share < 0.01 else "end" if share > 0.97 else "middle")


# ------------------------------------------------------------ recognising, moving together


def needed(rows: Sequence[tuple[str, float]], title: str) -> Node:
    """``rows``: (name, percent of the full expression)."""
    left, right = 110.0, HALF_PX - 44.0
    drawn: list[Node] = []
    for i, (name, percent) in enumerate(rows):
        y, x = 14 + i * 24, left + (right - left) * percent / 100
        drawn += [label(0, y + 4, name, "label"), line(left, y, right, y, "grid")]
        drawn += [line(left, y, x, y, "run"), dot(x, y, "dot", 5)]
        drawn += [label(right + 40, y + 4, f"{percent:.0f} %", "label", "end")]
    return svg((HALF_PX, len(rows) * 24 + 6), title, drawn)


def trace(
    points: Sequence[tuple[float, float]], ends: tuple[str, str], times: tuple[str, str], title: str
) -> Node:
    """``points``: (seconds, 0..1); ``ends``: what the top and the bottom mean; ``times``: of its two ends."""
    length_s = points[-1][0] if points else 0.0
    left, right, top, bottom = 74.0, STRIP_PX[0] - 4.0, 8.0, 72.0
    at = [
        (left + (right - left) * time_s / max(length_s, 1e-6), bottom - (bottom - top) * value)
        for time_s, value in points
    ]
    drawn = [line(left, y, right, y, "grid") for y in (top, bottom)]
    drawn += [label(0, top + 5, ends[0]), label(0, bottom + 3, ends[1])]
    for run in _runs(points):
        found = [at[i] for i in run]
        outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in found)
        area = f"{found[0][0]:.1f},{bottom:g} {outline} {found[-1][0]:.1f},{bottom:g}"
        drawn += [node("polygon", points=area, class_="area"), node("polyline", points=outline, class_="run")]
    drawn += [
        label(left, bottom + 14, times[0], "small"),
        label(right, bottom + 14, times[1], "small", "end"),
    ]
    return svg((STRIP_PX[0], bottom + 20), title, drawn)


def _runs(points: Sequence[tuple[float, float]]) -> list[list[int]]:
    """Positions of the points that lie close together; over a gap nothing is drawn."""
    found: list[list[int]] = []
    for i, (time_s, _) in enumerate(points):
        if not found or time_s - points[i - 1][0] > GAP_S:
            found.append([])
        found[-1].append(i)
    return found
