"""The line of time of a session: its steps, a curve over them, gaps with their reasons, notes, and where one is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.action_units import BY_CODE
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Colour, Theme
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted
from mirrorcam.review import why
from mirrorcam.timeline import Span, Timeline

STEP = Style(13.5, "Regular", 1.2, 0.0)
SMALL = Style(12, "Regular", 1.2, 0.0)
LEAST_WORDS = 44.0
"""A note or a gap has its first words beside it where there is so much room."""
HATCH = 7.0
LOWEST = -0.25
"""Of an action unit, at the foot of the line; 1.25 is at its top."""
PER_POINT = 2.0
"""Layout units for each point of a curve."""


def clock(time_s: float) -> str:
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes:02d}:{seconds:02d}"


@dataclass(frozen=True, slots=True)
class View:
    """The stretch of time that the line shows."""

    begin_s: float
    end_s: float

    def share(self, time_s: float) -> float:
        """0 at its begin, 1 at its end."""
        return (time_s - self.begin_s) / max(self.end_s - self.begin_s, 1e-6)

    def time_s(self, share: float) -> float:
        return self.begin_s + share * (self.end_s - self.begin_s)


@dataclass(frozen=True)
class Curve:
    """Values 0..1 over ``times_s``, NaN for none; ``name`` tells one from another."""

    name: str
    times_s: NDArray[np.float64]
    values: NDArray[np.float64]
    second: bool = False
    """In the other colour: the right side, or the other session."""


def curves_of(timeline: Timeline, shown: str) -> list[Curve]:
    """``shown``: "score", "together", or an action unit, left and right."""
    if shown == "score":
        return [Curve(shown, timeline.times_s, timeline.scores / 100)]
    if shown == "together":
        return [Curve(shown, timeline.times_s, timeline.together)]
    sides = (timeline.unit(shown) - LOWEST) / (1 - 2 * LOWEST)
    return [Curve(f"{shown} {side}", timeline.times_s, sides[:, side], side == 1) for side in (0, 1)]


def first_curve(timeline: Timeline) -> str:
    """The score; where nothing was scored, how two faces went together, if that is known."""
    if timeline.best is not None and known(timeline.scores[timeline.best]) is None:
        return "together"
    return "score"


def known(value: float) -> float | None:
    """None for NaN."""
    return None if math.isnan(value) else float(value)


def every_curve(timeline: Timeline, first: Sequence[str]) -> list[str]:
    """All that can be shown: what was scored, ``first`` of the action units, and then the others."""
    of_all = {"score": timeline.scores, "together": timeline.together}
    scored = [name for name, values in of_all.items() if not np.isnan(values).all()]
    return [*(scored or ["score"]), *dict.fromkeys([*first, *BY_CODE])]


def thinned(curve: Curve, view: View, points: int) -> list[list[tuple[float, float]]]:
    """Unbroken stretches of (share of the view, value 0..1), at most so many points, each a mean."""
    edges = np.searchsorted(curve.times_s, np.linspace(view.begin_s, view.end_s, points + 1))
    there = ~np.isnan(curve.values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(there, curve.values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(there)])
    total, seen = np.diff(sums[edges]), np.diff(counts[edges])
    there = np.diff(edges)
    stretches: list[list[tuple[float, float]]] = [[]]
    for i in range(points):
        if seen[i]:
            stretches[-1].append(((i + 0.5) / points, float(np.clip(total[i] / seen[i], 0, 1))))
        elif there[i] and stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


# ------------------------------------------------------------ pieces


def steps_piece(box: Box, spans: Sequence[Span], view: View, theme: Theme) -> Piece:
    """The steps as blocks with their names below."""

    def paint(canvas: skia.Canvas) -> None:
        for span in spans:
            block = _block(box, span, view)
            if block is None:
                continue
            canvas.drawRRect(skia.RRect.MakeRectXY(block.rect(), 7, 7), w.ink(theme.you))
            if not theme.shadow:
                canvas.drawRRect(skia.RRect.MakeRectXY(block.rect(), 7, 7), w.stroke(theme.line, 1))
            if block.w > LEAST_WORDS:
                name = lettering.line(lettering.shortened(span.title, STEP, block.w - 12), STEP)
                name.draw(canvas, block.x + 6, block.bottom + 16, w.ink(theme.soft))

    return Piece(box.grown(22), ("steps", id(spans), view, theme.name), paint)


def gaps_piece(box: Box, gaps: Sequence[Span], view: View, theme: Theme) -> Piece:
    """What could not be scored, hatched, with the reason where there is room for it."""

    def paint(canvas: skia.Canvas) -> None:
        for gap in gaps:
            block = _block(box, gap, view)
            if block is None:
                continue
            canvas.save()
            canvas.clipRRect(skia.RRect.MakeRectXY(block.rect(), 4, 4), True)
            canvas.drawRect(block.rect(), w.ink(theme.track, 0.55))
            x = block.x - block.h
            while x < block.right:
                canvas.drawLine(x, block.bottom, x + block.h, block.y, w.stroke(theme.label, 1, 0.35))
                x += HATCH
            canvas.restore()
            if block.w > LEAST_WORDS:
                words = lettering.shortened(why(gap.title), SMALL, block.w - 12)
                plate = Box(block.x + 3, block.y + 3, lettering.width(words, SMALL) + 8, 18)
                canvas.drawRRect(skia.RRect.MakeRectXY(plate.rect(), 5, 5), w.ink(theme.card))
                lettering.line(words, SMALL).draw(canvas, plate.x + 4, plate.y + 13, w.ink(theme.soft))

    return Piece(box.grown(2), ("gaps", id(gaps), view, theme.name), paint)


def curve_piece(box: Box, curve: Curve, view: View, theme: Theme, colour: Colour) -> Piece:
    def paint(canvas: skia.Canvas) -> None:
        for stretch in thinned(curve, view, max(2, round(box.w / PER_POINT))):
            _draw_curve(canvas, box, stretch, colour)

    return Piece(box.grown(4), ("curve", curve.name, id(curve.times_s), view, theme.name, colour), paint)


def rest_piece(box: Box, theme: Theme) -> Piece:
    """Where an action unit is at rest."""
    y = height_of(box, -LOWEST / (1 - 2 * LOWEST))
    return Piece(
        box.grown(2),
        ("rest", theme.name),
        lambda canvas: canvas.drawLine(box.x, y, box.right, y, w.stroke(theme.label, 1, 0.5)),
    )


def _draw_curve(canvas: skia.Canvas, box: Box, stretch: list[tuple[float, float]], colour: Colour) -> None:
    points = [skia.Point(box.x + box.w * along, height_of(box, up)) for along, up in stretch]
    brush = w.stroke(colour, 3)
    if len(points) == 1:
        canvas.drawCircle(points[0], 1.5, w.ink(colour))
        return
    canvas.drawPoints(skia.Canvas.PointMode.kPolygon_PointMode, points, brush)


def height_of(box: Box, value: float) -> float:
    """Where 0..1 is in the box."""
    return box.bottom - 5 - (box.h - 12) * min(1.0, max(0.0, value))


def notes_piece(
    box: Box, notes: Sequence[Noted], view: View, theme: Theme, chosen: Noted | None = None
) -> Piece:
    """A small tick over the line for each note and mark, a bar for one about a span, with as many of its words as have
    room."""
    places = [
        (note, box.x + box.w * view.share(note.begin_s), box.x + box.w * view.share(note.end_s))
        for note in notes
    ]
    places = [place for place in places if place[2] >= box.x - 1 and place[1] <= box.right + 1]
    ends = [*(x for _, x, _ in places[1:]), box.right][: len(places)]

    def paint(canvas: skia.Canvas) -> None:
        canvas.save()
        canvas.clipRect(box.grown(28).rect())
        for (note, x, until), end in zip(places, ends, strict=True):
            colour = theme.warm if note == chosen else theme.accent
            if until - x > 3:
                bar = skia.Rect.MakeLTRB(max(x, box.x), box.y - 6, min(until, box.right), box.y - 3)
                canvas.drawRRect(skia.RRect.MakeRectXY(bar, 2, 2), w.ink(colour))
            if box.x - 1 <= x:
                canvas.drawLine(x, box.y - 14, x, box.y - 2, w.stroke(colour, 2.5))
            if note.text and end - x > LEAST_WORDS and x >= box.x - 1:
                words = lettering.line(lettering.shortened(note.text, SMALL, end - x - 12), SMALL)
                words.draw(canvas, x + 6, box.y - (8 if until - x > 3 else 5), w.ink(theme.soft))
        canvas.restore()

    return Piece(box.grown(28), ("notes", tuple(notes), view, theme.name, chosen), paint)


def loop_piece(box: Box, loop: tuple[float, float], view: View, theme: Theme) -> Piece:
    """The part that is played again and again."""
    left, right = (box.x + box.w * min(1.0, max(0.0, view.share(at))) for at in sorted(loop))

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRect(skia.Rect.MakeLTRB(left, box.y, right, box.bottom), w.ink(theme.warm, 0.16))
        for x in (left, right):
            canvas.drawLine(x, box.y - 2, x, box.bottom + 2, w.stroke(theme.warm, 2))

    return Piece(box.grown(4), ("loop", left, right, theme.name), paint)


def onset_piece(box: Box, share: float, words: str, theme: Theme) -> Piece:
    """Where both began to show, with its word at the foot, where curves leave room."""
    x = box.x + box.w * share

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawLine(x, box.y - 6, x, box.bottom + 4, w.stroke(theme.label, 1.5))
        lettering.line(words, STEP).draw(canvas, x + 6, box.bottom + 16, w.ink(theme.soft))

    return Piece(box.grown(20), ("onset", x, words, theme.name), paint)


def playhead_piece(box: Box, share: float, value: float | None, theme: Theme) -> Piece:
    x = round((box.x + box.w * share) * 2) / 2
    y = None if value is None else height_of(box, value)

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawLine(x, box.y, x, box.bottom, w.stroke(theme.warm, 3))
        if y is not None:
            canvas.drawCircle(x, y, 7.5, w.ink(theme.warm))

    return Piece(
        Box(x - 9, box.y - 5, 18, box.h + 10),
        ("playhead", None if y is None else round(y), theme.name),
        paint,
    )


def _block(box: Box, span: Span, view: View) -> Box | None:
    """Where a stretch lies in the view; None outside of it."""
    left, right = (box.x + box.w * view.share(at) for at in (span.begin_s, span.end_s))
    left, right = max(left + 1, box.x), min(right - 1, box.right)
    if right < box.x or left > box.right:
        return None
    return Box(left, box.y, max(2.0, right - left), box.h)


def stretch(note: Noted) -> str:
    """What it is about: "00:42", "00:42–00:50"."""
    begin, end = clock(note.begin_s), clock(note.end_s)
    return begin if begin == end else f"{begin}–{end}"


def told(note: Noted) -> str:
    """ "00:42 left brow lags #fatigue", or a mark's word."""
    tags = (f"#{tag}" for tag in note.tags)
    return " ".join([stretch(note), note.text or phrase("guided.a_mark"), *tags])
