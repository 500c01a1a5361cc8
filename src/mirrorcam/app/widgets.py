"""The parts that screens are made of: each function gives a ``Piece``, or a few.

All positions are in layout units. A widget knows its theme and how it is touched, nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import skia

from mirrorcam.app import lettering
from mirrorcam.app.easel import Box, Piece, Point
from mirrorcam.app.lettering import Style
from mirrorcam.app.theme import Colour, Theme

HERO = Style(35, "Bold", 1.15, -0.018)
TITLE = Style(25, "SemiBold", 1.2, -0.014)
SENTENCE = Style(25, "SemiBold", 1.25, -0.012)
HEADING = Style(18, "SemiBold", 1.3, -0.008)
BODY = Style(18, "Regular", 1.42, -0.006)
BODY_STRONG = Style(18, "SemiBold", 1.42, -0.006)
LEAD = Style(20, "Regular", 1.4, -0.008)
SMALL = Style(15.5, "Regular", 1.4, -0.003)
LABEL = Style(14, "SemiBold", 1.3, 0.035)
KEY = Style(13.5, "Regular", 1.2, 0.0)
KEY_STRONG = Style(13.5, "SemiBold", 1.2, 0.0)
ACTION = Style(19, "SemiBold", 1.2, -0.008)
CORNER = 24.0
KEY_HEIGHT = 25.0


@dataclass(frozen=True, slots=True)
class Touch:
    """How a widget that can be clicked is being touched."""

    hovered: bool = False
    focused: bool = False


@dataclass(frozen=True, slots=True)
class Tap:
    """What a click on a widget does. ``name`` stays the same in every picture of the screen."""

    name: str
    action: Any
    touch: Touch = Touch()


NO_TAP = Tap("", None)


def opaque(colour: Colour, opacity: float = 1.0) -> int:
    return (round(255 * opacity) << 24) | colour


def ink(colour: Colour, opacity: float = 1.0) -> skia.Paint:
    return skia.Paint(Color=opaque(colour, opacity), AntiAlias=True)


def stroke(colour: Colour, width: float, opacity: float = 1.0) -> skia.Paint:
    paint = skia.Paint(Color=opaque(colour, opacity), AntiAlias=True, Style=skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` at share 0, ``other`` at 1."""
    parts = (
        round(((one >> s) & 255) + (((other >> s) & 255) - ((one >> s) & 255)) * share) for s in (16, 8, 0)
    )
    red, green, blue = parts
    return red << 16 | green << 8 | blue


def ground(box: Box, colour: Colour) -> Piece:
    """The background of a whole screen."""
    return Piece(box, ("ground", colour), lambda canvas: canvas.drawRect(box.rect(), ink(colour)), solid=box)


# ---------------------------------------------------------------- text


def text(
    box: Box,
    words: str,
    style: Style,
    colour: Colour,
    *,
    align: float = 0.0,
    valign: float = 0.0,
    most: int = 0,
) -> Piece:
    """Text broken into the box. ``align`` and ``valign``: 0 left or top, 0.5 middle, 1 right or bottom;
    ``most`` lines at the most (0: as many as it takes, even below the box)."""
    broken = lettering.lines(words, style, box.w, most)
    step = style.size * style.leading
    height = step * len(broken)
    top = box.y + (box.h - height) * valign
    first = top + step / 2 + lettering.cap_height(style) / 2
    placed = [(lettering.line(part, style), first + i * step, box.x) for i, part in enumerate(broken)]

    def paint(canvas: skia.Canvas) -> None:
        brush = ink(colour)
        for set_line, baseline, left in placed:
            set_line.draw(canvas, left + (box.w - set_line.width) * align, baseline, brush)

    covered = Box(box.x - 2, min(top, box.y) - 2, box.w + 4, max(height, box.h) + 4)
    return Piece(covered, (words, style, colour, align, valign), paint)


def text_height(words: str, style: Style, room: float, most: int = 0) -> float:
    return len(lettering.lines(words, style, room, most)) * style.size * style.leading


def label(at: Point, words: str, theme: Theme, room: float = 400) -> Piece:
    """Small capitals over a card's content; ``at`` is its left middle."""
    box = Box(at[0], at[1] - 10, room, 20)
    return text(box, words.upper(), LABEL, theme.label, valign=0.5, most=1)


# ---------------------------------------------------------------- cards


def card(box: Box, fill: Colour, theme: Theme, corner: float = CORNER) -> Piece:
    """A rounded card with a soft shadow, or with a line where the theme is flat."""
    round_box = skia.RRect.MakeRectXY(box.rect(), corner, corner)

    def paint(canvas: skia.Canvas) -> None:
        if theme.shadow:
            _shadow(canvas, box, corner, theme)
        canvas.drawRRect(round_box, ink(fill))
        if not theme.shadow:
            inner = box.grown(-theme.line_px / 2)
            edge = skia.RRect.MakeRectXY(inner.rect(), corner, corner)
            canvas.drawRRect(edge, stroke(theme.line, theme.line_px))

    return Piece(box.grown(52), ("card", fill, theme.name, corner), paint, solid=box.grown(-corner * 0.3))


def inside(box: Box, theme: Theme) -> Box:
    """The part of a card's box that its edge leaves free."""
    return box if theme.shadow else box.grown(-theme.line_px)


def _shadow(canvas: skia.Canvas, box: Box, corner: float, theme: Theme) -> None:
    """Around the box, not behind it. A blur is costly, so its picture is kept."""
    scale = canvas.getTotalMatrix().getScaleX()
    inner = skia.RRect.MakeRectXY(box.grown(-0.5).rect(), corner, corner)
    canvas.save()
    canvas.clipRRect(inner, skia.ClipOp.kDifference)
    picture = _shadow_image(box.w, box.h, corner, scale, theme)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear)
    canvas.drawImageRect(picture, box.grown(SHADOW_REACH).rect(), smooth)
    canvas.restore()


SHADOW_REACH = 50.0


@lru_cache(maxsize=24)
def _shadow_image(width: float, height: float, corner: float, scale: float, theme: Theme) -> skia.Image:
    box = Box(SHADOW_REACH, SHADOW_REACH, width, height)
    across, down = ((side + 2 * SHADOW_REACH) * scale for side in (width, height))
    surface = skia.Surface(math.ceil(across), math.ceil(down))
    canvas = surface.getCanvas()
    canvas.scale(
        math.ceil(across) / (width + 2 * SHADOW_REACH), math.ceil(down) / (height + 2 * SHADOW_REACH)
    )
    for drop, blur, share in ((10, 13, 0.75), (1.5, 1.6, 0.5)):
        paint = ink(theme.ink, theme.shadow * share)
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect().makeOffset(0, drop), corner, corner), paint)
    return surface.makeImageSnapshot()


def tap_area(box: Box, tap: Tap, theme: Theme, corner: float = CORNER) -> Piece:
    """Makes an area clickable: invisible, but for a breath of colour when hovered and a ring in focus."""
    touch = tap.touch

    def paint(canvas: skia.Canvas) -> None:
        if touch.hovered:
            wash = skia.RRect.MakeRectXY(box.rect(), corner, corner)
            canvas.drawRRect(wash, ink(theme.accent, 0.05))
        if touch.focused:
            focus_ring(canvas, box, corner, theme)

    return Piece(box.grown(6), ("tap", touch, theme.name, corner), paint, name=tap.name, action=tap.action)


def focus_ring(canvas: skia.Canvas, box: Box, corner: float, theme: Theme) -> None:
    ring = skia.RRect.MakeRectXY(box.grown(3.5).rect(), corner + 3.5, corner + 3.5)
    canvas.drawRRect(ring, stroke(theme.focus, 2.5))


# ---------------------------------------------------------------- keys and buttons


def key_width(key: str, style: Style = KEY) -> float:
    return max(KEY_HEIGHT + 1, lettering.width(key, style) + 16)


def _draw_key(
    canvas: skia.Canvas, box: Box, key: str, *, style: Style, fill: int, line: int, colour: int
) -> None:
    cap = skia.RRect.MakeRectXY(box.grown(-0.5).rect(), 6.5, 6.5)
    canvas.drawRRect(cap, skia.Paint(Color=fill, AntiAlias=True))
    if line:
        edge = skia.Paint(Color=line, AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=1)
        canvas.drawRRect(cap, edge)
    set_key = lettering.line(key, style)
    baseline = box.middle[1] + lettering.cap_height(style) / 2
    paint = skia.Paint(Color=colour, AntiAlias=True)
    set_key.draw(canvas, box.middle[0] - set_key.width / 2, baseline, paint)


def _draw_cap(canvas: skia.Canvas, box: Box, key: str, theme: Theme, fill: Colour) -> None:
    line, colour = opaque(theme.line), opaque(theme.ink)
    _draw_key(canvas, box, key, style=KEY, fill=opaque(fill), line=line, colour=colour)


def key_hint_width(key: str, words: str) -> float:
    return key_width(key) + 8 + lettering.width(words, SMALL)


def key_hint(at: Point, key: str, words: str, theme: Theme, tap: Tap = NO_TAP) -> Piece:
    """A key cap and what it does; ``at`` is its left middle. It can be clicked when a tap is given."""
    touch = tap.touch
    box = Box(at[0], at[1] - KEY_HEIGHT / 2, key_hint_width(key, words), KEY_HEIGHT)
    cap = Box(box.x, box.y, key_width(key), KEY_HEIGHT)

    def paint(canvas: skia.Canvas) -> None:
        fill = theme.invite if touch.hovered else theme.card
        _draw_cap(canvas, cap, key, theme, fill)
        baseline = box.middle[1] + lettering.cap_height(SMALL) / 2
        colour = theme.ink if touch.hovered else theme.soft
        lettering.line(words, SMALL).draw(canvas, cap.right + 8, baseline, ink(colour))
        if touch.focused:
            focus_ring(canvas, box.grown(2), 7, theme)

    return Piece(
        box.grown(8), ("key", key, words, theme.name, touch), paint, name=tap.name, action=tap.action
    )


@dataclass(frozen=True, slots=True)
class Hint:
    """One entry of a row of key hints."""

    key: str
    words: str
    name: str = ""
    action: Any = None


Touches = Callable[[str], Touch]
"""How the widget with a name is being touched."""


def row_width(hints: Sequence[Hint], gap: float = 19) -> float:
    return sum(key_hint_width(hint.key, hint.words) + gap for hint in hints) - gap


def key_row(
    at: Point, hints: Sequence[Hint], theme: Theme, touches: Touches, *, align: float = 0.0, gap: float = 19
) -> list[Piece]:
    """Hints side by side; ``at`` is the row's left (align 0) or right (1) middle; ``touches(name)`` tells how
    each is touched."""
    x = at[0] - row_width(hints, gap) * align
    pieces = []
    for hint in hints:
        tap = Tap(hint.name, hint.action, touches(hint.name)) if hint.name else NO_TAP
        pieces.append(key_hint((x, at[1]), hint.key, hint.words, theme, tap))
        x += key_hint_width(hint.key, hint.words) + gap
    return pieces


def button_width(words: str, key: str = "") -> float:
    inner = lettering.width(words, ACTION) + (key_width(key, KEY_STRONG) + 9 if key else 0)
    return inner + 56


def button(box: Box, words: str, theme: Theme, tap: Tap, *, key: str = "", filled: bool = True) -> Piece:
    """A button with its key. ``filled``: the one thing to do here; otherwise a quieter choice."""
    touch = tap.touch
    fill = theme.accent if filled else theme.card
    fill = mixed(fill, theme.ink if filled else theme.accent, 0.12) if touch.hovered else fill
    colour = theme.on_accent if filled else theme.accent_ink

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), 16, 16)
        canvas.drawRRect(shape, ink(fill))
        if not filled:
            edge = skia.RRect.MakeRectXY(box.grown(-theme.line_px * 0.75).rect(), 16, 16)
            canvas.drawRRect(edge, stroke(theme.accent, theme.line_px * 1.5))
        set_words = lettering.line(lettering.shortened(words, ACTION, box.w - 24), ACTION)
        cap = key_width(key, KEY_STRONG) + 9 if key else 0
        x = box.middle[0] - (set_words.width + cap) / 2
        if key:
            at = Box(x, box.middle[1] - 11, cap - 9, 22)
            _draw_key(
                canvas, at, key, style=KEY_STRONG, fill=opaque(colour, 0.14), line=0, colour=opaque(colour)
            )
        baseline = box.middle[1] + lettering.cap_height(ACTION) / 2
        set_words.draw(canvas, x + cap, baseline, ink(colour))
        if touch.focused:
            focus_ring(canvas, box, 16, theme)

    looks = ("button", words, key, theme.name, touch, filled)
    return Piece(box.grown(7), looks, paint, name=tap.name, action=tap.action)


def link(at: Point, words: str, theme: Theme, tap: Tap, *, align: float = 0.0) -> Piece:
    """Underlined words; ``at`` is their left (align 0) or right (1) middle."""
    touch = tap.touch
    room = lettering.width(words, SMALL)
    box = Box(at[0] - room * align, at[1] - 12, room, 24)

    def paint(canvas: skia.Canvas) -> None:
        baseline = box.middle[1] + lettering.cap_height(SMALL) / 2
        colour = theme.accent_ink if touch.hovered else theme.soft
        lettering.line(words, SMALL).draw(canvas, box.x, baseline, ink(colour))
        canvas.drawLine(box.x, baseline + 3.5, box.right, baseline + 3.5, stroke(colour, 1))
        if touch.focused:
            focus_ring(canvas, box, 6, theme)

    return Piece(box.grown(7), ("link", words, theme.name, touch), paint, name=tap.name, action=tap.action)


PILL = Style(17, "SemiBold", 1.2, -0.006)


def pill_width(words: str, room: float = 520) -> float:
    return lettering.width(lettering.shortened(words, PILL, room - 36), PILL) + 36


def pill(at: Point, words: str, theme: Theme, room: float = 520) -> Piece:
    """A hint in a white lozenge; ``at`` is its middle."""
    shown = lettering.shortened(words, PILL, room - 36)
    width = pill_width(words, room)
    box = Box(at[0] - width / 2, at[1] - 19, width, 38)

    def paint(canvas: skia.Canvas) -> None:
        if theme.shadow:
            _shadow(canvas, box, 19, theme)
        shape = skia.RRect.MakeRectXY(box.rect(), 19, 19)
        canvas.drawRRect(shape, ink(theme.card))
        if not theme.shadow:
            canvas.drawRRect(shape, stroke(theme.line, theme.line_px))
        baseline = box.middle[1] + lettering.cap_height(PILL) / 2
        lettering.line(shown, PILL).draw(canvas, box.x + 18, baseline, ink(theme.accent_ink))

    return Piece(box.grown(52), ("pill", shown, theme.name), paint)


# ---------------------------------------------------------------- progress and numbers


def bar(box: Box, share: float, theme: Theme, colour: Colour | None = None) -> Piece:
    """How much of something: 0..1, rounded at both ends."""
    share = min(1.0, max(0.0, share))
    fill = theme.accent if colour is None else colour
    px = round(share * box.w * 2) / 2
    corner = box.h / 2

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect(), corner, corner), ink(theme.track))
        if px > 0:
            part = Box(box.x, box.y, max(px, box.h), box.h)
            canvas.drawRRect(skia.RRect.MakeRectXY(part.rect(), corner, corner), ink(fill))

    return Piece(box.grown(1), ("bar", px, theme.name, fill), paint)


def segments(at: Point, steps: int, current: int, theme: Theme, room: float = 460) -> Piece:
    """One short bar a step, ``at`` their common middle: done, now, to come."""
    pitch = min(40.0, room / max(1, steps))
    gap = min(6.0, pitch * 0.2)
    box = Box(at[0] - pitch * steps / 2, at[1] - 3, pitch * steps, 6)

    def paint(canvas: skia.Canvas) -> None:
        for i in range(steps):
            part = Box(box.x + i * pitch + gap / 2, box.y, pitch - gap, box.h)
            colour = theme.accent if i < current else theme.warm if i == current else theme.track
            canvas.drawRRect(skia.RRect.MakeRectXY(part.rect(), 3, 3), ink(colour))

    return Piece(box.grown(1), ("segments", steps, current, theme.name), paint)


def ring(
    middle: Point,
    radius: float,
    share: float,
    theme: Theme,
    *,
    words: str = "",
    fill: Colour | None = None,
    thickness: float = 10.0,
) -> Piece:
    """A ring that fills clockwise from the top, with words (a number, say) in its middle."""
    share = round(min(1.0, max(0.0, share)) * 200) / 200
    box = Box(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius)
    style = Style(radius * 0.62, "Bold", 1.0, -0.02)

    def paint(canvas: skia.Canvas) -> None:
        arc = box.grown(-thickness / 2).rect()
        if fill is not None:
            canvas.drawCircle(*middle, radius - thickness / 2, ink(fill))
        canvas.drawOval(arc, stroke(theme.track, thickness))
        if share > 0:
            canvas.drawArc(arc, -90, 360 * share, False, stroke(theme.warm, thickness))
        if words:
            number = lettering.line(words, style)
            baseline = middle[1] + lettering.cap_height(style) / 2
            number.draw(canvas, middle[0] - number.width / 2, baseline, ink(theme.ink))

    return Piece(box.grown(2), ("ring", share, words, theme.name, fill, thickness), paint)


# ---------------------------------------------------------------- settings


def toggle(box: Box, words: str, on: bool, theme: Theme, tap: Tap, *, key: str = "") -> Piece:
    """A switch with its words on the left and the sliding part on the right."""
    touch = tap.touch

    def paint(canvas: skia.Canvas) -> None:
        baseline = box.middle[1] + lettering.cap_height(BODY) / 2
        x = box.x
        if key:
            cap = Box(x, box.middle[1] - KEY_HEIGHT / 2, key_width(key), KEY_HEIGHT)
            _draw_cap(canvas, cap, key, theme, theme.card)
            x = cap.right + 12
        lettering.line(words, BODY).draw(canvas, x, baseline, ink(theme.ink))
        slot = Box(box.right - 46, box.middle[1] - 13, 46, 26)
        canvas.drawRRect(skia.RRect.MakeRectXY(slot.rect(), 13, 13), ink(theme.accent if on else theme.label))
        canvas.drawCircle(slot.right - 13 if on else slot.x + 13, slot.middle[1], 10, ink(0xFFFFFF))
        if touch.focused or touch.hovered:
            focus = theme.focus if touch.focused else theme.line
            edge = skia.RRect.MakeRectXY(box.grown(6).rect(), 12, 12)
            canvas.drawRRect(edge, stroke(focus, 2.5 if touch.focused else 1))

    return Piece(
        box.grown(9), ("toggle", words, on, key, theme.name, touch), paint, name=tap.name, action=tap.action
    )


def chip(box: Box, words: str, chosen: bool, theme: Theme, tap: Tap) -> Piece:
    """One of a few choices, side by side."""
    touch = tap.touch
    fill = theme.accent if chosen else mixed(theme.invite, theme.accent, 0.1 if touch.hovered else 0.0)
    colour = theme.on_accent if chosen else theme.accent_ink

    def paint(canvas: skia.Canvas) -> None:
        corner = box.h / 2
        shape = skia.RRect.MakeRectXY(box.rect(), corner, corner)
        canvas.drawRRect(shape, ink(fill))
        if not theme.shadow and not chosen:
            inner = skia.RRect.MakeRectXY(box.grown(-theme.line_px / 2).rect(), corner, corner)
            canvas.drawRRect(inner, stroke(theme.line, theme.line_px))
        style = Style(16.5, "SemiBold" if chosen else "Regular", 1.2, -0.005)
        set_words = lettering.line(lettering.shortened(words, style, box.w - 20), style)
        baseline = box.middle[1] + lettering.cap_height(style) / 2
        set_words.draw(canvas, box.middle[0] - set_words.width / 2, baseline, ink(colour))
        if touch.focused:
            focus_ring(canvas, box, corner, theme)

    return Piece(
        box.grown(7), ("chip", words, chosen, theme.name, touch), paint, name=tap.name, action=tap.action
    )


def chip_width(words: str) -> float:
    return lettering.width(words, Style(16.5, "SemiBold", 1.2, -0.005)) + 34
