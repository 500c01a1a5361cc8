"""A computer that slept in the middle of a step: nobody was asked anything meanwhile, and nobody's score suffers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mirrorcam.app.practice import Practice
from mirrorcam.app.report.story import read_story
from mirrorcam.app.report.watching import FREE, SEEN
from mirrorcam.app.seeing import Eyes
from mirrorcam.face import Sample
from mirrorcam.onlooker import RULES
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_about, read_recording, replay
from mirrorcam.rescoring import Change, rescore
from mirrorcam.session import Moment, Session
from mirrorcam.sources.recording import Recorded
from mirrorcam.waiting import ASLEEP_S, LONGEST_GAP_S
from performing import LIBRARY, exercise, smiling
from plain_face import sample
from recordings import NOW, keep

KINDS = {
    "imitate": 'target = "happiness"\nmake_s = 4\nhold_s = 2',
    "follow": 'targets = ["happiness"]\nrounds = 4',
    "lead": "seconds = 8",
    "together": "seconds = 16\nturns = 1\nideas = false",
}
MEASURED = ("make", "hold", "follow", "lead", "turn")
"""The phases in which they measure."""
FRAME_S, SLEPT_S = 1 / 15, 20.0
ALONE, LEFT, RIGHT = (0.5, 0.5), (0.75, 0.5), (0.25, 0.5)


def session(kind: str, *, rules: int = RULES) -> Session:
    steps = exercise(f'\n[[steps]]\nkind = "{kind}"\n{KINDS[kind]}')
    return Session(steps, LIBRARY, attended=False, rules=rules)


def smile(time_s: float, moment: Moment | None) -> float:
    """As far as the avatar shows it, or where one chooses oneself, now and then. 0..1."""
    if moment is None or moment.scene.phase not in MEASURED:
        return 0.0
    if moment.scene.target is not None:
        return round(min(1.0, moment.scene.target["AU12"]), 1)
    return float(time_s % 3 > 1.2)


@cache
def seen(kind: str) -> tuple[tuple[Sample, bool], ...]:
    """Every sample of somebody who does it (or of two), and whether it is measured."""
    return tuple(_seen(session(kind)))


def _seen(going: Session) -> Iterator[tuple[Sample, bool]]:
    moment = None
    while moment is None or not moment.done:
        time_s = going.samples * FRAME_S
        share = smile(time_s, moment)
        if going.exercise.for_two:
            left, right = (sample(time_s, smiling(share, at=at), face_px=170.0) for at in (LEFT, RIGHT))
            new = replace(left, other=right)
        else:
            new = sample(time_s, smiling(share, at=ALONE))
        moment = going.advance(time_s, new)
        yield new, moment.scene.phase in MEASURED


def with_a_gap(kind: str, gap_s: float) -> Iterator[Sample]:
    """The same samples; in the middle of what is measured they stand still for so long."""
    measured = [number for number, (_, is_measured) in enumerate(seen(kind)) if is_measured]
    middle = measured[len(measured) // 2]
    for number, (one, _) in enumerate(seen(kind)):
        yield later(one, gap_s) if number >= middle else one


def later(one: Sample, by_s: float) -> Sample:
    other = None if one.other is None else later(one.other, by_s)
    return replace(one, time_s=one.time_s + by_s, other=other)


def result(kind: str, gap_s: float, *, rules: int = RULES) -> dict[str, Any]:
    going = session(kind, rules=rules)
    for one in with_a_gap(kind, gap_s):
        going.advance(one.time_s, one)
    return going.results()[0]


@pytest.mark.parametrize("kind", KINDS)
def test_who_slept_is_scored_as_who_did_not(kind: str):
    awake, slept = result(kind, 0.0), result(kind, SLEPT_S)
    assert awake["scored"] and slept["scored"]
    assert slept["coverage"] == pytest.approx(awake["coverage"], abs=0.12)
    assert slept["measured"].keys() == awake["measured"].keys()
    if kind == "lead":  # what was shown when it fell asleep was not shown for all that time
        assert slept["measured"]["variety"] == pytest.approx(awake["measured"]["variety"], rel=0.1)


def test_one_look_after_it_does_not_stand_for_all_that_time():
    """The person leans over to the computer, to wake it: that alone is no reason to ask for another face at rest."""
    going = session("lead")
    samples = list(with_a_gap("lead", SLEPT_S))
    woke = next(
        number for number, one in enumerate(samples) if one.time_s - samples[number - 1].time_s > ASLEEP_S
    )
    for one in samples[:woke]:
        going.advance(one.time_s, one)
    near = replace(samples[woke], face_px=3 * samples[woke].face_px)
    moment = going.advance(near.time_s, near)
    assert moment.waiting is None and not moment.offer_neutral


@pytest.mark.parametrize("kind", KINDS)
def test_a_gap_that_a_slow_computer_makes_counts_as_before(kind: str):
    gap_s = ASLEEP_S - 2 * FRAME_S
    assert result(kind, gap_s) == result(kind, gap_s, rules=1)


def kept(path: Path, kind: str, *, rules: int = RULES) -> Path:
    going = session(kind, rules=rules)
    with Recorder(path, going, NOW) as recorder:
        for one in with_a_gap(kind, SLEPT_S):
            recorder.add(one)
            recorder.showed(going.advance(one.time_s, one))
        recorder.finish()
    return path


@pytest.mark.parametrize("rules", [RULES, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_a_session_is_replayed_as_it_was(tmp_path: Path, kind: str, rules: int):
    recording = read_recording(kept(tmp_path / "kept.mirrorcam", kind, rules=rules))
    again = replay(recording)
    assert (tuple(again.results()), tuple(again.trials())) == (recording.steps, recording.trials)


@pytest.mark.parametrize("rules", [RULES, 1])
def test_a_session_is_rescored_as_it_was(tmp_path: Path, rules: int):
    recording = read_recording(kept(tmp_path / "kept.mirrorcam", "imitate", rules=rules))
    (found,) = rescore(recording, Change()).values()
    assert (found.score, found.coverage) == (recording.steps[0]["score"], recording.steps[0]["coverage"])


@pytest.mark.parametrize("before", [{}, {"taken_back": "1"}, {"taken_back": "1", "sleep_skipped": "1"}])
def test_sessions_from_before_rules_were_counted_go_by_those_of_their_day(
    tmp_path: Path, before: dict[str, str]
):
    path = kept(tmp_path / "old.mirrorcam", "follow", rules=len(before))
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM meta WHERE key = 'rules'")
        file.executemany("INSERT INTO meta VALUES (?, ?)", before.items())
    recording = read_recording(path)
    assert recording.rules == len(before) and tuple(replay(recording).results()) == recording.steps


# ------------------------------------------------------------ how long it took, as it is told


def test_what_is_told_of_how_long_it_took_is_without_it(tmp_path: Path):
    """In lists, minutes and reports (read from the file) and in the summary (of the practice that just ended)."""
    path = kept(tmp_path / "kept.mirrorcam", "follow")
    samples, not_awake_s = list(with_a_gap("follow", SLEPT_S)), SLEPT_S + FRAME_S - LONGEST_GAP_S
    practice = Practice(Recorded("", samples), Eyes(None), session("follow"))
    assert list(practice)
    assert read_about(path).duration_s == pytest.approx(samples[-1].time_s - not_awake_s, abs=1e-5)
    assert practice.duration_s == pytest.approx(practice.time_s - not_awake_s)


def test_times_that_go_back_after_it_are_no_damage(tmp_path: Path):
    """As in a film whose clock was set anew."""
    times = (0.0, 0.5, 7200.0, 7200.5, 3.0, 3.5)
    path = keep(tmp_path / "back.mirrorcam", [sample(one_s, smiling(0.0)) for one_s in times])
    assert 0 <= read_about(path).duration_s < 3


def test_a_report_tells_no_time_of_it_as_seen_or_not(tmp_path: Path):
    path = kept(tmp_path / "kept.mirrorcam", "imitate")
    for anew in (False, True):
        seen, slept, after, *_ = read_story(read_recording(path), anew=anew).coverage
        assert (seen.what, slept.what, after.what) == (SEEN, FREE, SEEN)
        assert slept.length_s == pytest.approx(SLEPT_S + FRAME_S - LONGEST_GAP_S, abs=1e-5)
