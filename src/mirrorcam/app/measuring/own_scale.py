"""Pictures scored by how far the person's own face goes in them: `mirrorcam measure --own-scale`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from mirrorcam.app.measuring.lines import not_scored_text
from mirrorcam.app.measuring.row import Row, raw_scores
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput
from mirrorcam.range_of_movement import LEAST_REACH, Range, range_in, scaled
from mirrorcam.target import Target, unsided

LEAST_PICTURES = 12
"""Two of each of six expressions. In fewer, nobody knows whether the strongest is far for this face."""


def on_own_scale(
    seen: Iterable[tuple[Path, Row]], targets: Mapping[str, Target]
) -> tuple[Range, list[tuple[Path, Row]]]:
    """The own scale of all rows together, and the same rows with their scores on it. Raises BadInput when too few of
    them could be scored."""
    rows = [(path, _light(row)) for path, row in seen]
    faces = {Path(row.file).resolve(): row.expression for _, row in rows if row.expression is not None}
    if len(faces) < LEAST_PICTURES:
        lost = Counter(str(row.reason) for _, row in rows if row.reason)
        raise BadInput(
            f"--own-scale needs {LEAST_PICTURES} different pictures or more that can be scored; here are "
            f"{len(faces)}{not_scored_text(lost)}. Give more, two of each expression and one in ten or more, or leave "
            "it out."
        )
    own = range_in(list(faces.values()), targets.values())
    if unseen := [name for name, target in targets.items() if not _seen(target, own)]:
        say(
            f"{', '.join(unseen)}: hardly shown in any of these pictures, so such scores on the own scale say little."
        )
    asked = {name: scaled(target, own) for name, target in targets.items()}
    return own, [(path, _scored(row, asked)) for path, row in rows]


def _seen(target: Target, own: Range) -> bool:
    """Whether some unit of it goes further than what is taken for granted."""
    reaches = (own.reaches[unsided(code)] for code in target.expect)
    return any(max(reach.left, reach.right) > LEAST_REACH for reach in reaches)


def _light(row: Row) -> Row:
    """Without what is large and is not printed: landmarks, and what a photograph is looked at beside."""
    face = row.sample.face
    less = replace(face, landmarks=np.empty((0, 3), np.float32)) if face else None
    return replace(row, sample=replace(row.sample, face=less, closeup=None))


def _scored(row: Row, targets: Mapping[str, Target]) -> Row:
    if row.expression is None:
        return row
    return replace(row, scores=raw_scores(row.expression, targets))


def scale_text(own: Range) -> str:
    """How far the face goes, as shares of what is usual."""
    return "own scale, of what is usual  " + "  ".join(
        f"{code} {share:.2f}" for code, share in _shares(own).items()
    )


def scale_json(own: Range) -> str:
    """One line."""
    return json.dumps({"own_scale": _shares(own)})


def _shares(own: Range) -> dict[str, float]:
    """With both sides apart where they differ."""
    codes = [
        name
        for code, reach in own.reaches.items()
        for name in ((code,) if reach.left == reach.right else (f"{code}L", f"{code}R"))
    ]
    return {code: own.share(code) for code in codes}
