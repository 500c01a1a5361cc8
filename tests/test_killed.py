"""``kill -9`` at random moments: nothing that was kept is lost, and nothing half-written is taken for whole.

Each run forks a child that works and tells through a pipe how far it has come; it is killed once it has come as far
as the seed says, wherever it is just then.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mirrorcam.app.export import export_csv
from mirrorcam.errors import BadInput
from mirrorcam.noting import add_note, change_note, remove_note
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Noted, read_notes, read_recording, replay
from mirrorcam.session import Session
from mirrorcam.stores.disk import DiskStore
from mirrorcam.timeline import Timeline
from performing import LIBRARY, exercise, obliging, practise
from test_recording import record

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork, nor kill -9, on Windows")

RUNS = 50
MOST_NOTES = 5
NOW = datetime(2026, 11, 28, 18, 2, tzinfo=UTC)
Tell = Callable[[int], None]


def killed(work: Callable[[Tell], None], after: int) -> int:
    """Runs ``work`` in a child and kills it as soon as it has told of ``after``, or more; answers with what it told
    last. A child that is done before ends by itself."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(lambda number: os.write(writing, struct.pack("i", number)) and None)
        finally:
            os._exit(0)
    os.close(writing)
    last = -1
    for number in _told(reading):
        last = number
        if number >= after:
            os.kill(child, signal.SIGKILL)
    os.close(reading)
    os.waitpid(child, 0)
    return last


def calls_of(work: Callable[[], object]) -> int:
    """How many calls it takes to its end."""
    count = 0

    def profile(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def killed_at(work: Callable[[], object], call: int) -> None:
    """Runs ``work`` in a child that is killed at its so many-th call of anything, exactly there each time."""
    child = os.fork()
    if child == 0:
        count = 0

        def profile(*_: object) -> None:
            nonlocal count
            count += 1
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(profile)
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _told(reading: int) -> Iterator[int]:
    while part := os.read(reading, 4):
        yield struct.unpack("i", part)[0]


@pytest.fixture(scope="module")
def practised() -> list:
    session = Session(exercise(), LIBRARY)
    return [(sample, moment, session.seen) for sample, moment in practise(session, obliging(), 6.0)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("killed") / "kept.mirrorcam"
    record(path, until_s=8.0)
    return path


@pytest.mark.parametrize("run", range(RUNS))
def test_while_a_session_is_recorded(run: int, tmp_path: Path, practised: list) -> None:
    """At most the second that was not written yet is gone."""
    chance = random.Random(run)
    path = tmp_path / "a.mirrorcam"

    def work(tell: Tell) -> None:
        session = Session(exercise(), LIBRARY)
        recorder = Recorder(path, session, NOW)
        for number, (sample, moment, seen) in enumerate(practised):
            recorder.add(sample)
            session.seen = seen
            recorder.showed(moment)
            if chance.random() < 0.3:
                recorder.flush()
                tell(number + 1)
        recorder.finish()
        tell(len(practised) + 1)

    told = killed(work, chance.randrange(len(practised) + 2))
    recording = read_recording(path)
    samples = list(recording.samples())
    assert len(samples) >= min(told, len(practised))
    assert [sample.time_s for sample in samples] == [sample.time_s for sample, _, _ in practised][
        : len(samples)
    ]
    timeline = Timeline.read(path)
    assert len(timeline) == len(samples)
    assert recording.about.finished == bool(recording.steps)
    if run % 10 == 0:
        replay(recording)


@pytest.mark.parametrize("run", range(RUNS))
def test_while_notes_are_written(run: int, tmp_path: Path, kept: Path) -> None:
    """Each note that was said to be kept is there; no note is half there; the session is as it was."""
    chance = random.Random(run)
    path = tmp_path / "a.mirrorcam"
    shutil.copy(kept, path)

    def work(tell: Tell) -> None:
        notes = []
        for number in range(MOST_NOTES):
            notes.append(
                add_note(path, NOW, Noted(number, number + 1.0, f"note {number}", ("tag",) * (number % 2)))
            )
            if number == 3:
                notes[0] = change_note(path, NOW, notes[0], "note 0", ("again",))
                remove_note(path, notes.pop(1))
            tell(number + 1)

    told = killed(work, chance.randrange(MOST_NOTES + 1))
    found = [int(note.text.removeprefix("note ")) for note in read_notes(path)]
    removed = {1} if told >= 3 else set()  # that removal may have come just before the kill
    assert set(range(max(0, told))) - set(found) <= removed
    assert len(found) == len(set(found)) and all(number <= told + 1 for number in found)
    before, after = read_recording(kept), read_recording(path)
    assert after.steps == before.steps and after.about.frames == before.about.frames
    add_note(path, NOW, Noted(0.0, 0.0, "and one more"))
    assert "and one more" in [note.text for note in read_notes(path)]


# ------------------------------------------------------------ exporting


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], int]:
    """A short session, its whole export, and how many calls that takes."""
    folder = tmp_path_factory.mktemp("small")
    path = folder / "small.mirrorcam"
    record(path, until_s=1.0)
    calls = calls_of(lambda: export_csv(read_recording(path), folder / "whole"))
    return path, content(folder / "whole"), calls


def content(folder: Path) -> dict[str, bytes]:
    """What a person finds there: hidden leftovers are not taken for anything."""
    found = folder.iterdir() if folder.exists() else ()
    return {path.name: path.read_bytes() for path in found if not path.name.startswith(".")}


@pytest.mark.parametrize("run", range(RUNS))
def test_while_it_is_exported(run: int, tmp_path: Path, small: tuple[Path, dict[str, bytes], int]) -> None:
    """Every file that stands there is whole, and the next export leaves all of them and nothing else."""
    path, whole, calls = small
    out = tmp_path / "out"
    last = run % 5 == 0  # some of the kills come where files take their places
    call = random.Random(run).randrange(calls - 400 if last else 1, calls)
    killed_at(lambda: export_csv(read_recording(path), out), call)
    assert content(out).items() <= whole.items()
    again = tmp_path / "again"
    if not content(out):
        again = out
    export_csv(read_recording(path), again)
    assert content(again) == whole and {one.name for one in again.iterdir()} == set(whole)


# ------------------------------------------------------------ deleting


def a_store(folder: Path, kept: Path) -> tuple[DiskStore, list[Path]]:
    """Three sessions, the middle one with a film and with what a crash has left beside it."""
    store = DiskStore(folder)
    (folder / "sessions").mkdir(parents=True)
    paths = [folder / "sessions" / f"2026-11-2{day} 1802 joy.mirrorcam" for day in (1, 2, 3)]
    for path in paths:
        shutil.copy(kept, path)
    paths[1].with_suffix(".mkv").write_bytes(b"a film")
    return store, paths


@pytest.fixture(scope="module")
def calls_to_delete(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> int:
    store, paths = a_store(tmp_path_factory.mktemp("calls") / "store", kept)
    return calls_of(lambda: store.delete(paths[1]))


@pytest.mark.parametrize("run", range(RUNS))
def test_while_a_session_is_deleted(run: int, tmp_path: Path, kept: Path, calls_to_delete: int) -> None:
    """It is there whole, or gone with all that lay beside it once the store has been looked at; the others stay."""
    store, paths = a_store(tmp_path / "store", kept)
    killed_at(lambda: store.delete(paths[1]), random.Random(run).randrange(1, calls_to_delete + 1))
    found = {one.path for one in store.sessions() if one.about is not None}
    assert {paths[0], paths[2]} <= found <= set(paths)
    film = paths[1].with_suffix(".mkv")
    assert film.exists() == (paths[1] in found)
    if paths[1] in found:
        replayed = read_recording(paths[1])
        assert replayed.steps == read_recording(kept).steps
        store.delete(paths[1])
    store.sessions()
    assert {one.name for one in (tmp_path / "store" / "sessions").iterdir()} == {paths[0].name, paths[2].name}


# ------------------------------------------------------------ other trouble


def test_two_programs_on_one_session(tmp_path: Path, practised: list) -> None:
    """A note that another program writes while the session runs is kept, and so is the session."""
    path = tmp_path / "a.mirrorcam"
    session = Session(exercise(), LIBRARY)
    recorder = Recorder(path, session, NOW)
    for number, (sample, moment, seen) in enumerate(practised):
        recorder.add(sample)
        session.seen = seen
        recorder.showed(moment)
        if number == 100:
            add_note(path, NOW, Noted(1.0, 1.0, "from elsewhere"))
    recorder.finish()
    assert [note.text for note in read_notes(path)] == ["from elsewhere"]
    assert len(list(read_recording(path).samples())) == len(practised) and read_recording(path).about.finished


def test_a_clock_set_back_overwrites_nothing(tmp_path: Path, kept: Path) -> None:
    store = DiskStore(tmp_path / "store")
    paths = []
    for now in (NOW, NOW.replace(hour=17), NOW, NOW.replace(year=1999), NOW):
        path = store.new_session("joy", now)
        assert not path.exists()
        shutil.copy(kept, path)
        paths.append(path)
    assert len(set(paths)) == len(store.sessions()) == 5


def test_a_full_disk_keeps_what_was_there(tmp_path: Path, kept: Path) -> None:
    """A note on a disk that is full: said in one message, and the session is as it was."""
    path = tmp_path / "a.mirrorcam"
    shutil.copy(kept, path)
    import resource  # there is none on Windows

    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, path.stat().st_size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            add_note(path, NOW, Noted(1.0, 1.0, "x" * 1500))
            os._exit(0)
        except BadInput:
            os._exit(7)
        finally:
            os._exit(8)
    _, status = os.waitpid(child, 0)
    before, after = read_recording(kept), read_recording(path)
    assert (after.steps, after.about.frames) == (before.steps, before.about.frames)
    assert (os.waitstatus_to_exitcode(status) == 7) == (read_notes(path) == ())


def test_what_was_left_half_written_is_undone_before_it_is_read(tmp_path: Path, kept: Path) -> None:
    """As it lies there when the power goes in the middle of a transaction: the old pages in a journal beside it."""
    working, left = tmp_path / "working.mirrorcam", tmp_path / "left.mirrorcam"
    shutil.copy(kept, working)
    with closing(sqlite3.connect(working, isolation_level=None)) as file:
        file.execute("PRAGMA cache_size = 1")
        file.execute("BEGIN IMMEDIATE")
        file.execute("DELETE FROM samples")
        for name in ("", "-journal"):
            shutil.copy(f"{working}{name}", f"{left}{name}")
        file.execute("ROLLBACK")
    assert left.read_bytes() != kept.read_bytes()
    assert len(list(read_recording(left).samples())) == len(list(read_recording(kept).samples()))
    assert not Path(f"{left}-journal").exists()
