"""Many sessions looked back on: what is read of their files, and what the way so far shows of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

import pytest

from mirrorcam.app.looking_back import changed, followed, look_back
from mirrorcam.app.painting.easel import Box
from mirrorcam.app.report.story import read_story
from mirrorcam.app.screens import Go, Key, Settings
from mirrorcam.app.screens.progress import Progress, ProgressScreen, places
from mirrorcam.history import SIDES, UNIT, PastSession, Practised, Trend, history
from mirrorcam.range_of_movement import Range, Reach
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, read_results
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.session import Session
from mirrorcam.steps import StepResult
from mirrorcam.target import library
from performing import STEP, exercise, obliging, practise

BEGIN = datetime(2026, 8, 3, 18, 0, tzinfo=UTC)
TITLES = {name: target.title for name, target in library().items()}


def practising(values: list[float], every_days: int = 3, target: str = "happiness") -> Progress:
    """So many days of one thing."""
    times = [BEGIN + timedelta(days=i * every_days) for i in range(len(values))]
    sessions = [
        PastSession(when, 480.0, (Practised(when, "imitate", target, value),))
        for when, value in zip(times, values, strict=True)
    ]
    return Progress(history(sessions), TITLES)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "one.mirrorcam"
    session = Session(exercise(), library(), attended=False)
    with Recorder(path, session, BEGIN) as recorder:
        for sample, _ in practise(session, obliging()):
            recorder.add(sample)
        recorder.finish()
    return path


def test_a_session_is_read_without_its_samples(kept: Path) -> None:
    (session,) = look_back([kept])
    one, *units = session.practised
    assert {(unit.target, unit.kind) for unit in units} == {
        (code, kind) for code in ("AU6", "AU12") for kind in (UNIT, SIDES)
    }
    assert all(0 < unit.value <= 100 for unit in units) and session.formula == str(FORMULA_VERSION)
    assert (one.kind, one.target, session.when) == ("imitate", "happiness", BEGIN)
    assert one.value == read_results(kept).steps[0]["score"] and session.duration_s > 3


OWN = Range({"AU6": Reach(0.2, 0.2, 0.62), "AU12": Reach(0.25, 0.25, 1.0)})


def looked_back(folder: Path, own: Range | None = None, **keys: object) -> dict[str, Practised]:
    """What is read of a session of joy, by its target."""
    head = 'scale = "own"\n' if own else ""
    said = "".join(f"{key} = {value!r}\n".replace("'", '"') for key, value in keys.items())
    session = Session(exercise(head + STEP + said), library(), attended=False, own=own)
    path = folder / f"{len(list(folder.iterdir()))}.mirrorcam"
    with Recorder(path, session, BEGIN) as recorder:
        for sample, _ in practise(session, obliging(), frame_s=1 / 12):
            recorder.add(sample)
        recorder.finish()
    (found,) = look_back([path])
    assert read_story(read_recording(path)).practised == found.practised
    told = {one.target: one for one in found.practised if one.kind != SIDES}
    target, trials = session.targets["happiness"].at(told["happiness"].asked.intensity), session.trials()[0]
    for code in ("AU6", "AU12"):
        sides = [side / target.expect[code][0] for trial in trials for side in trial["at_best"][code]]
        assert told[code].value == pytest.approx(100 * fmean(min(1.0, max(0.0, side)) for side in sides))
    return told


def test_on_the_own_scale_it_is_the_share_of_what_was_asked_there(tmp_path: Path) -> None:
    found = looked_back(tmp_path, OWN)
    assert {one.asked.scale for one in found.values()} == {"own"}


def test_what_was_asked_is_told_apart(tmp_path: Path) -> None:
    asked = [
        looked_back(tmp_path, own, **keys)["happiness"].asked
        for own, keys in (
            (None, {}),
            (None, {"intensity": "E"}),
            (None, {"symmetry": 0.5}),
            (None, {"too_much": 1.6}),
            (OWN, {}),
            (Range({"AU12": Reach(0.4, 0.4, 1.0)}), {}),
        )
    ]
    assert len(set(asked)) == len(asked) and [one.intensity for one in asked] == [*"CECCCC"]
    alike = looked_back(tmp_path, title="Smile", rest_s=1, repetitions=2, words="Smile, please")
    assert alike["happiness"].asked == alike["AU12"].asked == asked[0]


def test_a_broken_file_hides_no_other(kept: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mirrorcam"
    broken.write_bytes(kept.read_bytes()[:3000])
    assert len(list(look_back([broken, kept, tmp_path / "gone.mirrorcam"]))) == 1


def test_a_step_that_cannot_be_read_any_more_is_followed_by_its_score() -> None:
    assert followed(StepResult("imitate", "happiness", scored=True, score=61.0), None) == 61.0


def test_words_come_first_and_three_days_are_no_trend() -> None:
    early, more = practising([20, 50, 80]), practising([40, 42, 41, 40, 72, 74, 75, 73])
    less = practising([72, 74, 75, 73, 40, 42, 41, 40])
    said = [changed(progress.history.lines[0]) for progress in (early, more, less)]
    assert said[0] == "3 days so far. Too early to say."
    assert said[1] == "More than when you began.", "by how much, the numbers say"
    assert said[2].startswith("Less than") and "part of the way" in said[2]
    assert less.history.lines[0].trend is Trend.LESS


def test_days_lie_where_their_time_is() -> None:
    line = practising([0, 50, 100]).history.lines[0]
    (left, low), (middle, _), (right, high) = places(Box(0, 0, 300, 100), line)
    assert left < middle < right and middle == pytest.approx(150) and high < low
    (alone,) = places(Box(0, 0, 300, 100), practising([70]).history.lines[0])
    assert alone[0] == pytest.approx(150)


def test_the_way_so_far_says_what_it_is_about_and_leads_back() -> None:
    screen = ProgressScreen(Settings(), practising([40.0, 45.0]))
    words = " ".join(str(piece.looks) for piece in screen.picture((1280.0, 800.0)))
    assert "'Joy'" in words and "2 days so far" in words and "MINUTES, WEEK BY WEEK" in words
    assert screen.key(Key("escape")) is Go.BACK
    empty = ProgressScreen(Settings(), Progress(history([]), TITLES))
    assert "Keep a session" in " ".join(str(piece.looks) for piece in empty.picture((640.0, 400.0)))
