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
from typing import Any

import numpy as np

from mirrorcam.arrays import Pixels
from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Frame, round_face
from mirrorcam.imaging.opencv import LARGEST_PX, too_large
from mirrorcam.trackers import Tracked, Tracker, TrackerError
from mirrorcam.trackers.chatter import without_chatter
from mirrorcam.trackers.finding import Finder, Rect, WayUp, mediapipe_image
from mirrorcam.trackers.privacy import EXPECTED_VERSION, could_report, mediapipe_library, mediapipe_version

# MediaPipe imports it for its audio tasks only, and it starts PortAudio: 0.45 s instead of 0.11 s.
sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]

DETECTOR = "face_detector.tflite"
"""The part of the model file that finds faces anywhere in the picture."""
STILL_MARGIN = 0.5
"""A photograph cut so tightly that no face is found is looked at again with this much margin on each side."""
LARGE_PX = 1600
"""Looking again at a photograph takes no more pixels a side than twice this. In a larger one a face that is not found
so is only told as too far: which of several is meant, nobody could say."""
UPRIGHT_DEG = 45.0
"""Of roll: of a face that seems to be rolled further nobody asks whether it is upside down."""
CLOSER = 1.0
"""A face too small to be read in the whole photograph is looked at again with this much around it, in its own
width."""


def open_tracker(model: Path | None, still: bool, most: int = 1) -> MediapipeTracker:
    """Raises TrackerError without a model, with a broken one, or when MediaPipe could report to anyone."""
    if model is None:
        raise TrackerError("tracker: mediapipe needs the model file face_landmarker.task. Pass its path.")
    try:
        content = model.read_bytes()
    except OSError as error:
        raise TrackerError(
            f"{model}: cannot be read ({error.strerror}). Choose another model file."
        ) from error
    return MediapipeTracker(content, still=still, name=str(model), most=most)


def refuse_reporting(library: Path | None) -> None:
    """Raises TrackerError when MediaPipe's ``library`` is missing or could report to anyone."""
    installed = mediapipe_version()
    remedy = f"Install the version without it: pip install mediapipe=={EXPECTED_VERSION}"
    if library is None:
        raise TrackerError(f"mediapipe {installed or ''}: its shared library was not found. {remedy}")
    if could_report(library):
        raise TrackerError(f"mediapipe {installed}: this version can report its use to its maker. {remedy}")


class MediapipeTracker(Tracker):
    """One face or several, 478 landmarks, 52 blendshapes, head pose; and how many people are in the picture.

    ``model`` is the content of face_landmarker.task. ``still=True`` looks at every frame for itself;
    otherwise MediaPipe smooths the landmarks of a single face in time (One Euro filter, 10 to 15 ms of lag). With
    ``most`` faces, more than one, it smooths none, and they come in no certain order. Not for two threads at once.
    """

    def __init__(
        self,
        model: bytes,
        *,
        still: bool = False,
        name: str = "the model",
        objects: bool = False,
        most: int = 1,
    ) -> None:
        """``objects=True`` reads results through MediaPipe's objects even where the quick way is known."""
        refuse_reporting(mediapipe_library())
        self._still = still
        self._last_ms = -1
        self._last_s = -1.0
        self._names_known = False
        self._process = os.getpid()
        with without_chatter():
            self._landmarker, detector = _open_graphs(model, still, name, most)
        self._finder = Finder(detector)
        self._way_up = WayUp(self._finder)
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
        others = self._others(frame.time_s, pixels, faces)
        if self._upside_down(frame.time_s, faces, pixels):
            return Tracked((), 0)
        return Tracked(faces, len(faces) + others)

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

    def _look(self, pixels: Pixels, time_ms: int | None) -> list[Any]:
        try:
            return self._ask(mediapipe_image(pixels), time_ms, not self._names_known)
        except (RuntimeError, OSError) as error:
            raise TrackerError(f"The tracker has stopped ({error}). Start again.") from error

    def _ask(self, image: Any, time_ms: int | None, with_names: bool) -> list[Any]:
        if self._quick:
            quick: list[Any] = self._arrays.detect(self._landmarker, image, time_ms, with_names)
            return quick
        look = self._landmarker
        result = look.detect(image) if time_ms is None else look.detect_for_video(image, time_ms)
        faces: list[Any] = self._arrays.from_objects(result, with_names)
        return faces

    def _look_harder(self, pixels: Pixels) -> list[Any]:
        """For photographs: with a margin around the picture, then at the most certain face alone."""
        every = max(1, max(pixels.shape) // LARGE_PX)
        pixels = np.ascontiguousarray(pixels[::every, ::every])
        height, width = pixels.shape[:2]
        across, up = round(width * STILL_MARGIN), round(height * STILL_MARGIN)
        found = self._look_within(pixels, (-across, -up, width + across, height + up))
        if found:
            return found
        rects = self._finder.find(pixels) or self._finder.find_far(pixels)
        return self._look_within(pixels, _around(rects[0])) if rects else []

    def _look_within(self, pixels: Pixels, view: tuple[int, int, int, int]) -> list[Any]:
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

    def _upside_down(self, time_s: float, faces: tuple[Face, ...], pixels: Pixels) -> bool:
        """Of a head that lies on its side, half a turn makes another such."""
        if not faces or abs(faces[0].pose.roll_deg) >= UPRIGHT_DEG:
            return False
        if self._still:
            return self._finder.upside_down(pixels)
        return self._way_up.upside_down(time_s, pixels)

    def _others(self, time_s: float, pixels: Pixels, faces: tuple[Face, ...]) -> int:
        if not self._still:
            return self._finder.others(time_s, pixels, faces)
        if faces:
            return self._finder.beside(faces, pixels)
        return int(max(pixels.shape) >= 2 * LARGE_PX and self._finder.is_somewhere(pixels))

    def close(self) -> None:
        """May be called more than once."""
        graphs, self._landmarker = (self._landmarker, self._finder.detector), None
        _OPEN.discard(self)
        for graph in graphs:
            if graph is not None:
                graph.close()

    def _abandon(self) -> None:
        """Lets go of the graphs without a word to them: for a forked child and for the end of the process,
        where closing them would hang or raise."""
        for graph in (self._landmarker, self._finder.detector):
            if graph is not None:
                graph._handle = None
        self._landmarker = None


_OPEN: weakref.WeakSet[MediapipeTracker] = weakref.WeakSet()


def _abandon_all() -> None:
    for tracker in list(_OPEN):
        tracker._abandon()


atexit.register(_abandon_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)


def _open_graphs(model: bytes, still: bool, name: str, most: int) -> tuple[Any, Any]:
    from mediapipe.tasks.python import BaseOptions, vision

    try:
        landmarker = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=BaseOptions(model_asset_buffer=model),
                running_mode=vision.RunningMode.IMAGE if still else vision.RunningMode.VIDEO,
                num_faces=most,
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


def _checked(pixels: Pixels) -> Pixels:
    """The pixels as one block of memory. An RGBA array would be taken, with wrong pixels; an empty one would
    break the graph for good, and one that is too large end the whole program."""
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8:
        raise ValueError(
            f"frame: pixels must be a uint8 array, not {getattr(pixels, 'dtype', type(pixels).__name__)}"
        )
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.size == 0:
        raise ValueError(f"frame: pixels must be (height, width, 3), not {pixels.shape}")
    if too_large(pixels):
        raise ValueError(f"frame: no side may be longer than {LARGEST_PX} pixels, as in {pixels.shape}")
    return np.ascontiguousarray(pixels)


def _check_names(names: tuple[str, ...]) -> None:
    if names != BLENDSHAPES:
        wrong = next((a for a, b in zip(names, BLENDSHAPES, strict=False) if a != b), f"{len(names)} names")
        raise TrackerError(f"The model's blendshapes come in another order than expected, from {wrong!r} on.")


def _around(rect: Rect) -> tuple[int, int, int, int]:
    left, top, side = rect
    more = round(CLOSER * side)
    return left - more, top - more, left + side + more, top + side + more
