"""The trackers: one contract for all, and every trap of MediaPipe. Faces are drawn by mirrorcam's own avatar."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mirrorcam.avatars import open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import BLENDSHAPE_STEP, BLENDSHAPES, LANDMARK_STEP, Face, Frame, HeadPose
from mirrorcam.imaging.opencv import LARGEST_PX
from mirrorcam.trackers import TRACKERS, Tracked, Tracker, TrackerError, open_tracker
from mirrorcam.trackers.chatter import without_chatter
from mirrorcam.trackers.finding import SURE_EVERY_S, UNSURE_EVERY_S, Finder, WayUp, beside
from mirrorcam.trackers.mediapipe import MediapipeTracker, refuse_reporting
from mirrorcam.trackers.privacy import EXPECTED_VERSION, could_report, mediapipe_library, mediapipe_version
from mirrorcam.trackers.scripted import ScriptedTracker

BLACK = np.zeros((48, 64, 3), np.uint8)


@cache
def drawn(code: str = "", yaw_deg: float = 0.0, roll_deg: float = 0.0, width: int = 640) -> NDArray[np.uint8]:
    expression = Expression.of({code: 1.0}) if code else NEUTRAL
    return picture(open_avatar(), expression, HeadPose(yaw_deg, 0.0, roll_deg), width, width * 3 // 4)


def shape(face: Face, name: str) -> float:
    return float(face.blendshapes[BLENDSHAPES.index(name)])


@pytest.fixture(scope="module")
def still(model: Path) -> Iterator[MediapipeTracker]:
    with MediapipeTracker(model.read_bytes(), still=True) as tracker:
        yield tracker


@pytest.fixture
def moving(model: Path) -> Iterator[MediapipeTracker]:
    with MediapipeTracker(model.read_bytes()) as tracker:
        yield tracker


# One contract for all


@pytest.fixture(params=[*TRACKERS, "scripted"])
def tracker(request: pytest.FixtureRequest) -> Iterator[Tracker]:
    if request.param == "scripted":
        yield ScriptedTracker([])
    else:
        with open_tracker(request.param, request.getfixturevalue("model")) as opened:
            yield opened


def test_nobody_in_the_picture_is_no_face_and_no_people(tracker: Tracker) -> None:
    assert tracker.track(Frame(0.0, 0, BLACK)) == Tracked((), 0)


def test_it_is_a_context_manager_and_closing_twice_is_fine(tracker: Tracker) -> None:
    with tracker as entered:
        assert entered is tracker
    tracker.close()


def test_a_closed_tracker_says_so(tracker: Tracker) -> None:
    tracker.close()
    with pytest.raises(TrackerError, match=r"^The tracker is closed\.$"):
        tracker.track(Frame(0.0, 0, BLACK))


def test_there_is_no_tracker_of_that_name() -> None:
    with pytest.raises(TrackerError, match=r"no tracker called 'dlib'\. Choose one of: mediapipe"):
        open_tracker("dlib")


def test_the_scripted_tracker_answers_in_order_then_with_nobody() -> None:
    face = Face(np.zeros((478, 3), np.float32), np.zeros(52, np.float32), np.eye(4, dtype=np.float32))
    tracker = ScriptedTracker([face, None, Tracked((face,), 2)])
    answers = [tracker.track(Frame(i / 30, i, BLACK)) for i in range(4)]
    assert [(len(a.faces), a.people) for a in answers] == [(1, 1), (0, 0), (1, 2), (0, 0)]
    assert answers[0].faces[0] is face


# What MediaPipe sees


def test_a_face_comes_as_rounded_arrays(moving: MediapipeTracker) -> None:
    (face,) = moving.track(Frame(0.0, 0, drawn())).faces
    assert face.landmarks.shape == (478, 3) and face.landmarks.dtype == np.float32
    assert face.blendshapes.shape == (52,) and face.blendshapes.dtype == np.float32
    assert face.head.shape == (4, 4) and face.head.dtype == np.float32
    for values, step in ((face.landmarks, LANDMARK_STEP), (face.blendshapes, BLENDSHAPE_STEP)):
        steps = values.astype(np.float64) / step
        assert np.abs(steps - np.rint(steps)).max() < 1e-2
    assert abs(face.pose.yaw_deg) < 5 and abs(face.pose.roll_deg) < 5


def test_the_quick_way_reads_the_same_as_the_public_one(model: Path) -> None:
    content = model.read_bytes()
    with MediapipeTracker(content) as quick, MediapipeTracker(content, objects=True) as public:
        assert quick._quick, "the C structure is not the one of the expected version"
        assert not public._quick
        for i, code in enumerate(("", "AU12", "AU26", "AU1")):
            frame = Frame(i / 30, i, drawn(code))
            (a,), (b,) = quick.track(frame).faces, public.track(frame).faces
            assert np.array_equal(a.landmarks, b.landmarks)
            assert np.array_equal(a.blendshapes, b.blendshapes)
            assert np.array_equal(a.head, b.head)


def far_away(width: int) -> NDArray[np.uint8]:
    pixels = np.full((720, 1280, 3), drawn()[0, 0], np.uint8)
    pixels[200 : 200 + width * 3 // 4, 700 : 700 + width] = drawn(width=width)
    return pixels


def test_somebody_too_far_away_to_be_followed_is_noticed(moving: MediapipeTracker) -> None:
    nobody = np.full((720, 1280, 3), 200, np.uint8)
    shown = (nobody, far_away(240), far_away(240), nobody)
    counts = [moving.track(Frame(0.4 * i, i, pixels)) for i, pixels in enumerate(shown)]
    assert counts == [Tracked((), 0), Tracked((), 0), Tracked((), 1), Tracked((), 0)]


@pytest.mark.parametrize(
    ("code", "left", "right"),
    [
        ("AU12L", "mouthSmileLeft", "mouthSmileRight"),
        ("AU43L", "eyeBlinkLeft", "eyeBlinkRight"),
        ("AU2L", "browOuterUpLeft", "browOuterUpRight"),
    ],
)
def test_the_persons_left_stays_left(still: MediapipeTracker, code: str, left: str, right: str) -> None:
    rest = still.track(Frame(0.0, 0, drawn())).faces[0]
    for drawn_code, moved, other in ((code, left, right), (code[:-1] + "R", right, left)):
        face = still.track(Frame(0.0, 0, drawn(drawn_code))).faces[0]
        assert shape(face, moved) - shape(rest, moved) > 0.1 + shape(face, other) - shape(rest, other)


def test_the_persons_left_is_where_x_is_larger_and_a_flip_swaps_the_sides(still: MediapipeTracker) -> None:
    face = still.track(Frame(0.0, 0, drawn("AU12L"))).faces[0]
    for left, right in ((263, 33), (454, 234), (291, 61)):
        assert face.landmarks[left, 0] > face.landmarks[right, 0] + 0.05
    flipped = still.track(Frame(0.0, 0, drawn("AU12L")[:, ::-1])).faces[0]
    assert shape(flipped, "mouthSmileRight") > shape(flipped, "mouthSmileLeft") + 0.1


def test_the_head_turns_to_the_side_that_it_is_said_to(still: MediapipeTracker) -> None:
    turned = still.track(Frame(0.0, 0, drawn(yaw_deg=15.0))).faces[0].pose
    tilted = still.track(Frame(0.0, 0, drawn(roll_deg=10.0))).faces[0].pose
    assert turned.yaw_deg > 5 and abs(turned.roll_deg) < 4
    assert tilted.roll_deg == pytest.approx(10, abs=3) and abs(tilted.yaw_deg) < 4


# Another person


def beside_it(width: int) -> NDArray[np.uint8]:
    """The avatar 480 px high, and to its right once more, ``width`` px wide."""
    pixels = np.full((480, 1280, 3), drawn()[0, 0], np.uint8)
    pixels[:, :640] = drawn()
    pixels[-width * 3 // 4 :, 640 : 640 + width] = drawn(width=width)
    return pixels


def test_a_second_person_is_counted(still: MediapipeTracker) -> None:
    tracked = still.track(Frame(0.0, 0, beside_it(560)))
    assert len(tracked.faces) == 1
    assert tracked.people == 2


def test_a_small_face_in_the_background_is_not(still: MediapipeTracker) -> None:
    assert still.track(Frame(0.0, 0, beside_it(240))).people == 1


def test_people_are_counted_every_now_and_then(moving: MediapipeTracker) -> None:
    both, alone = beside_it(560), beside_it(560)
    alone[:, 640:] = alone[0, 0]
    shown = {0.0: alone, 0.1: both, 0.3: both, 0.41: both, 0.5: alone, 0.7: alone, 0.82: alone}
    counts = [moving.track(Frame(time_s, 0, pixels)).people for time_s, pixels in shown.items()]
    assert counts == [1, 1, 1, 2, 2, 2, 1]


def test_only_faces_beside_it_and_not_much_smaller_are_others() -> None:
    landmarks = np.full((478, 3), 0.5, np.float32)
    landmarks[234, 0], landmarks[454, 0], landmarks[10, 1], landmarks[152, 1] = 0.4, 0.6, 0.3, 0.7
    face = Face(
        landmarks, np.zeros(52, np.float32), np.eye(4, dtype=np.float32)
    )  # 100 px wide, from (200, 150)
    own, near, small, large = (190, 190, 110), (400, 200, 55), (400, 200, 45), (20, 190, 100)
    assert beside(face, [own], 500, 500) == []
    assert beside(face, [own, near, large, small], 500, 500) == [near, large]
    wider = (185, 185, 130)  # the detector's squares are wider than the landmarks
    assert beside(face, [near, wider], 500, 500) == beside(face, [wider, near], 500, 500) == []
    assert beside(face, [near], 500, 500) == [near], "where it does not find the one that is followed"


def test_when_the_face_is_lost_the_count_of_others_is_forgotten(moving: MediapipeTracker) -> None:
    nobody = np.full((480, 1280, 3), 200, np.uint8)
    counts = [
        moving.track(Frame(t, 0, p)).people for t, p in ((0.0, beside_it(560)), (0.1, nobody), (0.2, nobody))
    ]
    assert counts == [2, 0, 0]


# Photographs


def test_a_photograph_cut_tightly_is_still_read(still: MediapipeTracker) -> None:
    whole = still.track(Frame(0.0, 0, drawn())).faces[0].landmarks
    left, top = (whole[:, :2].min(axis=0) * (640, 480) + 14).astype(int)
    right, bottom = (whole[:, :2].max(axis=0) * (640, 480) - 14).astype(int)
    tight = still.track(Frame(0.0, 0, drawn()[top:bottom, left:right])).faces[0].landmarks
    places = tight[:, :2] * (right - left, bottom - top) + (left, top)
    assert np.abs(places - whole[:, :2] * (640, 480)).mean() < 8


def test_a_small_face_in_a_large_photograph_is_read(still: MediapipeTracker) -> None:
    (face,) = still.track(Frame(0.0, 0, far_away(240))).faces
    assert np.abs(face.landmarks[:, :2].mean(axis=0) * (1280, 720) - (820, 290)).max() < 20


def test_a_very_large_photograph_is_looked_at_in_bounds(still: MediapipeTracker) -> None:
    large = np.full((4000, 6000, 3), 200, np.uint8)
    assert still.track(Frame(0.0, 0, large)) == Tracked((), 0)


def test_a_face_that_is_lost_in_a_very_large_photograph_is_there_and_too_far(still: MediapipeTracker) -> None:
    large = np.full((4000, 6000, 3), 200, np.uint8)
    large[3400:3880, 5300:5940] = drawn()
    assert still.track(Frame(0.0, 0, large)) == Tracked((), 1)
    assert still.track(Frame(0.0, 0, large[:3400])) == Tracked((), 0)


@pytest.mark.parametrize("code", ["", "AU12", "AU26"])
def test_in_a_picture_that_is_upside_down_nobody_is_seen(still: MediapipeTracker, code: str) -> None:
    """MediaPipe draws an upright face over many."""
    pixels = drawn(code)
    assert len(still.track(Frame(0.0, 0, pixels)).faces) == 1
    assert still.track(Frame(0.0, 0, pixels[::-1, ::-1])) == Tracked((), 0)


# Films that are upside down


def test_in_a_film_that_is_upside_down_nobody_is_seen(moving: MediapipeTracker) -> None:
    """From its first frame on, and once it is turned round, somebody is."""
    pixels = drawn("AU12")
    for number in range(40):
        assert moving.track(Frame(number / 20, number, pixels[::-1, ::-1])) == Tracked((), 0)
    later = [len(moving.track(Frame(2 + number / 20, number, pixels)).faces) for number in range(40)]
    assert later == sorted(later) and later[-1] == 1 and later.index(1) < 30


@pytest.mark.parametrize("name", people())
def test_nobody_of_the_cast_is_taken_to_be_upside_down(model: Path, name: str) -> None:
    with MediapipeTracker(model.read_bytes()) as tracker:
        for number, roll_deg in enumerate((0, -12, -25, 0, 12, 25)):
            pixels = picture(open_avatar(name), NEUTRAL, HeadPose(0.0, 0.0, roll_deg), 640, 480)
            assert len(tracker.track(Frame(number * UNSURE_EVERY_S, number, pixels)).faces) == 1


class Answering(Finder):
    """Whether the face is upside down, in this order; None: the detector finds none. The last is said again."""

    def __init__(self, *answers: bool | None) -> None:
        super().__init__(None)
        self.answers, self.asked = list(answers), 0

    def find(self, pixels: NDArray[np.uint8]) -> list[tuple[int, int, int]]:
        self.asked += 1
        return [] if self._now() is None else [(0, 0, 10)]

    def upside_down(self, pixels: NDArray[np.uint8]) -> bool:
        return bool(self._now())

    def _now(self) -> bool | None:
        return self.answers[min(self.asked, len(self.answers)) - 1]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((False, True, False), (0, 0, 0, 0)),
        ((False, False, False, True, False), (0, 0, 0, 0, 0, 0)),
        ((True, False), (1, 0, 0, 0)),
        ((True, True, False, True), (1, 1, 1, 1)),
        ((False, True), (0, 0, 1, 1)),
        ((None, None, True), (0, 0, 1)),
    ],
)
def test_a_single_mistaken_answer_does_not_turn_a_film(
    answers: tuple[bool | None, ...], said: tuple[int, ...]
) -> None:
    way_up = WayUp(Answering(*answers))
    times = [number * SURE_EVERY_S for number in range(len(said))]
    assert tuple(way_up.upside_down(time_s, BLACK) for time_s in times) == said


def test_a_film_that_is_upright_is_asked_three_times_and_then_every_two_minutes() -> None:
    finder = Answering(False)
    way_up = WayUp(finder)
    asked = []
    for number in range(30 * 245):
        before = finder.asked
        way_up.upside_down(number / 30, BLACK)
        asked += [round(number / 30, 1)] * (finder.asked - before)
    assert asked == [0.0, 0.4, 0.8, 120.8, 240.8]


# The traps


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((48, 64, 4), np.uint8), r"must be \(height, width, 3\), not \(48, 64, 4\)"),
        (np.zeros((48, 64), np.uint8), r"must be \(height, width, 3\), not \(48, 64\)"),
        (np.zeros((0, 64, 3), np.uint8), r"must be \(height, width, 3\), not \(0, 64, 3\)"),
        (np.zeros((48, 0, 3), np.uint8), r"must be \(height, width, 3\), not \(48, 0, 3\)"),
        (np.zeros((1, LARGEST_PX + 1, 3), np.uint8), r"no side may be longer than 25000 pixels"),
        (np.zeros((48, 64, 3), np.float32), "must be a uint8 array, not float32"),
        (None, "must be a uint8 array, not NoneType"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_tracker_survives(
    still: MediapipeTracker, pixels: NDArray[np.uint8], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        still.track(Frame(0.0, 0, pixels))
    assert still.track(Frame(0.0, 0, drawn())).faces


def test_pixels_that_are_not_in_one_block_are_seen_rightly(still: MediapipeTracker) -> None:
    scattered = np.asfortranarray(drawn())
    assert not scattered.flags.c_contiguous
    seen, expected = (still.track(Frame(0.0, 0, p)).faces[0].landmarks for p in (scattered, drawn()))
    assert np.array_equal(seen, expected)


def test_frames_in_the_same_millisecond_are_fine_and_back_in_time_is_not(moving: MediapipeTracker) -> None:
    for i, time_s in enumerate((0.0, 0.0, 0.0001, 0.0002, 0.0002, 0.5)):
        assert moving.track(Frame(time_s, i, drawn())).faces
    with pytest.raises(ValueError, match=r"went back from 0\.5 to 0\.4"):
        moving.track(Frame(0.4, 6, drawn()))
    for time_s in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="time_s must be a number from 0 on"):
            moving.track(Frame(time_s, 7, drawn()))
    assert moving.track(Frame(0.6, 8, drawn())).faces


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "model.task"
    broken.write_bytes(b"no model")
    with pytest.raises(TrackerError, match=r"model\.task: MediaPipe cannot read it as face_landmarker\.task"):
        open_tracker(model=broken)
    with pytest.raises(TrackerError, match="cannot be read"):
        open_tracker(model=tmp_path / "none.task")
    with pytest.raises(TrackerError, match="needs the model file"):
        open_tracker()


def test_another_order_of_blendshapes_is_refused(still: MediapipeTracker) -> None:
    raw = still._look(drawn(), None)[0]
    wrong = type(raw)(raw.landmarks, raw.blendshapes, (*BLENDSHAPES[1:], "tongueOut"), raw.head)
    with pytest.raises(TrackerError, match="another order than expected, from 'browDownLeft' on"):
        still._face(wrong)


IN_ANOTHER_PROCESS = """
import os, sys
from pathlib import Path
import numpy as np
assert "mediapipe" not in sys.modules
from mirrorcam.face import Frame
from mirrorcam.trackers import TrackerError, open_tracker
assert "mediapipe" not in sys.modules, "importing the trackers must not load MediaPipe"
frame = Frame(0.0, 0, np.zeros((48, 64, 3), np.uint8))
tracker = open_tracker(model=Path(sys.argv[1]))
tracker.track(frame)
assert sys.modules["sounddevice"] is None
if hasattr(os, "fork"):
    child = os.fork()
    if child == 0:
        try:
            tracker.track(frame)
        except TrackerError as error:
            print(error, flush=True)
        tracker.close()
        sys.exit(0)
    print("child ended with", os.waitpid(child, 0)[1])
print(tracker.track(frame).people)
"""


def test_a_child_process_is_told_and_ends_and_an_unclosed_tracker_ends_quietly(model: Path) -> None:
    """Nothing is said on standard error, neither at the start nor at the end."""
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", IN_ANOTHER_PROCESS, str(model)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    said = [] if sys.platform == "win32" else [
        "The tracker belongs to another process: open one in each process.",
        "child ended with 0",
    ]  # fmt: skip
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines() == [*said, "0"]


def test_chatter_is_held_back_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    with without_chatter():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"W0000 00:00:1795314298.983935    9768 face_landmarker_graph.cc:174] Sets\n")
        os.write(2, b"E0000 00:00:1795314298.983935    9768 graph.cc:1] something is wrong\n")
    assert capfd.readouterr().err == "E0000 00:00:1795314298.983935    9768 graph.cc:1] something is wrong\n"


# Nobody is told


def test_the_installed_mediapipe_cannot_report() -> None:
    library = mediapipe_library()
    assert library is not None
    assert mediapipe_version() == EXPECTED_VERSION
    assert not could_report(library)
    refuse_reporting(library)


def test_one_that_could_is_refused(tmp_path: Path) -> None:
    library = tmp_path / "libmediapipe.so"
    library.write_bytes(b"\x7fELF" + b"\0" * 5000 + b"TasksStatsProtoLogger" + b"\0" * 100)
    assert could_report(library)
    with pytest.raises(
        TrackerError, match=r"can report its use to its maker. Install .* mediapipe==0\.10\.31"
    ):
        refuse_reporting(library)
    with pytest.raises(TrackerError, match="shared library was not found"):
        refuse_reporting(None)
    library.write_bytes(b"")
    assert not could_report(library)
