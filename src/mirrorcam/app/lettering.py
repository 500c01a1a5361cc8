"""Text: the three bundled weights, set with kerning and broken into lines.

The fonts lie beside this file, so that every screen looks the same everywhere. Signs that they lack are taken
from the computer's own fonts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

import skia

ELLIPSIS = "…"
WEIGHTS = ("Regular", "SemiBold", "Bold")


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

    def draw(self, canvas: skia.Canvas, x: float, baseline: float, paint: skia.Paint) -> None:
        for blob in self.blobs:
            canvas.drawTextBlob(blob, x, baseline, paint)


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """A typeface; skia's own cannot be kept in a table."""

    typeface: skia.Typeface


@cache
def bundled(weight: str) -> Face:
    """Raises FileNotFoundError for a weight that is not bundled."""
    data = files("mirrorcam.app").joinpath("fonts", f"Inter-{weight}.otf").read_bytes()
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
    """Sets one line. Line breaks and tabs count as spaces."""
    text = " ".join(text.split("\n")).replace("\t", " ")
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


def width(text: str, style: Style) -> float:
    return line(text, style).width


def cap_height(style: Style) -> float:
    """Of a capital letter, in layout units: what the eye takes for the middle of a line."""
    return style.size * 0.727


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
