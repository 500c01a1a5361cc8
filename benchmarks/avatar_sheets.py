"""Sheets to look at, as a teacher of FACS would, and the matrix of what each action unit moves.

    python benchmarks/avatar_sheets.py [PERSON …] [--out FOLDER] [--matrix] [--model FILE]

For each person (without one: the whole cast) four PNG files: every shipped expression at A to E, every action unit
alone at C and E, turned heads, and one-sided movements. With ``--matrix`` also what the tracker measures when each
action unit is drawn alone at E, as a picture.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import skia
from avatar_closed_loop import MEASURED, Loop
from numpy.typing import NDArray

import mirrorcam
from mirrorcam.avatars import Avatar, open_avatar, people
from mirrorcam.avatars.picture import GROUND, picture
from mirrorcam.expression import CODES, INTENSITIES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.target import library
from mirrorcam.trackers.model import find_model

SIDE, LABEL = 240, 26
INK, TEAL, AMBER = 0xFF24343A, (0x1F, 0x6F, 0x78), (0xE0, 0xA4, 0x58)
Cell = tuple[str, Expression, HeadPose]
TURNS = [
    (-20, 0, 0),
    (20, 0, 0),
    (0, 15, 0),
    (0, -15, 0),
    (0, 0, 15),
    (0, 0, -15),
    (25, 10, -8),
    (-25, -10, 8),
]
SIDED = ("AU1", "AU2", "AU4", "AU6", "AU7", "AU9", "AU10", "AU12", "AU14", "AU15", "AU20", "AU43")


def expressions() -> Iterator[Cell]:
    for name, target in library().items():
        for letter, intensity in INTENSITIES.items():
            yield f"{name} {letter}", target.show.scaled(intensity), STRAIGHT


def units() -> Iterator[Cell]:
    for code in CODES:
        for letter in "CE":
            yield f"{code} {letter}", Expression.of({code: INTENSITIES[letter]}), STRAIGHT


def turns() -> Iterator[Cell]:
    smile = library()["happiness"].show.scaled(INTENSITIES["D"])
    for angles in TURNS:
        for name, expression in (("neutral", NEUTRAL), ("happiness D", smile)):
            yield f"{name} {angles}", expression, HeadPose(*map(float, angles))


def sides() -> Iterator[Cell]:
    for code in SIDED:
        for side in "LR":
            yield f"{code}{side}", Expression.of({code + side: 1.0}), STRAIGHT


SHEETS = {"expressions": (expressions, 5), "units": (units, 8), "turns": (turns, 4), "sides": (sides, 8)}


def font(size: float) -> skia.Font:
    file = Path(mirrorcam.__file__).parent / "app" / "fonts" / "Inter-Regular.otf"
    return skia.Font(skia.Typeface.MakeFromFile(str(file)), size)


def sheet(avatar: Avatar, cells: list[Cell], columns: int) -> NDArray[np.uint8]:
    """(height, width, 4) uint8 RGBA."""
    rows = -(-len(cells) // columns)
    surface = skia.Surface(columns * SIDE, rows * (SIDE + LABEL))
    canvas = surface.getCanvas()
    canvas.clear(int("FF" + GROUND[1:], 16))
    for i, (label, expression, head) in enumerate(cells):
        x, y = i % columns * SIDE, i // columns * (SIDE + LABEL)
        face = picture(avatar, expression, head, SIDE, SIDE)
        opaque = np.dstack([face, np.full((SIDE, SIDE), 255, np.uint8)])
        canvas.drawImage(skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType), x, y)
        canvas.drawString(label, x + 8, y + SIDE + 18, font(15), skia.Paint(Color=INK, AntiAlias=True))
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)


def matrix(person: str, model: Path | None) -> NDArray[np.uint8]:
    """Rows: drawn alone at E. Columns: measured. Teal: more, amber: less."""
    loop = Loop(person, model)
    step, edge = 44, 70
    surface = skia.Surface(edge + step * len(MEASURED), edge + step * len(MEASURED))
    canvas = surface.getCanvas()
    canvas.clear(0xFFFFFFFF)
    ink = skia.Paint(Color=INK, AntiAlias=True)
    for row, drawn in enumerate(MEASURED):
        seen = loop.see(Expression.of({drawn: 1.0}))
        canvas.drawString(drawn, 8, edge + row * step + 28, font(16), ink)
        canvas.drawString(drawn, edge + row * step + 2, edge - 12, font(13), ink)
        for column, code in enumerate(MEASURED):
            x, y = edge + column * step, edge + row * step
            alpha = round(255 * min(1.0, abs(seen[code])))
            shade = skia.Paint(Color=skia.ColorSetARGB(alpha, *(TEAL if seen[code] > 0 else AMBER)))
            canvas.drawRect(skia.Rect.MakeXYWH(x, y, step - 2, step - 2), shade)
            if abs(seen[code]) >= 0.05:
                canvas.drawString(f"{seen[code]:.2f}", x + 7, y + 27, font(13), ink)
    loop.close()
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)


def save(pixels: NDArray[np.uint8], file: Path) -> None:
    skia.Image.fromarray(pixels, colorType=skia.kRGBA_8888_ColorType).save(str(file), skia.kPNG)
    print(file)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", nargs="*", metavar="PERSON")
    parser.add_argument("--out", type=Path, default=Path("sheets"))
    parser.add_argument("--matrix", action="store_true")
    parser.add_argument("--model", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for person in given.people or people():
        for name, (cells, columns) in SHEETS.items():
            save(sheet(open_avatar(person), list(cells()), columns), given.out / f"{person}-{name}.png")
        if given.matrix:
            save(matrix(person, find_model(given.model)), given.out / f"{person}-matrix.png")


if __name__ == "__main__":
    main()
