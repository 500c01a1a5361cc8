"""How a script is run by itself, as ``python -m benchmarks.NAME …``: what was given wrongly is said in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mirrorcam.errors import BadInput

FACES = "a folder of faces with people.csv"


@contextmanager
def plainly() -> Iterator[None]:
    """On BadInput, and where a file or folder cannot be read, ends with one sentence and 2."""
    try:
        yield
    except BadInput as error:
        sentence = str(error)
    except OSError as error:
        if error.filename is None:
            raise
        sentence = f"{error.filename}: {error.strerror}. Give another."
    else:
        return
    print(sentence, file=sys.stderr)
    sys.exit(2)


def run_alone(main: Callable[[Path], object], wanted: str = FACES) -> None:
    """Runs ``main`` on the one argument, plainly."""
    with plainly():
        if len(sys.argv) != 2:
            raise BadInput(f"Give {wanted}.")
        main(Path(sys.argv[1]))


def paths(wanted: str) -> list[Path]:
    """All that was given, one at least; ``wanted`` says what."""
    if len(sys.argv) < 2:
        raise BadInput(f"Give {wanted}.")
    return [Path(name) for name in sys.argv[1:]]


def whole_minutes(usual: int) -> int:
    """The one argument, a whole number from 1, or the usual."""
    given = sys.argv[1] if len(sys.argv) > 1 else str(usual)
    if not (given.isdecimal() and int(given) > 0):
        raise BadInput(f"{given}: no number of minutes. Give a whole number, such as {usual}.")
    return int(given)
