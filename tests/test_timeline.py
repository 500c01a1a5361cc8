"""The timeline: what a session showed, kept and read back; notes written when looking back."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.acts import Command, Note
from mirrorcam.app.report.watching import Watched
from mirrorcam.blocks import REASONS
from mirrorcam.expression import CODES, NEUTRAL, Expression
from mirrorcam.face import HeadPose, Reason
from mirrorcam.instant import NO_STEP, Instant, Side, Told, instant
from mirrorcam.noting import add_note, as_written, change_note, remove_note, tags_of
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Noted, read_notes, read_recording, session_moments
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError
from mirrorcam.timeline import Timeline
from mirrorcam.timeline_rows import STEP, pack
from performing import FRAME_S, LIBRARY, exercise, obliging, practise
from test_recording import record

NOW = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)
TWO = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nmake_s = 2\nhold_s = 0.5\nrepetitions = 2\n' * 2


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("timeline") / "two.mirrorcam"
    record(path, until_s=60.0, text=TWO, commands=[(200, Command.PAUSE), (215, Command.RESUME)])
    return path


def near(one: Expression | None, other: Expression | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(np.abs(one.values - np.clip(other.values, -8, 8)).max() <= STEP)


def test_it_shows_what_a_replay_shows(kept: Path) -> None:
    timeline = Timeline.read(kept)
    again = [instant(moment, session.seen) for session, _, moment in session_moments(read_recording(kept))]
    assert len(timeline) == len(again) > 300
    for i, expected in enumerate(again):
        found = timeline.at(i)
        assert (
            found.time_s == expected.time_s
            and found.told == expected.told
            and found.paused == expected.paused
        )
        assert near(found.you.worn, expected.you.worn) and near(found.you.seen, expected.you.seen)
        assert near(found.target, expected.target)
        assert (found.you.reason, found.you.waiting) == (expected.you.reason, expected.you.waiting)
        assert found.score == pytest.approx(expected.score, abs=1e-4)
        assert found.you.head.yaw_deg == pytest.approx(expected.you.head.yaw_deg, abs=1e-4)


def test_a_curve_is_what_each_instant_says(kept: Path) -> None:
    timeline = Timeline.read(kept)
    curve = timeline.unit("AU12")
    assert curve.shape == (len(timeline), 2)
    for i in range(0, len(timeline), 37):
        seen = timeline.at(i).you.seen
        left = np.nan if seen is None else seen.left("AU12")
        assert curve[i, 0] == pytest.approx(left, abs=1e-6, nan_ok=True)
    assert np.isnan(curve).any() and np.nanmax(curve) > 0.3


def test_steps_attempts_and_their_times(kept: Path) -> None:
    timeline = Timeline.read(kept)
    assert [span.step for span in timeline.spans] == [0, 1]
    assert all(span.kind not in NO_STEP and span.begin_s < span.end_s for span in timeline.spans)
    assert [(one.step, one.number) for one in timeline.attempts] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    for one in timeline.attempts:
        assert one.hold_s is not None and one.let_go_s is not None
        assert one.go_s < one.hold_s < one.let_go_s <= one.end_s
        assert timeline.told_at(timeline.index(one.go_s)).phase == "make"


def test_an_instant_at_any_time(kept: Path) -> None:
    timeline = Timeline.read(kept)
    assert timeline.index(-1.0) == 0
    assert timeline.index(1e9) == len(timeline) - 1
    assert timeline.index(float(timeline.times_s[77])) == 77
    assert timeline.index(float(timeline.times_s[77]) + FRAME_S / 2) == 77


def test_gaps_have_their_reason(tmp_path: Path) -> None:
    path = tmp_path / "gap.mirrorcam"
    session = Session(exercise(), LIBRARY)
    smiles = obliging()
    with Recorder(path, session, NOW) as recorder:
        for sample, moment in practise(
            session, lambda time_s, now: Reason.TOO_DARK if 4.0 <= time_s < 5.0 else smiles(time_s, now), 6.0
        ):
            recorder.add(sample)
            recorder.showed(moment)
    (gap,) = [one for one in Timeline.read(path).gaps if one.title == "too dark"]
    assert gap.begin_s == pytest.approx(4.0, abs=0.05) and gap.end_s == pytest.approx(5.0, abs=0.05)


def test_what_does_not_look_at_the_face_has_no_gaps(tmp_path: Path) -> None:
    path = tmp_path / "card.mirrorcam"
    record(path, until_s=2.0, text='\n[[steps]]\nkind = "say"\nwords = "Hello."\nseconds = 3\n')
    timeline = Timeline.read(path)
    assert [span.kind for span in timeline.spans] == ["say"]
    assert not timeline.gaps


def test_of_two_a_gap_is_told_of_whoever_could_not_be_seen_where_both_are_looked_at() -> None:
    def moment(i: int, kind: str, left: Reason | None, right: Reason | None) -> Instant:
        sides = [Side(NEUTRAL, reason=why) for why in (left, right)]
        return Instant(i * 0.1, Told(0, kind, kind, "", ""), sides[0], beside=sides[1])

    course = [
        *[("together", None, Reason.NOBODY)] * 5,
        *[("together", Reason.NOBODY, None)] * 5,
        *[("together", None, Reason.TOO_DARK)] * 5,
        *[("together", Reason.NOBODY, Reason.NOBODY)] * 5,
        *[("imitate", None, Reason.TOO_FAR)] * 5,
        *[("imitate", Reason.NOBODY, None)] * 5,
    ]
    instants = [moment(i, *one) for i, one in enumerate(course)]
    timeline = Timeline.of(instants)
    assert [gap.title for gap in timeline.gaps] == ["one person", "too dark", "nobody", "nobody"]
    told = [None if number == 0 else REASONS[number - 1] for number in timeline.reasons]
    assert told == [one.why_not for one in instants]
    kept, anew = (Watched([*exercise('\n[[steps]]\nkind = "together"').steps]) for _ in range(2))
    kept.see_all(timeline)
    for one in instants:
        anew.see(one)
    assert [one.what for one in kept.coverage.found] == [one.what for one in anew.coverage.found]
    assert "one person" in {one.what for one in kept.coverage.found}


def test_who_is_alone_before_the_camera_is_not_missed_beside_somebody() -> None:
    alone = [
        Instant(i * 0.1, Told(-1, "neutral", "", "", ""), Side(NEUTRAL, waiting=Reason.NOBODY))
        for i in range(5)
    ]
    assert [gap.title for gap in Timeline.of(alone).gaps] == ["nobody"]


def test_two_people_come_back_as_two(tmp_path: Path) -> None:
    told = Told(0, "together", "Together", "lead", "Lead.", "amara")
    left, right = (Expression.of({code: 0.4}) for code in ("AU12", "AU1"))
    sides = (
        Side(left, HeadPose(3.0, 0.0, 0.0), left),
        Side(right, HeadPose(-4.0, 0.0, 0.0), None, Reason.BLURRED, Reason.BLURRED),
    )
    row = pack([Instant(0.5, told, sides[0], None, None, 0.6, False, sides[1])])
    assert row.beside_worn is not None
    path = tmp_path / "two.mirrorcam"
    record(path, until_s=0.5)
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM timeline")
        values = [0, *(getattr(row, name) for name in row.__slots__)]
        file.execute(f"INSERT INTO timeline VALUES ({', '.join('?' * len(values))})", values)
    found = Timeline.read(path).at(0)
    assert found.beside is not None and near(found.beside.worn, right) and found.beside.seen is None
    assert found.beside.reason is Reason.BLURRED and found.beside.head.yaw_deg == pytest.approx(-4.0)
    assert found.told == told and found.together == pytest.approx(0.6) and near(found.you.seen, left)


def test_a_cut_off_session_has_what_came_until_then(tmp_path: Path) -> None:
    path = tmp_path / "cut.mirrorcam"
    session = Session(exercise(), LIBRARY)
    recorder = Recorder(path, session, NOW)
    for sample, moment in practise(session, obliging(), 3.5):
        recorder.add(sample)
        recorder.showed(moment)
    timeline = Timeline.read(path)  # nobody closed it
    assert 80 < len(timeline) <= 105
    assert timeline.at(len(timeline) - 1).you.worn.values.shape == (len(CODES), 2)
    recorder.close()


def test_a_session_without_instants_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "none.mirrorcam"
    with Recorder(path, Session(exercise(), LIBRARY), NOW):
        pass
    timeline = Timeline.read(path)
    assert (len(timeline), timeline.length_s, timeline.spans, timeline.gaps, timeline.attempts) == (
        0,
        0,
        (),
        (),
        (),
    )
    assert timeline.unit("AU12").shape == (0, 2)


@pytest.mark.parametrize("column", ["time_us", "facts", "told", "worn"])
def test_damage_is_said_in_one_message(tmp_path: Path, column: str) -> None:
    path = tmp_path / "bad.mirrorcam"
    record(path, until_s=2.0)
    with sqlite3.connect(path) as file:
        file.execute(f"UPDATE timeline SET {column} = x'00ff00' WHERE first = 0")
    with pytest.raises(RecordingError, match=r"bad\.mirrorcam: is damaged"):
        Timeline.read(path).at(0)


# ------------------------------------------------------------ notes


def test_notes_are_kept_about_an_instant_and_a_span(tmp_path: Path) -> None:
    path = tmp_path / "a.mirrorcam"
    record(path, until_s=3.0, commands=[(30, Note("during", 1.0))])
    steps = read_recording(path).steps
    late = add_note(path, NOW, Noted(2.5, 1.5, "  left brow\nlags ", ("fatigue", "#brow", "fatigue", "")))
    mark = add_note(path, NOW, Noted(0.5, 0.5, ""))
    assert (late.begin_s, late.end_s, late.text, late.tags) == (
        1.5,
        2.5,
        "left brow lags",
        ("fatigue", "brow"),
    )
    assert [note.text for note in read_notes(path)] == ["", "during", "left brow lags"]
    assert read_recording(path).notes == read_notes(path) and read_recording(path).steps == steps
    changed = change_note(path, NOW, late, "left brow late")
    remove_note(path, mark)
    assert [(note.text, note.tags) for note in read_notes(path)] == [("during", ()), ("left brow late", ())]
    assert changed in read_notes(path)


def test_a_note_of_the_session_can_be_changed_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.mirrorcam"
    record(path, until_s=2.0, commands=[(30, Note("during", 1.0)), (40, Note("", 1.3))])
    first, second = read_notes(path)
    change_note(path, NOW, first, "better said", ["tag"])
    remove_note(path, second)
    (left,) = read_notes(path)
    assert (left.text, left.tags, left.begin_s) == ("better said", ("tag",), 1.0)
    assert not [one for one in read_recording(path).events if isinstance(one.command, Note)]


def test_what_cannot_be_kept_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mirrorcam"
    record(path, until_s=2.0)
    before = path.read_bytes()
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RecordingError):
            add_note_at_once(path)
        other.execute("ROLLBACK")
    assert path.read_bytes() == before and read_notes(path) == ()


def add_note_at_once(path: Path) -> None:
    """Without waiting for the other program to be done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mirrorcam.noting.WAIT_S", 0.0)
        add_note(path, NOW, Noted(0.0, 0.0, "x"))


def test_no_session_takes_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no session")
    with pytest.raises(RecordingError, match="is no mirrorcam recording"):
        add_note(tmp_path / "a.txt", NOW, Noted(0.0, 0.0, "x"))


def test_tags_are_words_with_a_number_sign() -> None:
    assert tags_of("left brow #lags today #fatigue #lags") == ("left brow today", ("lags", "fatigue"))
    assert tags_of("# alone") == ("# alone", ())
    assert as_written(Noted(0.0, 0.0, "left", ("lags",))) == "left #lags"
