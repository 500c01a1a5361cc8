"""The session: neutral, steps, commands, waiting; driven by a scripted person."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mirrorcam.acts import Command
from mirrorcam.calibration import neutral_from
from mirrorcam.face import STRAIGHT, Reason
from mirrorcam.phrases import phrase
from mirrorcam.proportions import LENGTHS
from mirrorcam.review import summarise_exercise
from mirrorcam.session import Session
from mirrorcam.steps import Phase, StepResult
from mirrorcam.target import parse_target
from performing import FRAME_S, LIBRARY, STEP, exercise, last, obliging, practise, resting, smiling
from plain_face import face, sample, turned

NEUTRAL = neutral_from([sample(0.0, smiling(0.0))])
CARD = '\n[[steps]]\nkind = "say"\nwords = "Hello."\n'
MIRROR = '\n[[steps]]\nkind = "mirror"\nseconds = 2\n'
FIELDS = (
    "kind", "target", "intensity", "scored", "reason", "score", "onset_s", "held_s", "steadiness",
    "symmetry", "coverage", "measured",
)  # fmt: skip


def session(text=STEP, **settings):
    return Session(exercise(text), LIBRARY, **settings)


class Person:
    """Plays a session piece by piece, so that commands can come in between."""

    def __init__(self, session, look=None):
        self.session, self.look = session, look or obliging()
        self.time_s, self.moment, self.moments = 0.0, None, []

    def play(self, seconds, look=None):
        look = look or self.look
        for _ in range(round(seconds / FRAME_S)):
            seen = look(self.time_s, self.moment)
            seen = (None, seen) if isinstance(seen, Reason) else (seen, None)
            new = sample(self.time_s, *seen)
            self.moment = self.session.advance(new.time_s, new)
            self.moments.append(self.moment)
            self.time_s += FRAME_S
        return self.moment

    def until(self, phase, look=None):
        for _ in range(3000):
            if self.play(FRAME_S, look).scene.phase is phase:
                return self.moment
        raise AssertionError(f"{phase} never came")

    def say(self, command):
        self.session.command(self.time_s, command)
        return self.play(FRAME_S)


def nobody(_, __):
    return Reason.NOBODY


# from beginning to end


def test_the_whole_way_from_neutral_to_done():
    s = session(CARD + STEP + MIRROR, attended=False)
    moments = [moment for _, moment in practise(s, obliging())]
    kinds = list(dict.fromkeys((moment.step, moment.kind) for moment in moments))
    assert kinds == [(-1, "neutral"), (0, "say"), (1, "imitate"), (2, "mirror"), (2, "done")]
    assert moments[-1].done and moments[-1].scene.phase is Phase.DONE
    assert not any(moment.done for moment in moments[:-1])
    assert next(moment.title for moment in moments if moment.kind == "imitate") == "Joy"
    assert {moment.steps for moment in moments} == {3}
    assert [result["kind"] for result in s.results()] == ["say", "imitate", "mirror"]
    assert all(tuple(result) == FIELDS for result in s.results())
    assert s.results()[1]["scored"] and s.results()[1]["score"] > 80


def test_the_neutral_takes_about_two_seconds_and_is_kept():
    s = session()
    moments = list(practise(s, obliging(), until_s=3))
    first = next(sample for sample, moment in moments if moment.kind != "neutral")
    assert first.time_s == pytest.approx(2.0, abs=0.15)
    assert [at for at, _ in s.taken] == [1 + sum(m.kind == "neutral" for _, m in moments)]
    assert s.neutral is s.taken[0][1]


def test_no_neutral_is_taken_where_nothing_is_scored_or_where_it_is_given():
    assert next(practise(session(MIRROR), resting))[1].kind == "mirror"
    given = session(neutral=NEUTRAL)
    assert next(practise(given, resting))[1].kind == "imitate"
    assert given.taken == []


def test_the_neutral_refuses_kindly():
    s = session()
    person = Person(s, lambda *_: face(rotation=turned(yaw_deg=25)))
    moment = person.play(1)
    assert moment.scene.words == "Turn your head straight towards the camera."
    assert moment.kind == "neutral" and moment.title == "Your face at rest"


# waiting


def test_timers_wait_while_nobody_is_there():
    person = Person(session(neutral=NEUTRAL))
    person.play(1)
    waiting = person.play(60, nobody)
    assert waiting.waiting is Reason.NOBODY and waiting.scene.phase is Phase.DEMONSTRATE
    back = person.play(1)
    assert back.scene.phase is Phase.DEMONSTRATE and back.waiting is None
    assert person.play(0.6).scene.phase is Phase.MAKE


def test_what_needs_no_face_does_not_wait():
    person = Person(session(MIRROR), nobody)
    assert person.play(1).waiting is None
    assert person.play(1.2).done


def test_a_gap_between_two_samples_is_not_counted_in_full():
    person = Person(session(neutral=NEUTRAL))
    person.play(1)
    person.time_s += 30
    assert person.play(FRAME_S).scene.phase is Phase.DEMONSTRATE


def test_a_blink_does_not_show_in_the_score():
    strict = parse_target(LIBRARY["happiness"].text.replace("[contradict]", "[contradict]\nAU43 = 5"), "")
    person = Person(Session(exercise(), {"happiness": strict}, NEUTRAL))
    before = person.until(Phase.HOLD).scene.score_now
    shut = {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0, "mouthSmileLeft": 0.5, "mouthSmileRight": 0.5}
    blinking = face({61: (-0.5, 0.6, 0), 291: (0.5, 0.6, 0)}, shut)
    assert person.play(0.2, lambda *_: blinking).scene.score_now > before
    assert person.play(1.0, lambda *_: blinking).scene.score_now < before, "eyes that stay shut are meant"


# commands


def test_pause_stops_the_timers_but_not_the_mirror():
    person = Person(session(neutral=NEUTRAL))
    person.play(1)
    assert person.say(Command.PAUSE).paused
    paused = person.play(30, lambda *_: smiling(1.0))
    assert paused.paused and paused.scene.phase is Phase.DEMONSTRATE
    assert paused.expression["AU12"] > 0.5
    assert not person.say(Command.RESUME).paused
    assert person.play(1.2).scene.phase is Phase.DEMONSTRATE
    assert person.play(0.4).scene.phase is Phase.MAKE


def test_time_that_passes_while_nothing_comes_in_a_pause_is_not_counted():
    person = Person(session('\n[[steps]]\nkind = "breathe"\nin_s = 10\n'))
    person.play(2)
    person.say(Command.PAUSE)
    person.time_s += 60
    assert person.say(Command.RESUME).scene.progress == pytest.approx(2 / 64, abs=0.01)


def test_skip_goes_to_the_next_step_and_ends_after_the_last():
    person = Person(session(STEP + MIRROR, neutral=NEUTRAL))
    person.play(1)
    assert person.say(Command.SKIP).kind == "mirror"
    assert person.session.results()[0]["reason"] == "skipped"
    assert person.say(Command.SKIP).done
    assert len(person.session.results()) == 2


def test_skip_resumes():
    person = Person(session(STEP + MIRROR, neutral=NEUTRAL))
    person.say(Command.PAUSE)
    assert not person.say(Command.SKIP).paused


def test_next_turns_a_card_over():
    person = Person(session(CARD + MIRROR))
    assert person.play(20).kind == "say"
    person.say(Command.NEXT)
    assert person.play(2 * FRAME_S).kind == "mirror"


def test_easier_and_harder_change_the_strength():
    person = Person(session(neutral=NEUTRAL))
    person.play(1)
    full = person.until(Phase.MAKE).scene.target["AU12"]
    assert person.say(Command.EASIER).scene.phase is Phase.DEMONSTRATE
    assert person.until(Phase.MAKE).scene.target["AU12"] < full
    person.say(Command.HARDER)
    assert person.until(Phase.MAKE).scene.target["AU12"] == full


def test_repeat_begins_the_step_again_and_keeps_what_was_scored():
    person = Person(session(STEP + MIRROR, neutral=NEUTRAL))
    person.until(Phase.REST)
    assert person.say(Command.REPEAT).scene.phase is Phase.DEMONSTRATE
    person.say(Command.SKIP)
    assert person.session.results()[0]["scored"], "a repetition left at once does not undo the first time"
    assert len(person.session.trials()[0]) == 1


def test_a_repeated_step_counts_anew():
    person = Person(session(STEP + MIRROR, neutral=NEUTRAL), resting)
    person.until(Phase.REST)
    person.say(Command.REPEAT)
    person.until(Phase.MIRROR, obliging())
    assert person.session.results()[0]["score"] > 80
    assert len(person.session.trials()[0]) == 2


def test_a_new_neutral_can_be_taken_in_between():
    person = Person(session(neutral=NEUTRAL))
    person.until(Phase.HOLD)
    assert person.say(Command.NEUTRAL).kind == "neutral"
    assert person.moment.step == 0
    person.look = obliging()
    assert person.until(Phase.DEMONSTRATE).kind == "imitate", "the trial begins again"
    assert len(person.session.taken) == 1 and person.session.neutral is not NEUTRAL


def test_skipping_the_neutral_uses_the_kept_one():
    person = Person(session(kept=NEUTRAL))
    assert person.say(Command.SKIP).kind == "imitate"
    assert person.session.neutral is NEUTRAL
    person.until(Phase.DONE)
    assert person.session.results()[0]["scored"]


@pytest.mark.parametrize("origin", ["kept", "neutral"])
def test_by_a_kept_or_given_neutral_of_somebody_else_nothing_is_scored(origin):
    another = replace(NEUTRAL, proportions=NEUTRAL.proportions * np.linspace(0.8, 1.2, LENGTHS))
    person = Person(session(**{origin: another}))
    if origin == "kept":
        person.say(Command.SKIP)
    person.play(1.2)
    assert person.moment.waiting is Reason.LOOKS_DIFFERENT and person.moment.offer_neutral
    assert person.session.results()[0]["score"] is None


def test_a_kept_neutral_serves_at_about_its_distance_and_one_of_pictures_at_any():
    for size, reason in ((NEUTRAL.face_size * 2, Reason.NEUTRAL_OFF), (0.0, None)):
        person = Person(session(neutral=replace(NEUTRAL, face_size=size)))
        person.play(1.5)
        assert person.moment.waiting is reason


def test_skipping_it_without_a_kept_one_means_that_nothing_is_scored():
    person = Person(session())
    person.say(Command.SKIP)
    moment = person.until(Phase.MAKE)
    assert (moment.scene.score, moment.waiting) == (None, None)
    person.until(Phase.DONE)
    assert person.session.results()[0] | {"intensity": ""} == {
        "kind": "imitate", "target": "happiness", "intensity": "", "scored": False, "reason": "no neutral",
        "score": None, "onset_s": None, "held_s": None, "steadiness": None, "symmetry": None, "coverage": 0.0,
        "measured": {},
    }  # fmt: skip


@pytest.mark.parametrize("command", [Command.STOP, Command.SKIP])
def test_who_leaves_at_once_without_a_face_at_rest_is_told_that_it_was_not_known(command):
    person = Person(session(STEP + CARD))
    person.say(Command.SKIP)
    person.play(0.5)
    assert person.say(command).done is (command is Command.STOP)
    imitate, say = person.session.results()
    assert (imitate["scored"], imitate["reason"], imitate["coverage"]) == (False, "no neutral", None)
    assert say["reason"] != "no neutral"
    results = [StepResult(**one) for one in (imitate, say)]
    said = summarise_exercise(results, person.session.exercise.steps, LIBRARY)
    assert said.words == phrase("summary.no_neutral") and "ended early" not in str(said)


def test_skipping_a_second_neutral_goes_back_to_where_one_was():
    person = Person(session(neutral=NEUTRAL, kept=neutral_from([sample(0.0, smiling(0.5))])))
    person.until(Phase.HOLD)
    person.say(Command.NEUTRAL)
    assert person.say(Command.SKIP).scene.phase is Phase.HOLD
    assert person.session.neutral is NEUTRAL


def test_stop_keeps_what_was_done():
    person = Person(session(STEP + STEP + STEP, neutral=NEUTRAL))
    person.until(Phase.REST)
    person.until(Phase.HOLD)
    person.play(0.5)
    assert person.say(Command.STOP).done
    first, second, *others = person.session.results()
    assert {other["reason"] for other in others} == {"not reached"}
    assert first["scored"] and first["reason"] is None
    assert second["scored"] and second["reason"] == "ended early"


def test_results_are_there_at_any_moment():
    person = Person(session(neutral=NEUTRAL))
    person.until(Phase.HOLD)
    assert person.session.results()[0]["reason"] == "ended early"
    assert len(person.session.trials()) == 1


def test_stopping_during_the_neutral_leaves_nothing_scored():
    person = Person(session())
    person.play(1)
    assert person.say(Command.STOP).done
    assert [(r["scored"], r["reason"]) for r in person.session.results()] == [(False, "not reached")]
    assert person.session.trials() == [[]]


def test_without_a_neutral_every_step_says_why_it_is_not_scored():
    person = Person(session())
    person.play(1)
    (result,) = person.session.results()
    assert (result["target"], result["scored"], result["reason"]) == ("happiness", False, "no neutral")


def test_what_kept_a_neutral_from_being_taken_most_of_the_time_is_the_reason():
    """Three seconds in the dark, one with nobody, one and a half that rest: not long enough."""
    looks = ((3, Reason.TOO_DARK), (1, Reason.NOBODY), (1.5, smiling(0.0)))
    person = Person(session(STEP + CARD))
    for seconds, seen in looks:
        person.play(seconds, lambda _, __, seen=seen: seen)
    imitate, say = person.session.results()
    assert (imitate["scored"], imitate["reason"], imitate["coverage"]) == (False, "too dark", None)
    assert say["coverage"] is None


def test_a_face_that_was_seen_and_never_rested_is_no_fault_of_the_picture():
    person = Person(session())
    person.play(1, lambda _, __: Reason.TOO_DARK)
    person.play(3, lambda time_s, _: smiling(round(time_s * 10) % 2 * 0.6))
    assert person.session.results()[0]["reason"] == "no neutral"


@pytest.mark.parametrize("neutral", [None, NEUTRAL])
@pytest.mark.parametrize("command", [Command.STOP, Command.SKIP])
@pytest.mark.parametrize("reason", [Reason.TOO_SLOW, Reason.TOO_DARK, Reason.NOBODY])
def test_who_was_kept_waiting_all_the_time_is_told_for_what(neutral, command, reason):
    person = Person(session(neutral=neutral))
    person.play(5, lambda _, __: reason)
    person.say(command)
    if neutral is None and command is Command.SKIP:  # on without a face at rest, to wait again
        person.play(5, lambda _, __: reason)
        person.say(command)
    (result,) = person.session.results()
    assert (result["scored"], result["reason"]) == (False, reason)
    words = summarise_exercise([StepResult(**result)], person.session.exercise.steps, LIBRARY).words
    assert words == phrase(f"because.{reason.name.lower()}")


@pytest.mark.parametrize(("waited_s", "went_on_s"), [(1, 0), (3, 4)])
def test_who_chooses_to_leave_is_told_no_other_reason(waited_s, went_on_s):
    """At once, or after it went on most of the time."""
    person = Person(
        session("\n[[steps]]\nkind = 'imitate'\ntarget = 'happiness'\ndemonstrate_s = 5\n", neutral=NEUTRAL)
    )
    person.play(waited_s, nobody)
    person.play(went_on_s)
    person.say(Command.SKIP)
    assert person.session.results()[0]["reason"] == "skipped"


def test_after_the_end_nothing_changes_any_more():
    person = Person(session(MIRROR))
    person.until(Phase.DONE)
    before = person.session.results()
    for command in Command:
        assert person.say(command).done
    assert person.session.results() == before


@pytest.mark.parametrize("command", list(Command))
@pytest.mark.parametrize("at_s", [0.0, 1.0, 3.0, 6.0, 8.5])
def test_any_command_at_any_moment_is_fine(command, at_s):
    person = Person(session(STEP + CARD + MIRROR, attended=False))
    person.play(at_s)
    person.say(command)
    person.say(Command.RESUME)
    assert person.until(Phase.DONE).done


# the avatar


def test_the_avatar_eases_to_rest_when_the_face_is_lost_and_back():
    person = Person(session(MIRROR + MIRROR, neutral=NEUTRAL), lambda *_: face(rotation=turned(yaw_deg=15)))
    seen = person.play(1.5)
    assert seen.head.yaw_deg == pytest.approx(15, abs=0.1)
    yaws = [person.play(FRAME_S, nobody).head.yaw_deg for _ in range(60)]
    assert all(a >= b for a, b in itertools.pairwise(yaws))
    assert yaws[0] > 13 and yaws[12] == pytest.approx(15 / 2.718, abs=1) and yaws[-1] < 0.2
    assert max(a - b for a, b in itertools.pairwise(yaws)) < 1.5
    person.say(Command.SKIP)
    assert person.play(1).head == seen.head


def test_the_avatar_wears_what_differs_from_the_persons_own_rest():
    own = Person(session(MIRROR, neutral=neutral_from([sample(0.0, smiling(0.7))])), lambda *_: smiling(0.7))
    assert not own.play(1).expression.values.any()
    unknown = Person(session(MIRROR), lambda *_: smiling(0.7))
    assert unknown.play(1).expression.values.any()


def test_the_avatar_starts_at_rest():
    moment = next(practise(session(MIRROR), lambda *_: smiling(1.0)))[1]
    assert not moment.expression.values.any() and moment.head == STRAIGHT


def test_left_stays_left():
    person = Person(session(MIRROR, neutral=NEUTRAL), lambda *_: smiling(1.0, left=0.2))
    shown = person.play(1).expression
    assert shown.right("AU12") > shown.left("AU12") + 0.2


# the distance


def test_a_new_neutral_is_offered_when_the_distance_changes_by_a_fifth_and_stays():
    taken = neutral_from([sample(0.0, smiling(0.0), face_px=300.0)])
    s = session(MIRROR + MIRROR, neutral=taken)

    def see(time_s, face_px):
        return s.advance(time_s, sample(time_s, smiling(0.0), face_px=face_px)).offer_neutral

    assert not any(see(i * FRAME_S, 300) for i in range(10))
    assert not any(see(0.4 + i * FRAME_S, 370) for i in range(20))
    assert see(2.0, 370)
    assert not see(2.1, 310)


def waiting_at(s, face_px, seconds):
    """Why the session waits, after so long at that size; its time goes on by itself."""
    for _ in range(round(seconds / FRAME_S)):
        time_s = s.samples * FRAME_S
        waiting = s.advance(time_s, sample(time_s, smiling(0.0), face_px=face_px)).waiting
    return waiting


@pytest.mark.parametrize("face_px", [0.66 * 300, 1.68 * 300])
def test_a_neutral_taken_at_quite_another_distance_no_longer_serves(face_px):
    s = session(STEP)
    assert waiting_at(s, 300, 2.5) is None and s.neutral
    assert waiting_at(s, face_px, 0.9) is None
    assert waiting_at(s, face_px, 0.3) is Reason.NEUTRAL_OFF
    assert waiting_at(s, 300, 0.1) is None
    assert Reason.NEUTRAL_OFF.words == (
        "The distance or the camera has changed a lot. Come back, or show me your face at rest again."
    )


def test_a_distance_that_has_changed_by_half_is_only_offered_a_new_neutral():
    s = session(STEP)
    assert waiting_at(s, 300, 2.5) is None
    assert waiting_at(s, 450, 2.0) is None and waiting_at(s, 205, 2.0) is None


def test_a_neutral_taken_again_at_the_new_distance_serves():
    s = session(STEP)
    waiting_at(s, 300, 2.5)
    assert waiting_at(s, 600, 1.5) is Reason.NEUTRAL_OFF
    s.command(s.samples * FRAME_S, Command.NEUTRAL)
    assert waiting_at(s, 600, 2.5) is None


# the same answer twice


def test_the_same_samples_and_commands_give_the_same_to_the_bit():
    def once():
        person = Person(session(STEP + STEP + MIRROR))
        person.play(5)
        person.say(Command.PAUSE)
        person.play(1)
        person.say(Command.EASIER)
        person.play(1, nobody)
        person.play(8)
        person.say(Command.SKIP)
        person.play(9)
        values = [m.expression.values.tobytes() for m in person.moments]
        scenes = [(m.scene.score, m.scene.words, m.scene.hint, m.scene.progress) for m in person.moments]
        return person.session.results(), person.session.trials(), values, scenes

    assert once() == once()


def test_a_person_who_only_rests_is_never_told_that_it_failed():
    s = session(STEP)
    said = {moment.scene.words for _, moment in practise(s, resting)}
    said |= {moment.scene.progress_words for _, moment in practise(session(STEP), obliging(0.6))}
    for word in ("fail", "wrong", "bad", "sorry", "try harder", "!"):
        assert not any(word in words.lower() for words in said)


def test_time_runs_on_the_samples_not_on_how_many_there_are():
    for frame_s in (1 / 60, 1 / 10):
        end = last(practise(session(MIRROR), resting, frame_s=frame_s))
        assert end.time_s == pytest.approx(2.0, abs=0.11)


def smiling_then_resting(smile_s):
    return lambda time_s, moment: smiling(0.8) if time_s < smile_s else resting(time_s, moment)


def test_the_free_mirror_is_beside_how_a_face_was_at_first():
    """Never beside an average face: many would look stern at rest."""
    person = Person(session(MIRROR.replace("= 2", "= 20")))
    person.play(0.3)
    assert person.session.neutral is None
    assert np.abs(person.moment.expression.values).max() < 0.05
    person.play(0.5, lambda *_: smiling(0.8))
    assert person.moment.expression["AU12"] > 0.4


def test_a_smile_at_first_is_not_taken_for_rest():
    person = Person(session(MIRROR.replace("= 2", "= 20")), smiling_then_resting(1.0))
    assert person.play(0.9).expression["AU12"] > 0.4
    assert np.abs(person.play(0.5).expression.values).max() < 0.05
    assert person.session.neutral is None


def test_the_free_mirror_finds_a_rest_in_passing_for_the_avatar_only():
    person = Person(session(MIRROR.replace("= 2", "= 20")), lambda *_: smiling(0.3))
    person.play(0.3)
    person.play(3, resting)
    assert person.session.neutral is None
    assert np.abs(person.moment.expression.values).max() < 0.05
