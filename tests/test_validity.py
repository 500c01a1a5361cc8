"""Whether the neutral still serves."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest

from mirrorcam.against import ALIKE_DEG, SOFTENED, against
from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.closeup import SHADED, Closeup, Skin
from mirrorcam.covering import Signs
from mirrorcam.face import Face, Reason, Sample
from mirrorcam.gate import DIM, LOST_S, SHINE
from mirrorcam.identity import (
    AGAIN_S,
    AWAY_S,
    CUT,
    CUT_S,
    CUT_SIZE,
    CUT_SMALLER,
    KNOWN_OTHER_S,
    LASTS_S,
    OTHER,
    OTHER_S,
    PERHAPS_OTHER,
    RETURNED,
)
from mirrorcam.landmarks import SKIN, mirrored
from mirrorcam.onlooker import RULES
from mirrorcam.patches import POSITION, UNUSABLE, unread
from mirrorcam.proportions import LENGTHS, SPREADS, unlike
from mirrorcam.recording import read_recording, replay, session_moments
from mirrorcam.rescoring import Change, rescore
from mirrorcam.session import Session
from mirrorcam.validity import PITCH_DEG, SOFTENED_S, UNTOLD_S, YAW_DEG, Validity
from mirrorcam.why_not import (
    HIDDEN_BROWS,
    HIDDEN_CHIN,
    HIDDEN_EYE,
    OTHER_SKIN,
    PERHAPS_OTHER_SKIN,
    UNEVEN_SKIN,
    covered_beside,
    why_not,
)
from performing import LIBRARY, exercise
from plain_face import face, sample, turned
from recordings import practised

STEP_S = 1 / 30
REST: Sample = sample(0.0, face())
NEUTRAL: Neutral = neutral_from([REST])


def after(seen: Sample, seconds: float, validity: Validity | None = None) -> Validity:
    """What is thought after so long of the same sight."""
    if validity is None:
        validity = Validity()
        validity.begin((REST.width, REST.height))
    for _ in range(round(seconds / STEP_S)):
        validity.see(STEP_S, against(NEUTRAL, seen))
    return validity


@pytest.mark.parametrize(("axis", "limits"), [("yaw_deg", YAW_DEG), ("pitch_deg", PITCH_DEG)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_head_that_is_turned_far_from_the_neutrals_is_not_scored_at_once(axis, limits, sign):
    def at(deg):
        return sample(0.0, face(rotation=turned(**{axis: sign * deg})))

    assert after(at(limits.enter - 0.5), STEP_S).reason is None
    validity = after(at(limits.enter + 0.5), STEP_S)
    assert validity.reason is Reason.TURNED_AWAY
    assert after(at(limits.leave + 0.5), STEP_S, validity).reason is Reason.TURNED_AWAY
    assert after(at(limits.leave - 0.5), STEP_S, validity).reason is None


def test_turns_are_counted_from_how_the_head_was_held_for_the_neutral():
    lifted = sample(0.0, face(rotation=turned(pitch_deg=9)))
    validity = Validity()
    validity.see(STEP_S, against(neutral_from([lifted]), sample(0.0, face(rotation=turned(pitch_deg=18)))))
    assert validity.reason is None


def test_another_camera_needs_another_neutral_once_it_stays():
    other = replace(REST, width=640, height=480, face_px=150.0)
    assert after(other, LASTS_S - 0.1).reason is None
    validity = after(other, LASTS_S + 0.1)
    assert validity.reason is Reason.NEUTRAL_OFF and validity.offer
    validity.begin((other.width, other.height))
    assert after(other, STEP_S, validity).reason is None


def test_a_fifth_more_distance_is_only_offered_a_new_neutral():
    validity = after(sample(0.0, face(), face_px=370.0), LASTS_S + 0.1)
    assert validity.offer and validity.reason is None
    assert not after(REST, STEP_S, validity).offer


SHARP = replace(REST, sharpness=0.5, light=0.4)


def in_turn(neutral_of: Sample, *seen: tuple[Sample | None, float]) -> Validity:
    """What is thought after so long of each sight, one after the other. None: nobody is there."""
    validity, neutral, time_s = Validity(), neutral_from([neutral_of]), 0.0
    validity.begin((neutral_of.width, neutral_of.height))
    for sight, seconds in seen:
        for _ in range(round(seconds / STEP_S)):
            time_s += STEP_S
            if sight is not None:
                validity.see(STEP_S, against(neutral, replace(sight, time_s=time_s)))
    return validity


def softer(share: float, **shapes: float) -> Sample:
    return replace(SHARP, face=face(shapes=shapes), sharpness=0.5 * share)


def test_a_picture_much_less_sharp_than_the_neutrals_is_blurred_until_it_is_sharp_again():
    assert in_turn(SHARP, (softer(SOFTENED.enter + 0.02), 1.0)).reason is None
    blurred = softer(SOFTENED.enter - 0.02)
    assert in_turn(SHARP, (blurred, SOFTENED_S - 2 * STEP_S)).reason is None
    assert in_turn(SHARP, (blurred, 1.0)).reason is Reason.BLURRED
    assert in_turn(SHARP, (blurred, 1.0), (softer(SOFTENED.leave - 0.02), 1.0)).reason is Reason.BLURRED
    assert in_turn(SHARP, (blurred, 1.0), (softer(SOFTENED.leave + 0.02), 1.0)).reason is None
    assert not in_turn(SHARP, (blurred, 3.0)).offer


def test_in_dim_light_more_light_is_asked_for_and_not_a_clean_lens():
    dim = replace(softer(SOFTENED.enter - 0.02), light=DIM - 0.01)
    assert in_turn(SHARP, (dim, 1.0)).reason is Reason.TOO_DARK
    assert in_turn(SHARP, (dim, 1.0), (replace(dim, light=DIM), 1.0)).reason is Reason.BLURRED
    assert why_not(neutral_from([SHARP]), dim) is Reason.TOO_DARK


def test_closed_eyes_and_a_neutral_from_before_do_not_make_a_picture_blurred():
    closed = softer(0.3, eyeBlinkLeft=0.9, eyeBlinkRight=0.9)
    assert in_turn(SHARP, (closed, 1.0)).reason is None
    assert why_not(neutral_from([REST]), softer(0.3)) is None


def test_a_small_picture_is_as_good_as_an_equally_small_neutral():
    soft = softer(0.4)
    assert why_not(neutral_from([soft]), soft) is None
    assert in_turn(soft, (soft, 2.0)).reason is None


def test_a_neutral_from_a_blurred_picture_does_not_serve_in_a_sharp_one():
    validity = in_turn(softer(0.4), (SHARP, LASTS_S + 0.1))
    assert validity.reason is Reason.LOOKS_DIFFERENT and validity.offer


def barred(bridge: float, left: float, right: float) -> Sample:
    skin = unread()
    for name, value in (("bar_bridge", bridge), ("bar_temple_left", left), ("bar_temple_right", right)):
        skin[POSITION[name]] = value
    return sample(0.0, replace(face(), patches=np.asarray(skin, np.float32)))


BARE, WORN = barred(0.02, 0.05, 0.01), barred(0.5, 0.3, 0.2)


@pytest.mark.parametrize(("before", "after"), [(BARE, WORN), (WORN, BARE), (BARE, barred(0.5, 0.02, 0.2))])
def test_glasses_that_come_or_go_need_another_neutral_once_they_stay(before, after):
    assert in_turn(before, (after, LASTS_S - 0.1)).reason is None
    validity = in_turn(before, (after, LASTS_S + 0.1))
    assert validity.reason is Reason.LOOKS_DIFFERENT and validity.offer
    assert in_turn(before, (after, LASTS_S + 0.1), (before, 0.1)).reason is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BARE, barred(0.3, 0.03, 0.02)),  # a deep frown: one bar alone
        (BARE, barred(0.02, 0.3, 0.02)),  # hair on one side
        (BARE, barred(0.1, 0.1, 0.02)),  # in between nothing is said
        (WORN, barred(0.5, 0.05, 0.04)),  # brows that hide the sides of the glasses
        (BARE, barred(UNUSABLE, 0.4, 0.4)),
        (barred(0.02, UNUSABLE, 0.05), WORN),
    ],
)
def test_what_may_be_no_change_of_glasses_is_none(before, after):
    assert in_turn(before, (after, 2.0)).reason is None


BETWEEN = barred(0.1, 0.1, 0.1)
SHUT = replace(SHARP, face=face(shapes={"eyeBlinkLeft": 0.9, "eyeBlinkRight": 0.9}))


@pytest.mark.parametrize(("rest", "now", "untold"), [(BARE, WORN, BETWEEN), (softer(0.4), SHARP, SHUT)])
def test_what_looks_different_does_so_in_a_look_or_two_that_do_not_tell(rest, now, untold):
    """Glasses between the limits; eyes that blink, where the neutral was a blurred one."""
    new = now, LASTS_S + 0.1
    assert in_turn(rest, new, (untold, UNTOLD_S - STEP_S)).reason is Reason.LOOKS_DIFFERENT
    assert in_turn(rest, new, (untold, UNTOLD_S - STEP_S), (now, STEP_S)).reason is Reason.LOOKS_DIFFERENT
    assert in_turn(rest, new, (untold, UNTOLD_S + 2 * STEP_S)).reason is None
    assert in_turn(rest, new, (untold, STEP_S), (rest, STEP_S)).reason is None
    assert in_turn(rest, (now, LASTS_S - 0.1), (untold, 0.25)).reason is None


def put_on(time_s: float, _: object) -> Face:
    """Glasses from the third second on, of which every second one look does not tell."""
    worn = BETWEEN if time_s % 2 < STEP_S else WORN
    return (worn if time_s > 3 else BARE).face


@pytest.mark.parametrize(("rules", "seen"), [(RULES, 0.0), (2, 0.5)])
def test_a_session_with_glasses_that_flicker_is_replayed_and_rescored_as_it_was(tmp_path, rules, seen):
    steps = "\n[[steps]]\nkind = 'imitate'\ntarget = 'happiness'\nmake_s = 6\n"
    session = Session(exercise(steps), LIBRARY, rules=rules)
    recording = read_recording(practised(tmp_path / "kept.mirrorcam", session, put_on, until_s=20.0))
    again = replay(recording)
    assert (tuple(again.results()), tuple(again.trials())) == (recording.steps, recording.trials)
    (found,) = rescore(recording, Change()).values()
    assert found.coverage == recording.steps[0]["coverage"]
    told = [
        one.seen.expression is not None for one, sample, _ in session_moments(recording) if sample.time_s > 5
    ]
    assert sum(told) / len(told) == pytest.approx(seen, abs=0.05)


def other(share: float, time_s: float = 0.0) -> Sample:
    """Somebody with a wider face and narrower eyes than REST; 1 is as unlike as the limit."""
    by = {33: -0.28, 133: 0.28, 234: -0.5, 127: -0.3, 93: -0.65, 132: -0.85}
    moves = {point: (share * x, 0.0, 0.0) for point, x in by.items()}
    moves |= {mirrored(point): (-share * x, 0.0, 0.0) for point, x in by.items()}
    return sample(time_s, face(moves))


def unlike_rest(seen: Sample) -> float:
    found = against(NEUTRAL, seen).unlike
    assert found is not None
    return found


def like(value: float) -> Sample:
    """A face that is so much unlike REST."""
    share = next(s for s in np.linspace(0, 4, 401) if unlike_rest(other(float(s))) >= value)
    return other(float(share))


GONE = (None, LOST_S + 0.1)
"""Long enough for somebody else to take the place."""


def test_how_unlike_two_faces_are_is_the_root_mean_square_in_spreads_to_the_bit() -> None:
    """A threshold is put to it, so that a recording tells the same as ever."""
    for one, other_face in np.random.default_rng(3).normal(0.5, 0.1, (50, 2, LENGTHS)):
        assert unlike(one, other_face) == np.sqrt(np.mean(((one - other_face) / SPREADS) ** 2)) > 0


def test_somebody_else_is_not_scored_by_this_neutral_once_it_lasts():
    somebody = like(OTHER.enter + 0.05)
    assert in_turn(REST, (REST, 0.1), GONE, (somebody, OTHER_S - 0.1)).reason is None
    validity = in_turn(REST, (REST, 0.1), GONE, (somebody, OTHER_S + 0.1))
    assert validity.reason is Reason.LOOKS_DIFFERENT and validity.offer
    back = in_turn(REST, (REST, 0.1), GONE, (somebody, OTHER_S + 0.1), (REST, 0.1))
    assert back.reason is None and not back.offer
    validity.begin((somebody.width, somebody.height))
    assert validity.reason is None and not validity.offer


def test_a_known_face_that_was_never_away_may_hold_an_expression_for_long():
    strong = like(OTHER.enter + 0.05)
    on_the_way = like(OTHER.enter / 2), STEP_S
    for before in ((), ((REST, 0.1), GONE, (REST, LASTS_S + 0.1), on_the_way)):
        validity = in_turn(REST, *before, (strong, KNOWN_OTHER_S - 0.1))
        assert validity.reason is None and not validity.offer
        validity = in_turn(REST, *before, (strong, KNOWN_OTHER_S + 0.1))
        assert validity.reason is Reason.LOOKS_DIFFERENT and validity.offer


def test_whoever_is_there_after_a_cut_has_not_been_known():
    somebody = like(max(CUT, OTHER.enter) + 0.05)
    before = REST, LASTS_S + 0.1
    assert in_turn(REST, before, (somebody, OTHER_S - 0.1)).reason is None
    assert in_turn(REST, before, (somebody, OTHER_S + 0.1)).reason is Reason.LOOKS_DIFFERENT
    again = before, (somebody, OTHER_S + 0.1), (REST, LASTS_S + 0.1), (like(OTHER.enter / 2), STEP_S)
    assert in_turn(REST, *again, (somebody, OTHER_S + 0.1)).reason is None


@pytest.mark.parametrize(("resized", "cut"), [(CUT_SIZE - 0.01, False), (CUT_SIZE + 0.01, True)])
def test_a_face_of_another_size_from_one_frame_to_the_next_is_another(resized, cut):
    """It is less unlike the one before than an expression can be, and grows less like it after."""
    between, somebody = like(CUT_SMALLER + 0.05), like(OTHER.enter + 0.05)
    for sign in (-1, 1):
        px = REST.face_px * np.exp(sign * resized)
        seen = (
            (REST, LASTS_S + 0.1),
            (replace(between, face_px=px), STEP_S),
            (replace(somebody, face_px=px), 3.0),
        )
        assert (in_turn(REST, *seen).reason is Reason.LOOKS_DIFFERENT) is cut


def test_where_pictures_are_too_far_apart_nothing_says_that_a_film_was_cut():
    somebody, validity = like(max(CUT, OTHER.enter) + 0.05), Validity()
    for step_s, reason in ((CUT_S - 0.01, Reason.LOOKS_DIFFERENT), (CUT_S + 0.01, None)):
        validity.begin((REST.width, REST.height))
        for number in range(30):
            now = replace(REST if number < 5 else somebody, time_s=number * step_s)
            validity.see(step_s, against(NEUTRAL, now))
        assert validity.reason is reason


def test_a_face_that_comes_back_with_an_expression_is_asked_from_then_on():
    strong = like(OTHER.enter + 0.05)
    before = (strong, KNOWN_OTHER_S - 1), GONE
    assert in_turn(REST, *before, (strong, OTHER_S - 0.1)).reason is None
    assert in_turn(REST, *before, (strong, OTHER_S + 0.1)).reason is Reason.LOOKS_DIFFERENT


def test_who_may_be_somebody_else_is_only_offered_a_new_neutral():
    perhaps = like(PERHAPS_OTHER.enter + 0.05)
    assert not in_turn(REST, (REST, 0.1), GONE, (perhaps, OTHER_S - 0.1)).offer
    validity = in_turn(REST, (REST, 0.1), GONE, (perhaps, OTHER_S + 3.0))
    assert validity.offer and validity.reason is None


def test_whoever_comes_back_is_not_scored_until_they_are_known_again():
    doubtful = like(RETURNED.enter + 0.05)
    assert in_turn(REST, (doubtful, 5.0)).reason is None
    validity, neutral = Validity(), neutral_from([REST])
    validity.begin((REST.width, REST.height))

    def see(sight, begin_s, seconds):
        for i in range(round(seconds / STEP_S)):
            validity.see(STEP_S, against(neutral, replace(sight, time_s=begin_s + i * STEP_S)))
        return validity.reason, validity.offer

    assert see(REST, 0.0, 1.0) == (None, False)
    assert see(doubtful, 1.0 + AWAY_S, STEP_S) == (Reason.LOOKS_DIFFERENT, False)
    assert see(doubtful, 1.1 + AWAY_S, LASTS_S + STEP_S) == (Reason.LOOKS_DIFFERENT, True)
    assert see(REST, 4.0, LASTS_S + 0.1) == (None, False)
    assert see(doubtful, 5.1, 3.0) == (None, False)


def test_whoever_comes_back_as_like_as_a_face_is_like_itself_is_scored_at_once():
    validity = in_turn(REST, (REST, 1.0), (None, AWAY_S), (like(RETURNED.enter - 0.1), STEP_S))
    assert validity.reason is None and not validity.offer


def test_what_was_unlike_before_somebody_went_offers_no_neutral_when_they_are_back():
    doubtful = like(RETURNED.enter + 0.05)
    validity = in_turn(REST, (doubtful, 5.0), (None, AWAY_S), (doubtful, LASTS_S / 2))
    assert validity.reason is Reason.LOOKS_DIFFERENT and not validity.offer


def test_what_was_scored_since_somebody_came_is_taken_back_once_they_are_doubted():
    back = (REST, 1.0), (None, AWAY_S), (like(RETURNED.enter - 0.1), 0.2), (like(RETURNED.enter + 0.05), 0.2)
    validity = in_turn(REST, *back)
    assert validity.reason is Reason.LOOKS_DIFFERENT and validity.lasted_s > 0.2


def test_who_comes_back_with_the_head_held_otherwise_turns_to_the_camera_first():
    aside = sample(0.0, face(rotation=turned(0, ALIKE_DEG.pitch_deg + 1)))
    assert in_turn(REST, (REST, 1.0), (aside, 1.0)).reason is None
    assert in_turn(REST, (REST, 1.0), (None, AWAY_S), (aside, 1.0)).reason is Reason.TURNED_AWAY
    known_again = in_turn(REST, (REST, 1.0), (None, AWAY_S), (REST, AGAIN_S + 0.1), (aside, 1.0))
    assert known_again.reason is None


@pytest.mark.parametrize("axis", ["yaw_deg", "pitch_deg", "roll_deg"])
@pytest.mark.parametrize("sign", [1, -1])
def test_proportions_are_compared_with_the_head_held_alike_whichever_way_it_turns(axis, sign):
    near, far = (
        against(NEUTRAL, sample(0.0, face(rotation=turned(**{axis: sign * (getattr(ALIKE_DEG, axis) + by)}))))
        for by in (-1, 1)
    )
    assert not near.askew and near.unlike is not None
    assert far.askew and far.unlike is None


@pytest.mark.parametrize("shut", ["eyeBlinkLeft", "eyeBlinkRight"])
def test_with_one_eye_closed_nobody_knows_how_sharp_the_picture_is(shut):
    seen = against(neutral_from([SHARP]), softer(0.3, **{shut: 0.9}))
    assert seen.sharpness is None and seen.different is None


def test_by_a_neutral_from_elsewhere_nobody_is_scored_until_they_are_known():
    """One from another day, or of pictures: nobody knows who sits here now."""
    doubtful = like(RETURNED.enter + 0.05)
    validity = after(doubtful, STEP_S, Validity())
    assert (validity.reason, validity.offer) == (Reason.LOOKS_DIFFERENT, False)
    assert after(doubtful, LASTS_S, validity).offer
    assert after(REST, AGAIN_S + STEP_S, validity).reason is None
    assert after(doubtful, 1.0, validity).reason is None
    assert after(REST, STEP_S, Validity()).reason is None


def test_before_another_camera_a_head_that_is_held_otherwise_from_the_first_is_no_reason():
    aside = sample(0.0, face(rotation=turned(0, ALIKE_DEG.pitch_deg + 1)))
    assert after(aside, 1.0, Validity()).reason is None


def test_the_own_face_turned_nearer_and_moving_is_its_own():
    for seen in (
        sample(0.0, face(rotation=turned(9, 7, 9))),
        sample(0.0, face(px_per_cm=30)),
        sample(0.0, face({152: (0, -1.5, 0), 61: (-0.8, 0.6, 0), 291: (0.8, 0.6, 0)})),
    ):
        assert unlike_rest(seen) < 0.5


def test_of_a_head_that_is_turned_away_nobody_asks_whose_it_is():
    somebody = like(OTHER.enter + 0.05)
    aside = replace(
        somebody, face=replace(somebody.face, head=face(rotation=turned(ALIKE_DEG.yaw_deg + 1)).head)
    )
    assert against(NEUTRAL, aside).unlike is None
    before = (REST, 0.1), GONE
    assert in_turn(REST, *before, (aside, OTHER_S + 1.0)).reason is None
    assert in_turn(REST, *before, (somebody, OTHER_S + 0.1), (aside, 0.5)).reason is Reason.LOOKS_DIFFERENT


def test_a_neutral_from_before_does_not_know_whose_it_is():
    known = {**NEUTRAL.to_dict()}
    assert len(known.pop("proportions")) == LENGTHS
    assert against(Neutral.from_dict(known), other(2.0)).unlike is None
    again = Neutral.from_dict(NEUTRAL.to_dict())
    assert (again.proportions == NEUTRAL.proportions).all()


# A photograph beside the neutral's


PLAIN = Signs(mouth=4.0, eye=0.28, mask=0.2, glasses=0.1, hair=0.3)


def photograph(seen: Sample = REST, **shows: float) -> Sample:
    return replace(seen, light=seen.light or 0.5, signs=astuple(replace(PLAIN, **shows)))


FROM_PHOTOGRAPH = neutral_from([photograph()])


@pytest.mark.parametrize(
    "covered",
    [
        {"mouth": 1.1},  # a hand on the cheek, up to the corner of the mouth
        {"eye": 0.1},
        {"mask": 1.3},
        {"glasses": 0.7},
        {"hair": 1.5},
    ],
)
def test_what_lies_over_a_photographs_face_and_not_over_the_neutrals_covers_it(covered):
    assert why_not(FROM_PHOTOGRAPH, photograph(**covered)) is Reason.COVERED
    assert why_not(neutral_from([photograph(**covered)]), photograph(**covered)) is None


@pytest.mark.parametrize(
    "clear", [{"mouth": 1.6}, {"eye": 0.15}, {"mask": 0.7}, {"glasses": 0.5}, {"hair": 1.0}]
)
def test_an_expression_and_another_light_cover_nothing(clear):
    assert why_not(FROM_PHOTOGRAPH, photograph(**clear)) is None


def test_without_both_photographs_nothing_is_compared():
    assert not covered_beside(NEUTRAL, photograph(mouth=0.1))
    assert not covered_beside(FROM_PHOTOGRAPH, REST)
    assert neutral_from([photograph(), REST]).signs == ()
    assert Neutral.from_dict(FROM_PHOTOGRAPH.to_dict()).signs == ()


def test_lids_that_go_down_are_no_blur():
    half = dict.fromkeys(("eyeBlinkLeft", "eyeBlinkRight"), 0.25)
    share = SOFTENED.enter - 0.05
    assert in_turn(SHARP, (softer(share), 1.0)).reason is Reason.BLURRED
    assert in_turn(SHARP, (softer(share, **half), 1.0)).reason is None
    assert in_turn(SHARP, (softer(SOFTENED.enter - 0.3, **half), 1.0)).reason is Reason.BLURRED
    assert why_not(neutral_from([SHARP]), softer(share, **half)) is None


def test_somebody_else_and_glasses_are_told_at_once_in_photographs():
    for before, seen in ((REST, other(1.3)), (BARE, WORN)):
        neutral = neutral_from([photograph(before)])
        assert why_not(neutral, photograph(seen)) is Reason.LOOKS_DIFFERENT
    assert why_not(neutral_from([SHARP]), softer(0.3)) is Reason.BLURRED


ALL_FOUND = Skin(share=1.0, uneven=0.0, brows=1.0)


def test_skin_that_is_not_found_again_is_somebody_elses():
    assert (
        why_not(FROM_PHOTOGRAPH, photograph(), replace(ALL_FOUND, share=OTHER_SKIN.enter - 0.01))
        is Reason.LOOKS_DIFFERENT
    )
    assert why_not(FROM_PHOTOGRAPH, photograph(), replace(ALL_FOUND, share=OTHER_SKIN.enter + 0.01)) is None


def test_proportions_object_only_where_the_skin_does_not_speak_for_the_person():
    neutral, seen = neutral_from([photograph(REST)]), photograph(other(1.3))
    assert against(neutral, seen).unlike > RETURNED.enter
    assert why_not(neutral, seen, ALL_FOUND) is None
    some = replace(ALL_FOUND, share=PERHAPS_OTHER_SKIN.enter - 0.01)
    assert why_not(neutral, seen, some) is Reason.LOOKS_DIFFERENT


def test_nobody_asks_whose_photograph_it_is_where_that_is_known_or_the_head_is_held_otherwise():
    little = replace(ALL_FOUND, share=OTHER_SKIN.enter - 0.01)
    assert why_not(FROM_PHOTOGRAPH, photograph(), little, known=True) is None
    aside = photograph(sample(0.0, face(rotation=turned(0, ALIKE_DEG.pitch_deg + 1))))
    assert why_not(FROM_PHOTOGRAPH, aside, little) is None
    assert why_not(neutral_from([photograph(BARE)]), photograph(WORN), known=True) is Reason.LOOKS_DIFFERENT


def test_skin_that_is_gone_from_one_cheek_is_covered():
    assert (
        why_not(FROM_PHOTOGRAPH, photograph(), replace(ALL_FOUND, uneven=UNEVEN_SKIN.enter + 0.01))
        is Reason.COVERED
    )
    assert why_not(FROM_PHOTOGRAPH, photograph(), replace(ALL_FOUND, uneven=UNEVEN_SKIN.enter - 0.01)) is None


def test_who_lacks_the_skin_of_the_brows_and_has_others_proportions_is_another_and_not_covered():
    lacks = replace(ALL_FOUND, brows=HIDDEN_BROWS.enter - 0.01, share=PERHAPS_OTHER_SKIN.enter - 0.01)
    neutral, sure, unsure = neutral_from([photograph()]), photograph(other(1.3)), photograph(other(0.2))
    assert against(neutral, unsure).unlike < OTHER.enter < against(neutral, sure).unlike
    assert why_not(neutral, sure, lacks) is Reason.LOOKS_DIFFERENT
    assert why_not(neutral, sure, lacks, known=True) is Reason.COVERED
    assert why_not(neutral, sure, replace(lacks, share=PERHAPS_OTHER_SKIN.enter)) is Reason.COVERED
    assert why_not(neutral, unsure, lacks) is Reason.COVERED
    assert why_not(neutral, photograph(other(1.3), glasses=0.7), lacks) is Reason.COVERED
    for covered in ({"uneven": UNEVEN_SKIN.enter}, {"eye": HIDDEN_EYE.enter}, {"chin": HIDDEN_CHIN.enter}):
        by = 0.01 if "uneven" in covered else -0.01
        seen = replace(lacks, **{name: share + by for name, share in covered.items()})
        assert why_not(neutral, sure, seen) is Reason.COVERED


def lit(seen: Sample, right: float, left: float) -> Sample:
    """``seen`` with so much light on either half of the face, 0..1."""
    light = np.full((100, 100), left * 255, np.uint8)
    light[:, :50] = right * 255
    points = face().landmarks[:SKIN].astype(np.float64)
    points[:, :2] = (points[:, :2] - points[:, :2].mean(axis=0)) * 100 + 50
    return replace(seen, closeup=Closeup(light, points, 1.0))


def test_what_differs_for_want_of_light_is_too_dark():
    soft, neutral = softer(0.3), neutral_from([SHARP])
    little = replace(ALL_FOUND, share=OTHER_SKIN.enter - 0.01)
    uneven = replace(ALL_FOUND, uneven=UNEVEN_SKIN.enter + 0.01)
    dim = photograph(replace(REST, light=DIM - 0.01))
    for seen, skin in ((dim, little), (dim, uneven), (lit(photograph(), 0.6, 0.2), little)):
        assert why_not(FROM_PHOTOGRAPH, seen, skin) is Reason.TOO_DARK
    assert why_not(neutral, replace(soft, light=DIM - 0.01)) is Reason.TOO_DARK
    for right, left in ((0.6, 0.2), (0.2, 0.6)):
        assert why_not(neutral, lit(soft, right, left)) is Reason.TOO_DARK
    assert why_not(neutral, lit(soft, 0.6, 0.6 * SHADED + 0.02)) is Reason.BLURRED
    assert why_not(FROM_PHOTOGRAPH, lit(photograph(), 0.6, 0.2), ALL_FOUND) is None
    assert why_not(FROM_PHOTOGRAPH, photograph(dim, glasses=0.7)) is Reason.COVERED


def test_skin_that_is_gone_from_brows_and_forehead_alone_is_covered():
    for by, reason in ((-0.01, Reason.COVERED), (0.01, None)):
        seen = replace(ALL_FOUND, brows=HIDDEN_BROWS.enter + by)
        assert why_not(FROM_PHOTOGRAPH, photograph(), seen) is reason


@pytest.mark.parametrize(
    ("place", "limits", "way", "reason"),
    [
        ("eye", HIDDEN_EYE, -1, Reason.COVERED),
        ("chin", HIDDEN_CHIN, -1, Reason.COVERED),
        ("shine", SHINE, 1, Reason.TOO_BRIGHT),
    ],
)
def test_a_hidden_eye_a_hidden_chin_and_light_over_both_eyes_are_told(place, limits, way, reason):
    for by, told in ((0.01 * way, reason), (-0.01 * way, None)):
        seen = replace(ALL_FOUND, **{place: limits.enter + by})
        assert why_not(FROM_PHOTOGRAPH, photograph(), seen) is told
        assert why_not(FROM_PHOTOGRAPH, photograph(), seen, known=True) is told


def test_whose_eyes_shine_more_than_anothers_is_another():
    seen = replace(ALL_FOUND, shine=SHINE.enter + 0.1, share=OTHER_SKIN.enter - 0.01)
    assert why_not(FROM_PHOTOGRAPH, photograph(), seen) is Reason.LOOKS_DIFFERENT
    assert why_not(FROM_PHOTOGRAPH, photograph(), seen, known=True) is Reason.TOO_BRIGHT
