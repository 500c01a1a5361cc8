"""A rehearsal of a stranger's session: all that will ever be done with it, but for showing it and scoring it anew.

It has been let in by then (letting_in.py): its values are of the right kind and size. Here they have to make sense.
"""

from __future__ import annotations

import math
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mirrorcam.blocks import REASONS
from mirrorcam.face import Sample
from mirrorcam.instant import Told
from mirrorcam.recording import read_recording
from mirrorcam.session_file import RecordingError
from mirrorcam.sharing.letting_in import MOST_NOTE, one_line
from mirrorcam.steps import StepResult
from mirrorcam.timeline import Timeline

LONGEST_S = 172_800.0
"""Two days."""
MOST_PX, MOST_SHOWN = 65_536, 1000.0
"""Of a picture; of scores and of degrees."""
DEEPEST = 6
"""Tables within tables of a result."""


def rehearse(path: Path) -> None:
    """Everything that will ever be done with it, but for showing and scoring it anew. Raises RecordingError."""
    recording = read_recording(path)
    begun = recording.begin()
    for text in (recording.exercise_text, *recording.expressions.values()):
        _no_control(tomllib.loads(text), path)
    time_s = 0.0
    for sample in recording.samples():
        _plausible(sample, time_s, path)
        time_s = sample.time_s
    _look_along(Timeline.read(path), len(begun.exercise.steps), path)
    if recording.steps and len(recording.steps) != len(begun.exercise.steps):
        raise RecordingError(f"{path}: is damaged (its results are not those of its exercise)")
    for result, trials in zip(recording.steps, recording.trials, strict=True):
        _result(result, trials, path)


def _plausible(sample: Sample, before_s: float, path: Path) -> None:
    """As a camera could have seen it: nothing else has a place in what is computed. Raises RecordingError."""
    numbers = (sample.face_px, sample.light, sample.sharpness)
    face = sample.face
    fits = (
        before_s <= sample.time_s <= LONGEST_S
        and 0 <= sample.width <= MOST_PX
        and 0 <= sample.height <= MOST_PX
        and all(0 <= number <= MOST_PX for number in numbers)
        and (face is None or (sample.width > 0 < sample.height and bool(np.isfinite(face.head).all())))
    )
    if not fits:
        raise RecordingError(f"{path}: is damaged (a sample that no camera could have seen)")
    if sample.other is not None:
        _plausible(sample.other, before_s, path)


def _look_along(timeline: Timeline, steps: int, path: Path) -> None:
    """Raises RecordingError for a course that no session has."""
    times_s, facts = timeline.times_s, timeline.facts
    numbers = np.array([facts[name] for name in ("score", "together", "yaw_deg", "pitch_deg", "roll_deg")])
    if len(times_s):
        within = times_s[0] >= 0 and times_s[-1] <= LONGEST_S and bool((np.diff(times_s) >= 0).all())
        known = max(int(facts["waiting"].max()), int(facts["reason"].max())) <= len(REASONS)
        reached = int(facts["step"].min()) >= -1 and int(facts["step"].max()) < steps
        said = timeline.begins[:1] == (0,) and bool((np.diff(timeline.begins) > 0).all())
        told = all(type(one.step) is int and -1 <= one.step < steps and _words(one) for one in timeline.told)
        drawn = not np.isinf(numbers).any() and not (abs(numbers) > MOST_SHOWN).any()
        if not (
            within and known and reached and said and told and drawn and timeline.begins[-1] < len(times_s)
        ):
            raise RecordingError(f"{path}: is damaged (its course is that of no session)")
    for first in timeline.firsts:
        timeline.at(first)


def _words(told: Told) -> bool:
    words = (told.kind, told.title, told.phase, told.words, told.person)
    return all(isinstance(one, str) and len(one) <= MOST_NOTE for one in words)


def _no_control(content: Any, path: Path) -> None:
    """Names in an exercise or an expression are printed as they are."""
    if isinstance(content, str):
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in content):
            raise RecordingError(f"{path}: is damaged (a sign in its exercise is none)")
    elif isinstance(content, Mapping):
        for part in (*content.keys(), *content.values()):
            _no_control(part, path)
    elif isinstance(content, list):
        for part in content:
            _no_control(part, path)


def _result(result: Any, trials: Any, path: Path) -> None:
    """As a step of a live session would have made it. Raises RecordingError."""
    try:
        if not isinstance(result, dict) or not isinstance(trials, list):
            raise TypeError("no table")
        made = StepResult(**result)
        words = (made.kind, made.target, made.intensity, made.reason)
        numbers = (made.score, made.onset_s, made.held_s, made.steadiness, made.symmetry, made.coverage)
        if not all(isinstance(one, str) for one in words if one is not None) or not isinstance(
            made.scored, bool
        ):
            raise TypeError("no words")
        if not all(isinstance(one, int | float) and math.isfinite(one) for one in numbers if one is not None):
            raise TypeError("no numbers")
        _plain([made.measured, trials])
    except (TypeError, ValueError) as error:
        raise RecordingError(f"{path}: is damaged (a result: {one_line(str(error))})") from None


def _plain(content: Any, depth: int = 0) -> None:
    """Raises ValueError for what no result has."""
    if depth > DEEPEST or (isinstance(content, float) and not math.isfinite(content)):
        raise ValueError("too deep, or no number")
    for part in (
        content.values() if isinstance(content, Mapping) else content if isinstance(content, list) else ()
    ):
        _plain(part, depth + 1)
