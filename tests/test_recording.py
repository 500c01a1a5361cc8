"""The recording: every sample comes back to the bit, and nothing that happens to the file is a surprise."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from mirrorcam import recorder as recorder_module
from mirrorcam.acts import Command
from mirrorcam.blocks import REASONS, BlockError, pack, unpack
from mirrorcam.calibration import neutral_from
from mirrorcam.face import BLENDSHAPES, LANDMARKS, Drawn, Face, Reason, Sample, round_face
from mirrorcam.patches import PATCH_STEP, PATCHES
from mirrorcam.recorder import Recorder
from mirrorcam.recording import moments, read_about, read_recording, read_results, replay
from mirrorcam.session import Session
from mirrorcam.session_file import APPLICATION_ID, FORMAT, SCHEMA, RecordingError
from performing import FRAME_S, LIBRARY, STEP, exercise, obliging, smiling
from plain_face import sample

NOW = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)
NEUTRAL = neutral_from([sample(0.0, smiling(0.0))])


def same(one: Sample, other: Sample) -> bool:
    """Equal to the bit: 0.0 is not −0.0 here."""
    plain = [f.name for f in fields(Sample) if f.name != "face"]
    if any(repr(getattr(one, name)) != repr(getattr(other, name)) for name in plain):
        return False
    if one.face is None or other.face is None:
        return one.face is other.face
    pairs = [[np.asarray(getattr(face, f.name)) for face in (one.face, other.face)] for f in fields(Face)]
    return all(a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in pairs)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def record(path: Path, until_s: float = 4.0, text: str = STEP, commands=(), **settings) -> Session:
    """Practises with the scripted person. ``commands``: (at which sample, command)."""
    session = Session(exercise(text), LIBRARY, **settings)
    look, moment, waiting = obliging(), None, list(commands)
    with Recorder(path, session, NOW, person="maya", source="a script") as recorder:
        for number in range(round(until_s / FRAME_S)):
            while waiting and waiting[0][0] == number:
                recorder.event(number * FRAME_S, waiting[0][1])
                session.command(number * FRAME_S, waiting.pop(0)[1])
            new = sample(number * FRAME_S, look(number * FRAME_S, moment))
            recorder.add(new)
            moment = session.advance(new.time_s, new)
            recorder.showed(moment)
            if moment.done:
                break
        recorder.finish()
    return session


# samples, to the bit

numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)


@st.composite
def faces(draw: st.DrawFn) -> Face:
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    spread = draw(st.sampled_from([0.01, 0.5, 3.0]))
    made = round_face(
        rng.normal(0.5, spread, (LANDMARKS, 3)).astype(np.float32),
        rng.normal(0.5, spread, len(BLENDSHAPES)).astype(np.float32),
        draw(nps.arrays(np.float32, (4, 4), elements=numbers)),
    )
    skin = rng.integers(-32768, 32768, len(PATCHES)) * PATCH_STEP
    return replace(made, patches=skin.astype(np.float32), drawn=draw(st.sampled_from(list(Drawn))))


@st.composite
def samples(draw: st.DrawFn) -> list[Sample]:
    time_s, made = 0.0, []
    for _ in range(draw(st.integers(1, 12))):
        time_s += draw(st.floats(0, 3, allow_nan=False))
        made.append(
            Sample(
                time_s,
                draw(st.none() | faces()),
                draw(st.none() | st.sampled_from(list(Reason))),
                draw(st.integers(0, 2**31 - 1)),
                draw(st.integers(0, 2**31 - 1)),
                *(draw(st.floats(allow_nan=False)) for _ in range(3)),
                index=draw(st.integers(0, 2**62)),
                file=draw(st.sampled_from(["", "a.jpg", "ä \n.png"])),
            )
        )
    return made


@given(samples())
@settings(max_examples=60)
def test_samples_come_back_to_the_bit(made):
    again = unpack(pack(made))
    assert len(again) == len(made)
    assert all(same(a, b) for a, b in zip(made, again, strict=True))


def test_every_step_of_a_landmark_and_of_a_blendshape_can_be_kept():
    steps = np.arange(-32768, 32768, dtype=np.float64).repeat(3)
    for part in steps.reshape(-1, 1)[: LANDMARKS * 3 * 137].reshape(-1, LANDMARKS, 3):
        made = round_face(
            (part / 16384).astype(np.float32), np.linspace(0, 1, 52, dtype=np.float32), np.eye(4)
        )
        assert same(Sample(0, made, None, 1, 1), unpack(pack([Sample(0, made, None, 1, 1)]))[0])


def test_landmarks_beyond_what_can_be_kept_are_clamped_and_not_wrapped():
    far = np.full((LANDMARKS, 3), 7.0, np.float32)
    kept = round_face(far, np.zeros(52, np.float32), np.eye(4)).landmarks
    assert kept.min() > 1.99


def test_rounding_costs_less_than_a_twentieth_of_a_pixel_at_1280():
    rng = np.random.default_rng(1)
    raw = rng.random((LANDMARKS, 3)).astype(np.float32)
    kept = round_face(raw, np.zeros(52, np.float32), np.eye(4)).landmarks
    assert np.abs(kept - raw).max() * 1280 < 0.05


def test_the_reasons_in_files_are_all_there_and_keep_their_places():
    assert set(REASONS) == set(Reason)
    assert [reason.value for reason in REASONS] == [
        "nobody", "two people", "too far", "too near", "turned away", "too dark", "blurred", "frozen",
        "no neutral", "covered", "too slow", "neutral off", "talking", "moving", "one person", "three people",
        "changed places", "looks different", "too bright",
    ]  # fmt: skip


# a whole session


def test_a_recording_tells_what_it_is_and_gives_its_samples_back(tmp_path):
    path = tmp_path / "häppy #1?.mirrorcam"
    session = record(path, 12.0, kept=NEUTRAL)
    kept = read_recording(path)
    about = kept.about
    assert (about.exercise, about.title, about.person, about.source) == ("joy", "Joy", "maya", "a script")
    assert about.finished and about.attended and about.frames == session.samples
    assert datetime.fromisoformat(about.created) == NOW
    assert about == read_about(path)
    assert kept.exercise_text == session.exercise.text
    assert set(kept.expressions) == {"happiness"}
    assert list(kept.steps) == session.results() and kept.steps[0]["scored"]
    assert list(kept.trials) == session.trials()
    assert kept.given is None and kept.kept.to_dict() == NEUTRAL.to_dict()
    assert [at for at, _ in kept.taken] == [at for at, _ in session.taken]
    assert sum(1 for _ in kept.samples()) == about.frames


def test_a_replay_equals_the_live_session_with_all_its_commands(tmp_path):
    commands = [(40, Command.PAUSE), (60, Command.RESUME), (160, Command.EASIER), (161, Command.HARDER),
                (400, Command.REPEAT), (700, Command.STOP)]  # fmt: skip
    session = record(tmp_path / "a.mirrorcam", 40.0, STEP + STEP + STEP, commands)
    kept = read_recording(tmp_path / "a.mirrorcam")
    assert [(event.at, event.command) for event in kept.events] == commands
    again = replay(kept)
    assert again.results() == session.results() == list(kept.steps)
    assert again.trials() == session.trials()
    assert len(session.results()) >= 2


def test_a_recording_carries_its_exercise_and_expressions_along(tmp_path, monkeypatch):
    session = record(tmp_path / "a.mirrorcam", 12.0)
    for name in ("mirrorcam.target.library", "mirrorcam.exercise.exercises"):
        monkeypatch.setattr(name, lambda: {})
    assert replay(read_recording(tmp_path / "a.mirrorcam")).results() == session.results()


def test_moments_come_back_one_for_each_sample(tmp_path):
    session = record(tmp_path / "a.mirrorcam", 12.0)
    again = list(moments(read_recording(tmp_path / "a.mirrorcam")))
    assert len(again) == session.samples and again[-1][1].done
    assert all(sample.time_s == moment.time_s for sample, moment in again)


def test_a_command_after_the_last_sample_counts(tmp_path):
    session = Session(exercise(), LIBRARY, NEUTRAL)
    with Recorder(tmp_path / "a.mirrorcam", session, NOW) as recorder:
        recorder.add(sample(0.0, smiling(0.0)))
        session.advance(0.0, sample(0.0, smiling(0.0)))
        recorder.event(0.0, Command.SKIP)
        session.command(0.0, Command.SKIP)
        recorder.finish()
    again = replay(read_recording(tmp_path / "a.mirrorcam"))
    assert again.done and again.results()[0]["reason"] == "skipped"


def test_samples_without_time_between_them_are_written_too(tmp_path):
    with Recorder(tmp_path / "a.mirrorcam", Session(exercise(), LIBRARY), NOW) as recorder:
        for _ in range(300):
            recorder.add(sample(0.0))
        assert read_about(tmp_path / "a.mirrorcam").frames == 250


def test_a_session_that_is_left_is_kept(tmp_path):
    session = Session(exercise(), LIBRARY, NEUTRAL)
    with Recorder(tmp_path / "a.mirrorcam", session, NOW) as recorder:
        for number in range(100):
            new = sample(number * FRAME_S, smiling(0.5))
            recorder.add(new)
            session.advance(new.time_s, new)
    kept = read_recording(tmp_path / "a.mirrorcam")
    assert not kept.about.finished and kept.steps == () and kept.about.frames == 100
    assert kept.given.to_dict() == NEUTRAL.to_dict()
    assert replay(kept).results() == session.results()


# the file


def test_the_file_is_what_the_document_says(tmp_path):
    record(tmp_path / "a.mirrorcam")
    with sqlite3.connect(tmp_path / "a.mirrorcam") as file:
        one = {name: file.execute(f"PRAGMA {name}").fetchone()[0] for name in
               ("application_id", "user_version", "journal_mode")}  # fmt: skip
    assert one == {"application_id": APPLICATION_ID, "user_version": FORMAT, "journal_mode": "delete"}
    assert names(tmp_path) == {"a.mirrorcam"}, "one plain file that can be copied alone"
    words = (Path(__file__).parents[1] / "docs" / "recording-format.md").read_text(encoding="utf-8")
    columns = " ".join(SCHEMA).replace("(", " ").replace(",", " ").split()
    named = {word for word in columns if word.islower()}
    assert {name for name in named if f"`{name}`" not in words and f"{name} " not in words} == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_its_owner_may_read_it(tmp_path, umask):
    before = os.umask(umask)
    try:
        with Recorder(tmp_path / "a.mirrorcam", Session(exercise(), LIBRARY), NOW):
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert set(modes) == {"a.mirrorcam", "a.mirrorcam-wal", "a.mirrorcam-shm"}
    assert set(modes.values()) == {0o600}


def test_a_file_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "a.mirrorcam").write_text("mine", encoding="utf-8")
    with pytest.raises(RecordingError, match="there is a file of this name already; choose another"):
        Recorder(tmp_path / "a.mirrorcam", Session(exercise(), LIBRARY), NOW)
    assert (tmp_path / "a.mirrorcam").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(RecordingError, match="cannot be made"):
        Recorder(tmp_path / "none" / "a.mirrorcam", Session(exercise(), LIBRARY), NOW)


def test_it_can_be_read_where_nothing_can_be_written(tmp_path):
    folder = tmp_path / "shut"
    folder.mkdir()
    record(folder / "a.mirrorcam")
    folder.chmod(0o500)
    try:
        assert read_recording(folder / "a.mirrorcam").about.frames == 120
    finally:
        folder.chmod(0o700)


# what a crash may cost

WRITER = """
import itertools, sys
from pathlib import Path
from datetime import datetime
from performing import *
from mirrorcam.recorder import Recorder
session = Session(exercise(), LIBRARY)
recorder = Recorder(Path(sys.argv[1]), session, datetime(2026, 11, 22))
for number in itertools.count():
    new = sample(number * FRAME_S, smiling(number % 20 / 20))
    recorder.add(new)
    session.advance(new.time_s, new)
    print(number, flush=True)
"""


@pytest.mark.parametrize("line", [1, 45, 200, 331])
def test_kill_9_costs_at_most_a_second(tmp_path, line):
    path = tmp_path / "a.mirrorcam"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        for _ in range(line):
            last = next(writer.stdout)
        writer.kill()
        last = [last, *writer.stdout][-1]  # what it had done before the signal came
    seen_s = int(last) * FRAME_S if last.endswith("\n") else 0.0
    copy = tmp_path / "copy.mirrorcam"
    for companion in ("", "-wal"):
        shutil.copy(f"{path}{companion}", f"{copy}{companion}")
    for kept in (read_recording(path), read_recording(copy)):
        times = [sample.time_s for sample in kept.samples()]
        assert (times[-1] if times else -FRAME_S) >= seen_s - 1.0
        assert times == [round(i * FRAME_S, 6) for i in range(len(times))]
        assert not kept.about.finished
        replay(kept)


def test_a_full_disk_is_said_once_and_what_was_kept_is_readable(tmp_path):
    path = tmp_path / "a.mirrorcam"
    session = Session(exercise(STEP * 9), LIBRARY)
    recorder = Recorder(path, session, NOW)
    recorder._file.execute("PRAGMA max_page_count = 60")
    rng, said = np.random.default_rng(1), []
    for number in range(600):
        noisy = round_face(rng.random((LANDMARKS, 3)), rng.random(52), np.eye(4))
        new = sample(number * FRAME_S, noisy)
        try:
            recorder.add(new)
        except RecordingError as error:
            said.append((number, str(error)))
        session.advance(new.time_s, new)
    recorder.event(20.0, Command.STOP)
    recorder.finish()
    kept = read_recording(path)
    [(number, words)] = said
    assert 0 < kept.about.frames <= number
    assert words == f"{path}: the disk is full; what was kept until {kept.about.duration_s:.0f} s is readable"
    assert session.samples == 600, "the session went on"
    assert sum(1 for _ in kept.samples()) == kept.about.frames


def test_a_disk_that_is_full_from_the_beginning_leaves_nothing_behind(tmp_path, monkeypatch):
    made = recorder_module._create

    def full(path):
        file = made(path)
        file.execute("PRAGMA max_page_count = 20")
        return file

    monkeypatch.setattr(recorder_module, "_create", full)
    long = replace(exercise(), text="# " + "x" * 100_000)
    with pytest.raises(RecordingError, match=r"the disk is full; nothing is kept"):
        Recorder(tmp_path / "a.mirrorcam", Session(long, LIBRARY), NOW)
    assert list(tmp_path.iterdir()) == []


# files that are not ours


def refusal(path) -> str:
    with pytest.raises(RecordingError) as caught:
        list(read_recording(path).samples())
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(100), os.urandom(5000)])
def test_what_is_no_recording_is_refused(tmp_path, content):
    path = tmp_path / "a.mirrorcam"
    path.write_bytes(content)
    assert refusal(path) == f"{path}: is no mirrorcam recording"


def test_a_missing_file_and_a_folder_are_said(tmp_path):
    assert refusal(tmp_path / "none") == f"{tmp_path / 'none'}: cannot be opened (No such file or directory)"
    assert refusal(tmp_path) == f"{tmp_path}: is not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == f"{tmp_path / 'pipe'}: is not a file"


def test_another_programs_database_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "a.mirrorcam") as file:
        file.execute("CREATE TABLE samples (x)")
    assert refusal(tmp_path / "a.mirrorcam").endswith("is no mirrorcam recording")


def altered(path: Path, *statements: str, **more) -> Path:
    record(path, **more)
    with sqlite3.connect(path) as file:
        for statement in statements:
            file.execute(statement)
    file.close()
    return path


def test_a_newer_format_is_refused_with_the_remedy(tmp_path):
    path = altered(tmp_path / "a.mirrorcam", "PRAGMA user_version = 2")
    assert refusal(path) == (
        f"{path}: was written by a newer mirrorcam (format 2, this one reads 1); update mirrorcam to open it"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM samples; END",
        "CREATE VIEW v AS SELECT 1",
        "DROP TABLE steps",
        "CREATE INDEX i ON samples (count)",
    ],
)
def test_tables_that_are_not_ours_are_refused(tmp_path, statement):
    path = altered(tmp_path / "a.mirrorcam", statement)
    assert refusal(path) == f"{path}: is no mirrorcam recording (its tables are other ones)"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE samples SET count = count + 1",
        "UPDATE samples SET count = 2000000000",
        "UPDATE samples SET count = -1",
        "UPDATE samples SET count = 'x'",
        "UPDATE samples SET landmarks = x'00'",
        "UPDATE samples SET head = 7",
        "UPDATE samples SET facts = landmarks",
        "UPDATE samples SET files = '[1]'",
        "UPDATE samples SET files = '{'",
        "DELETE FROM meta WHERE key = 'title'",
        "UPDATE meta SET value = 'steps = 3' WHERE key = 'exercise_text'",
        "UPDATE expressions SET text = '('",
        "UPDATE neutrals SET value = '[]'",
        "UPDATE events SET command = 'dance'",
        "UPDATE steps SET result = 'x'",
        "UPDATE steps SET result = '7'",
        "UPDATE steps SET trials = '[7]'",
    ],
)
def test_damaged_contents_are_one_clear_error(tmp_path, statement):
    record(tmp_path / "a.mirrorcam", 12.0, commands=[(3, Command.PAUSE), (4, Command.RESUME)])
    with sqlite3.connect(tmp_path / "a.mirrorcam") as file:
        assert file.execute(statement).rowcount > 0
    file.close()
    with pytest.raises(RecordingError) as caught:
        replay(read_recording(tmp_path / "a.mirrorcam"))
    assert str(caught.value).startswith(f"{tmp_path / 'a.mirrorcam'}: ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET time_us = 9e999",
        "UPDATE events SET at = '[null]'",
        "INSERT INTO neutrals VALUES (x'', 'taken', '{}')",
        "INSERT INTO notes VALUES (1, 0, 9e999, '', '[]', '')",
        "INSERT INTO notes VALUES (1, 4611686018427387904, 4611686018427387904, '', '[]', '')",
    ],
)
def test_when_something_was_done_is_checked_where_it_is_read(tmp_path, statement):
    path = altered(tmp_path / "a.mirrorcam", statement, until_s=6.0, commands=[(3, Command.PAUSE)])
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert str(caught.value).startswith(f"{path}: is damaged (when something was done")


@pytest.mark.parametrize(
    "statement",
    [
        *(
            f"UPDATE meta SET value = '{value}' WHERE key = 'created'"
            for value in ("2O26-11-14T18:02:00", "", "9999-12-31T23:59:59", "0001-01-01T00:00:00+14:00")
        ),
        "INSERT INTO meta VALUES ('received', 'yesterday')",
        "INSERT INTO meta VALUES ('content', 'some')",
        "UPDATE samples SET end_us = 9e999",
        "UPDATE samples SET end_us = -1",
        "UPDATE samples SET count = 1.5",
        "UPDATE meta SET value = x'00' WHERE key = 'title'",
    ],
)
def test_what_a_file_says_of_itself_is_checked_where_it_is_read(tmp_path, statement):
    path = altered(tmp_path / "a.mirrorcam", statement)
    for read in (read_about, read_results, read_recording):
        with pytest.raises(RecordingError) as caught:
            read(path)
        assert str(caught.value).startswith(f"{path}: is damaged (")


@pytest.mark.parametrize("key, value", [("frames", "many"), ("frames", "-1"), ("length_us", "9" * 400)])
def test_how_long_a_session_without_samples_was_is_checked_too(tmp_path, key, value):
    about = {"frames": "1", "length_us": "1", key: value}
    rows = [f"INSERT INTO meta VALUES ('{name}', '{number}')" for name, number in about.items()]
    path = altered(tmp_path / "a.mirrorcam", "DELETE FROM samples", *rows)
    with pytest.raises(RecordingError, match="is damaged"):
        read_about(path)


def test_a_copy_that_was_made_of_the_file_alone_while_the_session_ran_is_said_to_be_one(tmp_path):
    session, copy = Session(exercise(STEP), LIBRARY), tmp_path / "copy.mirrorcam"
    with Recorder(tmp_path / "running.mirrorcam", session, NOW) as recorder:
        shutil.copy(recorder.path, copy)
    with pytest.raises(RecordingError, match="made while the session ran, copy it again now"):
        read_about(copy)


def test_a_file_with_broken_pages_is_said_to_be_damaged(tmp_path):
    path = tmp_path / "a.mirrorcam"
    record(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(path)
    path.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[4096 + 8192 :])
    assert "damaged" in refusal(path)


@given(st.binary(max_size=60))
@settings(max_examples=60)
def test_a_block_of_anything_is_a_block_error(data):
    block = pack([sample(0.0, smiling(0.5))])
    with pytest.raises(BlockError):
        unpack(replace(block, landmarks=data))


def test_a_block_that_unpacks_to_another_size_is_not_unpacked():
    block = pack([sample(0.0, smiling(0.5))])
    bomb = zstandard.ZstdCompressor().compress(bytes(10_000_000))
    for name in ("time_us", "facts", "landmarks", "blendshapes", "head"):
        with pytest.raises(BlockError, match="does not have the size"):
            unpack(replace(block, **{name: bomb}))


def test_a_row_of_too_many_samples_is_refused(tmp_path):
    path = tmp_path / "a.mirrorcam"
    record(path)
    block = pack([sample(0.0)] * 10_001)
    row = [getattr(block, field.name) for field in fields(block)]
    with sqlite3.connect(path) as file:
        file.execute("INSERT INTO samples VALUES (1000000, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    file.close()
    assert (
        refusal(path)
        == f"{path}: is damaged, or was kept by another version of mirrorcam (a row of 10001 samples)"
    )


def test_reading_does_not_change_the_file(tmp_path):
    record(tmp_path / "a.mirrorcam")
    before = (tmp_path / "a.mirrorcam").read_bytes()
    replay(read_recording(tmp_path / "a.mirrorcam"))
    assert (tmp_path / "a.mirrorcam").read_bytes() == before
    assert names(tmp_path) == {"a.mirrorcam"}


def test_a_minute_with_all_landmarks_stays_under_4_mb():
    """Noise of a tenth of a pixel at 1280, as of a tracked face, on all landmarks; no help from stillness."""
    rng = np.random.default_rng(1)
    rest, total = smiling(0.5), 0
    for second in range(3):
        made = []
        for number in range(30):
            shaken = rest.landmarks + rng.normal(0, 0.1 / 1280, (LANDMARKS, 3)).astype(np.float32)
            shapes = np.clip(rest.blendshapes + rng.normal(0, 0.003, 52), 0, 1).astype(np.float32)
            made.append(sample(second + number / 30, round_face(shaken, shapes, rest.head)))
        block = pack(made)
        total += sum(
            len(getattr(block, name)) for name in ("time_us", "facts", "landmarks", "blendshapes", "head")
        )
    assert total * 20 < 4e6


def test_a_neutral_of_another_version_is_not_called_damage(tmp_path):
    path = tmp_path / "a.mirrorcam"
    record(path)
    with sqlite3.connect(path) as file:
        (value,) = file.execute("SELECT value FROM neutrals").fetchone()
        name = next(iter(json.loads(value)["features"]))
        file.execute("UPDATE neutrals SET value = ?", (value.replace(f'"{name}"', '"of_another_version"'),))
    with pytest.raises(RecordingError, match="Another version") as said:
        read_recording(path)
    assert "damaged" not in str(said.value)
