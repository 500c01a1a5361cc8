"""A lifted or sunken head is shown to the tracker level, and the answer is turned back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

import plain_face
from mirrorcam.app.seeing.level import FURTHEST_DEG, Level
from mirrorcam.face import STRAIGHT, Drawn, Face, Frame, HeadPose
from mirrorcam.facing import STAYING, Square, in_pixels, turn_from, within_a_square
from mirrorcam.imaging.redrawing import FINEST, Net, fetched_from, redrawn, redrawn_within, triangles
from mirrorcam.landmarks import SKIN
from mirrorcam.measures import drifted, measure
from mirrorcam.trackers import Tracked, Tracker

WIDTH, HEIGHT = plain_face.WIDTH, plain_face.HEIGHT


def face(pose: HeadPose = STRAIGHT) -> Face:
    turn = plain_face.turned(pose.yaw_deg, pose.pitch_deg, pose.roll_deg)
    return plain_face.face(shapes={"jawOpen": 0.5}, rotation=turn)


class Teller(Tracker):
    """A tracker that tells of one head after the other (None: of nobody), and remembers what it was shown."""

    def __init__(self, *poses: HeadPose | None) -> None:
        self._poses = list(poses)
        self.shown: list[np.ndarray] = []

    def track(self, frame: Frame) -> Tracked:
        self.shown.append(frame.pixels)
        pose = self._poses.pop(0)
        return Tracked((), 0) if pose is None else Tracked((face(pose),), 1)

    def close(self) -> None: ...


def frames(many: int) -> list[Frame]:
    pixels = np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    return [Frame(index / 30, index, pixels) for index in range(many)]


def tell(*poses: HeadPose | None, of: int | None = None) -> tuple[Sequence[Face | None], list[bool]]:
    """The faces that are told of, and of every picture that the tracker was shown whether it was the frame itself."""
    teller = Teller(*poses)
    level = Level(teller)
    seen = frames(of or len(poses))
    faces = [(*level.track(frame).faces, None)[0] for frame in seen]
    return faces, [shown is seen[0].pixels for shown in teller.shown]


@pytest.mark.parametrize("pitch_deg", [12.0, -14.0])
def test_a_pitched_head_is_shown_level_and_told_as_it_is_held(pitch_deg: float) -> None:
    left = HeadPose(6, np.sign(pitch_deg) * 3, 4)
    (first, second), itself = tell(HeadPose(6, pitch_deg, 4), left)
    assert itself == [True, False]
    assert first is not None and first.drawn is Drawn.NOT
    assert second is not None and second.drawn is Drawn.LEVEL
    told = second.pose
    assert (told.yaw_deg, told.pitch_deg, told.roll_deg) == pytest.approx((6, pitch_deg, 4), abs=0.3)
    assert second.blendshapes == pytest.approx(face().blendshapes)


def test_what_is_measured_is_what_was_seen_of_the_level_head() -> None:
    """Turning the answer back changes nothing that is measured in the head frame."""
    (_, told), _ = tell(HeadPose(0, 14), HeadPose(0, 3))
    assert told is not None and told.pose.pitch_deg == pytest.approx(14, abs=0.1)
    assert as_tracked(told) == pytest.approx(as_tracked(face(HeadPose(0, 3))), abs=0.02)


def as_tracked(seen: Face) -> np.ndarray:
    """The features with nothing taken out."""
    turn = np.array([[seen.pose.yaw_deg, seen.pose.pitch_deg]])
    return measure(seen, WIDTH, HEIGHT).features + drifted(turn, np.array([seen.drawn]))[0]


def test_a_head_that_is_nearly_level_is_shown_as_it_is() -> None:
    faces, itself = tell(HeadPose(20, 2.5, 10), HeadPose(-20, -2.5), HeadPose(0, 2.9))
    assert all(itself) and {one.drawn for one in faces if one} == {Drawn.NOT}


def test_the_pitch_is_followed_from_frame_to_frame() -> None:
    """What is still seen of it is added each time."""
    faces, _ = tell(HeadPose(0, 8), HeadPose(0, 5), HeadPose(0, 5), HeadPose(0, 3))
    assert [one.pose.pitch_deg for one in faces if one] == pytest.approx([8, 10, 12, 12], abs=0.1)


def test_a_face_that_is_not_seen_level_is_looked_for_in_the_frame_itself() -> None:
    (_, second), itself = tell(HeadPose(0, 12), None, HeadPose(0, 11), of=2)
    assert itself == [True, False, True]
    assert second is not None and second.drawn is Drawn.NOT


def test_nobody_is_forgotten() -> None:
    faces, itself = tell(HeadPose(0, 12), None, None, HeadPose(0, 12), of=3)
    assert itself == [True, False, True, True] and faces[1] is None
    assert faces[2] is not None and faces[2].drawn is Drawn.NOT


def test_a_head_that_is_pitched_too_far_is_looked_at_as_it_is() -> None:
    _, itself = tell(HeadPose(0, FURTHEST_DEG + 1), HeadPose(0, FURTHEST_DEG + 1))
    assert all(itself)


# ------------------------------------------------------------ the net

SKIN_PX = in_pixels(face(), WIDTH, HEIGHT)[:SKIN]


def smooth() -> np.ndarray:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    one = 120 + 60 * np.sin(x / 17) + 60 * np.cos(y / 23)
    return np.repeat(one[..., None], 3, axis=2).astype(np.uint8)


def test_a_net_that_does_not_move_changes_no_pixel() -> None:
    skin = SKIN_PX * 0.4
    at, to, square = within_a_square(skin, turn_from(STRAIGHT, STRAIGHT))
    assert 2 * square.half < FINEST
    drawn = redrawn_within(smooth(), Net(to, square).ways(at, to), square)
    assert np.array_equal(drawn, smooth())


def test_a_large_face_is_drawn_in_fewer_pixels_and_stays_as_large_where_it_is() -> None:
    at, to, square = within_a_square(SKIN_PX, turn_from(STRAIGHT, STRAIGHT))
    assert 2 * square.half > 2 * FINEST
    pixels = np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    drawn = {
        name: redrawn_within(one, Net(to, square).ways(at, to), square).astype(int)
        for name, one in (("smooth", smooth()), ("rough", pixels))
    }
    assert np.abs(drawn["smooth"] - smooth()).max() <= 2
    middle = np.s_[int(square.y) - 100 : int(square.y) + 100, int(square.x) - 100 : int(square.x) + 100]
    assert drawn["rough"][middle].std() < 0.8 * pixels[middle].std()


def test_a_net_draws_what_every_triangle_would_draw() -> None:
    """With a smooth face in front: the made-up one is all crags."""
    skin = SKIN_PX.copy()
    away = ((skin[:, :2] - skin[:, :2].mean(axis=0)) / 200) ** 2
    skin[:, 2] = 120 * away.sum(axis=1)
    at, to, square = within_a_square(skin, turn_from(STRAIGHT, HeadPose(0, 8)))
    quick = redrawn_within(smooth(), Net(to, square).ways(at, to), square).astype(int)
    exact = redrawn(smooth(), at, to, triangles(to)).astype(int)
    middle = np.s_[int(square.y) - 120 : int(square.y) + 120, int(square.x) - 120 : int(square.x) + 120]
    assert np.abs(exact[middle] - smooth()[middle]).mean() > 8
    assert np.abs(quick[middle] - exact[middle]).mean() < 3


def test_what_was_fetched_is_found_where_it_was() -> None:
    square = Square(100.0, 80.0, 60.0)
    staying, middle = square_points(square), np.array([[100.0, 80.0, 0.0]])
    to, at = np.vstack((middle, staying)), np.vstack((middle + np.array((8, -6, 0)), staying))
    ways = Net(to, square).ways(at, to)
    assert fetched_from(middle[:, :2], ways, square)[0] == pytest.approx((108, 74), abs=0.6)
    assert fetched_from(staying[:, :2], ways, square) == pytest.approx(staying[:, :2], abs=0.6)


def square_points(square: Square) -> np.ndarray:
    low, high = (np.array((square.x, square.y)) + way * square.half for way in (-1, 1))
    along = np.linspace(low, high, STAYING // 4 + 1)
    sides = [(x, y) for x, _ in along for y in (low[1], high[1])]
    sides += [(x, y) for x in (low[0], high[0]) for _, y in along[1:-1]]
    return np.column_stack((sides, np.zeros(len(sides))))


def test_a_square_that_leaves_the_picture_is_drawn_as_far_as_it_can_be() -> None:
    skin = SKIN_PX - (WIDTH / 2, 0, 0)
    at, to, square = within_a_square(skin, turn_from(STRAIGHT, HeadPose(0, 10)))
    assert square.x - square.half < 0
    ways = Net(to, square).ways(at, to)
    drawn = redrawn_within(smooth(), ways, square)
    assert drawn.shape == (HEIGHT, WIDTH, 3) and not np.array_equal(drawn, smooth())
    for x, y in ((-5000.0, 300.0), (WIDTH + 5000.0, 300.0), (300.0, HEIGHT + 5000.0)):
        assert np.array_equal(redrawn_within(smooth(), ways, Square(x, y, square.half)), smooth())
