"""The way so far: for each thing practised words first, then its days, beside where the person began; and the weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import skia

from mirrorcam.app.looking_back import called, changed, letters, notes, under_another
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Go, Settings
from mirrorcam.app.screens.page import Page, Placed
from mirrorcam.history import ENOUGH, SURE, History, Line, Week
from mirrorcam.phrases import first_and_last, number, phrase

GAP, INSIDE = 18.0, 26.0
BARS = 104.0
POINT, LEAST_POINT, EDGE = 4.5, 2.0, 12.0
MOST_WEEKS = 16
LETTER = Style(12.5, "SemiBold", 1.2, 0.0)
NAME, SMALL = Style(19, "SemiBold", 1.25, -0.01), Style(14.5, "Regular", 1.3, 0.0)


@dataclass(frozen=True, slots=True)
class Cards:
    """How things stand: so many ``across`` at the most, each ``least`` wide, with a chart so high."""

    across: int
    least: float
    inside: float
    chart: float
    name: Style
    words: Style


LARGE = Cards(2, 370.0, INSIDE, 118.0, NAME, w.BODY)
COMPACT = Cards(3, 280.0, 18.0, 72.0, Style(16.5, "SemiBold", 1.25, -0.01), SMALL)
Point = tuple[float, float]


@dataclass(frozen=True)
class Progress:
    """``titles``: name → title of every expression, in English as files have them."""

    history: History
    titles: Mapping[str, str]


class ProgressScreen(Page):
    widest = 980.0

    def __init__(self, settings: Settings, progress: Progress) -> None:
        super().__init__(settings)
        self.progress = progress

    def keys(self) -> Mapping[str, Action]:
        return {**super().keys(), "enter": Go.BACK}

    def hints(self) -> list[c.Hint]:
        return []

    def body(self, box: Box) -> Placed:
        found = self.progress.history
        lead = phrase("progress.lead" if found.lines or found.weeks else "progress.nothing")
        pieces, y = self.head(box, phrase("progress.title"), lead)
        if found.lines:
            more, y = self._lines(box._replace(y=y), found.lines, LARGE)
            pieces += more
        if found.units:
            more, y = self._heading(box._replace(y=y), "progress.units", "progress.units_words")
            pieces += more
            more, y = self._lines(box._replace(y=y), found.units, COMPACT)
            pieces += more
        if found.lines or found.units:
            more, y = self._note(box._replace(y=y))
            pieces += more
        if found.weeks:
            more, y = self._weeks(box._replace(y=y), found.weeks[-MOST_WEEKS:])
            pieces += more
        return pieces, y

    def _heading(self, box: Box, name: str, words: str) -> Placed:
        said = phrase(words)
        high = w.text_height(said, w.BODY, box.w)
        top = w.text_height(phrase(name), NAME, box.w)
        return [
            w.text(Box(box.x, box.y + 10, box.w, top), phrase(name), NAME, self.theme.ink),
            w.text(Box(box.x, box.y + 14 + top, box.w, high), said, w.BODY, self.theme.soft),
        ], box.y + 14 + top + high + 16

    def _note(self, box: Box) -> Placed:
        """What the band is, and what else has to be known."""
        note = " ".join((phrase("progress.band"), *notes(self.progress.history)))
        tall = w.text_height(note, w.SMALL, box.w)
        return [w.text(Box(box.x, box.y, box.w, tall), note, w.SMALL, self.theme.soft)], box.y + tall + 24

    def _lines(self, box: Box, lines: Sequence[Line], cards: Cards) -> Placed:
        """Cards side by side, each row as high as its highest."""
        across = max(1, min(cards.across, int((box.w + GAP) / (cards.least + GAP))))
        wide = (box.w - GAP * (across - 1)) / across
        pieces: list[Piece] = []
        y = box.y
        for first in range(0, len(lines), across):
            row = lines[first : first + across]
            said = max(self._words_high(line, wide - 2 * cards.inside, cards) for line in row)
            high = cards.inside * 2 + said + cards.chart + 34
            for i, line in enumerate(row):
                pieces += self._line(Box(box.x + i * (wide + GAP), y, wide, high), line, said, cards)
            y += high + GAP
        return pieces, y

    def _words_high(self, line: Line, room: float, cards: Cards) -> float:
        return (
            w.text_height(self._title(line), cards.name, room)
            + 4
            + w.text_height(changed(line), cards.words, room)
        )

    def _title(self, line: Line) -> str:
        return called(line, self.progress.titles)

    def _line(self, card: Box, line: Line, said: float, cards: Cards) -> list[Piece]:
        room = card.w - 2 * cards.inside
        title = w.text_height(self._title(line), cards.name, room)
        name = Box(card.x + cards.inside, card.y + cards.inside - 4, room, title)
        words = Box(name.x, name.bottom + 4, room, said - title - 4)
        chart = Box(name.x, card.y + cards.inside + said + 8, room, cards.chart)
        ends = Box(chart.x, chart.bottom + 8, chart.w, 20)
        first, last = first_and_last(line.points[0].day, line.points[-1].day)
        dates = [w.text(ends, first, SMALL, self.theme.soft, valign=0.5)]
        dates.append(w.text(ends, figures(line), SMALL, self.theme.soft, align=0.5, valign=0.5))
        if last != first:
            dates.append(w.text(ends, last, SMALL, self.theme.soft, align=1, valign=0.5))
        return [
            w.card(card, self.theme.card, self.theme),
            w.text(name, self._title(line), cards.name, self.theme.ink),
            w.text(words, changed(line), cards.words, self.theme.soft),
            line_piece(chart, line, self.theme),
            *dates,
        ]

    def _weeks_words(self, shown: Sequence[Week]) -> str:
        every = len(self.progress.history.weeks)
        more = phrase("report.more_weeks", shown=len(shown), count=every) if len(shown) < every else ""
        return f"{phrase('progress.weeks_words')} {more}".strip()

    def _weeks(self, box: Box, weeks: Sequence[Week]) -> Placed:
        room = box.w - 2 * INSIDE
        words, first, last = self._weeks_words(weeks), *first_and_last(weeks[0].begins, weeks[-1].begins)
        high = w.text_height(words, w.SMALL, room)
        bars = Box(box.x + INSIDE, box.y + 74, room, BARS)
        ends = Box(bars.x, bars.bottom + 8, bars.w, 20)
        said = Box(bars.x, ends.bottom + 10, room, high)
        card = Box(box.x, box.y, box.w, said.bottom + INSIDE - 6 - box.y)
        pieces = [
            w.card(card, self.theme.card, self.theme),
            w.label((bars.x, box.y + 34), phrase("progress.weeks"), self.theme, room),
            weeks_piece(bars, weeks, self.theme),
            w.text(ends, first, SMALL, self.theme.soft, valign=0.5),
            w.text(said, words, w.SMALL, self.theme.soft),
        ]
        if len(weeks) > 1:
            pieces.append(w.text(ends, last, SMALL, self.theme.soft, align=1, valign=0.5))
        return pieces, card.bottom + 24


def figures(line: Line) -> str:
    """ "62 → 71 ± 5": the beginning, now, and how far chance may move the one from the other; "71" before there is
    enough to tell."""
    now = number(line.now)
    return now if line.error is None else f"{number(line.baseline)} → {now} ± {number(line.error)}"


def places(box: Box, line: Line) -> list[Point]:
    """Where each day's point lies: time from left to right, 0..100 from the bottom up."""
    begin, end = line.points[0].day, line.points[-1].day
    days = max(1, (end - begin).days)
    inner = box.grown(-EDGE)
    alone = len(line.points) == 1
    return [
        (
            inner.x + inner.w * (0.5 if alone else (point.day - begin).days / days),
            inner.bottom - inner.h * min(100.0, max(0.0, point.value)) / 100,
        )
        for point in line.points
    ]


def line_piece(box: Box, line: Line, theme: Theme) -> Piece:
    """Days as points, open where something else was asked than last. Those of which it was the same are joined where
    there are enough of them to speak of a line, softly; the band is their beginning, as wide as days differ by
    chance."""
    points = places(box, line)
    alike = [at for at, point in zip(points, line.points, strict=True) if point.compared]
    begin = alike[0][0] if line.asked_otherwise else box.x
    inner = box.grown(-EDGE)

    def height(value: float) -> float:
        return inner.bottom - inner.h * min(100.0, max(0.0, value)) / 100

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect(), 10, 10), w.ink(theme.target))
        if line.error is not None:
            upper, lower = (
                height(line.baseline + SURE * line.error),
                height(line.baseline - SURE * line.error),
            )
            canvas.drawRect(skia.Rect.MakeLTRB(begin, upper, box.right, lower), w.ink(theme.pacer, 0.75))
            middle = height(line.baseline)
            canvas.drawLine(begin, middle, box.right, middle, w.stroke(theme.label, 1.2))
        if len(alike) >= ENOUGH:
            path = skia.Path()
            path.moveTo(*alike[0])
            for point in alike[1:]:
                path.lineTo(*point)
            canvas.drawPath(path, w.stroke(theme.accent, 2.0, 0.55))
        radius = min(POINT, max(LEAST_POINT, inner.w / len(points) / 2))
        for (x, y), one in zip(points, line.points, strict=True):
            canvas.drawCircle(x, y, radius * 4 / 3, w.ink(theme.target))
            dot = w.ink(theme.accent) if one.compared else w.stroke(theme.accent, 1.5)
            canvas.drawCircle(x, y, radius if one.compared else radius - 0.5, dot)
        for (x, y), letter, under in zip(points, letters(line), under_another(line), strict=True):
            said = lettering.line(letter, LETTER)
            above = y - radius * 2 - 1
            below = y + radius * 2 + 1 + lettering.cap_height(LETTER)
            high = above - lettering.cap_height(LETTER) < box.y + 2
            at = below if high or (under and below < box.bottom - 2) else above
            left = min(max(x - said.width / 2, box.x + 2), box.right - 2 - said.width)
            said.draw(canvas, left, at, w.ink(theme.soft))

    return Piece(box, ("line", line, theme.name), paint)


def weeks_piece(box: Box, weeks: Sequence[Week], theme: Theme) -> Piece:
    """A bar a week with its minutes over it, where there is room for them; an empty week is a thin line."""
    pitch = min(64.0, box.w / len(weeks))
    most = max(10.0, *(week.minutes for week in weeks)) if weeks else 10.0
    room = box.h - 24
    shown = [number(week.minutes) if week.minutes >= 0.5 else "" for week in weeks]
    fits = all(lettering.width(words, SMALL) < pitch - 4 for words in shown)
    step = (box.w - pitch) / (len(weeks) - 1) if len(weeks) > 1 else 0.0

    def paint(canvas: skia.Canvas) -> None:
        for i, (week, words) in enumerate(zip(weeks, shown, strict=True)):
            x, wide = box.x + i * step + pitch * 0.14, pitch * 0.72
            high = max(3.0, room * week.minutes / most)
            bar = skia.Rect.MakeXYWH(x, box.bottom - high, wide, high)
            corner = min(6.0, high / 2)
            colour = theme.accent if week.minutes >= 0.5 else theme.track
            canvas.drawRRect(skia.RRect.MakeRectXY(bar, corner, corner), w.ink(colour))
            if words and fits:
                line = lettering.line(words, SMALL)
                line.draw(canvas, x + wide / 2 - line.width / 2, bar.top() - 6, w.ink(theme.soft))

    return Piece(box.grown(2), ("weeks", tuple(weeks), theme.name), paint)
