"""What is said after a session."""

from dataclasses import replace
from typing import Any

from mirrorcam.review import Row, summarise
from mirrorcam.steps import StepResult

TITLES = {"happiness": "Joy"}


def step(**changes: Any) -> StepResult:
    made = StepResult("imitate", "happiness", "C", True, None, 72.4, 0.8, 2.0, 0.9, 0.95, 1.0)
    return replace(made, **changes)


def test_the_longest_hold_comes_first() -> None:
    summary = summarise([step(), step(target="brow-raise", held_s=3.0)], TITLES)
    assert summary.headline == "You held brow raise for 3.0 seconds."
    assert summary.rows[0] == Row("Joy", 72.4, "held for 2.0 s")


def test_what_was_not_scored_is_no_nought() -> None:
    summary = summarise([step(), step(scored=False, score=None, held_s=None, reason="too dark")], TITLES)
    assert summary.rows[1] == Row("Joy", None, "not scored: too dark")
    assert summary.words == "One expression could be scored; the rest is left out, not counted as 0."


def test_nothing_scored_is_said_kindly() -> None:
    summary = summarise([step(scored=False, score=None, held_s=None)], TITLES)
    assert summary.headline == "Thank you for practising."
    assert summary.rows[0].note == "not scored: there was not enough to see"


def test_a_mirror_is_not_summed_up() -> None:
    assert summarise([step(kind="mirror", scored=False, target=None)], TITLES).rows == ()


def test_one_side_and_little_seen_are_noted() -> None:
    (row,) = summarise([step(symmetry=0.6, coverage=0.5)], TITLES).rows
    assert row.note == "held for 2.0 s, one side moved more, seen well 50% of the time"


def test_what_was_not_reached_is_left_out() -> None:
    summary = summarise([step(), step(scored=False, score=None, held_s=None, reason="not reached")], TITLES)
    assert [row.title for row in summary.rows] == ["Joy"]
    assert summary.words.startswith("Each number compares you")


def test_a_session_without_a_neutral_says_so() -> None:
    summary = summarise([step(scored=False, score=None, held_s=None, reason="no neutral")], TITLES)
    assert summary.rows == ()
    assert "Your face at rest was not found" in summary.words


def test_a_session_left_at_once_is_fine() -> None:
    left = step(scored=False, score=None, held_s=None, reason="not reached")
    assert summarise([left], TITLES).words == "It ended before anything was asked, which is fine."
