"""The sources: one contract for every row of the table, then what each promises beside it."""

from __future__ import annotations

import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Reason, Sample
from mirrorcam.imaging.opencv import LARGEST_PX, film_in_whole_pictures
from mirrorcam.sources import (
    SOURCES,
    Source,
    SourceError,
    kind_of,
    left_out_of,
    open_source,
    pictures_in,
)
from mirrorcam.sources.camera import HUNG_S, OPEN_S, STALE_EVERY_S, STALE_S, Camera, CameraInfo, choose
from mirrorcam.sources.camera_worker import SAME_S, SILENT_S
from mirrorcam.sources.decoding import CHECKED, Pictures
from mirrorcam.sources.images import Images, read_picture
from mirrorcam.sources.lost_end import lost_end
from mirrorcam.sources.recording import Recorded
from mirrorcam.sources.synthetic import FIRST_BLINK_S, FPS, REST_S, Keyframe, Performer, Script
from mirrorcam.sources.video import Video
from mirrorcam.steps.imitate import Imitate

Pixels = NDArray[np.uint8]
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def sides(
    left: tuple[int, int, int], right: tuple[int, int, int], width: int = 64, height: int = 48
) -> Pixels:
    """RGB: one colour on the left half, one on the right."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:, : width // 2], pixels[:, width // 2 :] = left, right
    return pixels


def nearly(pixels: Pixels, expected: Pixels) -> bool:
    return pixels.shape == expected.shape and float(np.abs(pixels.astype(int) - expected).mean()) < 12


def film(
    path: Path, frames: int = 12, fps: float = 20.0, pixels: Pixels | None = None, code: str = "mp4v"
) -> Path:
    shown = sides(RED, BLUE) if pixels is None else pixels
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*code), fps, shown.shape[1::-1])
    for _ in range(frames):
        writer.write(np.ascontiguousarray(shown[..., ::-1]))
    writer.release()
    return path


def photograph(path: Path, pixels: Pixels) -> Path:
    cv2.imwrite(str(path), np.ascontiguousarray(pixels[..., ::-1]))
    return path


def draw(expression: Expression, head: HeadPose) -> Pixels:
    return np.full((48, 64, 3), round(100 * min(1.0, expression["AU12"])), np.uint8)


# A camera without a camera


class Wire:
    """The other end of a camera: pictures come, or do not, when the test says so; its clock stands still else."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.openings: queue.Queue[bool] = queue.Queue()
        self.pictures: queue.Queue[tuple[float, Pixels | None] | None] = queue.Queue()
        self.expecting = False
        self.released = threading.Semaphore(0)
        self.camera: Camera | None = None
        self.raises = ""
        """The call in which the driver raises next, once: "open", "grab", "retrieve" or "release"."""

    def open(self) -> WireCapture | None:
        there = self.openings.get()
        self.fault("open")
        return WireCapture(self) if there else None

    def fault(self, call: str) -> None:
        if self.raises == call:
            self.raises = ""
            raise RuntimeError("the driver says no")

    def clock(self) -> float:
        return self.now_s

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """A wait for something that will come lasts until it is there; any other one passes in no time."""
        if threading.current_thread().name == "mirrorcam camera":
            return event.is_set()
        if self.expecting:
            assert event.wait(10), "the camera's worker has given nothing"
            return True
        self.now_s += seconds
        return False

    def shows(self, time_s: float, pixels: Pixels | None = None) -> None:
        self.pictures.put((time_s, noise(time_s) if pixels is None else pixels))

    def fails(self, time_s: float) -> None:
        self.pictures.put((time_s, None))

    def plug_in(self) -> Camera:
        self.openings.put(True)
        self.shows(100.0)
        self.expecting = True
        self.camera = Camera(self.open, "camera 0 (Wire)", self.clock, self.wait)
        return self.camera

    def next(self, frames: Iterator[Frame], expecting: bool) -> Frame:
        self.expecting = expecting
        return next(frames)

    def unplug(self) -> None:
        if self.camera is not None:
            self.camera.close()
        for _ in range(4):
            self.pictures.put(None)
            self.openings.put(False)


class WireCapture:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._picture: Pixels | None = None

    def grab(self) -> bool:
        came = self._wire.pictures.get()
        if came is None:
            return False
        self._wire.fault("grab")
        self._wire.now_s, self._picture = max(self._wire.now_s, came[0]), came[1]
        return self._picture is not None

    def retrieve(self) -> tuple[bool, NDArray[Any] | None]:
        self._wire.fault("retrieve")
        return True, None if self._picture is None else self._picture[..., ::-1]

    def release(self) -> None:
        self._wire.released.release()
        self._wire.fault("release")


def noise(seed: float) -> Pixels:
    return np.random.default_rng(int(seed * 1000)).integers(0, 255, (48, 64, 3), dtype=np.uint8)


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.unplug()


# One contract for all


def a_camera(tmp_path: Path, wire: Wire) -> Source:
    camera = wire.plug_in()
    return camera


OPENERS: dict[str, Callable[[Path, Wire], Source]] = {
    "camera": a_camera,
    "synthetic": lambda tmp_path, wire: open_source("synthetic", draw),
    "video": lambda tmp_path, wire: open_source(str(film(tmp_path / "film.mp4"))),
    "images": lambda tmp_path, wire: Images([photograph(tmp_path / f"{i}.png", noise(i)) for i in range(5)]),
    "recording": lambda tmp_path, wire: Recorded("session", [sample(i / 30) for i in range(5)]),
}


def sample(time_s: float) -> Sample:
    return Sample(time_s, None, Reason.NOBODY, 64, 48)


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest, tmp_path: Path, wire: Wire) -> Source:
    return OPENERS[request.param](tmp_path, wire)


def first(source: Source, wire: Wire, count: int = 4) -> list[Frame | Sample]:
    """The first frames; a camera is given something to show for each (it keeps only the newest)."""
    found: list[Frame | Sample] = []
    for item in source:
        found.append(item)
        wire.shows(100 + len(found) / 30)
        if len(found) == count:
            return found
    return found


def test_time_begins_at_0_and_grows(source: Source, wire: Wire) -> None:
    items = first(source, wire)
    assert len(items) == 4
    assert items[0].time_s == 0
    assert all(a.time_s < b.time_s for a, b in pairwise(items))
    assert [item.index for item in items] == [0, 1, 2, 3] or isinstance(items[0], Sample)


def test_frames_are_rgb_pictures(source: Source, wire: Wire) -> None:
    for item in first(source, wire):
        if isinstance(item, Frame):
            assert item.pixels.shape == (48, 64, 3) and item.pixels.dtype == np.uint8
            assert item.pixels.flags.c_contiguous
            assert not item.stale


def test_it_is_a_context_manager_and_ends_when_closed(source: Source, wire: Wire) -> None:
    with source as entered:
        assert entered is source
        frames = iter(source)
        next(frames)
        source.close()
        assert list(frames) == []
    source.close()
    assert list(source) == []


def test_it_has_a_name_and_anybody_may_be_prompted(source: Source) -> None:
    assert source.name
    assert source.live == isinstance(source, Camera)
    source.prompt(NEUTRAL)
    source.prompt(None)


# Names


def test_names_tell_the_kind(tmp_path: Path) -> None:
    assert kind_of("camera") == kind_of("camera:2") == kind_of("camera:Logitech C920") == "camera"
    assert kind_of("synthetic") == "synthetic"
    assert kind_of(str(tmp_path)) == "images"
    assert kind_of(str(photograph(tmp_path / "A.JPG", noise(1)))) == "images"
    (tmp_path / "session").write_bytes(b"SQLite format 3\0 and more")
    assert kind_of(str(tmp_path / "session")) == "recording"
    assert kind_of(str(film(tmp_path / "film.mkv"))) == "video"


@pytest.mark.parametrize(
    "name", ["none.mp4", "http://example.org/film.mp4", "rtsp://example.org/1", "synthetic:2", ""]
)
def test_what_is_no_file_is_never_opened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if name:
        with pytest.raises(SourceError) as error:
            open_source(name)
        assert str(error.value) == (
            f'{name}: there is no such file. Give "camera", "synthetic", '
            "or the path of a film, a picture or a recording."
        )
    else:
        with pytest.raises(SourceError, match="there is no picture in this folder"):
            open_source(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_is_no_film(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "film.mp4")
    with pytest.raises(SourceError, match="neither a regular file nor a folder"):
        open_source(str(tmp_path / "film.mp4"))


def test_the_performer_needs_to_be_drawn() -> None:
    with pytest.raises(SourceError, match="needs an avatar"):
        open_source("synthetic")


# Films


def test_a_film_keeps_its_times_and_colours_and_sides(tmp_path: Path) -> None:
    with Video(film(tmp_path / "film.mp4", frames=12, fps=20)) as source:
        frames = list(source)
    assert [frame.time_s for frame in frames] == pytest.approx([i / 20 for i in range(12)], abs=0.002)
    assert all(nearly(frame.pixels, sides(RED, BLUE)) for frame in frames)
    assert {frame.file for frame in frames} == {str(tmp_path / "film.mp4")}


def test_odd_sizes_and_names_are_fine(tmp_path: Path) -> None:
    path = film(tmp_path / "Ünïcödé film %d.avi", pixels=sides(GREEN, RED, 50, 38))
    assert [frame.pixels.shape for frame in Video(path)] == [(38, 50, 3)] * 12


def test_a_film_is_read_once(tmp_path: Path) -> None:
    source = Video(film(tmp_path / "film.mp4"))
    list(source)
    with pytest.raises(SourceError, match="a film is read once"):
        next(iter(source))


def test_what_is_no_film_says_why(tmp_path: Path) -> None:
    whole = film(tmp_path / "film.mp4").read_bytes()
    contents = {"empty.mp4": b"", "text.mp4": b"not a film", "cut.mp4": whole[: len(whole) // 2]}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        why = "the file is empty" if not content else "this is not a film that can be read, or it is cut off"
        with pytest.raises(SourceError) as error:
            Video(tmp_path / name)
        assert str(error.value) == f"{tmp_path / name}: {why}. Give a film such as MP4, MKV, MOV or WebM."
    with pytest.raises(SourceError, match="there is no such file"):
        Video(tmp_path / "none.mp4")


def stretched(path: Path, wide: int, high: int, *, on_its_side: bool = False) -> Path:
    """The MP4 file, saying that its pixels are ``wide`` to ``high``; ``on_its_side``: as a telephone films upright."""
    content = bytearray(path.read_bytes())
    at, size = content.index(b"moov"), 0
    if on_its_side:
        matrix = content.index(b"tkhd") + 44
        content[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"mp4v"):
        at = content.index(name, at)
        size = int.from_bytes(content[at - 4 : at])
        content[at - 4 : at] = (size + 16).to_bytes(4)
    content[at - 4 + size : at - 4 + size] = struct.pack(">I4sII", 16, b"pasp", wide, high)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("pixel", "wide"), [((16, 9), 114), ((8, 9), 57), ((1, 1), 64), ((0, 1), 64)])
def test_pixels_that_are_no_squares_become_squares(tmp_path: Path, pixel: tuple[int, int], wide: int) -> None:
    (first, *_) = Video(stretched(film(tmp_path / "film.mp4"), *pixel))
    assert nearly(first.pixels, sides(RED, BLUE, wide))


def test_a_film_on_its_side_has_its_pixels_on_their_side(tmp_path: Path) -> None:
    (first, *_) = Video(stretched(film(tmp_path / "film.mp4"), 2, 1, on_its_side=True))
    assert first.pixels.shape == (64, 24, 3)


def test_a_film_whose_pixels_nobody_can_believe_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"9 times as wide as high.*Save it with square pixels"):
        Video(stretched(film(tmp_path / "film.mp4"), 9, 1))


@pytest.mark.parametrize("name", ["notes.nfo", "notes.asc", "notes.txt"])
def test_a_text_is_no_film_though_it_could_be_drawn_as_one(name: str, tmp_path: Path) -> None:
    """It was told as too dark: white letters on black."""
    (tmp_path / name).write_text("Look up, then smile.\n" * 200)
    with pytest.raises(SourceError, match="not a film that can be read"):
        open_source(str(tmp_path / name))


def test_a_telephones_photograph_is_not_called_a_film(tmp_path: Path) -> None:
    for name, content in {"a.heic": b"x" * 40, "b.mov": b"\0\0\0\x18ftypheic" + b"\0" * 40}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(
            SourceError, match=r"kind of picture \(HEIC\) cannot be read here\. Save it as JPEG"
        ):
            open_source(str(tmp_path / name))


def test_a_film_that_opens_and_has_no_picture_says_how_it_is_packed(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4")
    content = path.read_bytes()
    packed, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
    path.write_bytes(content[:packed] + b"\0" * (end - packed) + content[end:])
    with pytest.raises(
        SourceError, match=r"or its kind of pictures \(\w{4}\) cannot be read here\. Save it as"
    ):
        list(Video(path))


def begun(path: Path, share: float) -> Path:
    """A copy of the film that broke off after ``share`` of it."""
    copy = path.with_stem("begun")
    copy.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return copy


def index_first(path: Path) -> Path:
    """The MP4 file with its index in front, as a film for the web has it. Its pictures' places move with it."""
    content = bytearray(path.read_bytes())
    packed, index = content.index(b"mdat") - 4, content.index(b"moov") - 4
    moved = content[index:]
    places = moved.index(b"stco") + 8
    for at in range(places + 4, places + 4 + 4 * int.from_bytes(moved[places : places + 4]), 4):
        moved[at : at + 4] = (int.from_bytes(moved[at : at + 4]) + len(moved)).to_bytes(4)
    path.write_bytes(content[:packed] + moved + content[packed:index])
    return path


@pytest.mark.parametrize("name", ["film.avi", "film.mp4", "film.mkv"])
def test_a_film_that_lost_its_end_gives_what_it_has_and_says_so(name: str, tmp_path: Path) -> None:
    path = film(tmp_path / name, frames=60, pixels=noise(1))
    if name == "film.mp4":
        path = index_first(path)
    assert len(list(Video(path))) == 60
    frames: list[Frame] = []
    with pytest.raises(
        SourceError, match=r"has lost its end.*first \d\.\d s could be seen; copy it once more"
    ):
        frames.extend(Video(begun(path, 2 / 3)))
    assert 10 < len(frames) < 60


@pytest.mark.parametrize(
    ("begins", "lost"),
    [
        (b"\0\0\0\x10ftypisom\0\0\0\0", False),
        (b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x10mdat1234567", True),
        (b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\0mdat1234567", False),  # it goes to the end of the file
        (b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\1mdat\0\0\0\0\0\0\0\x18", True),
        (b"\0\0\0\x10ftypisom\0\0\0\0\xff\xff\xff\xffnone", False),  # what is behind it is no film
        (b"RIFF\x08\0\0\0AVI \0\0\0\0", False),
        (b"RIFF\0\0\0\0AVI \0\0\0\0", False),  # filmed until the power went
        (b"RIFF\x04\0\0\0AVI RIFF\x05\0\0\0AVIX", True),
        (b"\x1aE\xdf\xa3\x81.\x18S\x80g\x84abcd", False),
        (b"\x1aE\xdf\xa3\x81.\x18S\x80g\x40\x05abcd", True),
        (
            b"\x1aE\xdf\xa3\x81.\x18S\x80g\xffabcd",
            False,
        ),  # no length, as of a film that was sent while filmed
        (b"\x1aE\xdf\xa3", False),
        (b"GIF89a\1\0\1\0\0\0\0" + b"," + bytes(9) + b"\2\1a\0" + b";", False),
        (b"GIF89a\1\0\1\0\0\0\0" + b"," + bytes(9) + b"\2\1a\0", False),  # without a trailer, as many are
        (b"GIF89a\1\0\1\0\0\0\0" + b"," + bytes(9) + b"\2\1a", True),
        (b"GIF89a\1\0\1\0\x80\0\0abcdef" + b"!\xf9\4abcd\0" + b"," + bytes(9) + b"\2\3a", True),
        (b"", False),
    ],
)
def test_a_film_is_as_long_as_it_says(begins: bytes, lost: bool, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(begins)
    assert lost_end(tmp_path / "film") is lost


def dv(path: Path, *pictures: Pixels) -> Path:
    """A film that is interlaced, as all DV is."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"dvsd"), 25, (720, 576))
    assert writer.isOpened()
    for pixels in pictures:
        writer.write(np.ascontiguousarray(pixels[..., ::-1]))
    writer.release()
    return path


@pytest.mark.parametrize("name", ["film.avi", "it's [a] film: 1,2;3 % Ünï\\.avi"])
def test_an_interlaced_film_is_read_and_not_what_lay_in_memory(tmp_path: Path, name: str) -> None:
    big = [sides(RED, BLUE, 720, 576), sides(GREEN, RED, 720, 576)]
    path = dv(tmp_path / name, *big * 10)
    capture = film_in_whole_pictures(path)
    if not capture.isOpened():
        pytest.skip("this OpenCV comes without FFmpeg's filters")
    list(Video(film(tmp_path / "before.mp4", pixels=sides(BLUE, GREEN, 720, 576))))
    frames = list(Video(path))
    assert [frame.time_s for frame in frames] == pytest.approx([i / 25 for i in range(20)], abs=0.002)
    width = frames[0].pixels.shape[1]
    for at in (0, 1, 2, 18, 19):
        assert nearly(frames[at].pixels, sides(*((RED, BLUE), (GREEN, RED))[at % 2], width, 576)), at


class Decoder:
    """As OpenCV, a capture that says that all is well whatever it gives."""

    def __init__(self, *pictures: Pixels, step_s: float = 0.04) -> None:
        self._pictures, self._at, self._step_s = pictures, -1, step_s
        self.released = False

    def read(self) -> tuple[bool, Pixels | None]:
        self._at += 1
        there = self._at < len(self._pictures) and not self.released
        return there, self._pictures[self._at] if there else None

    def get(self, what: int) -> float:
        return 1000 * self._at * self._step_s if what == cv2.CAP_PROP_POS_MSEC else 0.0

    def release(self) -> None:
        self.released = True


def decoded(
    monkeypatch: pytest.MonkeyPatch, own: Decoder, whole: Decoder, again: Decoder | None = None
) -> list[tuple[float, NDArray[Any]]]:
    monkeypatch.setattr("mirrorcam.sources.decoding.film_in_whole_pictures", lambda _: whole)
    monkeypatch.setattr("mirrorcam.sources.decoding.film", lambda _: again)
    pictures = Pictures(Path("film.mpg"), own)  # type: ignore[arg-type]
    read = []
    while (one := pictures.read()) is not None:
        read.append(one)
    pictures.release()
    assert own.released and whole.released and (again is None or again.released)
    return read


def test_from_the_first_picture_that_was_not_decoded_on_the_whole_ones_are_the_film(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = [noise(at) for at in range(30)]
    read = decoded(monkeypatch, Decoder(*seen[:3], *[seen[2]] * 27), Decoder(*seen))
    assert [time_s for time_s, _ in read] == pytest.approx([0.04 * at for at in range(30)])
    assert all(np.array_equal(one, pixels) for (_, one), pixels in zip(read, seen, strict=True))


def test_a_film_whose_pictures_are_whole_is_decoded_twice_only_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    black, seen = np.zeros((48, 64, 3), np.uint8), [noise(at) for at in range(CHECKED)]
    own = [black] * 5 + seen + [noise(99)]
    assert len(decoded(monkeypatch, Decoder(*own), Decoder(*[black] * 5, *seen, noise(98)))) == len(own)
    assert len(decoded(monkeypatch, Decoder(*own), Decoder(*own[:8]))) == len(own), "the twin breaks off"


@pytest.mark.parametrize("seeds", [(1, 2), (0, 0)], ids=["leftovers", "never used"])
def test_without_filters_a_film_that_is_not_decoded_is_refused(
    monkeypatch: pytest.MonkeyPatch, seeds: tuple[int, int]
) -> None:
    """Two lie in different memory; what was never used is black."""
    own, again = (noise(seed) if seed else np.zeros((48, 64, 3), np.uint8) for seed in seeds)
    with pytest.raises(SourceError, match=r"film\.mpg: .* interlaced.* Convert it, say with ffmpeg -i IN"):
        decoded(monkeypatch, Decoder(*[own] * 20), Decoder(), Decoder(*[again] * 20))
    assert len(decoded(monkeypatch, Decoder(noise(1)), Decoder(), Decoder(noise(1)))) == 1


# Pictures


def test_pictures_of_all_kinds_become_rgb(tmp_path: Path) -> None:
    wanted = sides(RED, GREEN)
    bgr = wanted[..., ::-1]
    kinds = {
        "plain.png": bgr,
        "photo.jpg": bgr,
        "alpha.png": np.dstack((bgr, np.full((48, 64), 255, np.uint8))),
        "deep.png": bgr.astype(np.uint16) * 257,
        "web.webp": bgr,
        "café.bmp": bgr,
    }
    for name, pixels in kinds.items():
        (tmp_path / name).write_bytes(cv2.imencode(Path(name).suffix, pixels)[1].tobytes())
        assert nearly(read_picture(tmp_path / name), wanted), name
    for name, pixels in {
        "grey.png": bgr[..., 1],
        "deep grey.png": bgr[..., 1].astype(np.uint16) * 257,
    }.items():
        (tmp_path / name).write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
        assert nearly(read_picture(tmp_path / name), np.repeat(wanted[..., 1:2], 3, axis=2)), name


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tif", "a.avif", "palette.png"])
def test_what_is_transparent_is_grey_whatever_its_colour(tmp_path: Path, name: str) -> None:
    """Upright, too: it is the lower left quarter of a picture that has to be turned right by a quarter."""
    wanted = sides(RED, GREEN)
    opaque = np.full((48, 64, 1), 255, np.uint8)
    opaque[24:, :32] = 0
    picture = Image.fromarray(np.rot90(np.dstack((wanted, opaque))))
    exif = Image.Exif()
    exif[0x112] = 6
    kinds = {"lossless": True, "exact": True} if name.endswith("webp") else {}
    (picture.quantize() if "palette" in name else picture).save(tmp_path / name, exif=exif, **kinds)
    wanted[24:, :32] = 128
    assert nearly(read_picture(tmp_path / name), wanted)


@pytest.mark.parametrize("name", ["a.gif", "a.jp2"])
def test_what_is_transparent_is_grey_also_where_no_file_says_how_it_is_turned(
    tmp_path: Path, name: str
) -> None:
    wanted = sides(RED, GREEN)
    opaque = np.full((48, 64, 1), 255, np.uint8)
    opaque[24:, :32] = 0
    Image.fromarray(np.dstack((wanted, opaque))).save(tmp_path / name)
    wanted[24:, :32] = 128
    assert nearly(read_picture(tmp_path / name), wanted)


def test_an_opaque_alpha_changes_nothing(tmp_path: Path) -> None:
    pixels = noise(3)
    Image.fromarray(pixels).save(tmp_path / "plain.png")
    Image.fromarray(pixels).convert("RGBA").save(tmp_path / "alpha.png")
    plain, alpha = (read_picture(tmp_path / name) for name in ("plain.png", "alpha.png"))
    assert np.array_equal(plain, alpha) and np.array_equal(plain, pixels)


def gif(path: Path, *pictures: np.ndarray) -> Path:
    first, *others = [Image.fromarray(one) for one in pictures]
    first.save(path, format="GIF", save_all=bool(others), append_images=others, duration=100)
    return path


def test_a_gif_whose_pictures_have_no_time_is_not_taken_for_its_first_one(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    first, *others = (Image.fromarray(noise(seed)) for seed in range(3))
    first.save(path, save_all=True, append_images=others, duration=0)
    try:
        assert len(list(Video(path))) == 3
    except SourceError as error:  # not every OpenCV reads them all
        assert "of its 3 pictures could be read. Save it as MP4" in str(error)


def test_a_gif_that_broke_off_says_so(tmp_path: Path) -> None:
    first, *others = (Image.fromarray(noise(seed)) for seed in range(3))
    first.save(tmp_path / "moving.gif", save_all=True, append_images=others, duration=100)
    with pytest.raises(SourceError, match="has lost its end"):
        list(Video(begun(tmp_path / "moving.gif", 1 / 2)))


def test_a_gif_that_does_not_move_is_a_picture_and_any_other_a_film(tmp_path: Path) -> None:
    wanted = sides(RED, GREEN)
    still, moving = (
        gif(tmp_path / "still.GIF", wanted),
        gif(tmp_path / "moving.gif", wanted, sides(GREEN, RED)),
    )
    assert kind_of(str(still)) == "images" and kind_of(str(moving)) == "video"
    assert nearly(read_picture(still), wanted)
    assert [p.name for p in pictures_in(tmp_path)] == ["still.GIF"]
    assert left_out_of(tmp_path) == [moving]
    cut = tmp_path / "cut.gif"
    cut.write_bytes(still.read_bytes()[:40])
    with pytest.raises(SourceError, match=r"cut\.gif: this GIF cannot be read\."):
        read_picture(cut)


def test_a_photograph_is_turned_upright(tmp_path: Path) -> None:
    """EXIF orientation 6: the camera was held so that the picture must be turned right by a quarter."""
    jpeg = cv2.imencode(".jpg", np.rot90(sides(RED, GREEN))[..., ::-1])[1].tobytes()
    tags = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    exif = b"Exif\0\0" + tags
    (tmp_path / "a.jpg").write_bytes(
        jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]
    )
    assert nearly(read_picture(tmp_path / "a.jpg"), sides(RED, GREEN))


def test_a_folder_is_its_pictures_by_name(tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "c.PNG"):
        photograph(tmp_path / name, noise(ord(name[0])))
    (tmp_path / "notes.txt").write_text("not a picture")
    frames = list(open_source(str(tmp_path)))
    assert [Path(frame.file).name for frame in frames if isinstance(frame, Frame)] == [
        "a.png",
        "b.png",
        "c.PNG",
    ]
    assert [frame.time_s for frame in frames] == [0, 1 / 30, 2 / 30]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"text", "this is not a picture that can be read"),
        (b"\x89PNG\r\n\x1a\n", "this is not"),
    ],
)
def test_what_is_no_picture_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(SourceError) as error:
        list(open_source(str(tmp_path / "a.png")))
    assert str(error.value).startswith(f"{tmp_path / 'a.png'}: {why}")
    assert str(error.value).endswith("Give a whole JPEG, PNG or WebP file.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.webp", b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x08acTL" + b"\0" * 12 + b"\0\0\0\x01IDAT"),
        ("a.avif", b"\0\0\0\x1cftypavis"),
    ],
)
def test_a_picture_that_moves_is_not_read_as_its_first(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=r"moves, and only its first picture could be read\. Save it as"):
        read_picture(tmp_path / name)


def test_what_is_larger_than_can_be_looked_at_is_refused_in_words(tmp_path: Path) -> None:
    """MediaPipe would end the whole program over it, and with it a list of a thousand other files."""
    pixels = np.zeros((16, LARGEST_PX + 8, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "wide.gif")
    drawn = film(tmp_path / "wide.avi", frames=1, pixels=pixels, code="MJPG")
    for path in (photograph(tmp_path / "wide.png", pixels), tmp_path / "wide.gif", drawn):
        with pytest.raises(SourceError) as error, open_source(str(path)) as source:
            next(iter(source))
        assert str(error.value) == (
            f"{path}: its 25008 × 16 pixels are more than can be looked at. Make it smaller, or cut out the face: "
            "no side may be longer than 25000 pixels."
        )


def test_a_tiff_of_several_pictures_is_not_read_as_its_first(tmp_path: Path) -> None:
    """Previews and masks beside the picture are no others."""
    first, other = Image.fromarray(sides(RED, GREEN)), Image.fromarray(sides(GREEN, RED))
    for name, order in (("little.tif", {}), ("big.TIFF", {"big_endian": True})):
        first.save(tmp_path / name, format="TIFF", save_all=True, append_images=[other, other], **order)
        with pytest.raises(
            SourceError, match=r"this TIFF holds 3 pictures, and only the first could be read\."
        ):
            read_picture(tmp_path / name)
    preview = other.resize((16, 12))
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    first.save(tmp_path / "preview.tif", save_all=True, append_images=[preview])
    assert nearly(read_picture(tmp_path / "preview.tif"), sides(RED, GREEN))
    (tmp_path / "round.tif").write_bytes(b"II*\0\x08\0\0\0" + b"\0\0\x08\0\0\0")  # its next is itself
    with pytest.raises(SourceError, match="this is not a picture that can be read"):
        read_picture(tmp_path / "round.tif")


def test_a_picture_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        list(Images([tmp_path / "none.png"]))


# The camera


FOUND = [CameraInfo(0, "Integrated Camera"), CameraInfo(2, "Logitech C920"), CameraInfo(4, "Logitech BRIO")]


@pytest.mark.parametrize(
    ("name", "index"),
    [("camera", 0), ("camera:", 0), ("camera:2", 2), ("camera:brio", 4), ("camera: Logitech ", 2)],
)
def test_cameras_are_chosen_by_number_or_name(name: str, index: int) -> None:
    assert choose(name, FOUND).index == index


def test_a_camera_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(SourceError) as error:
        choose("camera:9", FOUND[:2])
    assert str(error.value) == (
        "camera:9: there is no such camera. There is camera:0 (Integrated Camera), camera:2 (Logitech C920)."
    )
    with pytest.raises(SourceError, match=r"camera: no camera was found\. Plug one in"):
        choose("camera", [])


def test_frames_are_stamped_at_the_grab_and_seen_in_rgb(wire: Wire) -> None:
    frames = iter(wire.plug_in())
    assert wire.next(frames, True).time_s == 0
    wire.shows(100.5, sides(RED, BLUE))
    frame = wire.next(frames, True)
    assert frame.time_s == pytest.approx(0.5)
    assert np.array_equal(frame.pixels, sides(RED, BLUE))


def test_what_was_not_taken_in_time_is_counted_and_never_queued(wire: Wire) -> None:
    camera = wire.plug_in()
    frames = iter(camera)
    seen = [wire.next(frames, True)]
    for i in range(1, 6):
        wire.shows(100 + i / 10)
    while seen[-1].time_s < 0.49:
        seen.append(wire.next(frames, True))
    assert np.array_equal(seen[-1].pixels, noise(100.5))
    assert len(seen) + camera.missed == 6


def test_a_silent_camera_gives_its_last_frame_again_stale(wire: Wire) -> None:
    frames = iter(wire.plug_in())
    last = wire.next(frames, True)
    stale = [wire.next(frames, False) for _ in range(4)]
    assert all(frame.stale for frame in stale)
    assert all(frame.pixels is last.pixels for frame in stale)
    assert stale[0].time_s == pytest.approx(STALE_S, abs=STALE_EVERY_S)
    assert [b.time_s - a.time_s for a, b in pairwise(stale)] == pytest.approx([STALE_EVERY_S] * 3)
    wire.shows(wire.now_s + 0.1)
    assert not wire.next(frames, True).stale


def test_a_picture_that_stands_still_fills_no_hold() -> None:
    assert Imitate.model_fields["hold_s"].default / 2 >= SAME_S


def test_a_picture_that_never_changes_is_stale_too(wire: Wire) -> None:
    frames = iter(wire.plug_in())
    wire.next(frames, True)
    stale = []
    for i in range(8):
        wire.shows(100 + i * 0.5, sides(RED, GREEN))
        stale.append(wire.next(frames, True).stale)
    assert stale == [i * 0.5 > SAME_S for i in range(8)]
    wire.shows(105)
    assert not wire.next(frames, True).stale


def test_a_camera_that_was_pulled_out_is_opened_again(wire: Wire) -> None:
    frames = iter(wire.plug_in())
    wire.next(frames, True)
    wire.fails(100 + SILENT_S / 2)
    wire.fails(100 + SILENT_S * 1.1)
    assert wire.released.acquire(timeout=10), "the silent camera was not closed"
    for _ in range(3):
        wire.openings.put(False)
    wire.openings.put(True)
    wire.shows(130)
    assert wire.next(frames, True).time_s == pytest.approx(30)


def test_a_camera_that_is_stuck_at_one_picture_is_opened_again(wire: Wire) -> None:
    wire.plug_in()
    for i in range(23):
        wire.shows(100.5 + i / 2, sides(RED, GREEN))
    assert wire.released.acquire(timeout=10), "the stuck camera was not closed"


def test_a_camera_that_hangs_is_left_behind(wire: Wire) -> None:
    frames = iter(wire.plug_in())
    wire.next(frames, True)
    hanging = wire.now_s
    while wire.now_s < hanging + HUNG_S + 2 * STALE_EVERY_S:
        assert wire.next(frames, False).stale
    wire.openings.put(
        True
    )  # for the new worker; the old one is still in its grab and takes the first picture
    wire.shows(120)
    wire.shows(121)
    wire.expecting = True
    frame = next(frame for frame in frames if not frame.stale)
    assert frame.time_s in (pytest.approx(20), pytest.approx(21))


def test_a_camera_that_hangs_is_closed_at_once(wire: Wire) -> None:
    camera = wire.plug_in()
    next(iter(camera))
    camera.close()
    assert list(camera) == []


def test_a_camera_that_cannot_be_opened_says_so_at_once(wire: Wire) -> None:
    wire.openings.put(False)
    wire.expecting = True
    with pytest.raises(SourceError) as error:
        Camera(wire.open, "camera 0 (Wire)", wire.clock, wire.wait)
    assert str(error.value) == (
        "camera 0 (Wire): it cannot be opened. Is another program using it? May this program use the camera?"
    )


def test_a_camera_that_shows_nothing_is_not_waited_for_without_end(wire: Wire) -> None:
    wire.openings.put(True)
    with pytest.raises(SourceError, match="it has shown nothing for 5 seconds"):
        Camera(wire.open, "camera 0 (Wire)", wire.clock, wire.wait)
    assert wire.now_s == 100 + OPEN_S


@pytest.mark.parametrize("call", ["open", "grab", "retrieve", "release"])
def test_a_driver_that_raises_is_read_on(wire: Wire, call: str) -> None:
    frames = iter(wire.plug_in())
    wire.next(frames, True)
    wire.raises = call
    wire.shows(100.1)
    wire.fails(100.2 + SILENT_S)
    wire.openings.put(True)
    wire.openings.put(True)
    wire.shows(130)
    assert next(frame for frame in frames if frame.time_s > 20).time_s == pytest.approx(30)
    assert not wire.raises


def test_a_driver_that_raises_when_it_is_opened_is_refused_at_once(wire: Wire) -> None:
    wire.raises, wire.expecting = "open", True
    wire.openings.put(True)
    with pytest.raises(SourceError, match="it cannot be opened"):
        Camera(wire.open, "camera 0 (Wire)", wire.clock, wire.wait)


ENDS_WHILE_A_CAMERA_IS_READ = """
import sys, threading, time
import cv2, numpy as np
from mirrorcam.sources.camera_worker import CameraWorker

class Busy:
    def grab(self):
        began.set()
        return True
    def retrieve(self):
        return True, cv2.GaussianBlur(picture, (31, 31), 0)
    def release(self): pass

picture, began = np.zeros((300, 300, 3), np.uint8), threading.Event()
CameraWorker(Busy, time.monotonic, threading.Event.wait)
began.wait()
sys.exit(130)
"""


def test_the_program_ends_in_peace_while_a_camera_is_read() -> None:
    """Not by an abort, which has another exit code, and on some computers opens a window about a crash."""
    ended = subprocess.run(
        [sys.executable, "-c", ENDS_WHILE_A_CAMERA_IS_READ], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (130, "")


def test_half_a_picture_is_no_picture(wire: Wire) -> None:
    frames = iter(wire.plug_in())
    wire.next(frames, True)
    wire.shows(100.1, np.zeros((0, 0, 3), np.uint8))
    wire.shows(100.15, np.zeros((48, 64, 3), np.float32))  # type: ignore[arg-type]
    wire.shows(100.2, np.zeros((4, 4, 2), np.uint8))
    wire.shows(100.25, np.zeros((1, LARGEST_PX + 1, 3), np.uint8))
    wire.shows(100.3, sides(RED, BLUE))
    assert np.array_equal(wire.next(frames, True).pixels, sides(RED, BLUE))


# The performer


def acted(
    asked: dict[int, Expression | None], frames: int, seed: int = 4
) -> list[tuple[Expression, HeadPose]]:
    """What the performer drew; ``asked``: frame → what is asked from then on."""
    drawn: list[tuple[Expression, HeadPose]] = []

    def keep(expression: Expression, head: HeadPose) -> Pixels:
        drawn.append((expression, head))
        return np.zeros((2, 2, 3), np.uint8)

    with Performer(keep, seed=seed) as performer:
        performer.prompt(asked.get(0))
        for frame in performer:
            if frame.index + 1 in asked:
                performer.prompt(asked[frame.index + 1])
            if frame.index + 1 == frames:
                break
    return drawn


SMILE = Expression.of({"AU12": 0.8, "AU6": 0.5})
START = 150  # five seconds


def test_the_performer_begins_at_rest_with_open_eyes() -> None:
    drawn = acted({0: SMILE}, round(REST_S * FPS))
    until_blink = drawn[: int(FIRST_BLINK_S * FPS)]
    assert all(expression["AU43"] == 0 for expression, _ in until_blink)
    assert max(expression["AU12"] for expression, _ in drawn) < 0.02
    assert all(max(abs(h.yaw_deg), abs(h.pitch_deg), abs(h.roll_deg)) < 2 for _, h in drawn)


def test_it_makes_what_is_asked_a_moment_later_gradually_and_not_quite() -> None:
    smile = np.array([expression["AU12"] for expression, _ in acted({START: SMILE}, START + 120)])[START:]
    begun = int(np.argmax(smile > 0.01)) / FPS
    reached = int(np.argmax(smile > 0.9 * smile[-30:].mean())) / FPS
    assert 0.3 <= begun <= 0.75
    assert 0.3 <= reached - begun <= 0.7
    assert np.diff(smile).max() < 0.08
    held = smile[60:]
    assert 0.75 * 0.8 * 0.95 < held.min() < held.max() < 0.95 * 0.8 * 1.05
    assert 0.001 < held.std() < 0.03


def test_it_is_a_little_uneven_and_lets_go_when_nothing_is_asked() -> None:
    drawn = acted({START: SMILE, START + 90: None}, START + 180)
    left, right = drawn[START + 89][0].left("AU12"), drawn[START + 89][0].right("AU12")
    assert 0 < abs(left - right) < 0.1
    assert abs(drawn[-1][0]["AU12"]) < 0.02


def test_one_side_stays_one_side() -> None:
    last, _ = acted({START: Expression.of({"AU12L": 0.8})}, START + 90)[-1]
    assert last.left("AU12") > 0.5
    assert last.right("AU12") == 0


def test_it_blinks_as_people_do() -> None:
    closed = np.array([expression["AU43"] for expression, _ in acted({}, 900)]) > 0.5
    begins = np.flatnonzero(np.diff(closed.astype(int)) == 1) / FPS
    assert 4 <= len(begins) <= 11
    assert np.all(np.diff(begins) > 2.8) and np.all(np.diff(begins) < 6.3)
    assert closed.sum() / len(begins) <= 5


def test_it_follows_what_changes_all_the_time() -> None:
    asked: dict[int, Expression | None] = {
        START + i: SMILE.scaled(0.5 - 0.5 * np.cos(i / FPS)) for i in range(240)
    }
    smile = np.array([expression["AU12"] for expression, _ in acted(asked, START + 240)])[START:]
    assert smile.max() > 0.4 and smile[-60:].min() < 0.3
    assert np.abs(np.diff(smile)).max() < 0.08


def test_the_same_seed_gives_the_same_performance() -> None:
    def values(seed: int) -> NDArray[np.float64]:
        return np.array([expression.values for expression, _ in acted({START: SMILE}, START + 60, seed)])

    assert np.array_equal(values(1), values(1))
    assert not np.array_equal(values(1), values(2))


def test_a_script_is_played_between_its_keyframes_and_ends() -> None:
    script = Script(
        [Keyframe(0.0, NEUTRAL), Keyframe(1.0, SMILE, HeadPose(yaw_deg=10)), Keyframe(2.0, SMILE)]
    )
    expression, head = script.at(0.5)
    assert expression["AU12"] == pytest.approx(0.4) and head.yaw_deg == pytest.approx(5)
    assert script.at(9.0)[0]["AU12"] == pytest.approx(0.8)
    assert script.at(-1.0)[1] == STRAIGHT
    with Performer(draw, script) as performer:
        performer.prompt(Expression.of({"AU26": 1.0}))
        frames = list(performer)
    assert [frames[0].time_s, frames[-1].time_s, len(frames)] == [0.0, 2.0, 61]
    assert [int(frames[i].pixels[0, 0, 0]) for i in (0, 15, 30, 60)] == [0, 40, 80, 80]


def test_a_single_keyframe_is_a_still_and_times_must_grow() -> None:
    assert Script([Keyframe(0.0, SMILE)]).at(3.0)[0]["AU12"] == pytest.approx(0.8)
    for keyframes in ([], [Keyframe(1.0, NEUTRAL), Keyframe(1.0, SMILE)]):
        with pytest.raises(ValueError, match="time_s must grow"):
            Script(keyframes)


def test_a_kept_session_is_let_go_of_by_who_reads_it() -> None:
    """A file of SQLite belongs to one thread; what is left of it must not wait for whichever clears up."""
    let_go = []

    def samples() -> Iterator[Sample]:
        try:
            yield from (sample(i / 30) for i in range(5))
        finally:
            let_go.append(threading.current_thread().name)

    def read(source: Recorded) -> None:
        for _ in source:
            return

    source = Recorded("session", samples())
    reader = threading.Thread(target=read, args=(source,), name="reader")
    reader.start()
    reader.join()
    assert let_go == ["reader"]
