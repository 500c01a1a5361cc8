"""`gaze`: doses, where somebody looks, and what is told."""

from itertools import pairwise

import numpy as np
import pytest

from mirrorcam.app.screens import Settings, layout_scale
from mirrorcam.app.screens.kinds.gaze import GazeScreen
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason
from mirrorcam.phrases import phrase, use
from mirrorcam.session import Moment
from mirrorcam.steps import Seen
from mirrorcam.steps.gaze import REFERENCE_MOST_S, glance, glances, in_words
from performing import LIBRARY, exercise
from test_home_screens import Blank

FRAME_S = 1 / 20
AWAY = Expression.of({"AU61": 0.8})


def step(text=""):
    return exercise(f'\n[[steps]]\nkind = "gaze"\n{text}').steps[0]


class Looking:
    def __init__(self, text="dose_s = 3\ndoses = 2\nrest_s = 2", attended=False):
        self.run, self.time_s, self.scenes = step(text).run(LIBRARY, attended), 0.0, []

    def look(self, expression=NEUTRAL, seconds=1.0, head=STRAIGHT, reason=None):
        for _ in range(round(seconds / FRAME_S)):
            if self.run.finished:
                break
            self.time_s += FRAME_S
            seen = Seen(None if reason else expression, reason, FRAME_S, head)
            self.scenes.append(self.run.advance(self.time_s, seen))
        return self.scenes[-1]

    def until(self, phase, expression=NEUTRAL, head=STRAIGHT):
        while self.look(expression, FRAME_S, head).phase != phase:
            assert self.time_s < 300, f"{phase} never began"

    def to_the_end(self, expression=NEUTRAL, head=STRAIGHT):
        while not self.run.finished:
            self.look(expression, FRAME_S, head)
        return self.run.result()


def test_it_goes_from_the_reference_through_doses_and_rests():
    looking = Looking()
    looking.to_the_end()
    phases = [a.phase for a, b in pairwise([*looking.scenes, None]) if b is None or a.phase != b.phase]
    assert phases == ["reference", "contact", "away", "contact", "end"]
    assert looking.time_s == pytest.approx(2.5 + 3 + 2 + 3 + 3, abs=0.3)


def test_seconds_of_contact_are_counted():
    looking = Looking()
    looking.until("contact")
    looking.look(seconds=1)
    result = looking.to_the_end(AWAY)
    assert result.scored and result.measured["contact_s"] == pytest.approx(1, abs=0.15)
    assert result.measured["looked_back_s"] == pytest.approx(6, abs=0.2)
    assert result.measured["longest_s"] == pytest.approx(1, abs=0.15) and result.measured["doses"] == 2
    assert step().in_words(result, LIBRARY) == (
        "Your eyes met the avatar's for about 1 second. There were 2 times to look."
    )


def test_the_reference_is_where_the_avatar_is_not_where_the_camera_is():
    below, pose = Expression.of({"AU64": 0.5}), HeadPose(0, -12, 0)
    looking = Looking()
    looking.until("contact", below, pose)
    assert looking.to_the_end(below, pose).measured["contact_s"] > 5.5
    other = Looking()
    other.until("contact", below, pose)
    assert other.to_the_end().measured["contact_s"] < 0.2, "into the camera is elsewhere"


@pytest.mark.parametrize(("code", "met"), [("AU61", True), ("AU62", True), ("AU63", False), ("AU64", False)])
def test_up_and_down_is_read_less_far_than_it_is_so_that_less_of_it_is_elsewhere(code, met):
    looking = Looking("dose_s = 3\ndoses = 2\nrest_s = 2\ntolerance = 0.3")
    looking.until("contact")
    seconds = looking.to_the_end(Expression.of({code: 0.25})).measured["contact_s"]
    assert seconds > 5.5 if met else seconds < 0.2


def test_a_head_that_turns_while_the_eyes_stay_is_contact():
    looking = Looking()
    looking.until("contact")
    assert looking.to_the_end(Expression.of({"AU62": 0.5}), HeadPose(15, 0, 0)).measured["contact_s"] > 5.5
    other = Looking()
    other.until("contact")
    assert other.to_the_end(NEUTRAL, HeadPose(15, 0, 0)).measured["contact_s"] < 0.2


def test_a_head_that_is_turned_away_and_shut_eyes_are_known_not_to_look():
    looking = Looking()
    looking.until("contact")
    looking.look(seconds=3, reason=Reason.TURNED_AWAY)
    looking.until("contact")
    result = looking.to_the_end(Expression.of({"AU43": 1.0}))
    assert result.scored and result.coverage == pytest.approx(1) and result.measured["contact_s"] < 0.2
    assert in_words(result) == phrase("gaze.told.none")


def test_what_cannot_be_seen_is_not_counted_either_way():
    looking = Looking()
    looking.until("contact")
    looking.look(seconds=1.5)
    looking.look(seconds=1.5, reason=Reason.TOO_DARK)
    looking.until("contact")
    result = looking.to_the_end()
    assert result.coverage == pytest.approx(0.75, abs=0.05)
    assert result.measured["contact_s"] == pytest.approx(4.5, abs=0.2)


def test_without_anything_to_see_it_still_ends():
    looking = Looking()
    looking.look(seconds=60, reason=Reason.NOBODY)
    result = looking.run.result()
    assert looking.run.finished and not result.scored and result.reason == "nobody"
    assert in_words(result) == "" and looking.time_s == pytest.approx(REFERENCE_MOST_S + 11, abs=0.3)


def test_what_going_on_takes_is_marked_and_stands_beside_its_key():
    looking = Looking("dose_s = 4", attended=True)
    scene = looking.look()
    assert scene.chosen == ("4",) and scene.progress_words == "4 seconds"
    screen = GazeScreen(Settings(), Blank())
    screen.show(Moment(1.0, scene, 0, 1, "gaze", "Eye contact"), None, 0.0)
    (key,) = [piece for piece in screen.pieces((900.0, 600.0)) if piece.name == "next"]
    assert "go on with 4 seconds" in str(key.looks)
    looking.run.go_on()
    looking.to_the_end()
    assert looking.run.result().measured["dose_s"] == 4


def test_the_person_is_asked_how_long_and_chooses():
    looking = Looking("dose_s = 4", attended=True)
    scene = looking.look(seconds=30)
    assert scene.phase == "ask" and [choice.name for choice in scene.choices] == ["2", "4", "8"]
    assert scene.choices[2].words == "8 seconds"
    looking.run.answer("8")
    looking.until("contact")
    begin_s = looking.time_s
    looking.until("away")
    assert looking.time_s - begin_s == pytest.approx(8, abs=0.1)
    assert looking.run.result().measured["dose_s"] == 8


@pytest.mark.parametrize("text", [1.0, 1.5, 2.0])
def test_keys_that_have_no_room_go_rather_than_crowd(text):
    """In German, and never longer without shorter. A key is nearer to its own words than to those before it."""
    use("de")
    looking = Looking()
    looking.until("contact")
    screen = GazeScreen(Settings(language="de", text=text), Blank())
    screen.show(Moment(1.0, looking.scenes[-1], 0, 1, "gaze", "Blickkontakt"), None, 0.0)
    scale = layout_scale(900, 600, 1.0, text)
    row = [piece for piece in screen.pieces((900 / scale, 600 / scale)) if piece.name]
    apart = [after.box.x - before.box.right + 16 for before, after in pairwise(row)]
    names = [piece.name for piece in row]
    assert names[:3] == ["pause", "skip", "next"] and names[-1] == "stop"
    assert ("easier" in names) is ("harder" in names)
    assert min(apart) >= 13.9 and apart[-1] >= 25.9


def test_enter_takes_the_time_of_the_file_and_leaves_a_dose():
    looking = Looking("dose_s = 5", attended=True)
    looking.look()
    looking.run.go_on()
    looking.until("contact")
    looking.run.go_on()
    assert looking.look(seconds=FRAME_S).phase == "away"
    looking.run.go_on()
    assert looking.look(seconds=FRAME_S).phase == "contact"


def test_whoever_leaves_the_last_dose_is_through():
    looking = Looking("dose_s = 5\ndoses = 1")
    looking.until("contact")
    looking.run.go_on()
    assert looking.look(seconds=FRAME_S).phase == "end"
    result = looking.to_the_end()
    assert looking.run.finished and result.measured["doses"] == 1 and result.reason is None


def test_shorter_and_longer_stay_in_bounds():
    looking = Looking("dose_s = 2")
    for by in (-1, -1, 1):
        looking.run.change(by)
    looking.until("contact")
    begin_s = looking.time_s
    looking.until("away")
    assert looking.time_s - begin_s == pytest.approx(3, abs=0.1)


def test_the_avatar_warms_while_both_look_and_rests_its_eyes_between():
    looking = Looking("dose_s = 10\ndoses = 2")
    looking.until("contact")
    first = looking.look(seconds=FRAME_S).target["AU12"]
    warm = looking.look(seconds=2.5).target["AU12"]
    cool = looking.look(AWAY, seconds=2).target["AU12"]
    assert warm > first + 0.08 and cool < warm
    looking.until("away")
    assert looking.look(seconds=1).target["AU64"] > 0.3


def test_the_avatar_blinks_and_looks_away_now_and_then():
    looking = Looking("dose_s = 30\ndoses = 1")
    looking.to_the_end()
    contact = [scene for scene in looking.scenes if scene.phase == "contact"]
    sides = [max(s.target["AU61"], s.target["AU62"]) for s in contact]
    assert 0.05 < np.mean(np.array(sides) > 0.2) < 0.4
    assert 3 <= sum(a.target["AU43"] < 0.5 <= b.target["AU43"] for a, b in pairwise(contact)) <= 12


def test_a_glance_away_is_never_cut_off():
    for dose in range(6):
        for dose_s in (5.0, 9.0, 20.0):
            assert glance(1, dose, dose_s, dose_s - 1e-6)[0] == pytest.approx(0, abs=0.01)
    assert glances(1, 0) != glances(2, 0) and glances(1, 0) == glances(1, 0)


def test_a_new_neutral_asks_for_the_eyes_again():
    looking = Looking()
    looking.until("contact")
    looking.run.begin_again()
    assert looking.look(seconds=FRAME_S).phase == "reference"
    assert looking.to_the_end().measured["doses"] == 2


@pytest.mark.parametrize("before", [0, 1])
def test_a_look_that_a_new_neutral_interrupts_is_taken_again(before):
    """Also the last one; what was counted in it by the neutral before is not kept."""
    looking = Looking()
    looking.until("contact")
    for _ in range(before):
        looking.until("away")
        looking.until("contact")
    looking.look(seconds=1)
    looking.run.begin_again()
    result = looking.to_the_end()
    assert result.measured["doses"] == 2
    assert result.measured["contact_s"] == pytest.approx(6, abs=0.2)
    assert result.measured["looked_back_s"] == pytest.approx(6, abs=0.2)


def test_nothing_is_graded():
    looking = Looking()
    assert step().followed(looking.to_the_end()) is None
    assert all(scene.score is None and scene.hint is None for scene in looking.scenes)
