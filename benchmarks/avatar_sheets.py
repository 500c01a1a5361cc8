"""Sheets to look at, as a teacher of FACS would, and the matrix of what each action unit moves.

    python -m benchmarks.avatar_sheets [PERSON …] [--out FOLDER] [--matrix] [--model FILE]
    python -m benchmarks.avatar_sheets --docs docs/images [--model FILE]

For each person (without one: the whole cast) four PNG files: every shipped expression at A to E, every action unit
alone at C and E, turned heads, and one-sided movements. With ``--matrix`` also what the tracker measures when each
action unit is drawn alone at E, as a picture. ``--docs`` makes the two pictures of docs/cast.md, and no other:
the cast, and the matrix of its first person.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import skia
from benchmarks.avatar_closed_loop import MEASURED, Loop
from numpy.typing import NDArray

import mirrorcam
from mirrorcam.avatars import DEFAULT, Avatar, open_avatar, people
from mirrorcam.avatars.picture import GROUND, picture
from mirrorcam.expression import CODES, INTENSITIES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.target import library
from mirrorcam.trackers.model import find_model

SIDE, LABEL = 240, 26
CAST_SIDE, CAST_COLUMNS = 136, 6
INK, TEAL, AMBER = 0xFF24343A, (0x1F, 0x6F, 0x78), (0xE0, 0xA4, 0x58)
DARK = 0.6
"""Cells of more than this have white numbers."""
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
    file = Path(mirrorcam.__file__).parent / "app" / "painting" / "fonts" / "Inter-Regular.otf"
    return skia.Font(skia.Typeface.MakeFromFile(str(file)), size)


def sheet(avatar: Avatar, cells: list[Cell], columns: int) -> NDArray[np.uint8]:
    """(height, width, 4) uint8 RGBA."""
    faces = [(label, picture(avatar, expression, head, SIDE, SIDE)) for label, expression, head in cells]
    return grid(faces, columns, LABEL)


def grid(faces: list[tuple[str, NDArray[np.uint8]]], columns: int, label_px: int) -> NDArray[np.uint8]:
    """Pictures of one size with their labels below, row by row."""
    side = len(faces[0][1])
    rows = -(-len(faces) // columns)
    surface = skia.Surface(columns * side, rows * (side + label_px))
    canvas = surface.getCanvas()
    canvas.clear(int("FF" + GROUND[1:], 16))
    for i, (label, face) in enumerate(faces):
        x, y = i % columns * side, i // columns * (side + label_px)
        opaque = np.dstack([face, np.full(face.shape[:2], 255, np.uint8)])
        canvas.drawImage(skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType), x, y)
        canvas.drawString(label, x + 8, y + side + 18, font(15), skia.Paint(Color=INK, AntiAlias=True))
    return np.asarray(surface.toarray(colorType=skia.kRGBA_8888_ColorType))


def cast() -> NDArray[np.uint8]:
    """Everyone at rest, and smiling below."""
    smile = library()["happiness"].show.scaled(INTENSITIES["D"])
    everyone = [open_avatar(name) for name in people()]
    faces = []
    for start in range(0, len(everyone), CAST_COLUMNS):
        row = everyone[start : start + CAST_COLUMNS]
        faces += [(avatar.title, picture(avatar, NEUTRAL, STRAIGHT, CAST_SIDE, CAST_SIDE)) for avatar in row]
        faces += [("", picture(avatar, smile, STRAIGHT, CAST_SIDE, CAST_SIDE)) for avatar in row]
    return grid(faces, CAST_COLUMNS, LABEL)


def matrix(person: str, model: Path | None) -> NDArray[np.uint8]:
    """Rows: drawn alone at E. Columns: measured. Teal: more, amber: less."""
    loop = Loop(person, model)
    step, edge = 44, 70
    surface = skia.Surface(edge + step * len(MEASURED), edge + step * len(MEASURED))
    canvas = surface.getCanvas()
    canvas.clear(0xFFFFFFFF)
    ink, paper = (skia.Paint(Color=colour, AntiAlias=True) for colour in (INK, 0xFFFFFFFF))
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
                number = paper if abs(seen[code]) > DARK else ink
                canvas.drawString(f"{seen[code]:.2f}", x + 7, y + 27, font(13), number)
    loop.close()
    return np.asarray(surface.toarray(colorType=skia.kRGBA_8888_ColorType))


def save(pixels: NDArray[np.uint8], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    skia.Image.fromarray(pixels, colorType=skia.kRGBA_8888_ColorType).save(str(file), skia.kPNG)
    print(file)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", nargs="*", metavar="PERSON")
    parser.add_argument("--out", type=Path, default=Path("sheets"))
    parser.add_argument("--matrix", action="store_true")
    parser.add_argument("--docs", type=Path, metavar="FOLDER")
    parser.add_argument("--model", type=Path)
    given = parser.parse_args()
    if given.docs:
        save(cast(), given.docs / "cast.png")
        save(matrix(DEFAULT, find_model(given.model)), given.docs / "action-unit-matrix.png")
        return
    for person in given.people or people():
        for name, (cells, columns) in SHEETS.items():
            save(sheet(open_avatar(person), list(cells()), columns), given.out / f"{person}-{name}.png")
        if given.matrix:
            save(matrix(person, find_model(given.model)), given.out / f"{person}-matrix.png")


if __name__ == "__main__":
    main()
