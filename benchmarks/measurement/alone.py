"""How a part is run by itself: ``python -m benchmarks.measurement.NAME FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from mirrorcam.errors import BadInput

FACES = "a folder of faces with people.csv"


def run_alone(main: Callable[[Path], object], wanted: str = FACES) -> None:
    """Runs ``main`` on the one argument. Without it, and on BadInput, it ends with one sentence and 2."""
    try:
        if len(sys.argv) != 2:
            raise BadInput(f"Give {wanted}.")
        main(Path(sys.argv[1]))
    except BadInput as error:
        print(error, file=sys.stderr)
        sys.exit(2)
