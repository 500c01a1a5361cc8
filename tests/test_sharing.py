"""Handing over: what is in a share and what is not, and that nothing a stranger sends does harm."""

from __future__ import annotations

import base64
import json
import os
import random
import sqlite3
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import zstandard

from mirrorcam import blocks, timeline
from mirrorcam.acts import Answer, Note
from mirrorcam.app.cli import main
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.kept.lists import comparable
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.kept.share import PASSPHRASE
from mirrorcam.app.report.story import read_story
from mirrorcam.app.reviewing import Scores, open_review
from mirrorcam.app.screens import Go, Key, Settings
from mirrorcam.app.screens.scores import ScoresScreen
from mirrorcam.blocks import differences, squeeze
from mirrorcam.face import Drawn
from mirrorcam.noting import add_note, keep_pseudonym, writing
from mirrorcam.phrases import phrase
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Content, Noted, read_about, read_recording, replay
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError
from mirrorcam.sharing import COLUMNS, What, hand_over, letting_in, unwrap, wrap
from mirrorcam.sharing.letting_in import let_in
from mirrorcam.sharing.rehearsing import rehearse
from mirrorcam.sharing.sealing import (
    SealError,
    check_recipient,
    keys_in,
    new_key,
    seal,
    unseal,
    wants_passphrase,
)
from mirrorcam.timeline import Timeline
from performing import LIBRARY, STEP, exercise, smiling
from plain_face import sample
from test_home_screens import Blank
from test_recording import NEUTRAL, record

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
REFLECT = f'{STEP}\n[[steps]]\nkind = "reflect"\n'
KEY = new_key()
BY_PASSPHRASE = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBCM0I2alR2cFlkai9VaU1RTkJoNDV3IDEwCmpWbkk4aUpqOWNOV28zSVhJYys1VklPdktz"
    "bnpIbzk5QmRJaWxBa0FNVncKLS0tIHR5NGxQY2hGZkdlejljdzRUeXZxaXpiU2pob3ZGTzBrNHBjZmwzS0ljaXMKeQ1LVI1VwIQOGhnOzZuIEg+u"
    "YPz5UhNlv1KqQ6lfEPhakBMKwdFoQG0="
)
"""A word, sealed with "four words are enough" on a computer that took itself for a slow one: it opens in an instant."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data" / "mirrorcam")
    return tmp_path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session with notes of both kinds and a line of one's own; of somebody called Anna, in a film of hers."""
    path = tmp_path_factory.mktemp("kept") / "Anna Berg.mirrorcam"
    said = [
        (20, Note("the left corner, Anna")),
        (400, Answer("calm")),
        (401, Answer("done: I thought of Anna")),
    ]
    record(path, 16.0, REFLECT, said)
    add_note(path, NOW, Noted(1.0, 2.0, "Anna was tired", ("tired",)))
    with writing(path) as file:
        file.execute("UPDATE meta SET value = 'Anna.mp4' WHERE key = 'source'")
        for first, count in file.execute("SELECT first, count FROM samples").fetchall():
            names = json.dumps(["Anna.jpg"] * count)
            file.execute("UPDATE samples SET files = ? WHERE first = ?", (names, first))
        file.execute("INSERT INTO video VALUES (0, 1, x'00')")
    assert read_recording(path).steps[1]["measured"] == {"feelings": ["calm"], "line": "I thought of Anna"}
    return path


def written(tmp_path: Path, database: bytes, name: str = "a.mirrorcam") -> Path:
    path = tmp_path / name
    path.write_bytes(database)
    return path


# what is in a share


def test_a_full_share_gives_the_same_results_to_the_bit(kept: Path, tmp_path: Path) -> None:
    path = written(tmp_path, hand_over(kept, What()).database)
    rehearse(path)
    again, before = read_recording(path), read_recording(kept)
    assert replay(again).results() == replay(before).results() == list(before.steps)
    assert (again.notes, again.events, again.given) == (before.notes, before.events, before.given)
    assert again.about.recomputable and again.about.frames == before.about.frames


@pytest.mark.parametrize("content", [Content.NO_LANDMARKS, Content.SCORES])
def test_without_the_points_nothing_is_left_that_tells_a_shape(
    content: Content, kept: Path, tmp_path: Path
) -> None:
    path = written(tmp_path, hand_over(kept, What(content)).database)
    rehearse(path)
    recording, before = read_recording(path), read_recording(kept)
    with sqlite3.connect(path) as file:
        rows = {name: file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COLUMNS}
    file.close()
    assert {rows[name] for name in ("samples", "others", "neutrals", "video")} == {0}
    assert (rows["timeline"] > 0) == (content is Content.NO_LANDMARKS)
    assert (recording.steps, recording.trials, recording.notes) == (before.steps, before.trials, before.notes)
    assert (recording.about.frames, recording.about.duration_s) == (
        before.about.frames,
        before.about.duration_s,
    )
    assert recording.about.content == content and not recording.about.recomputable


def test_without_the_points_the_course_of_the_action_units_stays(kept: Path, tmp_path: Path) -> None:
    one = Timeline.read(written(tmp_path, hand_over(kept, What(Content.NO_LANDMARKS)).database))
    other = Timeline.read(kept)
    assert one.unit("AU12").tobytes() == other.unit("AU12").tobytes() and len(one) > 300
    assert one.attempts == other.attempts and one.told == other.told


def test_a_report_without_the_points_tells_the_same(kept: Path, tmp_path: Path) -> None:
    """Computed anew from the points, and read from what was kept."""
    full, less = (
        read_story(
            read_recording(written(tmp_path, hand_over(kept, What(content)).database, f"{content}.mirrorcam"))
        )
        for content in (Content.FULL, Content.NO_LANDMARKS)
    )
    assert replace(less, targets={}) == replace(full, targets={})
    assert list(less.targets) == list(full.targets) and less.coverage and less.steps[0].attempts


@pytest.mark.parametrize("content", Content)
def test_names_of_files_and_films_never_travel(content: Content, kept: Path) -> None:
    handed = hand_over(kept, What(content, notes=False, pseudonym="Blue heron"))
    assert b"Anna" not in handed.database, "in no byte of it, also none between the rows"
    assert handed.about["pseudonym"] == "Blue heron"
    assert b"Anna" in hand_over(kept, What(content)).database, "the notes, if they shall go along"


def test_without_notes_a_full_share_still_gives_its_own_results(kept: Path, tmp_path: Path) -> None:
    path = written(tmp_path, hand_over(kept, What(notes=False)).database)
    recording = read_recording(path)
    assert recording.notes == () and replay(recording).results() == list(recording.steps)
    assert recording.steps[1]["measured"] == {"feelings": ["calm"]}


def test_a_session_that_still_runs_is_handed_over_as_far_as_it_goes(tmp_path: Path) -> None:
    session = Session(exercise(), LIBRARY, NEUTRAL)
    with Recorder(tmp_path / "a.mirrorcam", session, NOW) as recorder:
        for number in range(70):
            recorder.add(sample(number / 30))
            recorder.showed(session.advance(number / 30, sample(number / 30)))
        full, scores = (hand_over(tmp_path / "a.mirrorcam", What(content)) for content in ("full", "scores"))
    path = written(tmp_path, full.database, "full.mirrorcam")
    rehearse(path)
    assert 30 <= read_about(path).frames <= 70 and not read_about(path).finished
    cut = read_recording(written(tmp_path, scores.database, "scores.mirrorcam"))
    assert len(cut.steps) == 1, "what nobody could compute any more is computed before it goes"


def test_what_was_left_out_does_not_come_back(kept: Path, tmp_path: Path) -> None:
    path = written(tmp_path, hand_over(kept, What(Content.SCORES)).database)
    for content in Content:
        assert hand_over(path, What(content)).content is Content.SCORES


def test_of_two_people_it_is_said_and_both_are_left_out(kept: Path, tmp_path: Path) -> None:
    session = Session(exercise(), LIBRARY, NEUTRAL)
    with Recorder(tmp_path / "two.mirrorcam", session, NOW) as recorder:
        for number in range(40):
            recorder.add(replace(sample(number / 30, smiling(0.2)), other=sample(number / 30, smiling(0.5))))
        recorder.finish()
    for content in Content:
        handed = hand_over(tmp_path / "two.mirrorcam", What(content))
        path = written(tmp_path, handed.database, f"{content}.mirrorcam")
        with sqlite3.connect(path) as file:
            (others,) = file.execute("SELECT count(*) FROM others").fetchone()
        file.close()
        assert handed.for_two and (others > 0) == (content is Content.FULL)
    assert let_in(hand_over(tmp_path / "two.mirrorcam", What()).database, NOW).for_two
    assert not hand_over(kept, What()).for_two


# letting in


def test_a_session_that_comes_is_marked_and_otherwise_the_same(kept: Path, tmp_path: Path) -> None:
    handed = let_in(hand_over(kept, What(pseudonym="Blue heron")).database, NOW)
    path = written(tmp_path, handed.database)
    rehearse(path)
    about = read_about(path)
    assert (about.pseudonym, about.received, about.source) == ("Blue heron", NOW.astimezone().isoformat(), "")
    assert replay(read_recording(path)).results() == list(read_recording(kept).steps)


def test_a_file_from_a_crash_comes_in_without_its_companions(kept: Path) -> None:
    database = bytearray(kept.read_bytes())
    database[18:20] = b"\x02\x02"
    assert let_in(bytes(database), NOW).about["title"] == "Joy"


def broken(database: bytes, tmp_path: Path) -> str:
    """What is said of it. Anything but a RecordingError is a mistake of ours."""
    with pytest.raises(RecordingError) as caught:
        rehearse(written(tmp_path, let_in(database, NOW).database))
    return str(caught.value)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("small") / "a.mirrorcam"
    record(path, 1.2)
    return hand_over(path, What()).database


def test_truncated_at_every_hundredth(small: bytes, tmp_path: Path) -> None:
    sealed = seal(wrap(small), [KEY.public])
    for hundredth in range(100):
        assert broken(small[: len(small) * hundredth // 100], tmp_path)
        with pytest.raises(SealError, match="damaged"):
            unseal(sealed[: len(sealed) * hundredth // 100], [KEY])
    assert unwrap(unseal(sealed, [KEY])) == small


def test_two_hundred_flips_of_a_byte_are_refused_or_do_no_harm(small: bytes, tmp_path: Path) -> None:
    rng, refused = random.Random(7), 0
    for _ in range(200):
        flipped = bytearray(small)
        flipped[rng.randrange(len(small))] ^= 1 << rng.randrange(8)
        try:
            rehearse(written(tmp_path, let_in(bytes(flipped), NOW).database))
        except RecordingError:
            refused += 1
    assert refused > 5, "most bytes are numbers of a face, and some others mean something else"


def test_a_flip_of_a_sealed_byte_is_always_seen(small: bytes) -> None:
    sealed, rng = seal(wrap(small), [KEY.public]), random.Random(7)
    for _ in range(200):
        flipped = bytearray(sealed)
        flipped[rng.randrange(len(sealed))] ^= 1 << rng.randrange(8)
        with pytest.raises(SealError):
            unseal(bytes(flipped), [KEY])


def changed(database: bytes, *statements: str | tuple[str, tuple[object, ...]]) -> bytes:
    with sqlite3.connect(":memory:") as file:
        file.deserialize(database)
        for statement in statements:
            text, values = (statement, ()) if isinstance(statement, str) else statement
            file.execute(text, values)
        file.commit()
        return file.serialize()


BOMB = zstandard.ZstdCompressor().compress(bytes(200_000_000))
DEEP = "[" * 5000 + "]" * 5000
BAD = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM samples; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "another table": "CREATE TABLE more (x)",
    "a table less": "DROP TABLE notes",
    "newer": "PRAGMA user_version = 9",
    "another program": "PRAGMA application_id = 1",
    "a bomb": ("UPDATE samples SET landmarks = ?", (BOMB,)),
    "a bomb of times": ("UPDATE timeline SET time_us = ?", (BOMB,)),
    "many samples": "UPDATE samples SET count = 10001",
    "deep results": ("UPDATE steps SET result = ?", (DEEP,)),
    "deep trials": ("UPDATE steps SET trials = ?", (DEEP,)),
    "deep tags": ("INSERT INTO notes VALUES (1, 0, 0, '', ?, '')", (DEEP,)),
    "deep told": ("UPDATE timeline SET told = ?", (DEEP,)),
    "deep range": ("UPDATE meta SET value = ? WHERE key = 'range'", (DEEP,)),
    "deep exercise": ("UPDATE meta SET value = ? WHERE key = 'exercise_text'", (f"a = {DEEP}",)),
    "long exercise": ("UPDATE meta SET value = ? WHERE key = 'exercise_text'", ("# " * 100_000,)),
    "other results": ("UPDATE steps SET result = ?", ('{"kind": 3}',)),
    "no number": ("UPDATE steps SET result = ?", ('{"kind": "imitate", "score": NaN}',)),
    "results of nothing": "INSERT INTO steps VALUES (7, '{\"kind\": \"say\"}', '[]')",
    "NUL": ("UPDATE meta SET value = ? WHERE key = 'exercise'", ("a\0b",)),
    "a blob for a text": ("UPDATE meta SET value = ? WHERE key = 'title'", (b"Joy",)),
    "a text for a number": "UPDATE events SET at = 'x'",
    "no time": "UPDATE meta SET value = 'yesterday' WHERE key = 'created'",
    "no such content": "UPDATE meta SET value = 'everything' WHERE key = 'content'",
    "many keys": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
    "INSERT INTO meta SELECT 'k' || i, '' FROM n",
    "many events": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100001) "
    "INSERT INTO events SELECT 0, 0, 'pause' FROM n",
    "told of no step": ("UPDATE timeline SET told = ?", ('[[0, 7, "a", "b", "c", "d", "e"]]',)),
    "told in numbers": ("UPDATE timeline SET told = ?", ("[[0, 0, 1, 2, 3, 4, 5]]",)),
    "told of nothing": "UPDATE timeline SET told = '[]'",
    "another reason": "UPDATE timeline SET facts = target",
    "an escape": (
        "UPDATE meta SET value = replace(value, 'Joy', ?) WHERE key = 'exercise_text'",
        ("\\u001b[2J",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_hostile_is_one_clear_message(name: str, small: bytes, tmp_path: Path) -> None:
    given = BAD[name]
    if name == "a text for a number":
        small = changed(small, "INSERT INTO events VALUES (0, 0, 'pause')")
    bad = changed(small, given)
    assert bad != small
    said = broken(bad, tmp_path)
    assert len(said) < 300 and said.isprintable() and "\n" not in said


def test_a_bomb_takes_no_room(small: bytes, tmp_path: Path) -> None:
    said = broken(changed(small, BAD["a bomb"]), tmp_path)  # type: ignore[arg-type]
    assert said.endswith("(a block does not have the size that its row says)")


def test_times_that_run_backwards_are_those_of_no_session(small: bytes, tmp_path: Path) -> None:
    backwards = np.arange(30, 0, -1).astype("<i8") * 33_333
    for table in ("samples", "timeline"):
        bad = changed(
            small, (f"UPDATE {table} SET time_us = ? WHERE count = 30", (squeeze(differences(backwards)),))
        )
        assert bad != small and "is damaged" in broken(bad, tmp_path)


def test_reasons_and_sizes_that_there_are_none_of_are_refused(small: bytes, tmp_path: Path) -> None:
    reasons, sizes, ways = (
        np.zeros(30, timeline.FACTS),
        np.zeros(30, blocks.FACTS),
        np.zeros(30, blocks.FACTS),
    )
    reasons["reason"], sizes["face"], ways["face"] = 200, 1, 1 + len(Drawn)
    for table, facts in (("timeline", reasons), ("samples", sizes), ("samples", ways)):
        bad = changed(small, (f"UPDATE {table} SET facts = ? WHERE count = 30", (squeeze(facts),)))
        assert bad != small and "is damaged" in broken(bad, tmp_path)


def test_a_huge_value_is_not_read(small: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mirrorcam.session_file.MOST_VALUE", 800)
    assert "too big" in broken(small, tmp_path)


def test_too_much_of_it_is_refused(small: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(letting_in, "MOST_SAMPLES", 30)
    assert broken(small, tmp_path) == "is damaged (more than 30 of samples)"


def test_signs_that_a_terminal_obeys_do_not_come_in(small: bytes) -> None:
    evil = "\x1b[2J\x1b]0;x\x07"
    bad = changed(
        small,
        ("INSERT INTO meta VALUES ('pseudonym', ?)", (f"a{evil}",)),
        ("INSERT INTO notes VALUES (1, 0, 0, ?, '[]', '')", (evil,)),
    )
    handed = let_in(bad, NOW)
    assert evil[:4].encode() not in handed.database and handed.about["pseudonym"].isprintable()


def test_a_sealed_file_is_said_to_be_one(small: bytes, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"is sealed\. `mirrorcam open` opens it"):
        read_recording(written(tmp_path, seal(wrap(small), [KEY.public])))


# seals


def test_only_the_key_opens_it() -> None:
    sealed = seal(b"something", [KEY.public, new_key().public])
    assert unseal(sealed, [new_key(), KEY]) == b"something"
    with pytest.raises(SealError, match="made for another key"):
        unseal(sealed, [new_key()])


def test_a_passphrase_opens_it_and_another_does_not() -> None:
    sealed = BY_PASSPHRASE
    assert wants_passphrase(sealed)
    assert unseal(sealed, passphrase="four words are enough") == b"something"
    with pytest.raises(SealError, match="not its passphrase"):
        unseal(sealed, passphrase="four words are not")
    line = sealed.splitlines()[1]
    greedy = sealed.replace(line, line.rsplit(b" ", 1)[0] + b" 30")
    with pytest.raises(SealError, match="asks for more memory"):
        unseal(greedy, passphrase="four words are enough")


def test_keys_are_read_and_told_apart() -> None:
    assert keys_in(f"# mine\n{KEY.secret}\n") == [KEY]
    for text, why in (("", "no key"), (KEY.secret[:-3], "not whole")):
        with pytest.raises(SealError, match=why):
            keys_in(text)
    with pytest.raises(SealError, match="secret key"):
        check_recipient(KEY.secret)
    with pytest.raises(SealError, match="is no key"):
        check_recipient(KEY.public[:-1])
    with pytest.raises(SealError, match="at least 8"):
        seal(b"", passphrase="short")


def test_what_is_inside_says_so() -> None:
    assert unwrap(wrap(b"x")) == b"x"
    for content, why in (
        (b"mirrorcam share 2\nx", "newer mirrorcam"),
        (b"hello", "something else"),
        (b"", "else"),
    ):
        with pytest.raises(Exception, match=why):
            unwrap(content)


# the commands


def told(capsys: pytest.CaptureFixture[str], *line: object) -> tuple[int, str, str]:
    code = main([str(word) for word in line])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out.strip(), err


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_from_hand_to_hand(
    kept: Path,
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(home)
    keep_pseudonym(kept, "Blue heron")
    code, key, err = told(capsys, "key")
    assert code == 0 and key.startswith("age1") and "Give that file to nobody" in err
    assert told(capsys, "key")[1] == key, "made once"
    code, out, err = told(capsys, "share", kept, "--to", key, "--content", "no-landmarks")
    assert (code, out) == (0, "2026-11-22 1802 joy.mirrorcam.age") and "Not the shape" in err
    before = everything(home)
    assert told(capsys, "share", kept, "--to", key)[0] == 2, "never over a file that is there"
    assert everything(home) == before
    code, name, err = told(capsys, "open", out)
    assert (code, name) == (0, "2026-11-22 1802 joy from Blue heron")
    code, listed, _ = told(capsys, "sessions", "list")
    assert listed.startswith(name) and listed.endswith("from Blue heron")
    code, out, err = told(capsys, "replay", name, "--no-window", "--json")
    assert code == 0 and json.loads(out)["steps"] == list(read_recording(kept).steps)
    assert told(capsys, "report", name, "--out", "report.html")[0] == 0
    assert "Joy" in Path("report.html").read_text(encoding="utf-8")
    written = [Path(line).name for line in told(capsys, "export", name, "--to", "csv")[1].splitlines()]
    assert written == [f"{name}_{table}.csv" for table in ("trials", "steps", "notes")]
    for line in (["replay", name, "--rescore"], ["export", name, "--to", "bids"]):
        code, out, err = told(capsys, *line)
        assert code == 2 and "handed over without the points of the face" in err and err.count("\n") == 1
    if os.name != "nt":
        modes = [
            path.stat().st_mode & 0o777
            for path in home.rglob("*")
            if path.suffix in (".age", ".mirrorcam", ".txt")
        ]
        assert set(modes) == {0o600} and len(modes) == 3


def test_scores_alone_are_listed_as_what_they_are_and_open(
    kept: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    key = told(capsys, "key")[1]
    sealed = told(capsys, "share", kept, "--to", key, "--content", "scores", "--name", "Blue heron")[1]
    name = told(capsys, "open", sealed)[1]
    desk = ProgramDesk(own_store())
    (entry,) = desk.sessions()
    assert entry.name == name and entry.words.endswith(phrase("scores.in_list"))
    scores = desk.review(name)
    assert isinstance(scores, Scores) and scores.practised == "Joy · from Blue heron"
    assert [row.title for row in scores.rows] == ["Joy"] and len(scores.notes) == 2
    shown = ScoresScreen(Settings(), Blank(), scores)
    shown.picture((900.0, 600.0))
    assert {shown.key(Key(way)) for way in ("enter", "escape")} == {Go.BACK} and shown.key(Key("r")) is None
    assert list(comparable(own_store(), open_review(kept), kept)) == [], "nothing to stand side by side"
    assert told(capsys, "report", name, "--out", "report.html")[0] == 0
    assert "not reached" not in Path("report.html").read_text(encoding="utf-8"), "each step was done"


@pytest.mark.parametrize("between", ["nothing", "renamed and noted"])
def test_the_same_file_is_kept_once(
    kept: Path, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    monkeypatch.chdir(home)
    key = told(capsys, "key")[1]
    sealed = told(capsys, "share", kept, "--to", key)[1]
    name = told(capsys, "open", sealed)[1]
    if between != "nothing":
        name = told(capsys, "sessions", "rename", name, "Monday")[1]
        add_note(own_store().find(name), NOW, Noted(3.0, 3.0, "of mine"))
    code, again, err = told(capsys, "open", sealed)
    assert (code, again) == (0, name) and "is not kept a second time" in err
    assert len(own_store().sessions()) == 1
    told(capsys, "sessions", "delete", name, "--yes")
    assert "It does not count" in told(capsys, "open", sealed)[2], "one that was deleted comes again"


def test_a_passphrase_comes_from_the_environment_in_scripts(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    kept: Path,
) -> None:
    out = home / "a.mirrorcam.age"
    monkeypatch.delenv(PASSPHRASE, raising=False)
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: PTH123, SIM115
    code, _, err = told(capsys, "share", kept, "--passphrase", "--out", out)
    assert code == 2 and PASSPHRASE in err and not out.exists()
    monkeypatch.setenv(PASSPHRASE, "a heron stands still")
    asked: list[str | None] = []

    def quickly(content: bytes, to: list[str], words: str | None) -> bytes:
        asked.append(words)
        return seal(content, [KEY.public])

    monkeypatch.setattr(
        "mirrorcam.app.kept.share.seal", quickly
    )  # a real passphrase is stretched for seconds
    assert told(capsys, "share", kept, "--passphrase", "--out", out)[0] == 0
    assert asked == ["a heron stands still"]
    (home / "word.age").write_bytes(BY_PASSPHRASE)
    assert "this is not its passphrase" in told(capsys, "open", home / "word.age")[2]
    monkeypatch.setenv(PASSPHRASE, "four words are enough")
    assert "something else in it" in told(capsys, "open", home / "word.age", "--passphrase")[2]
    assert "not by a key" in told(capsys, "open", home / "word.age", "--key", out)[2]


Files = Callable[[Path, bytes], Path]


def _made(name: str, content: Callable[[bytes], bytes]) -> Files:
    def make(folder: Path, small: bytes) -> Path:
        path = folder / name
        path.write_bytes(content(small))
        return path

    return make


def _link(folder: Path, small: bytes) -> Path:
    (folder / "whole").write_bytes(small)
    (folder / "link.mirrorcam").symlink_to(folder / "whole")
    return folder / "link.mirrorcam"


def _folder(folder: Path, _: bytes) -> Path:
    (folder / "folder.mirrorcam.age").mkdir()
    return folder / "folder.mirrorcam.age"


def _sealed(content: bytes) -> bytes:
    return seal(content, [KEY.public])


STRANGE: dict[str, tuple[Files, str]] = {
    "nothing": (lambda folder, _: folder / "no.age", "cannot be opened"),
    "NUL": (lambda folder, _: folder / "a\0b", "cannot be opened"),
    "empty": (_made("a.mirrorcam.age", lambda _: b""), "is no session of mirrorcam"),
    "a link": (_link, "is a link"),
    "a folder": (_folder, "is not a file"),
    "noise": (_made("a.age", lambda small: struct.pack(">4Q", 1, 2, 3, 4) * 99), "is no session of mirrorcam"),
    "half": (_made("a.mirrorcam", lambda small: small[: len(small) // 2]), "damaged"),
    "half a seal": (_made("a.age", lambda small: _sealed(wrap(small))[:9000]), "damaged or not whole"),
    "another's": (_made("a.age", lambda small: seal(wrap(small), [new_key().public])), "made for another key"),
    "newer": (_made("a.age", lambda small: _sealed(b"mirrorcam share 2\n" + small)), "newer mirrorcam"),
    "something else": (_made("a.age", lambda _: _sealed(b"hello")), "something else in it"),
    "an archive": (_made("a.age", lambda _: _sealed(b"PK\x03\x04")), "mirrorcam restore"),
    "hostile": (_made("a.mirrorcam", lambda small: changed(small, str(BAD["a view"]))), "its tables are other"),
    "without the name of its exercise": (
        _made("a.mirrorcam", lambda small: changed(small, "DELETE FROM meta WHERE key = 'exercise'")),
        "is damaged (it does not say its exercise)",
    ),
    "bad results": (
        _made("a.mirrorcam", lambda small: changed(
            small, "DELETE FROM samples", "UPDATE meta SET value = 'scores' WHERE key = 'content'",
            "INSERT INTO meta VALUES ('frames', '9')", "INSERT INTO meta VALUES ('length_us', '9')",
            "UPDATE steps SET trials = '[{}]'",
        )),
        "is damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_one_clear_message_and_nothing_is_kept(
    name: str,
    small: bytes,
    home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make, why = STRANGE[name]
    (home / "key.txt").write_text(KEY.secret)
    path = make(home, small)
    code, out, err = told(capsys, "open", path, "--key", home / "key.txt")
    assert (code, out) == (2, "")
    assert err.startswith(f"mirrorcam: {path}: ") and why in err and err.count("\n") == 1
    sessions = home / "data" / "mirrorcam" / "sessions"
    assert not sessions.exists() or not list(sessions.iterdir())
