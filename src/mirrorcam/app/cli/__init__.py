"""The command line: what can be said, a file for each kind of command, and how a run ends. commands.py does it."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import metadata

from mirrorcam.app import commands as does
from mirrorcam.app import streams
from mirrorcam.app.cli import checking, faces, keeping, looking_back, practising
from mirrorcam.app.cli.options import profile
from mirrorcam.app.ending import end_as_with_ctrl_c
from mirrorcam.app.guard import stay_private
from mirrorcam.errors import BadInput, cannot_be_looked_at, disk_is_full

OK, BAD_INPUT, INTERRUPTED = 0, 2, 130

ABOUT = """\
A mirror that answers back: an avatar wears your face, exercises ask for expressions,
and you are told, kindly, which muscle to think about. Everything stays on this computer.

Without a command the window opens. Without a camera a built-in performer steps in.
"""

COMMANDS = (
    practising.practice,
    practising.mirror,
    looking_back.review,
    looking_back.replay,
    looking_back.export,
    looking_back.report,
    looking_back.progress,
    faces.measure,
    faces.avatar,
    checking.check,
    checking.list_all,
    keeping.film,
    keeping.share,
    keeping.open_share,
    keeping.key,
    keeping.sessions,
    keeping.backup,
    keeping.restore,
    checking.doctor,
)
"""In the order in which ``--help`` names them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0, 2 for bad input or a full disk, 130 after Ctrl-C (with everything kept)."""
    streams.hold()
    arguments = parser().parse_args(_joined(sys.argv[1:] if argv is None else argv))
    stay_private()
    end_as_with_ctrl_c()
    _print_anything()
    if getattr(arguments, "model", None):
        os.environ["MIRRORCAM_MODEL"] = str(arguments.model)
    if getattr(arguments, "profile", None):
        os.environ["MIRRORCAM_PROFILE"] = arguments.profile
    try:
        ended: int | None = arguments.run(arguments)
        print(end="", flush=True)  # what cannot be written is told here, not when Python ends
        return ended or OK
    except BadInput as error:
        print(f"mirrorcam: {error}", file=sys.stderr)
        return BAD_INPUT
    except (ImportError, RuntimeError) as error:
        return _not_loaded(error)
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:  # the reader of our output has gone: head, less
        _print_no_more()
        return OK
    except OSError as error:
        told = cannot_be_looked_at(error)
        if disk_is_full(error):
            _print_no_more()
            told = "the disk is full. Make room on it, and try again."
        if not told:
            raise
        print(f"mirrorcam: {told}", file=sys.stderr)
        return BAD_INPUT


def _stopped() -> int:
    print("\nStopped.", file=sys.stderr)
    return INTERRUPTED


def _not_loaded(error: ImportError | RuntimeError) -> int:
    """Also a Ctrl-C that met what was just being loaded: libraries made with pybind11 hand it on as an ImportError, and
    before 3.12 Python itself as a RuntimeError, where a class was being made."""
    if isinstance(error.__cause__, KeyboardInterrupt):
        return _stopped()
    if isinstance(error, RuntimeError):
        raise error
    print(f"mirrorcam: {_what_to_install(error)}", file=sys.stderr)
    return BAD_INPUT


def _print_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_anything() -> None:
    """A sign that this terminal has not, or half of one in the name of a file, is spelled out."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


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
    profile(top)
    top.set_defaults(run=does.run_window)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return top


class Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"mirrorcam {metadata.version('mirrorcam')}")
        parser.exit()
