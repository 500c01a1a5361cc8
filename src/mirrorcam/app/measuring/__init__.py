"""`mirrorcam measure`: the faces in pictures and films, one line a picture or frame, and after each film or folder one
more line that says how much of it could be scored.

A file that cannot be read is named on stderr, the others are measured all the same, and the command then ends with 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from mirrorcam.app.measuring.at_rest import first_steady, neutral_of
from mirrorcam.app.measuring.films import rows_of_film
from mirrorcam.app.measuring.lines import Lines, in_one_line
from mirrorcam.app.measuring.own_scale import on_own_scale, scale_json, scale_text
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.measuring.reading import FileFacts, looks_of, name_of
from mirrorcam.app.measuring.recording_targets import TargetRecorder
from mirrorcam.app.measuring.row import Coverage, Row
from mirrorcam.app.own_expressions import expressions
from mirrorcam.app.seeing import Viewer, existing
from mirrorcam.app.terminal import say
from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.sources import is_picture, left_out_of
from mirrorcam.target import Target, find_target

SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")


def measure_files(arguments: argparse.Namespace) -> int:
    expressions()
    targets = {name: find_target(name) for name in arguments.target or SIX}
    recorder = _recorder(arguments)
    files = _files(arguments)
    neutral_files = each_once(existing(arguments.neutral or ()))
    facts = FileFacts()
    smiling: list[str] = []
    with Viewer() as viewer:
        neutral = neutral_of(neutral_files, viewer, smiling) if neutral_files else None
        seen: Iterable[tuple[Path, Row]] = (
            (path, row) for path in files for row in rows(path, neutral, targets, viewer, facts)
        )
        if arguments.own_scale:
            scale, seen = on_own_scale(seen, targets)
            print(scale_json(scale) if arguments.json else scale_text(scale), flush=True)
        lines = Lines(arguments.json, targets, smiling)
        for path, of_path in groupby(seen, key=itemgetter(0)):
            _print(path, (row for _, row in of_path), lines, facts, recorder)
    if recorder is not None:
        _write(recorder, facts)
    return 2 if facts.messages else 0


def _print(
    path: Path, seen: Iterable[Row], lines: Lines, facts: FileFacts, recorder: TargetRecorder | None
) -> None:
    """Each row as soon as it is there, and then what they came to."""
    covered = Coverage(str(path), pictures=_is_still(path))
    for row in seen:
        print(lines.row(row, picture=covered.pictures), flush=True)
        covered.see(row)
        if recorder is not None:
            recorder.see(path, row.sample.time_s, None if row.reason else row.tracked, row.reason)
    _add(covered, facts, path)
    if not is_picture(path):  # whose one line says already whether it could be scored
        print(lines.coverage(covered), flush=True)


def _files(arguments: argparse.Namespace) -> list[Path]:
    """Those that are given, each once; what will not be looked at in them is told of."""
    files = each_once(existing(arguments.files))
    if arguments.own_scale:
        _need_pictures(files, arguments.neutral)
    for path in filter(Path.is_dir, files):
        _tell_of_folders(path)
        _tell_of_left_out(path)
    return files


def _add(covered: Coverage, facts: FileFacts, path: Path) -> None:
    """To what the rows of a path came to, what is known of it beside them."""
    if covered.pictures:
        covered.could_not_read(facts.unread[path])
    else:
        covered.rest_s, covered.restless = facts.rest_s.get(path), facts.restless.get(path, "")
        covered.rest_smiles = path in facts.rest_smiles


def _write(recorder: TargetRecorder, facts: FileFacts) -> None:
    if facts.messages:
        raise BadInput("No expression is kept, as not every file could be read. Leave out those named above.")
    say(recorder.write(date.today()))


def _need_pictures(files: Sequence[Path], neutral: Sequence[Path] | None) -> None:
    """Of a film nobody knows how much of it shows anything."""
    others = [str(path) for path in files if not _is_still(path)]
    if others:
        raise BadInput(f"{', '.join(others)}: --own-scale takes pictures and folders of them, no films.")
    if not neutral:
        raise BadInput("--own-scale goes with --neutral FILE: pictures of the same person's face at rest.")


def _is_still(path: Path) -> bool:
    """A photograph, or a folder of them."""
    return path.is_dir() or is_picture(path)


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
    facts: FileFacts | None = None,
) -> Iterator[Row]:
    """The rows of one picture or film, or of a folder of pictures, each of which is named; a film without a neutral is
    looked at twice, and scored as in a session. What cannot be read is told to ``facts``; without one it raises
    SourceError."""
    own = None if neutral else _neutral_in(path, viewer, facts)
    with closing(looks_of(path, viewer, facts, unseen=not sys.stdout.isatty())) as looks:
        if _is_still(path):
            yield from (row_of(seen, name_of(path, seen), at, neutral or own, targets) for at, seen in looks)
        else:
            frames = (sample for _, (sample, *_) in looks)
            yield from rows_of_film(frames, str(path), targets, neutral or own, found_in_it=own is not None)


def _neutral_in(path: Path, viewer: Viewer, facts: FileFacts | None) -> Neutral | None:
    """A film's own, where there is one."""
    found = first_steady(path, viewer, facts)
    if found and facts:
        facts.rest_s[path] = found.from_s, found.until_s
        facts.rest_smiles.update([path] if found.smiles else [])
    return found and found.neutral
