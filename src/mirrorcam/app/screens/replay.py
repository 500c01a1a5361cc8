"""A session kept earlier: target and mirror image, action units, and a line of time to move along."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.action_units import BY_CODE
from mirrorcam.app import controls as c
from mirrorcam.app import lettering
from mirrorcam.app import widgets as w
from mirrorcam.app.easel import Box, Piece, Point, Size
from mirrorcam.app.lettering import Style
from mirrorcam.app.room import across, down, margin, top
from mirrorcam.app.screens import Action, FaceScreen, Go, Own, Settings, changed
from mirrorcam.app.screens.stage import avatar_piece
from mirrorcam.app.screens.two import companion
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.theme import Theme
from mirrorcam.avatars import Avatar
from mirrorcam.expression import NEUTRAL
from mirrorcam.phrases import catalogue, number, phrase, translated
from mirrorcam.session import Moment, Person

SPEEDS = (0.25, 0.5, 1.0, 2.0)
SPEED_WORDS = {0.25: "¼×", 0.5: "½×", 1.0: "1×", 2.0: "2×"}
USUAL_UNITS = ("AU1", "AU2", "AU4", "AU6", "AU9", "AU12", "AU15", "AU26")
"""Shown where nothing is asked for."""
NOTE_SHOWN_S = 6.0
"""A note stands below the line for so long after its tick has been passed."""
LONGEST_GAP_S = 0.2
"""Between two samples further apart than this nothing is made up."""


@dataclass(frozen=True, slots=True)
class Span:
    """One step of the session, and when it was done."""

    title: str
    begin_s: float
    end_s: float


@dataclass(frozen=True)
class Replay:
    """A session as it was: what the session machine answers to each of the samples kept, in order of time."""

    title: str
    """When it was: "Session 14 Nov, 18:02"."""
    words: str
    """"landmarks only · no video was kept"."""
    moments: Sequence[Moment]
    steps: tuple[Span, ...]
    notes: tuple[tuple[float, str], ...] = ()
    """What was noted, and when that began; "" for a mark without words."""

    def noted_at(self, time_s: float) -> str:
        """The note of a moment ago, for as long as it takes to read it."""
        told = [(at_s, text) for at_s, text in self.notes if at_s <= time_s < at_s + NOTE_SHOWN_S]
        return "" if not told else f"{clock(told[-1][0])} · {told[-1][1] or phrase('guided.a_mark')}"

    @cached_property
    def times_s(self) -> list[float]:
        return [moment.time_s for moment in self.moments]

    @cached_property
    def length_s(self) -> float:
        return self.times_s[-1] if self.moments else 0.0

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """(moments,) 0..100, NaN where nothing was scored."""
        scores = (moment.scene.score for moment in self.moments)
        return np.array([np.nan if score is None else score for score in scores])

    def curve(self, points: int) -> list[list[tuple[float, float]]]:
        """The score along time, thinned: unbroken stretches of (share of the length, share of 100)."""
        stretches: list[list[tuple[float, float]]] = [[]]
        for i in range(points):
            begin, end = (self.length_s * j / points for j in (i, i + 1))
            part = self.scores[bisect_left(self.times_s, begin) : bisect_right(self.times_s, end)]
            seen = part[~np.isnan(part)]
            if len(seen):
                stretches[-1].append(((i + 0.5) / points, float(seen.mean()) / 100))
            elif stretches[-1] and len(part):
                stretches.append([])
        return [stretch for stretch in stretches if stretch]


class ReplayScreen(FaceScreen):
    repeats = True

    def __init__(self, settings: Settings, avatar: Avatar, replay: Replay) -> None:
        super().__init__(settings, avatar)
        self.replay = replay
        self.time_s = 0.0
        self.playing = bool(replay.moments)
        self.speed = 1.0
        self._clock_s: float | None = None
        self._line = Box(0, 0, 1, 1)

    # ------------------------------------------------------------ moving along

    def tick(self, now_s: float) -> None:
        elapsed_s = 0.0 if self._clock_s is None else now_s - self._clock_s
        self._clock_s = now_s
        if self.playing:
            self._seek(self.time_s + elapsed_s * self.speed)
            self.playing = self.time_s < self.replay.length_s

    def _seek(self, time_s: float) -> None:
        self.time_s = min(max(0.0, time_s), self.replay.length_s)

    @property
    def index(self) -> int:
        """Of the moment that is shown."""
        return max(0, bisect_right(self.replay.times_s, self.time_s) - 1)

    def keys(self) -> Mapping[str, Action]:
        return {
            "space": Own("play"),
            "left": Own("frame", "-1"),
            "right": Own("frame", "1"),
            "shift+left": Own("step", "-1"),
            "shift+right": Own("step", "1"),
            "page up": Own("step", "-1"),
            "page down": Own("step", "1"),
            "home": Own("end", "0"),
            "end": Own("end", "1"),
            "up": Own("speed", "1"),
            "down": Own("speed", "-1"),
            "m": changed(self.settings, as_mirror=not self.settings.as_mirror),
            "escape": Go.HOME,
        }

    def take(self, own: Own) -> Action | None:
        if not self.replay.moments:
            return None
        if own.what == "play":
            self._play()
        elif own.what == "frame":
            self._frame(int(own.of))
        elif own.what == "step":
            self._step(int(own.of))
        elif own.what == "end":
            self._seek(self.replay.length_s * int(own.of))
        elif own.what == "speed":
            at = SPEEDS.index(self.speed) + int(own.of)
            self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, at))]
        elif own.what == "exact speed":
            self.speed = float(own.of)
        return None

    def _play(self) -> None:
        if not self.playing and self.time_s >= self.replay.length_s:
            self._seek(0.0)
        self.playing = not self.playing

    def _frame(self, by: int) -> None:
        self.playing = False
        times = self.replay.times_s
        self._seek(times[max(0, min(len(times) - 1, self.index + by))])

    def _step(self, by: int) -> None:
        """To the step's beginning, then to the one before; or to the next."""
        begins = [0.0, *(step.begin_s for step in self.replay.steps)]
        if by > 0:
            later = [begin for begin in begins if begin > self.time_s + 1e-6]
            self._seek(min(later, default=self.replay.length_s))
        else:
            grace_s = 0.6 if self.playing else 1e-6
            self._seek(max((begin for begin in begins if begin < self.time_s - grace_s), default=0.0))

    def click(self, at: Point) -> Action | None:
        if self._line.grown(10).holds(at):
            self.drag(at)
            return None
        return super().click(at)

    def drag(self, at: Point) -> None:
        if self._line.grown(10).holds(at):
            self._seek(self.replay.length_s * (at[0] - self._line.x) / self._line.w)

    # ------------------------------------------------------------ the picture

    def pieces(self, size: Size) -> list[Piece]:
        """In a small window the action units fold away; the faces and the line of time stay."""
        edge, upper, gap = margin(size), top(size), across(size, 10, 16)
        low = down(size, 116, 212)
        tall = size[1] - upper - low - down(size, 8, 18) - down(size, 46, 64)
        shown = size[0] >= UNITS_FROM and tall >= LEAST_UNITS
        side = min(340.0, size[0] * 0.265) if shown else -gap
        wide = (size[0] - 2 * edge - side - 2 * gap) / 2
        target, you = Box(edge, upper, wide, tall), Box(edge + wide + gap, upper, wide, tall)
        units = Box(you.right + gap, upper, max(0.0, side), tall)
        line = Box(edge, you.bottom + down(size, 8, 18), size[0] - 2 * edge, low)
        cards = (target, you, *((units,) if shown else ()), line)
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self._header(size),
            *(w.card_shadow(box, self.theme) for box in cards),
            *self._faces(target, you, size),
            *(self._units(units) if shown else []),
            *self._timeline(line),
            *self._keys(size),
        ]

    def _header(self, size: Size) -> list[Piece]:
        """The title, and what was kept, where there is room for that beside it."""
        edge, y = margin(size), down(size, 7, 24)
        line = Box(edge, y, size[0] - 2 * edge, 28)
        title = w.text(line, self.replay.title, w.HEADING, self.theme.ink, valign=0.5, most=1)
        taken = lettering.width(self.replay.title, w.HEADING) + lettering.width(self.replay.words, w.BODY)
        if taken + 40 > line.w:
            return [title]
        return [title, w.text(line, self.replay.words, w.BODY, self.theme.soft, align=1, valign=0.5)]

    def _wears(self) -> tuple[Wear, Wear]:
        """What both avatars wear at this instant, in between two samples."""
        if not self.replay.moments:
            return Wear(), Wear()
        here = self.replay.moments[self.index]
        after = self.replay.moments[min(self.index + 1, len(self.replay.moments) - 1)]
        gap_s = after.time_s - here.time_s
        share = (self.time_s - here.time_s) / gap_s if 0 < gap_s < LONGEST_GAP_S else 0.0
        target, later = (Wear(moment.scene.target or NEUTRAL) for moment in (here, after))
        you = Wear(here.expression, here.head).towards(Wear(after.expression, after.head), share)
        return target.towards(later, share), you

    def _faces(self, target: Box, you: Box, size: Size) -> list[Piece]:
        moment = self.replay.moments[self.index] if self.replay.moments else None
        if moment is not None and moment.two is not None:
            return self._two_faces((target, you), moment.two, moment.scene.person)
        asked, worn = self._wears()
        flip = self.settings.as_mirror
        mine = phrase("replay.mirrored" if flip else "replay.as_others")
        inset, high = across(size, 14, 22), down(size, 19, 27)
        return [
            w.card_face(target, self.theme.target, self.theme),
            avatar_piece(w.inside(target, self.theme), self.avatar, asked, flip),
            w.label((target.x + inset, target.y + high), phrase("replay.target"), self.theme, target.w - 20),
            w.card_face(you, self.theme.you, self.theme),
            avatar_piece(w.inside(you, self.theme), self.avatar, worn, flip),
            w.label((you.x + inset, you.y + high), mine, self.theme, you.w - 110),
            *self._score(you),
        ]

    def _two_faces(self, boxes: tuple[Box, Box], two: tuple[Person, Person], partner: str) -> list[Piece]:
        """Who sat on the left, and who on the right."""
        avatars = (self.avatar, companion(self.avatar, partner))
        grounds = (self.theme.target, self.theme.you)
        pieces = []
        for box, fill, avatar, person, side in zip(
            boxes, grounds, avatars, two, ("left", "right"), strict=True
        ):
            wear = Wear(person.expression, person.head)
            pieces += [
                w.card_face(box, fill, self.theme),
                avatar_piece(w.inside(box, self.theme), avatar, wear, self.settings.as_mirror),
                w.label((box.x + 22, box.y + 27), phrase(f"together.{side}"), self.theme, box.w - 40),
            ]
        return pieces

    def _score(self, box: Box) -> list[Piece]:
        score = self.replay.moments[self.index].scene.score if self.replay.moments else None
        if score is None:
            return []
        radius = min(38.0, box.h * 0.14)
        middle = (box.right - 20 - radius, box.y + 20 + radius)
        number = str(round(score))
        return [
            w.ring(middle, radius, score / 100, self.theme, words=number, fill=self.theme.card, thickness=7)
        ]

    def _units(self, box: Box) -> list[Piece]:
        rows = [
            w.card_face(box, self.theme.card, self.theme),
            w.label((box.x + 24, box.y + 31), phrase("replay.units"), self.theme, box.w - 40),
        ]
        if not self.replay.moments:
            return rows
        moment = self.replay.moments[self.index]
        fits = int((box.h - 64) / 38)
        for i, code in enumerate(units_of(moment)[:fits]):
            rows += self._unit(Box(box.x + 24, box.y + 53 + i * 38, box.w - 48, 38), code, moment)
        return rows

    def _unit(self, box: Box, code: str, moment: Moment) -> list[Piece]:
        name = Box(box.x, box.y, box.w - 84, box.h)
        words = f"{code} {translated(BY_CODE[code].name)}" if code in BY_CODE else code
        return [
            w.text(name, words, w.SMALL, self.theme.ink, valign=0.5, most=1),
            w.text(box, sides(code, moment), NUMBERS, self.theme.ink, align=1, valign=0.5),
        ]

    def _timeline(self, box: Box) -> list[Piece]:
        inset = 26.0 if box.h > 160 else 14.0
        self._line = Box(box.x + inset, box.y + inset * 0.7, box.w - 2 * inset, box.h - 86 + 26 - inset)
        return [
            w.card_face(box, self.theme.card, self.theme),
            curve_piece(self._line, self.replay, self.theme),
            notes_piece(self._line, self.replay, self.theme),
            playhead_piece(self._line, self._share(), self._height(), self.theme),
            *self._below_line(Box(self._line.x, box.bottom - (46 if box.h > 160 else 38), self._line.w, 28)),
        ]

    def _share(self) -> float:
        return self.time_s / self.replay.length_s if self.replay.length_s else 0.0

    def _height(self) -> float | None:
        score = self.replay.moments[self.index].scene.score if self.replay.moments else None
        return None if score is None else score / 100

    def _below_line(self, box: Box) -> list[Piece]:
        time = f"{clock(self.time_s)} / {clock(self.replay.length_s)}"
        x = box.right - len(SPEEDS) * 62 + 6
        begin = box.x + lettering.width(time, w.BODY) + 24
        pieces = [w.text(box, time, w.BODY, self.theme.soft, valign=0.5)]
        if (note := self.replay.noted_at(self.time_s)) and x - begin > 80:
            place = Box(begin, box.y, x - begin - 20, box.h)
            pieces.append(w.text(place, note, w.SMALL, self.theme.accent_ink, valign=0.5, most=1))
        for speed in SPEEDS:
            tap = self.tap(f"speed {speed}", Own("exact speed", str(speed)))
            place = Box(x, box.y - 2, 56, 32)
            pieces.append(c.chip(place, SPEED_WORDS[speed], speed == self.speed, self.theme, tap))
            x += 62
        return pieces

    def _keys(self, size: Size) -> list[Piece]:
        y, edge = size[1] - down(size, 21, 32), margin(size)
        close = [c.Hint("Esc", phrase("hint.close"), "close", Go.HOME)]
        hints = [
            c.Hint("Space", phrase("hint.pause" if self.playing else "hint.play"), "play", Own("play")),
            c.Hint("← →", phrase("hint.frame")),
            c.Hint("⇧ ← →", phrase("hint.step")),
            c.Hint("M", phrase("hint.mirror"), "turn", self.keys()["m"]),
            c.Hint("↑ ↓", phrase("hint.speed")),
        ]
        room = size[0] - 2 * edge - 16 - c.row_width(close)
        while c.row_width(hints) > room:
            hints = hints[:-1]  # its key works all the same
        return [
            *c.key_row((edge, y), hints, self.theme, self.touch),
            *c.key_row((size[0] - edge, y), close, self.theme, self.touch, align=1),
        ]


UNITS_FROM, LEAST_UNITS = 820.0, 170.0
"""Layout units: in a narrower window, or on lower cards, there is no list of action units."""
NUMBERS = Style(15.5, "SemiBold", 1.3, 0.0)


def units_of(moment: Moment) -> list[str]:
    """The action units that the target names, the strongest first; the usual ones where nothing is asked."""
    target = moment.scene.target
    named = {} if target is None else {code: target[code] for code in BY_CODE if target[code] > 0.02}
    return sorted(named, key=lambda code: -named[code]) or list(USUAL_UNITS)


def sides(code: str, moment: Moment) -> str:
    """ ".41 | .44", or one number where left and right are not told apart."""
    left, right = moment.expression.left(code), moment.expression.right(code)
    if code in BY_CODE and not BY_CODE[code].sided:
        return decimals((left + right) / 2)
    first, second = (right, left) if catalogue().right_to_left else (left, right)
    return f"{decimals(first)} | {decimals(second)}"


def decimals(value: float) -> str:
    """Two decimals, without the nought where a point can do without: ".41", "1.02", "−.06", "0,41"."""
    words = number(abs(value), 2)
    words = words[1:] if words.startswith("0.") else words
    return f"−{words}" if value <= -0.005 else words


def clock(time_s: float) -> str:
    return f"{int(time_s) // 60:02d}:{int(time_s) % 60:02d}"


def curve_piece(box: Box, replay: Replay, theme: Theme) -> Piece:
    """The steps as blocks with their names, and the score as a line over them."""
    label = Style(13.5, "Regular", 1.2, 0.0)

    def paint(canvas: skia.Canvas) -> None:
        length = replay.length_s or 1.0
        for step in replay.steps:
            left, right = (box.x + box.w * time / length for time in (step.begin_s, step.end_s))
            block = Box(left + 1, box.y, max(2.0, right - left - 2), box.h)
            canvas.drawRRect(skia.RRect.MakeRectXY(block.rect(), 7, 7), w.ink(theme.you))
            if not theme.shadow:
                canvas.drawRRect(skia.RRect.MakeRectXY(block.rect(), 7, 7), w.stroke(theme.line, 1))
            if block.w > 44:
                name = lettering.line(lettering.shortened(step.title, label, block.w - 12), label)
                name.draw(canvas, block.x + 6, block.bottom + 16, w.ink(theme.soft))
        for stretch in replay.curve(round(box.w / 2)):
            _draw_curve(canvas, box, stretch, theme)

    return Piece(box.grown(22), ("curve", id(replay), theme.name), paint)


NOTED = Style(12, "Regular", 1.2, 0.0)
LEAST_WORDS = 44.0
"""A note has its first words beside its tick where there is so much room before the next."""


def notes_piece(box: Box, replay: Replay, theme: Theme) -> Piece:
    """A small tick over the line for each mark and note, with as many of its words as have room."""
    length_s = replay.length_s or 1.0
    places = [(box.x + box.w * min(1.0, at_s / length_s), text) for at_s, text in replay.notes]
    ends = [*(x for x, _ in places[1:]), box.right][: len(places)]

    def paint(canvas: skia.Canvas) -> None:
        for (x, text), end in zip(places, ends, strict=True):
            canvas.drawLine(x, box.y - 12, x, box.y - 2, w.stroke(theme.accent, 2.5))
            if text and end - x > LEAST_WORDS:
                words = lettering.line(lettering.shortened(text, NOTED, end - x - 12), NOTED)
                words.draw(canvas, x + 6, box.y - 4, w.ink(theme.soft))

    return Piece(box.grown(18), ("notes", id(replay), theme.name), paint)


def _draw_curve(canvas: skia.Canvas, box: Box, stretch: list[tuple[float, float]], theme: Theme) -> None:
    points = [skia.Point(box.x + box.w * along, box.bottom - 4 - (box.h - 12) * up) for along, up in stretch]
    brush = w.stroke(theme.accent, 3)
    canvas.drawPoints(skia.Canvas.PointMode.kPolygon_PointMode, points or [skia.Point(0, 0)], brush)


def playhead_piece(box: Box, share: float, up: float | None, theme: Theme) -> Piece:
    x = round((box.x + box.w * share) * 2) / 2
    y = None if up is None else box.bottom - 4 - (box.h - 12) * up

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawLine(x, box.y, x, box.bottom, w.stroke(theme.warm, 3))
        if y is not None:
            canvas.drawCircle(x, y, 7.5, w.ink(theme.warm))

    looks = ("playhead", None if y is None else round(y), theme.name)
    return Piece(Box(x - 9, box.y - 5, 18, box.h + 10), looks, paint)
