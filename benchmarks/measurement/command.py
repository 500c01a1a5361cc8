"""Proof of the measurement: measures what can be measured here, and writes docs/measurement.md from it.

    python -m benchmarks.measurement [--faces FOLDER] [--films FILE …] [--quick] [--only NAME …]
    python -m benchmarks.measurement --labelled FOLDER [--ignore LABEL …] [--morphs] [--json]
    python -m benchmarks.measurement --page

--faces: a folder with a list people.csv (person, age, gender, ethnicity, neutral, smile). What needs faces or
films is not run without them, and the page then keeps the figures of an earlier run. A quick run looks at a
little of everything (extent.py), which takes minutes; its figures are printed, not kept.

--labelled measures pictures PERSON/LABEL/*.jpg of your own, and keeps nothing. Labels are expressions or other words
for them (LABELS below); each person needs pictures with the label neutral, better two than one, as AUC neutral compares
only with those of people who have two. A picture takes about a second, its morphs some ten. Docs: docs/measuring.md.

Ends with 0; with 2 when something is wrong with what was given, which is said; with 130 when Ctrl-C ended it, with the
figures of the people that were done.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measurement.cost import measure_cost
from benchmarks.measurement.covering import measure_covers
from benchmarks.measurement.days import measure_days
from benchmarks.measurement.drawn import measure_drawn
from benchmarks.measurement.drawn_folder import measure_drawn_folder
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.grey import measure_grey
from benchmarks.measurement.groups import measure_groups
from benchmarks.measurement.held_six import measure_held_six
from benchmarks.measurement.labelled import Stopped, measure_labelled
from benchmarks.measurement.labelled_text import labelled_report
from benchmarks.measurement.labels import OTHER_WORDS, words_for
from benchmarks.measurement.live import measure_films, measure_held
from benchmarks.measurement.morphs import measure_morphs
from benchmarks.measurement.nearer import measure_nearer
from benchmarks.measurement.one_sided import measure_one_sided
from benchmarks.measurement.other_heads import measure_other_heads
from benchmarks.measurement.page import keep_figures, read_figures, rounded, section_text, write_page
from benchmarks.measurement.passing import measure_passing
from benchmarks.measurement.permuted import measure_permuted, measure_permuted_smiles
from benchmarks.measurement.photographs import Album, Sitter, read_sitters
from benchmarks.measurement.program import program
from benchmarks.measurement.simulated import measure_simulated
from benchmarks.measurement.six import measure_six
from benchmarks.measurement.smiles import measure_smiles
from benchmarks.measurement.strangers import measure_strangers
from benchmarks.measurement.streams import measure_streams
from benchmarks.measurement.turned import measure_turned
from benchmarks.measurement.unusual import measure_unusual
from benchmarks.measurement.warped import measure_warped
from benchmarks.measurement.worn import measure_worn

from mirrorcam.app.seeing import Eyes, existing
from mirrorcam.errors import BadInput
from mirrorcam.score import FORMULA_VERSION

ALONE: dict[str, Callable[[Extent], dict[str, Any]]] = {
    "streams": measure_streams,
    "passing": measure_passing,
    "cost": measure_cost,
    "drawn": measure_drawn,
    "permuted": measure_permuted,
    "labelled": measure_drawn_folder,
    "simulated": measure_simulated,
}
WITH_FACES: dict[str, Callable[[Album], dict[str, Any]]] = {
    "smiles": measure_smiles,
    "morphs": measure_morphs,
    "permuted-smiles": measure_permuted_smiles,
    "worn": measure_worn,
    "turned-photographs": measure_turned,
    "other-heads": measure_other_heads,
    "nearer": measure_nearer,
    "one-sided": measure_one_sided,
    "held": measure_held,
    "held-six": measure_held_six,
    "days": measure_days,
    "six": measure_six,
    "groups": measure_groups,
    "warped": measure_warped,
    "grey": measure_grey,
    "covers": measure_covers,
    "strangers": measure_strangers,
    "unusual": measure_unusual,
}
FILMS = "films"
QUICK = (
    "A quick run: every part is run, on two people at most and a little of everything else, to see that it runs. "
    "Its figures tell next to nothing and are not kept.\n"
)
STOPPED = 130
"""What a command ends with that Ctrl-C ended: 128 and the number of the signal, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.labelled and given.quick:
        parser.error("--quick does not go with --labelled, of which every picture is looked at.")
    try:
        if given.labelled:
            return _labelled(given)
        if given.page:
            write_page()
        else:
            _measure(given)
        return 0
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    except Stopped:
        return STOPPED
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.measurement",
        description=__doc__,
        epilog="\n  ".join(("LABELS:", *map(words_for, OTHER_WORDS), "`mirrorcam list` names the others.")),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--faces", type=Path, metavar="FOLDER", help="faces, neutral and smiling, with people.csv"
    )
    parser.add_argument("--films", type=Path, nargs="+", default=[], metavar="FILE", help="films of a face")
    parser.add_argument(
        "--labelled", type=_folder, metavar="FOLDER", help="pictures PERSON/LABEL/*.jpg, nothing else is run"
    )
    parser.add_argument("--ignore", nargs="+", default=[], metavar="LABEL", help="labels to leave out")
    parser.add_argument("--morphs", action="store_true", help="with --labelled: also along neutral → picture")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument(
        "--quick", action="store_true", help="a little of everything, in minutes; nothing is kept"
    )
    parser.add_argument(
        "--only", nargs="+", choices=[*ALONE, *WITH_FACES, FILMS], metavar="NAME", help="these alone"
    )
    parser.add_argument(
        "--page", action="store_true", help="only write the page anew from the figures that are kept"
    )
    return parser


def _folder(name: str) -> Path:
    """Path("") would be the folder one is in, and a variable that is not set is no wish for that."""
    if not name.strip():
        raise argparse.ArgumentTypeError("give the name of a folder; . is the one that you are in.")
    return Path(name)


def _labelled(given: argparse.Namespace) -> int:
    figures = measure_labelled(given.labelled, given.ignore, morphs=given.morphs)
    print(json.dumps(rounded(figures)) if given.json else labelled_report(figures))
    return STOPPED if figures["stopped"] else 0


def _measure(given: argparse.Namespace) -> None:
    if given.quick:
        print(QUICK, flush=True)
    for name, work in _works(given):
        if given.only and name not in given.only:
            continue
        if work is None:
            print(
                f"## {name}: not run here; it needs --{'films' if name == FILMS else 'faces'}\n", flush=True
            )
            continue
        begun = perf_counter()
        how = {"quick": True} if given.quick else {}
        figures = rounded({"formula": FORMULA_VERSION, "program": program(), **how, **work()})
        if not given.quick:
            keep_figures({**read_figures(), name: figures})
            write_page()
        said = json.dumps({name: figures}) if given.json else section_text(name, figures)
        print(
            f"## {name}{', quick' if given.quick else ''} ({perf_counter() - begun:.0f} s)\n\n{said}\n",
            flush=True,
        )


def _works(given: argparse.Namespace) -> list[tuple[str, Callable[[], dict[str, Any]] | None]]:
    """What can be measured; None: something for it was not given. What is given is looked at before the work begins."""
    sitters = read_sitters(given.faces) if given.faces else []
    extent = Extent(given.quick)
    sitters = extent.some(sitters)
    films = existing(given.films)
    return [
        *((name, lambda work=work: work(extent)) for name, work in ALONE.items()),
        *(
            (name, (lambda work=work: _with_album(sitters, extent, work)) if sitters else None)
            for name, work in WITH_FACES.items()
        ),
        (FILMS, (lambda: measure_films(films)) if films else None),
    ]


def _with_album(
    sitters: Sequence[Sitter], extent: Extent, work: Callable[[Album], dict[str, Any]]
) -> dict[str, Any]:
    with Eyes.open(still=True) as eyes:
        return work(Album(eyes, sitters, extent))
