"""Text: the three bundled weights, set with kerning and broken into lines.

The fonts lie beside this file, so that every screen looks the same everywhere: they have Latin, Greek and Cyrillic.
Signs that they lack are taken from the computer's own fonts. Scripts that are read from right to left, and those
whose signs take their shape from their neighbours, are set by skia's own text layout, all in the computer's fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import groupby

import skia

from mirrorcam.app.painting.easel import upright

ELLIPSIS = "…"
WEIGHTS = ("Regular", "SemiBold", "Bold")
COMPLEX = ((0x0590, 0x109F), (0x1780, 0x18AF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
"""Hebrew to Burmese, Khmer and Mongolian, and the old codes for Hebrew and Arabic shapes (Unicode blocks)."""
RIGHT_TO_LEFT, END = "\u2067", "\u2069"
"""Unicode's isolate: what lies between is read from right to left."""
WIDE = 1e6


@dataclass(frozen=True, slots=True)
class Style:
    """``size`` in layout units; ``leading`` is the distance of lines, ``spacing`` of letters, in sizes."""

    size: float
    weight: str = "Regular"
    leading: float = 1.4
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, ready to be drawn from its left end on its baseline."""

    blobs: tuple[skia.TextBlob, ...]
    width: float
    shaped: Callable[[int], skia.textlayout.Paragraph] | None = None
    """In place of the blobs, for a colour: what the text layout has set."""

    def draw(
        self, canvas: skia.Canvas, x: float, baseline: float, paint: skia.Paint, *, turning: bool = False
    ) -> None:
        """It can be read in a picture that is turned, unless it is ``turning`` with it (an arrow)."""
        with nullcontext() if turning else upright(canvas, x + self.width / 2):
            for blob in self.blobs:
                canvas.drawTextBlob(blob, x, baseline, paint)
            if self.shaped:
                paragraph = self.shaped(paint.getColor())
                paragraph.paint(canvas, x, baseline - paragraph.AlphabeticBaseline)


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """A typeface; skia's own cannot be kept in a table."""

    typeface: skia.Typeface


@cache
def bundled(weight: str) -> Face:
    """Raises FileNotFoundError for a weight that is not bundled."""
    data = files("mirrorcam.app.painting").joinpath("fonts", f"Inter-{weight}.otf").read_bytes()
    return Face(skia.FontMgr.New_Custom_Empty().makeFromData(skia.Data.MakeWithCopy(data)))


@lru_cache(maxsize=1)
def installed_fonts() -> skia.FontMgr:
    return skia.FontMgr()


@lru_cache(maxsize=512)
def face_for(sign: str, weight: str) -> Face:
    """Our own where it has the sign, otherwise whichever installed font does."""
    own = bundled(weight)
    if own.typeface.unicharToGlyph(ord(sign)):
        return own
    style = skia.FontStyle.Normal() if weight == "Regular" else skia.FontStyle.Bold()
    found = installed_fonts().matchFamilyStyleCharacter("", style, [], ord(sign))
    return Face(found) if found else own


@lru_cache(maxsize=256)
def font(face: Face, size: float) -> skia.Font:
    made = skia.Font(face.typeface, size)
    made.setSubpixel(True)
    made.setLinearMetrics(True)
    made.setHinting(skia.FontHinting.kNone)
    made.setEdging(skia.Font.Edging.kAntiAlias)
    return made


def advances(text: str, face: Face, style: Style) -> list[float]:
    """How far each sign moves the pen, kerning included."""
    glyphs = font(face, style.size).textToGlyphs(text)
    widths = font(face, style.size).getWidths(glyphs)
    kerning = face.typeface.getKerningPairAdjustments(glyphs) or [0] * (len(glyphs) - 1)
    unit = style.size / face.typeface.getUnitsPerEm()
    return [
        width + style.spacing * style.size + unit * kern
        for width, kern in zip(widths, [*kerning, 0], strict=True)
    ]


@lru_cache(maxsize=2048)
def line(text: str, style: Style) -> Line:
    """Sets one line. Line breaks and tabs count as spaces; half a sign, as names of files may have it, as "?"."""
    text = " ".join(text.split("\n")).replace("\t", " ").encode("utf-8", "replace").decode()
    if is_complex(text):
        return Line((), paragraph(text, style, 0).MaxIntrinsicWidth, partial(paragraph, text, style))
    blobs: list[skia.TextBlob] = []
    pen = 0.0
    for face, signs in groupby(text, key=lambda sign: face_for(sign, style.weight)):
        run = "".join(signs)
        starts = [pen]
        for step in advances(run, face, style):
            starts.append(starts[-1] + step)
        blob = skia.TextBlob.MakeFromPosTextH(run, starts[:-1], 0.0, font(face, style.size))
        blobs += [blob] if blob else []
        pen = starts[-1]
    return Line(tuple(blobs), pen)


def is_complex(text: str) -> bool:
    """Whether setting one sign after the other would set it wrongly."""
    return any(first <= ord(sign) <= last for sign in text for first, last in COMPLEX)


def runs_right_to_left(text: str) -> bool:
    """Whether most of its words are of a script that does; a long path is but one word."""
    ways = [_way(word) for word in text.split()]
    return ways.count(True) > ways.count(False)


def _way(word: str) -> bool | None:
    """By its first letter; None without one."""
    ways = (unicodedata.bidirectional(sign) for sign in word)
    return next((way != "L" for way in ways if way in ("L", "R", "AL")), None)


@lru_cache(maxsize=512)
def paragraph(text: str, style: Style, colour: int) -> skia.textlayout.Paragraph:
    """One line, ordered and shaped by the Unicode rules (skia's HarfBuzz and ICU)."""
    look = skia.textlayout.TextStyle()
    look.setFontSize(style.size)
    look.setColor(colour)
    look.setFontStyle(skia.FontStyle.Normal() if style.weight == "Regular" else skia.FontStyle.Bold())
    whole = skia.textlayout.ParagraphStyle()
    whole.setTextStyle(look)
    made = skia.textlayout.ParagraphBuilder.make(whole, shaping_fonts(), skia.Unicodes.ICU.Make())
    made.addText(f"{RIGHT_TO_LEFT}{text}{END}" if runs_right_to_left(text) else text)
    built = made.Build()
    built.layout(WIDE)
    return built


@lru_cache(maxsize=1)
def shaping_fonts() -> skia.textlayout.FontCollection:
    fonts = skia.textlayout.FontCollection()
    fonts.setDefaultFontManager(installed_fonts())
    return fonts


def width(text: str, style: Style) -> float:
    return line(text, style).width


def cap_height(style: Style) -> float:
    """Of a capital letter, in layout units: what the eye takes for the middle of a line."""
    return style.size * 0.727


EVEN_SHARES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
"""Of the room, tried in turn; the last is all of it."""


@lru_cache(maxsize=1024)
def lines(text: str, style: Style, room: float, most: int = 0) -> tuple[str, ...]:
    """Breaks ``text`` into lines no wider than ``room``; a word that is too long is cut. At most ``most``
    lines (0: any number); what is left over ends in an ellipsis."""
    broken: list[str] = []
    for paragraph in text.split("\n"):
        broken += _paragraph(paragraph, style, room)
    if most and len(broken) > most:
        rest = broken[most - 1] + " " + " ".join(broken[most:])
        return (*broken[: most - 1], shortened(rest, style, room))
    return tuple(broken)


@lru_cache(maxsize=1024)
def even_lines(text: str, style: Style, room: float, most: int) -> tuple[str, ...]:
    """As ``lines``, of one paragraph: as few of them, but about as long as each other."""
    broken = lines(text, style, room, most)
    if len(broken) < 2 or " ".join(broken) != " ".join(text.split()):
        return broken
    tried = (lines(text, style, room * share, most) for share in EVEN_SHARES)
    return next(one for one in tried if len(one) <= len(broken) and " ".join(one) == " ".join(broken))


def _paragraph(text: str, style: Style, room: float) -> list[str]:
    broken, current = [], ""
    for word in text.split():
        longer = f"{current} {word}" if current else word
        if width(longer, style) <= room:
            current = longer
            continue
        broken += [current] if current else []
        *full, current = _cut(word, style, room)
        broken += full
    return [*broken, current]


def _cut(word: str, style: Style, room: float) -> list[str]:
    parts = [""]
    for sign in word:
        if parts[-1] and width(parts[-1] + sign, style) > room:
            parts.append("")
        parts[-1] += sign
    return parts


@lru_cache(maxsize=512)
def shortened(text: str, style: Style, room: float) -> str:
    """``text`` on one line, with an ellipsis where it has to stop."""
    if width(text, style) <= room:
        return text
    fits = 0
    while fits < len(text) and width(text[: fits + 1].rstrip() + ELLIPSIS, style) <= room:
        fits += 1
    return text[:fits].rstrip() + ELLIPSIS
