"""`mirrorcam avatar`: pictures, sheets and films of the cast, for worksheets, cards and teaching."""

from __future__ import annotations

import argparse
import math
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.app.own_expressions import expressions
from mirrorcam.app.painting import lettering
from mirrorcam.app.painting.lettering import Style
from mirrorcam.avatars import DEFAULT, Avatar, open_avatar
from mirrorcam.avatars.picture import GROUND, picture
from mirrorcam.avatars.skin import FORMAT
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, INTENSITIES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.life import NATURAL, Life, Pace, Span, course, lead
from mirrorcam.sources.film_writer import FILMS, write_film
from mirrorcam.tables import did_you_mean
from mirrorcam.target import Target

PICTURES = (".png", ".svg")
SIZES = (32, 2048)
MOST_PX = 16000
"""Along one side of a sheet."""
WIDEST = 6
"""Faces in a row of a sheet with one person."""
LARGEST_DEG = 45.0

PAPER, INK, SOFT = 0xFFFFFFFF, 0xFF20343A, 0xFF5A6E73
MARGIN, GAP, CORNER = 0.09, 0.07, 0.06
"""Of a face's side."""
LABEL = 0.075
CAPTION = 0.155
"""What a label takes below its face; with the person's name below it, ``CAPTION`` and ``BELOW``."""
BELOW = 0.075

FPS = {".mkv": 30.0, ".gif": 20.0}
BEFORE_S, HOLD_S, AFTER_S = 0.8, 1.6, 0.7
SEED = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to show: its title, the expression, and how it comes and goes."""

    title: str
    expression: Expression
    pace: Pace = NATURAL


@dataclass(frozen=True, slots=True)
class Order:
    """What to draw. ``people`` are the rows of a sheet; ``size`` is the side of one face in pixels."""

    shown: tuple[Shown, ...]
    people: tuple[Avatar, ...]
    head: HeadPose = STRAIGHT
    size: int = 640
    still: bool = False
    """A film without blinks, glances and breath."""


def make(arguments: argparse.Namespace) -> int:
    """The command. Raises BadInput before anything is written."""
    out, film = arguments.out, arguments.film
    if out is None and film is None:
        raise BadInput("say where to: --out FILE.png, --out FILE.svg, or --film FILE.mkv.")
    for path, endings in ((out, PICTURES), (film, FILMS)):
        if path is not None:
            _check_path(path, endings)
    order = _order(arguments)
    if film is not None and len(order.people) > 1:
        raise BadInput("--film: a film shows one person. Give --person once.")
    if out is not None:
        with whole(out) as path:
            path.write_bytes(as_png(order) if out.suffix.lower() == ".png" else as_svg(order))
        print(out)
    if film is not None:
        with whole(film) as path:
            path.touch()  # where it cannot be made, OpenCV does not say why
            write_film(path, film_pictures(order, FPS[film.suffix.lower()]), FPS[film.suffix.lower()])
        print(film)
    return 0


# ------------------------------------------------------------ what is asked for


def _order(arguments: argparse.Namespace) -> Order:
    if not SIZES[0] <= arguments.size <= SIZES[1]:
        raise BadInput(f"--size: from {SIZES[0]} to {SIZES[1]} pixels, not {arguments.size}.")
    intensity = parse_intensity(arguments.intensity)
    targets = expressions()
    shown = tuple(parse_name(name, intensity, targets) for name in arguments.names)
    people = tuple(map(open_avatar, arguments.person or [DEFAULT]))
    order = Order(shown, people, parse_head(arguments.head), arguments.size, arguments.still)
    if max(sheet_size(order)) > MOST_PX:
        raise BadInput(
            f"this sheet would be more than {MOST_PX} pixels long. Give fewer names or a smaller --size."
        )
    return order


def parse_intensity(text: str) -> float:
    """A FACS letter, or a number above 0 and up to 1. Raises BadInput."""
    try:
        intensity = INTENSITIES[text.upper()] if text.upper() in INTENSITIES else float(text)
    except ValueError:
        intensity = math.nan
    if not 0 < intensity <= 1:
        raise BadInput(f'--intensity: A, B, C, D or E, or a number above 0 and up to 1, not "{text}".')
    return intensity


def parse_head(text: str) -> HeadPose:
    """ "15,-5,0" as yaw, pitch and roll in degrees. Raises BadInput."""
    try:
        angles = [float(part) for part in text.split(",")]
    except ValueError:
        angles = []
    if len(angles) != 3 or not all(abs(angle) <= LARGEST_DEG for angle in angles):
        raise BadInput(
            f'--head: three angles from −{LARGEST_DEG:g} to {LARGEST_DEG:g}, as in "15,-5,0" (yaw, pitch, roll), '
            f'not "{text}".'
        )
    return HeadPose(*angles)


def parse_name(name: str, intensity: float, targets: dict[str, Target]) -> Shown:
    """An expression, "neutral", or action units such as "AU12", "AU4+AU7", "AU12L". Raises BadInput."""
    if name.casefold() == "neutral":
        return Shown("Neutral", NEUTRAL)
    if name.casefold() in targets:
        target = targets[name.casefold()]
        return Shown(target.title, target.show.scaled(intensity), Pace(target.onset_s, target.offset_s))
    codes = name.upper().split("+")
    known = [code for unit in CODES for code in (unit, f"{unit}L", f"{unit}R")]
    for code in codes:
        if code not in known:
            raise BadInput(_unknown(name, code, [*targets, "neutral"], known))
    return Shown(" + ".join(map(_spoken, codes)), Expression.of(dict.fromkeys(codes, intensity)))


def _unknown(name: str, code: str, names: Sequence[str], codes: Sequence[str]) -> str:
    if code.startswith("AU") and code[2:3].isdigit():
        return f'no action unit called "{code}".{did_you_mean(code, codes)}'
    near = (
        did_you_mean(name, names) or " `mirrorcam list` names the expressions; action units are written AU12."
    )
    return f'no expression called "{name}".{near}'


def _spoken(code: str) -> str:
    side = {"L": " left", "R": " right"}.get(code[-1], "")
    return f"AU {code.removeprefix('AU').rstrip('LR')}{side}"


# ------------------------------------------------------------ sheets


def alone(order: Order) -> bool:
    """One face, which needs no label."""
    return len(order.shown) * len(order.people) == 1


def columns(order: Order) -> int:
    """As wide as leaves the fewest places empty."""
    count = len(order.shown)
    if len(order.people) > 1 or count <= WIDEST:
        return count
    narrowest = 3 if count <= 9 else 4
    return min(range(WIDEST, narrowest - 1, -1), key=lambda wide: -count % wide)


def sheet_size(order: Order) -> tuple[int, int]:
    """Width and height in pixels."""
    if alone(order):
        return order.size, order.size
    wide, high = columns(order), math.ceil(len(order.shown) * len(order.people) / columns(order))
    width = 2 * MARGIN + wide + (wide - 1) * GAP
    height = 2 * MARGIN + high * (1 + _caption(order)) + (high - 1) * GAP
    return math.ceil(width * order.size), math.ceil(height * order.size)


def _caption(order: Order) -> float:
    return CAPTION + (BELOW if len(order.people) > 1 else 0)


def paint(canvas: skia.Canvas, order: Order) -> None:
    """The sheet, in pixels."""
    if alone(order):
        canvas.clear(_colour(GROUND))
        _paint_face(canvas, order.people[0], order.shown[0], order)
        return
    canvas.clear(PAPER)
    wide = columns(order)
    faces = [(person, shown) for person in order.people for shown in order.shown]
    for place, (person, shown) in enumerate(faces):
        row, column = divmod(place, wide)
        canvas.save()
        canvas.translate(
            order.size * (MARGIN + column * (1 + GAP)),
            order.size * (MARGIN + row * (1 + _caption(order) + GAP)),
        )
        _paint_card(canvas, person, shown, order)
        canvas.restore()


def _paint_card(canvas: skia.Canvas, person: Avatar, shown: Shown, order: Order) -> None:
    size = order.size
    edge = skia.RRect.MakeRectXY(skia.Rect.MakeWH(size, size), CORNER * size, CORNER * size)
    canvas.save()
    canvas.clipRRect(edge, True)
    canvas.drawRRect(edge, skia.Paint(Color=_colour(GROUND), AntiAlias=True))
    _paint_face(canvas, person, shown, order)
    canvas.restore()
    _write(canvas, shown.title, Style(LABEL * size, "SemiBold", spacing=-0.01), INK, (size, 1.105))
    if len(order.people) > 1:
        _write(canvas, person.title, Style(LABEL * size * 0.8, spacing=-0.005), SOFT, (size, 1.195))


def _paint_face(canvas: skia.Canvas, person: Avatar, shown: Shown, order: Order) -> None:
    canvas.save()
    canvas.scale(order.size, order.size)
    person.draw(canvas, shown.expression, order.head)
    canvas.restore()


def _write(canvas: skia.Canvas, words: str, style: Style, colour: int, place: tuple[int, float]) -> None:
    """In the middle below a face. ``place``: the face's side, and how many sides down the baseline lies."""
    size, down = place
    words = lettering.shortened(words, style, size)
    x = (size - lettering.width(words, style)) / 2
    lettering.line(words, style).draw(canvas, x, down * size, skia.Paint(Color=colour, AntiAlias=True))


def _colour(written: str) -> int:
    return 0xFF000000 | int(written[1:], 16)


# ------------------------------------------------------------ files


def as_png(order: Order) -> bytes:
    width, height = sheet_size(order)
    surface = skia.Surface.MakeRaster(skia.ImageInfo.Make(width, height, FORMAT, skia.kPremul_AlphaType))
    paint(surface.getCanvas(), order)
    return bytes(surface.makeImageSnapshot().encodeToData(skia.kPNG, 100))


def as_svg(order: Order) -> bytes:
    """Shapes that any program can scale; soft shading is embedded as small pictures, letters are outlines."""
    stream = skia.DynamicMemoryWStream()
    canvas = skia.SVGCanvas.Make(sheet_size(order), stream, skia.SVGCanvas.kConvertTextToPaths_Flag)
    paint(canvas, order)
    del canvas  # closes the document
    return fitted(bytes(stream.detachAsData()).decode()).encode()


def fitted(svg: str) -> str:
    """Skia's SVG loses the scale of pictures that fill a shape; ours always fill the unit square."""
    found = re.search(r'<image [^>]*width="(\d+)"', svg)
    if found is None:
        return svg
    return svg.replace("<pattern ", f'<pattern patternTransform="scale({1 / int(found[1]):.8f})" ')


def film_pictures(order: Order, fps: float) -> Iterator[NDArray[np.uint8]]:
    """Rest → each expression in turn → rest, alive."""
    person, life, begin_s = order.people[0], Life(SEED, order.still), 0.0
    lead_s = 0.0 if order.still else lead(SEED)
    side = order.size - order.size % 2  # films have even sides
    for shown in order.shown:
        pace = Pace(shown.pace.onset_s, shown.pace.offset_s, lead_s)
        length_s = BEFORE_S + pace.onset_s + HOLD_S + pace.offset_s + AFTER_S
        busy = Span(begin_s + BEFORE_S - 0.1, begin_s + BEFORE_S + pace.onset_s)
        for frame in range(round(length_s * fps)):
            since_s = frame / fps
            worn = course(shown.expression, since_s - BEFORE_S, pace, HOLD_S)
            expression, head = life.at(begin_s + since_s, busy).over(worn, order.head)
            yield picture(person, expression, head, side, side)
        begin_s += length_s


def _check_path(path: Path, endings: Sequence[str]) -> None:
    if path.suffix.lower() not in endings:
        raise BadInput(f"{path}: the name has to end in {' or '.join(endings)}.")
    if path.is_dir():
        raise BadInput(f"{path}: this is a folder. Give the name of a file.")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}. Make it first.")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write under, beside ``path``; only a whole file takes ``path``'s place."""
    unfinished = path.with_name(f".{path.stem}.unfinished-{os.getpid()}{path.suffix.lower()}")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}).") from error
    finally:
        with suppress(OSError):  # of a disk that cannot be written there is nothing to clear away
            unfinished.unlink(missing_ok=True)
