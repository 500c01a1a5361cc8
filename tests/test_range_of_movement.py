"""The person's own scale: how far a face goes is measured, kept, and what targets then go by."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from mirrorcam.acts import Command
from mirrorcam.app.measuring import SIX
from mirrorcam.app.opening import own_range, remember_face, tell_if_small
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.calibration import DEAD_ZONE, neutral_from
from mirrorcam.expression import Expression
from mirrorcam.phrases import phrase, translated, use
from mirrorcam.range_of_movement import (
    ENOUGH,
    LEAST_REACH,
    LEAST_SHARE,
    LEAST_TRIES,
    MOST_SHARE,
    Range,
    Reach,
    farthest,
    hardly_moved,
    movement,
    range_from,
    range_in,
    scaled,
)
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, replay
from mirrorcam.review import summarise_exercise
from mirrorcam.score import score
from mirrorcam.session import Session
from mirrorcam.sources import Opened
from mirrorcam.steps import Phase, StepResult
from mirrorcam.stores import STORES, open_store
from mirrorcam.target import STILL, unsided
from performing import LIBRARY, STEP, exercise, practise, smiling
from plain_face import sample

NOW = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)
NEUTRAL = neutral_from([sample(0.0, smiling(0.0))])
MEASURES = f'{STEP}measures = "range"\nintensity = "E"\nrepetitions = 3\nrest_s = 0.5\n'
OWN = f'scale = "own"\n{STEP}'
WEAK_LEFT = Range({"AU12": Reach(0.3, 1.0, 1.0), "AU6": Reach(0.35, 0.7, 0.7)})


def smile(time_s, left, right=None):
    return time_s, Expression.of({"AU12L": left, "AU12R": left if right is None else right})


def weak(left, reach=1.0):
    """Smiles when asked to, with its left side only as far as ``left``."""

    def look(_, moment):
        asked = moment is not None and moment.scene.phase in (Phase.MAKE, Phase.HOLD)
        return smiling(reach if asked else 0.0, left)

    return look


# by many pictures


def pictures(smiles, left=1.0):
    """Twelve, one of them half as strong a smile as the strongest, five at rest."""
    return [
        Expression.of({"AU12L": left * smile, "AU12R": smile})
        for smile in (*smiles, *[0.0] * (12 - len(smiles)))
    ]


def test_in_pictures_a_strong_one_is_how_far_the_face_goes_in_the_mean_of_both_sides():
    smiles = [0.8, 0.8, 0.8, 0.2, 0.1]
    reach = range_in(pictures(smiles, left=0.5), [LIBRARY["happiness"]]).reaches["AU12"]
    usual, _ = LIBRARY["happiness"].expect["AU12"]
    assert (reach.left, reach.right, reach.usual) == pytest.approx((0.6, 0.6, usual))
    assert reach.share() == pytest.approx(0.6 / usual)


def test_in_pictures_a_side_counts_for_itself_where_one_alone_is_expected():
    reach = range_in(pictures([0.8, 0.8, 0.8], left=0.5), [LIBRARY["contempt"]]).reaches["AU12"]
    assert (reach.left, reach.right) == pytest.approx((0.4, 0.8))


def test_a_side_that_stays_still_does_not_make_the_other_a_full_face():
    """Half as strong a half smile scores less than its strongest."""
    target = LIBRARY["happiness"]
    shown = [Expression.of({"AU12R": 0.8 * by, "AU6R": 0.55 * by}) for by in (1, 1, 1, 0.5, *[0] * 8)]
    asked = scaled(target, range_in(shown, [target]))
    whole, half = (score(shown[at], asked).value for at in (0, 3))
    assert whole > 70
    assert half < 0.75 * whole


def test_faint_noise_is_no_reach():
    """No unit goes anywhere: nothing scores much more than on the common scale."""
    targets = [LIBRARY[name] for name in SIX]
    noise = Expression.of({code: 0.1 for target in targets for code in target.expect})
    own = range_in([noise] * 12, targets)
    assert all(reach.left == reach.right == LEAST_REACH for reach in own.reaches.values())
    assert max(score(noise, scaled(target, own)).value for target in targets) < 50


def test_an_expression_of_which_the_percentile_is_one_gives_its_reach():
    for pictures_of, every in ((2, 12), (2, 20), (3, 40)):
        shown = pictures([0.8] * pictures_of) + [Expression.of({})] * (every - 12)
        assert range_in(shown, [LIBRARY["happiness"]]).reaches["AU12"].left == pytest.approx(0.8)


def test_one_picture_in_many_that_goes_much_further_counts_for_little():
    far = range_in([*pictures([0.4] * 20), Expression.of({"AU12": 3.0})], [LIBRARY["happiness"]])
    assert far.reaches["AU12"].right == pytest.approx(0.4)


def test_by_pictures_a_faint_face_scores_as_a_strong_one():
    target = LIBRARY["happiness"]
    faint, strong = (
        [
            Expression.of({"AU12": gain * 0.8 * share, "AU6": gain * 0.55 * share})
            for share in (1, 1, 1, 0.5, 0, 0)
        ]
        for gain in (0.4, 1.2)
    )
    scores = [
        [score(face, scaled(target, range_in(shown, [target]))).value for face in shown]
        for shown in (faint, strong)
    ]
    assert scores[0] == pytest.approx(scores[1], abs=10.0)
    assert score(faint[0], target).value < 0.6 * score(strong[0], target).value


def test_no_picture_is_no_scale():
    with pytest.raises(ValueError, match="at least one"):
        range_in([], [LIBRARY["happiness"]])


# how far it goes


def test_of_a_try_the_highest_half_second_counts_and_each_side_for_itself():
    looks = [smile(i / 30, 0.2 + 0.4 * (30 <= i < 50), 0.9) for i in range(90)]
    found = farthest(looks, ["AU12"])
    assert found["AU12"] == pytest.approx((0.6, 0.9))


def test_single_wrong_pictures_are_no_maximum():
    looks = [smile(i / 30, 3.0 if i % 10 == 0 else 0.4) for i in range(60)]
    assert farthest(looks, ["AU12"])["AU12"] == pytest.approx((0.4, 0.4))


@pytest.mark.parametrize("rate", [8, 15, 30, 60])
def test_frame_rates_agree(rate):
    looks = [smile(i / rate, 0.5 * np.sin(i / rate)) for i in range(3 * rate)]
    assert farthest(looks, ["AU12"])["AU12"][0] == pytest.approx(0.5 * np.cos(0.125), abs=0.02)


def test_what_was_not_seen_for_half_a_second_is_not_measured():
    assert farthest([], ["AU12"]) == {}
    assert farthest([smile(i / 30, 0.5) for i in range(9)], ["AU12"]) == {}
    assert farthest([smile(i * 0.3, 0.5) for i in range(9)], ["AU12"]) == {}


def test_movement_away_is_no_negative_reach():
    assert farthest([smile(i / 30, -0.5) for i in range(60)], ["AU12"])["AU12"] == (0, 0)


def test_a_try_keeps_what_the_movement_asks_at_most_as_plain_data():
    target = LIBRARY["happiness"]
    kept = movement([smile(i / 30, 0.5) for i in range(60)], target)
    assert set(kept) == {"AU6", "AU12"}
    assert kept["AU12"] == pytest.approx([0.5, 0.5, target.at("E").expect["AU12"][0]])
    assert json.loads(json.dumps(kept)) == kept


def test_the_range_is_the_median_over_tries():
    tries = [{"AU12": [left, 0.8, 1.0]} for left in (0.2, 0.3, 0.9)]
    assert range_from(tries).reaches == {"AU12": Reach(0.3, 0.8, 1.0)}


@pytest.mark.parametrize(
    "tries", [[], [[0.8, 0.8, 1.0]] * (LEAST_TRIES - 1), [[0, 0, 1]] * (LEAST_TRIES - 1)]
)
def test_too_few_tries_are_no_measurement(tries):
    assert range_from({"AU12": one} for one in tries).reaches == {}


def test_too_little_movement_asks_for_the_least_and_ends_what_was_known():
    found = range_from([{"AU12": [0.02, 0.14, 1.0]}] * LEAST_TRIES)
    assert found.reaches == {"AU12": Reach(ENOUGH, ENOUGH, 1.0)}
    assert WEAK_LEFT.updated(found, {}).reaches == {**WEAK_LEFT.reaches, **found.reaches}


@pytest.mark.parametrize(("reach", "further"), [(0.0, 0.16), (0.08, 0.2), (0.14, 0.3)])
@pytest.mark.parametrize("letter", "ABCDE")
def test_the_weakest_face_is_asked_for_no_more_than_one_that_goes_further(reach, further, letter):
    asked = [
        scaled(LIBRARY["soft-smile"], range_from([{"AU12": [far, far, 1.0]}] * 3)).at(letter)
        for far in (reach, further)
    ]
    assert asked[0].expect["AU12"][0] <= asked[1].expect["AU12"][0]
    assert asked[0].expect["AU12"][0] < LIBRARY["soft-smile"].at(letter).expect["AU12"][0]


def test_what_hardly_moved_goes_by_the_larger_part_of_what_is_asked():
    smile = LIBRARY["happiness"]
    for smiled, cheeks, small in ((0.1, 0.1, True), (0.1, 0.2, True), (0.3, 0.1, False)):
        tries = [{"AU12": [smiled, smiled, 1.0], "AU6": [cheeks, cheeks, 0.7]}] * 3
        assert hardly_moved(smile, tries) == small
    assert not hardly_moved(smile, tries[:1]) and not hardly_moved(smile, [])


@pytest.mark.parametrize("sides", [(0.0, 0.8), (0.8, 0.0)])
def test_one_side_that_does_not_move_is_a_measurement(sides):
    tries = [{"AU12": [*sides, 1.0]}] * 2
    assert range_from(tries).reaches == {"AU12": Reach(*sides, 1.0)}
    assert not hardly_moved(LIBRARY["soft-smile"], tries)


def test_of_several_movements_the_one_that_asks_most_counts():
    weaker, main = {"AU6": [0.9, 0.9, 0.2]}, {"AU6": [0.5, 0.5, 0.7]}
    assert range_from([weaker, weaker, main, main]).reaches == {"AU6": Reach(0.5, 0.5, 0.7)}
    assert range_from([weaker, weaker, main]).reaches == {}


# targets on that scale


def test_what_is_asked_of_both_sides_goes_by_the_weaker_one():
    target = LIBRARY["happiness"]
    own = scaled(target, WEAK_LEFT)
    assert own.expect["AU12"][0] == pytest.approx(0.3 * target.expect["AU12"][0])
    assert own.expect["AU6"][0] == pytest.approx(0.5 * target.expect["AU6"][0])
    assert own.show.left("AU12") == own.show.right("AU12") == pytest.approx(0.3 * target.show["AU12"])
    assert own.expect["AU12"][1] == target.expect["AU12"][1] and own.text == target.text


def test_what_is_asked_of_one_side_goes_by_that_side():
    right = LIBRARY["contempt"]
    assert scaled(right, WEAK_LEFT).expect == right.expect
    assert scaled(right, WEAK_LEFT).show.right("AU12") == right.show.right("AU12")
    other = replace(right, expect={"AU12L": (0.6, 1.0)}, show=Expression.of({"AU12L": 0.6}))
    assert scaled(other, WEAK_LEFT).expect["AU12L"][0] == pytest.approx(0.18)
    assert scaled(other, WEAK_LEFT).show.left("AU12") == pytest.approx(0.18)


def test_intensity_e_asks_for_the_own_maximum():
    target = LIBRARY["open-smile"]
    usual = target.at("E").expect["AU12"][0]
    own = Range({"AU12": Reach(0.5, 0.7, usual)})
    assert scaled(target, own).at("E").expect["AU12"][0] == pytest.approx(0.5)


@pytest.mark.parametrize(("reach", "share"), [(0.0, LEAST_SHARE), (9.0, MOST_SHARE), (0.7, 0.7)])
def test_one_bad_measurement_makes_no_target_trivial_or_out_of_reach(reach, share):
    target = LIBRARY["happiness"]
    own = scaled(target, Range({"AU12": Reach(reach, reach, 1.0)}))
    assert own.at("E").expect["AU12"][0] == pytest.approx(share * target.at("E").expect["AU12"][0])
    assert own.expect["AU6"] == target.expect["AU6"]
    assert own.show.values.max() <= 1


@pytest.mark.parametrize("name", LIBRARY)
def test_no_target_asks_for_less_than_can_be_told_from_rest_or_speaks_against_itself(name):
    codes = {code.rstrip("LR") for code in LIBRARY[name].expect}
    for reach in (0.0, 9.0):
        own = scaled(LIBRARY[name], Range(dict.fromkeys(codes, Reach(reach, reach, 1.0)))).at("A")
        assert min(level for level, _ in own.expect.values()) >= STILL
        both = set(own.expect) & set(own.contradict)
        assert all(own.contradict[code][1] > own.expect[code][0] for code in both)


def weak_by(target, share):
    """A face that goes ``share`` of the usual way in everything that ``target`` asks for."""
    full = target.at("E").expect
    return Range(
        {unsided(code): Reach(level * share, level * share, level) for code, (level, _) in full.items()}
    )


@pytest.mark.parametrize("share", [0.9, 0.5, 0.3, 0.2])
@pytest.mark.parametrize("name", LIBRARY)
def test_each_letter_asks_for_more_and_the_avatar_shows_more_up_to_the_own_maximum(name, share):
    usual = LIBRARY[name]
    own = scaled(usual, weak_by(usual, share))
    asked = [own.at(letter) for letter in "ABCDE"]
    for code in usual.expect:
        levels = [one.expect[code][0] for one in asked]
        shown = [one.show[unsided(code)] for one in asked]
        most = share * usual.at("E").expect[code][0]
        assert levels[-1] == pytest.approx(max(most, STILL))
        if most > STILL:
            common = [usual.at(letter).expect[code][0] for letter in "ABCDE"]
            rises = [common[i] < common[i + 1] for i in range(4)]
            assert [levels[i] < levels[i + 1] for i in range(4)] == rises or levels == sorted(set(levels))
            assert [shown[i] < shown[i + 1] for i in range(4)] == rises or shown == sorted(set(shown))


def test_letters_of_a_small_smile_by_hand():
    """Own maximum .131 (.3 of .4375): what is not lifted is the share; what is, rises from .06 with the square."""
    smile = LIBRARY["soft-smile"]
    own = scaled(smile, weak_by(smile, 0.3))
    levels = [own.at(letter).expect["AU12"][0] for letter in "ABCDE"]
    rise = (0.13125 - 0.06) * ((0.35 - 0.15) / 0.85) ** 2
    assert levels[:2] == pytest.approx([0.06, 0.06 + rise])
    assert levels[3:] == pytest.approx([0.105, 0.13125])
    assert levels == sorted(set(levels))


@pytest.mark.parametrize("name", LIBRARY)
def test_the_same_share_of_the_own_maximum_scores_about_the_same(name):
    usual = LIBRARY[name]
    for share, within in ((0.5, 8), (0.3, 25)):
        own = scaled(usual, weak_by(usual, share))
        for letter in "BCE":
            asked = usual.at(letter)
            levels = {code: level for code, (level, _) in asked.expect.items()}
            common = score(Expression.of(levels), asked).shown
            less = Expression.of({code: share * level for code, level in levels.items()})
            assert score(less, own.at(letter)).shown >= common - within


def test_a_face_that_goes_as_far_as_usual_is_asked_what_everyone_is():
    for usual in LIBRARY.values():
        own = scaled(usual, weak_by(usual, 1.0)).at("A")
        assert own.expect == usual.at("A").expect
        assert own.show.values.tolist() == usual.at("A").show.values.tolist()


def test_the_avatar_shows_as_much_of_what_is_usual_as_is_asked_beside_the_dead_zone():
    smile = LIBRARY["soft-smile"]
    shown = scaled(smile, weak_by(smile, 0.3)).at("D").show
    assert shown["AU12"] == pytest.approx(smile.show["AU12"] * (0.105 + DEAD_ZONE) / (0.4375 + DEAD_ZONE))


def test_rivals_are_on_the_same_scale():
    own = scaled(LIBRARY["fear"], Range({"AU5": Reach(0.5, 0.5, 1.0)}))
    for rival, usual in zip(own.rivals, LIBRARY["fear"].rivals, strict=True):
        if "AU5" in usual.expect:
            assert rival.expect["AU5"][0] == pytest.approx(0.5 * usual.expect["AU5"][0])


# in a session


def test_a_session_measures_a_range_and_another_goes_by_it():
    measuring = Session(exercise(MEASURES), LIBRARY, NEUTRAL)
    for _ in practise(measuring, weak(0.7)):
        pass
    found = measuring.measured_range().reaches
    assert set(found) == {"AU6", "AU12"}
    assert found["AU12"].left < 0.6 * found["AU12"].right
    trials = measuring.trials()[0]
    assert all(set(trial["range"]) == {"AU6", "AU12"} for trial in trials)
    own = Session(exercise(OWN), LIBRARY, NEUTRAL, own=Range(found))
    share = found["AU12"].left / found["AU12"].usual
    assert own.targets["happiness"].expect["AU12"][0] == pytest.approx(0.8 * share)


def test_a_weak_face_reaches_on_its_own_scale_what_it_cannot_on_the_common_one():
    measuring = Session(exercise(MEASURES), LIBRARY, NEUTRAL)
    list(practise(measuring, weak(1.0, reach=0.35)))
    made = weak(1.0, reach=0.3)
    common, own = (
        Session(exercise(text), LIBRARY, NEUTRAL, own=measuring.measured_range())
        for text in (f'{STEP}intensity = "D"\n', f'{OWN}intensity = "D"\n')
    )
    list(practise(common, made))
    list(practise(own, made))
    assert own.results()[0]["score"] > common.results()[0]["score"] + 30
    assert common.own is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_summary_names_what_was_too_small_to_measure_and_nothing_else(language):
    use(language)
    for reach, named in ((0.1, True), (0.9, False)):
        session = Session(exercise(MEASURES), LIBRARY, NEUTRAL)
        list(practise(session, weak(1.0, reach=reach)))
        results = [StepResult(**result) for result in session.results()]
        summary = summarise_exercise(results, session.exercise.steps, LIBRARY, session.trials())
        name = translated(LIBRARY["happiness"].title)
        assert (phrase("summary.hardly_moved", list=name) in summary.told) == named
        assert (session.measured_range().reaches["AU12"].right == ENOUGH) == named


def test_steps_that_do_not_measure_it_keep_none():
    session = Session(exercise(), LIBRARY, NEUTRAL)
    list(practise(session, weak(1.0)))
    assert session.measured_range() == Range({})
    assert all("range" not in trial for trial in session.trials()[0])


def test_a_replay_on_the_own_scale_is_the_same_to_the_bit(tmp_path):
    path = tmp_path / "own.mirrorcam"
    session = Session(exercise(OWN), LIBRARY, NEUTRAL, own=WEAK_LEFT)
    with Recorder(path, session, NOW) as recorder:
        for new, _ in practise(session, weak(0.4)):
            recorder.add(new)
        recorder.finish()
    recording = read_recording(path)
    assert recording.own == WEAK_LEFT
    again = replay(recording)
    assert json.dumps(again.results()) == json.dumps(session.results())
    assert json.dumps(again.trials()) == json.dumps(session.trials())
    plain = replay(replace(recording, own=None))
    assert plain.results()[0]["score"] != session.results()[0]["score"]


def test_a_recording_on_the_common_scale_keeps_no_range(tmp_path):
    session = Session(exercise(), LIBRARY, NEUTRAL, own=WEAK_LEFT)
    with Recorder(tmp_path / "a.mirrorcam", session, NOW) as recorder:
        recorder.add(sample(0.0, smiling(0.0)))
        recorder.finish()
    assert read_recording(tmp_path / "a.mirrorcam").own is None


# kept


class Before(Opened):
    """Somebody before a camera."""

    name, live = "somebody", True


def practised(text, path, **settings):
    """A finished run, as it is handed to ``remember_face``; kept in ``path``, if any."""
    session = Session(exercise(text), LIBRARY, NEUTRAL, **settings)
    list(practise(session, weak(0.4)))
    recorder = None if path is None else Recorder(path, session, NOW)
    return Practice(Before(), Eyes(None), session, recorder)


def test_what_a_person_showed_is_kept_and_joins_what_was_known(tmp_path):
    store = open_store("disk", tmp_path / "data")
    known = Range({"AU1": Reach(0.5, 0.5, 1.0), "AU12": Reach(0.9, 0.9, 1.0)})
    store.keep_range(known)
    with practised(MEASURES, tmp_path / "a.mirrorcam") as practice:
        remember_face(practice, store)
    found = store.range().reaches
    assert set(found) == {"AU1", "AU6", "AU12"} and found["AU1"] == known.reaches["AU1"]
    assert found["AU12"] == practice.session.measured_range().reaches["AU12"] != known.reaches["AU12"]


def test_what_another_movement_shows_of_a_skipped_one_leaves_it_as_it_was(tmp_path):
    """Lips part in an open smile, too, and further with a jaw that drops."""
    smile = MEASURES.replace('"happiness"', '"open-smile"')
    jaw = smile.replace('"open-smile"', '"jaw-drop"')
    known = Range({"AU25": Reach(1.0, 1.0, LIBRARY["jaw-drop"].at("E").expect["AU25"][0])})
    for number, (text, left) in enumerate(((smile + jaw, True), (smile, False))):
        store = open_store("memory")
        store.keep_range(known)
        session = Session(exercise(text), LIBRARY, NEUTRAL)
        for _, moment in practise(session, weak(1.0)):
            if moment.step == 1:
                session.command(moment.time_s, Command.SKIP)
        recorder = Recorder(tmp_path / f"{number}.mirrorcam", session, NOW)
        with Practice(Before(), Eyes(None), session, recorder) as practice:
            remember_face(practice, store)
        found = store.range().reaches
        assert "AU12" in found and (found["AU25"] == known.reaches["AU25"]) is left


def test_no_range_is_kept_of_a_session_that_is_not_or_that_measured_none(tmp_path):
    store = open_store("memory")
    for text, path in ((MEASURES, None), (STEP, tmp_path / "a.mirrorcam")):
        with practised(text, path) as practice:
            remember_face(practice, store)
    assert store.range() is None


def test_who_is_asked_for_as_much_as_is_comfortable_is_not_told_to_move_a_little():
    for text, hinted in ((MEASURES, False), (f'{STEP}intensity = "E"\n', True)):
        moments = [one for _, one in practise(Session(exercise(text), LIBRARY, NEUTRAL), weak(0.4, 0.5))]
        assert any(moment.scene.score is not None for moment in moments)
        assert any(moment.scene.hint is not None for moment in moments) is hinted


def test_of_a_session_that_is_not_kept_no_face_at_rest_is_kept_either(tmp_path):
    for path, kept in ((None, False), (tmp_path / "a.mirrorcam", True)):
        store = open_store("memory")
        with practised(STEP, path) as practice:
            practice.session.taken.append((1, NEUTRAL))
            remember_face(practice, store)
        assert (store.neutral() is not None) is kept


def test_no_range_is_kept_of_a_film_or_the_performer(tmp_path, monkeypatch):
    monkeypatch.setattr(Before, "live", False)
    store = open_store("memory")
    with practised(MEASURES, tmp_path / "a.mirrorcam") as practice:
        remember_face(practice, store)
    assert store.range() is None


def test_an_exercise_on_the_own_scale_is_given_it_and_says_when_there_is_none():
    store, said = open_store("memory"), []
    assert own_range(exercise(STEP), store, said.append) is None and said == []
    assert own_range(exercise(OWN), store, said.append) is None and said == [phrase("notice.no_range")]
    store.keep_range(WEAK_LEFT)
    assert own_range(exercise(OWN), store, said.append) == WEAK_LEFT and len(said) == 1
    assert own_range(exercise(STEP), store, said.append) is None


def test_who_is_asked_for_hardly_more_than_a_still_face_moves_is_told_by_name_and_nobody_else():
    said = []
    smile = OWN.replace("happiness", "soft-smile")
    asked = [
        (smile, 0.2),
        (f'{smile}intensity = "E"\n', 0.2),
        (smile, 0.9),
        (smile.replace("own", "common"), 0.2),
    ]
    for text, reach in asked:
        weakest = Range({"AU12": Reach(reach, 0.9, 1.0), "AU6": Reach(reach * 0.6, 0.5, 0.6)})
        tell_if_small(Session(exercise(text), LIBRARY, NEUTRAL, own=weakest), said.append)
    assert said == [phrase("notice.small_range", list=LIBRARY["soft-smile"].title)]


def test_it_is_plain_data_and_back_to_the_bit():
    assert Range.from_dict(json.loads(json.dumps(WEAK_LEFT.to_dict()))) == WEAK_LEFT


@pytest.mark.parametrize(
    "content",
    [
        {"AU99": [0.1, 0.2, 1.0]}, {"AU12": [0.1, 0.2]}, {"AU12": [0.1, 0.2, 0.0]}, {"AU12": [-0.1, 0.2, 1.0]},
        {"AU12": [float("nan"), 0.2, 1.0]}, {"AU12": "far"}, {"AU12": None}, {"AU12": [0.1, "x", 1.0]},
    ],
)  # fmt: skip
def test_what_is_no_range_is_refused(content):
    with pytest.raises(ValueError, match="not a range of movement"):
        Range.from_dict(content)


@pytest.mark.parametrize("kind", STORES)
def test_every_store_keeps_it(kind, tmp_path):
    store = open_store(kind, tmp_path)
    assert store.range() is None
    store.keep_range(WEAK_LEFT)
    assert store.range() == WEAK_LEFT


def test_on_disk_it_is_its_owners_only_and_a_broken_one_is_none(tmp_path):
    store = open_store("disk", tmp_path)
    store.keep_range(WEAK_LEFT)
    assert (tmp_path / "range.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "range.json").write_text('{"AU12": 3}')
    assert store.range() is None


def test_what_is_newer_takes_the_place_of_what_was_known():
    newer = Range({"AU12": Reach(0.5, 1.0, 1.0)})
    assert WEAK_LEFT.updated(newer, {}).reaches == {**WEAK_LEFT.reaches, **newer.reaches}
