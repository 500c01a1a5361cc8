"""What a face shows, and how far each action unit went beyond the own neutral: the rows of action_units.py, at work."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import ACTION_UNITS, FEATURES, THROUGH
from mirrorcam.arrays import Floats, Singles
from mirrorcam.expression import CODES, LEFT, POSITION, RIGHT
from mirrorcam.face import BLENDSHAPES, Drawn, Face, Sample
from mirrorcam.landmarks import EDGES, RIGID_POINTS, faces_to_head, mirrored
from mirrorcam.nearness import WEIGHTS as NEARNESS
from mirrorcam.nearness import moved, nearer_by, nearness_of
from mirrorcam.patches import PATCHES, UNUSABLE, unread, usable
from mirrorcam.signals import Term, number_of, sided
from mirrorcam.turning import DRIFTS, LEFT_OVER, LEVEL_FROM_DEG, LEVELLED, drifts, turns_terms

MOST_SHOWN = 1.2
"""However deep a line, it counts for this much at most."""
CERTAIN = 0.25
"""What lines have to show to count with their whole share: about 6 SD of a still face, for the glabella."""
GRAIN_SHARE = 0.8
"""Of the grain of the noisier picture, by which a line has to be deeper before it counts: noise deepens and hides
lines that are always there."""
LEAST_REST = 0.08
"""Lips that show less red than this at rest, or in a paler picture would show less, cannot show that it goes."""
LEAST_COLOUR = 0.05
"""Cheeks that show less of it in the neutral's picture, log red over green, are no measure of colour: it is grey."""
MOST_COLOUR = 2.0
"""A picture of more colour than so many times the neutral's is not reckoned with."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a face shows, not yet relative to anyone's neutral.

    ``features`` is (len(FEATURES), 2) float64, column 0 the person's left, 1 the right: eye distances for
    lengths, 0..1 for blendshapes. ``patches`` is (len(PATCHES),), as in ``Face``. ``face_size`` is face_px / width of
    the picture (0: not known, or not to be compared), ``nearness`` as in nearness.py, 1/m (NaN: not known).
    """

    features: Floats
    patches: NDArray[np.floating] = field(default_factory=unread)
    face_size: float = 0.0
    nearness: float = math.nan


def measure(face: Face, width: int, height: int) -> Measures:
    """The features of a face in a picture of ``width`` × ``height`` px, without what turning the head does to them."""
    features, camera = measure_faces(
        face.landmarks[MEASURED_POINTS][None],
        face.blendshapes[None],
        np.array([[face.pose.yaw_deg, face.pose.pitch_deg]]),
        np.array([[width, height]]),
        np.array([face.drawn]),
    )
    return Measures(features[0], face.patches, *camera[0].tolist())


def measured(sample: Sample) -> Measures:
    """As ``measure``, of the face of a sample, which has one."""
    assert sample.face is not None
    return measure(sample.face, sample.width, sample.height)


def measure_faces(
    points: Singles,
    blendshapes: Singles,
    turns_deg: Floats,
    sizes: NDArray[np.integer],
    drawn: NDArray[np.integer],
) -> tuple[Floats, Floats]:
    """The features of many faces, (faces, len(FEATURES), 2), and of the camera, (faces, 2): ``face_size`` and
    ``nearness`` as in ``Measures``. Of each the same, to the bit, as of it alone.

    ``points`` (faces, len(MEASURED_POINTS), 3) and ``blendshapes`` (faces, 52) as in ``Face``; ``turns_deg``
    (faces, 2): yaw and pitch; ``sizes`` (faces, 2): width and height of each picture; ``drawn`` (faces,) as ``Drawn``.
    """
    rigid = len(RIGID_POINTS)
    head = faces_to_head(points[:, :rigid], points[:, rigid:], sizes)
    square = (head[:, _GAPS[0]] - head[:, _GAPS[1]]) ** 2
    lengths = np.sqrt(square[..., 0] + square[..., 1] + square[..., 2])
    lids = lengths[:, _LIDS]
    opening = (lids[..., 0] + lids[..., 1] + lids[..., 2]) / 3 / np.maximum(lengths[:, _EYE_WIDTHS], 1e-6)
    places = head.reshape(len(head), 3 * head.shape[1])
    terms = np.concatenate((places, lengths, opening, blendshapes), axis=1)
    sums: Floats = (_SUMS @ terms[..., None])[..., 0]
    features = sums[:, :-1].reshape(len(head), len(FEATURES), 2) - drifted(turns_deg, drawn)
    camera = np.empty((len(head), 2))
    camera[:, 0] = _face_sizes(points, sizes)
    camera[:, 1] = nearness_of(sums[:, -1], turns_deg[:, 0], drawn == _FROM_FRONT)
    return features, camera


def _face_sizes(points: Singles, sizes: NDArray[np.integer]) -> Floats:
    """(faces,), as ``face_width`` has it, in widths of the picture."""
    x, y, z = (points[:, _EDGES[1]] - points[:, _EDGES[0]]).astype(np.float64).T
    y *= sizes[:, 1] / sizes[:, 0]
    result: Floats = np.sqrt(x * x + y * y + z * z)
    return result


def drifted(turns_deg: Floats, drawn: NDArray[np.integer]) -> Floats:
    """(faces, len(FEATURES), 2): what turning the heads did to the features that the tracker gave; as for
    ``measure_faces``."""
    whole = turns_terms(turns_deg)
    levelled = drawn == _LEVEL
    if not levelled.any():
        return np.asarray(_DRIFTS[drawn] @ whole)
    little = turns_deg.copy()
    little[levelled, 1] = np.minimum(np.maximum(turns_deg[levelled, 1], -LEVEL_FROM_DEG), LEVEL_FROM_DEG)
    seen = turns_terms(little)
    result: Floats = _DRIFTS[drawn] @ seen + _LEVELLED @ (whole - seen)
    return result


def mean_of(measures: Sequence[Measures]) -> Measures:
    """Of several looks at the same face; each patch over the looks that could see it. Raises ValueError for none."""
    return _summed_up(measures, np.mean)


def median_of(measures: Sequence[Measures]) -> Measures:
    """As ``mean_of``."""
    return _summed_up(measures, np.median)


def _summed_up(measures: Sequence[Measures], average: Callable[..., Any]) -> Measures:
    if not measures:
        raise ValueError("at least one good look at the face is needed")
    looks = np.array([m.patches for m in measures])
    numbers = [
        average(one[seen].astype(np.float64)) if seen.any() else UNUSABLE
        for one, seen in zip(looks.T, usable(looks).T, strict=True)
    ]
    features = average(np.array([m.features for m in measures]), axis=0)
    camera = average(np.array([(m.face_size, m.nearness) for m in measures]), axis=0)
    return Measures(features, np.array(numbers), *camera.tolist())


def intensities(measures: Measures, neutral: Measures) -> Floats:
    """(len(CODES), 2): action units relative to ``neutral``, before the dead zone."""
    camera = np.array([[measures.face_size, measures.nearness]])
    result: Floats = intensities_of(measures.features[None], measures.patches[None], camera, neutral)[0]
    return result


def intensities_of(
    features: Floats,
    patches: NDArray[np.floating],
    camera: Floats,
    neutral: Measures,
) -> Floats:
    """As ``intensities``, of many faces, (faces, len(CODES), 2): of each the same, to the bit, as of it alone.
    ``features`` and ``camera`` as ``measure_faces`` gives them. What a camera did that is nearer than the neutral's, or
    further away, is taken out."""
    nearer = nearer_by(camera, np.array([neutral.face_size, neutral.nearness]))
    values: Floats = _UNITS @ (features - neutral.features - nearer[:, None, None] * _MOVED)
    return values + _beyond(values, patches, neutral.patches)


def _beyond(values: Floats, patches: NDArray[np.floating], rest: NDArray[np.floating]) -> Floats:
    """What the lines add to ``values``. One in the middle adds the same to both sides: it tells no side."""
    now, before = patches.astype(np.float64), rest.astype(np.float64)
    shown = _shown_by_one(now.tobytes(), before.tobytes()) if len(now) == 1 else _shown(now, before)
    lines = shown - _LINE_LEAKS @ np.maximum(values, 0.0)
    lines = np.where(_LINE_TOGETHER, np.minimum(lines[..., :1], lines[..., 1:]), lines)
    through = values[:, _THROUGH]
    opened = (through[..., :1] + through[..., 1:]) / 2 / THROUGH - 1
    lines[:, _LED_THROUGH] *= np.minimum(np.maximum(opened, 0.0), 1.0)
    trust = np.minimum(np.maximum(lines / CERTAIN, 0.0), 1.0) * _LINE_SHARES
    shown_else = np.where(_LINE_MIDDLE, (values[..., :1] + values[..., 1:]) / 2, values)
    result: Floats = trust * np.maximum(lines - shown_else, 0.0)
    return result


@lru_cache(maxsize=8)
def _shown_by_one(patches: bytes, rest: bytes) -> Floats:
    """A film's skin is read in every third frame only (app/seeing), so it is mostly that of the frame before."""
    return _shown(np.frombuffer(patches)[None], np.frombuffer(rest))


def _shown(patches: Floats, rest: Floats) -> Floats:
    """(faces, units, 2): what the lines show, whatever else the face does."""
    now = patches[:, _LINE_NUMBERS]
    every = np.concatenate((rest[None], patches))
    before = _as_coloured_now(rest[_LINE_NUMBERS], _colours(_cheek_colour(every)))
    known = (rest[_LINE_NUMBERS] >= _LINE_RESTS) & ((before >= LEAST_REST) | ~_LINE_OF_REST)
    seen = (usable(now) & known).astype(np.float64)
    change = (now - before) / np.where(_LINE_OF_REST, np.maximum(before, LEAST_REST), 1.0)
    grain = _least_grain(every)
    noisier = np.maximum(grain[1:], grain[0])
    change = change - np.where(_LINE_DEEP, GRAIN_SHARE * noisier[:, None], 0.0)
    shown = np.minimum(np.maximum(change * _LINE_GAINS - _LINE_LEASTS, 0.0), MOST_SHOWN) * seen
    weights = np.maximum(_LINE_WEIGHTS @ seen[..., None], 1e-9)
    result: Floats = (_LINE_WEIGHTS @ shown[..., None] / weights).reshape(len(patches), -1, 2)
    return result


def _as_coloured_now(before: NDArray[np.floating], colours: Floats) -> Floats:
    """(faces, lines): what the neutral's lines would show in pictures of such ``colours``. Haze, a paler camera or
    another light change the red of the lips as much as that of the skin; where a mere tint may have changed the skin
    alone, a change counts for less rather than for more."""
    coloured = before * colours[:, None]
    least = np.where(_LINE_GAINS < 0, np.minimum(before, coloured), np.maximum(before, coloured))
    result: Floats = np.where(_LINE_DEEP, before, least)
    return result


def _colours(cheeks: Floats) -> Floats:
    """Of each picture how much of the neutral's colour its cheeks have, 0..``MOST_COLOUR``. ``cheeks``: the neutral's
    first."""
    before, now = cheeks[0], cheeks[1:]
    if before < LEAST_COLOUR:
        return np.ones(len(now))
    shares: Floats = np.minimum(np.maximum(now / before, 0.0), MOST_COLOUR)
    return shares


def _cheek_colour(patches: NDArray[np.floating]) -> Floats:
    """Of each picture the mean of the cheeks that were seen; 0 where none was."""
    red = patches[:, _CHEEK_COLOUR]
    seen = usable(red)
    mean: Floats = np.where(seen, red, 0.0).astype(np.float64).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return mean


def _least_grain(patches: NDArray[np.floating]) -> Floats:
    """Of each picture that of its smoother cheek; 0 where no cheek was seen, so no line either."""
    grain = patches[:, _GRAIN]
    least = np.where(usable(grain), grain, np.inf).astype(np.float64).min(axis=1)
    return np.where(np.isfinite(least), least, 0.0)


# The rows of action_units.py as index arrays and matrices, so that a frame costs a few products.
_LID_PAIRS = ((159, 145), (158, 153), (160, 144))


def _eye_pairs(side: int) -> list[tuple[int, int]]:
    pairs = (*_LID_PAIRS, (33, 133))
    return [(mirrored(a), mirrored(b)) if side == LEFT else (a, b) for a, b in pairs]


_TERMS = [sided(term, side) for f in FEATURES for term in f.signal.terms for side in (LEFT, RIGHT)]
_GAP_PAIRS: list[tuple[int, int]] = list(
    dict.fromkeys(
        [*_eye_pairs(LEFT), *_eye_pairs(RIGHT), *((int(t[1]), int(t[2])) for t in _TERMS if t[0] == "gap")]
    )
)
_POINT_LIST: list[int] = sorted(
    {int(t[1]) for t in _TERMS if t[0] in ("y", "out")}
    | {point for pair in _GAP_PAIRS for point in pair}
    | set(NEARNESS)
)
_AT = {point: i for i, point in enumerate(_POINT_LIST)}
MEASURED_POINTS = np.concatenate((RIGID_POINTS, np.array(_POINT_LIST)))
"""The landmarks that are looked at, rigid ones first; some of those are there twice."""
_GAPS = np.array([[_AT[a] for a, _ in _GAP_PAIRS], [_AT[b] for _, b in _GAP_PAIRS]])
_EDGES = [RIGID_POINTS.tolist().index(edge) for edge in EDGES]
_LIDS = np.array([[0, 1, 2], [4, 5, 6]])
_EYE_WIDTHS = np.array([3, 7])
_FIRST_GAP = 3 * len(_POINT_LIST)
_FIRST_OPENING = _FIRST_GAP + len(_GAP_PAIRS)
_FIRST_SHAPE = _FIRST_OPENING + 2


def _column(term: Term) -> int:
    """Where a sided term stands among the terms."""
    kind, first = term[:2]
    if kind == "shape":
        return _FIRST_SHAPE + BLENDSHAPES.index(str(first))
    if kind == "opening":
        return _FIRST_OPENING + int(first)
    if kind == "gap":
        return _FIRST_GAP + _GAP_PAIRS.index((int(first), int(term[2])))
    return 3 * _AT[int(first)] + (1 if kind == "y" else 0)


def _sums() -> Floats:
    """(2 · features + 1, terms): every feature, left then right; last, how near the camera is."""
    sums = np.zeros((2 * len(FEATURES) + 1, _FIRST_SHAPE + len(BLENDSHAPES)))
    for row, feature in enumerate(FEATURES):
        for side in (LEFT, RIGHT):
            for term, weight in feature.signal.terms.items():
                outward = -1.0 if term[0] == "out" and side == RIGHT else 1.0
                sums[2 * row + side, _column(sided(term, side))] += weight * outward
    for point, of_x_and_y in NEARNESS.items():
        sums[-1, 3 * _AT[point] : 3 * _AT[point] + 2] = of_x_and_y
    return sums


def _units() -> Floats:
    """(units, features): means over full scales, with the leaks taken out."""
    means = np.zeros((len(CODES), len(FEATURES)))
    leaks = np.zeros((len(CODES), len(CODES)))
    first = 0
    for unit in ACTION_UNITS:
        for i, feature in enumerate(unit.features):
            means[POSITION[unit.code], first + i] = 1 / feature.full_scale / len(unit.features)
        first += len(unit.features)
        for source, share in unit.leaks.items():
            leaks[POSITION[unit.code], POSITION[source]] = share
    result: Floats = means - leaks @ means
    return result


_SUMS = _sums()
_NAMES = [feature.name for feature in FEATURES]
_LEVEL, _FROM_FRONT = int(Drawn.LEVEL), int(Drawn.FROM_FRONT)
"""As numbers, which an array is compared with quickly."""
_LEVELLED = drifts(_NAMES, LEVELLED)
_DRIFTS = np.stack([drifts(_NAMES, LEFT_OVER if way == Drawn.FROM_FRONT else DRIFTS) for way in Drawn])
_UNITS = _units()
_MOVED = moved(_NAMES)[:, None]
_LINES = [(unit, line, side) for unit in ACTION_UNITS for line in unit.lines for side in (LEFT, RIGHT)]
_LINE_NUMBERS = np.array([number_of(line, side) for _, line, side in _LINES])
_LINE_DEEP = np.array([bool(PATCHES[row].lines) for row in _LINE_NUMBERS])
_GRAIN = np.array([row for row, number in enumerate(PATCHES) if number.name.startswith("grain")])
_CHEEK_COLOUR = np.array(
    [row for row, number in enumerate(PATCHES) if number.name.startswith("cheek_colour")]
)
_LINE_OF_REST = np.array([line.of_rest for _, line, _ in _LINES])
_LINE_RESTS = np.where(_LINE_OF_REST, LEAST_REST, UNUSABLE / 2)
_LINE_SPANS = np.array([abs(line.full_scale) - line.least for _, line, _ in _LINES])
_LINE_GAINS = np.sign([line.full_scale for _, line, _ in _LINES]) / _LINE_SPANS
_LINE_LEASTS = np.array([line.least for _, line, _ in _LINES]) / _LINE_SPANS
_LINE_SHARES = np.array([[unit.share] for unit in ACTION_UNITS])
_LINE_TOGETHER = np.array([[unit.together] for unit in ACTION_UNITS])
_LINE_MIDDLE = np.array(
    [[all(number_of(line, LEFT) == number_of(line, RIGHT) for line in unit.lines)] for unit in ACTION_UNITS]
)
_LED_THROUGH = [POSITION[unit.code] for unit in ACTION_UNITS if unit.through]
_THROUGH = [POSITION[unit.through] for unit in ACTION_UNITS if unit.through]


def _line_weights() -> Floats:
    """(2 · units, lines)."""
    weights = np.zeros((2 * len(CODES), len(_LINES)))
    for column, (unit, line, side) in enumerate(_LINES):
        weights[2 * POSITION[unit.code] + side, column] = line.weight
    return weights


def _line_leaks() -> Floats:
    """(units, units)."""
    leaks = np.zeros((len(CODES), len(CODES)))
    for unit in ACTION_UNITS:
        for source, share in unit.line_leaks.items():
            leaks[POSITION[unit.code], POSITION[source]] = share
    return leaks


_LINE_WEIGHTS = _line_weights()
_LINE_LEAKS = _line_leaks()
