"""Whether a film has lost its end, as a copy that broke off has: its file is then shorter than it says itself, and
whoever reads it comes to an end all the same, without a word.

The lengths are those of the boxes of MP4 and MOV (ISO/IEC 14496-12, 4.2), the chunks of AVI (RIFF), the segment of
Matroska and WebM (RFC 8794, 6; RFC 9559, 5) and the blocks of GIF (GIF89a, 15 to 27). A film that was filmed until the
program was killed says no length.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

BOXES = frozenset({
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"udta", b"styp", b"sidx", b"moof", b"mfra",
})  # fmt: skip
"""What an MP4 or MOV consists of. Anything else behind it belongs to nobody."""
GIF = b"GIF8"
MATROSKA, SEGMENT = b"\x1aE\xdf\xa3", b"\x18S\x80g"


def lost_end(path: Path) -> bool:
    """False also where the file says no length, and for other kinds of film."""
    with path.open("rb") as file:
        begins = file.read(12)
        file.seek(0)
        if begins[:4] == b"RIFF":
            says = _end_of_riff(file)
        elif begins[:4] == GIF:
            says = _end_of_blocks(file)
        elif begins[:4] == MATROSKA:
            says = _end_of_segment(file)
        elif begins[4:8] in BOXES:
            says = _end_of_boxes(file)
        else:
            return False
    return says > path.stat().st_size


def _end_of_boxes(file: BinaryIO) -> int:
    """Where the last of them ends, by what it says. A box of size 0 goes to the end, wherever that is."""
    at = 0
    while len(head := file.read(8)) == 8 and head[4:] in BOXES:
        size = int.from_bytes(head[:4])
        if size == 1:
            size = int.from_bytes(file.read(8))
        if size < 8:
            return at
        at = file.seek(at + size)
    return at


def _end_of_riff(file: BinaryIO) -> int:
    at = 0
    while len(head := file.read(8)) == 8 and head[:4] == b"RIFF":
        at = file.seek(at + 8 + int.from_bytes(head[4:], "little"))
    return at


def _end_of_blocks(file: BinaryIO) -> int:
    """Of a GIF: where the block ends that is the last. Many have no trailer, and end with a whole picture."""
    at = _behind_colours(file, file.seek(10), 2)
    while (kind := file.read(1)) in (b"!", b","):
        at = file.seek(at + 2) if kind == b"!" else _behind_colours(file, file.seek(at + 9), 0) + 1
        file.seek(at)
        while size := file.read(1):
            at = file.seek(at + 1 + size[0])
            if not size[0]:
                break
        else:
            return at + 1
    return at


def _behind_colours(file: BinaryIO, at: int, more: int) -> int:
    """``at``: where the byte lies that says how many colours there are, ``more`` bytes before them."""
    flags = file.read(1) or b"\0"
    return file.seek(at + 1 + more + (3 * 2 ** ((flags[0] & 7) + 1) if flags[0] & 128 else 0))


def _end_of_segment(file: BinaryIO) -> int:
    """0 where the segment says no length."""
    file.seek(len(MATROSKA))
    header = _length(file)
    file.seek(header or 0, 1)
    if header is None or file.read(4) != SEGMENT:
        return 0
    length = _length(file)
    return 0 if length is None else file.tell() + length


def _length(file: BinaryIO) -> int | None:
    """A number of one to eight bytes, whose first says how many; None where all that follows is ones: unknown."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] ^ (1 << (7 - more))]) + file.read(more))
    return None if value == (1 << 7 * (more + 1)) - 1 else value
