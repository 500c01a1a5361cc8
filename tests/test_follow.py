"""`follow`: the dance, and what is said of how both went together."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from mirrorcam.adapting import Adapting
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Reason
from mirrorcam.phrases import phrase
from mirrorcam.steps import Seen, StepResult
from mirrorcam.steps.follow import CHANGE_S, READY_S, in_words, trajectory
from mirrorcam.tables import TableError
from performing import LIBRARY, exercise

FRAME_S = 1 / 15
LIST = (
    'targets = ["soft-smile", "brow-raise", "pucker", "open-smile", "lips-pressed"]\nrounds = 2\n'
    'order = "shuffled"\nseed = 3'
)
KEYS = """keys = [
  { at_s = 0, target = "soft-smile", intensity = "B" },
  { at_s = 2, target = "surprise" },
  { at_s = 5 },
]"""


def step(text=LIST):
    return exercise(f'\n[[steps]]\nkind = "follow"\n{text}').steps[0]


def danced(leader, lag_s=None, by=None):
    """A run with somebody who does what ``leader`` shows, ``lag_s`` later, or dances ``by`` themselves."""
    run, time_s = leader.run(LIBRARY, False), 0.0
    own = by or trajectory(leader, LIBRARY)
    noise = np.random.default_rng(1)
    while not run.finished:
        time_s += FRAME_S
        shown = own.at(time_s - (lag_s or 0.0)).values
        seen = Expression(shown + noise.normal(0, 0.03, shown.shape))
        scene = run.advance(time_s, Seen(seen, None, FRAME_S))
    return run, scene


def test_without_a_face_at_rest_nobody_is_said_to_be_found():
    run = step().run(LIBRARY, True)
    run.advance(READY_S, Seen(None, Reason.NO_NEUTRAL, 0.1))
    assert "face at rest" in run.advance(READY_S + 1, Seen(None, Reason.NO_NEUTRAL, 0.1)).progress_words


def test_every_expression_comes_and_goes_at_its_own_pace():
    dance = trajectory(step('targets = ["soft-smile"]\nvary = 0\nhold_s = 2\nintensity = "C"'), LIBRARY)
    smile = LIBRARY["soft-smile"].at("C")
    there_s = READY_S + smile.onset_s
    assert not dance.at(READY_S).values.any()
    assert 0 < dance.at(READY_S + smile.onset_s / 2)["AU12"] < smile.show["AU12"]
    assert dance.at(there_s + 1.9)["AU12"] == pytest.approx(smile.show["AU12"])
    assert dance.at(there_s + 2 + smile.offset_s)["AU12"] == pytest.approx(0)


def test_it_never_jumps():
    for text in (LIST, KEYS):
        dance = trajectory(step(text), LIBRARY)
        values = [dance.at(i / 60).values for i in range(int(dance.end_s * 60))]
        assert max(np.abs(b - a).max() for a, b in pairwise(values)) < 0.1


def test_keys_go_from_one_to_the_next_without_rest():
    dance = trajectory(step(KEYS), LIBRARY)
    smile = LIBRARY["soft-smile"].at("B").show["AU12"]
    assert dance.at(READY_S + 1.9)["AU12"] == pytest.approx(smile)
    assert 0 < dance.at(READY_S + 2.1)["AU12"] < smile
    assert dance.at(READY_S + 4.9)["AU1"] == pytest.approx(LIBRARY["surprise"].at("C").show["AU1"])
    assert not dance.at(dance.end_s).values.any()


def test_what_nothing_follows_is_let_go():
    dance = trajectory(step('keys = [{ at_s = 1, target = "pucker" }]'), LIBRARY)
    assert dance.at(READY_S + 2)["AU18"] > 0.2 and not dance.at(dance.end_s).values.any()


def test_the_same_seed_makes_the_same_dance_and_another_another():
    one, same, other = (trajectory(step(text), LIBRARY) for text in (LIST, LIST, LIST.replace("= 3", "= 4")))
    times = np.arange(0, 30, 0.5)
    assert all((one.at(t).values == same.at(t).values).all() for t in times)
    assert any((one.at(t).values != other.at(t).values).any() for t in times)


@pytest.mark.parametrize("lag_s", [0.2, 0.7])
def test_somebody_who_follows_is_together_and_so_far_behind(lag_s):
    run, scene = danced(step(), lag_s)
    measured = run.result().measured
    assert measured["synchrony"] > 0.7 and measured["lag_s"] == pytest.approx(lag_s, abs=0.04)
    assert scene.together > 0.6 and scene.progress_words == phrase("follow.together")
    assert "most of the time" in step().in_words(run.result(), LIBRARY)
    assert step().followed(run.result()) == pytest.approx(100 * measured["synchrony"])


def test_a_mover_of_their_own_is_not_together():
    own = trajectory(step(LIST.replace("= 3", "= 11").replace("rounds = 2", "rounds = 3")), LIBRARY)
    run, scene = danced(step(), by=own)
    assert run.result().measured["synchrony"] < 0.2 and scene.together < 0.3
    assert scene.progress_words == phrase("follow.finding")
    assert "own way" in in_words(run.result())


def test_a_still_face_is_not_together():
    run, scene = danced(step(), by=trajectory(step("keys = [{ at_s = 0 }]"), LIBRARY))
    assert run.result().measured["synchrony"] == 0 and scene.together < 0.1


def test_the_invitation_can_be_cut_short_and_the_dance_be_left():
    run = step().run(LIBRARY, True)
    assert run.advance(0.1, Seen(NEUTRAL, None, 0.1)).phase == "ready"
    run.go_on()
    assert run.advance(0.2, Seen(NEUTRAL, None, 0.1)).phase == "follow" and not run.finished
    run.go_on()
    assert run.finished


def test_easier_grows_in_softly_and_keeps_the_times():
    run = step('targets = ["open-smile"]\nhold_s = 20\nintensity = "D"').run(LIBRARY, True)
    before = run.advance(READY_S + 3, Seen(NEUTRAL, None, 0.1)).target["AU12"]
    run.change(-1)
    same = run.advance(READY_S + 3.01, Seen(NEUTRAL, None, 0.01)).target["AU12"]
    after = run.advance(READY_S + 3 + CHANGE_S, Seen(NEUTRAL, None, 0.1)).target["AU12"]
    assert same == pytest.approx(before, abs=0.01)
    assert after == pytest.approx(LIBRARY["open-smile"].at("C").show["AU12"])
    assert run.result().intensity == "C"


@pytest.mark.parametrize("presses", [(-1, -1), (1, -1, -1), (1, 1)])
@pytest.mark.parametrize("apart_s", [0.0, 0.1, 0.3])
def test_two_quick_presses_grow_in_as_softly(presses, apart_s):
    run, time_s = (
        step('targets = ["open-smile"]\nhold_s = 20\nintensity = "C"').run(LIBRARY, True),
        READY_S + 3,
    )
    shown = [run.advance(time_s, Seen(NEUTRAL, None, 0.01)).target["AU12"]]
    for by in presses:
        run.change(by)
        for _ in range(1 + round(apart_s / 0.01)):
            time_s += 0.01
            shown.append(run.advance(time_s, Seen(NEUTRAL, None, 0.01)).target["AU12"])
    assert max(abs(after - before) for before, after in pairwise(shown)) < 0.02
    last = run.advance(time_s + CHANGE_S, Seen(NEUTRAL, None, 0.01)).target["AU12"]
    letter = run.result().intensity
    assert last == pytest.approx(LIBRARY["open-smile"].at(letter).show["AU12"])


def harder_in_turn(run, presses):
    for by in presses:
        run.change(by)
    return run.result().intensity


def test_easier_does_something_also_after_harder_could_do_no_more():
    assert harder_in_turn(step().run(LIBRARY, True), (1, 1, 1, 1, 1, -1)) == "D"
    assert harder_in_turn(step().run(LIBRARY, True), (-1, -1, -1, -1, -1, 1)) == "B"


def test_the_limits_of_the_exercise_hold_here_too():
    run = step('targets = ["open-smile"]\nhold_s = 20').run(LIBRARY, True)
    run.adapt(Adapting(False, "B", "C"))
    assert harder_in_turn(run, (1, 1)) == "C"
    shown = run.advance(READY_S + 3, Seen(NEUTRAL, None, 0.1)).target["AU12"]
    assert shown == pytest.approx(LIBRARY["open-smile"].at("C").show["AU12"])
    assert harder_in_turn(run, (-1, -1, -1)) == "B"


def test_of_keys_each_goes_as_far_as_there_is_room_for_it():
    run = step(KEYS.replace('"surprise"', '"surprise", intensity = "E"')).run(LIBRARY, True)
    for by in (-1, -1, -1):
        run.change(by)
    surprise, smile = LIBRARY["surprise"].at("B").show, LIBRARY["soft-smile"].at("A").show
    assert run.advance(READY_S + 1.9, Seen(NEUTRAL, None, 0.1)).target["AU12"] == pytest.approx(smile["AU12"])
    assert run.advance(READY_S + 4.9, Seen(NEUTRAL, None, 0.1)).target["AU1"] == pytest.approx(
        surprise["AU1"]
    )


def test_the_result_names_the_strongest_letter_that_keys_ask_for():
    faint = step('keys = [{ at_s = 0, target = "soft-smile", intensity = "A" }]')
    assert faint.run(LIBRARY, True).result().intensity == "A"
    mixed = step(KEYS.replace('"surprise"', '"surprise", intensity = "D"'))
    assert mixed.run(LIBRARY, True).result().intensity == "D"
    assert harder_in_turn(mixed.run(LIBRARY, True), (-1,)) == "C"
    assert step('keys = [{ at_s = 0 }]\nintensity = "B"').run(LIBRARY, True).result().intensity == "B"


def test_too_little_to_see_is_not_scored_and_says_why():
    run, time_s = step().run(LIBRARY, False), 0.0
    for i in range(400):
        dark = i % 3 > 0
        time_s += 0 if dark else FRAME_S
        run.advance(time_s, Seen(None if dark else NEUTRAL, Reason.TOO_DARK if dark else None, FRAME_S))
    result = run.result("ended early")
    assert not result.scored and result.reason == "too dark" and result.coverage < 0.4
    assert "too little" in in_words(result)


def test_how_late_is_told_kindly():
    late = StepResult("follow", measured={"synchrony": 0.5, "lag_s": 1.1})
    assert "good moment later" in in_words(late) and "50 of 100" in in_words(late)
    early = replace(late, measured={"synchrony": 0.5, "lag_s": -0.1})
    assert "same moment" in in_words(early) and "0.1 s earlier" in in_words(early)
    at_once = replace(late, measured={"synchrony": 0.5, "lag_s": -0.04})
    assert "at the same time" in in_words(at_once) and "0.0" not in in_words(at_once)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "give either targets"),
        (f"{LIST}\nkeys = [{{ at_s = 1 }}]", "give either targets"),
        ("keys = [{ at_s = 2 }, { at_s = 1 }]", "order of time"),
        ('targets = ["no-such-thing"]', 'no expression called "no-such-thing"'),
        ('keys = [{ at_s = 1, target = "no-such-thing" }]', 'no expression called "no-such-thing"'),
    ],
)
def test_mistakes_in_a_file_are_told(text, mistake):
    with pytest.raises(TableError, match=mistake):
        step(text)
