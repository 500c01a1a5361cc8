"""A session computed anew, all at once, equals its replay to the bit; changed, it changes what it should."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorcam.acts import Answer, Command
from mirrorcam.calibration import AVERAGE, neutral_from
from mirrorcam.errors import BadInput
from mirrorcam.expression import INTENSITIES
from mirrorcam.face import Reason, round_face
from mirrorcam.identity import OTHER_S
from mirrorcam.landmarks import mirrored
from mirrorcam.proportions import proportions
from mirrorcam.recording import read_recording, session_moments
from mirrorcam.rescoring import Change, rescore
from mirrorcam.rescoring.columns import AT_ONCE, read_columns
from mirrorcam.rescoring.course import course_of
from mirrorcam.rescoring.faces import see_again
from mirrorcam.rescoring.trials import kept_schedule, replayed, runs
from mirrorcam.session import Session
from performing import FRAME_S, LIBRARY, exercise, obliging, sitting_at, smiling
from plain_face import face, sample, turned
from recordings import practised

STEPS = """
[[steps]]
kind = "imitate"
target = "happiness"
repetitions = 2
make_s = 3
hold_s = 1

[[steps]]
kind = "say"
words = "Well done."

[[steps]]
kind = "imitate"
target = "soft-smile"
intensity = "B"
make_s = 3
hold_s = 1
"""
ADAPTING = f"adapt = true\n{STEPS}"
RESTED = neutral_from([sample(i / 30, smiling(0.0)) for i in range(30)])
COURSES = {
    "plain": (STEPS, []),
    "paused": (STEPS, [(5.7, Command.PAUSE), (8.0, Command.RESUME)]),
    "a pause that an answer ends": (STEPS, [(7.0, Command.PAUSE), (8.0, Answer("x"))]),
    "another neutral": (STEPS, [(5.7, Command.NEUTRAL)]),
    "another neutral, paused": (
        STEPS,
        [(7.0, Command.PAUSE), (8.0, Command.NEUTRAL), (8.6, Command.PAUSE), (9.2, Command.RESUME)],
    ),
    "another neutral, paused twice": (
        STEPS,
        [(7.0, Command.NEUTRAL), (7.5, Command.PAUSE), (8.0, Command.PAUSE), (11.0, Command.RESUME)],
    ),
    "another neutral, skipped": (STEPS, [(5.7, Command.NEUTRAL), (6.2, Command.SKIP)]),
    "another neutral, twice": (STEPS, [(8.0, Command.NEUTRAL), (9.0, Command.REPEAT)]),
    "once more": (STEPS, [(9.0, Command.REPEAT)]),
    "once more while away": (STEPS, [(9.0, Command.REPEAT), (9.5, Command.SKIP)]),
    "harder and easier": (STEPS, [(5.7, Command.HARDER), (12.0, Command.EASIER)]),
    "paused while it is let go": (STEPS, [(6.7, Command.PAUSE), (8.0, Command.RESUME)]),
    "another neutral while it is let go": (STEPS, [(6.7, Command.NEUTRAL)]),
    "skipped while it is let go": (STEPS, [(6.7, Command.SKIP)]),
    "ended while it is let go": (STEPS, [(6.7, Command.STOP)]),
    "by itself": (ADAPTING, []),
    "skipped": (STEPS, [(5.7, Command.SKIP)]),
    "ended": (STEPS, [(5.7, Command.STOP)]),
    "no neutral": (STEPS, [(0.5, Command.SKIP)]),
}
FIGURES = ("score", "onset_s", "held_s", "steadiness", "symmetry", "coverage")
OF_A_TRIAL = (*FIGURES, "rise_s", "offset_s", "unasked", "unasked_excess", "best_s", "scored")


def person():
    """Looks aside, blinks, talks, goes away for long enough to begin anew, and comes back."""
    smiles = obliging(0.8)

    def look(time_s, moment):
        seen = smiles(time_s, moment)
        if 5.2 <= time_s < 5.5:
            return Reason.TURNED_AWAY
        if 13.0 <= time_s < 16.5:
            return Reason.NOBODY
        if 4.6 <= time_s < 4.8:
            return blinking(seen)
        return speaking(seen, time_s) if any(begin <= time_s < begin + 1.3 for begin in SPEAKS) else seen

    return look


SPEAKS = (9.0, 17.5)


def speaking(seen, time_s):
    landmarks = seen.landmarks.copy()
    landmarks[14, 1] += 0.02 * (0.5 - 0.5 * np.cos(2 * np.pi * 4 * time_s))
    return round_face(landmarks, seen.blendshapes, seen.head)


def blinking(seen):
    shapes = seen.blendshapes.copy()
    shapes[9:11] = 0.9
    return replace(seen, blendshapes=shapes)


@pytest.fixture(scope="module", params=COURSES)
def course(request, tmp_path_factory):
    text, acts = COURSES[request.param]
    path = tmp_path_factory.mktemp("kept") / "joy.mirrorcam"
    session = Session(exercise(text), LIBRARY, attended=False)
    return read_recording(practised(path, session, person(), acts, frame_s=1 / 15))


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "joy.mirrorcam"
    return read_recording(practised(path, Session(exercise(STEPS), LIBRARY, attended=False), person()))


def same_as_kept(recording, found):
    for step, now in found.items():
        kept = recording.steps[step]
        assert {name: getattr(now, name) for name in FIGURES} == {name: kept[name] for name in FIGURES}
        assert (None if kept["scored"] else now.reason) in (kept["reason"], None), (now.reason, kept)
        tries = [
            {"intensity": one.intensity, "complete": one.complete}
            | {name: getattr(one.result, name) for name in OF_A_TRIAL}
            for one in now.tries
        ]
        names = ("intensity", "complete", *OF_A_TRIAL)
        assert tries == [{name: one[name] for name in names} for one in recording.trials[step]]


def test_with_nothing_changed_it_is_what_was_kept_to_the_bit(course):
    same_as_kept(course, rescore(course, Change()))


@pytest.mark.parametrize("acts", [[], [(0.5, Command.SKIP)]], ids=["never begun", "skipped"])
def test_without_a_face_at_rest_it_is_told_live_as_anew(acts, tmp_path):
    """Nothing that was never asked was seen for nought of its time: that is not known."""
    session = Session(exercise(STEPS), LIBRARY, attended=False)
    path = practised(tmp_path / "dark.mirrorcam", session, lambda *_: Reason.TOO_DARK, acts, until_s=12.0)
    recording = read_recording(path)
    same_as_kept(recording, rescore(recording, Change()))
    assert [one["coverage"] for one in recording.steps] == [None] * 3
    assert recording.steps[0]["reason"] == "too dark"


def test_whoever_is_there_after_a_cut_is_scored_neither_live_nor_anew(tmp_path):
    smiles, cut_s = obliging(0.8), 8.0
    wider = {33: -0.56, 133: 0.56, 234: -1.0, 127: -0.6, 93: -1.3, 132: -1.7}
    both = wider | {mirrored(point): -by for point, by in wider.items()}
    moved = face({point: (by, 0, 0) for point, by in both.items()}).landmarks - face().landmarks

    def look(time_s, moment):
        seen = smiles(time_s, moment)
        return seen if time_s < cut_s else round_face(seen.landmarks + moved, seen.blendshapes, seen.head)

    session = Session(exercise(STEPS), LIBRARY, attended=False)
    recording = read_recording(practised(tmp_path / "cut.mirrorcam", session, look))
    columns = read_columns(recording)
    told = columns.times_s[see_again(recording, columns).told >= 0]
    assert cut_s + OTHER_S - 0.1 < told.max() < cut_s + OTHER_S + 0.1 < columns.times_s[-1] - 5
    same_as_kept(recording, rescore(recording, Change()))


def test_without_what_was_shown_it_is_the_same(course):
    columns = read_columns(course)
    seen, session = see_again(course, columns), course.begin()
    shown, anew = kept_schedule(course, columns), replayed(course, seen)[0]
    for one, other in zip(runs(shown, seen, session), runs(anew, seen, session), strict=True):
        assert (one.step, one.seen_s, one.asked_s) == (other.step, other.seen_s, other.asked_s)
        for now, then in zip(one.windows, other.windows, strict=True):
            assert (now.letter, now.go_s, now.hold_s, now.until_s) == (
                then.letter, then.go_s, then.hold_s, then.until_s,
            )  # fmt: skip
            assert np.array_equal(now.samples, then.samples)


def test_the_letters_are_known_of_recordings_in_which_the_mere_share_was_shown(course):
    columns = read_columns(course)
    seen, session, shown = see_again(course, columns), course.begin(), kept_schedule(course, columns)
    now = list(runs(shown, seen, session))
    worn = {
        int(sample): session.targets[session.exercise.steps[run.step].target].show.scaled(
            INTENSITIES[window.letter]
        )
        for run in now
        for window in run.windows
        for sample in range(window.samples[0] - 2, window.samples[0] + 1)
    }
    before = list(runs(replace(shown, asked=worn.get), seen, session))
    letters = [[window.letter for window in run.windows] for run in now]
    assert [[window.letter for window in run.windows] for run in before] == letters


def test_what_the_steps_were_told_is_the_same_to_the_bit(course):
    seen = see_again(course, read_columns(course))
    for i, (session, _, moment) in enumerate(session_moments(course)):
        told = session.seen
        if told is not None:
            (values,) = seen.expressions(np.array([i]))
            assert seen.practised[i] and seen.since_s[i] == told.since_s
            assert seen.back_s[i] == told.back_s
            known = told.expression is not None
            assert np.array_equal(values, told.expression.values) if known else np.isnan(values).all()
        else:
            assert moment.done or not seen.practised[i]


def test_a_face_at_rest_is_found_again_as_todays_measure_has_it_whatever_was_kept_of_it(course):
    samples = len(read_columns(course))
    older = replace(course, taken=tuple((at, AVERAGE) for at, _ in course.taken))
    was, found = (
        [
            None if one.neutral is None else one.neutral.to_dict()
            for one in course_of(kept, samples, None).stretches
        ]
        for kept in (course, older)
    )
    assert found == was


def test_what_was_shown_before_speech_was_told_is_taken_back(recording):
    """It lasts for a while before it is known, and is in none of the windows from its beginning on."""
    columns = read_columns(recording)
    seen = see_again(recording, columns)
    told = np.flatnonzero(seen.back_s)
    began_s = columns.times_s[told] - seen.back_s[told]
    assert len(told) == len(SPEAKS) and np.abs(began_s - SPEAKS).max() < 0.3
    windows = [
        w for run in runs(kept_schedule(recording, columns), seen, recording.begin()) for w in run.windows
    ]
    taken_back = [
        [at for at in w.samples[~w.there] if seen.told[at] >= 0 and not columns.facts["reason"][at]]
        for w in windows
    ]
    found = [at for one in taken_back for at in one]
    assert len(found) > 10
    assert all(
        any(b <= columns.times_s[at] < columns.times_s[t] for b, t in zip(began_s, told, strict=True))
        for at in found
    )


def test_the_proportions_of_every_face_are_the_same_to_the_bit(recording):
    lengths = read_columns(recording).lengths
    faces = [one for one in recording.samples() if one.face is not None]
    assert len(lengths) == len(faces) > 0
    for found, one in zip(lengths, faces, strict=True):
        assert np.array_equal(found, proportions(one.face.landmarks, one.width, one.height))


def test_samples_stand_in_columns_as_they_are(recording):
    columns, samples = read_columns(recording), list(recording.samples())
    assert columns.times_s.tolist() == [one.time_s for one in samples]
    assert columns.face.tolist().count(-1) == sum(one.face is None for one in samples) > 0
    for at, one in zip(columns.face, samples, strict=True):
        if one.face is not None:
            assert columns.poses[at] == one.face.pose
            assert np.array_equal(columns.patches[at], one.face.patches)


def test_some_of_the_samples_can_be_read(recording):
    every = list(recording.samples())
    some = list(recording.samples(17, 75))
    assert [one.time_s for one in some] == [one.time_s for one in every[17:75]]
    assert list(recording.samples(len(every))) == []


def test_when_it_was_let_go_is_found_again(recording):
    """In the second of three tries the person speaks meanwhile."""
    found = rescore(recording, Change())
    results = [one.result for step in found.values() for one in step.tries]
    assert [one.offset_s is None for one in results] == [False, True, False]
    assert all(one.offset_s > one.onset_s + 1 for one in results if one.offset_s is not None)


def test_another_formula_scores_otherwise_what_was_done_at_the_same_times(recording):
    now, then = rescore(recording, Change(formula=1)), rescore(recording, Change())
    assert 0 < now[0].score < 100 and now[0].score != then[0].score
    assert [one.coverage for one in now.values()] == [one.coverage for one in then.values()]


def test_the_same_target_as_a_file_changes_nothing(recording):
    same_as_kept(recording, rescore(recording, Change(targets=[LIBRARY["happiness"]])))


def test_another_target_changes_its_own_steps_only(recording):
    harder = replace(LIBRARY["happiness"], typical=100.0)
    now, then = rescore(recording, Change(targets=[harder])), rescore(recording, Change())
    assert now[0].score < then[0].score and now[2] == then[2]


def test_another_neutral_changes_what_a_smile_counts(recording):
    smiled = neutral_from([sample(i / 30, smiling(0.3)) for i in range(30)])
    then = rescore(recording, Change())[0].score
    assert rescore(recording, Change(neutral=smiled))[0].score < 0.8 * then
    assert rescore(recording, Change(neutral=RESTED))[0].score == pytest.approx(then, abs=5)


def test_a_higher_threshold_holds_for_less(recording):
    low, high = (rescore(recording, Change(threshold=score))[0] for score in (20, 70))
    assert low.held_s > high.held_s and low.score == high.score and low.onset_s < high.onset_s


def test_a_wider_dead_zone_leaves_less(recording):
    assert rescore(recording, Change(dead_zone=0.2))[0].score < rescore(recording, Change())[0].score


def test_a_stricter_limit_sees_less(recording):
    none = rescore(recording, Change(gates={"too_far": 400}))
    assert none[0].score is None and none[0].coverage == 0.0
    same = rescore(recording, Change(gates={"too_far": 80, "neutral_yaw": 13}))
    same_as_kept(recording, same)


@pytest.mark.parametrize(("given", "then_s"), [(None, 5.0), (RESTED, 3.0)], ids=["taken", "given"])
def test_turns_from_the_neutral_have_a_limit_of_their_own(given, then_s, tmp_path):
    aside = face(rotation=turned(6, 0, 0))
    smiles = obliging(0.8)

    def look(time_s, moment):
        return aside if 0 <= time_s - then_s < 0.4 else smiles(time_s, moment)

    session = Session(exercise(STEPS), LIBRARY, given, attended=False)
    kept = read_recording(practised(tmp_path / "a.mirrorcam", session, look))
    wide, narrow = rescore(kept, Change()), rescore(kept, Change(gates={"neutral_yaw": 4}))
    assert narrow[0].coverage < wide[0].coverage - 0.05


def test_another_neutral_is_asked_whether_it_serves_too(recording):
    own, far = (rescore(recording, Change(neutral=replace(RESTED, face_size=size))) for size in (0.0, 1.0))
    assert own[0].score is not None and far[0].score is None


def test_a_neutral_that_was_given_counts_as_it_did(tmp_path):
    given = Session(exercise(STEPS), LIBRARY, RESTED, attended=False)
    acts = [(6.0, Command.NEUTRAL), (6.5, Command.SKIP), (9.0, Command.NEUTRAL)]
    kept = read_recording(practised(tmp_path / "given.mirrorcam", given, person(), acts))
    same_as_kept(kept, rescore(kept, Change()))


def test_a_session_that_was_cut_off_is_scored_as_far_as_it_went(tmp_path):
    path = tmp_path / "cut.mirrorcam"
    whole = Session(exercise(STEPS), LIBRARY, attended=False)
    kept = read_recording(practised(path, whole, person(), until_s=8.0))
    found = rescore(kept, Change())
    same_as_kept(kept, found)
    assert found[2].score is None and found[2].tries == ()


def left_after(seconds, path):
    smiles = obliging(0.8)

    def look(time_s, moment):
        return smiles(time_s, moment) if time_s < seconds else Reason.NOBODY

    session = Session(exercise(STEPS), LIBRARY, attended=False)
    return read_recording(practised(path / "left.mirrorcam", session, look, until_s=seconds + 2.0))


def test_a_session_is_computed_anew_whose_last_samples_have_no_face(tmp_path):
    """None is left, after as many as are measured together."""
    kept = left_after(AT_ONCE * FRAME_S, tmp_path)
    same_as_kept(kept, rescore(kept, Change()))


def test_a_session_that_nobody_came_to_is_computed_anew(tmp_path):
    found = rescore(left_after(0.0, tmp_path), Change())
    assert set(found) == {0, 2} and all(one.score is None and one.tries == () for one in found.values())


def of_two(path, acts=(), until_s=30.0):
    """Who sits on the left smiles as far as asked; the other one hardly."""
    session = Session(exercise(f'{STEPS}\n[[steps]]\nkind = "together"\n'), LIBRARY, attended=False)
    left, right = sitting_at(0.75, person()), sitting_at(0.25, obliging(0.3))
    return read_recording(
        practised(path / "two.mirrorcam", session, left, acts, until_s=until_s, frame_s=1 / 15, beside=right)
    )


@pytest.mark.parametrize(
    "acts", ["plain", "once more", "harder and easier", "another neutral", "another neutral, twice"]
)
def test_of_two_people_who_sits_on_the_left_is_scored_anew_as_it_was_kept(acts, tmp_path):
    kept = of_two(tmp_path, COURSES[acts][1])
    assert kept.steps[0]["score"] > 70
    same_as_kept(kept, rescore(kept, Change()))


def test_of_two_people_what_was_seen_is_not_computed_by_other_limits(tmp_path):
    with pytest.raises(BadInput, match="two people"):
        rescore(of_two(tmp_path, until_s=3.0), Change(dead_zone=0.1))


def test_a_target_that_was_not_asked_for_is_told(recording):
    with pytest.raises(BadInput, match="does not ask for"):
        rescore(recording, Change(targets=[LIBRARY["anger"]]))
