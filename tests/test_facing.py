"""A turned head in a photograph is drawn again from the front, and measured so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import plain_face
from mirrorcam.app.seeing import looks_at
from mirrorcam.app.seeing.straight import straightened
from mirrorcam.face import STRAIGHT, Drawn, Face, Frame, HeadPose, Reason, Sample
from mirrorcam.facing import BEHIND, DISTANCE, STAYING, mesh, seen, turn_from, turn_to_front
from mirrorcam.imaging.redrawing import redrawn, triangles
from mirrorcam.landmarks import EDGES, OVAL, SKIN

WIDTH, HEIGHT = plain_face.WIDTH, plain_face.HEIGHT
NOSE = 4


def face(pose: HeadPose = STRAIGHT) -> Face:
    turn = plain_face.turned(pose.yaw_deg, pose.pitch_deg, pose.roll_deg)
    return plain_face.face(rotation=turn)


def points(pose: HeadPose = STRAIGHT) -> np.ndarray:
    return mesh(face(pose), WIDTH, HEIGHT)


@pytest.mark.parametrize("pose", [HeadPose(20), HeadPose(0, -15), HeadPose(0, 0, 20), HeadPose(-12, 9, 7)])
def test_turning_a_straight_head_brings_it_to_where_a_turned_one_is(pose: HeadPose) -> None:
    moved, there = seen(points(), turn_from(STRAIGHT, pose), distance=1000.0), points(pose)
    nose_moved, nose_there = (p[NOSE, :2] - p[[33, 263], :2].mean(axis=0) for p in (moved, there))
    assert nose_moved == pytest.approx(nose_there, abs=2.0)


def test_nothing_moves_where_nothing_turns_and_the_picture_keeps_its_edges() -> None:
    at = points()
    assert seen(at, turn_from(STRAIGHT, STRAIGHT)) == pytest.approx(at)
    assert np.array_equal(seen(at, turn_from(STRAIGHT, HeadPose(20, 10)))[-STAYING:], at[-STAYING:])


@pytest.mark.parametrize("pose", [HeadPose(20), HeadPose(8, -15), HeadPose(-12, 9, 17)])
def test_turned_to_the_front_a_head_is_only_rolled(pose: HeadPose) -> None:
    assert turn_to_front(pose) @ turn_from(STRAIGHT, pose) == pytest.approx(
        turn_from(STRAIGHT, HeadPose(0, 0, pose.roll_deg))
    )
    skin = seen(points(pose), turn_to_front(pose), distance=1000.0)[:SKIN]
    upright = np.radians(pose.roll_deg)
    across = (skin[263] - skin[33])[:2] / np.linalg.norm((skin[263] - skin[33])[:2])
    assert across == pytest.approx((np.cos(upright), np.sin(upright)), abs=0.02)
    sides = [np.linalg.norm((skin[point] - skin[NOSE])[:2]) for point in (33, 263)]
    assert sides[0] == pytest.approx(sides[1], rel=0.01)


def test_a_turned_head_is_seen_through_a_pinhole_point_by_point() -> None:
    at, turn = points(HeadPose(5, 12)), turn_from(HeadPose(5, 12), HeadPose(5, 3))
    right, left, oval = at[EDGES[0]], at[EDGES[1]], at[list(OVAL)]
    wide = np.linalg.norm(right - left)
    away, pivot = DISTANCE * wide, (right + left) / 2 + (0, 0, BEHIND * wide)
    camera = np.array((*oval[:, :2].mean(axis=0), oval[:, 2].min() - away))

    def solid(point: np.ndarray) -> np.ndarray:
        x, y, z = point - camera
        return np.array((x * z / away, y * z / away, z))

    moved = seen(at, turn)
    for point, there in zip(at[:-STAYING:7], moved[:-STAYING:7], strict=True):
        x, y, z = turn @ (solid(point) - solid(pivot)) + solid(pivot)
        projected = np.array((x * away / z, y * away / z, z))
        assert there == pytest.approx(camera + projected, abs=1e-9)


def spot(at: tuple[float, float], size: tuple[int, int] = (120, 90)) -> np.ndarray:
    width, height = size
    y, x = np.mgrid[:height, :width]
    light = 220 * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / 30)
    return np.repeat(light[..., None], 3, axis=2).astype(np.uint8)


def brightest(pixels: np.ndarray) -> tuple[int, int]:
    y, x = np.unravel_index(pixels[..., 0].argmax(), pixels.shape[:2])
    return int(x), int(y)


FLAT = np.array([(0, 0, 0), (119, 0, 0), (0, 89, 0), (119, 89, 0), (60, 45, 0)], float)


def test_a_mesh_that_does_not_move_changes_no_pixel() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (90, 120, 3), np.uint8)
    assert np.array_equal(redrawn(pixels, FLAT, FLAT, triangles(FLAT)), pixels)


def test_what_lies_at_a_point_goes_along_with_it() -> None:
    to = FLAT.copy()
    to[4] += (14, -9, 0)
    assert brightest(redrawn(spot((60, 45)), FLAT, to, triangles(FLAT))) == (74, 36)


def test_a_large_picture_is_drawn_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.repeat(np.repeat(spot((60, 45)), 4, axis=0), 4, axis=1)
    at, to = FLAT * 4, FLAT * 4
    to[4] += (56, -36, 0)
    whole = redrawn(pixels, at, to, triangles(at))
    monkeypatch.setattr("mirrorcam.imaging.redrawing.MOST_PLACES", 160)
    parts = redrawn(pixels, at, to, triangles(at))
    assert parts.shape == whole.shape
    assert np.abs(parts.astype(int) - whole)[8:-8, 8:-8].mean() < 0.5


def test_what_is_nearer_hides_what_is_further() -> None:
    at = np.array([(0, 0, 0), (40, 0, 0), (0, 40, 0), (60, 30, 9), (110, 30, 9), (60, 80, 9)], float)
    corners = np.array([(0, 1, 2), (3, 4, 5)])
    pixels = np.full((90, 120, 3), 50, np.uint8)
    pixels[:, :50] = 200
    for depth, light in ((9.0, 200), (-9.0, 50)):
        to = at.copy()
        to[3:] = at[:3] + np.array((0, 0, depth))
        assert (redrawn(pixels, at, to, corners)[5:12, 5:12] == light).all()


def test_what_lies_in_no_triangle_stays_and_thin_ones_do_no_harm() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (90, 120, 3), np.uint8)
    line = np.array([(10, 10, 0), (30, 10, 0), (50, 10, 0)], float)
    drawn = redrawn(pixels, line, line + np.array((1, 0, 0)), np.array([(0, 1, 2)]))
    assert np.array_equal(drawn[12:], pixels[12:])


class Seer:
    """Sees a head that is ``over`` away from the front in the photograph, ``still`` in what is drawn of it."""

    def __init__(self, over: HeadPose, still: HeadPose = STRAIGHT, reason: Reason | None = None) -> None:
        self.photograph = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
        self.over, self.still, self.reason = over, still, reason
        self.seen: list[Frame] = []

    def see(self, frame: Frame) -> Sample:
        self.seen.append(frame)
        padded = frame.pixels.shape != self.photograph.shape
        plain = frame.pixels is self.photograph
        drawn = not plain and (not padded or self._of_drawn(frame))
        pose, reason, sharpness = (self.still, self.reason, 0.2) if drawn else (self.over, None, 0.6)
        return Sample(0.0, face(pose), reason, WIDTH, HEIGHT, sharpness=sharpness)

    def _of_drawn(self, frame: Frame) -> bool:
        """A drawn frame, as ``mark`` made it, has a dark first pixel."""
        return bool((frame.pixels == 0).any())

    @property
    def frame(self) -> Frame:
        return Frame(0.0, 0, self.photograph)


@pytest.fixture(autouse=True)
def mark(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Drawn pictures are marked; where the points went is kept."""
    drawn: list[np.ndarray] = []
    real = redrawn

    def marked(pixels: np.ndarray, at: np.ndarray, to: np.ndarray, corners: np.ndarray) -> np.ndarray:
        drawn.append(to)
        result = real(pixels, at, to, corners).copy()
        result[0, 0] = 0
        return result

    monkeypatch.setattr("mirrorcam.imaging.redrawing.redrawn", marked)
    return drawn


@pytest.mark.parametrize("pose", [STRAIGHT, HeadPose(1.5, -1.5), HeadPose(0, 0, 15)])
def test_a_straight_head_is_measured_as_it_is(pose: HeadPose) -> None:
    seer = Seer(pose)
    looks = looks_at(seer, seer.frame)  # type: ignore[arg-type]
    assert len(looks) == len(seer.seen) == 8
    assert all(sample.face.drawn is Drawn.NOT for sample in looks if sample.face)


def test_a_turned_head_is_measured_from_the_front_and_told_as_it_was_held() -> None:
    seer = Seer(HeadPose(12, 5))
    looks = looks_at(seer, seer.frame)  # type: ignore[arg-type]
    faces = [sample.face for sample in looks]
    assert len(faces) == 8 and {sample.sharpness for sample in looks} == {0.6}
    for seen_face in faces:
        assert seen_face is not None and seen_face.drawn is Drawn.FROM_FRONT
        assert seen_face.pose.yaw_deg == pytest.approx(12, abs=0.1)
        assert seen_face.landmarks == pytest.approx(face().landmarks)


def test_what_is_still_seen_of_the_angle_is_put_right_once(mark: list[np.ndarray]) -> None:
    seer = Seer(HeadPose(12), still=HeadPose(3))
    assert straightened(seer.frame, seer.see(seer.frame), seer.see) is not None
    first, again = (to[NOSE, 0] for to in mark)
    assert seen(points(HeadPose(12)), turn_from(STRAIGHT, HeadPose(-12)))[NOSE, 0] == pytest.approx(
        first, abs=0.5
    )
    assert seen(points(HeadPose(12)), turn_from(STRAIGHT, HeadPose(-15)))[NOSE, 0] == pytest.approx(
        again, abs=0.5
    )


def test_a_head_that_cannot_be_scored_from_the_front_is_measured_as_it_is() -> None:
    seer = Seer(HeadPose(12), reason=Reason.COVERED)
    looks = looks_at(seer, seer.frame)  # type: ignore[arg-type]
    assert len(looks) == 8 and all(sample.scored for sample in looks)
    assert all(sample.face.drawn is Drawn.NOT for sample in looks if sample.face)


def test_a_picture_that_cannot_be_scored_is_not_drawn_again(mark: list[np.ndarray]) -> None:
    seer = Seer(HeadPose(22))
    plain = seer.see

    def too_dark(frame: Frame) -> Sample:
        return replace(plain(frame), reason=Reason.TOO_DARK)

    seer.see = too_dark  # type: ignore[method-assign]
    assert [s.reason for s in looks_at(seer, seer.frame)] == [Reason.TOO_DARK]  # type: ignore[arg-type]
    assert not mark
