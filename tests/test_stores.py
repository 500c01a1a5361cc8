"""Stores: one contract for every kind, and what is particular to the disk."""

import os
import sys
from datetime import datetime

import pytest

from mirrorcam.calibration import neutral_from
from mirrorcam.errors import BadInput
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from mirrorcam.stores import STORES, open_store
from performing import LIBRARY, exercise, smiling
from plain_face import sample

NOW = datetime(2026, 11, 22, 18, 2, 33)
NEUTRAL = neutral_from([sample(0.0, smiling(0.0))])


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    return open_store(request.param, tmp_path / "data")


@pytest.fixture
def disk(tmp_path):
    return open_store("disk", tmp_path / "data")


def keep_session(disk, name="joy", now=NOW):
    path = disk.new_session(name, now)
    session = Session(exercise(name=name), LIBRARY, NEUTRAL)
    with Recorder(path, session, now) as recorder:
        for number in range(60):
            recorder.add(sample(number / 30, smiling(0.0)))
        recorder.finish()
    return path


# every store


def test_a_new_store_is_empty(store):
    assert (store.neutral(), store.settings(), store.sessions()) == (None, {}, [])


def test_a_neutral_comes_back_to_the_bit(store):
    store.keep_neutral(NEUTRAL)
    again = store.neutral()
    assert again.features.tobytes() == NEUTRAL.features.tobytes()
    assert again.to_dict() == NEUTRAL.to_dict()


def test_settings_replace_those_before(store):
    store.keep_settings({"consent": True, "person": "maya"})
    store.keep_settings({"consent": False, "name": "Zoë"})
    assert store.settings() == {"consent": False, "name": "Zoë"}


def test_what_is_asked_for_can_be_changed_without_changing_the_store(store):
    store.keep_settings({"consent": True})
    store.settings()["consent"] = False
    assert store.settings() == {"consent": True}


def test_a_session_that_is_not_kept_is_said(store):
    with pytest.raises(BadInput, match=r'no session called "yesterday" is kept'):
        store.find("yesterday")


def test_a_store_says_whether_it_keeps_anything(store):
    assert (store.new_session("joy", NOW) is not None) == store.keeps


# the disk


def test_the_newest_session_comes_first_whatever_it_is_called(disk):
    old, first = (keep_session(disk, now=NOW.replace(hour=hour)) for hour in (16, 17))
    second = keep_session(disk, "a-later-one-in-the-same-minute", NOW.replace(hour=17, second=59))
    named = disk.rename(old, "warm-up with Ana")
    damaged = named.with_name("damaged.mirrorcam")
    damaged.write_bytes(b"no session")
    written_s = NOW.replace(hour=17, second=40).timestamp()
    os.utime(damaged, (written_s, written_s))
    assert [kept.name for kept in disk.sessions()] == [second.stem, "damaged", first.stem, named.stem]


def test_sessions_are_named_by_day_and_time_and_listed_newest_first(disk):
    first = keep_session(disk)
    later = keep_session(disk, "warm-up", datetime(2026, 11, 23, 9, 5))
    second = keep_session(disk)
    assert first.name == "2026-11-22 1802 joy.mirrorcam"
    assert second.name == "2026-11-22 1802 joy (2).mirrorcam"
    assert later.name == "2026-11-23 0905 warm-up.mirrorcam"
    assert [kept.path for kept in disk.sessions()] == [later, second, first]
    assert [kept.about.frames for kept in disk.sessions()] == [60, 60, 60]
    assert disk.sessions()[0].about.exercise == "warm-up"


def test_a_session_is_found_by_its_name_or_the_beginning_of_it(disk):
    first, second = keep_session(disk), keep_session(disk, "warm-up")
    assert disk.find("2026-11-22 1802 joy") == first == disk.find(first.name)
    assert disk.find("2026-11-22 1802 w") == second
    with pytest.raises(BadInput, match="could be any of 2 sessions"):
        disk.find("2026-11-22")
    with pytest.raises(BadInput, match='Did you mean "2026-11-22 1802 joy"'):
        disk.find("2026-11-22 1803 joy")


def test_a_file_that_cannot_be_read_is_listed_with_its_trouble(disk):
    keep_session(disk)
    (disk.folder / "sessions" / "2027 torn.mirrorcam").write_bytes(b"x")
    torn, sound = disk.sessions()
    assert torn.about is None and "is no mirrorcam recording" in torn.trouble
    assert sound.about and sound.trouble == ""


@pytest.mark.parametrize("name", ["../../etc/x", "a/b", "", "ä b", "x" * 300, "con:"])
def test_a_session_stays_in_its_folder_whatever_the_exercise_is_called(disk, name):
    path = disk.new_session(name, NOW)
    assert path.parent == disk.folder / "sessions" and len(path.name) < 120
    path.write_bytes(b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_person_may_look_into_the_folder(disk):
    before = os.umask(0)
    try:
        disk.keep_settings({"a": 1})
        disk.keep_neutral(NEUTRAL)
        disk.new_session("joy", NOW)
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in [disk.folder, *disk.folder.iterdir()]}
    assert modes == {"data": 0o700, "sessions": 0o700, "settings.json": 0o600, "neutral.json": 0o600}


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000, '{"features": {}}', "\x00"])
def test_a_damaged_neutral_or_settings_file_is_as_if_it_were_not_there(disk, content):
    disk.keep_settings({})
    for name in ("neutral.json", "settings.json"):
        (disk.folder / name).write_text(content, encoding="utf-8")
    assert disk.neutral() is None
    assert isinstance(disk.settings(), dict)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files on Windows")
def test_a_pipe_in_the_place_of_settings_is_not_waited_for(disk):
    disk.keep_settings({})
    for name in ("settings.json", "neutral.json", "range.json"):
        (disk.folder / name).unlink(missing_ok=True)
        os.mkfifo(disk.folder / name)
    with pytest.raises(BadInput, match=r"settings.json: cannot be read \(it is a pipe or a device\)"):
        disk.settings()
    assert disk.neutral() is None and disk.range() is None


def test_settings_that_may_not_be_read_are_said_and_not_written_over(disk):
    (disk.folder / "settings.json").mkdir(parents=True)
    with pytest.raises(
        BadInput, match=r"settings.json: cannot be read \(Is a directory\)\. Make it readable"
    ):
        disk.settings()
    (disk.folder / "neutral.json").mkdir()
    (disk.folder / "range.json").mkdir()
    assert (disk.neutral(), disk.range()) == (None, None)


def test_a_folder_that_may_not_be_looked_into_is_no_traceback(disk, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    keep_session(disk)
    monkeypatch.setattr("pathlib.Path.glob", denied)
    assert disk.sessions() == []
    with pytest.raises(BadInput, match="no session called"):
        disk.find("joy")


def test_a_write_that_fails_leaves_what_was_there(disk):
    disk.keep_settings({"consent": True})
    with pytest.raises(TypeError):
        disk.keep_settings({"consent": object()})
    assert disk.settings() == {"consent": True}
    assert {path.name for path in disk.folder.iterdir()} == {"settings.json"}


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    blocked = open_store("disk", tmp_path / "file" / "data")
    with pytest.raises(BadInput, match="cannot be used to keep sessions"):
        blocked.keep_settings({})
    assert blocked.sessions() == []


def test_nothing_is_made_before_something_is_kept(disk):
    assert (disk.neutral(), disk.settings(), disk.sessions()) == (None, {}, [])
    assert not disk.folder.exists()
