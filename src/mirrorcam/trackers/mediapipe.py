"""MediaPipe's FaceLandmarker behind a strict wrapper.

Whatever it would take silently, or choke on, is refused before it gets there.
"""

from __future__ import annotations

import atexit
import os
import sys
import weakref
import zipfile
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Frame, round_face
from mirrorcam.trackers import Tracked, TrackerError
from mirrorcam.trackers.chatter import without_chatter
from mirrorcam.trackers.privacy import EXPECTED_VERSION, could_report, mediapipe_library, mediapipe_version

# MediaPipe imports it for its audio tasks only, and it starts PortAudio: 0.45 s instead of 0.11 s.
sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]

DETECTOR = "face_detector.tflite"
"""The part of the model file that finds faces anywhere in the picture."""
PEOPLE_EVERY_S = 0.3
"""How often the picture is searched for a second person: 1.6 ms each time."""
PERSON_WIDTH = 0.5
"""A second face counts when it is at least this wide, relative to the one that is followed: a poster or a
passer-by in the background does not stop practice."""
STILL_MARGIN = 0.5
"""A photograph cut so tightly that no face is found is looked at again with this much margin on each side."""
CLOSER = 1.0
"""A face too small to be read in the whole photograph is looked at again with this much around it, in its own
width."""


FAR_SIDE = 0.75
"""Of the picture's shorter side. The detector finds faces from a tenth of a picture's width on."""

Rect = tuple[int, int, int]
"""A face as the detector sees it: left, top and side of a square, in pixels."""


def open_tracker(model: Path | None, still: bool) -> MediapipeTracker:
    """Raises TrackerError without a model, with a broken one, or when MediaPipe could report to anyone."""
    if model is None:
        raise TrackerError("tracker: mediapipe needs the model file face_landmarker.task. Pass its path.")
    try:
        content = model.read_bytes()
    except OSError as error:
        raise TrackerError(
            f"{model}: cannot be read ({error.strerror}). Choose another model file."
        ) from error
    return MediapipeTracker(content, still=still, name=str(model))


def refuse_reporting(library: Path | None) -> None:
    """Raises TrackerError when MediaPipe's ``library`` is missing or could report to anyone."""
    installed = mediapipe_version()
    remedy = f"Install the version without it: pip install mediapipe=={EXPECTED_VERSION}"
    if library is None:
        raise TrackerError(f"mediapipe {installed or ''}: its shared library was not found. {remedy}")
    if could_report(library):
        raise TrackerError(f"mediapipe {installed}: this version can report its use to its maker. {remedy}")


class MediapipeTracker:
    """One face, 478 landmarks, 52 blendshapes, head pose; and how many people are in the picture.

    ``model`` is the content of face_landmarker.task. ``still=True`` looks at every frame for itself;
    otherwise MediaPipe smooths landmarks in time (One Euro filter, 10 to 15 ms of lag). Not for two threads
    at once.
    """

    def __init__(
        self, model: bytes, *, still: bool = False, name: str = "the model", objects: bool = False
    ) -> None:
        """``objects=True`` reads results through MediaPipe's objects even where the quick way is known."""
        refuse_reporting(mediapipe_library())
        self._still = still
        self._last_ms = -1
        self._last_s = -1.0
        self._people_s = -PEOPLE_EVERY_S
        self._others = 0
        self._far: list[Rect] = []
        self._names_known = False
        self._process = os.getpid()
        with without_chatter():
            self._landmarker, self._detector = _open_graphs(model, still, name)
        from mirrorcam.trackers import mediapipe_arrays

        self._arrays: Any = mediapipe_arrays
        self._quick = not objects and mediapipe_arrays.structure_is_known(self._landmarker)
        _OPEN.add(self)

    def track(self, frame: Frame) -> Tracked:
        """Frames must come in order of time; two in the same millisecond are fine.

        Raises ValueError for anything that is not an (h, w, 3) uint8 picture or that goes back in time,
        TrackerError when the tracker is closed or was opened by another process.
        """
        self._refuse_if_gone()
        pixels = _checked(frame.pixels)
        time_ms = self._next_ms(frame.time_s)
        raw = self._look(pixels, time_ms)
        if not raw and self._still:
            raw = self._look_harder(pixels)
        faces = tuple(self._face(face) for face in raw)
        self._count_others(frame.time_s, pixels, faces)
        return Tracked(faces, len(faces) + self._others)

    def _refuse_if_gone(self) -> None:
        if os.getpid() != self._process:
            raise TrackerError("The tracker belongs to another process: open one in each process.")
        if self._landmarker is None:
            raise TrackerError("The tracker is closed.")

    def _next_ms(self, time_s: float) -> int | None:
        """MediaPipe wants whole milliseconds that grow; None for a tracker of single pictures."""
        if not (time_s >= 0 and time_s < 1e9):
            raise ValueError(f"frame: time_s must be a number from 0 on, not {time_s}")
        if self._still:
            return None
        if time_s < self._last_s:
            raise ValueError(
                f"frame: time_s went back from {self._last_s} to {time_s}: frames come in order of time"
            )
        self._last_s = time_s
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000))
        return self._last_ms

    def _look(self, pixels: NDArray[np.uint8], time_ms: int | None) -> list[Any]:
        image = _image(pixels)
        with_names = not self._names_known
        if self._quick:
            quick: list[Any] = self._arrays.detect(self._landmarker, image, time_ms, with_names)
            return quick
        look = self._landmarker
        result = look.detect(image) if time_ms is None else look.detect_for_video(image, time_ms)
        faces: list[Any] = self._arrays.from_objects(result, with_names)
        return faces

    def _look_harder(self, pixels: NDArray[np.uint8]) -> list[Any]:
        """For photographs: with a margin around the picture, then at the most certain face alone."""
        height, width = pixels.shape[:2]
        across, up = round(width * STILL_MARGIN), round(height * STILL_MARGIN)
        found = self._look_within(pixels, (-across, -up, width + across, height + up))
        if found:
            return found
        rects = self._detect(pixels) or self._detect_far(pixels)
        return self._look_within(pixels, _around(rects[0])) if rects else []

    def _look_within(self, pixels: NDArray[np.uint8], view: tuple[int, int, int, int]) -> list[Any]:
        """Looks at left, top, right, bottom of the picture (they may leave it); answers for the whole one."""
        height, width = pixels.shape[:2]
        left, top, right, bottom = view
        rows = np.clip(np.arange(top, bottom), 0, height - 1)
        columns = np.clip(np.arange(left, right), 0, width - 1)
        found = self._look(np.ascontiguousarray(pixels[rows[:, None], columns]), None)
        for face in found:
            face.landmarks[:] *= (right - left, bottom - top, right - left)
            face.landmarks[:] += (left, top, 0)
            face.landmarks[:] /= (width, height, width)
        return found

    def _face(self, raw: Any) -> Face:
        if raw.names:
            _check_names(raw.names)
            self._names_known = True
        if raw.landmarks.shape != (LANDMARKS, 3) or raw.blendshapes.shape != (len(BLENDSHAPES),):
            raise TrackerError(
                f"The model gave {len(raw.landmarks)} landmarks and {len(raw.blendshapes)} blendshapes."
            )
        return round_face(raw.landmarks, raw.blendshapes, raw.head)

    def _count_others(self, time_s: float, pixels: NDArray[np.uint8], faces: tuple[Face, ...]) -> None:
        """Of those beside the face; without one, whether there is somebody too far away to be followed."""
        if self._still or time_s - self._people_s >= PEOPLE_EVERY_S:
            self._people_s = time_s
            if faces:
                self._others = others(faces[0], [_box(rect, pixels) for rect in self._detect(pixels)])
            else:
                far, self._far = self._far, self._detect_far(pixels)
                self._others = int(any(_same_place(a, b) for a in far for b in self._far))

    def _detect(self, pixels: NDArray[np.uint8]) -> list[Rect]:
        found = self._detector.detect(_image(pixels)).detections
        return [(d.bounding_box.origin_x, d.bounding_box.origin_y, d.bounding_box.width) for d in found]

    def _detect_far(self, pixels: NDArray[np.uint8]) -> list[Rect]:
        """In three squares side by side in the upper part: faces half as wide as the whole picture shows."""
        height, width = pixels.shape[:2]
        side = round(min(height, width) * FAR_SIDE)
        found = []
        for left in (0, (width - side) // 2, width - side):
            square = np.ascontiguousarray(pixels[:side, left : left + side])
            found += [(x + left, y, w) for x, y, w in self._detect(square)]
        return found

    def close(self) -> None:
        """May be called more than once."""
        landmarker, detector, self._landmarker, self._detector = self._landmarker, self._detector, None, None
        _OPEN.discard(self)
        for graph in (landmarker, detector):
            if graph is not None:
                graph.close()

    def _abandon(self) -> None:
        """Lets go of the graphs without a word to them: for a forked child and for the end of the process,
        where closing them would hang or raise."""
        for graph in (self._landmarker, self._detector):
            if graph is not None:
                graph._handle = None
        self._landmarker = self._detector = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_OPEN: weakref.WeakSet[MediapipeTracker] = weakref.WeakSet()


def _abandon_all() -> None:
    for tracker in list(_OPEN):
        tracker._abandon()


atexit.register(_abandon_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)


def _open_graphs(model: bytes, still: bool, name: str) -> tuple[Any, Any]:
    from mediapipe.tasks.python import BaseOptions, vision

    try:
        landmarker = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=model),
                running_mode=vision.RunningMode.IMAGE if still else vision.RunningMode.VIDEO,
                num_faces=1,
                output_face_blendshapes=True,
                output_facial_transformation_matrixes=True,
            )
        )
        detector = vision.FaceDetector.create_from_options(
            vision.FaceDetectorOptions(base_options=BaseOptions(model_asset_buffer=_detector_model(model)))
        )
    except (ValueError, RuntimeError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise TrackerError(f"{name}: MediaPipe cannot read it as face_landmarker.task ({error})") from error
    return landmarker, detector


def _detector_model(model: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(model)) as parts:
        return parts.read(DETECTOR)


def _image(pixels: NDArray[np.uint8]) -> Any:
    from mediapipe import Image, ImageFormat

    return Image(image_format=ImageFormat.SRGB, data=pixels)


def _checked(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pixels as one block of memory. An RGBA array would be taken, with wrong pixels; an empty one would
    break the graph for good."""
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8:
        raise ValueError(
            f"frame: pixels must be a uint8 array, not {getattr(pixels, 'dtype', type(pixels).__name__)}"
        )
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"frame: pixels must be (height, width, 3), not {pixels.shape}")
    return np.ascontiguousarray(pixels)


def _check_names(names: tuple[str, ...]) -> None:
    if names != BLENDSHAPES:
        wrong = next((a for a, b in zip(names, BLENDSHAPES, strict=False) if a != b), f"{len(names)} names")
        raise TrackerError(f"The model's blendshapes come in another order than expected, from {wrong!r} on.")


Box = tuple[float, float, float]
"""A face as the detector sees it: x and y of its middle and its width, in 0..1 of the picture."""


def _box(rect: Rect, pixels: NDArray[np.uint8]) -> Box:
    left, top, side = rect
    height, width = pixels.shape[:2]
    return (left + side / 2) / width, (top + side / 2) / height, side / width


def _same_place(a: Rect, b: Rect) -> bool:
    """A far face must be seen twice: the detector takes one in some hundred squares of nobody for a face."""
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) < min(a[2], b[2]) and max(a[2], b[2]) < 2 * min(a[2], b[2])


def _around(rect: Rect) -> tuple[int, int, int, int]:
    left, top, side = rect
    more = round(CLOSER * side)
    return left - more, top - more, left + side + more, top + side + more


def others(face: Face, boxes: list[Box]) -> int:
    """How many of ``boxes`` are people beside ``face``: their middle lies outside it, and they are not much
    smaller (``PERSON_WIDTH``)."""
    low, high = face.landmarks[:, :2].min(axis=0), face.landmarks[:, :2].max(axis=0)
    width = float(high[0] - low[0])
    return sum(
        1
        for x, y, w in boxes
        if w >= PERSON_WIDTH * width and not (low[0] <= x <= high[0] and low[1] <= y <= high[1])
    )
