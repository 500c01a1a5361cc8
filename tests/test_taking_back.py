"""What is told only after it has begun is taken back from its beginning on: live, in what is kept, and in films."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.app.measuring.films import rows_of_film
from mirrorcam.calibration import neutral_from
from mirrorcam.face import Face, Reason, Sample
from mirrorcam.gate import COVER_EVERY_S, COVERED_S, PICTURES_A_SECOND
from mirrorcam.identity import OTHER_S
from mirrorcam.onlooker import RULES
from mirrorcam.recording import read_recording, replay, session_moments
from mirrorcam.rescoring import Change, rescore
from mirrorcam.session import Session
from mirrorcam.taking_back import COVERED_BACK_S, LATE_S, TakingBack
from mirrorcam.target import find_target
from performing import LIBRARY, exercise, resting, smiling
from plain_face import sample
from recordings import practised

COVERED, OTHER, OFF, TALKING = Reason.COVERED, Reason.LOOKS_DIFFERENT, Reason.NEUTRAL_OFF, Reason.TALKING
STEPS = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nrepetitions = 2\nmake_s = 3\nhold_s = 1\n'
HIDDEN_S, TOLD_S = 1.65, 2.2
"""Of every two and a half seconds: from when on something hides the mouth, and from when on that is told."""


def backs(*told: Reason | None, so_far: bool = False) -> list[float]:
    taking_back = TakingBack(so_far=so_far)
    return [taking_back.see(one, 0.0, 9.0) for one in told]


def test_a_cover_is_taken_back_once_with_the_first_look_that_tells_it():
    told = backs(None, COVERED, COVERED, None, Reason.NOBODY, COVERED)
    assert told == [0, COVERED_BACK_S, 0, 0, 0, COVERED_BACK_S]


@pytest.mark.parametrize("reason", [OTHER, OFF])
def test_a_neutral_that_does_not_serve_is_taken_back_as_far_as_a_film_waits(reason):
    assert backs(None, reason, reason) == [0, LATE_S, 0]
    assert TakingBack().see(reason, 0.0, 1.2) == 1.2


def test_speech_is_taken_back_by_its_own_account():
    assert TakingBack().see(TALKING, 1.4, 0.0) == 1.4


def test_what_is_told_at_once_is_not_taken_back():
    others = [one for one in Reason if one not in (COVERED, OTHER, OFF, TALKING)]
    assert not any(back for one in others for back in backs(None, one))


def test_in_sessions_from_before_speech_alone_is_taken_back():
    assert backs(None, COVERED, OTHER, so_far=True) == [0, 0, 0]
    assert TakingBack(so_far=True).see(TALKING, 1.4, 0.0) == 1.4


@pytest.mark.parametrize("rate", [8, 10, 12, 15, 20, 24, 25, 30, 60])
def test_it_reaches_back_to_the_last_look_without_the_cover_and_hardly_further(rate):
    lasts, between = (int(np.ceil(some_s * rate)) / rate for some_s in (COVERED_S, COVER_EVERY_S))
    assert rate >= PICTURES_A_SECOND.enter
    assert lasts + between - 1 / rate <= COVERED_BACK_S < lasts + between + 0.11


# ------------------------------------------------------------ in sessions


def sipping(time_s: float, _: object) -> Face | Reason:
    """Never smiles; but again and again something hides the mouth, which looks like a smile until it is told."""
    within_s = time_s % 2.5
    if time_s < 3 or within_s < HIDDEN_S:
        return smiling(0.0)
    return COVERED if within_s >= TOLD_S else smiling(0.8)


def kept(path: Path, look: Callable[..., Face | Reason] = sipping, *, rules: int = RULES) -> Path:
    session = Session(exercise(STEPS), LIBRARY, attended=False, rules=rules)
    return practised(path, session, look, frame_s=1 / 20)


def test_what_a_cover_looked_like_is_no_score(tmp_path: Path):
    taken_back, first, before = (
        read_recording(kept(tmp_path / f"{rules}.mirrorcam", rules=rules)).steps[0] for rules in (RULES, 1, 0)
    )
    assert before["score"] > 50 and first == taken_back
    assert taken_back["score"] < 5 and 0 < taken_back["coverage"] < before["coverage"]


@pytest.mark.parametrize("rules", [RULES, 0])
def test_a_session_is_replayed_and_rescored_as_it_was(tmp_path: Path, rules: int):
    recording = read_recording(kept(tmp_path / "kept.mirrorcam", rules=rules))
    again = replay(recording)
    assert (tuple(again.results()), tuple(again.trials())) == (recording.steps, recording.trials)
    (found,) = rescore(recording, Change()).values()
    assert (found.score, found.coverage) == (recording.steps[0]["score"], recording.steps[0]["coverage"])


def test_what_was_shown_at_another_distance_is_taken_back(tmp_path: Path):
    recording = read_recording(kept(tmp_path / "near.mirrorcam", resting))
    session, told = recording.begin(), []
    for number, one in enumerate(recording.samples()):
        session.advance(one.time_s, replace(one, face_px=one.face_px * (3 if number > 120 else 1)))
        told += [session.seen] if session.seen else []
    back = [seen.back_s for seen in told if seen.back_s]
    assert len(back) == 1 and 1.0 <= back[0] < 1.2
    assert {seen.reason for seen in told} == {None, OFF}


def test_without_a_neutral_there_is_nothing_to_take_back(tmp_path: Path):
    recording = read_recording(kept(tmp_path / "all.mirrorcam", lambda *_: COVERED))
    assert not any(session.seen and session.seen.back_s for session, *_ in session_moments(recording))


# ------------------------------------------------------------ in films


def film(rate: float, *, hidden_s: float, told_s: float) -> list[Sample]:
    times = np.arange(0, 8, 1 / rate)
    return [
        sample(float(t), smiling(0.8 if t >= hidden_s else 0.0), COVERED if t >= told_s else None)
        for t in times
    ]


@pytest.mark.parametrize(("rate", "scored_until_s"), [(20, 4.95 - COVERED_BACK_S), (1, 3.0)])
def test_a_cover_in_a_film_is_not_scored_from_its_beginning_on(rate: float, scored_until_s: float):
    seen = film(rate, hidden_s=5 - COVERED_BACK_S, told_s=5.0)
    rest = neutral_from([sample(i / 30, smiling(0.0)) for i in range(30)])
    joy = find_target("happiness")
    rows = list(rows_of_film(seen, "film.mp4", {"happiness": joy}, rest, found_in_it=True))
    scored = [row for row in rows if row.reason is None]
    assert scored[-1].sample.time_s == pytest.approx(scored_until_s, abs=1e-3)
    assert max(row.scores["happiness"] or 0.0 for row in scored) < 5
    assert {row.reason for row in rows[len(scored) :]} == {COVERED}
    assert all(row.expression is None and row.scores["happiness"] is None for row in rows[len(scored) :])


def test_nothing_is_taken_back_for_longer_than_a_film_waits():
    assert COVERED_BACK_S < OTHER_S <= LATE_S
