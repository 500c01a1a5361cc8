"""The film beside a session, as bytes: Matroska with one JPEG a picture, each with its own time.

Every picture is a cluster of its own, written at once, so that a film that was cut off is whole up to its last
picture, and any picture is found without reading another. docs/recording-format.md says how it is laid out;
identifiers: RFC 9559, section 5; lengths: RFC 8794, section 4.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

_EBML, _SEGMENT = bytes.fromhex("1A45DFA3"), bytes.fromhex("18538067")
_INFO, _TRACKS, _CLUSTER = (bytes.fromhex(code) for code in ("1549A966", "1654AE6B", "1F43B675"))
_UNKNOWN = b"\x01" + b"\xff" * 7
"""The length of a segment that may still grow."""
_FRONT = struct.Struct(">4sQ2sQ1sQ4s")
"""What stands before the JPEG of a picture: cluster, its length; time; block, its length; track 1, a key frame."""
_LONG = 1 << 56
"""A length is written in eight bytes, of which the first says so."""
_BLOCK = b"\x81\x00\x00\x80"
MOST_BYTES = 1 << 26
"""Of a picture: no camera's JPEG is larger."""
NANOSECONDS = 1000
"""Times are whole microseconds, as in the session."""
DURATION_LONG, SEEK_LONG = 11, 33
"""Bytes that are left free at the beginning, for what is known only at the end."""
_SEEK, _CUES, _VOID = bytes.fromhex("114D9B74"), bytes.fromhex("1C53BB6B"), b"\xec"
_CUE = np.dtype([("front", "V4"), ("time_us", ">u8"), ("middle", "V7"), ("at", ">u8")])
_CUE_SIGNS = {"front": bytes.fromhex("BB99B388"), "middle": bytes.fromhex("B78DF78101F188")}
"""One entry of the index: a picture's time, and where its cluster is, from the segment's beginning on."""


class Place(NamedTuple):
    """Where a picture's JPEG is in the file, and its time in microseconds since the session began."""

    time_us: int
    at: int
    length: int


class Head(NamedTuple):
    """What a film begins with, and the places in it for what ``seek`` and ``duration`` give."""

    content: bytes
    seek_at: int
    duration_at: int


def head(width: int, height: int) -> Head:
    """Of a film of this size."""
    ebml = _whole(
        _EBML,
        _number("4286", 1)
        + _number("42F7", 1)
        + _number("42F2", 4)
        + _number("42F3", 8)
        + _text("4282", "matroska")
        + _number("4287", 2)
        + _number("4285", 2),
    )
    programs = _text("4D80", "mirrorcam") + _text("5741", "mirrorcam")
    empty = _text("EC", "\0" * (DURATION_LONG - 2))
    info = _number("2AD7B1", NANOSECONDS) + programs + empty
    size = _number("B0", width) + _number("BA", height)
    track = (
        _number("D7", 1)
        + _number("73C5", 1)
        + _number("83", 1)
        + _number("9C", 0)
        + _text("86", "V_MJPEG")
        + _short("E0", size)
    )
    segment = ebml + _SEGMENT + _UNKNOWN
    before = segment + _whole(_VOID, bytes(SEEK_LONG - 9)) + _whole(_INFO, info)
    content = before + _whole(_TRACKS, _short("AE", track))
    return Head(content, len(segment), len(before) - DURATION_LONG)


def duration(time_us: int) -> bytes:
    """How long the film is; takes the place that ``head`` has left for it."""
    return _short("4489", struct.pack(">d", time_us))


def seek(cues_at: int) -> bytes:
    """Where in the file the index is; takes the place that ``head`` has left for it."""
    place = _short("53AB", _CUES) + _short("53AC", (cues_at - _SEGMENT_AT).to_bytes(8))
    return _whole(_SEEK, _short("4DBB", place))


def cues(times_us: Sequence[int], clusters_at: Sequence[int]) -> bytes:
    """The index of a film that has ended: for each picture its time, and where in the file its cluster is."""
    rows = np.zeros(len(times_us), _CUE)
    for name, sign in _CUE_SIGNS.items():
        rows[name] = np.void(sign)
    rows["time_us"], rows["at"] = times_us, np.asarray(clusters_at, np.int64) - _SEGMENT_AT
    return _whole(_CUES, rows.tobytes())


def index(file: BinaryIO) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The times of a film's pictures in microseconds, growing, and where each JPEG begins: from its index, or, where it
    was cut off, from picture to picture. Empty for any other file."""
    found = _indexed(file)
    if found is None:
        whole = list(places(file))
        found = np.array([one.time_us for one in whole]), np.array([one.at for one in whole])
    times, at = (np.asarray(part, np.int64) for part in found)
    return (times, at) if bool((np.diff(times) > 0).all()) else (times[:0], at[:0])


def _indexed(file: BinaryIO) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    end, first = file.seek(0, io.SEEK_END), _first(file)
    file.seek(_SEGMENT_AT)
    place = file.read(SEEK_LONG)
    cues_at = _SEGMENT_AT + int.from_bytes(place[-8:])
    if not first or place != seek(cues_at) or not first <= cues_at <= end - 12:
        return None
    file.seek(cues_at)
    content = file.read(end - cues_at)
    rows = np.frombuffer(content[12:], _CUE, (len(content) - 12) // _CUE.itemsize)
    fits = content[:12] == _CUES + (_LONG | rows.nbytes).to_bytes(8) and len(content) == 12 + rows.nbytes
    alike = all(rows[name].tobytes() == sign * len(rows) for name, sign in _CUE_SIGNS.items())
    inside = (rows["at"] >= first - _SEGMENT_AT) & (rows["at"] < cues_at - _SEGMENT_AT)
    if not fits or not alike or not (inside & (rows["time_us"] < 1 << 62)).all():
        return None
    return rows["time_us"].astype(np.int64), rows["at"].astype(np.int64) + _SEGMENT_AT + _FRONT.size


def jpeg(file: BinaryIO, at: int) -> bytes:
    """The JPEG that begins there; empty where there is none."""
    file.seek(at - _FRONT.size)
    front = file.read(_FRONT.size)
    if len(front) < _FRONT.size:
        return b""
    cluster, length, _, _, _, block_length, _ = _FRONT.unpack(front)
    size = block_length - _LONG - len(_BLOCK)
    if cluster != _CLUSTER or not 0 < size < MOST_BYTES or length != block_length + 19:
        return b""
    return file.read(size)


def picture(time_us: int, jpeg: bytes) -> bytes:
    """One picture, to be added at the end."""
    block = len(_BLOCK) + len(jpeg)
    front = _FRONT.pack(
        _CLUSTER, _LONG | (10 + 9 + block), b"\xe7\x88", time_us, b"\xa3", _LONG | block, _BLOCK
    )
    return front + jpeg


def places(file: BinaryIO) -> Iterator[Place]:
    """All whole pictures of a film that ``head`` and ``picture`` wrote, in their order; none of any other file."""
    end, at, read, size = file.seek(0, io.SEEK_END), _first(file), _reader(file), _FRONT.size
    signs = _CLUSTER, b"\xe7\x88", b"\xa3", _BLOCK
    while (
        0 < at <= end - size
    ):  # once for each of an hour's hundred thousand pictures: nothing here may be slow
        cluster, length, time, time_us, block, block_length, track = _FRONT.unpack(read(at, size))
        following = at + 12 + length - _LONG
        jpeg = block_length - _LONG - 4
        if (cluster, time, block, track) != signs or not (
            0 < jpeg == following - at - size and following <= end
        ):
            return
        yield Place(time_us, at + size, jpeg)
        at = following


def _reader(file: BinaryIO) -> Callable[[int, int], bytes]:
    """Reads so many bytes from a place on; one call of the system where there is such a call."""
    number = file.fileno()
    if hasattr(os, "pread"):
        return lambda at, size: os.pread(number, size, at)

    def read(at: int, size: int) -> bytes:
        file.seek(at)
        return file.read(size)

    return read


def _first(file: BinaryIO) -> int:
    """Where the first cluster is; 0: this is no such film."""
    file.seek(0)
    if file.read(_SEGMENT_AT) != head(0, 0).content[:_SEGMENT_AT]:
        return 0
    at = _SEGMENT_AT + SEEK_LONG
    file.seek(at)
    for code in (_INFO, _TRACKS):
        front = file.read(12)
        if len(front) < 12 or front[:4] != code:
            return 0
        length = int.from_bytes(front[4:]) - _LONG
        if not 0 <= length < 1000:
            return 0
        at += 12 + length
        file.seek(at)
    return at


def _whole(code: bytes, content: bytes) -> bytes:
    return code + (_LONG | len(content)).to_bytes(8) + content


def _short(code: str, content: bytes) -> bytes:
    """For contents of at most 126 bytes."""
    return bytes.fromhex(code) + bytes([0x80 | len(content)]) + content


def _number(code: str, value: int) -> bytes:
    return _short(code, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def _text(code: str, words: str) -> bytes:
    return _short(code, words.encode("ascii"))


_SEGMENT_AT = head(0, 0).seek_at
"""Where the segment's content begins, in every film of ours."""
