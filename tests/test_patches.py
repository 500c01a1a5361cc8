"""Patches on painted skin: a face without features, on which wrinkles, lips and a mouth are drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mirrorcam.expression import CODES
from mirrorcam.face import LANDMARKS
from mirrorcam.landmarks import mirrored
from mirrorcam.patches import PATCH_STEP, PATCHES, POSITION, UNUSABLE, patches, usable

# Landmark and place in millimetres (to the person's left, up, towards the viewer), of the middle and the right half
# of MediaPipe's canonical face (Apache-2.0), for the landmarks that patches look at.
MESH = """
8 0 40 53 | 9 0 49 54 | 13 0 -40 52 | 14 0 -45 54 | 18 0 -61 51 | 22 -26 20 38 | 31 -51 19 28 | 33 -44 27 32 |
36 -28 -7 44 | 43 -27 -50 42 | 46 -53 39 34 | 50 -48 -7 35 | 51 -5 3 71 | 55 -12 41 51 | 57 -31 -44 41 | 81 -10 -40 49 |
82 -5 -40 51 | 83 -8 -61 50 | 84 -7 -53 54 | 87 -6 -45 53 | 91 -18 -48 48 | 92 -24 -31 49 | 98 -14 -17 52 |
100 -23 6 43 | 101 -33 1 41 | 103 -51 75 27 | 104 -45 63 37 | 105 -40 51 45 | 106 -22 -54 45 | 107 -14 50 53 |
108 -16 66 49 | 109 -19 82 43 | 110 -42 22 34 | 113 -50 31 31 | 116 -65 9 17 | 117 -53 9 30 | 118 -44 7 35 |
120 -24 11 40 | 122 -6 23 56 | 126 -16 3 49 | 128 -14 19 44 | 133 -19 26 38 | 139 -68 37 7 | 143 -64 22 16 |
145 -32 23 38 | 151 0 65 50 | 156 -61 34 20 | 159 -32 30 39 | 162 -76 41 -10 | 164 0 -25 59 | 165 -18 -27 52 |
167 -7 -25 58 | 178 -11 -45 51 | 182 -15 -58 48 | 186 -29 -37 45 | 188 -9 19 52 | 192 -54 -40 21 | 193 -8 32 49 |
194 -19 -66 45 | 195 0 11 68 | 196 -5 16 61 | 197 0 17 63 | 201 -10 -69 50 | 202 -33 -54 38 | 203 -23 -16 46 |
204 -27 -61 41 | 205 -38 -15 41 | 206 -30 -23 44 | 207 -44 -27 36 | 208 -12 -78 50 | 210 -39 -60 33 | 212 -37 -45 37 |
214 -46 -47 30 | 217 -13 8 53 | 227 -73 8 0 | 228 -47 17 31 | 232 -20 19 40 | 234 -77 7 -24
"""
SKIN = (205, 160, 135)
LIP = (190, 105, 105)
Line = tuple[tuple[float, float], tuple[float, float]]

# Begin and end of wrinkles on the person's right, in millimetres.
WRINKLES: dict[str, Line] = {
    "glabella": ((-6, 49), (-7, 60)),
    "forehead": ((-16, 62), (16, 62)),
    "nose_root": ((-7, 26), (7, 26)),
    "forehead_side_right": ((-45, 60), (-15, 62)),
    "nose_side_right": ((-6, 17), (-15, 13)),
    "crows_feet_right": ((-49, 25), (-66, 26)),
    "under_eye_right": ((-45, 15), (-22, 17)),
    "fold_upper_right": ((-25, -10), (-33, -22)),
    "fold_lower_right": ((-33, -25), (-41, -42)),
    "lip_corner_right": ((-38, -38), (-38, -52)),
    "below_corner_right": ((-27, -50), (-32, -60)),
}


def landmarks() -> np.ndarray:
    points = np.zeros((LANDMARKS, 3))
    for row in MESH.split("|"):
        point, *place = map(int, row.split())
        points[point] = place
        if mirrored(point) != point:
            points[mirrored(point)] = np.array(place) * (-1, 1, 1)
    return points


class Photograph:
    """Skin with things drawn on it, seen from the front: 1.6 px a millimetre unless zoomed, the eyes 100 px apart."""

    def __init__(
        self,
        zoom: float = 1.6,
        roll_deg: float = 0.0,
        skin: Sequence[float] = SKIN,
        shift: tuple[float, float] = (0, 0),
    ) -> None:
        self.width, self.height = round(220 * zoom), round(260 * zoom)
        angle = np.radians(roll_deg)
        self.axes = zoom * np.array([[np.cos(angle), -np.sin(angle)], [-np.sin(angle), -np.cos(angle)]])
        self.middle = np.array([self.width / 2, self.height / 2]) + shift
        self.zoom = zoom
        rows, columns = np.mgrid[0 : self.height, 0 : self.width]
        seen = np.stack((columns + 0.5, rows + 0.5), axis=-1)
        self.at = (seen - self.middle) @ np.linalg.inv(self.axes)
        shade = 1 - 0.15 * (self.at[..., 0] / 80) ** 2 + 0.1 * self.at[..., 1] / 120
        self.colours = shade[..., None] * np.array(skin, float)

    def landmarks(self, points: np.ndarray | None = None) -> np.ndarray:
        points = landmarks() if points is None else points
        flat = points[:, :2] @ self.axes + self.middle
        depth = -self.zoom * points[:, 2:] / self.width
        return np.hstack((flat / (self.width, self.height), depth)).astype(np.float32)

    def wrinkle(self, line: Line, depth: float = 0.12) -> Photograph:
        begin, end = (np.array(p, float) for p in line)
        along = np.clip((self.at - begin) @ (end - begin) / ((end - begin) ** 2).sum(), 0, 1)
        away = np.linalg.norm(self.at - begin - along[..., None] * (end - begin), axis=-1)
        self.colours *= (1 - depth * np.exp(-(away**2) / 2))[..., None]
        return self

    def paint(
        self, left: float, right: float, top: float, bottom: float, colour: Sequence[float]
    ) -> Photograph:
        x, y = self.at[..., 0], self.at[..., 1]
        self.colours[(x > left) & (x < right) & (y < top) & (y > bottom)] = colour
        return self

    def pixels(self, light: float = 1.0, noise: float = 0.0) -> np.ndarray:
        seen = self.colours * light
        seen = seen + np.random.default_rng(3).normal(0, noise, seen.shape) if noise else seen
        return np.clip(np.rint(seen), 0, 255).astype(np.uint8)

    def numbers(self, light: float = 1.0, noise: float = 0.0) -> dict[str, float]:
        return named(patches(self.pixels(light, noise), self.landmarks()))


def named(numbers: np.ndarray) -> dict[str, float]:
    return {number.name: float(value) for number, value in zip(PATCHES, numbers, strict=True)}


PLAIN = Photograph().numbers()
LINES = [number.name for number in PATCHES if number.lines]
BARS = [number.name for number in PATCHES if number.name.startswith("bar")]


def wrinkled(**options: float) -> Photograph:
    photograph = Photograph(**options)
    for line in WRINKLES.values():
        photograph.wrinkle(line)
    return photograph


def test_every_number_has_a_name_a_unit_and_a_side() -> None:
    assert len(POSITION) == len(PATCHES)
    for row, number in enumerate(PATCHES):
        assert POSITION[number.name] == row
        assert number.unit in CODES or number.name.startswith(("grain", "bar", "cheek_colour"))
        assert number.name.endswith(f"_{number.side}") == bool(number.side)
    lefts = {n.name.removesuffix("_left") for n in PATCHES if n.side == "left"}
    assert lefts == {n.name.removesuffix("_right") for n in PATCHES if n.side == "right"}


def test_plain_skin_has_no_lines() -> None:
    assert all(0 <= PLAIN[name] < 0.004 for name in LINES)


@pytest.mark.parametrize("name", WRINKLES)
def test_a_wrinkle_shows_in_its_own_patch_most(name: str) -> None:
    numbers = Photograph().wrinkle(WRINKLES[name]).numbers()
    rises = {line: numbers[line] - PLAIN[line] for line in LINES}
    assert rises[name] > 0.01
    assert max(rises, key=lambda line: rises[line]) == name


@pytest.mark.parametrize("name", [name for name in WRINKLES if name.endswith("_right")])
def test_the_other_side_stays_as_it_is(name: str) -> None:
    numbers = Photograph().wrinkle(WRINKLES[name]).numbers()
    left = name.replace("_right", "_left")
    assert numbers[left] == pytest.approx(PLAIN[left], abs=0.001)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("forehead", ((0, 52), (0, 72))),
        ("glabella", ((-14, 55), (14, 55))),
        ("nose_root", ((0, 14), (0, 34))),
        ("crows_feet_right", ((-57, 10), (-57, 36))),
        ("lip_corner_right", ((-46, -44), (-30, -44))),
    ],
)
def test_a_line_the_wrong_way_counts_little(name: str, line: Line) -> None:
    right_way = Photograph().wrinkle(WRINKLES[name]).numbers()[name]
    assert Photograph().wrinkle(line).numbers()[name] < right_way / 3


def test_a_deeper_wrinkle_gives_a_larger_number() -> None:
    depths = [
        Photograph().wrinkle(WRINKLES["forehead"], d).numbers()["forehead"] for d in (0.05, 0.1, 0.2, 0.3)
    ]
    assert depths == sorted(depths)
    assert depths[-1] > 3 * depths[0]


@pytest.mark.parametrize("light", [0.5, 0.75, 1.2])
def test_light_changes_little(light: float) -> None:
    before, after = wrinkled().numbers(), wrinkled().numbers(light)
    assert all(after[name] == pytest.approx(before[name], rel=0.15, abs=0.003) for name in LINES)


def test_dark_skin_shows_the_same_wrinkles() -> None:
    light, dark = wrinkled().numbers(), wrinkled(skin=(95, 62, 48)).numbers()
    assert all(dark[name] == pytest.approx(light[name], rel=0.25, abs=0.003) for name in LINES)


@pytest.mark.parametrize(
    "options", [{"roll_deg": 20}, {"roll_deg": -15}, {"zoom": 2.4}, {"shift": (3.4, -2.7)}]
)
def test_where_the_face_is_changes_little(options: dict[str, float]) -> None:
    before, after = wrinkled().numbers(), wrinkled(**options).numbers()
    assert all(after[name] == pytest.approx(before[name], rel=0.15, abs=0.004) for name in LINES)


def test_noise_alone_is_no_wrinkle() -> None:
    numbers = Photograph().numbers(noise=6)
    assert all(numbers[name] < 0.012 for name in LINES)


@pytest.mark.parametrize("zoom", [0.8, 1.6])
def test_hardly_a_line_shows_in_strong_noise(zoom: float) -> None:
    photograph = Photograph(zoom=zoom)
    shown = [photograph.numbers(noise=noise)[name] for noise in (16, 24) for name in LINES]
    assert np.mean(np.array(shown) > 0.02) <= 0.1


def test_a_deep_wrinkle_shows_in_noise() -> None:
    numbers = Photograph().wrinkle(WRINKLES["glabella"], 0.3).numbers(noise=10)
    assert numbers["glabella"] > 0.03


def test_grain_tells_how_noisy_the_picture_is() -> None:
    grains = [Photograph().numbers(noise=noise)["grain_left"] for noise in (0, 5, 10, 20)]
    assert grains == sorted(grains)
    assert grains[0] < 0.003 and grains[-1] > 0.02


@pytest.mark.parametrize("colour", [(30, 30, 30), (250, 240, 230)])
def test_glasses_are_bars_across_the_nose_and_at_the_temples(colour: tuple[float, ...]) -> None:
    numbers = Photograph().paint(-75, 75, 28, 23, colour).numbers()
    assert min(numbers[name] for name in BARS) > 0.12
    assert max(PLAIN[name] for name in BARS) < 0.02


def test_a_furrow_between_the_brows_is_no_bar_and_a_line_across_the_nose_hardly_one() -> None:
    furrowed = Photograph().wrinkle(WRINKLES["glabella"]).wrinkle(WRINKLES["nose_root"]).numbers()
    assert furrowed["bar_bridge"] < 0.08


def test_a_flipped_picture_swaps_the_sides() -> None:
    photograph = Photograph().wrinkle(WRINKLES["crows_feet_right"]).paint(-30, -3, -40, -53, LIP)
    other = np.array([mirrored(point) for point in range(LANDMARKS)])
    flipped = photograph.landmarks()[other] * (-1, 1, 1) + (1, 0, 0)
    there = named(patches(photograph.pixels()[:, ::-1], flipped.astype(np.float32)))
    here = photograph.numbers()
    swap = {"left": "right", "right": "left"}
    for number in PATCHES:
        stem = number.name.removesuffix(f"_{number.side}")
        twin = f"{stem}_{swap[number.side]}" if number.side else stem
        assert there[twin] == pytest.approx(here[number.name], abs=0.002)


def test_lips_that_show_less_red_give_less() -> None:
    full = Photograph().paint(-25, 25, -31, -53, LIP).numbers()
    pressed = Photograph().paint(-25, 25, -39, -46, LIP).numbers()
    for name in ("upper_lip_red_left", "upper_lip_red_right", "lower_lip_red_left", "lower_lip_red_right"):
        assert full[name] > pressed[name] > PLAIN[name] > -0.02


def test_haze_takes_as_much_of_the_cheeks_colour_as_of_the_lips() -> None:
    clear = Photograph().paint(-25, 25, -31, -53, LIP)
    hazy = named(patches((clear.pixels() * 0.6 + 60).astype(np.uint8), clear.landmarks()))
    was = clear.numbers()
    left = [
        hazy[name] / was[name] for name in ("cheek_colour_left", "upper_lip_red_left", "lower_lip_red_right")
    ]
    assert was["cheek_colour_left"] > 0.1 and max(left) < 0.8 and max(left) - min(left) < 0.15


def test_a_tongue_is_red_below_the_lip() -> None:
    assert PLAIN["tongue_red"] == pytest.approx(0, abs=0.01)
    assert Photograph().paint(-12, 12, -45, -80, LIP).numbers()["tongue_red"] > 0.2


def open_mouth(colour: Sequence[float]) -> dict[str, float]:
    points = landmarks()
    for point in (178, 402, 14, 87, 317):
        points[point, 1] -= 15
    photograph = Photograph().paint(-25, 25, -40, -61, colour)
    return named(patches(photograph.pixels(), photograph.landmarks(points)))


def test_teeth_and_darkness_are_told_apart() -> None:
    teeth, dark = open_mouth((225, 220, 205)), open_mouth((35, 18, 16))
    assert PLAIN["teeth"] < 0.002
    assert PLAIN["mouth_dark"] < 0.002
    assert teeth["teeth"] > 0.05
    assert teeth["mouth_dark"] < 0.002
    assert dark["mouth_dark"] > 0.05
    assert dark["teeth"] < 0.002


def test_a_patch_outside_the_picture_is_not_usable() -> None:
    photograph = Photograph()
    above = np.rint((photograph.middle + np.array([0, 50]) @ photograph.axes)[1]).astype(int)
    pixels = photograph.pixels()[above:]
    points = photograph.landmarks()
    points[:, 1] = (points[:, 1] * photograph.height - above) / len(pixels)
    numbers = patches(pixels, points)
    seen = dict(zip(POSITION, usable(numbers), strict=True))
    assert not seen["forehead"]
    assert numbers[POSITION["forehead"]] == UNUSABLE
    assert seen["crows_feet_left"]
    assert seen["tongue_red"]


def test_what_is_turned_away_is_not_usable() -> None:
    points = landmarks()
    angle = np.radians(55)  # to the person's left: that side is hidden
    x, z = points[:, 0].copy(), points[:, 2].copy()
    points[:, 0], points[:, 2] = np.cos(angle) * x + np.sin(angle) * z, np.cos(angle) * z - np.sin(angle) * x
    photograph = Photograph(zoom=2.4)
    seen = dict(
        zip(POSITION, usable(patches(photograph.pixels(), photograph.landmarks(points))), strict=True)
    )
    assert seen["crows_feet_right"]
    assert not seen["crows_feet_left"]


def test_a_small_face_is_not_usable() -> None:
    assert not usable(np.array(list(Photograph(zoom=0.4).numbers().values()))).any()
    assert usable(np.array(list(Photograph(zoom=0.6).numbers().values()))).all()


def test_black_and_burnt_out_patches_are_not_usable() -> None:
    numbers = Photograph().paint(-70, -47, 40, 5, (3, 3, 3)).paint(47, 70, 40, 5, (255, 255, 255)).numbers()
    assert numbers["crows_feet_right"] == UNUSABLE
    assert numbers["crows_feet_left"] == UNUSABLE
    assert numbers["under_eye_left"] != UNUSABLE


def test_strands_of_hair_are_not_taken_for_wrinkles() -> None:
    photograph = Photograph()
    for height in (53, 57, 61, 65, 69):
        photograph.wrinkle(((-18, height), (18, height)), depth=0.85)
    numbers = photograph.numbers()
    assert numbers["forehead"] == UNUSABLE
    assert numbers["tongue_red"] != UNUSABLE


def test_the_bridge_of_glasses_is_not_taken_for_a_wrinkled_nose() -> None:
    numbers = Photograph().paint(-12, 12, 27, 24, (30, 25, 22)).numbers()
    assert numbers["nose_root"] == UNUSABLE
    assert numbers["glabella"] == pytest.approx(PLAIN["glabella"], abs=0.002)


def test_without_a_cheek_to_compare_with_nothing_is_usable() -> None:
    dark = (2, 2, 2)
    numbers = Photograph().paint(-60, -25, 12, -20, dark).paint(25, 60, 12, -20, dark).numbers()
    assert set(numbers.values()) == {UNUSABLE}


def test_numbers_are_kept_exactly_as_int16() -> None:
    numbers = patches(wrinkled().pixels(noise=4), wrinkled().landmarks())
    assert numbers.dtype == np.float32
    kept = np.rint(numbers / PATCH_STEP).astype(np.int16)
    assert np.array_equal((kept * PATCH_STEP).astype(np.float32), numbers)
    assert np.int16(UNUSABLE / PATCH_STEP) == np.iinfo(np.int16).min


def test_the_same_picture_gives_the_same_numbers_and_stays_as_it_is() -> None:
    photograph = wrinkled()
    pixels, points = photograph.pixels(noise=3), photograph.landmarks()
    before = pixels.copy()
    assert np.array_equal(patches(pixels, points), patches(pixels, points))
    assert np.array_equal(pixels, before)
