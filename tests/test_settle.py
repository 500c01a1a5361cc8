"""`settle`: the four moves, the breath, and what is told afterwards."""

import math
from itertools import pairwise

import numpy as np
import pytest

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Reason
from mirrorcam.phrases import phrase
from mirrorcam.steps import Seen
from mirrorcam.steps.settle import MOVES, RESTED, STILL, Easing, eased, in_words
from mirrorcam.synchrony import FOLLOWED
from performing import LIBRARY, exercise

FRAME_S = 1 / 10
SHORT = "attune_s = 20\nmodulate_s = 20\nentrain_s = 30\nwiden_s = 10"
LENGTHS = (20, 20, 30, 10)


def step(text=SHORT):
    return exercise(f'\n[[steps]]\nkind = "settle"\n{text}').steps[0]


def sat(face, text=SHORT, until_s=math.inf):
    """``face(time_s)``: an expression, or the reason why there is none."""
    run, scenes, time_s = step(text).run(LIBRARY, False), [], 0.0
    while not run.finished and time_s < until_s:
        time_s += FRAME_S
        seen = face(time_s)
        reason = seen if isinstance(seen, Reason) else None
        scenes.append((time_s, run.advance(time_s, Seen(None if reason else seen, reason, FRAME_S))))
    return run, scenes


def tense(time_s):
    restless = 0.5 + 0.4 * math.sin(2.2 * time_s)
    return Expression.of({"AU4": restless, "AU24": 0.4, "AU12": 0.3 * restless, "AU26": 0.6 * restless})


def easing(time_s):
    return tense(time_s).scaled(max(0.0, 1 - time_s / 40))


def test_first_and_last_are_compared_by_one_neutral():
    """By the new one brows read lower than by the one before, though the face stayed as it was."""
    run, time_s = step(SHORT).run(LIBRARY, False), 0.0
    while not run.finished:
        time_s += FRAME_S
        if abs(time_s - 30) < FRAME_S / 2:
            run.begin_again()
        brows = Expression.of({"AU4": 0.6 if time_s < 30 else 0.1})
        run.advance(time_s, Seen(brows, None, FRAME_S))
    measured = run.result().measured
    assert eased(measured) == [] and measured["seconds"] == 13
    assert measured["first"]["activity"] == pytest.approx(0)
    assert run.result().coverage == pytest.approx(1, abs=0.02)


def at(scenes, time_s):
    return next(scene for t, scene in scenes if t >= time_s)


def test_it_goes_through_its_four_moves():
    _, scenes = sat(lambda _: NEUTRAL)
    assert list(dict.fromkeys(scene.phase for _, scene in scenes)) == list(MOVES)
    begins = [next(t for t, scene in scenes if scene.phase == move) for move in MOVES]
    assert begins[1:] == pytest.approx(np.cumsum(LENGTHS)[:3], abs=0.15)
    assert scenes[-1][0] == pytest.approx(sum(LENGTHS), abs=0.15)


def test_it_wears_what_the_person_wears_and_then_less_and_less_of_it():
    _, scenes = sat(lambda _: Expression.of({"AU4": 0.8, "AU43": 0.6}))
    brows = [at(scenes, t).target["AU4"] for t in (15, 30, 39.5)]
    assert brows[0] == pytest.approx(0.68, abs=0.02)
    assert brows[0] > brows[1] > brows[2] and brows[2] < 0.02
    assert at(scenes, 15).target["AU43"] == 0, "its lids are its own"
    assert at(scenes, 45).target["AU12"] >= RESTED["AU12"]


def test_the_face_never_jumps_not_even_when_somebody_is_lost():
    _, scenes = sat(lambda t: Reason.NOBODY if 8 < t < 12 else tense(t))
    faces = [scene.target.values for _, scene in scenes]
    assert max(np.abs(b - a).max() for a, b in pairwise(faces)) < 0.2


def test_its_breath_slows_down_to_what_the_file_says():
    _, scenes = sat(tense, SHORT + "\nbreath_s = 8")
    breaths = np.array([scene.breath for _, scene in scenes])
    times = np.array([t for t, _ in scenes])
    full = times[1:-1][(breaths[1:-1] > breaths[:-2]) & (breaths[1:-1] >= breaths[2:])]
    periods = np.diff(full)
    assert periods[0] < 5.1 and periods[-1] == pytest.approx(8, abs=0.2)
    slowing = np.diff(full[full > 20])
    assert len(slowing) > 4 and all(b >= a - 0.11 for a, b in pairwise(slowing))


def test_a_busy_face_is_met_by_a_quicker_breath():
    turns = []
    for face in (lambda _: NEUTRAL, lambda t: tense(2 * t)):
        _, scenes = sat(face, until_s=20)
        breaths = [scene.breath for _, scene in scenes]
        turns.append(sum(a < 0.5 <= b for a, b in pairwise(breaths)))
    assert turns[1] > turns[0]


@pytest.mark.parametrize("most", [0.0, 0.3, 1.0])
def test_however_busy_a_face_is_the_breath_is_as_quick_as_people_breathe_at_rest(most):
    grimaces = Expression.of(dict.fromkeys(FOLLOWED, most))
    _, scenes = sat(lambda t: grimaces if t % 2 > 1 else NEUTRAL, "attune_s = 60")
    breaths = [scene.breath for t, scene in scenes if t < 60]
    assert 12 <= sum(a < 0.5 <= b for a, b in pairwise(breaths)) <= 20


def test_the_words_go_with_the_breath():
    _, scenes = sat(lambda _: NEUTRAL)
    slow = [(a, b) for (t, a), (_, b) in pairwise(scenes) if 41 < t < 69]
    grows = {b.words for a, b in slow if b.breath > a.breath + 1e-3 and a.words == b.words}
    sinks = {b.words for a, b in slow if b.breath < a.breath - 1e-3 and a.words == b.words}
    assert (grows, sinks) == ({phrase("settle.in")}, {phrase("settle.out")})


def test_in_the_end_the_avatar_smiles_a_little_and_looks_round_the_room():
    _, scenes = sat(lambda _: NEUTRAL)
    last = [scene.target for t, scene in scenes if t > 71]
    assert max(face["AU12"] for face in last) > 2 * RESTED["AU12"]
    assert all(max(face[code] for face in last) > 0.4 for code in ("AU61", "AU62", "AU63"))


def test_the_breath_can_be_left_unseen():
    _, scenes = sat(lambda _: NEUTRAL, SHORT + "\npacer = false", until_s=5)
    assert {scene.breath for _, scene in scenes} == {None}


def test_nothing_is_told_before_it_is_over():
    _, scenes = sat(easing)
    assert all(scene.score is None and scene.hint is None for _, scene in scenes)


def test_a_face_that_eased_is_told_so_afterwards():
    run, _ = sat(easing)
    result = run.result()
    assert result.scored and result.measured["seconds"] == 23
    assert eased(result.measured) == ["movement", "brows", "lips"]
    said = step().in_words(result, LIBRARY)
    assert "your brows grew softer" in said and "moved less" in said


@pytest.mark.parametrize("face", [tense, lambda _: NEUTRAL, lambda t: tense(t).scaled(t / 80)])
def test_a_face_that_did_not_is_told_so_kindly(face):
    run, _ = sat(face)
    assert eased(run.result().measured) == []
    assert in_words(run.result()) == phrase("settle.told.same")


def test_what_moves_while_it_widens_does_not_count():
    run, _ = sat(lambda t: easing(t) if t < 70 else Expression.of({"AU4": 1.0 * (t % 1 > 0.5)}))
    assert "movement" in eased(run.result().measured)


def test_it_goes_on_without_a_face_and_then_tells_nothing():
    run, scenes = sat(lambda _: Reason.NOBODY)
    assert run.finished and len(scenes) == pytest.approx(800, abs=2)
    result = run.result()
    assert not result.scored and result.reason == "nobody" and in_words(result) == ""


def test_go_on_leads_to_the_next_move_and_out():
    run = step().run(LIBRARY, True)
    phases = []
    for i in range(1, 6):
        phases.append(run.advance(i * 0.1, Seen(NEUTRAL, None, 0.1)).phase)
        run.go_on()
        if run.finished:
            break
    assert phases == list(MOVES)


def test_the_performer_has_something_to_ease():
    _, scenes = sat(lambda _: NEUTRAL)
    assert at(scenes, 10).asked["AU4"] > 0.1 and at(scenes, 50).asked["AU4"] == 0
    assert at(scenes, 78).asked["AU12"] > 0.3


def test_it_says_how_long_it_still_takes():
    _, scenes = sat(lambda _: NEUTRAL, until_s=5)
    assert scenes[-1][1].progress_words.endswith("1:15 left")


@pytest.mark.parametrize("rate", [8, 30, 60])
def test_activity_is_movement_not_tremble(rate):
    found = {}
    for name, moving in (("still", 0.0), ("moving", 1.0)):
        noise, easing_of = np.random.default_rng(1), Easing()
        for i in range(20 * rate):
            shown = tense(i / rate).scaled(moving).values
            face = Expression(shown + noise.normal(0, 0.025, shown.shape))
            easing_of.see(i / rate, 1 / rate, face)
        found[name] = easing_of.between(0, 20)["activity"]
    assert found["still"] < STILL < found["moving"]
