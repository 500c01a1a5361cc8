"""Keeping sessions in order: names, pseudonyms, deleting, pruning, a backup and back; by command and in the window."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mirrorcam import phrases
from mirrorcam.app import desk as desks
from mirrorcam.app.cli import main
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.guide import Guide
from mirrorcam.app.kept import done, share
from mirrorcam.app.kept.backup import write_archive
from mirrorcam.app.kept.keeping import parse_age
from mirrorcam.app.kept.profiles import Profiles
from mirrorcam.app.screens import Copy, Delete, Go, Key, Rename, Settings, Show, render
from mirrorcam.app.screens.home import Entry
from mirrorcam.app.screens.key import KeyScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.shelf import SessionsScreen
from mirrorcam.errors import BadInput
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_about
from mirrorcam.safe_files import COMING, GOING, read_bounded, remove, sweep, write_new
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError, opened
from mirrorcam.sharing import COLUMNS, What, hand_over
from mirrorcam.sharing.letting_in import let_in
from mirrorcam.sharing.sealing import keys_in, unseal
from mirrorcam.stores import Kept, open_store
from mirrorcam.stores.disk import DiskStore, safe_name
from performing import LIBRARY, exercise
from plain_face import sample
from test_recording import NEUTRAL, record

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DiskStore:
    folder = tmp_path / "mirrorcam"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: folder)
    return DiskStore(folder)


def keep(disk: DiskStore, day: int = 22, film: bool = False) -> Path:
    path = disk.new_session("joy", datetime(2026, 11, day, 18, 2))
    record(path, 0.5)
    if film:
        path.with_suffix(".mkv").write_bytes(b"a film")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def told(capsys: pytest.CaptureFixture[str], *line: object) -> tuple[int, str, str]:
    code = main([str(word) for word in line])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out.strip(), err


# whole or not at all


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    write_new(tmp_path / "a", b"one")
    with pytest.raises(BadInput, match="there is a file of this name already"):
        write_new(tmp_path / "a", b"two")

    def refuse(path: Path) -> None:
        assert path.read_bytes() == b"three" and (os.name == "nt" or path.stat().st_mode & 0o777 == 0o600)
        raise BadInput("no")

    with pytest.raises(BadInput, match="no"):
        write_new(tmp_path / "b", b"three", refuse)
    with pytest.raises(BadInput, match="cannot be written"):
        write_new(tmp_path / "none" / "c", b"")
    assert names(tmp_path) == ["a"] and (tmp_path / "a").read_bytes() == b"one"


def test_where_there_are_no_hard_links_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", link)
    test_a_file_is_written_whole_and_never_over_another(tmp_path)


def test_only_so_much_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(2**20 + 1))
    with pytest.raises(BadInput, match="larger than 1 MB"):
        read_bounded(tmp_path / "a", 2**20)
    assert len(read_bounded(tmp_path / "a", 2**20 + 1)) == 2**20 + 1
    with pytest.raises(BadInput, match="larger than 64 kB"):
        read_bounded(tmp_path / "a", 64 * 1024)


def test_what_is_deleted_is_gone_at_once_and_the_rest_at_the_next_start(disk: DiskStore) -> None:
    path = keep(disk, film=True)
    path.with_name(path.name + "-shm").write_bytes(b"x")
    path.replace(path.with_name(f".{path.name}{GOING}"))  # and there it was killed
    assert disk.sessions() == [] and names(path.parent) == []


def test_another_one_of_the_name_is_left_alone_when_leftovers_go(tmp_path: Path) -> None:
    (tmp_path / f".a.mirrorcam{GOING}").write_bytes(b"old")
    for name in ("a.mirrorcam", "a.mirrorcam-wal", "a.mkv"):
        (tmp_path / name).write_bytes(b"new")
    sweep(tmp_path)
    assert names(tmp_path) == ["a.mirrorcam", "a.mirrorcam-wal", "a.mkv"]


def test_what_never_became_whole_goes_but_not_what_somebody_is_writing(tmp_path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for number in (running.pid, ended.pid, os.getpid()):
        (tmp_path / f".a.{number}{COMING}").write_bytes(b"half")
    try:
        sweep(tmp_path)
        left = {f".a.{number}{COMING}" for number in (running.pid, os.getpid())}
        assert set(names(tmp_path)) == (left if os.name != "nt" else left | {f".a.{ended.pid}{COMING}"})
    finally:
        running.communicate(b"\n")


def test_deleting_takes_everything_that_lies_beside_it(disk: DiskStore) -> None:
    path, other = keep(disk, film=True), keep(disk, 23, film=True)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).write_bytes(b"")
    disk.delete(path)
    assert names(path.parent) == sorted([other.name, other.with_suffix(".mkv").name])
    remove(path)


def test_a_session_that_runs_is_neither_deleted_nor_renamed(disk: DiskStore) -> None:
    path = disk.new_session("joy", NOW)
    with Recorder(path, Session(exercise(), LIBRARY, NEUTRAL), NOW) as recorder:
        recorder.add(sample(0.0))
        recorder.flush()
        for attempt in (lambda: disk.delete(path), lambda: disk.rename(path, "mine")):
            with pytest.raises(BadInput, match="is just being written"):
                attempt()
        recorder.finish()
    assert read_about(path).frames == 1 and read_about(path).finished


# names


def test_renaming_takes_the_film_along_and_nobodys_name(disk: DiskStore) -> None:
    path, other = keep(disk, film=True), keep(disk, 23)
    with pytest.raises(BadInput, match="is the name of another session already"):
        disk.rename(path, other.stem)
    new = disk.rename(path, " A good day: with Ünal/Ö ")
    assert new.stem == "A good day with Ünal Ö" and new.with_suffix(".mkv").read_bytes() == b"a film"
    assert not path.exists() and not path.with_suffix(".mkv").exists() and disk.find("A good") == new
    assert disk.rename(new, new.stem) == new


@pytest.mark.parametrize("name", ["", "   ", "..", "/", "\0", "con", "NUL.x", "\n"])
def test_what_cannot_be_a_name_is_said(name: str) -> None:
    with pytest.raises(BadInput, match="cannot be the name of a session"):
        safe_name(name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b", ".hidden", "a\0b", "x" * 500, "a.mirrorcam"])
def test_a_name_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set("/\\\0:") and not safe.startswith(".") and len(safe) <= 100
    assert safe_name(safe) == safe


def test_a_pseudonym_is_given_and_taken_away(disk: DiskStore, capsys: pytest.CaptureFixture[str]) -> None:
    path = keep(disk)
    assert told(capsys, "sessions", "pseudonym", path.stem, "Blue  heron")[0] == 0
    assert read_about(path).pseudonym == "Blue heron"
    assert "of Blue heron" in told(capsys, "sessions", "list")[1]
    assert told(capsys, "sessions", "pseudonym", path.stem, "x" * 61)[0] == 2
    assert read_about(path).pseudonym == "Blue heron"
    told(capsys, "sessions", "pseudonym", path.stem, "")
    assert read_about(path).pseudonym == ""


# the commands


def test_deleting_by_command_asks_first(
    disk: DiskStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep(disk)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, _, err = told(capsys, "sessions", "delete", path.stem)
    assert code == 2 and "--yes" in err and path.exists()
    for answer in ("", "no\n", "y\n"):
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        code, out, err = told(capsys, "sessions", "delete", path.stem)
        assert (code, out) == (0, "") and path.exists() and "Nothing was deleted" in err
    monkeypatch.setattr("sys.stdin", Terminal("Yes\n"))
    assert told(capsys, "sessions", "delete", path.stem)[1] == path.stem and not path.exists()


def test_pruning_takes_what_is_old_enough_and_shows_it(
    disk: DiskStore, capsys: pytest.CaptureFixture[str]
) -> None:
    path = disk.new_session("joy", NOW)
    with Recorder(path, Session(exercise(), LIBRARY, NEUTRAL), datetime.now(UTC)):
        pass
    old = keep(disk)
    with Recorder(
        disk.new_session("old", NOW), Session(exercise(), LIBRARY), datetime(2020, 1, 1, tzinfo=UTC)
    ):
        pass
    (path.parent / "broken.mirrorcam").write_bytes(b"x")
    code, out, err = told(capsys, "sessions", "prune", "--older-than", "2y", "--yes")
    assert (code, out) == (0, "2026-11-28 0930 old") and "Old" not in out and "Joy · 1 Jan 2020" in err
    assert "No session is that old" in told(capsys, "sessions", "prune", "--older-than", "2y")[2]
    assert names(path.parent) == sorted([path.name, old.name, "broken.mirrorcam"])


def test_an_age_is_days_weeks_months_or_years() -> None:
    assert [parse_age(text).days for text in ("90d", "12w", "6m", "2Y")] == [90, 84, 180, 730]
    for text in ("", "90", "d", "0d", "-1d", "1h", "9999999d"):
        with pytest.raises(BadInput, match="is no age"):
            parse_age(text)
    assert parse_age("99999y") > timedelta()


def test_renaming_by_command(disk: DiskStore, capsys: pytest.CaptureFixture[str]) -> None:
    path = keep(disk)
    assert told(capsys, "sessions", "rename", path.stem, "Monday")[1] == "Monday"
    assert told(capsys, "sessions", "rename", path.stem, "x")[0] == 2
    assert told(capsys, "sessions")[1].startswith("Monday\n    Joy · 22 Nov 2026, 18:02 · 0 s · 0.1 MB")


# backup


def back_up(disk: DiskStore, capsys: pytest.CaptureFixture[str], *more: str) -> Path:
    disk.keep_settings({"theme": "dark"})
    disk.keep_neutral(NEUTRAL)
    told(capsys, "key")
    out = disk.folder.parent / f"backup.zip{'.age' if '--to' in more else ''}"
    code, printed, err = told(capsys, "backup", "--out", out, *more)
    assert (code, printed) == (0, str(out)), err
    return out


def content(path: Path) -> object:
    """Of a session, all its rows."""
    try:
        with opened(path) as file:
            return [file.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in COLUMNS]
    except RecordingError:
        return path.read_bytes()


def test_a_backup_brings_everything_back(disk: DiskStore, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = keep(disk, film=True), keep(disk, 23)
    (one.parent / "torn.mirrorcam").write_bytes(b"torn")
    out = back_up(disk, capsys)
    before = {path.name: content(path) for path in disk.folder.rglob("*") if path.is_file()}
    if os.name != "nt":
        assert out.stat().st_mode & 0o777 == 0o600
    disk.folder.rename(disk.folder.parent / "gone")
    code, printed, err = told(capsys, "restore", out)
    after = {path.name: content(path) for path in disk.folder.rglob("*") if path.is_file()}
    assert code == 0 and "torn.mirrorcam was already broken" in err
    assert before.pop("key.txt") and after == before
    assert len(printed.splitlines()) == 6 and set(after) > {one.name, two.name, "neutral.json"}
    if os.name != "nt":
        assert {path.stat().st_mode & 0o077 for path in disk.folder.rglob("*")} == {0}


def test_what_is_here_stays_as_it_is(disk: DiskStore, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = keep(disk), keep(disk, 23)
    out = back_up(disk, capsys)
    disk.delete(one)
    told(capsys, "sessions", "pseudonym", two.stem, "Blue heron")
    disk.keep_settings({"theme": "standard"})
    code, printed, err = told(capsys, "restore", out)
    assert (code, printed) == (0, f"sessions/{one.name}") and "3 files were here already" in err
    assert read_about(two).pseudonym == "Blue heron" and disk.settings() == {"theme": "standard"}


def test_a_running_session_is_in_it_as_far_as_it_goes(
    disk: DiskStore, capsys: pytest.CaptureFixture[str]
) -> None:
    path = disk.new_session("joy", NOW)
    with Recorder(path, Session(exercise(), LIBRARY, NEUTRAL), NOW) as recorder:
        for number in range(40):
            recorder.add(sample(number / 30))
        recorder.flush()
        out = back_up(disk, capsys)
    with zipfile.ZipFile(out) as archive:
        (disk.folder.parent / "one.mirrorcam").write_bytes(archive.read(f"sessions/{path.name}"))
        assert sorted(archive.namelist()) == sorted(
            ["backup.json", "neutral.json", "settings.json", f"sessions/{path.name}"]
        )
    assert read_about(disk.folder.parent / "one.mirrorcam").frames == 40


def test_a_sealed_backup_with_the_key(disk: DiskStore, capsys: pytest.CaptureFixture[str]) -> None:
    path = keep(disk)
    public = told(capsys, "key")[1]
    out = back_up(disk, capsys, "--to", public, "--with-key")
    keys = keys_in((disk.folder / "key.txt").read_text())
    with zipfile.ZipFile(io.BytesIO(unseal(out.read_bytes(), keys))) as archive:
        assert "key.txt" in archive.namelist()
    (disk.folder.parent / "key.txt").write_text(keys[0].secret)
    disk.folder.rename(disk.folder.parent / "gone")
    assert "there is none here yet" in told(capsys, "restore", out)[2]
    assert not disk.folder.exists()
    assert told(capsys, "restore", out, "--key", disk.folder.parent / "key.txt")[0] == 0
    assert read_about(disk.find(path.stem)).frames == 15 and told(capsys, "key")[1] == public


def test_a_disk_that_is_full_is_the_backups_not_a_sessions(
    disk: DiskStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(disk)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("zipfile._ZipWriteFile.write", full)
    code, _, err = told(capsys, "backup", "--out", tmp_path / "x.zip")
    assert (code, err) == (
        2,
        f"mirrorcam: {tmp_path / 'x.zip'}: cannot be written (No space left on device)\n",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name of a file is text")
def test_a_name_that_is_no_text_is_the_one_that_is_told(disk: DiskStore) -> None:
    odd = keep(disk).rename(disk.folder / "sessions" / os.fsdecode(b"\xdcbung.mirrorcam"))
    with pytest.raises(BadInput, match=r"bung\.mirrorcam: its name is no UTF-8"):
        write_archive(io.BytesIO(), disk.folder, [f"sessions/{odd.name}"])


def test_a_backup_that_cannot_be_written_leaves_nothing(
    disk: DiskStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep(disk)
    (tmp_path / "there.zip").write_bytes(b"mine")
    for line, why in (
        (["--out", tmp_path / "there.zip"], "there is a file of this name already"),
        (["--out", tmp_path / "x.tar"], "has to end in .zip"),
        (["--out", tmp_path / "no" / "x.zip"], "there is no folder"),
        (["--out", tmp_path / "x.zip", "--to", "age1x"], "has to end in .zip.age"),
        (["--out", tmp_path / "x.zip.age", "--to", "age1x"], "is no key"),
    ):
        code, _, err = told(capsys, "backup", *line)
        assert code == 2 and why in err
    monkeypatch.setattr(
        "mirrorcam.app.kept.backup._read_back_file", lambda _: (_ for _ in ()).throw(BadInput("torn"))
    )
    assert told(capsys, "backup", "--out", tmp_path / "x.zip")[0] == 2
    assert names(tmp_path) == ["mirrorcam", "there.zip"]


def test_a_disk_without_room_is_said_before_anything_is_taken(
    disk: DiskStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep(disk)
    out = back_up(disk, capsys)
    disk.delete(path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    code, _, err = told(capsys, "restore", out)
    assert code == 2 and "and the disk has 0 MB left" in err and disk.sessions() == []


EVIL = ("../evil.mirrorcam", "sessions/../../evil.mirrorcam", "/etc/evil", "people.json", "sessions/.x.mirrorcam",
        "sessions/a/b.mirrorcam", "sessions\\a.mirrorcam", "languages/de.toml", "sessions/a.py")  # fmt: skip


@pytest.mark.parametrize("name", EVIL)
def test_names_that_lead_elsewhere_are_refused(
    name: str, disk: DiskStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given = {name: {"size": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, b"")
        archive.writestr("backup.json", json.dumps({"mirrorcam backup": 1, "files": given}))
    code, out, err = told(capsys, "restore", tmp_path / "a.zip")
    assert (code, out) == (2, "") and "no backup has" in err and err.count("\n") == 1
    assert names(tmp_path) == ["a.zip"]


def test_a_broken_backup_is_one_message_and_nothing_is_taken(
    disk: DiskStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    keep(disk)
    out = back_up(disk, capsys)
    whole = out.read_bytes()
    disk.folder.rename(tmp_path / "gone")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("settings.json", bytes(50_000_000))
        files = {"settings.json": {"size": 2, "sha256": "x"}}
        archive.writestr("backup.json", json.dumps({"mirrorcam backup": 1, "files": files}))
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as archive:
        archive.writestr("backup.json", '{"mirrorcam backup": 2}')
    with zipfile.ZipFile(tmp_path / "deep.zip", "w") as archive:
        archive.writestr("backup.json", "[" * 100_000)
    bad = {f"cut {i}": whole[: len(whole) * i // 20] for i in range(20)}
    middle = len(whole) // 2  # within the session, the largest file
    bad |= {"flip": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], "noise": bytes(999)}
    bad |= {name: (tmp_path / f"{name}.zip").read_bytes() for name in ("bomb", "new", "deep")}
    for name, content in bad.items():
        out.write_bytes(content)
        code, printed, err = told(capsys, "restore", out)
        assert (
            (code, printed) == (2, "") and err.startswith(f"mirrorcam: {out}: ") and err.count("\n") == 1
        ), name
        assert not disk.folder.exists()


# in the window


def test_somebody_elses_session_is_shown_as_such_and_is_nobodys_practice(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "cameras", lambda: [])
    monkeypatch.setattr(done, "LEAST_S", 0.0)
    path = keep(disk)
    desk = ProgramDesk(disk)
    assert len(done.exercises_done(disk)) == 1 and desk.progress().history.weeks
    handed = let_in(hand_over(path, What(pseudonym="Blue heron")).database, NOW)
    disk.receive("joy from Blue heron", handed.database, lambda _: None)
    disk.delete(path)
    assert done.exercises_done(disk) == [] and desk.progress().history.weeks == ()
    (entry,) = desk.sessions()
    assert (entry.title, entry.note) == ("joy from Blue heron", "from Blue heron")


def test_one_damaged_session_shuts_nobody_out_and_can_be_deleted(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(desks, "cameras", lambda: [])
    monkeypatch.setattr(done, "LEAST_S", 0.0)
    keep(disk)
    torn = keep(disk, 23)
    with closing(sqlite3.connect(torn)) as file, file:
        file.execute("UPDATE meta SET value = '2O26-11-23T18:02:00' WHERE key = 'created'")
    desk = ProgramDesk(disk)
    guide = Guide(desk)
    for place in (Go.HOME, Go.EXERCISES, Go.PROGRAMMES, Show(Go.EXERCISE, "first-steps"), Go.SESSIONS):
        guide.do(place)
        assert not isinstance(guide.screen, NoticeScreen), place
    assert desk.home().notice.startswith(f"“{torn.stem}” cannot be read")
    assert len(done.exercises_done(disk)) == 1 and desk.progress().history.weeks
    for command in ("list", "sessions", "doctor"):
        _, out, _ = told(capsys, command)
        assert torn.stem in out, command
    code, out, err = told(capsys, "progress")
    assert code == 0 and out and torn.stem in err
    assert isinstance(guide.screen, SessionsScreen) and "is damaged" in guide.screen.entries[0].words
    guide.do(Delete(torn.stem))
    assert not torn.exists() and desk.home().notice == ""
    guide.close()


@pytest.mark.parametrize("file", ["settings.json", "people.json"])
def test_a_file_that_may_not_be_read_is_one_message_and_the_window_goes_on(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    monkeypatch.setattr(desks, "cameras", lambda: [])
    keep(disk)
    (disk.folder / file).mkdir()
    for command in (["sessions"], ["progress", "--json"]):
        code, out, err = told(capsys, *command)
        assert (code, out) == (2, "") and err.startswith(f"mirrorcam: {disk.folder / file}: cannot be read (")
    code, out, _ = told(capsys, "doctor")
    assert code == 2 and f"{disk.folder / file}: cannot be read (" in out
    profiles = Profiles(disk.folder)
    desk = ProgramDesk(profiles.store(profiles.last()), profiles=profiles)
    guide = Guide(desk)
    for place in (Go.HOME, Go.WHO, Go.SESSIONS, Go.SETTINGS, Go.EXERCISES):
        guide.do(place)
        assert not isinstance(guide.screen, NoticeScreen), place
    assert desk.home().notice.startswith(f"{disk.folder / file}: cannot be read (")
    assert len(desk.sessions()) == 1
    guide.close()


def test_somebodys_settings_that_may_not_be_read_leave_everybody_on_the_page(disk: DiskStore) -> None:
    profiles = Profiles(disk.folder)
    ada = profiles.add("Ada")
    profiles.choose(profiles.all()[0])
    (profiles.folder_of(ada) / "settings.json").mkdir()
    desk = ProgramDesk(profiles.store(profiles.last()), profiles=profiles)
    assert [person.title for person in desk.everybody()[0]] == ["", "Ada"]
    desk.choose("ada")
    assert desk.settings == Settings() and "cannot be read" in desk.home().notice


def close_to_everybody(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a folder without permission is, which hinders nobody who is root: it seems empty to whoever does not ask."""
    glob, scan = Path.glob, os.scandir

    def denied(folder: Any = ".") -> Any:
        if folder == closed:
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(
        Path, "glob", lambda folder, *more: iter(()) if folder == closed else glob(folder, *more)
    )
    monkeypatch.setattr(os, "scandir", denied)


def test_a_closed_folder_of_sessions_is_not_taken_for_an_empty_one(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(desks, "cameras", lambda: [])
    keep(disk)
    close_to_everybody(disk.folder / "sessions", monkeypatch)
    said = f"{disk.folder / 'sessions'}: cannot be looked into (Permission denied)."
    assert ProgramDesk(disk).home().notice.startswith(said)
    code, out, err = told(capsys, "sessions")
    assert (code, out) == (2, "") and said in err
    code, out, _ = told(capsys, "doctor")
    assert code == 2 and said in out


def test_a_closed_folder_of_exercises_leaves_those_that_are_shipped(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = disk.folder / "exercises"
    own.mkdir(parents=True)
    monkeypatch.setattr(desks, "cameras", lambda: [])
    monkeypatch.setattr("mirrorcam.exercise.own_exercises_folder", lambda: own)
    monkeypatch.setattr("mirrorcam.app.own_expressions.own_exercises_folder", lambda: own)
    close_to_everybody(own, monkeypatch)
    desk = ProgramDesk(disk)
    assert len(desk.exercises()) > 10
    assert desk.home().notice.startswith(f"{own}: cannot be looked into (Permission denied).")


def test_a_name_that_is_half_a_sign_is_drawn_and_printed(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = SessionsScreen(Settings(), (Entry("a\udcff", "a\udcff", "today"),))
    assert render(screen, 640, 400).any()
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(disk, "sessions", lambda: [Kept("a\udcff", disk.folder / "a", None, "torn")])
    monkeypatch.setattr("mirrorcam.app.kept.keeping.own_store", lambda: disk)
    assert main(["sessions"]) == 0
    out.seek(0)
    assert out.read() == "a\\udcff\n    torn\n"


def test_a_session_is_renamed_in_the_window() -> None:
    screen = SessionsScreen(Settings(), (Entry("a", "Joy", "today"), Entry("b", "Fear", "today")))
    screen.picture((1280.0, 800.0))
    screen.key(Key("down"))
    assert screen.key(Key("r")) is None and screen.writing
    screen.picture((1280.0, 800.0))
    for key in ("backspace", "t", "r"):
        assert screen.key(Key(key)) is None
    screen.write("A good day")
    assert screen.key(Key("enter")) == Rename("b", "A good day") and not screen.writing
    screen.key(Key("r"))
    assert screen.key(Key("escape")) is None and screen.named is None and screen.focus == "b"
    screen.key(Key("r"))
    screen.line.text = "  "
    assert screen.key(Key("enter")) is None and screen.named is not None
    screen.line.text = "Fear again"
    tap = next(piece for piece in screen.picture((1280.0, 800.0)) if piece.name == "keep name")
    assert screen.click(tap.box.middle) == Rename("b", "Fear again")


def test_the_key_is_made_shown_and_copied_in_the_window(
    disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "cameras", lambda: [])
    copied: list[str] = []
    monkeypatch.setattr(desks, "to_clipboard", lambda text: not copied.append(text))
    guide = Guide(ProgramDesk(disk))
    guide.do(Go.ABOUT)
    guide.do(guide.screen.key(Key("k")))
    assert isinstance(guide.screen, KeyScreen) and guide.screen.public == "" and not disk.folder.exists()
    guide.do(guide.screen.key(Key("m")))
    assert isinstance(guide.screen, KeyScreen)
    public = guide.screen.public
    assert guide.screen.key(Key("c")) == Copy(public)
    guide.do(Copy(public))
    assert copied == [public] and guide.screen.copied
    assert share.own_key(disk) == public, "made once"
    guide.do(guide.screen.key(Key("escape")))
    assert not isinstance(guide.screen, KeyScreen)
    guide.close()


KEY = "age1" + "q" * 58


@pytest.mark.parametrize("language", phrases.languages())
@pytest.mark.parametrize("size", [(640.0, 400.0), (900.0, 600.0), (1280.0, 800.0)], ids=str)
@pytest.mark.parametrize("public", [KEY, ""])
def test_all_of_the_key_has_room(language: str, size: tuple[float, float], public: str) -> None:
    phrases.use(language)
    screen = KeyScreen(Settings(), public, "/home/robin/.local/share/mirrorcam/key.txt")
    for copied in (None, True, False):
        screen.copied = copied
        pieces = screen.picture((size[0], 4000.0))
        shown = "".join(
            str(piece.looks[0]) for piece in pieces if str(piece.looks[0]) and str(piece.looks[0]) in KEY
        )
        assert shown == public
        assert any("key.txt" in str(piece.looks) for piece in pieces) == bool(public), "it is not there yet"
        assert all(piece.box.x >= -8 and piece.box.right <= size[0] + 8 for piece in pieces if piece.name)
    assert len(set(render(screen, 640, 400)[..., 0].ravel())) > 5


def test_a_store_that_forgets_keeps_no_key(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="keeps nothing"):
        share.own_key(open_store("memory"))


def test_a_key_file_that_is_none_is_said(disk: DiskStore, capsys: pytest.CaptureFixture[str]) -> None:
    disk.keep_settings({})
    (disk.folder / "key.txt").write_bytes(b"\xff\x00")
    code, _, err = told(capsys, "key")
    assert code == 2 and "has no key in it" in err
    assert (disk.folder / "key.txt").read_bytes() == b"\xff\x00", "whatever it is, it is not written over"


# killed at every place


class Killed(BaseException):
    """From here on the program does nothing any more."""


class Disk:
    """The operations that change a folder; the one of number ``last`` and all after it are not done."""

    NAMES = ("link", "unlink", "replace", "rename", "open")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, last: int) -> None:
        self.count, self.last = 0, last
        for name in self.NAMES:
            monkeypatch.setattr(os, name, self._counting(getattr(os, name)))

    def _counting(self, real: Callable[..., object]) -> Callable[..., object]:
        def do(*given: object, **named: object) -> object:
            self.count += 1
            if self.count >= self.last:
                raise Killed
            return real(*given, **named)

        return do


ACTS: dict[str, Callable[[DiskStore, Path], object]] = {
    "delete": lambda disk, path: disk.delete(path),
    "rename": lambda disk, path: disk.rename(path, "Monday"),
    "receive": lambda disk, path: disk.receive("Monday", path.read_bytes(), lambda _: None),
}


@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_place_nothing_is_half(act: str, disk: DiskStore) -> None:
    """As ``kill -9`` leaves it: nothing tidies up. Until it is killed so late that it has come to its end."""
    kept = keep(disk, film=True)
    whole, last, ended = kept.read_bytes(), 0, False
    while not ended:
        last += 1
        for path in kept.parent.iterdir():
            path.unlink()
        kept.write_bytes(whole)
        kept.with_suffix(".mkv").write_bytes(b"a film")
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, last)
            try:
                ACTS[act](disk, kept)
                ended = True
            except Killed:
                pass
        found = [one.path for one in disk.sessions()]
        assert all(path.read_bytes() == whole for path in found)
        left = set(names(kept.parent)) - {f".Monday.mirrorcam.{os.getpid()}{COMING}"}
        films = {path.with_suffix(".mkv").name for path in found if path == kept or act == "rename"}
        if act == "delete":
            assert found == [kept] or (not found and not left)
        else:
            assert found and (act == "rename" or kept in found)
        if found and act != "receive":
            assert left >= films, "a session that is there has its film"
    assert last > 3
    ends = {"delete": set(), "rename": {"Monday.mirrorcam", "Monday.mkv"}}
    assert left == ends.get(act, {kept.name, kept.with_suffix(".mkv").name, "Monday.mirrorcam"})
