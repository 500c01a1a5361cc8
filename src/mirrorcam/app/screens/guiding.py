"""The keys of whoever guides a session, on a strip below the practice screens. They are function keys, so that they
do not get in the way of the person's own; each can be clicked, too."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import skia

from mirrorcam.acts import Command, Note
from mirrorcam.app.guided import Guided
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.controls import Tap
from mirrorcam.app.painting.easel import Box, Piece, Point, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import margin
from mirrorcam.app.painting.theme import Theme
from mirrorcam.app.screens import Action, Aside, Key, Own, Screen, Settings
from mirrorcam.app.screens.review.line import clock
from mirrorcam.app.screens.writing import Writing
from mirrorcam.phrases import phrase

DRAFT_S = 1.0
"""A note that is being written is kept so often, so that not even a crash loses it."""
TICK_S = 1.8
"""For so long a mark is confirmed."""
STRIP_HIGH = 40.0
GAPS = (22.0, 14.0, 9.0)
WORDS = Style(13.5, "Regular", 1.2, 0.0)
CAP = Style(11.5, "SemiBold", 1.2, 0.0)
CAP_HIGH = 19.0
KEYS = {
    "next": "F1",
    "repeat": "F2",
    "easier": "F3",
    "harder": "F4",
    "pause": "F5",
    "mark": "F6",
    "note": "F7",
    "score": "F8",
    "picture": "F9",
    "window": "F10",
}
KEEPING = "Enter Esc"
"""Both end a note and keep it: what was written was kept already as it was written."""
NEEDED = ("pause", "mark", "note", "next", "repeat", "easier", "harder", "score", "picture", "window")
"""Where there is no room for all, the first of these stay."""
OTHERWISE = ("guided.go_on", "guided.show_score", "guided.show_picture", "guided.close_window")
"""What else may stand beside a key; there is room for it from the beginning."""
CARET_S, CARET_SHARE = 1.1, 0.6


@dataclass(slots=True)
class Line:
    """A note that is being written, and the session's time at which that began."""

    began_s: float
    writing: Writing
    sent: str = ""
    sent_s: float = 0.0

    def note(self) -> Note:
        self.sent = self.writing.text
        return Note(self.sent.strip(), self.began_s)


class GuidingScreen(Screen):
    """What the strip and the second window have in common: keys, and a line to write."""

    def __init__(self, settings: Settings, guided: Guided) -> None:
        super().__init__(settings)
        self.guided = guided
        self.line: Line | None = None

    @property
    def writing(self) -> bool:
        return self.line is not None

    @property
    def repeats(self) -> bool:  # type: ignore[override]
        return self.writing

    def write(self, text: str) -> None:
        if self.line is not None:
            self.line.writing.write(text)

    def keys(self) -> Mapping[str, Action]:
        return {
            key.lower(): action for name, key in KEYS.items() if (action := self.action(name)) is not None
        }

    def takes(self, key: Key) -> bool:
        """Whether it is a key of whoever guides, and not of the person."""
        return self.writing or key.name in self.keys()

    def key(self, key: Key) -> Action | None:
        if self.line is not None and self.line.writing.key(key.name):
            return None
        if self.line is not None and key.name in ("enter", "escape", "f7"):
            return self.unfinished()
        action = self.keys().get(key.name)
        return self.act(action)

    def action(self, name: str) -> Action | None:
        """What a key does just now; None: nothing."""
        moment = self.guided.moment
        if moment is None or moment.done:
            return Aside.WINDOW if name == "window" else None
        actions: dict[str, Action] = {
            "next": Command.NEXT if moment.kind == "say" else Command.SKIP,
            "repeat": Command.REPEAT,
            "easier": Command.EASIER,
            "harder": Command.HARDER,
            "pause": Command.RESUME if moment.paused else Command.PAUSE,
            "mark": Note("", self.guided.instant_s),
            "note": Own("keep" if self.writing else "note"),
            "score": Aside.SCORE,
            "picture": Aside.PICTURE,
            "window": Aside.WINDOW,
        }
        return actions[name]

    def take(self, own: Own) -> Action | None:
        if own.what == "note" and self.line is None:
            self.line = Line(self.guided.instant_s, Writing(), sent_s=self.guided.now_s)
        return self.unfinished() if own.what == "keep" else None

    def draft(self, now_s: float) -> Note | None:
        """What has been written since it was last kept, every now and then."""
        line = self.line
        if line is None or line.writing.text == line.sent or now_s - line.sent_s < DRAFT_S:
            return None
        line.sent_s = now_s
        return line.note()

    def unfinished(self) -> Note | None:
        """Ends the writing; what was written so far, unless that is nothing and never was anything."""
        line, self.line = self.line, None
        return None if line is None or not (line.writing.text.strip() or line.sent) else line.note()

    def words(self, name: str) -> str:
        """What stands beside a key just now."""
        settings, moment = self.guided.over(self.settings), self.guided.moment
        if name == "pause" and moment is not None and moment.paused:
            return phrase("guided.go_on")
        if name == "score":
            return phrase("guided.hide_score" if settings.number_shown else "guided.show_score")
        if name == "picture":
            return phrase("guided.hide_picture" if settings.camera_shown else "guided.show_picture")
        if name == "window" and self.guided.window:
            return phrase("guided.close_window")
        return phrase(f"guided.{name}")

    @property
    def confirmed(self) -> bool:
        """A mark or note was made a moment ago; not one that is still being written."""
        return (
            self.line is None
            and 0 <= self.guided.now_s - self.guided.noted_s < TICK_S
            and self.guided.noted_s >= 0
        )

    @property
    def caret(self) -> bool:
        return not self.theme.lively or self.guided.now_s % CARET_S < CARET_S * CARET_SHARE

    def confirmation(self) -> str:
        if not self.guided.keeps:
            return phrase("guided.not_kept")
        return phrase("guided.kept", time=clock(self.guided.notes[-1].time_s)) if self.guided.notes else ""

    @abstractmethod
    def pieces(self, size: Size) -> list[Piece]: ...


class Strip(GuidingScreen):
    """At the lower edge; ``size`` is that of the whole picture."""

    def pieces(self, size: Size) -> list[Piece]:
        box = Box(0, size[1] - STRIP_HIGH, size[0], STRIP_HIGH)
        edge = margin(size)
        inner = Box(edge, box.y, size[0] - 2 * edge, box.h)
        return [
            w.ground(box, self.theme.ground),
            rule((inner.x, box.y), (inner.right, box.y), self.theme),
            *(self._line(inner, self.line) if self.line else self._buttons(inner)),
        ]

    def _buttons(self, box: Box) -> list[Piece]:
        if self.action("pause") is None:
            return []
        y, end = box.middle[1] + 1, hint_width("G", phrase("guided.strip"))
        last = box.right - end
        pieces = [hint((last, y), "G", phrase("guided.strip"), self.theme, self.tap("strip", Aside.STRIP))]
        gap, names = folded({name: self._width(name) for name in KEYS}, last - box.x - GAPS[0])
        x = box.x
        for name in names:
            pieces.append(self._button((x, y), name))
            x += self._width(name) + gap
        return pieces

    def _width(self, name: str) -> float:
        if name == "mark":  # so that nothing moves while it is confirmed
            return max(hint_width(KEYS[name], words) for words in (self.words(name), self._stamp()))
        return hint_width(KEYS[name], self.words(name))

    def _stamp(self) -> str:
        return self.confirmation() if not self.guided.keeps else clock(self.guided.time_s)

    def _button(self, at: Point, name: str) -> Piece:
        told = name == "mark" and self.confirmed
        tap = Tap(name, self.action(name), self.touch(name))
        words = self._confirmed_at() if told else self.words(name)
        return hint(at, KEYS[name], words, self.theme, tap, ticked=told and self.guided.keeps)

    def _confirmed_at(self) -> str:
        notes = self.guided.notes
        return clock(notes[-1].time_s) if notes and self.guided.keeps else self._stamp()

    def _line(self, box: Box, line: Line) -> list[Piece]:
        y = box.middle[1] + 1
        label = phrase("guided.note_at", time=clock(line.began_s))
        wide, keep = lettering.width(label, WORDS), hint_width(KEEPING, phrase("guided.keep"))
        last = box.right - keep
        field = Box(box.x + wide + 12, box.y + 6, last - box.x - wide - 34, box.h - 11)
        return [
            w.text(Box(box.x, box.y, wide + 2, box.h + 2), label, WORDS, self.theme.soft, valign=0.5, most=1),
            slim_field(field, line.writing, self.theme, caret=self.caret),
            hint((last, y), KEEPING, phrase("guided.keep"), self.theme, self.tap("keep", Own("keep"))),
        ]


class Attended(Screen):
    """A practice screen with the strip below it; the person's screen is a little lower, so that nothing is covered."""

    def __init__(self, screen: Screen, strip: Strip) -> None:
        super().__init__(screen.settings)
        self.screen, self.strip = screen, strip
        self._edge = 0.0

    @property
    def writing(self) -> bool:
        return self.strip.writing or self.screen.writing

    @property
    def repeats(self) -> bool:  # type: ignore[override]
        return self.strip.repeats or self.screen.repeats

    def write(self, text: str) -> None:
        (self.strip if self.strip.writing else self.screen).write(text)

    def key(self, key: Key) -> Action | None:
        return (self.strip if self.strip.takes(key) else self.screen).key(key)

    def click(self, at: Point) -> Action | None:
        return self.under(at).click(at)

    def drag(self, at: Point) -> None:
        self.under(at).drag(at)

    def point(self, at: Point | None) -> bool:
        over = [screen.point(at) for screen in (self.screen, self.strip)]
        return any(over)

    def pieces(self, size: Size) -> list[Piece]:
        self._edge = size[1] - STRIP_HIGH
        return [*self.screen.picture((size[0], self._edge)), *self.strip.picture(size)]

    def under(self, at: Point) -> Screen:
        return self.strip if at[1] >= self._edge else self.screen


def folded(widths: Mapping[str, float], room: float) -> tuple[float, list[str]]:
    """The gap, and the keys that have room, in their order: those most needed where there is little."""
    names = list(widths)
    for keep in range(len(NEEDED), 0, -1):
        names = [name for name in widths if name in NEEDED[:keep]]
        for gap in GAPS:
            if sum(widths[name] + gap for name in names) - gap <= room:
                return gap, names
    return GAPS[-1], names


def cap_width(key: str) -> float:
    return max(CAP_HIGH + 5, lettering.width(c.key_name(key), CAP) + 11)


def hint_width(key: str, words: str) -> float:
    return cap_width(key) + 6 + lettering.width(words, WORDS)


def hint(
    at: Point, key: str, words: str, theme: Theme, tap: Tap, *, ticked: bool = False, room: float = 400.0
) -> Piece:
    """A small key and its words; ``at`` is the left middle. ``ticked``: done, instead of the key."""
    shown = lettering.shortened(words, WORDS, room)
    wide = cap_width(key)
    box = Box(at[0], at[1] - CAP_HIGH / 2, wide + 6 + lettering.width(shown, WORDS), CAP_HIGH)
    touch = tap.touch

    def paint(canvas: skia.Canvas) -> None:
        if ticked:
            _draw_tick(canvas, (box.x + wide / 2, box.middle[1]), theme)
        else:
            _draw_cap(canvas, box._replace(w=wide), key, theme, touch.hovered)
        colour = theme.ink if touch.hovered else theme.soft
        baseline = box.middle[1] + lettering.cap_height(WORDS) / 2
        lettering.line(shown, WORDS).draw(canvas, box.x + wide + 6, baseline, w.ink(colour))
        if touch.focused:
            c.focus_ring(canvas, box.grown(2), 6, theme)

    looks = ("guide's key", c.key_name(key), shown, ticked, theme.name, touch)
    return Piece(box.grown(8), looks, paint, name=tap.name, action=tap.action)


def _draw_cap(canvas: skia.Canvas, box: Box, key: str, theme: Theme, hovered: bool) -> None:
    shape = skia.RRect.MakeRectXY(box.grown(-0.5).rect(), 5, 5)
    if hovered:
        canvas.drawRRect(shape, w.ink(theme.invite))
    canvas.drawRRect(shape, w.stroke(theme.line, theme.line_px))
    words = lettering.line(c.key_name(key), CAP)
    baseline = box.middle[1] + lettering.cap_height(CAP) / 2
    words.draw(canvas, box.middle[0] - words.width / 2, baseline, w.ink(theme.soft))


def _draw_tick(canvas: skia.Canvas, middle: Point, theme: Theme) -> None:
    x, y = middle
    points = [skia.Point(x - 5, y), skia.Point(x - 1.5, y + 4), skia.Point(x + 5.5, y - 4.5)]
    canvas.drawPoints(skia.Canvas.PointMode.kPolygon_PointMode, points, w.stroke(theme.accent, 2.2))


def rule(begin: Point, end: Point, theme: Theme) -> Piece:
    """A thin line across."""
    box = Box(begin[0], begin[1] - 1, end[0] - begin[0], 2)
    brush = w.stroke(theme.line, theme.line_px)
    return Piece(box, ("rule", theme.name), lambda canvas: canvas.drawLine(*begin, *end, brush))


def slim_field(box: Box, writing: Writing, theme: Theme, *, caret: bool, style: Style = WORDS) -> Piece:
    """One row to write in; of a longer text, what is at the cursor."""
    inner = box.w - 20
    before = lettering.width(writing.text[: writing.at], style)
    moved = max(0.0, before - inner)

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.grown(-0.5).rect(), 8, 8)
        canvas.drawRRect(shape, w.ink(theme.card))
        canvas.drawRRect(shape, w.stroke(theme.accent, theme.line_px))
        canvas.save()
        canvas.clipRect(box.grown(-3).rect())
        x, y = box.x + 10 - moved, box.middle[1]
        baseline = y + lettering.cap_height(style) / 2
        words = lettering.line(writing.text or phrase("guided.write"), style)
        words.draw(
            canvas,
            x if writing.text else box.x + 12,
            baseline,
            w.ink(theme.ink if writing.text else theme.soft),
        )
        if caret:
            tall = style.size * 0.7
            canvas.drawLine(x + before, y - tall, x + before, y + tall, w.stroke(theme.accent, 1.5))
        canvas.restore()

    return Piece(box.grown(1), ("slim field", writing.text, writing.at, theme.name, caret), paint)
