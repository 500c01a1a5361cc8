"""Staying soft: what is shown, what caught on, what is said of it."""

from itertools import pairwise

import numpy as np
import pytest

from mirrorcam import phrases
from mirrorcam.adapting import Adapting
from mirrorcam.app.offering import beforehand
from mirrorcam.catching import AFTER_S, Before, Caught
from mirrorcam.expression import INTENSITIES, NEUTRAL, Expression
from mirrorcam.face import Reason
from mirrorcam.steps import Seen
from mirrorcam.steps.steady import COMING, REST, TOLD, WATCH, amount
from mirrorcam.tables import TableError
from performing import LIBRARY, exercise

FRAME_S = 0.05
SADNESS = LIBRARY["sadness"].show


def step_of(lines='targets = ["sadness"]', before=""):
    return exercise(f'{before}\n[[steps]]\nkind = "steady"\n{lines}\n').steps[0]


class Looking:
    """Somebody who looks on; ``does(scene)`` says what their face does: an expression or a reason."""

    def __init__(self, lines='targets = ["sadness"]', does=lambda scene: NEUTRAL, before=""):
        self.step = step_of(lines, before)
        self.run = self.step.run(LIBRARY, True)
        self.does, self.time_s, self.scenes = does, 0.0, []
        self.play(FRAME_S)

    def play(self, seconds):
        for _ in range(max(1, round(seconds / FRAME_S))):
            self.time_s += FRAME_S
            shown = self.does(self.scenes[-1][1]) if self.scenes else NEUTRAL
            reason = shown if isinstance(shown, Reason) else None
            seen = Seen(None if reason else shown, reason, FRAME_S)
            self.scenes.append((self.time_s, self.run.advance(self.time_s, seen)))
        return self.scenes[-1][1]

    def through(self):
        """From the card to the end."""
        self.run.go_on()
        for _ in range(6000):
            if self.play(FRAME_S).phase == TOLD:
                return self.run.result()
        raise AssertionError("it did not end")


def catching(share):
    """A face that takes on so much of what is shown, at once."""
    return lambda scene: scene.target.scaled(share)


# what caught on


@pytest.mark.parametrize("seconds", [0.9, 2.0])
def test_after_a_new_neutral_nothing_is_compared_with_the_face_before_it(seconds):
    """By the old one the face at rest read as sad, or as the contrary, by the new one it rests."""
    lines = 'targets = ["sadness"]\nshows = 1\nweakest = "E"\nstrongest = "E"\ngap_from_s = 1\ngap_to_s = 1'
    for old in (0.5, -0.5):
        looking = Looking(lines, lambda scene, old=old: SADNESS.scaled(old))
        looking.run.go_on()
        looking.play(seconds)
        looking.does = lambda scene: NEUTRAL
        looking.run.begin_again()
        while looking.play(FRAME_S).phase != TOLD:
            assert looking.time_s < 60
        assert looking.run.result().measured["caught"] == pytest.approx(0)


def test_what_was_before_does_not_count():
    before = Before()
    for number in range(40):
        before.see(number * FRAME_S, SADNESS.scaled(0.4))
    caught = Caught(SADNESS, 0.55, before.level())
    for number in range(60):
        caught.see(number * FRAME_S, SADNESS.scaled(0.4))
    assert caught.share() == pytest.approx(0, abs=1e-6)


def test_a_spoken_word_just_before_and_a_twitch_are_not_how_the_face_was_before():
    for number in (7, 14):
        before = Before()
        for look in range(20):
            before.see(look * FRAME_S, SADNESS if look >= 20 - number else NEUTRAL)
        if number > 10:
            before.take_back((20 - number) * FRAME_S)
        assert before.level() == pytest.approx(0)


def test_a_spoken_word_that_looked_like_it_did_not_catch_on():
    """It lasts from 1.5 s on, is told .7 s later, and taken back."""
    caught = Caught(SADNESS, 0.55, Before().level())
    for number in range(60):
        spoken = 1.5 <= number * FRAME_S < 2.2
        caught.see(number * FRAME_S, SADNESS.scaled(0.55) if spoken else NEUTRAL)
    assert caught.share() > 0.9
    caught.take_back(1.5)
    assert caught.share() == pytest.approx(0, abs=1e-6)


def test_speech_is_taken_back_while_it_is_shown():
    looking = Looking()
    looking.run.go_on()
    while looking.play(FRAME_S).phase != WATCH:
        pass
    looking.play(0.6)
    looking.does = lambda scene: SADNESS
    looking.play(0.8)
    looking.time_s += FRAME_S
    looking.run.advance(looking.time_s, Seen(None, Reason.TALKING, FRAME_S, back_s=0.9))
    looking.does = lambda scene: NEUTRAL
    for _ in range(6000):
        if looking.play(FRAME_S).phase == TOLD:
            break
    assert looking.run.trials()[0]["caught"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.7, 1.0])
def test_it_is_the_share_of_what_was_shown(share):
    caught = Caught(SADNESS, 0.55, Before().level())
    for number in range(60):
        caught.see(number * FRAME_S, SADNESS.scaled(0.55 * share))
    assert caught.share() == pytest.approx(share, abs=1e-6)


def test_another_movement_is_not_caught():
    caught = Caught(SADNESS, 0.55, Before().level())
    for number in range(60):
        caught.see(number * FRAME_S, LIBRARY["happiness"].show.scaled(0.5))
    assert caught.share() < 0.1


def test_it_takes_half_a_second_not_a_twitch():
    caught = Caught(SADNESS, 1.0, Before().level())
    for number in range(60):
        caught.see(number * FRAME_S, SADNESS.scaled(1.0 if number == 30 else 0.0))
    assert caught.share() == pytest.approx(1 / 11, abs=0.02)


def test_the_noise_of_a_still_face_stays_small_even_beside_a_trace():
    noise = np.random.default_rng(3)
    before, caught = Before(), None
    for number in range(200):
        shaken = Expression(NEUTRAL.values + noise.normal(0, 0.03, NEUTRAL.values.shape))
        if number == 100:
            caught = Caught(SADNESS, INTENSITIES["A"], before.level())
        (before if caught is None else caught).see(number * FRAME_S, shaken)
    assert caught.share() < 0.1


def test_what_was_hardly_seen_is_not_told():
    caught = Caught(SADNESS, 0.55, Before().level())
    for number in range(60):
        caught.see(number * FRAME_S, SADNESS if number % 3 == 0 else None)
    assert caught.share() is None


# the step


def test_a_card_says_first_what_is_coming_and_waits():
    looking = Looking('targets = ["anger", "fear"]')
    scene = looking.play(120)
    assert scene.phase == COMING and scene.target is NEUTRAL
    assert "anger and fear" in scene.words
    looking.run.go_on()
    assert looking.play(FRAME_S).phase == REST


def test_it_begins_small_and_grows_to_what_the_file_allows():
    looking = Looking('targets = ["sadness"]\nshows = 5\nweakest = "A"\nstrongest = "C"')
    looking.through()
    assert [kept["intensity"] for kept in looking.run.trials()] == ["A", "A", "B", "C", "C"]
    strongest = max(scene.target.values.max() for _, scene in looking.scenes)
    assert strongest == pytest.approx(SADNESS.values.max() * INTENSITIES["C"], abs=0.01)


def test_each_comes_and_goes_softly():
    looking = Looking("targets = ['anger', 'sadness']\nshows = 3")
    looking.through()
    levels = [scene.target.values.max() for _, scene in looking.scenes]
    assert max(abs(b - a) for a, b in pairwise(levels)) < 0.12


def test_gaps_vary_by_the_seed_within_their_bounds():
    def gaps(seed):
        looking = Looking(
            'targets = ["sadness"]\nshows = 4\ngap_from_s = 2\ngap_to_s = 4', before=f"seed = {seed}"
        )
        looking.through()
        phases = [scene.phase for _, scene in looking.scenes]
        begins = [i for i in range(1, len(phases)) if phases[i] != phases[i - 1]]
        spans = [(phases[a], (b - a) * FRAME_S) for a, b in pairwise(begins)]
        return [round(length, 2) for phase, length in spans if phase == REST]

    found = gaps(1)
    assert all(2 <= gap <= 4.2 for gap in found)
    assert len(found) == 5 and len(set(found)) > 3
    assert found == gaps(1) != gaps(2)


def test_who_stays_soft_is_told_so_and_only_afterwards():
    looking = Looking('targets = ["sadness"]\nshows = 3')
    result = looking.through()
    assert result.scored and result.score == pytest.approx(100)
    assert result.measured["caught"] == pytest.approx(0)
    assert looking.scenes[-1][1].words == "Hardly anything of it showed on your face."
    assert all(scene.score is None and scene.hint is None for _, scene in looking.scenes)


def test_who_catches_a_lot_is_told_kindly_and_with_which():
    def does(scene):
        return scene.target.scaled(0.9 if scene.target["AU4"] > scene.target["AU1"] else 0.1)

    looking = Looking('targets = ["sadness", "anger"]\nshows = 6\nweakest = "C"', does)
    measured = looking.through().measured
    assert measured["most_with"] == "anger" and measured["most"] > 0.8 > measured["caught"]
    assert "Most with anger." in looking.scenes[-1][1].words


def test_a_face_that_goes_along_is_heard_by_the_synchrony_too():
    lines = 'targets = ["sadness"]\nshows = 4\nweakest = "C"'
    along, still = (Looking(lines, does).through().measured for does in (catching(1), catching(0)))
    assert along["together"] > 0.5 > (still["together"] or 0.0)


@pytest.mark.parametrize(("caught", "word"), [(0, "hardly"), (0.2, "little"), (0.5, "some"), (0.9, "much")])
def test_words_for_how_much(caught, word):
    assert amount(caught) == word
    assert phrases.knows(f"steady.{word}")


def test_what_could_not_be_seen_is_not_scored():
    looking = Looking(does=lambda scene: Reason.TOO_DARK)
    result = looking.through()
    assert not result.scored and result.score is None and result.reason == Reason.TOO_DARK
    assert looking.step.in_words(result, LIBRARY) == ""
    assert "could not be seen" in looking.scenes[-1][1].words


def test_easing_takes_it_away_and_brings_it_again_weaker():
    looking = Looking('targets = ["sadness"]\nshows = 3\nweakest = "C"')
    looking.run.go_on()
    while looking.play(FRAME_S).phase != WATCH:
        pass
    looking.play(1)
    looking.run.change(-1)
    assert looking.play(FRAME_S).phase == REST
    looking.through()
    assert [kept["intensity"] for kept in looking.run.trials()] == ["B", "B", "B"]


def test_the_limit_of_the_exercise_holds_here_too():
    looking = Looking('targets = ["sadness"]\nshows = 2\nweakest = "C"')
    looking.run.adapt(Adapting(False, "A", "C"))
    for _ in range(3):
        looking.run.change(1)
    looking.through()
    assert {kept["intensity"] for kept in looking.run.trials()} == {"C"}


def test_people_take_turns_and_the_last_one_stays_while_it_is_told():
    looking = Looking('targets = ["sadness"]\nshows = 3\npeople = ["sam", "wei"]')
    looking.through()
    shown = [(scene.person, scene.progress_words) for _, scene in looking.scenes if scene.phase == WATCH]
    counts = [phrases.phrase("steady.count", number=number, of=3) for number in (1, 2, 3)]
    assert list(dict.fromkeys(shown)) == list(zip(("sam", "wei", "sam"), counts, strict=True))
    after = {(scene.person, scene.progress_words) for _, scene in looking.scenes[-10:-1]}
    assert after == {("sam", counts[-1])} and looking.scenes[-1][1].person == "sam"


def test_after_a_new_neutral_the_same_one_comes_again():
    looking = Looking('targets = ["sadness"]\nshows = 1')
    looking.run.go_on()
    while looking.play(FRAME_S).phase != WATCH:
        pass
    looking.run.begin_again()
    assert looking.play(FRAME_S).phase == REST
    assert looking.through().measured["shown"] == 1


@pytest.mark.parametrize(("weakest", "small"), [("A", True), ("B", True), ("C", False), ("E", False)])
def test_only_what_begins_small_is_announced_as_small(weakest, small):
    looking = Looking(f'targets = ["anger"]\nweakest = "{weakest}"\nstrongest = "E"')
    assert ("small at first" in looking.scenes[-1][1].words) is small
    assert ("small at first" in beforehand([looking.step])) is small


def test_mimicry_that_comes_late_is_still_seen():
    """The face follows 0.6 s behind."""
    behind = []

    def does(scene):
        behind.append(scene.target)
        return behind[max(0, len(behind) - round(0.6 / FRAME_S))]

    looking = Looking('targets = ["sadness"]\nshows = 2\nweakest = "C"', does)
    assert looking.through().measured["caught"] > 0.9
    assert AFTER_S > 0.6


@pytest.mark.parametrize(
    ("lines", "mistake"),
    [
        ('weakest = "D"', "stronger than strongest"),
        ("gap_from_s = 6", "gap_from_s must not be more"),
    ],
)
def test_what_does_not_go_together_is_told(lines, mistake):
    with pytest.raises(TableError, match=mistake):
        step_of(f'targets = ["sadness"]\n{lines}')
