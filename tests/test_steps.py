"""The kinds of step, each driven by hand: no camera, no clock."""

import itertools
import math

import numpy as np
import pytest

from mirrorcam.adapting import Adapting, Outcome
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Reason
from mirrorcam.phrases import phrase
from mirrorcam.score import score
from mirrorcam.steps import Hindrances, Phase, Seen
from mirrorcam.steps.say import reading_s
from performing import LIBRARY, exercise

FRAME_S = 0.05
JOY = Expression.of({"AU12": 0.8, "AU6": 0.55})
WEAK_JOY = Expression.of({"AU12": 0.15, "AU6": 0.1})
"""Happiness as it is expected at D, so more than is asked at C."""


def run_of(text, attended=True):
    step = exercise(f"\n[[steps]]\n{text}").steps[0]
    return step.run(LIBRARY, attended)


class Stage:
    """Drives one run; remembers each scene with its time. The step's time waits as the session makes it wait."""

    def __init__(self, run):
        self.run, self.scenes, self.time_s = run, [], 0.0

    def play(self, shown, seconds):
        """``shown``: an expression, or the reason why there is none."""
        for _ in range(round(seconds / FRAME_S)):
            reason = shown if isinstance(shown, Reason) else None
            expression = None if reason else shown
            self.time_s += 0 if reason and reason is not Reason.NO_NEUTRAL else FRAME_S
            self.scenes.append(
                (self.time_s, self.run.advance(self.time_s, Seen(expression, reason, FRAME_S)))
            )
            if self.run.finished:
                break
        return self.scenes[-1][1]

    def obey(self, seconds):
        """Does what is asked, at once."""
        for _ in range(round(seconds / FRAME_S)):
            asked = self.scenes[-1][1].asked if self.scenes else None
            self.play(JOY if asked is not None and asked is not NEUTRAL else NEUTRAL, FRAME_S)
            if self.run.finished:
                break
        return self.scenes[-1][1]

    def until(self, phase, shown):
        """Plays until the phase begins."""
        for _ in range(4000):
            scene = self.play(shown, FRAME_S)
            if scene.phase is phase:
                return scene
        raise AssertionError(f"{phase} never began")

    @property
    def phases(self):
        return list(dict.fromkeys(scene.phase for _, scene in self.scenes))

    def began(self, phase):
        return next(time_s for time_s, scene in self.scenes if scene.phase is phase)


NOBODY = Seen(None, Reason.NOBODY, FRAME_S)


def test_what_hindered_a_step_is_told_though_most_of_it_was_seen():
    hindrances = Hindrances()
    for reason, seconds in ((None, 9.0), (Reason.TOO_DARK, 1.0), (Reason.NOBODY, 0.6), (Reason.NOBODY, 0.6)):
        hindrances.see(Seen(None, reason, seconds))
    assert hindrances.longest == "nobody"


# say


def test_a_card_waits_for_the_person():
    run = run_of('kind = "say"\nwords = "Hello."')
    assert run.advance(500.0, NOBODY).words == "Hello."
    assert not run.finished
    run.go_on()
    assert run.finished


def test_a_card_with_a_time_goes_on_by_itself():
    run = run_of('kind = "say"\nwords = "Hello."\nseconds = 3')
    run.advance(2.9, NOBODY)
    assert not run.finished
    run.advance(3.0, NOBODY)
    assert run.finished


def test_where_nobody_can_press_a_key_a_card_stays_as_long_as_it_takes_to_read():
    words = "one two three four five six"
    assert reading_s(words) == pytest.approx(3.5)
    run = run_of(f'kind = "say"\nwords = "{words}"', attended=False)
    run.advance(3.4, NOBODY)
    assert not run.finished
    run.advance(3.5, NOBODY)
    assert run.finished


# mirror


def test_the_mirror_asks_nothing_and_ends():
    run = run_of('kind = "mirror"\nseconds = 5')
    scene = run.advance(4.9, NOBODY)
    assert (scene.phase, scene.asked, scene.score, scene.target) == (Phase.MIRROR, None, None, None)
    assert not run.finished
    run.advance(5.0, NOBODY)
    assert run.finished


@pytest.mark.parametrize("text", ['kind = "say"\nwords = "x"', 'kind = "mirror"', 'kind = "breathe"'])
def test_what_is_not_measured_says_so(text):
    run = run_of(text)
    run.advance(1.0, NOBODY)
    result = run.result("ended early")
    assert (result.scored, result.score, result.coverage) == (False, None, None)
    assert result.reason == "nothing is measured here"
    assert run.trials() == []


# breathe


def test_the_pacer_fills_stays_empties_and_rests():
    run = run_of('kind = "breathe"\nin_s = 4\nhold_s = 1\nout_s = 6\npause_s = 2\nrounds = 2')
    at = {time_s: run.advance(time_s, NOBODY) for time_s in (0.0, 2.0, 4.5, 8.0, 12.0, 15.0, 25.9)}
    assert [round(scene.breath, 2) for scene in at.values()] == [0, 0.5, 1, 0.5, 0, 0.5, 0]
    assert at[2.0].words == "Breathe in…" and at[8.0].words == "Breathe out…"
    assert at[15.0].progress_words == "Breath 2 of 2"
    assert not run.finished
    run.advance(26.0, NOBODY)
    assert run.finished


def test_the_pacer_never_jumps():
    run = run_of('kind = "breathe"\nrounds = 2')
    breaths = [run.advance(i * FRAME_S, NOBODY).breath for i in range(400)]
    assert max(abs(b - a) for a, b in itertools.pairwise(breaths)) < 0.03
    assert min(breaths) >= 0 and max(breaths) <= 1


# imitate

TRIAL = 'kind = "imitate"\ntarget = "happiness"\n'


def test_the_score_shown_holds_still_while_the_one_that_holds_sways():
    stage = Stage(run_of(TRIAL + "hold_s = 10"))
    stage.until(Phase.HOLD, WEAK_JOY.blended(JOY, 0.35))
    for i in range(160):
        stage.play(WEAK_JOY.blended(JOY, 0.35 + 0.03 * math.sin(i * FRAME_S * 3)), FRAME_S)
    held = [scene for _, scene in stage.scenes if scene.phase is Phase.HOLD][20:]
    assert len(held) > 100
    assert np.std([scene.score_now for scene in held]) > 2 > 2 * np.std([scene.score for scene in held])


def test_a_trial_goes_from_demonstrate_to_rest():
    stage = Stage(run_of(TRIAL))
    stage.obey(20)
    assert stage.phases == [Phase.DEMONSTRATE, Phase.MAKE, Phase.HOLD, Phase.LET_GO, Phase.REST]
    assert stage.run.finished
    times = [stage.began(phase) for phase in stage.phases]
    assert times[1] == pytest.approx(2.5, abs=0.06)
    assert times[3] - times[2] == pytest.approx(2.0, abs=0.11)
    assert times[4] - times[3] == pytest.approx(1.5, abs=0.06)
    result = stage.run.result()
    assert result.scored and result.reason is None
    assert result.score > 80 and result.intensity == "C" and result.target == "happiness"
    assert result.onset_s is None, "it was there with the first look after the go"
    assert 1.8 < result.held_s < 2.6
    assert result.steadiness > 0.9 and result.symmetry == 1 and result.coverage == 1


def test_when_it_was_let_go_is_seen_after_it_was_asked():
    stage = Stage(run_of(TRIAL + "repetitions = 2\nrest_s = 0"))
    stage.obey(40)
    first, second = stage.run.trials()
    asked_s = stage.began(Phase.LET_GO) - stage.began(Phase.MAKE)
    assert first["offset_s"] == pytest.approx(asked_s + FRAME_S / 2, abs=FRAME_S / 2 + 0.001)
    assert second["offset_s"] == pytest.approx(first["offset_s"], abs=FRAME_S + 0.001)


def test_how_it_is_let_go_changes_nothing_but_the_offset():
    def tried(after):
        stage = Stage(run_of(TRIAL + 'measures = "range"\nrest_s = 0'))
        stage.until(Phase.HOLD, JOY)
        stage.until(Phase.LET_GO, JOY)
        stage.play(after, 20)
        (trial,) = stage.run.trials()
        return trial, stage.run.result()

    (still, whole), (grown, grown_whole) = tried(JOY), tried(JOY.scaled(1.5))
    gone, gone_whole = tried(Reason.NO_NEUTRAL)
    assert still["offset_s"] is None
    assert still == grown == gone and whole == grown_whole == gone_whole
    let_go, let_go_whole = tried(NEUTRAL)
    assert let_go["offset_s"] > 2 and {**let_go, "offset_s": None} == still and let_go_whole == whole


def test_the_target_avatar_moves_without_a_jump_and_comes_back():
    stage = Stage(run_of(TRIAL))
    stage.obey(20)
    smiles = [scene.target["AU12"] for _, scene in stage.scenes]
    assert smiles[0] == 0 and smiles[-1] == 0
    full = LIBRARY["happiness"].at("C").show["AU12"]
    assert max(smiles) == pytest.approx(full)
    assert max(abs(b - a) for a, b in itertools.pairwise(smiles)) < full * 0.2


def test_what_is_asked_of_the_face_is_told_only_when_it_is_asked():
    stage = Stage(run_of(TRIAL))
    stage.obey(20)
    asked = {scene.phase: scene.asked for _, scene in stage.scenes}
    assert asked[Phase.DEMONSTRATE] is None
    assert asked[Phase.MAKE]["AU12"] > 0.3
    assert asked[Phase.REST] is NEUTRAL
    assert {phase for _, s in stage.scenes if s.score is not None for phase in [s.phase]} == {
        Phase.MAKE,
        Phase.HOLD,
    }


def test_not_reaching_it_ends_kindly_and_is_scored_for_what_it_is():
    stage = Stage(run_of(TRIAL))
    stage.play(NEUTRAL, 20)
    assert Phase.HOLD not in stage.phases and stage.run.finished
    assert stage.began(Phase.LET_GO) - stage.began(Phase.MAKE) == pytest.approx(6, abs=0.11)
    assert next(s.words for _, s in stage.scenes if s.phase is Phase.LET_GO) == "Good. Let it go."
    result = stage.run.result()
    assert result.scored and result.score < 10
    assert result.onset_s is None and result.held_s == 0 and result.steadiness is None


def test_half_of_it_is_held_for_what_it_is():
    happiness = LIBRARY["happiness"].at("C")
    half = next(JOY.scaled(i / 100) for i in range(100) if score(JOY.scaled(i / 100), happiness).shown >= 36)
    stage = Stage(run_of(TRIAL + "make_s = 2\nthreshold = 60"))
    scene = stage.until(Phase.HOLD, half)
    assert scene.score == pytest.approx(37, abs=2)
    held = stage.play(half, 0.5)
    assert held.progress_words.startswith("Hold just that…") and held.progress == pytest.approx(
        0.25, abs=0.03
    )
    stage.play(half, 20)
    assert stage.run.result().onset_s is None


def test_a_short_dip_does_not_break_a_hold():
    stage = Stage(run_of(TRIAL + "hold_s = 3"))
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 1)
    stage.play(NEUTRAL, 0.4)
    held = stage.play(JOY, 0.5)
    assert held.progress == pytest.approx(1.9 / 3, abs=0.03), "the dip counts as held"
    assert stage.until(Phase.LET_GO, JOY).phase is Phase.LET_GO


def test_the_way_up_is_not_unsteadiness():
    stage = Stage(run_of(TRIAL + "hold_s = 3"))
    stage.until(Phase.MAKE, NEUTRAL)
    for share in range(20):
        stage.play(JOY.scaled(share / 20), FRAME_S)
    stage.play(JOY, 10)
    assert stage.run.result().steadiness > 0.99


@pytest.mark.parametrize("between", [0, 2])
def test_to_let_go_early_is_not_unsteadiness(between):
    stage = Stage(run_of(TRIAL + "hold_s = 10"))
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 2)
    stage.play(Reason.COVERED, between)
    for share in range(10, 0, -1):
        stage.play(JOY.scaled(share / 10), FRAME_S)
    stage.play(NEUTRAL, 20)
    result = stage.run.result()
    assert result.held_s == pytest.approx(2, abs=0.5) and result.steadiness > 0.99


def test_what_is_let_go_at_once_has_no_steadiness():
    stage = Stage(run_of(TRIAL))
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 0.6)
    stage.play(NEUTRAL, 20)
    result = stage.run.result()
    assert result.score > 80 and result.steadiness is None


def test_a_hold_that_tires_is_let_go():
    stage = Stage(run_of(TRIAL + "hold_s = 10"))
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 1)
    stage.until(Phase.LET_GO, NEUTRAL)
    assert stage.began(Phase.LET_GO) - stage.began(Phase.HOLD) == pytest.approx(3.3, abs=0.4)


def test_a_hold_tells_how_far_it_is():
    stage = Stage(run_of(TRIAL + "hold_s = 3"))
    stage.until(Phase.HOLD, JOY)
    scene = stage.play(JOY, 1.3)
    assert scene.progress_words == "Hold it… 1.3 s of 3"
    assert scene.progress == pytest.approx(1.3 / 3, abs=0.01)


def test_one_hint_at_a_time_after_a_moment_and_long_enough_to_read():
    stage = Stage(run_of(TRIAL + "make_s = 20"))
    stage.until(Phase.MAKE, NEUTRAL)
    flicker = [Expression.of({"AU6": 0.5}), Expression.of({"AU12": 0.3, "AU4": 0.5})]
    for i in range(160):
        stage.play(flicker[i // 3 % 2], FRAME_S)
    made = [(t, s.hint) for t, s in stage.scenes if s.phase is Phase.MAKE]
    assert all(hint is None for t, hint in made if t < made[0][0] + 0.9)
    changes = [t for (t, hint), (_, before) in zip(made[1:], made, strict=False) if hint != before]
    assert changes and all(b - a >= 1.5 for a, b in itertools.pairwise(changes))
    codes = {hint.code for _, hint in made if hint}
    assert codes <= {"AU4", "AU6", "AU12"}


def test_of_what_is_made_as_asked_nothing_more_is_asked():
    """It is said that this is it, without the hint of a moment ago, until it is clearly less again."""
    stage = Stage(run_of(TRIAL + "make_s = 20\nhold_s = 10\nthreshold = 99"))
    asked = stage.until(Phase.MAKE, NEUTRAL).words
    assert stage.play(Expression.of({"AU6": 0.5}), 3.0).hint is not None
    stage.play(JOY, 3.0)
    there = [scene for _, scene in stage.scenes if (scene.score or 0.0) >= 95.0]
    assert there and {(scene.words, scene.hint) for scene in there} == {(phrase("imitate.that_is_it"), None)}
    assert stage.play(NEUTRAL, 1.0).words == asked


def test_how_far_a_face_goes_is_asked_for_to_the_end():
    stage = Stage(run_of(TRIAL + 'make_s = 20\nmeasures = "range"'))
    asked = stage.until(Phase.MAKE, NEUTRAL).words
    stage.play(JOY, 3.0)
    told = {scene.words for _, scene in stage.scenes if scene.phase in (Phase.MAKE, Phase.HOLD)}
    assert max(scene.score or 0.0 for _, scene in stage.scenes) > 95.0 and told == {asked}


def test_what_was_shown_since_speech_began_is_taken_back():
    """Told a second late: a joy that was but a spoken word counts for nothing, and its time as not seen."""
    stage = Stage(run_of(f"{TRIAL}make_s = 4\nhold_s = 0.5\nrest_s = 0"))
    stage.until(Phase.MAKE, NEUTRAL)
    stage.play(NEUTRAL, 1.0)
    stage.play(JOY, 0.3)
    before = stage.run.result()
    stage.run.advance(stage.time_s, Seen(None, Reason.TALKING, FRAME_S, back_s=0.6))
    stage.play(Reason.TALKING, 0.3)
    after = stage.run.result()
    assert before.coverage > 0.9
    assert 0.35 < after.coverage < 0.6
    stage.play(NEUTRAL, 3.0)
    assert stage.run.result().score < 5


def test_a_hold_that_speech_began_is_none():
    stage = Stage(run_of(f"{TRIAL}make_s = 6\nhold_s = 1"))
    stage.until(Phase.MAKE, NEUTRAL)
    stage.play(NEUTRAL, 1.0)
    spoken = stage.until(Phase.HOLD, JOY)
    assert spoken.phase is Phase.HOLD
    told = stage.run.advance(stage.time_s, Seen(None, Reason.TALKING, FRAME_S, back_s=0.9))
    assert told.phase is Phase.MAKE
    assert stage.play(Reason.TALKING, 1.0).phase is Phase.MAKE
    assert stage.play(NEUTRAL, 1.5).phase is Phase.MAKE, "there is time left to make it"
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 20)
    trial = stage.run.trials()[0]
    assert trial["complete"] and trial["score"] > 80
    assert trial["onset_s"] > 3


def test_after_a_hold_that_speech_began_there_is_time_however_late_it_is():
    """A weak joy before, and speech in the last moment."""
    stage = Stage(run_of(f"{TRIAL}make_s = 3\nhold_s = 2"))
    stage.until(Phase.MAKE, NEUTRAL)
    stage.play(WEAK_JOY, 2.0)
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 1.0)
    told = stage.run.advance(stage.time_s, Seen(None, Reason.TALKING, FRAME_S, back_s=1.3))
    assert told.phase is Phase.MAKE
    stage.play(Reason.TALKING, 1.2)
    assert stage.play(NEUTRAL, 1.0).phase is Phase.MAKE


def test_a_trial_that_was_spoken_through_says_nothing_of_how_hard_it_was():
    stage = Stage(run_of(f"{TRIAL}hold_s = 0.5\nrepetitions = 2"))
    stage.until(Phase.HOLD, JOY)
    stage.until(Phase.LET_GO, JOY)
    trial = stage.run._trial
    assert trial.outcome() is Outcome.WELL
    stage.run.advance(stage.time_s, Seen(None, Reason.TALKING, FRAME_S, back_s=1.2))
    assert trial.outcome() is None


def test_time_that_was_not_seen_lowers_coverage_and_not_the_score():
    stage = Stage(run_of(TRIAL + "hold_s = 4"))
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 2)
    before = stage.time_s
    stage.play(Reason.TOO_DARK, 1)
    assert stage.time_s == before, "the timers wait"
    stage.play(JOY, 30)
    result = stage.run.result()
    assert result.scored and result.score > 80
    assert result.coverage == pytest.approx(1 - 1 / (4 + 1 + 0.3), abs=0.05)


def test_after_a_long_absence_the_trial_begins_again():
    stage = Stage(run_of(TRIAL))
    stage.until(Phase.HOLD, JOY)
    stage.play(Reason.NOBODY, 5)
    assert stage.play(JOY, FRAME_S).phase is Phase.DEMONSTRATE
    stage.obey(20)
    assert stage.run.result().score > 80


def test_what_could_not_be_seen_is_not_scored_and_says_why():
    stage = Stage(run_of(TRIAL))
    stage.until(Phase.MAKE, NEUTRAL)
    stage.play(Reason.TOO_DARK, 2)
    result = stage.run.result("ended early")
    assert (result.scored, result.score, result.reason, result.coverage) == (False, None, "too dark", 0.0)


def test_without_a_neutral_the_step_runs_and_nothing_is_scored():
    stage = Stage(run_of(TRIAL))
    stage.play(Reason.NO_NEUTRAL, 40)
    assert stage.run.finished
    result = stage.run.result()
    assert (result.scored, result.score, result.reason) == (False, None, "no neutral")


def test_what_was_never_asked_is_not_scored():
    stage = Stage(run_of(TRIAL))
    stage.play(NEUTRAL, 1)
    result = stage.run.result("skipped")
    assert (result.scored, result.reason, result.coverage) == (False, "skipped", None)


def test_repetitions_are_averaged_and_each_is_kept():
    stage = Stage(run_of(TRIAL + "repetitions = 3\nrest_s = 0\nmake_s = 2"))
    for made in (JOY, WEAK_JOY, NEUTRAL):
        stage.until(Phase.MAKE, NEUTRAL)
        stage.until(Phase.LET_GO, made)
    stage.play(NEUTRAL, 2)
    trials = stage.run.trials()
    assert len(trials) == 3 and all(trial["complete"] for trial in trials)
    scores = [trial["score"] for trial in trials]
    assert scores[0] > scores[1] + 5 > scores[2] + 10
    assert stage.run.result().score == pytest.approx(sum(scores) / 3)


@pytest.mark.parametrize(("left", "right"), [(0.8, 0.5), (0.4, 0.7)])
def test_how_far_each_side_went_at_its_best_is_kept_left_first(left, right):
    stage = Stage(run_of(TRIAL))
    made = Expression.of({"AU12L": left, "AU12R": right, "AU6": 0.5})
    stage.until(Phase.MAKE, NEUTRAL)
    stage.until(Phase.REST, made)
    assert stage.run.trials()[0]["at_best"]["AU12"] == [left, right]


def test_easier_and_harder_move_by_a_letter_and_stop_at_the_ends():
    stage = Stage(run_of(TRIAL))
    stage.play(NEUTRAL, 1)
    for letter in "BAA":
        stage.run.change(-1)
        assert stage.run.result().intensity == letter
    for letter in "BCDEE":
        stage.run.change(1)
        assert stage.run.result().intensity == letter


def test_what_gets_easier_by_itself_leaves_more_time_to_make_it_and_asks_to_hold_it_for_less():
    spans = []
    for letters in (0, -1):
        adapting = Adapting(by_itself=True)
        adapting.change(letters, "C")
        tried, held = (Stage(run_of(TRIAL)) for _ in range(2))
        for stage, made in ((tried, NEUTRAL), (held, JOY)):
            stage.run.adapt(adapting)
            stage.until(Phase.MAKE, NEUTRAL)
            stage.until(Phase.LET_GO, made)
        spans.append((tried.time_s - tried.began(Phase.MAKE), held.time_s - held.began(Phase.HOLD)))
    (make_s, hold_s), (easier_make_s, easier_hold_s) = spans
    assert easier_make_s > make_s + 1 and easier_hold_s < hold_s - 0.3


def test_easier_begins_the_trial_again_and_only_its_own_strength_counts():
    stage = Stage(run_of(TRIAL + "repetitions = 2\nintensity = 'E'"))
    stage.until(Phase.REST, JOY)
    stage.until(Phase.HOLD, JOY)
    stage.run.change(-1)
    assert stage.play(JOY, FRAME_S).phase is Phase.DEMONSTRATE
    stage.obey(30)
    assert [trial["intensity"] for trial in stage.run.trials()] == ["E", "D"]
    result = stage.run.result()
    assert result.intensity == "D"
    assert result.score == stage.run.trials()[1]["score"]


def test_going_on_cuts_watching_and_resting_short_and_nothing_else():
    stage = Stage(run_of(TRIAL))
    stage.play(NEUTRAL, 0.5)
    stage.run.go_on()
    assert stage.play(NEUTRAL, FRAME_S).phase is Phase.MAKE
    stage.run.go_on()
    assert stage.play(NEUTRAL, FRAME_S).phase is Phase.MAKE
    stage.until(Phase.REST, JOY)
    stage.run.go_on()
    stage.play(NEUTRAL, FRAME_S)
    assert stage.run.finished


def test_a_broken_off_trial_counts_only_where_there_is_no_complete_one():
    stage = Stage(run_of(TRIAL + "repetitions = 2"))
    stage.until(Phase.HOLD, JOY)
    stage.play(JOY, 1)
    alone = stage.run.result("skipped")
    assert alone.scored and alone.reason == "skipped" and alone.score > 80
    stage.until(Phase.REST, JOY)
    first = stage.run.result("skipped")
    stage.until(Phase.MAKE, NEUTRAL)
    stage.play(NEUTRAL, 2)
    assert stage.run.result("skipped").score == first.score


def test_different_frame_rates_come_to_the_same(monkeypatch):
    results = []
    for frame_s in (1 / 60, 1 / 30, 1 / 12):
        monkeypatch.setattr(f"{__name__}.FRAME_S", frame_s)
        stage = Stage(run_of(TRIAL))
        stage.obey(20)
        results.append(stage.run.result())
    assert {result.coverage for result in results} == {1.0}
    assert max(r.score for r in results) - min(r.score for r in results) < 2
    assert max(r.held_s for r in results) - min(r.held_s for r in results) < 0.3
