"""The command line: what can be said, and how a run ends. commands.py does it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path

from mirrorcam.app import cli_keeping
from mirrorcam.app import commands as does
from mirrorcam.app.guard import stay_private
from mirrorcam.errors import BadInput

OK, BAD_INPUT, INTERRUPTED = 0, 2, 130

ABOUT = """\
A mirror that answers back: an avatar wears your face, exercises ask for expressions,
and you are told, kindly, which muscle to think about. Everything stays on this computer.

Without a command the window opens. Without a camera a built-in performer steps in.
"""

SOURCES = """\
where the pictures come from: "camera" (the first one), "camera:2", "camera:NAME", "synthetic" (the built-in
performer), a film, a picture, or a session kept earlier (default: the camera, or the performer without one)"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0, 2 for bad input, 130 after Ctrl-C (with everything kept)."""
    arguments = parser().parse_args(_joined(sys.argv[1:] if argv is None else argv))
    stay_private()
    if getattr(arguments, "model", None):
        os.environ["MIRRORCAM_MODEL"] = str(arguments.model)
    if getattr(arguments, "profile", None):
        os.environ["MIRRORCAM_PROFILE"] = arguments.profile
    try:
        ended: int | None = arguments.run(arguments)
        return ended or OK
    except BadInput as error:
        print(f"mirrorcam: {error}", file=sys.stderr)
        return BAD_INPUT
    except ImportError as error:
        print(f"mirrorcam: {_what_to_install(error)}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone: head, less
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _joined(argv: Sequence[str]) -> list[str]:
    """``--head -20,0,0`` as one word: argparse would take the minus for an option."""
    words = list(argv)
    for i in [i for i, word in enumerate(words[:-1]) if word == "--head"][::-1]:
        words[i : i + 2] = [f"--head={words[i + 1]}"]
    return words


def _what_to_install(error: ImportError) -> str:
    """For the system libraries that a computer without a desktop may lack."""
    if ".so" not in str(error):
        raise error
    return f"{error}. On Debian or Ubuntu: apt install libgl1 libegl1 libglib2.0-0"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="mirrorcam", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action=Version, nargs=0, help="print the version and end")
    _profile(top)
    top.set_defaults(run=does.run_window)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for add in (
        _practice,
        _mirror,
        _review,
        _replay,
        _export,
        _report,
        _progress,
        _measure,
        _avatar,
        _check,
        _list,
        _film,
    ):
        add(commands)
    cli_keeping.add(partial(_command, commands), _profile)
    _doctor(commands)
    return top


class Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"mirrorcam {metadata.version('mirrorcam')}")
        parser.exit()


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int | None],
    summary: str,
    more: str = "",
) -> argparse.ArgumentParser:
    about = f"{summary[0].upper()}{summary[1:]}.\n\n{more}"
    command = commands.add_parser(
        name, help=summary, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.set_defaults(run=run)
    return command


def _practice(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "practice",
        does.run_practice,
        "do an exercise",
        "Examples:\n"
        "  mirrorcam practice                         the first steps, before the camera\n"
        "  mirrorcam practice smile-ladder            another exercise; `mirrorcam list` names them\n"
        "  mirrorcam practice my-own.toml             an exercise that you wrote\n"
        "  mirrorcam practice --source synthetic      the built-in performer does it\n"
        "  mirrorcam practice --source film.mp4 --no-window --json\n",
    )
    command.add_argument(
        "exercise",
        nargs="?",
        default="first-steps",
        metavar="EXERCISE",
        help="a name or a TOML file (default: first-steps)",
    )
    _seeing(command)
    command.add_argument(
        "--no-window", action="store_true", help="run without a window and print the summary"
    )
    command.add_argument("--json", action="store_true", help="print the result as JSON (with --no-window)")
    command.add_argument(
        "--guided",
        action="store_true",
        help="somebody guides: keys of their own (F1 to F10) on a strip, and a window on a second screen",
    )
    command.add_argument(
        "--video",
        action="store_true",
        help="keep a film of your face beside this one session; in the window you are asked first "
        "(default: no picture is kept)",
    )
    keep = command.add_mutually_exclusive_group()
    keep.add_argument("--save", type=Path, metavar="FILE", help="keep the session in this new file")
    keep.add_argument("--no-save", action="store_true", help="keep nothing")


def _mirror(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "mirror",
        does.run_mirror,
        "just the mirror: no task, no score, nothing kept",
        "Examples:\n"
        "  mirrorcam mirror                       as in a mirror\n"
        "  mirrorcam mirror --mode warm:0.4       softened towards a gentle smile\n"
        "  mirrorcam mirror --mode left-on-both   your left side on both sides\n",
    )
    _seeing(command)
    command.add_argument(
        "--mode",
        metavar="MODE",
        help="how the avatar answers: warm, exaggerated, subtle, left-on-both, right-on-both, delayed or "
        "blend:EXPRESSION, each with an amount if you like (warm:0.4, delayed:0.8)",
    )
    command.set_defaults(exercise="mirror", no_save=True, save=None)
    command.add_argument(
        "--no-window", action="store_true", help="run without a window, until the pictures end"
    )


def _seeing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--source", metavar="SOURCE", help=SOURCES)
    command.add_argument(
        "--neutral",
        type=Path,
        action="append",
        metavar="FILE",
        help="pictures or a film of the same person's face at rest (default: taken at the start)",
    )
    command.add_argument("--person", metavar="NAME", help="the avatar; `mirrorcam list` names the cast")
    _model(command)
    _profile(command)


def _profile(command: argparse.ArgumentParser) -> None:
    """Also before the command's name, where it is not to be forgotten again."""
    command.add_argument(
        "--profile",
        metavar="NAME",
        default=argparse.SUPPRESS,
        help="whose sessions and settings, where several people use this computer (default: who was there last)",
    )


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="face_landmarker.task, if it is not where mirrorcam keeps it",
    )


def _review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "review",
        does.run_review,
        "look back on a session: move along it, compare, write notes",
        "In the window, K shows all keys. Notes are kept in the session.\n",
    )
    command.add_argument(
        "session", metavar="SESSION", help="a name from `mirrorcam list`, or a .mirrorcam file"
    )
    _profile(command)


def _replay(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "replay",
        does.run_replay,
        "watch a session again",
        "Without a window everything is computed anew from what was seen, and the results are printed.\n",
    )
    command.add_argument(
        "session", metavar="SESSION", help="a name from `mirrorcam list`, or a .mirrorcam file"
    )
    command.add_argument("--no-window", action="store_true", help="recompute the results and print them")
    command.add_argument("--json", action="store_true", help="print them as JSON (with --no-window)")
    command.add_argument(
        "--rescore",
        action="store_true",
        help="print what was kept beside what it comes to now; the session stays as it is",
    )
    _rescoring(command)
    _profile(command)


def _rescoring(command: argparse.ArgumentParser) -> None:
    """What may be different in `replay --rescore`."""
    command.add_argument(
        "--formula",
        type=int,
        metavar="N",
        help="with --rescore: by this version of the score's formula (default: today's)",
    )
    command.add_argument(
        "--neutral",
        type=Path,
        action="append",
        metavar="FILE",
        help="with --rescore: another face at rest to compare with, from pictures, a film or another session",
    )
    command.add_argument(
        "--target",
        type=Path,
        action="append",
        metavar="FILE",
        help="with --rescore: an expression file in the place of the session's own of that name",
    )
    command.add_argument(
        "--threshold",
        type=float,
        metavar="SCORE",
        help="with --rescore: the score, 1 to 100, from which a hold counts",
    )
    command.add_argument(
        "--gate",
        action="append",
        metavar="NAME=LIMIT",
        help="with --rescore: another limit for what is scored: too_far (px), too_dark, blurred, yaw, pitch, roll (°),"
        " neutral_yaw, neutral_pitch (° from the neutral)",
    )
    command.add_argument(
        "--dead-zone",
        type=float,
        metavar="SIZE",
        help="with --rescore: what moves less than this is taken for stillness",
    )


def _export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "export",
        does.run_export,
        "write a session as tables or as a film",
        "csv: tables with a row a frame, a trial, a step and a note. bids: a folder after the Brain Imaging Data\n"
        "Structure's motion extension. film: the avatars, the score and what was said, at the pace of the session,\n"
        "with the sentences beside it as captions (.vtt). docs/export-format.md tells what is in them.\n\n"
        "Examples:\n"
        "  mirrorcam export monday.mirrorcam --to csv --out tables\n"
        "  mirrorcam export monday.mirrorcam --to film --out monday.mp4 --person amara\n",
    )
    command.add_argument(
        "session", metavar="SESSION", help="a name from `mirrorcam list`, or a .mirrorcam file"
    )
    command.add_argument("--to", choices=("csv", "bids", "film"), required=True, help="what to write")
    command.add_argument(
        "--out",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="where to (default: here); for a film also a new file: its name ends in .mkv or .mp4",
    )
    command.add_argument("--person", metavar="NAME", help="film: the avatar (default: that of the session)")
    command.add_argument("--rate", type=float, metavar="FPS", help="film: pictures a second (default: 30)")
    command.add_argument("--author", action="append", metavar="NAME", help="bids: who made the data set")
    _profile(command)


def _report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "report",
        does.run_report,
        "write sessions as a page to read and to print",
        "One HTML file that needs nothing else: what was practised, how it went in words, plots, best moments and\n"
        "notes. Several sessions are shown together first. It is in the language that you chose in the window.\n\n"
        "Examples:\n"
        "  mirrorcam report monday.mirrorcam --out monday.html\n"
        '  mirrorcam report first.mirrorcam second.mirrorcam --out course.html --name "Blue heron"\n',
    )
    command.add_argument(
        "sessions", nargs="+", metavar="SESSION", help="names from `mirrorcam list`, or .mirrorcam files"
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a new file: its name ends in .html"
    )
    command.add_argument("--name", default="", help="whom it is about, if that should stand on it")
    _profile(command)


def _progress(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "progress",
        does.run_progress,
        "see all sessions together, through days and weeks",
        "Each thing by your own beginning: expressions, recognising, moving together, action units, minutes.\n"
        "A change is told only where chance would seldom look like it. docs/report.md names the table's columns.\n",
    )
    command.add_argument("--no-window", action="store_true", help="print it in words")
    told = command.add_mutually_exclusive_group()
    told.add_argument("--json", action="store_true", help="print it as JSON")
    told.add_argument("--csv", type=Path, metavar="FILE", help="write it as a table: a new file, in .csv")
    _profile(command)


def _measure(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "measure",
        does.run_measure,
        "measure the faces in pictures and films",
        "Action units are relative to the person's own face at rest: give it with --neutral.\n"
        "A film without it takes the neutral from its first two steady seconds.\n\n"
        "Examples:\n"
        "  mirrorcam measure smile.jpg --neutral rest.jpg --target happiness --json\n"
        '  mirrorcam measure smile.mp4 --save-target my-smile --title "My own smile"\n',
    )
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help="pictures or films")
    command.add_argument(
        "--neutral",
        type=Path,
        action="append",
        metavar="FILE",
        help="pictures or a film of the same person's face at rest",
    )
    command.add_argument(
        "--target",
        action="append",
        metavar="NAME",
        help="expressions to score (default: the six basic ones)",
    )
    command.add_argument("--json", action="store_true", help="one line of JSON for each picture or frame")
    command.add_argument(
        "--save-target",
        metavar="NAME",
        help="keep what was measured as an expression of your own: a new name, or a new .toml file",
    )
    command.add_argument("--title", help="what that expression is called (with --save-target)")
    _model(command)


def _avatar(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "avatar",
        does.run_avatar,
        "draw the cast: pictures, sheets and films",
        "NAME is an expression, neutral, or action units (AU12, AU4+AU7, AU12L for the person's left side).\n"
        "One NAME makes one face; several make a sheet with labels.\n\n"
        "Examples:\n"
        "  mirrorcam avatar happiness --out joy.png\n"
        "  mirrorcam avatar happiness sadness anger fear --person joseph --person wei --out sheet.png\n"
        "  mirrorcam avatar AU12L --intensity E --head 20,0,0 --out left.svg\n"
        "  mirrorcam avatar surprise --film surprise.mkv\n",
    )
    command.add_argument(
        "names", nargs="+", metavar="NAME", help="what to show; `mirrorcam list` names expressions"
    )
    command.add_argument(
        "--person",
        action="append",
        metavar="NAME",
        help="who shows it; give it again for another row of a sheet",
    )
    command.add_argument(
        "--intensity",
        default="C",
        metavar="C",
        help="A (a trace) to E (all), or a number up to 1 (default: C)",
    )
    command.add_argument(
        "--head",
        default="0,0,0",
        metavar="YAW,PITCH,ROLL",
        help="degrees: to the person's left, chin up, to their left shoulder (default: 0,0,0)",
    )
    command.add_argument(
        "--size", type=int, default=640, metavar="PX", help="side of one face (default: 640)"
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="a picture: its name ends in .png or .svg")
    command.add_argument(
        "--film",
        type=Path,
        metavar="FILE",
        help="a film from rest into each expression and back: its name ends in .mkv or .gif",
    )
    command.add_argument("--still", action="store_true", help="no blinks, glances or breath in the film")


def _check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "check",
        does.run_check,
        "check exercises, programmes, plans and expressions",
        "Prints every mistake at once: file, place, reason.\n",
    )
    command.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="exercises, programmes, plans, expressions or people, as TOML",
    )


def _list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "list", does.run_list, "list exercises, programmes, plans, people, cameras and sessions"
    )
    _profile(command)
    command.add_argument("--json", action="store_true", help="print them as JSON")


def _film(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "film",
        does.run_film,
        "delete the film of a session, for good",
        "A film is kept only where you said yes to one for that session. The session itself stays.\n\n"
        "Examples:\n"
        "  mirrorcam film delete '2026-11-22 1802 first-steps'\n"
        "  mirrorcam film delete --lone     films of which the session is gone\n",
    )
    command.add_argument("action", choices=("delete",), help="what to do with it")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "session", nargs="?", metavar="SESSION", help="a name from `mirrorcam list`, or a .mirrorcam file"
    )
    what.add_argument("--lone", action="store_true", help="films left behind without their session")
    _profile(command)


def _doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "doctor", does.run_doctor, "see whether everything is in place, and what to do if not"
    )
    command.add_argument(
        "--fetch", action="store_true", help="fetch the face model now if it is not here yet"
    )
    _model(command)
