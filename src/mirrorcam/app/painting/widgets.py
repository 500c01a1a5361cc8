"""What screens are made of: text, cards, pills, bars and rings. Each function gives a ``Piece``.

All positions are in layout units. What can be clicked is in ``controls.py``.
"""

from __future__ import annotations

import math
from functools import lru_cache

import skia

from mirrorcam.app.painting import lettering
from mirrorcam.app.painting.easel import Box, Piece, Point
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.painting.theme import Colour, Theme

HERO = Style(35, "Bold", 1.15, -0.018)
TITLE = Style(25, "SemiBold", 1.2, -0.014)
SENTENCE = Style(25, "SemiBold", 1.25, -0.012)
HEADING = Style(18, "SemiBold", 1.3, -0.008)
BODY = Style(18, "Regular", 1.42, -0.006)
BODY_STRONG = Style(18, "SemiBold", 1.42, -0.006)
LEAD = Style(20, "Regular", 1.4, -0.008)
SMALL = Style(15.5, "Regular", 1.4, -0.003)
LABEL = Style(14, "SemiBold", 1.3, 0.035)
CORNER = 24.0


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
    face, shadow = card_face(box, fill, theme, corner), card_shadow(box, theme, corner)

    def paint(canvas: skia.Canvas) -> None:
        shadow.paint(canvas)
        face.paint(canvas)

    return Piece(shadow.box, ("card", face.looks), paint, solid=face.solid)


def card_shadow(box: Box, theme: Theme, corner: float = CORNER) -> Piece:
    """For cards side by side: all shadows come before the first face, so that none falls on a neighbour."""

    def paint(canvas: skia.Canvas) -> None:
        if theme.shadow:
            _shadow(canvas, box, corner, theme)

    return Piece(box.grown(52), ("shadow", theme.name, corner), paint)


def card_face(box: Box, fill: Colour, theme: Theme, corner: float = CORNER) -> Piece:
    """A card without its shadow."""

    def paint(canvas: skia.Canvas) -> None:
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect(), corner, corner), ink(fill))
        if not theme.shadow:
            inner = box.grown(-theme.line_px / 2)
            edge = skia.RRect.MakeRectXY(inner.rect(), corner, corner)
            canvas.drawRRect(edge, stroke(theme.line, theme.line_px))

    return Piece(box, ("face", fill, theme.name, corner), paint, solid=box.grown(-corner * 0.3))


def inside(box: Box, theme: Theme) -> Box:
    """The part of a card's box that its edge leaves free."""
    return box if theme.shadow else box.grown(-theme.line_px)


def _shadow(canvas: skia.Canvas, box: Box, corner: float, theme: Theme) -> None:
    """Around the box, not behind it. A blur is costly, so its picture is kept."""
    scale = canvas.getTotalMatrix().getScaleY()
    inner = skia.RRect.MakeRectXY(box.grown(-0.5).rect(), corner, corner)
    canvas.save()
    canvas.clipRRect(inner, skia.ClipOp.kDifference)
    picture = _shadow_image(box.w, box.h, corner, scale, theme)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear)
    canvas.drawImageRect(picture, box.grown(SHADOW_REACH).rect(), smooth, ink(theme.ink))
    canvas.restore()


SHADOW_REACH = 50.0


@lru_cache(maxsize=24)
def _shadow_image(width: float, height: float, corner: float, scale: float, theme: Theme) -> skia.Image:
    box = Box(SHADOW_REACH, SHADOW_REACH, width, height)
    across, down = ((side + 2 * SHADOW_REACH) * scale for side in (width, height))
    surface = skia.Surface.MakeRaster(skia.ImageInfo.MakeA8(math.ceil(across), math.ceil(down)))
    canvas = surface.getCanvas()
    canvas.scale(
        math.ceil(across) / (width + 2 * SHADOW_REACH), math.ceil(down) / (height + 2 * SHADOW_REACH)
    )
    for drop, blur, share in ((10, 13, 0.75), (1.5, 1.6, 0.5)):
        paint = ink(theme.ink, theme.shadow * share)
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        canvas.drawRRect(skia.RRect.MakeRectXY(box.rect().makeOffset(0, drop), corner, corner), paint)
    return surface.makeImageSnapshot()


PILL = Style(17, "SemiBold", 1.2, -0.006)


PILL_LINE = 21.0


def pill_width(words: str, room: float = 520) -> float:
    return max(lettering.width(part, PILL) for part in lettering.even_lines(words, PILL, room - 36, 2)) + 36


def pill(at: Point, words: str, theme: Theme, room: float = 520) -> Piece:
    """A hint in a white lozenge; ``at`` is its middle, or that of its lower line if it needs two."""
    broken = lettering.even_lines(words, PILL, room - 36, 2)
    width, tall = pill_width(words, room), 38 + PILL_LINE * (len(broken) - 1)
    box = Box(at[0] - width / 2, at[1] + 19 - tall, width, tall)

    def paint(canvas: skia.Canvas) -> None:
        if theme.shadow:
            _shadow(canvas, box, 19, theme)
        shape = skia.RRect.MakeRectXY(box.rect(), 19, 19)
        canvas.drawRRect(shape, ink(theme.card))
        if not theme.shadow:
            canvas.drawRRect(shape, stroke(theme.line, theme.line_px))
        for i, part in enumerate(broken):
            line = lettering.line(part, PILL)
            baseline = box.y + 19 + PILL_LINE * i + lettering.cap_height(PILL) / 2
            line.draw(canvas, at[0] - line.width / 2, baseline, ink(theme.accent_ink))

    return Piece(box.grown(52), ("pill", *broken, theme.name), paint)


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
    colour: Colour | None = None,
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
            number.draw(
                canvas, middle[0] - number.width / 2, baseline, ink(theme.ink if colour is None else colour)
            )

    return Piece(box.grown(2), ("ring", share, words, theme.name, fill, colour, thickness), paint)
