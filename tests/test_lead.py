"""`lead`: what was shown, how varied it was, and the ideas."""

import numpy as np
import pytest

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason
from mirrorcam.phrases import phrase
from mirrorcam.steps import Seen
from mirrorcam.steps.lead import IDEA_AFTER_S, IDEA_S, MOVEMENTS, NAMES, Variety
from performing import LIBRARY, exercise

FRAME_S = 1 / 20


def step(text=""):
    return exercise(f'\n[[steps]]\nkind = "lead"\n{text}').steps[0]


class Leading:
    """Somebody who shows one thing after the other."""

    def __init__(self, text="seconds = 60\nideas = false"):
        self.run, self.time_s, self.noise = step(text).run(LIBRARY, False), 0.0, np.random.default_rng(3)

    def show(self, codes=None, seconds=1.0, head=STRAIGHT, reason=None):
        values = Expression.of(codes or {}).values
        for _ in range(round(seconds / FRAME_S)):
            self.time_s += FRAME_S
            seen = Expression(values + self.noise.normal(0, 0.03, values.shape))
            self.scene = self.run.advance(
                self.time_s, Seen(None if reason else seen, reason, FRAME_S, None if reason else head)
            )
        return self.scene

    @property
    def measured(self):
        return self.run.result().measured


def test_after_a_new_neutral_turns_are_counted_from_how_the_head_is_then():
    leading, aside = Leading(), HeadPose(20, 0, 0)
    leading.show()
    leading.run.begin_again()
    leading.show(seconds=3, head=aside)
    assert leading.measured["different"] == 0


def test_it_tells_what_was_shown_and_how_many_that_was():
    leading = Leading()
    for codes in ({"AU12": 0.8, "AU6": 0.6}, {"AU1": 0.7, "AU2": 0.6}, {"AU26": 0.7, "AU25": 0.5}):
        leading.show(codes)
        leading.show()
    assert list(leading.measured["reach"]) == ["smile", "brows_up", "mouth_open"]
    assert leading.measured["different"] == 3
    assert leading.measured["reach"]["smile"] == pytest.approx(0.8, abs=0.08)
    said = step().in_words(leading.run.result(), LIBRARY)
    assert said.startswith("You showed three different movements: a smile, raised brows and an open mouth.")
    assert "The largest was a smile." in said


def test_the_same_again_is_not_another_one():
    leading = Leading()
    for _ in range(4):
        leading.show({"AU12": 0.7})
        leading.show()
    assert leading.measured["different"] == 1 and leading.measured["variety"] == pytest.approx(1)
    assert "one movement: a smile" in step().in_words(leading.run.result(), LIBRARY)


def test_variety_is_as_many_as_were_shown_evenly():
    even, uneven = Leading(), Leading()
    for codes in ({"AU12": 0.7}, {"AU1": 0.7}, {"AU18": 0.7}, {"AU4": 0.7}):
        even.show(codes, 2)
        even.show()
        uneven.show(codes, 8 if "AU12" in codes else 0.8)
        uneven.show()
    assert even.measured["variety"] == pytest.approx(4, abs=0.1)
    assert 1 < uneven.measured["variety"] < 3 and uneven.measured["different"] == 4


def test_a_still_face_a_blink_and_a_trace_are_no_movements():
    leading = Leading()
    leading.show(seconds=3)
    leading.show({"AU43": 1.0}, 0.25)
    leading.show({"AU12": 0.2}, 3)
    leading.show(head=HeadPose(5, 4, -5))
    leading.show()
    assert leading.measured == {"different": 0, "variety": 0.0, "reach": {}}
    assert "softly" in step().in_words(leading.run.result(), LIBRARY)


def test_what_only_comes_along_is_left_out():
    leading = Leading()
    leading.show({"AU12": 1.0, "AU7": 0.4, "AU10": 0.42}, 2)
    assert list(leading.measured["reach"]) == ["smile"]


@pytest.mark.parametrize("way", [1, -1])
def test_one_side_and_the_head_either_way_are_movements_too(way):
    leading = Leading()
    leading.show(head=HeadPose(5, -4, 0))
    leading.show({f"AU12{'L' if way > 0 else 'R'}": 0.7}, head=HeadPose(5, -4, 0))
    leading.show(head=HeadPose(5 + 20 * way, -4, 0))
    leading.show(head=HeadPose(5, -4 + 13 * way, 0))
    leading.show(head=HeadPose(5, -4, 15 * way))
    assert list(leading.measured["reach"]) == ["smile", "head_turned", "head_nodded", "head_tilted"]


def test_an_idea_comes_after_a_while_and_goes_when_something_new_came():
    leading = Leading("seconds = 60")
    assert leading.show(seconds=2).words == phrase("lead.words")
    first = leading.show(seconds=IDEA_AFTER_S / 2)
    assert first.words == phrase("lead.ideas.smile") and first.asked["AU12"] > 0.5
    after = leading.show({"AU12": 0.8}, 1)
    assert after.words == phrase("lead.words") and after.asked is NEUTRAL
    assert after.progress_words == "a smile"
    assert leading.show(seconds=IDEA_S + IDEA_AFTER_S).words == phrase("lead.ideas.brows_up")


def test_an_idea_that_nobody_takes_up_goes_and_after_a_while_another_one_comes():
    leading = Leading("seconds = 60")
    leading.show(seconds=IDEA_AFTER_S / 2 + 0.1)
    assert leading.show(seconds=IDEA_S - 0.2).words == phrase("lead.ideas.smile")
    assert leading.show(seconds=0.3).words == phrase("lead.words")
    assert leading.show(seconds=IDEA_AFTER_S / 2).words == phrase("lead.ideas.brows_up")


def test_the_avatar_follows_in_the_time_of_the_file():
    mirroring = step("delay_s = 0.8").mirroring(LIBRARY)
    smile = Expression.of({"AU12": 1.0})
    shown = [mirroring.see(i / 10, smile if i >= 10 else NEUTRAL, STRAIGHT)[0]["AU12"] for i in range(30)]
    assert shown.index(1.0) == 18


def test_it_can_be_left_and_what_was_not_seen_is_not_counted():
    leading = Leading()
    leading.show(seconds=2)
    leading.show(seconds=8, reason=Reason.TOO_DARK)
    result = leading.run.result("ended early")
    assert not result.scored and result.reason == "too dark" and result.measured == {}
    assert step().in_words(result, LIBRARY) == ""
    leading.run.go_on()
    assert leading.run.finished


def test_frame_rates_agree():
    found = []
    for rate in (8, 30, 60):
        variety = Variety()
        for i in range(3 * rate):
            smile = Expression.of({"AU12": 0.6 if i >= rate else 0.0})
            variety.see(i / rate, 1 / rate, smile, STRAIGHT)
        found.append(variety.reach)
    assert found[0] == found[1] == found[2] == {"smile": 0.6}


def test_everything_has_its_name_and_its_idea():
    assert all(phrase(f"lead.moves.{name}") for name in NAMES)
    assert all(phrase(f"lead.ideas.{movement.name}") for movement in MOVEMENTS)


@pytest.mark.parametrize("movement", MOVEMENTS, ids=lambda movement: movement.name)
def test_what_an_idea_shows_is_seen_as_that(movement):
    leading = Leading()
    leading.show(movement.idea, 2)
    assert movement.name in leading.measured["reach"]
