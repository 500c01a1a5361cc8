"""The film beside a session, as bytes: Matroska with one JPEG a picture, each with its own time.

Every picture is a cluster of its own, written at once, so that a film that was cut off is whole up to its last
picture, and any picture is found without reading another. docs/recording-format.md says how it is laid out;
identifiers: RFC 9559, section 5; lengths: RFC 8794, section 4.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

_EBML, _SEGMENT = bytes.fromhex("1A45DFA3"), bytes.fromhex("18538067")
_INFO, _TRACKS, _CLUSTER = (bytes.fromhex(code) for code in ("1549A966", "1654AE6B", "1F43B675"))
_UNKNOWN = b"\x01" + b"\xff" * 7
"""The length of a segment that may still grow."""
_FRONT = struct.Struct(">4sQ2sQ1sQ4s")
"""What stands before the JPEG of a picture: cluster, its length; time; block, its length; track 1, a key frame."""
_LONG = 1 << 56
"""A length is written in eight bytes, of which the first says so."""
_BLOCK = b"\x81\x00\x00\x80"
NANOSECONDS = 1000
"""Times are whole microseconds, as in the session."""
DURATION_LONG = 11


class Place(NamedTuple):
    """Where a picture's JPEG is in the file, and its time in microseconds since the session began."""

    time_us: int
    at: int
    length: int


def head(width: int, height: int) -> tuple[bytes, int]:
    """What a film of this size begins with, and where in it the place for ``duration`` is."""
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
    before = ebml + _SEGMENT + _UNKNOWN + _whole(_INFO, info)
    return before + _whole(_TRACKS, _short("AE", track)), len(before) - DURATION_LONG


def duration(time_us: int) -> bytes:
    """How long the film is; takes the place that ``head`` has left for it."""
    return _short("4489", struct.pack(">d", time_us))


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
    ebml, _ = head(0, 0)
    at = ebml.index(_SEGMENT) + 12
    file.seek(0)
    if file.read(at) != ebml[:at]:
        return 0
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
