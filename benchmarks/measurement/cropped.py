"""Faces cut out as an oval, or cropped tightly, beside the whole photographs.

    python -m benchmarks.measurement.cropped FOLDER [NAME …]

FOLDER: as for ``--faces``. Of each of ten people two poses at rest and four of the six are drawn, and a smile is their
own. All are cut as many published sets are, the neutral ones too, and scored as a folder of labelled pictures is. NAME:
these cuts alone (CUTS). It takes some ten minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from benchmarks.measurement.anatomy import posed
from benchmarks.measurement.comparing import root_mean_square
from benchmarks.measurement.extent import some
from benchmarks.measurement.labelled_figures import figures_of, means
from benchmarks.measurement.labelled_folder import read_pictures
from benchmarks.measurement.labelled_scoring import Row, score_each, scored_of
from benchmarks.measurement.labels import REST
from benchmarks.measurement.photographs import Sitter, read_sitters
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.words import table
from numpy.typing import NDArray

from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes, Viewer, looks_at
from mirrorcam.arrays import Pixels
from mirrorcam.errors import BadInput
from mirrorcam.face import Face, Frame, HeadPose, Sample
from mirrorcam.sources.images import read_picture

SITTERS, PEOPLE, POSES, LOOKS, SEED = 14, 10, 4, 4, 9001
STEADIER = 0.7
"""Of the turns of heads in poses.py: who is photographed for such a set is told to look ahead."""
SIDES, TOP, CHIN, BROWS = (234, 454), 10, 152, (105, 334)
OVAL = 1.04
"""Of the face's outline."""
SMILE = "smile.png"

Points = NDArray[np.floating]
"""Landmarks in pixels, (n, 2)."""


def oval(picture: Pixels, at: Points, light: int) -> Pixels:
    """On ``light``, 0 to 255."""
    middle = int(at[list(SIDES), 0].mean()), int((at[TOP, 1] + at[CHIN, 1]) / 2)
    half = int(OVAL * _wide(at) / 2), int(OVAL * (at[CHIN, 1] - at[TOP, 1]) / 2)
    mask = cv2.ellipse(
        np.zeros(picture.shape[:2], np.float32), middle, half, 0, 0, 360, (1.0,), -1, cv2.LINE_AA
    )[..., None]
    return (picture * mask + light * (1 - mask)).astype(np.uint8)


def tight(picture: Pixels, at: Points) -> Pixels:
    """Without sides, and with half of the forehead."""
    wide = _wide(at)
    return _cut(
        picture,
        (at[:, 0].min() + 0.02 * wide, at[:, 0].max() - 0.02 * wide),
        (_forehead(at, 0.6), at[:, 1].max() + 0.01 * wide),
    )


def square(picture: Pixels, at: Points) -> Pixels:
    """224 px, from above the brows to the chin."""
    bottom = at[:, 1].max() + 0.02 * _wide(at)
    side = max(np.ptp(at[:, 0]), bottom - _forehead(at, 0.7))
    middle = (at[:, 0].min() + at[:, 0].max()) / 2
    found = _cut(picture, (middle - side / 2, middle + side / 2), (bottom - side, bottom))
    scale = 224 / found.shape[0]
    return np.asarray(cv2.resize(found, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def shifted(picture: Pixels, at: Points) -> Pixels:
    """As good, but otherwise: 3 % smaller, moved a little, JPEG of quality 92."""
    height, width = picture.shape[:2]
    middle = at[[*SIDES, TOP, CHIN]].mean(axis=0)
    turn = cv2.getRotationMatrix2D(tuple(map(float, middle)), 0, 0.97)
    turn[:, 2] += (width * 23 / 45, height * 22 / 45) - middle
    moved = cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    written = cv2.imencode(".jpg", moved[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    return np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), np.uint8)[:, :, ::-1]


CUTS: Mapping[str, Callable[[Pixels, Points], Pixels]] = {
    "whole": lambda picture, at: picture,
    "shifted": shifted,
    "oval-white": lambda picture, at: oval(picture, at, 255),
    "oval-black": lambda picture, at: oval(picture, at, 0),
    "oval-grey": lambda picture, at: oval(picture, at, 128),
    "tight": tight,
    "square": square,
}


def _wide(at: Points) -> float:
    return float(np.linalg.norm(at[SIDES[0]] - at[SIDES[1]]))


def _forehead(at: Points, share: float) -> float:
    """That share of the way from the brows to the top of the face."""
    return float(at[TOP, 1] * share + at[list(BROWS), 1].mean() * (1 - share))


def _cut(picture: Pixels, x: tuple[float, float], y: tuple[float, float]) -> Pixels:
    height, width = picture.shape[:2]
    left, right = (round(min(max(at, 0), width)) for at in x)
    top, bottom = (round(min(max(at, 0), height)) for at in y)
    return np.ascontiguousarray(picture[top:bottom, left:right])


def pictures_of(sitter: Sitter, number: int, eyes: Eyes) -> Iterator[tuple[str, Pixels]]:
    """LABEL/NAME → picture: of two at rest, of all the six, and the smile."""
    plain = read_picture(sitter.neutral)
    face = _face(plain, eyes)
    poser = Poser(np.random.default_rng([SEED, number]))

    def drawn(name: str) -> Pixels:
        units = poser.rest() if name == REST else poser.pose(name)
        head = HeadPose(*(STEADIER * turn for turn in poser.head()))
        return posed(plain, face, units, head, poser.gains)

    for place in range(2):
        yield f"{REST}/{place}.png", drawn(REST)
    for name in SIX:
        yield f"{name}/drawn.png", drawn(name)
    yield f"happiness/{SMILE}", read_picture(sitter.smile)


def _face(picture: Pixels, eyes: Eyes) -> Face:
    face = eyes.see(Frame(0.0, 0, picture)).face
    if face is None:
        raise BadInput("no face was found in one of the photographs.")
    return face


def write_sets(sitters: Sequence[Sitter], to: Path, cuts: Sequence[str]) -> None:
    """``to``/CUT/PERSON/LABEL/NAME. ``POSES`` of the six of each person, others of each, and one smile of their own."""
    every = list(enumerate(some(sitters, SITTERS)))
    chosen = sorted(every, key=lambda one: one[1].person)[:PEOPLE]
    with Eyes.open(still=True) as eyes:
        for place, (number, sitter) in enumerate(chosen):
            wanted = [SIX[(place + turn) % len(SIX)] for turn in range(POSES)]
            for name, picture in pictures_of(sitter, number, eyes):
                if name.split("/")[0] in (REST, *wanted) or name.endswith(SMILE):
                    at = _face(picture, eyes).landmarks[:, :2] * picture.shape[1::-1]
                    for cut in cuts:
                        path = to / cut / sitter.person / name
                        path.parent.mkdir(parents=True, exist_ok=True)
                        cv2.imwrite(str(path), CUTS[cut](picture, at)[:, :, ::-1])


class FewLooks(Viewer):
    """As ``Viewer``, of photographs, with ``LOOKS`` looks at each."""

    def looks(self, path: Path) -> Iterator[list[Sample]]:
        yield looks_at(self._for_photographs(), Frame(0.0, 0, read_picture(path), str(path)), LOOKS)


def rows_of(folder: Path, viewer: Viewer) -> tuple[dict[str, Row], tuple[str, ...]]:
    """By PERSON/LABEL/NAME."""
    rows, names, _ = score_each(read_pictures(folder), viewer)
    return {str(row.picture.path.relative_to(folder)): row for row in rows}, names


def told(rows: Mapping[str, Row], whole: Mapping[str, Row], names: tuple[str, ...]) -> tuple[str, ...]:
    """How far the score as its own label is from that of the whole picture (root mean square), of smiles too, and the
    means of the six."""

    def away(file: str) -> float:
        place = names.index(rows[file].picture.label)
        return rows[file].values[place] - whole[file].values[place]

    both = [file for file in rows if file in whole and rows[file].picture.label != REST]
    of_each = (both, [file for file in both if file.endswith(SMILE)])
    apart = [root_mean_square([away(file) for file in files]) for files in of_each]
    found = means(figures_of(scored_of(list(rows.values()), names)))
    return (
        *("–" if one is None else f"{one:.1f}" for one in apart),
        *(f"{found[key]:.3f}" for key in ("auc_others", "auc_neutral", "top_1")),
        str(len(rows)),
    )


HEAD = ("cut", "own score, RMS", "smiles, RMS", "AUC others", "AUC neutral", "top-1", "scored")


def main(folder: Path, cuts: Sequence[str]) -> None:
    """Raises BadInput where there are no faces."""
    cuts = list(dict.fromkeys(("whole", *(cuts or CUTS))))
    if unknown := [name for name in cuts if name not in CUTS]:
        raise BadInput(f"{', '.join(unknown)}: there is no such cut. Give {', '.join(CUTS)}.")
    sitters = read_sitters(folder)
    with TemporaryDirectory() as made, FewLooks() as viewer:
        write_sets(sitters, Path(made), cuts)
        every = {cut: rows_of(Path(made) / cut, viewer) for cut in cuts}
        whole, names = every["whole"]
        print(table(HEAD, [(cut, *told(rows, whole, names)) for cut, (rows, _) in every.items()]))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Give a folder of faces with people.csv.")
    try:
        main(Path(sys.argv[1]), sys.argv[2:])
    except BadInput as error:
        print(error, file=sys.stderr)
        sys.exit(2)
