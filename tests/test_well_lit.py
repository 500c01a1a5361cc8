"""Dark faces are shown to the tracker brighter, and grey pictures in the tones of skin; others as they are."""

from __future__ import annotations

import numpy as np
import pytest

from mirrorcam.app.seeing.well_lit import EVERY_S, LIT, MOST, WellLit
from mirrorcam.face import Face, Frame
from mirrorcam.imaging.light import in_skin_tones, is_grey, skin_light
from mirrorcam.trackers import Tracked, Tracker
from plain_face import face

WIDTH, HEIGHT = 320, 240
SKIN = (205, 150, 120)


FACE = face()


class Remembers(Tracker):
    """Sees the faces one after the other, and the last of them again and again."""

    def __init__(self, *faces: Face | None) -> None:
        self.seen: list[Frame] = []
        self.closed = False
        self._faces = faces or (None,)

    def track(self, frame: Frame) -> Tracked:
        found = self._faces[min(len(self.seen), len(self._faces) - 1)]
        self.seen.append(frame)
        return Tracked((found,), 1) if found else Tracked((), 0)

    def close(self) -> None:
        self.closed = True


def grey(spread: int = 0) -> np.ndarray:
    """Every light there is, its colours apart by up to ``spread``, as in a film of a grey picture."""
    light = np.linspace(0, 255, WIDTH).astype(np.int16)
    off = np.random.default_rng(1).integers(0, spread + 1, (HEIGHT, WIDTH, 3))
    return np.clip(light[None, :, None] - off, 0, 255).astype(np.uint8)


def with_a_face(pixels: np.ndarray, share: float, light: float = 1.0) -> np.ndarray:
    """A square of skin that takes up so much of the picture."""
    side = round((share * WIDTH * HEIGHT) ** 0.5)
    pixels = pixels.copy()
    pixels[60 : 60 + side, 90 : 90 + side] = SKIN
    return (pixels * light).astype(np.uint8)


@pytest.mark.parametrize("pixels", [grey(), grey(3), grey()[::9, ::9], grey() // 20])
def test_a_grey_picture_is_told(pixels):
    assert is_grey(pixels)


@pytest.mark.parametrize("pixels", [with_a_face(grey(), 0.03), with_a_face(grey(), 0.2, 0.1), grey(60)])
def test_a_face_in_colour_makes_a_picture_coloured_in_a_grey_room_and_in_the_dark(pixels):
    assert not is_grey(pixels)


def test_the_tones_of_skin_are_redder_in_the_shade_and_about_as_light():
    toned = in_skin_tones(grey())[0].astype(float)
    light = grey()[0, :, 0].astype(float)
    assert np.all(np.diff(toned, axis=0) >= 0)
    red, green, blue = toned.T
    inside = (light > 40) & (light < 235)
    assert np.all(red[inside] > green[inside]) and np.all(green[inside] > blue[inside])
    seen = toned @ (0.299, 0.587, 0.114)
    assert np.abs(seen - light).max() < 20
    redness = red[inside] / blue[inside]
    assert redness[0] > 2 * redness[len(redness) // 2] > 2 * redness[-1]
    assert toned[0].tolist() == [0, 0, 0] and toned[-1].tolist() == [255, 255, 255]


def test_the_tracker_is_shown_grey_pictures_alone_in_other_tones():
    inner = Remembers()
    with WellLit(inner) as tracker:
        pictures = (Frame(0.0, 0, grey()), Frame(0.1, 1, with_a_face(grey(), 0.1)))
        for frame in pictures:
            tracker.track(frame)
    assert np.array_equal(inner.seen[0].pixels, in_skin_tones(grey()))
    assert (inner.seen[0].time_s, inner.seen[0].index) == (0.0, 0)
    assert inner.seen[1] is pictures[1]
    assert inner.closed


@pytest.mark.parametrize("shape", [(0, 0, 3), (4, 5), (4, 5, 4)])
def test_what_is_no_picture_is_left_to_the_tracker(shape):
    frame = Frame(0.0, 0, np.zeros(shape, np.uint8))
    inner = Remembers()
    WellLit(inner).track(frame)
    assert inner.seen == [frame]


def of_skin(light: float, time_s: float = 0.0) -> Frame:
    """Skin wherever a face may be; its green is ``light``, 0..1."""
    pixels = np.full((HEIGHT, WIDTH, 3), np.rint(np.array(SKIN) / SKIN[1] * light * 255), np.uint8)
    return Frame(time_s, 0, pixels)


def greens(seen: list[Frame]) -> list[float]:
    return [float(frame.pixels[..., 1].mean()) / 255 for frame in seen]


@pytest.mark.parametrize(
    ("light", "shown"), [(0.1, LIT), (0.03, 0.03 * MOST), (0.3, LIT), (0.4, 0.4), (0.6, 0.6)]
)
def test_a_photograph_of_a_dark_face_is_looked_at_again_brighter(light, shown):
    inner = Remembers(FACE)
    frame = of_skin(light)
    assert skin_light(frame.pixels, FACE.landmarks) == pytest.approx(light, abs=0.005)
    assert WellLit(inner, still=True).track(frame).faces == (FACE,)
    assert greens(inner.seen) == pytest.approx([light, shown] if light < LIT else [light], abs=0.02)


def test_a_photograph_in_which_the_face_is_lost_when_it_is_brighter_is_taken_as_it_is():
    inner = Remembers(FACE, None)
    assert WellLit(inner, still=True).track(of_skin(0.1)).faces == (FACE,)
    assert len(inner.seen) == 2


def shown(inner: Remembers, *lights: float, apart_s: float = EVERY_S + 0.01) -> list[float]:
    tracker = WellLit(inner)
    for number, light in enumerate(lights):
        tracker.track(of_skin(light, number * apart_s))
    return greens(inner.seen)


def test_a_film_is_shown_as_bright_as_its_face_needs_it():
    lights = (0.1, 0.1, 0.2, 0.6, 0.1)
    assert shown(Remembers(FACE), *lights) == pytest.approx([0.1, LIT, LIT, 0.6, LIT], abs=0.02)


def test_between_two_looks_at_the_light_it_is_shown_as_before():
    seen = shown(Remembers(FACE), 0.1, 0.1, 0.2, 0.2, 0.2, 0.2, apart_s=1 / 30)
    assert seen == pytest.approx([0.1, LIT, 2 * LIT, 2 * LIT, LIT, LIT], abs=0.03)


def test_a_film_without_a_face_is_shown_as_it_is():
    seen = shown(Remembers(FACE, None, FACE), 0.1, 0.1, 0.1, 0.1, apart_s=1 / 30)
    assert seen == pytest.approx([0.1, LIT, 0.1, LIT], abs=0.02)
