"""`mirrorcam measure --save-target`: a face becomes an expression that can be asked for."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.face import Reason
from mirrorcam.folders import own_expressions_folder
from mirrorcam.recorded_target import Best, Label, best_half_second, mean_expression, target_text
from mirrorcam.safe_files import sweep, write_new
from mirrorcam.stores.disk import DEVICES
from mirrorcam.target import TITLE_CHARACTERS, library, parse_target, shipped

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
ASK = 'An exercise can ask for it: target = "{name}".'
MOVE = "Exercises can ask for it once it lies in {folder}."
NAMED = 3
"""So many files are named as the source; of more, how many."""


@dataclass
class TargetRecorder:
    """Told everything that is measured (``see``), it writes one expression file of it (``write``)."""

    path: Path
    title: str
    _looks: dict[Path, list[tuple[float, Expression]]] = field(default_factory=dict)
    _reasons: dict[Path, Counter[Reason]] = field(default_factory=dict)

    @classmethod
    def open(cls, name: str, title: str | None) -> TargetRecorder:
        """``name``: of an expression of the person's own, or a path that ends in .toml. Raises BadInput, before
        any work is done, for what cannot be written."""
        is_path = name.endswith(".toml")
        path = Path(name) if is_path else own_expressions_folder() / f"{name}.toml"
        _check_name(path.stem if is_path else name)
        if path.stem in shipped():
            raise BadInput(f'"{path.stem}" is an expression that comes with mirrorcam. Choose another name.')
        if path.stem.upper() in DEVICES:
            raise BadInput(
                f'--save-target: "{path.stem}" is what Windows calls a device. Choose another name.'
            )
        if os.path.lexists(path):
            raise BadInput(
                f"{path}: there is such a file already, and it is left as it is. Choose another name."
            )
        if not (path.parent.is_dir() or path.parent == own_expressions_folder()):
            raise BadInput(f"{path}: cannot be written, as there is no folder {path.parent}.")
        title = path.stem.replace("-", " ").capitalize() if title is None else title.strip()
        if not 0 < len(title) <= TITLE_CHARACTERS:
            raise BadInput(f"--title: a title has 1 to {TITLE_CHARACTERS} characters, not {len(title)}.")
        return cls(path, title)

    def see(self, file: Path, time_s: float, face: Expression | None, reason: Reason | None) -> None:
        looks = self._looks.setdefault(file, [])
        if face is not None:
            looks.append((time_s, face))
        elif reason is not None:
            self._reasons.setdefault(file, Counter())[reason] += 1

    def write(self, today: date) -> str:
        """Returns a sentence that says where. Raises BadInput when nothing could be measured, when the face is at
        rest, or when it cannot be written."""
        faces = {file: best for file, looks in self._looks.items() if (best := _best(looks)) is not None}
        if not faces:
            raise BadInput(f"No expression could be measured, so none is kept. {self._why(self._looks)}")
        label = Label(self.path.stem, self.title, _source(faces, today))
        shown = mean_expression([best.face for best in faces.values()])
        try:
            text = target_text(shown, label, library().values())
        except ValueError as error:
            raise BadInput(f"{', '.join(map(str, faces))}: {error}.") from None
        parse_target(text, str(self.path))
        write_expression(self.path, text)
        folder = own_expressions_folder()
        there = self.path.resolve().parent == folder.resolve()
        then = ASK.format(name=self.path.stem) if there else MOVE.format(folder=folder)
        taken = [
            f"Of {file} it is what was shown{when}." for file, best in faces.items() if (when := _when(best))
        ]
        return "\n".join([f"Kept in {self.path}. {then}", *taken[:NAMED], *self._left_out(faces)])

    def _left_out(self, faces: Container[Path]) -> Iterator[str]:
        """A sentence for each file of which nothing is in the expression; of many, how many more."""
        files = [file for file in self._looks if file not in faces]
        for file in files[:NAMED]:
            yield f"{file} is left out. {self._why([file])}"
        if len(files) > NAMED:
            yield f"So are {len(files) - NAMED} more."

    def _why(self, files: Iterable[Path]) -> str:
        reasons = sum((self._reasons.get(file, Counter()) for file in files), Counter[Reason]())
        if not reasons:
            return "Nothing was steady for half a second."
        return reasons.most_common(1)[0][0].advice


def _best(looks: Sequence[tuple[float, Expression]]) -> Best | None:
    """Of a picture what it shows, of a film its best half-second."""
    return Best(looks[0][1], 0.0, 0.0) if len(looks) == 1 else best_half_second(looks)


def _when(best: Best) -> str:
    """In a film; "" for a picture."""
    return f" from {best.from_s:.1f} to {best.until_s:.1f} s" if best.until_s > best.from_s else ""


def _check_name(name: str) -> None:
    if NAME.fullmatch(name) is None:
        near = plain_name(name)
        near = "" if any(sign.isalnum() and not sign.isascii() for sign in _letters(name)) else near
        like = f' "{near}" would do.' if NAME.fullmatch(near) else ""
        raise BadInput(
            f'--save-target: "{name[:60]}" cannot be a name: small letters, digits and hyphens, a letter first, at '
            f"most 40.{like}"
        )


def plain_name(words: str) -> str:
    """In plain letters: "Mein Lächeln" is "mein-lacheln"; without those that have no plain one."""
    return re.sub(r"[^a-z0-9]+", "-", _letters(words)).strip("-")[:40].strip("-")


def _letters(words: str) -> str:
    """Small, and without their accents."""
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _source(faces: Mapping[Path, Best], today: date) -> str:
    names = [f"{path.name[:80]}{_when(best)}" for path, best in list(faces.items())[:NAMED]]
    more = len(faces) - len(names)
    listed = ", ".join(names) + (f" and {more} more" if more else "")
    return f"Recorded with mirrorcam measure on {today:%Y-%m-%d} from {listed}."


def write_expression(path: Path, text: str) -> None:
    """A new file, whole or not at all, that only its owner can read. Raises BadInput."""
    own = own_expressions_folder()
    try:
        if path.parent == own:
            own.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(own)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
    write_new(path, text.encode())
