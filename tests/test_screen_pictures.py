"""Every screen looks as it did, in every set of colours, at 100 and 150 %: sheets of small pictures in
tests/pictures/screens, one sheet for each set of colours and size.

Pictures may differ as platforms differ in edges, and by a word here and there; not in what stands where, nor in
colour. A failure leaves expected, got and difference side by side. After a change that is meant to be seen:
``python tests/test_screen_pictures.py``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import product
from pathlib import Path

os.environ.setdefault("MIRRORCAM_LANGUAGE", "en")

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from looking import Looking
from mirrorcam import phrases
from mirrorcam.app import desk as desks
from mirrorcam.app.guide import Guide
from mirrorcam.app.painting.theme import THEMES
from mirrorcam.app.screens import Action, Begin, Go, Screen, Settings, Show, render
from mirrorcam.app.screens.stage import Stage
from mirrorcam.avatars import Avatar, open_avatar
from mirrorcam.steps import kinds
from mirrorcam.stores import open_store
from test_every_body import SCREENS, stage, variants

FOLDER = Path(__file__).parent / "pictures" / "screens"
TEXTS = (1.0, 1.5)
TILE = (320, 200)
ACROSS = 6
BLUR = 8
"""Compared are means over squares of so many pixels."""
MEAN, WORST = 4.0, 70.0
"""Of 255: the mean difference, and the one that only one square in a hundred may exceed."""
PAGES: dict[str, Action] = {
    "home": Go.HOME,
    "programmes": Go.PROGRAMMES,
    "programme": Show(Go.PROGRAMME, "first-steps"),
    "exercise": Show(Go.EXERCISE, "smile-ladder"),
    "exercises": Go.EXERCISES,
    "people": Go.PEOPLE,
    "who": Go.WHO,
    "about": Go.ABOUT,
    "consent": Begin("smile-ladder"),
}
SHEETS = list(product(THEMES, TEXTS))

Pixels = NDArray[np.uint8]


@contextmanager
def opened() -> Iterator[dict[str, Callable[[Settings], Screen]]]:
    """Every screen of the program by its name: pages as the program fills them, and every kind of step."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(desks, "cameras", lambda: [])
        desk = desks.ProgramDesk(open_store("disk", Path(folder)))
        desk.folder = "/home/robin/mirrorcam"
        guide = Guide(desk)

        def page(action: Action) -> Callable[[Settings], Screen]:
            def make(settings: Settings) -> Screen:
                desk.settings = settings
                guide.do(Go.HOME)
                guide.do(action)
                return guide.screen

            return make

        steps = {kind: lambda settings, kind=kind: telling(kind, settings) for kind in sorted(kinds())}
        yield {**{name: page(action) for name, action in PAGES.items()}, **SCREENS, **steps}  # type: ignore[dict-item]
        guide.close()


def telling(kind: str, settings: Settings) -> Screen:
    """The moment of a kind that has the most to show."""
    moments = [moment for moment in variants(kind, "en") if not moment.paused and moment.waiting is None]
    return stage(
        max(moments, key=lambda moment: (moment.scene.target is not None, len(moment.scene.choices))),
        settings,
    )


@cache
def somebody(name: str) -> Avatar:
    return open_avatar(name)


def dressed(screen: Screen, settings: Settings) -> Screen:
    screen.settings = settings
    screen.dress(somebody(settings.face))
    if isinstance(screen, Stage) and screen.moment is not None:
        screen.show(screen.moment, screen.frame, 1.0)
    return screen


def tiles(theme: str, text: float) -> dict[str, Pixels]:
    """Small pictures of every screen, by its name."""
    phrases.use("en")
    settings = Settings(theme=theme, text=text, motion=False)
    with opened() as screens:
        return {
            name: render(dressed(make(settings), settings), *(4 * side for side in TILE), 0.25)[..., :3]
            for name, make in screens.items()
        }


def sheet(shown: dict[str, Pixels]) -> Pixels:
    blank = np.zeros((TILE[1], TILE[0], 3), np.uint8)
    filled = [*shown.values(), *[blank] * (-len(shown) % ACROSS)]
    return np.vstack([np.hstack(filled[i : i + ACROSS]) for i in range(0, len(filled), ACROSS)])


def cut(pixels: Pixels, number: int) -> Pixels:
    row, column = divmod(number, ACROSS)
    wide, tall = TILE
    return pixels[row * tall : (row + 1) * tall, column * wide : (column + 1) * wide]


def alike(expected: Pixels, got: Pixels) -> bool:
    if expected.shape != got.shape:
        return False
    off = np.abs(blurred(expected) - blurred(got)).max(axis=2)
    return bool(off.mean() < MEAN and np.quantile(off, 0.99) < WORST)


def blurred(pixels: Pixels) -> NDArray[np.float64]:
    high, wide = (side // BLUR for side in pixels.shape[:2])
    squares = pixels.astype(float).reshape(high, BLUR, wide, BLUR, 3)
    means: NDArray[np.float64] = squares.mean(axis=(1, 3))
    return means


def file_of(theme: str, text: float) -> Path:
    return FOLDER / f"{theme}-{text * 100:.0f}.webp"


def save(pixels: Pixels, file: Path, kind: object = skia.kWEBP, quality: int = 72) -> None:
    opaque = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType).save(str(file), kind, quality)


def load(file: Path) -> Pixels:
    return np.asarray(skia.Image.open(str(file)).toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3])


@pytest.mark.parametrize(("theme", "text"), SHEETS)
def test_every_screen_looks_as_it_did(theme: str, text: float, tmp_path: Path) -> None:
    kept, different = load(file_of(theme, text)), []
    for number, (name, got) in enumerate(tiles(theme, text).items()):
        expected = cut(kept, number)
        if not alike(expected, got):
            different.append(name)
            off = np.abs(expected.astype(int) - got).astype(np.uint8) if expected.shape == got.shape else got
            save(np.hstack([expected, got, off]), tmp_path / f"{name}.png", skia.kPNG, 100)
    assert different == [], f"see expected, got and difference in {tmp_path}"


def test_another_page_size_or_colour_would_be_noticed() -> None:
    plain, large, dark = tiles("standard", 1.0), tiles("standard", 1.5), tiles("dark", 1.0)
    assert all(alike(picture, picture) for picture in plain.values())
    assert not alike(plain["home"], plain["programmes"])
    assert not any(alike(plain[name], dark[name]) for name in plain)
    assert sum(alike(plain[name], large[name]) for name in plain) <= 3


@pytest.mark.parametrize(("theme", "text"), SHEETS)
def test_what_is_written_on_pages_stands_out(
    theme: str, text: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As WCAG 2.2 measures it, of the picture as it is painted; the steps' screens are in test_every_body."""
    looking, settings = Looking(monkeypatch), Settings(theme=theme, text=text, motion=False)
    least = 7.0 if theme == "high-contrast" else 4.5
    pale = set()
    with opened() as screens:
        for name in (*PAGES, "together"):
            looking.at(dressed(screens[name](settings), settings), 1280, 800)
            assert looking.lines
            pale |= {
                (name, line.words, round(line.contrast, 1)) for line in looking.lines if line.contrast < least
            }
    assert pale == set()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for one, size in SHEETS:
        save(sheet(tiles(one, size)), file_of(one, size))
