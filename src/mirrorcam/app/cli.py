"""The commands. Each imports what it needs when it runs, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from mirrorcam.app.guard import stay_private
from mirrorcam.errors import BadInput

if TYPE_CHECKING:
    from mirrorcam.app.opening import Wish

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
    arguments = parser().parse_args(argv)
    stay_private()
    if getattr(arguments, "model", None):
        os.environ["MIRRORCAM_MODEL"] = str(arguments.model)
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
    top.set_defaults(run=_window)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for add in (_practice, _mirror, _replay, _measure, _check, _list, _doctor):
        add(commands)
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


def _window(_: argparse.Namespace) -> int:
    from mirrorcam.app.desk import open_window

    if _no_screen():
        raise BadInput("the window needs a screen. `mirrorcam practice --no-window` runs in the terminal.")
    return open_window()


def _practice(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "practice",
        _run_practice,
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
    keep = command.add_mutually_exclusive_group()
    keep.add_argument("--save", type=Path, metavar="FILE", help="keep the session in this new file")
    keep.add_argument("--no-save", action="store_true", help="keep nothing")


def _mirror(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "mirror", _run_mirror, "just the mirror: no task, no score, nothing kept")
    _seeing(command)
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


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="face_landmarker.task, if it is not where mirrorcam keeps it",
    )


def _replay(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "replay",
        _run_replay,
        "watch a session again",
        "Without a window everything is computed anew from what was seen, and the results are printed.\n",
    )
    command.add_argument(
        "session", metavar="SESSION", help="a name from `mirrorcam list`, or a .mirrorcam file"
    )
    command.add_argument("--no-window", action="store_true", help="recompute the results and print them")
    command.add_argument("--json", action="store_true", help="print them as JSON (with --no-window)")


def _measure(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "measure",
        _run_measure,
        "measure the faces in pictures and films",
        "Action units are relative to the person's own face at rest: give it with --neutral.\n"
        "A film without it takes the neutral from its first two steady seconds.\n\n"
        "Example: mirrorcam measure smile.jpg --neutral rest.jpg --target happiness --json\n",
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
    _model(command)


def _check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands,
        "check",
        _run_check,
        "check exercise and expression files",
        "Prints every mistake at once: file, place, reason.\n",
    )
    command.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="exercises, expressions or people, as TOML"
    )


def _list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "list", _run_list, "list exercises, expressions, people, cameras and sessions"
    )
    command.add_argument("--json", action="store_true", help="print them as JSON")


def _doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        commands, "doctor", _run_doctor, "see whether everything is in place, and what to do if not"
    )
    command.add_argument(
        "--fetch", action="store_true", help="fetch the face model now if it is not here yet"
    )
    _model(command)


def _run_practice(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.opening import wish_of

    return _go(wish_of(arguments), arguments.no_window or arguments.json, as_json=arguments.json)


def _run_mirror(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.opening import wish_of

    return _go(wish_of(arguments), arguments.no_window)


def _go(wish: Wish, without_window: bool, as_json: bool = False) -> int:
    """In the window, or in the terminal if that is wanted or there is no screen."""
    from mirrorcam.app.headless import run

    if without_window or _no_screen():
        return run(wish, as_json=as_json)
    from mirrorcam.app.desk import open_window

    return open_window(wish)


def _no_screen() -> bool:
    from mirrorcam.app.desktop import screen_size
    from mirrorcam.app.terminal import say

    if screen_size() is not None:
        return False
    say("There is no screen here, so this runs in the terminal.")
    return True


def _run_replay(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.headless import recompute
    from mirrorcam.stores import open_store

    given = Path(arguments.session)
    path = given if given.is_file() else open_store().find(arguments.session)
    if arguments.no_window or arguments.json or _no_screen():
        return recompute(path, as_json=arguments.json)
    from mirrorcam.app.desk import open_window

    return open_window(session=path)


def _run_measure(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.measure import measure_files

    return measure_files(arguments)


def _run_check(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.listing import check_files

    return check_files(arguments.files)


def _run_list(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.listing import print_list

    return print_list(as_json=arguments.json)


def _run_doctor(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.doctor import examine

    return examine(fetch=arguments.fetch)
