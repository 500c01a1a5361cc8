"""Reads FaceLandmarker's results as arrays.

MediaPipe's Python layer turns every landmark into an object: 0.4 ms a frame. ``from_structure`` reads the C
structure that lies below it in 0.03 ms; ``from_objects`` reads the objects, wherever the structure is not the
one that is known here. Both give the same numbers.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
from mediapipe.tasks.python.components.containers.category_c import CategoryC
from mediapipe.tasks.python.components.containers.landmark_c import NormalizedLandmarkC
from mediapipe.tasks.python.vision import face_landmarker
from numpy.typing import NDArray

_XYZ = {"x": ctypes.c_float, "y": ctypes.c_float, "z": ctypes.c_float}
_SCORE = {"score": ctypes.c_float, "category_name": ctypes.c_char_p}
_CALLS = {"_lib", "_handle"}


@dataclass(frozen=True)
class RawFace:
    """``landmarks`` (n, 3), ``blendshapes`` (m,) with ``names``, ``head`` (4, 4): float32, as they came."""

    landmarks: NDArray[np.float32]
    blendshapes: NDArray[np.float32]
    names: tuple[str, ...]
    """Empty unless they were asked for."""
    head: NDArray[np.float32]


def structure_is_known(landmarker: face_landmarker.FaceLandmarker) -> bool:
    """Whether ``detect`` can read this landmarker's C structure directly."""
    return (
        _has_fields(NormalizedLandmarkC, _XYZ)
        and _has_fields(CategoryC, _SCORE)
        and hasattr(face_landmarker, "FaceLandmarkerResultC")
        and vars(landmarker).keys() >= _CALLS
    )


def _has_fields(structure: type[ctypes.Structure], wanted: dict[str, Any]) -> bool:
    return dict(field[:2] for field in structure._fields_).items() >= wanted.items()


def detect(landmarker: Any, image: Any, time_ms: int | None, with_names: bool) -> list[RawFace]:
    """Looks at ``image`` through the C calls; ``time_ms`` None means a landmarker for single pictures."""
    result = face_landmarker.FaceLandmarkerResultC()
    library, handle, picture = landmarker._lib, landmarker._handle, image._image_ptr
    if time_ms is None:
        library.MpFaceLandmarkerDetectImage(handle, picture, None, ctypes.byref(result))
    else:
        library.MpFaceLandmarkerDetectForVideo(handle, picture, None, time_ms, ctypes.byref(result))
    try:
        return from_structure(result, with_names)
    finally:
        library.MpFaceLandmarkerCloseResult(ctypes.byref(result))


def from_structure(result: Any, with_names: bool) -> list[RawFace]:
    """The faces in a FaceLandmarkerResultC; everything is copied, so the structure may be freed."""
    return [
        RawFace(
            landmarks=_floats(points.landmarks, points.landmarks_count, ("x", "y", "z")),
            blendshapes=_floats(shapes.categories, shapes.categories_count, ("score",))[:, 0],
            names=_names(shapes) if with_names else (),
            head=np.array(matrix.to_numpy(), np.float32),
        )
        for points, shapes, matrix in zip(
            result.face_landmarks[: result.face_landmarks_count],
            result.face_blendshapes[: result.face_blendshapes_count],
            result.facial_transformation_matrixes[: result.facial_transformation_matrixes_count],
            strict=True,
        )
    ]


def _floats(pointer: Any, count: int, fields: tuple[str, ...]) -> NDArray[np.float32]:
    """The named float fields of ``count`` structures that lie in a row, as a (count, fields) copy."""
    structure = pointer._type_
    size = ctypes.sizeof(structure)
    memory = ctypes.string_at(pointer, size * count) if count else b""
    offsets = [getattr(structure, field).offset for field in fields]
    kind = np.dtype({"names": fields, "formats": ["<f4"] * len(fields), "offsets": offsets, "itemsize": size})
    rows = np.frombuffer(memory, kind, count)
    return np.stack([rows[field] for field in fields], axis=1)


def _names(shapes: Any) -> tuple[str, ...]:
    return tuple(shapes.categories[i].category_name.decode() for i in range(shapes.categories_count))


def from_objects(result: Any, with_names: bool) -> list[RawFace]:
    """The faces in a FaceLandmarkerResult of the public interface."""
    return [
        RawFace(
            landmarks=np.fromiter((v for p in points for v in (p.x, p.y, p.z)), np.float32).reshape(-1, 3),
            blendshapes=np.fromiter((shape.score for shape in shapes), np.float32),
            names=tuple(shape.category_name for shape in shapes) if with_names else (),
            head=np.array(matrix, np.float32),
        )
        for points, shapes, matrix in zip(
            result.face_landmarks,
            result.face_blendshapes,
            result.facial_transformation_matrixes,
            strict=True,
        )
    ]
