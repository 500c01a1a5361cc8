"""What lies over a face is noticed, and what is only unusual in a face is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.avatars import open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.covering import Signs, signs
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Frame, HeadPose, Reason, round_face
from mirrorcam.gate import COVERED, STILL_COVERED, Gate
from mirrorcam.landmarks import mirrored
from mirrorcam.target import library
from mirrorcam.trackers import Tracker, open_tracker

SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")
SIZE = 400
SKIN, RED, DARK, BLACK = (200, 150, 120), (170, 80, 80), (60, 40, 30), (40, 30, 25)
# Right half and middle of a plain face, in pixels; the left half mirrors it.
RIGHT = {
    33: (120, 160), 133: (170, 160), 70: (110, 128), 63: (120, 126), 105: (130, 125), 66: (155, 126), 107: (170, 128),
    117: (115, 205), 120: (165, 205), 50: (115, 215), 104: (130, 100), 207: (130, 270), 187: (120, 255), 39: (180, 273),
    37: (190, 271), 181: (180, 307), 84: (190, 309), 234: (70, 190),
}  # fmt: skip
LEFT_OF = {
    33: 263, 133: 362, 70: 300, 63: 293, 105: 334, 66: 296, 107: 336, 117: 346, 120: 349, 50: 280, 104: 333, 207: 427,
    187: 411, 39: 269, 37: 267, 181: 405, 84: 314, 234: 454,
}  # fmt: skip
MIDDLE = {
    8: (200, 140), 9: (200, 125), 151: (200, 95), 4: (200, 235), 5: (200, 225), 164: (200, 256), 0: (200, 270),
    17: (200, 310), 199: (200, 345), 175: (200, 352),
}  # fmt: skip
Painter = Callable[[np.ndarray], None]


def plain_face() -> Face:
    points = np.full((LANDMARKS, 3), (SIZE / 2, SIZE / 2, 0.0))
    for point, place in {**RIGHT, **MIDDLE}.items():
        points[point, :2] = place
    for point, other in LEFT_OF.items():
        points[other, :2] = (SIZE - RIGHT[point][0], RIGHT[point][1])
    return round_face(points / SIZE, np.zeros(len(BLENDSHAPES)), np.eye(4))


FACE = plain_face()


def plain_picture() -> np.ndarray:
    pixels = np.full((SIZE, SIZE, 3), SKIN, np.uint8)
    for left in (105, 225):
        pixels[120:132, left : left + 70] = DARK
        pixels[152:168, left + 15 : left + 60] = (235, 235, 235)
        pixels[152:168, left + 28 : left + 44] = DARK
    pixels[272:308, 170:230] = RED
    pixels[288:292, 170:230] = (90, 40, 40)
    return pixels


def box(rows: tuple[int, int], columns: tuple[int, int], colour: tuple[int, int, int]) -> Painter:
    def paint(pixels: np.ndarray) -> None:
        pixels[slice(*rows), slice(*columns)] = colour

    return paint


def stripes(rows: tuple[int, int], columns: tuple[int, int]) -> Painter:
    """Fingers: skin, a little darker, with dark edges."""

    def paint(pixels: np.ndarray) -> None:
        pixels[slice(*rows), slice(*columns)] = (180, 135, 110)
        pixels[slice(*rows), columns[0] : columns[1] : 26] = (150, 110, 90)

    return paint


def mixed(
    rows: tuple[int, int],
    columns: tuple[int, int],
    shares: tuple[float, float, float],
    plus: tuple[float, float, float] = (0, 0, 0),
) -> Painter:
    """Of each colour such a share is left there: a shadow, light of a colour, or, with something added, haze."""

    def paint(pixels: np.ndarray) -> None:
        pixels[slice(*rows), slice(*columns)] = pixels[slice(*rows), slice(*columns)] * shares + plus

    return paint


def seen(*painters: Painter, gain: float = 1.0, grey: bool = False) -> Signs:
    pixels = plain_picture()
    for paint in painters:
        paint(pixels)
    if grey:
        pixels[:] = pixels[..., 1:2]
    return signs(FACE, np.clip(pixels * gain, 0, 255).astype(np.uint8))


def covers(what: Signs, limits: dict = COVERED) -> set[str]:  # type: ignore[type-arg]
    return {sign for sign, limit in limits.items() if limit.bad(getattr(what, sign), False)}


def test_a_plain_face_is_not_covered() -> None:
    assert covers(seen()) == set()
    assert covers(seen(grey=True)) == set()


@pytest.mark.parametrize("gain", [1.2, 0.5, 0.2])
def test_light_changes_the_signs_little(gain: float) -> None:
    for sign in COVERED:
        assert getattr(seen(gain=gain), sign) == pytest.approx(getattr(seen(), sign), rel=0.15, abs=0.05)


@pytest.mark.parametrize("tint", [(0.7, 1.0, 1.0), (1.0, 0.8, 0.6)])
def test_skin_in_light_of_a_colour_is_not_in_a_grey_picture(tint: tuple[float, float, float]) -> None:
    """In the first, cheeks show less red than green, and a mouth under a hand is still not seen."""
    everywhere, hand = mixed((0, SIZE), (0, SIZE), tint), stripes((240, 330), (100, 300))
    for painters in ((), (hand,)):
        assert seen(*painters, everywhere).mouth == pytest.approx(seen(*painters).mouth, rel=0.05)


def random_face(seed: int) -> Face:
    """Its landmarks are anywhere in the picture."""
    points = np.random.default_rng(seed).uniform(0.2, 0.8, (LANDMARKS, 3)) * (1, 1, 0)
    return Face(points.astype(np.float32), FACE.blendshapes, FACE.head)


def smooth_picture(seed: int) -> np.ndarray:
    ways = np.random.default_rng(seed).uniform(-12, 12, (3, 2))
    y, x = (np.indices((SIZE, SIZE)) + 0.5) / SIZE
    waves = [np.sin(down * y + across * x + colour) for colour, (down, across) in enumerate(ways)]
    return (130 + 100 * np.stack(waves, axis=2)).astype(np.uint8)


def moles(pixels: np.ndarray) -> None:
    for column in (111, 281):
        pixels[206:214, column : column + 8] = DARK


def signs_of(face: Face, pixels: np.ndarray) -> list[float]:
    return [getattr(signs(face, pixels), sign) for sign in COVERED]


@pytest.mark.parametrize("seed", range(6))
def test_both_halves_of_a_face_are_looked_at_alike(seed: int) -> None:
    face, pixels = random_face(seed), smooth_picture(seed)
    landmarks = face.landmarks[[mirrored(point) for point in range(LANDMARKS)]] * (-1, 1, 1) + (1, 0, 0)
    other = Face(landmarks.astype(np.float32), face.blendshapes, face.head)
    assert signs_of(other, pixels[:, ::-1]) == pytest.approx(signs_of(face, pixels), abs=0.05)


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize(
    "painters", [(), (stripes((240, 330), (100, 300)),), (box((0, 150), (60, 340), DARK),)]
)
def test_a_head_that_lies_on_its_side_shows_the_same(quarters: int, painters: tuple[Painter, ...]) -> None:
    pixels = plain_picture()
    for paint in painters:
        paint(pixels)
    turned, landmarks = pixels, FACE.landmarks.copy()
    for _ in range(quarters):
        turned = np.rot90(turned)
        landmarks[:, 0], landmarks[:, 1] = landmarks[:, 1].copy(), 1 - landmarks[:, 0]
    lying = Face(landmarks, FACE.blendshapes, FACE.head)
    assert signs_of(lying, turned) == pytest.approx(signs_of(FACE, pixels), abs=0.05)


@pytest.mark.parametrize("beside", [(0, 0, 0), (255, 255, 255), (30, 60, 160)])
def test_what_is_beside_a_face_is_no_cover(beside: tuple[int, int, int]) -> None:
    """Its outline begins 20 pixels from the brows and the corners of the lips."""
    room = np.full((2 * SIZE, 3 * SIZE, 3), beside, np.uint8)
    room[SIZE + 60 : SIZE + 370, 80:320] = plain_picture()[60:370, 80:320]
    landmarks = (FACE.landmarks * (1, 1, 0) + (0, 1, 0)) / (3, 2, 1)
    face = Face(landmarks.astype(np.float32), FACE.blendshapes, FACE.head)
    assert signs_of(face, room) == pytest.approx(signs_of(FACE, plain_picture()), abs=0.05)


@pytest.mark.parametrize(
    ("sign", "cover"),
    [
        ("mouth", stripes((240, 330), (100, 300))),
        ("mouth", stripes((240, 330), (100, 200))),
        ("mouth", stripes((240, 330), (200, 300))),
        ("mouth", box((240, 400), (140, 260), (230, 230, 225))),
        ("eye", stripes((80, 240), (90, 190))),
        ("eye", stripes((80, 240), (210, 310))),
        ("mask", box((215, 400), (60, 340), (130, 175, 205))),
        ("mask", box((215, 400), (60, 340), (30, 30, 34))),
        ("glasses", box((135, 200), (90, 310), (20, 20, 22))),
        ("hair", box((0, 150), (60, 340), BLACK)),
        ("hair", box((0, 150), (60, 340), (110, 60, 20))),
    ],
)
def test_covers_are_noticed_in_their_places(sign: str, cover: Painter) -> None:
    assert sign in covers(seen(cover))
    in_a_photograph = covers(seen(cover), STILL_COVERED)
    assert not in_a_photograph if sign == "hair" else sign in in_a_photograph


@pytest.mark.parametrize(
    "worn",
    [
        pytest.param(box((250, 400), (60, 340), (70, 55, 45)), id="a beard to the cheeks"),
        pytest.param(box((272, 308), (170, 230), (120, 10, 50)), id="lipstick"),
        pytest.param(box((272, 340), (165, 235), (50, 15, 15)), id="a wide open mouth"),
        pytest.param(box((280, 300), (165, 235), (240, 235, 225)), id="bared teeth"),
        pytest.param(box((150, 170), (90, 310), SKIN), id="no eyes between the brows and the cheeks"),
        pytest.param(box((0, 112), (60, 340), DARK), id="a fringe that ends above the brows"),
        pytest.param(box((0, 150), (60, 215), BLACK), id="a fringe that leaves the left brow free"),
        pytest.param(box((0, 150), (185, 340), BLACK), id="a fringe that leaves the right brow free"),
        pytest.param(box((0, 150), (185, 215), BLACK), id="a lock between the brows"),
        pytest.param(mixed((135, 200), (90, 190), (0.1,) * 3), id="one eye in a deep shadow"),
        pytest.param(mixed((0, SIZE), (0, 200), (0.5,) * 3), id="half of the face in a shadow"),
        pytest.param(moles, id="a mole on each cheek"),
    ],
)
def test_faces_that_are_only_unusual_are_not_covered(worn: Painter) -> None:
    def lips_again(pixels: np.ndarray) -> None:
        beard = (pixels[280, 130] != SKIN).any()
        if beard:
            pixels[272:308, 170:230] = RED

    assert covers(seen(worn, lips_again)) == set()


PALE_LIPS = box((272, 308), (170, 230), SKIN)


@pytest.mark.parametrize("line", [(110, 80, 65), (160, 120, 100)], ids=["dark", "faint"])
def test_closed_lips_without_colour_are_a_mouth_in_a_grey_picture(line: tuple[int, int, int]) -> None:
    assert covers(seen(PALE_LIPS, box((287, 293), (165, 235), line), grey=True)) == set()
    assert "mouth" in covers(seen(PALE_LIPS, grey=True))


@pytest.mark.parametrize("columns", [(100, 200), (200, 300), (100, 300)])
def test_a_hand_over_half_of_the_mouth_is_noticed_in_a_grey_picture_too(columns: tuple[int, int]) -> None:
    assert covers(seen(stripes((240, 330), columns), grey=True)) == {"mouth"}


def test_one_lip_that_is_only_redder_than_the_skin_is_a_mouth() -> None:
    red = (SKIN[0] + 55, *SKIN[1:])
    assert covers(seen(PALE_LIPS, box((290, 308), (170, 230), red))) == set()


def test_an_eye_that_shows_less_than_the_other_counts_for_less_than_two_that_are_alike() -> None:
    """Hair or a hand lies over one; haze and blur take from both."""
    right, left = (
        mixed((80, 240), columns, (0.3,) * 3, tuple(0.7 * np.array(SKIN)))
        for columns in ((90, 190), (210, 310))
    )
    both = seen(right, left).eye
    assert seen(right).eye < 0.9 * both and seen(left).eye < 0.9 * both


def test_a_face_beside_the_picture_breaks_nothing() -> None:
    far = Face(FACE.landmarks + np.float32(1.5), FACE.blendshapes, FACE.head)
    point = Face(FACE.landmarks * 0, FACE.blendshapes, FACE.head)
    for face in (far, point):
        for pixels in (plain_picture(), np.zeros((1, 1, 3), np.uint8)):
            assert all(np.isfinite(getattr(signs(face, pixels), sign)) for sign in COVERED)


@pytest.fixture(scope="module")
def tracker(model: Path) -> Iterator[Tracker]:
    with open_tracker("mediapipe", model, still=True) as tracker:
        yield tracker


@pytest.mark.parametrize("name", people())
def test_nobody_of_the_drawn_cast_is_covered_in_any_of_six_expressions(tracker: Tracker, name: str) -> None:
    targets, avatar = library(), open_avatar(name)
    shows = [NEUTRAL, *(targets[expression].show.scaled(1.2) for expression in SIX)]
    turns = (15.0, -6.0, -15.0, 6.0)
    for number, show in enumerate(shows):
        pixels = picture(avatar, show, HeadPose(turns[number % len(turns)]))
        faces = tracker.track(Frame(0.0, 0, pixels)).faces
        assert faces and covers(signs(faces[0], pixels)) == set(), number


def test_a_hand_before_a_drawn_mouth_is_said(tracker: Tracker) -> None:
    pixels = picture(open_avatar("robin"), NEUTRAL).copy()
    height, width = pixels.shape[:2]
    free = tracker.track(Frame(0.0, 0, pixels))
    mouth = free.faces[0].landmarks[[13, 14], :2].mean(axis=0) * (width, height)
    x, y, reach = *mouth.astype(int), int(0.1 * width)
    pixels[y - reach // 2 : y + reach, x - reach : x + reach] = pixels[y - reach, x - reach // 2]
    tracked = tracker.track(Frame(0.0, 0, pixels))
    assert Gate(still=True).see(Frame(0.0, 0, pixels), tracked.face).reason is Reason.COVERED
