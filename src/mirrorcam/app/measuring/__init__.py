"""`mirrorcam measure`: the faces in pictures and films, one line a picture or frame, and after each film or folder one
more line that says how much of it could be scored.

A file that cannot be read is named on stderr, the others are measured all the same, and the command then ends with 2.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from mirrorcam.app.measuring.films import rows_of_film
from mirrorcam.app.measuring.own_scale import on_own_scale, scale_json, scale_text
from mirrorcam.app.measuring.recording_targets import TargetRecorder
from mirrorcam.app.measuring.telling import (
    Coverage,
    Row,
    as_json,
    as_text,
    coverage_json,
    coverage_text,
    in_one_line,
    raw_scores,
)
from mirrorcam.app.own_expressions import expressions
from mirrorcam.app.seeing import Viewer, existing
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks
from mirrorcam.app.terminal import say
from mirrorcam.calibration import Neutral, Settling, relative, seems_to_smile
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason, Sample
from mirrorcam.measures import Measures, mean_of, measure
from mirrorcam.sources import PICTURE_STEP_S, SourceError, is_picture, left_out_of, pictures_in
from mirrorcam.target import Target, find_target
from mirrorcam.validity import why_not

SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")


class Aside:
    """What is known of files beside their rows: which could not be read, each named once, as soon as that is known, and
    of each path how many, and when the face in a film was at rest, and whether it seems to smile there, or what kept it
    from being so most of the time."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.unread: Counter[Path] = Counter()
        self.rest_s: dict[Path, tuple[float, float]] = {}
        self.rest_smiles: set[Path] = set()
        self.restless: dict[Path, str] = {}

    def tell(self, path: Path, error: SourceError) -> None:
        if str(error) not in self.messages:
            self.messages.append(str(error))
            self.unread[path] += 1
            say(str(error))


def measure_files(arguments: argparse.Namespace) -> int:
    expressions()
    targets = {name: find_target(name) for name in arguments.target or SIX}
    recorder = _recorder(arguments)
    files = each_once(existing(arguments.files))
    if arguments.own_scale:
        _need_pictures(files, arguments.neutral)
    for path in filter(Path.is_dir, files):
        _tell_of_folders(path)
        _tell_of_left_out(path)
    neutral_files = each_once(existing(arguments.neutral or ()))
    aside = Aside()
    smiling: list[str] = []
    with Viewer() as viewer:
        neutral = neutral_of(neutral_files, viewer, smiling) if neutral_files else None
        _tell_of_smiles(smiling)
        seen: Iterable[tuple[Path, Row]] = (
            (path, row) for path in files for row in rows(path, neutral, targets, viewer, aside)
        )
        if arguments.own_scale:
            own, seen = on_own_scale(seen, targets)
            print(scale_json(own) if arguments.json else scale_text(own), flush=True)
        for path, of_path in groupby(seen, key=itemgetter(0)):
            still = _is_still(path)
            covered = Coverage(str(path), pictures=still)
            for _, row in of_path:
                told = as_json(row, targets, smiling) if arguments.json else as_text(row, picture=still)
                print(told, flush=True)
                covered.see(row)
                if recorder is not None:
                    recorder.see(path, row.sample.time_s, None if row.reason else row.tracked, row.reason)
            if still:
                covered.could_not_read(aside.unread[path])
            else:
                covered.rest_s, covered.restless = aside.rest_s.get(path), aside.restless.get(path, "")
                covered.rest_smiles = path in aside.rest_smiles
            if not _one_picture(path):
                print(coverage_json(covered) if arguments.json else coverage_text(covered), flush=True)
    if recorder is not None:
        if aside.messages:
            raise BadInput(
                "No expression is kept, as not every file could be read. Leave out those named above."
            )
        say(recorder.write(date.today()))
    return 2 if aside.messages else 0


def _need_pictures(files: Sequence[Path], neutral: Sequence[Path] | None) -> None:
    """Of a film nobody knows how much of it shows anything."""
    others = [str(path) for path in files if not _is_still(path)]
    if others:
        raise BadInput(f"{', '.join(others)}: --own-scale takes pictures and folders of them, no films.")
    if not neutral:
        raise BadInput("--own-scale goes with --neutral FILE: pictures of the same person's face at rest.")


def _one_picture(path: Path) -> bool:
    """Whose one line says already whether it could be scored."""
    return is_picture(path)


def _is_still(path: Path) -> bool:
    """A photograph, or a folder of them."""
    return path.is_dir() or _one_picture(path)


def each_once(paths: Sequence[Path]) -> list[Path]:
    """Without those that are the same file as one before, under whatever name, which are told of: each counts once."""
    found: list[Path] = []
    for path in paths:
        if any(path.samefile(other) for other in found):
            say(f"{path}: is given more than once, and is looked at once.")
        else:
            found.append(path)
    return found


def _tell_of_folders(path: Path) -> None:
    """Pictures are taken from the folder that is given alone."""
    inner = sorted(one for one in path.iterdir() if one.is_dir())
    if inner:
        say(f"{path}: the folders in it are not looked at ({_and_more(inner)}). Give them by their names.")


def _tell_of_left_out(path: Path) -> None:
    left_out = left_out_of(path)
    if left_out:
        say(
            f"{path}: not every kind of picture in it can be read here, nor a GIF that moves; left out "
            f"{'is' if len(left_out) == 1 else 'are'} {_and_more(left_out)}. Save them as JPEG or PNG."
        )


def _tell_of_smiles(names: Sequence[str]) -> None:
    """A hint: some people's face at rest looks so."""
    for name in names:
        say(
            f"{in_one_line(name)}: this face may not be at rest, as it seems to smile, and everything is measured "
            "against it. If it does smile, give a picture of the face at rest; if this is how it rests, all is well."
        )


def _and_more(paths: Sequence[Path]) -> str:
    """The first by its name, the others by their number."""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return in_one_line(f"{paths[0]}{more}")


def _recorder(arguments: argparse.Namespace) -> TargetRecorder | None:
    if arguments.save_target is not None:
        return TargetRecorder.open(arguments.save_target, arguments.title)
    if arguments.title is not None:
        raise BadInput("--title goes with --save-target: it says what the new expression is called.")
    return None


def rows(
    path: Path,
    neutral: Neutral | None,
    targets: Mapping[str, Target],
    viewer: Viewer,
    aside: Aside | None = None,
) -> Iterator[Row]:
    """The rows of one picture or film, or of a folder of pictures, each of which is named; a film without a neutral is
    looked at twice, and scored as in a session. What cannot be read is told to ``aside``; without one it raises
    SourceError."""
    try:
        rest = None if neutral else first_steady(path, viewer, aside)
        own = neutral or (rest.neutral if rest else None)
        if rest and aside:
            aside.rest_s[path] = rest.from_s, rest.until_s
            aside.rest_smiles.update([path] if rest.smiles else [])
        with closing(_looks(path, viewer, aside)) as looks:
            if _is_still(path):
                yield from (row_of(samples, _name(path, samples), at, own, targets) for at, samples in looks)
            else:
                frames = (sample for _, (sample, *_) in looks)
                yield from rows_of_film(frames, str(path), targets, own, own=rest is not None)
    except SourceError as error:
        if aside is None:
            raise
        aside.tell(path, error)


def _name(path: Path, samples: Sequence[Sample]) -> str:
    return samples[0].file if path.is_dir() else str(path)


def _looks(
    path: Path, viewer: Viewer, aside: Aside | None
) -> Generator[tuple[int, list[Sample]], None, None]:
    """With the number of the frame. The pictures of a folder are opened one by one, so that one that cannot be read
    does not hide those after it."""
    if not path.is_dir():
        with _left(viewer.looks(path)) as looks:
            yield from enumerate(looks)
        return
    for number, picture in enumerate(pictures_in(path)):
        try:
            for samples in viewer.looks(picture):
                time_s = number * PICTURE_STEP_S
                yield number, [replace(one, time_s=time_s, file=str(picture)) for one in samples]
        except SourceError as error:
            if aside is None:
                raise
            aside.tell(path, error)


def row_of(
    samples: Sequence[Sample],
    file: str,
    frame: int,
    neutral: Neutral | None,
    targets: Mapping[str, Target],
    *,
    known: bool = False,
) -> Row:
    """Of a photograph. ``samples``: looks at it, the plain one first; ``known``: it is of the neutral's person."""
    first = samples[0]
    reason = first.reason or (Reason.NO_NEUTRAL if neutral is None else None)
    if reason or neutral is None:
        return Row(first, file, frame, reason, None, dict.fromkeys(targets))
    beside = beside_neutral(samples, neutral)
    if reason := why_not(neutral, first, beside.skin, known=known):
        return Row(first, file, frame, reason, None, dict.fromkeys(targets))
    expression, tracked = (relative(mean_measures(looks), neutral) for looks in (beside.looks, samples))
    return Row(first, file, frame, None, expression, raw_scores(expression, targets), tracked)


def mean_measures(samples: Sequence[Sample]) -> Measures:
    """Over those that can be scored."""
    return mean_of([measured(sample) for sample in samples if sample.scored])


def measured(sample: Sample) -> Measures:
    assert sample.face is not None
    return measure(sample.face, sample.width, sample.height)


def neutral_of(paths: Sequence[Path], viewer: Viewer, smiling: list[str] | None = None) -> Neutral:
    """From pictures or films of a face at rest. Raises BadInput when no frame in them can be used, or when its pictures
    are not of one person, as far as that can be told. To ``smiling`` the names are added of those whose face seems to
    smile."""
    named = [(path, samples) for path in paths for samples in viewer.looks(path)]
    seen = [samples for _, samples in named]
    good = [looks for samples in seen if (looks := [sample for sample in samples if sample.scored])]
    if not good:
        reasons = ", ".join(sorted({str(samples[0].reason) for samples in seen})) or "no picture in it"
        files = ", ".join(str(path) for path in paths)
        raise BadInput(f"{files}: no face at rest could be measured here ({reasons}). Give a clear picture.")
    _need_one_person([looks for looks in good if looks[0].signs])
    if smiling is not None:
        smiling += _smiling(named)
    return neutral_of_looks([sample for looks in good for sample in looks])


def _smiling(seen: Iterable[tuple[Path, Sequence[Sample]]]) -> list[str]:
    """Names of files, each once; of a folder those of its pictures."""
    looks: dict[str, list[Sample]] = {}
    for path, samples in seen:
        name = samples[0].file if path.is_dir() else str(path)
        looks.setdefault(name, []).extend(sample for sample in samples if sample.scored)
    return [name for name, samples in looks.items() if seems_to_smile(samples)]


def _need_one_person(photographs: Sequence[Sequence[Sample]]) -> None:
    """Each is asked beside the first, as pictures to be scored are."""
    if len(photographs) < 2:
        return
    first, *others = photographs
    neutral = neutral_of_looks(first)
    for looks in others:
        reason = row_of(looks, "", 0, neutral, {}).reason
        if reason is Reason.TOO_DARK:
            raise BadInput(
                f"{looks[0].file}: is too dark to tell whether it shows the same face as {first[0].file}. Give "
                "pictures in good light."
            )
        if reason is Reason.LOOKS_DIFFERENT:
            raise BadInput(
                f"{looks[0].file}: looks like somebody else than {first[0].file}, or glasses came or went. Give "
                "pictures of one face at rest."
            )


class Rest(NamedTuple):
    """A film's own neutral, and from when to when the face was so; ``smiles``: as it seems."""

    neutral: Neutral
    from_s: float
    until_s: float
    smiles: bool = False


def first_steady(path: Path, viewer: Viewer, aside: Aside | None = None) -> Rest | None:
    """From the first two steady seconds in which the face does not seem to smile: a held smile is as steady as rest.
    Where it seems to in all of them, from the first, as some people's face at rest looks so. None when there are none
    (a single picture, say)."""
    smiling: Rest | None = None
    refused: Counter[str] = Counter()
    with closing(_steady(path, viewer, aside, refused)) as steady:
        for found in steady:
            if not found.smiles:
                return found
            smiling = smiling or found
    if smiling is None and aside and refused:
        aside.restless[path] = refused.most_common(1)[0][0]
    return smiling


def _steady(
    path: Path, viewer: Viewer, aside: Aside | None, refused: Counter[str]
) -> Generator[Rest, None, None]:
    """Each two steady seconds, one after the other; to ``refused`` is added what kept others from being so."""
    settling, seen = Settling(), list[Sample]()
    with closing(_looks(path, viewer, aside)) as looks:
        for _, (sample, *_) in looks:
            settled = settling.see(sample, measured(sample) if sample.scored else None)
            seen = [
                one for one in (*seen, sample) if settled.from_s is not None and one.time_s >= settled.from_s
            ]
            if settled.neutral is not None and settled.from_s is not None:
                smiles = seems_to_smile(one for one in seen if one.scored)
                yield Rest(settled.neutral, settled.from_s, sample.time_s, smiles)
                settling, seen = Settling(), []
            refused.update([str(settled.refusal)] if settled.refusal else [])


@contextmanager
def _left(looks: Iterator[list[Sample]]) -> Iterator[Iterator[list[Sample]]]:
    """Closed where it is left, not when it is forgotten: a Ctrl-C while a forgotten film closes would be lost."""
    try:
        yield looks
    finally:
        if isinstance(looks, Generator):
            looks.close()
