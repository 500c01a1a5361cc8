"""A folder of labelled pictures, ``PERSON/LABEL/*.jpg``: what is in it, what is wrong with it, what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from shlex import quote

from benchmarks.measurement.labels import REST, WORDS, label_of, words_for
from benchmarks.measurement.words import many

from mirrorcam.app.measuring import SIX
from mirrorcam.errors import BadInput
from mirrorcam.sources import is_picture
from mirrorcam.tables import did_you_mean
from mirrorcam.target import library

NAMED = 3
"""So many of what is left out are named in words; figures as JSON name all."""


@dataclass(frozen=True)
class Picture:
    person: str
    label: str
    path: Path


@dataclass(frozen=True)
class LeftOut:
    """What is in the folder and not measured, by its path in it."""

    elsewhere: list[str] = field(default_factory=list)
    """Pictures that do not lie in PERSON/LABEL."""
    empty: list[str] = field(default_factory=list)
    """Folders PERSON or PERSON/LABEL without a picture of their own."""
    other_files: list[str] = field(default_factory=list)
    """Files in PERSON or PERSON/LABEL that are of no kind that can be read."""
    broken: list[str] = field(default_factory=list)
    """Links to what is not there."""
    closed: list[str] = field(default_factory=list)
    """Folders and links that the system does not let this account look into."""

    def words(self) -> list[str]:
        said = (
            (self.elsewhere, "picture", "not in a folder PERSON/LABEL"),
            (self.empty, "folder", "without a picture that is read here"),
            (self.other_files, "file", "of no kind of picture that is read here"),
            (self.broken, "link", "to what is not there"),
            (self.closed, "place", "that this account may not look into"),
        )
        return [
            f"Left out: {many(len(names), what)} {why}: {', '.join(names[:NAMED])}"
            + (f" and {len(names) - NAMED} more." if len(names) > NAMED else ".")
            for names, what, why in said
            if names
        ]


def read_pictures(folder: Path, ignored: Iterable[str] = ()) -> list[Picture]:
    """Raises BadInput that tells everything that is wrong with the folder, before any picture is looked at.
    ``ignored``: labels to leave out, in any word for them."""
    if _closed(folder):
        raise BadInput(
            f"{folder}: this account may not look into it. Copy the pictures to a folder of your own."
        )
    if not folder.is_dir():
        what = "this is a file, no folder" if folder.exists() else "there is no such folder"
        raise BadInput(f"{folder}: {what}. Give one with PERSON/LABEL/*.jpg in it.")
    every = _pictures(folder)
    placed = [p for p in every if _placed(p, folder)]
    if not placed:
        raise BadInput(
            f"{folder}: there is no picture PERSON/LABEL/*.jpg in this folder."
            f"{_elsewhere(folder, every)}{_besides(folder)}"
        )
    out = _ignored(folder, ignored)
    pictures = [
        Picture(p.parent.parent.name, label, p)
        for p in placed
        if (label := label_of(p.parent.name)) not in out
    ]
    if problems := [*_unknown(folder, pictures), *_without(folder, pictures)]:
        raise BadInput(_other_way_round(folder, pictures) or "\n".join(problems))
    return pictures


def _elsewhere(folder: Path, pictures: Sequence[Path]) -> str:
    """Of pictures none of which lies in PERSON/LABEL: where they are, and what to do; "" of none."""
    if not pictures:
        return ""
    named = ", ".join(str(p.relative_to(folder)) for p in pictures[:NAMED])
    more = f" and {len(pictures) - NAMED} more" if len(pictures) > NAMED else ""
    return f" It has {many(len(pictures), 'picture')} in other places: {named}{more}. {_what_to_do(folder, pictures)}"


def _what_to_do(folder: Path, pictures: Sequence[Path]) -> str:
    """By where the first of them lies, which may hold for all."""
    first = pictures[0].parent
    known = (REST, *library())
    if _depth(pictures[0], folder) == 2 and label_of(first.name) in known:
        return (
            f"If these are of one person, put {quote(first.name)} and its like into a folder for this person."
        )
    if _depth(pictures[0], folder) > 3:
        return (
            f"Give the folder with the people in it instead, {quote(str(first.parent.parent))}, for example."
        )
    return (
        "A label in a file's name is not read: put each picture into a folder for its label, inside one for its "
        f"person, such as ann/happiness/{pictures[0].name}."
    )


def _besides(folder: Path) -> str:
    """What else is there, such as pictures of a kind that is not read here."""
    out = left_out(folder)
    words = LeftOut(other_files=out.other_files, broken=out.broken, closed=out.closed).words()
    return "".join(f"\n{one}" for one in words)


def left_out(folder: Path, ignored: Iterable[str] = ()) -> LeftOut:
    """Beside what was asked to be ignored."""
    out = _ignored(folder, ignored)
    things, closed = (
        [p for p in each if not (_depth(p, folder) > 1 and label_of(_label(p, folder)) in out)]
        for each in _things(folder)
    )
    pictures = {p for p in things if is_picture(p)}
    homes = {p.parent for p in pictures if _placed(p, folder)}
    persons = {home.parent for home in homes}
    deep = {parent for p in pictures for parent in p.parents}  # of pictures that are told of as elsewhere
    empty = [p for p in things if p.is_dir() and _depth(p, folder) <= 2 and p not in homes | persons | deep]
    files = [p for p in things if p.is_file() and p not in pictures and 2 <= _depth(p, folder) <= 3]
    elsewhere = [p for p in pictures if not _placed(p, folder)]
    broken = [p for p in things if not p.exists()]
    found = (elsewhere, empty, files, broken, closed)
    return LeftOut(*(sorted(str(p.relative_to(folder)) for p in one) for one in found))


def same_files(folder: Path, pictures: Sequence[Picture]) -> list[list[str]]:
    """Pictures with the very same bytes, by their paths in the folder: each counts as one of its own."""
    found: dict[bytes, list[str]] = {}
    size = {picture.path: picture.path.stat().st_size for picture in pictures}
    often = Counter(size.values())
    for path in sorted(path for path in size if often[size[path]] > 1):
        if (content := _content(path)) is not None:
            found.setdefault(content, []).append(str(path.relative_to(folder)))
    return [paths for paths in found.values() if len(paths) > 1]


def _content(path: Path) -> bytes | None:
    """As a digest; None where it cannot be read, which is told when it is looked at."""
    try:
        return sha256(path.read_bytes()).digest()
    except OSError:
        return None


def same_words(same: Sequence[Sequence[str]]) -> list[str]:
    """One line, which names the first few; [] where there are none."""
    if not same:
        return []
    named = "; ".join(" = ".join(_few(paths)) for paths in same[:NAMED])
    more = f" and {len(same) - NAMED} more" if len(same) > NAMED else ""
    return [
        f"The same picture lies here more than once, and each counts as a picture of its own: {named}{more}."
    ]


def _few(paths: Sequence[str]) -> list[str]:
    return [*paths[:NAMED], *([f"{len(paths) - NAMED} more"] if len(paths) > NAMED else [])]


def smiling_words(files: Sequence[str]) -> list[str]:
    """One line, which names the first few neutral pictures in which the face seems to smile; [] without any."""
    if not files:
        return []
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return [
        f"In {many(len(files), 'neutral picture')} the face may not be at rest, as it seems to smile, and all pictures "
        f"of that person are measured against it: {', '.join(files[:NAMED])}{more}."
    ]


def without_rest(pictures: Sequence[Picture]) -> list[str]:
    """People of whom there is no picture at rest, so that nothing of them can be scored."""
    rested = {picture.person for picture in pictures if picture.label == REST}
    return sorted({picture.person for picture in pictures} - rested)


def _things(folder: Path, above: tuple[Path, ...] = ()) -> tuple[list[Path], list[Path]]:
    """Files and folders at any depth, but hidden ones and what is in those; and those that this account may not look
    into. Links are followed, but not in a circle to a folder that lies ``above``."""
    above = (*above, folder.resolve())
    found, closed = [], []
    for path in sorted(p for p in folder.iterdir() if not p.name.startswith(".")):
        if _closed(path):
            closed.append(path)
            continue
        found.append(path)
        if path.is_dir() and path.resolve() not in above:
            inside, shut = _things(path, above)
            found, closed = found + inside, closed + shut
    return found, closed


def _closed(path: Path) -> bool:
    """Whether the system does not let this account look at it, or, of a folder, into it."""
    try:
        first = next(path.iterdir(), None) if path.is_dir() else None
        if first is not None:
            first.lstat()  # a folder may tell names alone
    except PermissionError:
        return True
    return False


def _pictures(folder: Path) -> list[Path]:
    return [p for p in _things(folder)[0] if is_picture(p)]


def _depth(path: Path, folder: Path) -> int:
    return len(path.relative_to(folder).parts)


def _label(path: Path, folder: Path) -> str:
    """The name of the label's folder that it is or lies in."""
    return path.relative_to(folder).parts[1]


def _placed(path: Path, folder: Path) -> bool:
    return _depth(path, folder) == 3


def _ignored(folder: Path, ignored: Iterable[str]) -> set[str]:
    """As labels. Raises BadInput for one that no folder has: a slip of the pen would leave in what should be out."""
    there = {label_of(p.name) for p in _things(folder)[0] if _depth(p, folder) == 2 and p.is_dir()}
    unknown = [word for word in ignored if label_of(word) not in there]
    words = [*sorted(there), *(word for word in WORDS if label_of(word) in there)]
    if unknown:
        raise BadInput(
            "\n".join(
                f'--ignore {word}: nobody has the label "{word}" here.{did_you_mean(word, words)}'
                for word in unknown
            )
        )
    return {label_of(word) for word in ignored}


def _unknown(folder: Path, pictures: Sequence[Picture]) -> list[str]:
    known = (REST, *library())
    counts = Counter(picture.label for picture in pictures if picture.label not in known)
    problems = [
        f'{folder}: the label "{label}" ({many(count, "picture")}) is no expression.'
        f"{did_you_mean(label, (*known, *WORDS))} Rename it, or leave it out with --ignore {quote(label)}."
        for label, count in sorted(counts.items())
    ]
    named = (
        "Known are:",
        *(f"  {words_for(one)}" for one in (REST, *SIX)),
        "`mirrorcam list` names the others.",
    )
    return [*problems, *named] if problems else []


def _other_way_round(folder: Path, pictures: Sequence[Picture]) -> str:
    """ "" if the outer folders are not called as labels are."""
    known = (REST, *library())
    outer = sorted({picture.person for picture in pictures})
    if len(outer) < 2 or not all(label_of(name) in known for name in outer):
        return ""
    return (
        f"{folder}: the outer folders are called as labels are ({', '.join(outer[:NAMED])}), so this seems to be "
        f"LABEL/PERSON. It has to be PERSON/LABEL: {quote(outer[0])} inside a folder for each person."
    )


def _without(folder: Path, pictures: Sequence[Picture]) -> list[str]:
    if not any(picture.label == REST for picture in pictures):
        return [
            f'{folder}: nobody has a picture with the label "{REST}". Each person needs PERSON/{REST}/*.jpg.'
        ]
    if all(picture.label == REST for picture in pictures):
        return [
            f'{folder}: there are only pictures with the label "{REST}". Add PERSON/happiness/*.jpg, for example.'
        ]
    return []
