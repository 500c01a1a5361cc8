"""Avatars: anything asked for can be drawn, left is left, the same arguments give the same pixels."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import skia
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mirrorcam.avatars import PEOPLE, Avatar, open_avatar, people
from mirrorcam.avatars.hair import inside
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.lines import Lines
from mirrorcam.avatars.mouth import LIP_LINES, PARTING_CM, apart_cm, closed
from mirrorcam.avatars.muscles import DRIVES, drives
from mirrorcam.avatars.page import CM, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.picture import picture
from mirrorcam.avatars.plan import SIDES
from mirrorcam.avatars.portrait import laid, posed
from mirrorcam.avatars.still import PLACES, Still
from mirrorcam.avatars.turning import outline, project, rotation
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.tables import TableError, parse_table, read_table

AVATARS = {name: open_avatar(name) for name in people()}
ROBIN = AVATARS["robin"]
ROBIN_FILE = (PEOPLE / "robin.toml").read_text(encoding="utf-8")
CAST = {name: parse_table(Person, read_table(PEOPLE / f"{name}.toml"), f"{name}.toml") for name in people()}
LAYOUTS = {name: laid(person) for name, person in CAST.items()}
LAYOUT = LAYOUTS["robin"]
DISGUST = drives(Expression.of({"AU9": 0.5, "AU10": 0.5}).values)
ANYONE = st.sampled_from(sorted(LAYOUTS))

ANY_NUMBER = st.floats(-10, 10) | st.sampled_from([float("nan"), float("inf"), float("-inf")])
EXPRESSIONS = arrays(np.float64, (len(CODES), 2), elements=st.floats(-0.5, 1.5)).map(Expression)
POSES = st.builds(HeadPose, st.floats(-40, 40), st.floats(-30, 30), st.floats(-40, 40))


def drawn(expression: Expression = NEUTRAL, head: HeadPose = STRAIGHT, name: str = "robin") -> np.ndarray:
    return picture(AVATARS[name], expression, head, 160, 160).astype(int)


def changed(expression: Expression, head: HeadPose = STRAIGHT) -> np.ndarray:
    """(160, 160): where the face differs from the one at rest."""
    return np.abs(drawn(expression, head) - drawn(NEUTRAL, head)).max(axis=2) > 12


@settings(max_examples=25)
@given(expression=EXPRESSIONS, head=POSES, name=ANYONE)
def test_any_expression_and_pose_can_be_drawn(expression: Expression, head: HeadPose, name: str) -> None:
    assert drawn(expression, head, name).std() > 10


@settings(max_examples=15)
@given(values=arrays(np.float64, (len(CODES), 2), elements=ANY_NUMBER), angle=ANY_NUMBER, name=ANYONE)
def test_numbers_that_are_none_reach_no_path(values: np.ndarray, angle: float, name: str) -> None:
    points, amounts, turn = posed(LAYOUTS[name], Expression(values), HeadPose(angle, angle, angle))
    assert np.isfinite(project(points, turn)).all()
    assert amounts.min() >= 0
    assert amounts.max() <= 1


@settings(max_examples=60)
@given(expression=EXPRESSIONS, head=POSES, name=ANYONE)
def test_lips_and_lids_are_never_inverted(expression: Expression, head: HeadPose, name: str) -> None:
    layout = LAYOUTS[name]
    points, _, _ = posed(layout, expression, head)
    lips = [points[layout.places[f"mouth.{name}"]][:, 1] for name in LIP_LINES]
    for upper, lower in pairwise(lips):
        assert (upper >= lower - 1e-9).all()
    for side in SIDES:
        upper, lower = (points[layout.places[f"eye.{lid}.{side}"]][:, 1] for lid in ("upper", "lower"))
        assert (upper >= lower - 1e-9).all()


def test_same_arguments_give_the_same_pixels_whatever_was_drawn_between() -> None:
    smile = Expression.of({"AU6": 0.8, "AU12": 1.0, "AU25": 0.4})
    first = drawn(smile, HeadPose(10, 5, -5))
    drawn(Expression.of({"AU43": 1.0, "AU26": 1.0}), HeadPose(-20))
    assert (drawn(smile, HeadPose(10, 5, -5)) == first).all()
    assert (picture(open_avatar("robin"), smile, HeadPose(10, 5, -5), 160, 160) == first).all()


@pytest.mark.parametrize("code", CODES)
def test_every_action_unit_shows(code: str) -> None:
    assert changed(Expression.of({code: 1.0})).sum() > 12


@pytest.mark.parametrize("code", ["AU2", "AU5", "AU6", "AU7", "AU12", "AU14", "AU15", "AU43"])
def test_left_is_the_persons_left_on_the_right_hand_side_of_the_picture(code: str) -> None:
    left, right = changed(Expression.of({f"{code}L": 1.0})), changed(Expression.of({f"{code}R": 1.0}))
    assert left[:, 85:].sum() > 4 * left[:, :75].sum()
    assert right[:, :75].sum() > 4 * right[:, 85:].sum()


def test_eyes_to_the_left_go_to_the_right_hand_side_of_the_picture() -> None:
    def iris_x(expression: Expression) -> float:
        points, _, _ = posed(LAYOUT, expression, STRAIGHT)
        return float(np.mean([points[LAYOUT.places[f"eye.iris.{side}"]][0, 0] for side in SIDES]))

    assert iris_x(Expression.of({"AU61": 1.0})) > 0.3 > -0.3 > iris_x(Expression.of({"AU62": 1.0}))


@pytest.mark.parametrize(
    ("head", "tip"),
    [(HeadPose(yaw_deg=20), (1, 0)), (HeadPose(pitch_deg=15), (0, -1)), (HeadPose(yaw_deg=-20), (-1, 0))],
)
def test_the_nose_leads_when_the_head_turns(head: HeadPose, tip: tuple[int, int]) -> None:
    nose, chin = (LAYOUT.rest[LAYOUT.places[name]][:1] for name in ("nose.tip", "form.face"))
    moved = (project(nose, rotation(head)) - project(nose))[0]
    assert moved @ np.array(tip) > 0.03
    assert np.abs(project(chin, rotation(head)) - project(chin)).max() < 0.2


def test_a_roll_to_the_left_shoulder_tips_the_head_towards_it() -> None:
    top = np.array([[0.0, 12.0, 0.0]])
    assert project(top, rotation(HeadPose(roll_deg=15)))[0, 0] > 0.55


TURNS = [
    HeadPose(), HeadPose(-30), HeadPose(-12), HeadPose(12), HeadPose(30), HeadPose(0, 20), HeadPose(0, -20),
    HeadPose(0, 0, 20), HeadPose(25, 15, 15), HeadPose(-25, -15, 10), HeadPose(15, -20, -15),
]  # fmt: skip


@pytest.mark.parametrize("head", TURNS, ids=str)
@pytest.mark.parametrize("name", ["robin", "lotte", "carmen", "yasmin", "sam", "amara"])
def test_no_gap_opens_between_hair_and_face(name: str, head: HeadPose) -> None:
    """No pixel of the ground shows inside the figure: all of it hangs together with the edge of the picture."""
    green = picture(AVATARS[name], NEUTRAL, head, 160, 160, ground="#00FF00").astype(int)
    ground = (green[:, :, 1] > 220) & (green[:, :, 0] < 60)
    outside = np.zeros_like(ground)
    outside[0] = ground[0]
    while True:
        near = outside.copy()
        for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
            near |= np.roll(outside, step, axis)
        if not (near & ground & ~outside).any():
            break
        outside = near & ground
    assert not (ground & ~outside).any()


def test_a_hairline_ends_where_it_leaves_the_outline_of_the_hair() -> None:
    mass = outline(np.random.default_rng(2).normal(0.5, 0.1, (60, 2)))
    centre, reach = mass.mean(axis=0), np.ptp(mass[:, 0])
    line = centre + np.stack([np.linspace(-0.2, 1.0, 9) * reach, np.zeros(9)], axis=1)
    kept = inside(line, mass)
    assert np.array_equal(kept[:-1], line[: len(kept) - 1]) and len(kept) < len(line)
    assert kept[-1, 0] == pytest.approx(mass[:, 0].max(), abs=0.02 * reach)
    within = centre + (line - line.mean(axis=0)) * 0.1
    assert np.array_equal(inside(within, mass), within)


@pytest.mark.parametrize("name", ["amara", "joseph", "yasmin", "line"])
def test_no_allocation_grows_from_frame_to_frame(name: str) -> None:
    def draw(frames: range) -> int:
        for i in frames:
            shown = Expression.of({"AU12": i % 7 / 7, "AU26": i % 5 / 5, "AU4": i % 3 / 3})
            AVATARS[name].draw(canvas, shown, HeadPose(i * 1.7 % 30, i % 11, i % 13))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    canvas = skia.Surface(64, 64).getCanvas()
    canvas.scale(64, 64)
    tracemalloc.start()
    try:
        assert -draw(range(100)) + draw(range(100, 200)) < 50_000
    finally:
        tracemalloc.stop()


def test_neck_and_shoulders_stay_when_the_head_turns() -> None:
    turned = np.abs(drawn(NEUTRAL, HeadPose(20)) - drawn()).max(axis=2)
    assert turned[150:].max() == 0


def test_what_stands_still_is_painted_once_for_each_place_and_few_are_kept() -> None:
    painted: list[Page] = []
    still = Still(painted.append)
    canvas = skia.Surface(400, 200).getCanvas()

    def draw(x: float) -> None:
        canvas.setMatrix(skia.Matrix.Translate(x, 0).preConcat(skia.Matrix.Scale(200, 200)))
        nothing, at_rest = np.zeros((0, 2)), np.zeros((len(DRIVES), 2))
        still.draw(Page(canvas, Ink(), CAST["robin"], nothing, {}, at_rest, np.eye(3)))

    for _ in range(5):
        for x in (0, 200):
            draw(x)
    assert len(painted) == 2
    for x in range(PLACES):
        draw(x + 1)
    draw(200)
    assert len(painted) == 2 + PLACES + 1


def test_what_stands_still_is_painted_anew_for_another_place() -> None:
    """Somewhere else, mirrored, of another size, on a canvas too low for it: as by an avatar that drew nothing yet."""

    def painted(avatar: Avatar, matrix: skia.Matrix, height: int = 200) -> np.ndarray:
        surface = skia.Surface(260, height)
        surface.getCanvas().concat(matrix)
        avatar.draw(surface.getCanvas(), NEUTRAL)
        return np.asarray(surface.toarray())

    place = skia.Matrix.Scale(200, 200)
    moved = skia.Matrix.Translate(40.5, 0).preConcat(place)
    mirrored = skia.Matrix.MakeAll(-200, 0, 200, 0, 200, 0, 0, 0, 1)
    kept = open_avatar("yasmin")
    for matrix, height in (
        (place, 200),
        (place, 200),
        (moved, 200),
        (mirrored, 200),
        (moved, 90),
        (moved, 200),
    ):
        assert np.array_equal(painted(kept, matrix, height), painted(open_avatar("yasmin"), matrix, height))


def test_a_vector_picture_holds_the_clothes_as_a_shape() -> None:
    stream = skia.DynamicMemoryWStream()
    canvas = skia.SVGCanvas.Make((100, 100), stream)
    canvas.scale(100, 100)
    ROBIN.draw(canvas, NEUTRAL)
    del canvas
    clothes = parse_table(Person, read_table(PEOPLE / "robin.toml"), "robin.toml").clothes
    assert f'fill="{clothes.colour}"'.encode() in bytes(stream.detachAsData())


def test_the_mouth_seals_at_rest_and_opens_with_the_jaw() -> None:
    def gap(expression: Expression) -> float:
        points, _, _ = posed(LAYOUT, expression, STRAIGHT)
        upper, lower = (points[LAYOUT.places[f"mouth.{lip}.inner"]][:, 1] for lip in ("upper", "lower"))
        return float((upper - lower).max())

    assert gap(NEUTRAL) == 0
    assert gap(Expression.of({"AU24": 1.0})) == 0
    assert 0.3 < gap(Expression.of({"AU26": 1.0})) < gap(Expression.of({"AU25": 1.0}))
    assert gap(Expression.of({"AU25": 1.0, "AU26": 1.0})) > gap(Expression.of({"AU25": 1.0})) > 0.5


def test_lips_in_plain_lines_stay_closed_over_a_narrow_gap_and_part_without_a_jump() -> None:
    middle = np.array([[0.4, 0.7], [0.5, 0.7], [0.6, 0.7]])

    def parted(gap_cm: float) -> float:
        half = np.array([0.0, gap_cm / 2 * CM])
        upper, lower = closed(middle - half, middle + half)
        return apart_cm(upper, lower)

    assert parted(PARTING_CM[0]) == pytest.approx(0)
    assert parted(1.0) == pytest.approx(1.0)
    gaps = [parted(gap_cm) for gap_cm in np.linspace(0, 0.8, 81)]
    assert all(0 <= after - before < 0.04 for before, after in pairwise(gaps))


def test_a_lip_raised_on_one_side_leaves_the_eyes_level() -> None:
    points, _, _ = posed(LAYOUT, Expression.of({"AU10L": 1.0}), STRAIGHT)
    left, right = (points[LAYOUT.places[f"eye.upper.{side}"]][:, 1] for side in SIDES)
    assert left == pytest.approx(right)


def test_the_quiet_face_shows_less_of_the_lines_across_the_nose() -> None:
    person = parse_table(Person, read_table(PEOPLE / "line.toml"), "line.toml")
    full, quiet = Lines(person).darkness(DISGUST), Lines(person, {"line.root": 0.5}).darkness(DISGUST)
    assert sorted({round(float(share), 6) for share in quiet[full > 0] / full[full > 0]}) == [0.5, 1.0]


def test_drives_have_the_action_units_first_and_what_acts_together_after() -> None:
    amounts = drives(Expression.of({"AU1": 0.5, "AU4": 0.8}).values)
    assert amounts.shape == (len(DRIVES), 2)
    assert amounts[DRIVES.index("1+4")].tolist() == [0.5, 0.5]
    half = drives(Expression.of({"AU1": 0.25, "AU4": 0.4}).values)
    assert half[DRIVES.index("1+4")].tolist() == [0.25, 0.25]
    assert amounts[DRIVES.index("1+2")].tolist() == [0, 0]


def test_an_outline_is_convex_and_holds_its_points() -> None:
    points = np.random.default_rng(3).normal(size=(300, 2)) * (1.0, 1.4)
    edge = outline(points)
    run = np.roll(edge, -1, axis=0) - edge
    ahead = np.roll(run, -1, axis=0)
    cross = run[:, 0] * ahead[:, 1] - run[:, 1] * ahead[:, 0]
    assert cross.min() > -1e-3
    assert np.ptp(edge, axis=0) == pytest.approx(np.ptp(points, axis=0), rel=0.12)


def test_an_avatar_draws_into_the_unit_square_of_any_canvas() -> None:
    surface = skia.Surface(200, 100)
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorWHITE)
    canvas.translate(100, 0)
    canvas.scale(100, 100)
    ROBIN.draw(canvas, NEUTRAL)
    pixels = surface.toarray()[:, :, :3]
    assert (pixels[:80, :90] == 255).all()
    assert (pixels[40:60, 140:160] < 250).any()


def test_the_cast_is_large_and_begins_with_the_default() -> None:
    assert people()[0] == "robin"
    assert len(people()) >= 8
    assert len({avatar.title for avatar in AVATARS.values()}) == len(AVATARS)
    assert all(AVATARS[name].name == name for name in people())


def test_an_unknown_person_gets_a_suggestion() -> None:
    with pytest.raises(BadInput, match=r'^no person called "robbin"\. Did you mean "robin"\?$'):
        open_avatar("robbin")


def test_a_file_of_ones_own_can_be_opened(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text(ROBIN_FILE.replace('title = "Robin"', 'title = "Me"'), encoding="utf-8")
    assert (open_avatar(str(file)).name, open_avatar(str(file)).title) == ("me", "Me")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "bob"', 'kind = "bobb"', 'hair.kind: there is no "bobb" here. Did you mean "bob"?'),
        ('upper = "#B25450"', "", "lips.upper: is missing"),
        ("age = 0.15", "age = 3.0", "face.age: must be at most 1, not 3.0"),
        ("age = 0.15", "old = 1", 'face.old: unknown key "old"'),
    ],
)
def test_a_broken_file_says_where_and_what(tmp_path: Path, old: str, new: str, message: str) -> None:
    file = tmp_path / "broken.toml"
    assert old in ROBIN_FILE
    file.write_text(ROBIN_FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(TableError) as error:
        open_avatar(str(file))
    assert str(error.value) == f"{file}: {message}"


def test_a_wrong_colour_is_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(ROBIN_FILE.replace('tone = "#EDBE9B"', 'tone = "beige"'), encoding="utf-8")
    with pytest.raises(TableError, match=r"skin\.tone: .*#"):
        open_avatar(str(file))
