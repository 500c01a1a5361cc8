"""`mirrorcam export`: a session as tables or as a film, for other programs. What is in them: docs/export-format.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from mirrorcam.app.export.bids import export_bids
from mirrorcam.app.export.csv_files import export_csv
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput
from mirrorcam.phrases import phrase
from mirrorcam.recording import read_recording

KINDS = ("csv", "bids", "film")
BELONGS = {"person": "film", "rate": "film", "author": "bids"}
"""Options that only one kind of export has."""


def make(arguments: argparse.Namespace, session: Path) -> int:
    """The command: prints what was written, one path a line. Raises BadInput, with nothing written."""
    for option, kind in BELONGS.items():
        if getattr(arguments, option) and arguments.to != kind:
            raise BadInput(f"--{option} goes with --to {kind}.")
    recording = read_recording(session)
    if arguments.to == "csv":
        if not recording.about.recomputable:
            say(phrase("handing.trials_only"))
        written = export_csv(recording, arguments.out)
    elif arguments.to == "bids":
        written = [export_bids(recording, arguments.out, arguments.author or ())]
    else:
        from mirrorcam.app.export.film import export_film

        written = export_film(recording, arguments.out, arguments.person, arguments.rate)
    for path in written:
        print(path.resolve())
    return 0


__all__ = ["KINDS", "export_bids", "export_csv", "make"]
