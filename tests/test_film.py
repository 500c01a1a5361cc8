"""The film of a session: none without a yes, whole whatever happens, and really gone when it is deleted."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from mirrorcam import matroska
from mirrorcam.acts import Command
from mirrorcam.app import opening, seeing
from mirrorcam.app.filmed import Filmed
from mirrorcam.app.opening import Wish, wish_of
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.blocks import TIME, spread, sums
from mirrorcam.errors import BadInput
from mirrorcam.exercise import find_exercise
from mirrorcam.face import Frame, Reason, Sample
from mirrorcam.film import delete_film, film_path, has_film, lone_films
from mirrorcam.imaging.opencv import cv2
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, replay
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError
from mirrorcam.sources import Opened, SourceError
from mirrorcam.sources import filming as filmings
from mirrorcam.sources.film_reader import Film, decoded
from mirrorcam.sources.filming import LEAVE_FREE, Filming, fitting
from mirrorcam.stores import open_store
from mirrorcam.target import library
from mirrorcam.trackers import Tracked
from mirrorcam.trackers.scripted import ScriptedTracker
from performing import LIBRARY, exercise, resting

NOW = datetime(2026, 11, 22, 18, 2)
FPS = 30
PLENTY = 10 * LEAVE_FREE


def shade(index: int) -> int:
    return 40 + index % 160


def picture(index: int, width: int = 320, height: int = 240) -> np.ndarray:
    """Grey as ``shade`` says, with a red square on the person's left, which is on the right."""
    pixels = np.full((height, width, 3), shade(index), np.uint8)
    pixels[height // 4 : height // 2, 3 * width // 4 :] = (230, 20, 20)
    return pixels


def tells(pixels: np.ndarray) -> int:
    """The shade of a picture."""
    return round(float(pixels[-40:, :40].mean()))


class Camera(Opened):
    """Uneven frames: every third one comes late. ``stale``: those that a camera that hangs sends again."""

    name = "a camera"

    def __init__(self, frames: int = 60, stale: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.frames, self.stale = frames, stale

    def __iter__(self) -> Iterator[Frame]:
        for index in range(self.frames):
            if self.closed:
                return
            yield Frame(time_of(index), index, picture(index), stale=index in self.stale)


def time_of(index: int) -> float:
    return round(index / FPS + (index % 3 == 2) * 0.011, 6)


class Crowd:
    """A tracker that sees somebody else in some frames."""

    def __init__(self, others: range) -> None:
        self.others = others

    def track(self, frame: Frame) -> Tracked:
        return Tracked((resting(0.0, None),), 2 if frame.index in self.others else 1)

    def close(self) -> None:
        pass


def practising(session: Path, camera: Camera | None = None, film: bool = True, tracker=None) -> Practice:
    filming = Filming(film_path(session), free=lambda _: PLENTY) if film else None
    running = Session(exercise(), LIBRARY)
    recorder = Recorder(session, running, NOW)
    camera = camera or Camera()
    eyes = Eyes(tracker or ScriptedTracker([resting(0.0, None)] * camera.frames))
    return Practice(camera, eyes, running, recorder, Filmed(filming) if filming else None)


def filmed(folder: Path, **how) -> Path:
    session = folder / "kept.mirrorcam"
    with practising(session, **how) as practice:
        assert sum(1 for _ in practice) > 0
    return session


def rows(session: Path) -> list[float]:
    """The times in the session's table."""
    with sqlite3.connect(session) as file:
        found = file.execute("SELECT first, count, time_us FROM video ORDER BY first").fetchall()
    times: list[float] = []
    for first, count, packed in found:
        assert first == len(times)
        times += [time_us / 1e6 for time_us in sums(spread(packed, TIME, (count,)))]
    return times


# without a yes


def test_a_session_without_a_yes_never_holds_a_pixel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole practice as the program opens it: no film is opened, no picture is coded, no file is made but one."""
    opened_files: list[str] = []
    real = os.open
    monkeypatch.setattr(
        os, "open", lambda path, *how, **more: (opened_files.append(str(path)), real(path, *how, **more))[1]
    )
    monkeypatch.setattr(filmings, "Filming", never)
    monkeypatch.setattr(opening, "Filming", never)
    monkeypatch.setattr(cv2, "imencode", never)
    monkeypatch.setattr(cv2, "imwrite", never)
    monkeypatch.setattr(cv2, "VideoWriter", never)
    monkeypatch.setattr(opening, "ensure_model", lambda: None)
    monkeypatch.setattr(opening, "open_source", lambda *_: Camera())
    scripted = ScriptedTracker([resting(0.0, None)] * 60)
    monkeypatch.setattr(opening, "eyes_for", lambda *_, **__: seeing.Eyes(scripted))
    store = open_store("disk", tmp_path)
    wish = Wish(find_exercise("smile-ladder", library()))
    with opening.open_practice(wish, store, lambda _: None) as practice:
        assert practice.film is None
        while_it_runs = {path.suffix for _ in practice for path in tmp_path.rglob("*") if path.is_file()}
    session = practice.kept_in
    assert session is not None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [session]
    assert {suffix.removesuffix("-wal").removesuffix("-shm") for suffix in while_it_runs} == {".mirrorcam"}
    assert [path for path in opened_files if str(tmp_path) in path] == [str(session)]
    assert rows(session) == []
    assert not has_film(session)


def never(*_: object, **__: object) -> None:
    raise AssertionError("a film was begun without a yes")


def test_nobody_is_filmed_who_did_not_say_so() -> None:
    assert Wish(find_exercise("smile-ladder", library())).film is False


def test_a_yes_that_nothing_is_kept_of_films_nothing(tmp_path: Path) -> None:
    wish = Wish(find_exercise("smile-ladder", library()), keep=False, film=True)
    running = Session(exercise(), LIBRARY)
    assert opening._kept(wish, running, Camera(), open_store("disk", tmp_path)) == (None, None)
    assert list(tmp_path.iterdir()) == []


def test_video_and_no_save_do_not_go_together() -> None:
    from mirrorcam.app.cli import parser

    with pytest.raises(BadInput, match="--no-save keeps no session"):
        wish_of(parser().parse_args(["practice", "--video", "--no-save"]))


def test_of_a_kept_session_no_film_can_be_made(tmp_path: Path) -> None:
    session = filmed(tmp_path)
    wish = Wish(find_exercise("smile-ladder", library()), source=str(session), film=True)
    with pytest.raises(BadInput, match="has no pictures"):
        opening.open_practice(wish, open_store("memory"), lambda _: None)


# what is filmed


def test_every_picture_is_kept_with_its_own_time(tmp_path: Path) -> None:
    session = filmed(tmp_path)
    times = [time_of(index) for index in range(60)]
    assert rows(session) == times
    with Film(session) as film:
        assert film
        assert list(film.times_s) == times
        shown = [film.at(time_s) for time_s in times]
        assert [abs(tells(pixels) - shade(i)) <= 2 for i, pixels in enumerate(shown)] == [True] * 60
        between = film.at(times[7] + 0.001)
        assert between is not None
        assert between is film.at(times[7])
        assert film.at(-0.01) is None
        assert film.at(times[-1] + 0.6) is None


def test_left_stays_where_the_camera_saw_it(tmp_path: Path) -> None:
    with Film(filmed(tmp_path)) as film:
        pixels = film.at(0.0)
    assert pixels is not None
    red = pixels[..., 0].astype(int) - pixels[..., 2]
    assert red[80:100, 260:300].min() > 120
    assert red[80:100, 20:60].max() < 20


def test_any_player_can_play_it_at_its_pace(tmp_path: Path) -> None:
    capture = cv2.VideoCapture(str(film_path(filmed(tmp_path))), cv2.CAP_FFMPEG)
    found = []
    while (read := capture.read())[0]:
        found.append((capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, tells(read[1])))
    assert len(found) == 60
    assert [time_s for time_s, _ in found] == pytest.approx([time_of(i) for i in range(60)], abs=0.002)
    assert all(abs(told - shade(i)) <= 2 for i, (_, told) in enumerate(found))


def test_only_its_owner_can_read_it_from_the_first_byte(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        filming = Filming(tmp_path / "a.mkv", free=lambda _: PLENTY)
        assert stat.S_IMODE((tmp_path / "a.mkv").stat().st_mode) == 0o600
        filming.add(Frame(0.0, 0, picture(0)))
        filming.close()
        assert stat.S_IMODE((tmp_path / "a.mkv").stat().st_mode) == 0o600
    finally:
        os.umask(old)


def test_a_replay_comes_to_the_same_with_and_without_a_film(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    results = [
        replay(read_recording(filmed(tmp_path / name, film=film))).results()
        for name, film in (("a", True), ("b", False))
    ]
    assert results[0] == results[1]


def test_a_pause_and_a_hanging_camera_are_not_filmed(tmp_path: Path) -> None:
    session = tmp_path / "kept.mirrorcam"
    with practising(session, Camera(stale=(50, 51))) as practice:
        for number, _ in enumerate(practice):
            if number in (19, 39):
                practice.command(Command.PAUSE if number == 19 else Command.RESUME)
    expected = [time_of(index) for index in range(60) if not (20 <= index < 40 or index in (50, 51))]
    assert rows(session) == expected
    with Film(session) as film:
        assert film.at(time_of(39)) is None
        assert film.at(time_of(41)) is not None


def test_somebody_who_was_not_asked_is_not_filmed(tmp_path: Path) -> None:
    session = tmp_path / "kept.mirrorcam"
    with practising(session, tracker=Crowd(range(20, 40))) as practice:
        seen = [glimpse.sample for glimpse in practice]
    alone = [sample.time_s for sample in seen if sample.reason is not Reason.TWO_PEOPLE]
    assert 0 < len(alone) < 60
    assert rows(session) == alone


def test_large_pictures_are_made_smaller_and_others_fitted_in(tmp_path: Path) -> None:
    filming = Filming(tmp_path / "a.mkv", free=lambda _: PLENTY)
    filming.add(Frame(0.0, 0, picture(3, 1280, 720)))
    filming.add(Frame(0.1, 1, picture(3, 640, 480)))
    filming.close()
    with (tmp_path / "a.mkv").open("rb") as file:
        sizes = [decoded(jpeg(file, place)).shape for place in matroska.places(file)]  # type: ignore[union-attr]
    assert sizes == [(480, 853, 3), (480, 853, 3)]
    assert fitting(picture(3, 100, 100), 200, 100)[:, :50].max() == 0


def jpeg(file, place: matroska.Place) -> bytes:
    file.seek(place.at)
    return file.read(place.length)


# what goes wrong


def test_a_film_that_is_cut_off_anywhere_is_whole_up_to_there(tmp_path: Path) -> None:
    session = filmed(tmp_path)
    content = film_path(session).read_bytes()
    with film_path(session).open("rb") as file:
        ends = [place.at + place.length for place in matroska.places(file)]
    for hundredth in range(101):
        length = len(content) * hundredth // 100
        film_path(session).write_bytes(content[:length])
        with Film(session) as film:
            whole = sum(end <= length for end in ends)
            assert len(film.times_s) == whole
            assert all(film.at(time_s) is not None for time_s in film.times_s[-1:])


def test_the_index_and_going_from_picture_to_picture_find_the_same(tmp_path: Path) -> None:
    session = filmed(tmp_path)
    with film_path(session).open("rb") as file:
        assert matroska._indexed(file) is not None
        times, at = matroska.index(file)
        whole = list(matroska.places(file))
        assert [(one.time_us, one.at) for one in whole] == list(zip(times, at, strict=True))
        assert [len(matroska.jpeg(file, one.at)) for one in whole] == [one.length for one in whole]
    broken = film_path(session).read_bytes()
    film_path(session).write_bytes(broken[:-1])
    with film_path(session).open("rb") as file:
        assert matroska._indexed(file) is None
        assert len(matroska.index(file)[0]) == 60


def test_bytes_that_mean_nothing_harm_nothing(tmp_path: Path) -> None:
    session = filmed(tmp_path, camera=Camera(6))
    content = film_path(session).read_bytes()
    random = np.random.default_rng(6)
    for _ in range(200):
        broken = bytearray(content)
        for at in random.integers(0, len(broken), 8):
            broken[at] = int(random.integers(256))
        film_path(session).write_bytes(bytes(broken))
        with Film(session) as film:
            for time_s in film.times_s:
                pixels = film.at(float(time_s))
                assert pixels is None or pixels.ndim == 3
    for other in (b"", b"\x1a\x45\xdf\xa3", b"RIFF" * 400, content[:100] + bytes(5000)):
        film_path(session).write_bytes(other)
        assert not Film(session)


def test_a_picture_that_claims_to_be_huge_is_not_opened() -> None:
    there, coded = cv2.imencode(".jpg", picture(0))
    content = bytearray(coded.tobytes())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    assert there
    assert decoded(bytes(coded)) is not None
    assert decoded(bytes(content)) is None


def test_a_nearly_full_disk_ends_the_film_and_nothing_else(tmp_path: Path) -> None:
    session, room = tmp_path / "kept.mirrorcam", [PLENTY, LEAVE_FREE - 1]
    practice = practising(session)
    practice.film = Filmed(Filming(tmp_path / "kept2.mkv", free=lambda _: room.pop(0)))
    (tmp_path / "kept.mkv").unlink()
    with practice:
        seen = sum(1 for _ in practice)
    assert seen == 60
    assert read_recording(session).about.frames == 60
    assert len(rows(session)) == 30
    assert practice.trouble is not None
    assert "nearly full" in practice.trouble


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX")
def test_a_disk_that_takes_no_more_leaves_a_whole_film(tmp_path: Path) -> None:
    """The system refuses to let any file grow over 100 kB."""
    script = (
        "import resource, sys, numpy as np; from pathlib import Path\n"
        "from mirrorcam.face import Frame; from mirrorcam.sources.filming import Filming\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "noise = np.random.default_rng(0).integers(0, 255, (240, 320, 3), np.uint8)\n"
        "film = Filming(Path(sys.argv[1]), free=lambda _: 1 << 40)\n"
        "try:\n    for i in range(100): film.add(Frame(i / 30, i, noise))\n"
        "except Exception as error: print(type(error).__name__, film.pictures, film.running)\n"
    )
    path = tmp_path / "a.mkv"
    said = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    name, pictures, running = said.stdout.split()
    assert (name, running) == ("SourceError", "False")
    with path.open("rb") as file:
        places = list(matroska.places(file))
    assert len(places) == int(pictures) > 0
    assert places[-1].at + places[-1].length <= path.stat().st_size <= 100_000


def test_a_film_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.mkv").write_bytes(b"my holidays")
    with pytest.raises(SourceError, match="there is a file of this name already"):
        practising(tmp_path / "kept.mirrorcam")
    session = filmed(tmp_path, film=False)
    assert not has_film(session)
    assert not delete_film(session)
    open_store("disk", tmp_path / "store").delete(session)
    assert (tmp_path / "kept.mkv").read_bytes() == b"my holidays"


# taking the yes back


def test_a_yes_that_is_taken_back_deletes_the_film_at_once(tmp_path: Path) -> None:
    session = tmp_path / "kept.mirrorcam"
    with practising(session) as practice:
        for number, _ in enumerate(practice):
            if number == 45:
                assert film_path(session).stat().st_size > 0
                assert practice.film is not None
                practice.film.take_back()
                assert not film_path(session).exists()
        assert not practice.film.running
    assert not film_path(session).exists()
    assert rows(session) == []
    assert read_recording(session).about.frames == 60


def test_a_film_that_cannot_be_deleted_is_still_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = tmp_path / "kept.mirrorcam"

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with practising(session) as practice:
        assert practice.film is not None
        for number, _ in enumerate(practice):
            if number == 29:
                with monkeypatch.context() as patch:
                    patch.setattr(Path, "unlink", refused)
                    with pytest.raises(RecordingError, match="cannot be deleted"):
                        practice.film.take_back()
    assert has_film(session)
    assert len(rows(session)) == 30
    assert film_path(session).stat().st_size == 0


def test_a_film_that_is_ended_keeps_what_is_there(tmp_path: Path) -> None:
    session = tmp_path / "kept.mirrorcam"
    with practising(session) as practice:
        for number, _ in enumerate(practice):
            if number == 29 and practice.film is not None:
                practice.film.stop()
    assert len(rows(session)) == 30
    with Film(session) as film:
        assert len(film.times_s) == 30


def test_a_film_without_a_picture_is_none(tmp_path: Path) -> None:
    session = tmp_path / "kept.mirrorcam"
    with practising(session, Camera(stale=tuple(range(60)))) as practice:
        assert sum(1 for _ in practice) == 60
    assert list(tmp_path.iterdir()) == [session]
    assert rows(session) == []


# deleting


def test_deleting_a_film_leaves_nothing_of_it(tmp_path: Path) -> None:
    session = filmed(tmp_path)
    linked = tmp_path / "another-name"
    os.link(film_path(session), linked)
    film = Film(session)
    assert film.at(0.5) is not None
    assert delete_film(session)
    assert film.at(1.0) is None
    film.close()
    assert not film_path(session).exists()
    assert linked.stat().st_size == 0
    assert rows(session) == []
    assert not has_film(session)
    assert read_recording(session).about.frames == 60
    assert not delete_film(session)


@pytest.mark.parametrize("after", ["truncate", "unlink", "_forget"])
def test_deleting_that_is_cut_off_can_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    """kill -9 right after each part of it: at no moment is there a film that the session does not know of."""
    from mirrorcam import film as films

    session = filmed(tmp_path)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if after == "truncate":
            patch.setattr(Path, "unlink", killed)
        else:
            patch.setattr(films, "_forget" if after == "unlink" else "_done", killed, raising=False)
        if after == "_forget":
            delete_film(session)
        else:
            with pytest.raises(KeyboardInterrupt):
                delete_film(session)
    left = film_path(session)
    assert not left.exists() or left.stat().st_size == 0
    assert not Film(session)
    delete_film(session)
    assert not left.exists()
    assert rows(session) == []


def test_what_cannot_be_deleted_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = filmed(tmp_path)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(RecordingError, match="cannot be deleted"):
        delete_film(session)
    assert rows(session) != []


def test_deleting_a_session_deletes_its_film(tmp_path: Path) -> None:
    store = open_store("disk", tmp_path)
    path = store.new_session("joy", NOW)
    assert path is not None
    filmed_there = filmed(path.parent)
    assert [kept.film for kept in store.sessions()] == [True]
    store.delete(filmed_there)
    assert list(path.parent.iterdir()) == []


def test_a_broken_session_of_the_store_goes_with_its_film(tmp_path: Path) -> None:
    store = open_store("disk", tmp_path)
    path = store.new_session("joy", NOW)
    assert path is not None
    session = filmed(path.parent)
    session.write_bytes(b"broken")
    store.delete(session)
    assert list(path.parent.iterdir()) == []


def test_a_new_session_never_takes_over_a_lone_film(tmp_path: Path) -> None:
    store = open_store("disk", tmp_path)
    path = store.new_session("joy", NOW)
    assert path is not None
    film_path(path).write_bytes(b"left over")
    other = store.new_session("joy", NOW)
    assert other is not None
    assert film_path(other) != film_path(path)
    assert lone_films(path.parent) == [film_path(path)]


def test_kill_9_loses_no_picture_that_was_kept(tmp_path: Path) -> None:
    """At whatever picture it hits: the film is whole up to there, and the session knows of it."""
    script = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])\n"
        "from test_film import practising\n"
        "for number, _ in enumerate(practising(Path(sys.argv[1]))):\n"
        "    if number == int(sys.argv[2]): os.kill(os.getpid(), 9)\n"
    )
    for at in (0, 17, 44):
        session = tmp_path / f"{at}.mirrorcam"
        subprocess.run(
            [sys.executable, "-c", script, str(session), str(at), str(Path(__file__).parent)], check=False
        )
        with Film(session) as film:
            assert len(film.times_s) in (
                at,
                at + 1,
            )  # a generator hands over before or after its last picture
        assert has_film(session)
        assert delete_film(session)
        assert not film_path(session).exists()


def test_sample_without_others() -> None:
    from mirrorcam.app.filmed import somebody_else

    alone = Sample(0.0, None, Reason.NOBODY, 640, 480)
    assert not somebody_else(alone)
    assert somebody_else(
        Sample(0.0, None, Reason.TOO_FAR, 640, 480, other=Sample(0.0, None, Reason.THREE_PEOPLE, 1, 1))
    )
