"""Blocks: one second of samples as bytes, and back, without a bit lost (docs/recording-format.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zstandard
from numpy.typing import DTypeLike, NDArray

from mirrorcam.face import (
    BLENDSHAPE_STEP,
    BLENDSHAPES,
    LANDMARK_STEP,
    LANDMARKS,
    Drawn,
    Face,
    Reason,
    Sample,
    microseconds,
)
from mirrorcam.patches import PATCH_STEP, PATCHES

LEVEL = 3
REASONS = (
    Reason.NOBODY, Reason.TWO_PEOPLE, Reason.TOO_FAR, Reason.TOO_NEAR, Reason.TURNED_AWAY, Reason.TOO_DARK,
    Reason.BLURRED, Reason.FROZEN, Reason.NO_NEUTRAL, Reason.COVERED, Reason.TOO_SLOW,
    Reason.NEUTRAL_OFF, Reason.TALKING, Reason.MOVING,
    Reason.ONE_PERSON, Reason.THREE_PEOPLE, Reason.CHANGED_PLACES,
    Reason.LOOKS_DIFFERENT,
    Reason.TOO_BRIGHT,
)  # fmt: skip
"""Positions are written in files, from 1: only ever add at the end."""

NO_FACE = 0
"""In ``face`` of ``FACTS``; otherwise it is one more than how the face was drawn (``Drawn``)."""
FACTS = np.dtype(
    [
        ("face", "u1"),
        ("reason", "u1"),
        ("width", "<i4"),
        ("height", "<i4"),
        ("index", "<i8"),
        ("face_px", "<f8"),
        ("light", "<f8"),
        ("sharpness", "<f8"),
    ]
)
TIME, LANDMARK, BLENDSHAPE, HEAD, PATCH = (np.dtype(code) for code in ("<i8", "<i2", "<u2", "<f4", "<i2"))


class BlockError(ValueError):
    """A block that is not what its row says it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some samples in a row. The byte fields are packed; ``files`` is JSON or None."""

    count: int
    begin_us: int
    end_us: int
    time_us: bytes
    facts: bytes
    files: str | None
    landmarks: bytes
    blendshapes: bytes
    head: bytes
    patches: bytes


def pack(samples: Sequence[Sample]) -> Block:
    """At least one sample, in order of time."""
    times = np.array([microseconds(sample.time_s) for sample in samples], TIME)
    faces = [sample.face for sample in samples if sample.face is not None]
    return Block(
        count=len(samples),
        begin_us=int(times[0]),
        end_us=int(times[-1]),
        time_us=squeeze(differences(times)),
        facts=squeeze(np.array([_facts(sample) for sample in samples], FACTS)),
        files=_files(samples),
        landmarks=squeeze(differences(_steps([f.landmarks for f in faces], LANDMARK_STEP, LANDMARK))),
        blendshapes=squeeze(differences(_steps([f.blendshapes for f in faces], BLENDSHAPE_STEP, BLENDSHAPE))),
        head=squeeze(np.array([f.head for f in faces], HEAD)),
        patches=squeeze(differences(_steps([f.patches for f in faces], PATCH_STEP, PATCH))),
    )


def unpack(block: Block) -> list[Sample]:
    """The very samples that were packed. Raises BlockError for damage."""
    count = block.count
    times = sums(spread(block.time_us, TIME, (count,)))
    facts = spread(block.facts, FACTS, (count,))
    faces = iter(_faces(block, drawn(facts)))
    files = json.loads(block.files) if block.files else [""] * count
    if len(files) != count:
        raise BlockError("the list of files does not fit")
    return [
        _sample(int(time_us), fact, str(file), next(faces) if fact["face"] else None)
        for time_us, fact, file in zip(times, facts, files, strict=True)
    ]


def _facts(sample: Sample) -> tuple[Any, ...]:
    return (
        NO_FACE if sample.face is None else sample.face.drawn + 1,
        0 if sample.reason is None else REASONS.index(sample.reason) + 1,
        sample.width,
        sample.height,
        sample.index,
        sample.face_px,
        sample.light,
        sample.sharpness,
    )


def _sample(time_us: int, fact: Any, file: str, face: Face | None) -> Sample:
    reason = int(fact["reason"])
    if reason > len(REASONS):
        raise BlockError(f"there is no reason {reason}")
    return Sample(
        time_s=time_us / 1e6,
        face=face,
        reason=REASONS[reason - 1] if reason else None,
        width=int(fact["width"]),
        height=int(fact["height"]),
        face_px=float(fact["face_px"]),
        light=float(fact["light"]),
        sharpness=float(fact["sharpness"]),
        index=int(fact["index"]),
        file=file,
    )


def _files(samples: Sequence[Sample]) -> str | None:
    files = [sample.file for sample in samples]
    return json.dumps(files) if any(files) else None


def drawn(facts: NDArray[Any]) -> NDArray[np.intp]:
    """Of every face, in order, how it was drawn (``Drawn``). Raises BlockError for what nobody knows."""
    kinds: NDArray[np.intp] = facts["face"][facts["face"] != NO_FACE].astype(np.intp) - 1
    if (kinds >= len(Drawn)).any():
        raise BlockError(f"there is no way {kinds.max()} to draw a face")
    return kinds


def _faces(block: Block, kinds: NDArray[np.intp]) -> list[Face]:
    faces = len(kinds)
    landmarks = sums(spread(block.landmarks, LANDMARK, (faces, LANDMARKS, 3)))
    blendshapes = sums(spread(block.blendshapes, BLENDSHAPE, (faces, len(BLENDSHAPES))))
    head = spread(block.head, HEAD, (faces, 4, 4))
    patches = sums(spread(block.patches, PATCH, (faces, len(PATCHES))))
    return [
        Face(*parts)
        for parts in zip(
            (landmarks * LANDMARK_STEP).astype(np.float32),
            (blendshapes * BLENDSHAPE_STEP).astype(np.float32),
            head.astype(np.float32),
            (patches * PATCH_STEP).astype(np.float32),
            map(Drawn, kinds.tolist()),
            strict=True,
        )
    ]


def _steps(arrays: Sequence[NDArray[np.float32]], step: float, kind: np.dtype[Any]) -> NDArray[Any]:
    return np.rint(np.array(arrays, np.float64) / step).astype(kind)


def differences(values: NDArray[Any]) -> NDArray[Any]:
    """The first entry as it is, then what each adds to the one before, modulo the size of the integer."""
    steps = values.copy()
    steps[1:] -= values[:-1]
    return steps


def sums(steps: NDArray[Any]) -> NDArray[Any]:
    """What ``differences`` took."""
    return np.cumsum(steps, axis=0, dtype=steps.dtype)


def squeeze(values: NDArray[Any]) -> bytes:
    """Byte-shuffled (first bytes first) and compressed."""
    shuffled = values.reshape(-1).view(np.uint8).reshape(-1, values.dtype.itemsize).T.tobytes()
    return zstandard.ZstdCompressor(level=LEVEL).compress(shuffled)


def spread(data: bytes, kind: DTypeLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """What ``squeeze`` took. The size is checked before anything is unpacked."""
    record = np.dtype(kind)
    size = record.itemsize * int(np.prod(shape))
    try:
        if zstandard.frame_content_size(data) != size:
            raise BlockError("a block does not have the size that its row says")
        content = zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise BlockError(str(error)) from None
    shuffled = np.frombuffer(content, np.uint8).reshape(record.itemsize, -1)
    rows = np.empty(shuffled.shape[::-1], np.uint8)
    for i, byte in enumerate(shuffled):  # six times as fast as a transposed copy
        rows[:, i] = byte
    return rows.reshape(-1).view(record).reshape(shape)
