"""What can be clicked: keys with their words, buttons, links, switches, choices, whole areas.

A control knows its theme and how it is touched; what it does is its ``Tap``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import skia

from mirrorcam.app.painting import lettering
from mirrorcam.app.painting.easel import Box, Piece, Point
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.spacing import laid, laid_high
from mirrorcam.app.painting.theme import Colour, Theme
from mirrorcam.app.painting.widgets import BODY, CORNER, SMALL, ink, mixed, opaque, stroke
from mirrorcam.phrases import knows, phrase

KEY = Style(13.5, "Regular", 1.2, 0.0)
KEY_STRONG = Style(13.5, "SemiBold", 1.2, 0.0)
ACTION = Style(19, "SemiBold", 1.2, -0.008)
KEY_HEIGHT = 25.0
SHADE = 0.07
"""How much lighter or darker a key is than the button that it is on: its sign must still stand out."""
FLOW_GAP = 18.0
"""Between hints in several lines, and between their lines."""
ARROWS = frozenset("←→↑↓⇧ ")
"""Keys of these turn with the picture, in a language that is read from right to left."""


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


def focus_ring(canvas: skia.Canvas, box: Box, corner: float, theme: Theme) -> None:
    ring = skia.RRect.MakeRectXY(box.grown(3.5).rect(), corner + 3.5, corner + 3.5)
    canvas.drawRRect(ring, stroke(theme.focus, 2.5))


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


# ---------------------------------------------------------------- keys and buttons


def key_name(key: str) -> str:
    """What stands on the key: "Space" has its own name in every language."""
    named = f"key.{key.lower()}"
    return phrase(named) if knows(named) else key


def key_width(key: str, style: Style = KEY) -> float:
    return max(KEY_HEIGHT + 1, lettering.width(key_name(key), style) + 16)


def _draw_key(
    canvas: skia.Canvas, box: Box, key: str, *, style: Style, fill: int, line: int, colour: int
) -> None:
    cap = skia.RRect.MakeRectXY(box.grown(-0.5).rect(), 6.5, 6.5)
    canvas.drawRRect(cap, skia.Paint(Color=fill, AntiAlias=True))
    if line:
        edge = skia.Paint(Color=line, AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=1)
        canvas.drawRRect(cap, edge)
    set_key = lettering.line(key_name(key), style)
    baseline = box.middle[1] + lettering.cap_height(style) / 2
    paint = skia.Paint(Color=colour, AntiAlias=True)
    left = box.middle[0] - set_key.width / 2
    set_key.draw(canvas, left, baseline, paint, turning=set(key) <= ARROWS)


def _draw_cap(canvas: skia.Canvas, box: Box, key: str, theme: Theme, fill: Colour) -> None:
    line, colour = opaque(theme.line), opaque(theme.ink)
    _draw_key(canvas, box, key, style=KEY, fill=opaque(fill), line=line, colour=colour)


def key_cap(at: Point, key: str, theme: Theme) -> Piece:
    """A key by itself, beside what it does; ``at`` is its left middle."""
    cap = Box(at[0], at[1] - KEY_HEIGHT / 2, key_width(key), KEY_HEIGHT)
    looks = ("cap", key_name(key), theme.name)
    return Piece(cap.grown(1), looks, lambda canvas: _draw_cap(canvas, cap, key, theme, theme.card))


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
        box.grown(8),
        ("key", key_name(key), words, theme.name, touch),
        paint,
        name=tap.name,
        action=tap.action,
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


def key_flow(
    room: Box, hints: Sequence[Hint], theme: Theme, touches: Touches, *, align: float = 0.5
) -> list[Piece]:
    """Hints in as many lines as they take, from the room's top on."""
    widths = [key_hint_width(hint.key, hint.words) for hint in hints]
    boxes = laid(widths, KEY_HEIGHT, FLOW_GAP, room, align)
    return [
        key_hint(
            (box.x, box.middle[1]),
            hint.key,
            hint.words,
            theme,
            Tap(hint.name, hint.action, touches(hint.name)) if hint.name else NO_TAP,
        )
        for box, hint in zip(boxes, hints, strict=True)
    ]


def flow_height(hints: Sequence[Hint], room: float) -> float:
    return laid_high([key_hint_width(hint.key, hint.words) for hint in hints], KEY_HEIGHT, FLOW_GAP, room)


def round_button(box: Box, sign: str, theme: Theme, tap: Tap) -> Piece:
    """A small one with an arrow on it."""
    touch = tap.touch

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), box.h / 2, box.h / 2)
        canvas.drawRRect(shape, ink(theme.invite if touch.hovered else theme.card))
        canvas.drawRRect(shape, stroke(theme.accent, theme.line_px * 1.5))
        arrow = lettering.line(sign, ACTION)
        baseline = box.middle[1] + lettering.cap_height(ACTION) / 2
        arrow.draw(canvas, box.middle[0] - arrow.width / 2, baseline, ink(theme.accent_ink), turning=True)
        if touch.focused:
            focus_ring(canvas, box, box.h / 2, theme)

    return Piece(box.grown(7), ("round", sign, theme.name, touch), paint, name=tap.name, action=tap.action)


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
                canvas, at, key, style=KEY_STRONG, fill=opaque(colour, SHADE), line=0, colour=opaque(colour)
            )
        baseline = box.middle[1] + lettering.cap_height(ACTION) / 2
        set_words.draw(canvas, x + cap, baseline, ink(colour))
        if touch.focused:
            focus_ring(canvas, box, 16, theme)

    looks = ("button", words, key_name(key), theme.name, touch, filled)
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

    return Piece(box.grown(10), ("link", words, theme.name, touch), paint, name=tap.name, action=tap.action)


# ---------------------------------------------------------------- settings


def captioned(at: Point, key: str, words: str, theme: Theme) -> Piece:
    """A key and what it changes, as at a switch; ``at`` is its left middle. Its click lies elsewhere."""
    cap = Box(at[0], at[1] - KEY_HEIGHT / 2, key_width(key), KEY_HEIGHT)
    room = lettering.width(words, BODY)

    def paint(canvas: skia.Canvas) -> None:
        _draw_cap(canvas, cap, key, theme, theme.card)
        baseline = at[1] + lettering.cap_height(BODY) / 2
        lettering.line(words, BODY).draw(canvas, cap.right + 12, baseline, ink(theme.ink))

    box = Box(cap.x, cap.y, cap.w + 12 + room, KEY_HEIGHT)
    return Piece(box.grown(9), ("captioned", words, key, theme.name), paint)


TOGGLE = Style(BODY.size, BODY.weight, 1.25, BODY.spacing)
SLOT = 46.0
"""The width of a switch's sliding part."""


def toggle_height(words: str, room: float, key: str = "") -> float:
    """What it takes for its words."""
    return 16 + TOGGLE.size * TOGGLE.leading * len(_toggle_lines(words, room, key))


def _toggle_lines(words: str, room: float, key: str) -> tuple[str, ...]:
    cap = key_width(key) + 12 if key else 0.0
    return lettering.lines(words, TOGGLE, room - cap - SLOT - 18)


def toggle(box: Box, words: str, on: bool, theme: Theme, tap: Tap, *, key: str = "") -> Piece:
    """A switch with its words on the left and the sliding part on the right."""
    touch = tap.touch
    broken = _toggle_lines(words, box.w, key)

    def paint(canvas: skia.Canvas) -> None:
        x = box.x
        if key:
            cap = Box(x, box.middle[1] - KEY_HEIGHT / 2, key_width(key), KEY_HEIGHT)
            _draw_cap(canvas, cap, key, theme, theme.card)
            x = cap.right + 12
        step = TOGGLE.size * TOGGLE.leading
        first = box.middle[1] - step * (len(broken) - 1) / 2 + lettering.cap_height(TOGGLE) / 2
        for i, part in enumerate(broken):
            lettering.line(part, TOGGLE).draw(canvas, x, first + i * step, ink(theme.ink))
        slot = Box(box.right - SLOT, box.middle[1] - 13, SLOT, 26)
        canvas.drawRRect(skia.RRect.MakeRectXY(slot.rect(), 13, 13), ink(theme.accent if on else theme.label))
        canvas.drawCircle(slot.right - 13 if on else slot.x + 13, slot.middle[1], 10, ink(0xFFFFFF))
        if touch.focused or touch.hovered:
            focus = theme.focus if touch.focused else theme.line
            edge = skia.RRect.MakeRectXY(box.grown(6).rect(), 12, 12)
            canvas.drawRRect(edge, stroke(focus, 2.5 if touch.focused else 1))

    return Piece(
        box.grown(9), ("toggle", words, on, key, theme.name, touch), paint, name=tap.name, action=tap.action
    )


CHIP, CHIP_CHOSEN = (Style(16.5, weight, 1.2, -0.005) for weight in ("Regular", "SemiBold"))
CHIP_KEY = Style(12.5, "SemiBold", 1.2, 0.0)
CHIP_KEY_ROOM = 23.0


def chip(box: Box, words: str, chosen: bool, theme: Theme, tap: Tap, *, key: str = "") -> Piece:
    """One of a few choices, side by side, with its key."""
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
        style = CHIP_CHOSEN if chosen else CHIP
        room = CHIP_KEY_ROOM if key else 0.0
        set_words = lettering.line(lettering.shortened(words, style, box.w - 20 - room), style)
        baseline = box.middle[1] + lettering.cap_height(style) / 2
        set_words.draw(canvas, box.middle[0] + (room - set_words.width) / 2, baseline, ink(colour))
        if key:
            cap = Box(box.x + 9, box.middle[1] - 10, 20, 20)
            shade, paler = opaque(colour, SHADE), opaque(colour)
            _draw_key(canvas, cap, key, style=CHIP_KEY, fill=shade, line=0, colour=paler)
        if touch.focused:
            focus_ring(canvas, box, corner, theme)

    return Piece(
        box.grown(7), ("chip", words, key, chosen, theme.name, touch), paint, name=tap.name, action=tap.action
    )


def chip_width(words: str, key: str = "") -> float:
    return lettering.width(words, CHIP_CHOSEN) + 34 + (CHIP_KEY_ROOM if key else 0.0)


OPTION = Style(18.5, "SemiBold", 1.2, -0.008)
OPTION_CORNER = 16.0
OPTION_KEY = Style(13.5, "SemiBold", 1.2, 0.0)


def option(
    box: Box, words: str, theme: Theme, tap: Tap, *, key: str = "", chosen: bool = False, quiet: bool = False
) -> Piece:
    """One of several answers, on a line of its own: its key, then its words. ``quiet``: not to be answered yet, or
    the one that is always there."""
    touch = tap.touch
    fill = theme.accent if chosen else mixed(theme.card, theme.accent, 0.08 if touch.hovered else 0.0)
    colour = theme.on_accent if chosen else theme.soft if quiet else theme.ink

    def paint(canvas: skia.Canvas) -> None:
        shape = skia.RRect.MakeRectXY(box.rect(), OPTION_CORNER, OPTION_CORNER)
        canvas.drawRRect(shape, ink(fill))
        if not chosen:
            inner = skia.RRect.MakeRectXY(box.grown(-theme.line_px / 2).rect(), OPTION_CORNER, OPTION_CORNER)
            canvas.drawRRect(inner, stroke(theme.line, theme.line_px))
        x = box.x + 22
        if key:
            cap = Box(x, box.middle[1] - 12.5, 26, 25)
            shade, edge = opaque(colour, SHADE if chosen else 0.0), 0 if chosen else opaque(theme.line)
            _draw_key(canvas, cap, key, style=OPTION_KEY, fill=shade, line=edge, colour=opaque(colour))
            x = cap.right + 12
        baseline = box.middle[1] + lettering.cap_height(OPTION) / 2
        shown = lettering.shortened(words, OPTION, box.right - x - 16)
        lettering.line(shown, OPTION).draw(canvas, x, baseline, ink(colour))
        if touch.focused:
            focus_ring(canvas, box, OPTION_CORNER, theme)

    looks = ("option", words, key, chosen, quiet, theme.name, touch)
    return Piece(box.grown(7), looks, paint, name=tap.name, action=tap.action)
