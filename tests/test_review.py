"""What is said after a session."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from mirrorcam.app.terminal import Progress, print_summary
from mirrorcam.face import Reason
from mirrorcam.phrases import phrase
from mirrorcam.review import Row, Summary, imitated, summarise, summarise_exercise
from mirrorcam.session import Moment
from mirrorcam.steps import Scene, StepResult
from performing import LIBRARY, STEP, exercise

TITLES = {"happiness": "Joy"}


def step(**changes: Any) -> StepResult:
    made = StepResult("imitate", "happiness", "C", True, None, 72.4, 0.8, 2.0, 0.9, 0.95, 1.0)
    return replace(made, **changes)


def test_the_longest_hold_comes_first() -> None:
    summary = summarise([step(), step(target="brow-raise", held_s=3.0)], TITLES)
    assert summary.headline == "You held brow raise for 3.0 seconds."
    assert summary.rows[0] == Row("Joy", 72.4, "held for 2.0 s", seen="seen well 100% of the time")


def test_what_was_hardly_held_is_not_told_as_held_for_no_time() -> None:
    notes = [summarise([step(held_s=seconds)], TITLES).rows[0].note for seconds in (0.0, 0.04, 0.06)]
    assert notes == ["", "", "held for 0.1 s"]


def test_seen_well_all_of_the_time_is_said_of_nothing_less() -> None:
    seen = [summarise([step(coverage=one)], TITLES).rows[0].seen for one in (1.0, 0.996)]
    assert seen == ["seen well 100% of the time", "seen well 99% of the time"]


def test_what_was_not_scored_is_no_nought() -> None:
    summary = summarise([step(), step(scored=False, score=None, held_s=None, reason="too dark")], TITLES)
    assert summary.rows[1] == Row("Joy", None, "not scored: too dark", seen="seen well 100% of the time")
    assert summary.words == "1 of 2 could be scored; the rest is left out, not counted as 0."


def test_what_was_left_by_choice_is_not_told_as_what_could_not_be_scored() -> None:
    unscored = {"scored": False, "score": None, "held_s": None}
    left = [step(**unscored, reason=reason) for reason in ("skipped", "ended early")]
    assert summarise([step(), *left], TITLES).words.startswith("Each number compares you with your own face")
    dark = step(**unscored, reason="too dark")
    assert summarise([step(), *left, dark], TITLES).words.startswith("1 of 2 could be scored")


def test_nothing_scored_is_said_kindly() -> None:
    summary = summarise([step(scored=False, score=None, held_s=None)], TITLES)
    assert summary.headline == "Thank you for practising."
    assert summary.rows[0].note == "not scored: there was not enough to see"


@pytest.mark.parametrize("reason", Reason)
def test_why_nothing_was_scored_is_said_in_its_gates_words_with_what_would_help(reason: Reason) -> None:
    """A new reason needs words of its own in the catalogue, under [because]."""
    unscored = {"scored": False, "score": None, "held_s": None}
    results = [step(**unscored, reason=one) for one in ("ended early", reason, reason, "skipped")]
    said = summarise(results, TITLES).words
    assert said == phrase(f"because.{reason.name.lower()}")
    lit = {"nobody", "too dark", "too bright", "blurred", "too slow"}
    assert reason in lit or " light" not in said


@pytest.mark.parametrize("kind", ["follow", "lead", "steady", "settle", "gaze", "together"])
def test_what_has_no_number_says_too_why_it_could_not_be_seen(kind: str) -> None:
    results = [StepResult("say"), StepResult(kind, reason="too slow")]
    said = summarise(results, TITLES).words
    assert said == phrase("because.too_slow")
    seen = [*results, StepResult(kind, scored=True, reason=None)]
    assert summarise(seen, TITLES).words == "What was measured is no grade."
    for others in ([StepResult(kind, reason="ended early")], [StepResult("mirror")]):
        assert summarise(others, TITLES).words == phrase("summary.on_purpose")


def test_of_several_reasons_the_one_that_stood_in_the_way_of_most_is_told() -> None:
    unscored = {"scored": False, "score": None, "held_s": None}
    results = [step(**unscored, reason=one) for one in ("too dark", "too far", "too far")]
    assert "you were too far away" in summarise(results, TITLES).words


def test_what_was_only_skipped_is_no_fault_of_the_picture() -> None:
    said = summarise([step(scored=False, score=None, held_s=None, reason="skipped")], TITLES).words
    assert said == "Nothing was scored this time, and that is fine."


def test_a_mirror_is_not_summed_up() -> None:
    assert summarise([step(kind="mirror", scored=False, target=None)], TITLES).rows == ()


def test_one_side_and_little_seen_are_noted() -> None:
    (row,) = summarise([step(symmetry=0.6, coverage=0.5)], TITLES).rows
    assert row.note == "held for 2.0 s, one side moved more, seen well 50% of the time"


def test_what_was_not_reached_is_left_out() -> None:
    summary = summarise([step(), step(scored=False, score=None, held_s=None, reason="not reached")], TITLES)
    assert [row.title for row in summary.rows] == ["Joy"]
    assert summary.words.startswith("Each number compares you")


def test_the_rungs_of_a_ladder_have_names_of_their_own() -> None:
    steps = exercise("".join(f'{STEP}title = "{title}"\n' for title in ("A trace", "Slight"))).steps
    results = [step(intensity="A"), step(intensity="B", held_s=3.0)]
    summary = summarise_exercise(results, steps, LIBRARY)
    assert [row.title for row in summary.rows] == ["Joy (a trace)", "Joy (slight)"]
    assert [said.partition(":")[0] for said in summary.told] == ["Joy (a trace)", "Joy (slight)"]
    assert summary.headline == "You held joy for 3.0 seconds."
    assert summarise_exercise(results[:1], steps[:1], LIBRARY).rows[0].title == "Joy"


def test_the_rungs_of_a_ladder_are_one_expression() -> None:
    """Somebody who reached for a smile in three sizes is not told of three expressions."""
    small = [step(intensity=letter, held_s=0.2) for letter in "ABC"]
    assert summarise(small, TITLES).headline == "You tried one expression."
    assert (
        summarise([*small, step(target="anger", held_s=0.0)], TITLES).headline == "You tried 2 expressions."
    )
    unseen = step(scored=False, score=None, held_s=None, reason="too dark")
    assert summarise([*small, unseen], TITLES).words.startswith("3 of 4 could be scored;")


@pytest.mark.parametrize(("right", "told"), [(0.2, False), (0.3, True)])
def test_sides_that_differ_by_next_to_nothing_are_not_spoken_of(right: float, told: bool) -> None:
    trials = [trial(80.0, AU12=[0.12, right])]
    summary = summarise_exercise([step(symmetry=0.7)], exercise(STEP).steps, LIBRARY, [trials])
    assert ("right side" in summary.told[0]) is told
    assert ("one side" in summary.rows[0].note) is told


def test_a_face_that_was_seen_is_not_said_to_be_unseen_for_want_of_a_neutral() -> None:
    unknown = step(scored=False, score=None, held_s=None, reason="no neutral", coverage=0.0)
    assert summarise([step(), unknown], TITLES).rows[1].seen == ""


def test_a_session_without_a_neutral_says_so() -> None:
    unscored = {"scored": False, "score": None, "held_s": None}
    unknown, not_reached = (step(**unscored, reason=why) for why in ("no neutral", "not reached"))
    for seen in ([unknown], [unknown, not_reached]):
        summary = summarise(seen, TITLES)
        assert summary.rows == ()
        assert "Your face was not seen at rest" in summary.words


def test_what_a_headline_has_said_is_not_said_again_for_every_expression() -> None:
    steps = exercise(STEP * 3).steps
    results = [StepResult("imitate", "happiness", reason="no neutral")] * 3
    assert summarise_exercise(results, steps, LIBRARY).told == ()
    dark = [StepResult("imitate", "happiness", reason="too dark")] * 3
    assert len(summarise_exercise(dark, steps, LIBRARY).told) == 3


@pytest.mark.parametrize("kind", ["imitate", "together", "follow", "recognise"])
def test_a_session_left_at_once_is_fine(kind: str) -> None:
    left, card = StepResult(kind, reason="not reached"), StepResult("say")
    for seen in ([left], [card, left]):
        assert summarise(seen, TITLES).words == "It ended before anything was asked, which is fine."
    answered = StepResult("recognise", reason="answers are counted, not scored")
    assert summarise([answered, left], TITLES).words == "Nothing was scored here, on purpose."


def trial(score: float, **sides: list[float]) -> dict[str, Any]:
    made = {"intensity": "C", "complete": True, "scored": True, "symmetry": 0.7}
    return {**made, "score": score, "at_best": sides}


def test_an_imitation_is_told_in_sentences_what_moved_most_first_of_the_best() -> None:
    trials = [trial(40.0, AU6=[0.9, 0.9]), trial(80.0, AU6=[0.3, 0.3], AU12=[0.7, 0.6], AU4=[1.0, 1.0])]
    said = imitated(step(), trials, LIBRARY)
    assert said.startswith("Joy: you held it for 2.0 seconds.") and "corners of the lips" in said
    assert "further" not in said


def test_the_side_that_went_further_is_named_as_the_persons_own() -> None:
    left, right = ([trial(80.0, AU12=sides)] for sides in ([0.8, 0.3], [0.3, 0.8]))
    assert "Your left side went further" in imitated(step(symmetry=0.5), left, LIBRARY)
    assert "Your right side went further" in imitated(step(symmetry=0.5), right, LIBRARY)


def test_the_side_is_that_of_all_trials_not_of_the_best_alone() -> None:
    """Of those that the symmetry is the mean of: none at another intensity, and none that was broken off."""
    even, uneven = trial(100.0, AU12=[0.5, 0.62]), trial(90.0, AU12=[0.7, 0.3])
    others = [trial(100.0, AU12=[0.1, 1.0]) | one for one in ({"intensity": "B"}, {"complete": False})]
    summary = summarise_exercise(
        [step(symmetry=0.75)], exercise(STEP).steps, LIBRARY, [[*others, even, uneven]]
    )
    assert "Your left side went further" in summary.told[0]
    assert "one side moved more" in summary.rows[0].note


def test_what_was_skipped_or_not_scored_is_told_kindly_and_other_kinds_tell_their_own() -> None:
    unscored = {"scored": False, "score": None, "held_s": None}
    assert imitated(step(**unscored, reason="skipped"), [], LIBRARY) == "Joy: you skipped it. That is fine."
    assert "too dark" in imitated(step(**unscored, reason="too dark"), [], LIBRARY)
    assert imitated(step(held_s=0.1), [], LIBRARY) == "Joy: you tried it out."
    assert imitated(step(kind="gaze"), [], LIBRARY) == ""


def test_the_terminal_says_of_every_result_how_much_was_seen(capsys: pytest.CaptureFixture[str]) -> None:
    little, much = step(coverage=0.5), step(coverage=0.97)
    none = step(scored=False, score=None, held_s=None, reason="too dark", coverage=0.0)
    print_summary(summarise([little, much, none], TITLES))
    lines = [line for line in capsys.readouterr().out.splitlines() if "Joy " in line]
    assert [line.count("seen well") for line in lines] == [1, 1, 1]
    assert [line.rpartition(", ")[2] for line in lines] == [
        "seen well 50% of the time",
        "seen well 97% of the time",
        "seen well 0% of the time",
    ]


def test_without_a_terminal_what_makes_a_step_wait_is_told_once_it_lasts() -> None:
    stream = StringIO()
    progress = Progress(stream)
    scene = Scene("make", "Smile.")
    for tenth in range(120):
        waiting = Reason.BLURRED if tenth < 10 else Reason.TOO_DARK if tenth % 60 > 20 else None
        progress.show(Moment(tenth / 10, scene, 0, 1, "imitate", "Joy", waiting=waiting))
    said = stream.getvalue().splitlines()
    assert said == [" 1 of 1  Joy", f"     {Reason.TOO_DARK.words}"]


def test_where_nobody_can_read_it_any_more_a_session_goes_on() -> None:
    """As `2>&1 | head -1` leaves it."""

    class Gone(StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    progress = Progress(Gone())
    progress.show(Moment(0.0, Scene("make", "Smile."), 0, 1, "imitate", "Joy"))
    progress.end()


def test_the_terminal_says_once_how_long_something_was_held(capsys: pytest.CaptureFixture[str]) -> None:
    row = Row("Joy", 80.0, "held for 2.1 s, seen 70 % of the time", "seen 70 % of the time")
    print_summary(
        Summary("You held joy.", "Compared with you.", (row,), ("Joy: you held it for 2.1 seconds.",))
    )
    with_sentences = capsys.readouterr().out
    assert with_sentences.count("2.1") == 1 and "seen 70 %" in with_sentences
    print_summary(Summary("You held joy.", "Compared with you.", (row,)))
    assert capsys.readouterr().out.count("held for 2.1 s") == 1


def test_of_several_trials_the_longest_hold_is_told_as_such() -> None:
    trials = [{"scored": True, "held_s": held} for held in (1.9, 0.0, 2.6)] + [
        {"scored": False, "held_s": None}
    ]
    mean = step(held_s=1.5)
    summary = summarise([mean], TITLES, [trials])
    assert summary.headline == "You held joy for up to 2.6 seconds."
    assert summary.rows[0].note == "held for up to 2.6 s"
    assert summarise([mean], TITLES, [trials[:1]]).headline == "You held joy for 1.9 seconds."
