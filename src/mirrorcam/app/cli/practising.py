"""How one says what to practise: an exercise, or only the mirror."""

from __future__ import annotations

import argparse

from mirrorcam.app import commands as does
from mirrorcam.app.cli.options import Commands, command, file, model, profile, switch

SOURCES = """\
where the pictures come from: "camera" (the first one), "camera:2", "camera:NAME", "synthetic" (the built-in
performer), a film, a picture, or a session kept earlier (default: the camera, or the performer without one)"""


def practice(commands: Commands) -> None:
    made = command(
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
    made.add_argument(
        "exercise",
        nargs="?",
        default="first-steps",
        metavar="EXERCISE",
        help="a name or a TOML file (default: first-steps)",
    )
    _seeing(made)
    switch(made, "--no-window", "run without a window and print the summary")
    switch(made, "--json", "print the result as JSON (with --no-window)")
    switch(
        made,
        "--guided",
        "somebody guides: keys of their own (F1 to F10) on a strip, and a window on a second screen",
    )
    switch(
        made,
        "--video",
        "keep a film of your face beside this one session; in the window you are asked first "
        "(default: no picture is kept)",
    )
    keep = made.add_mutually_exclusive_group()
    file(keep, "--save", "keep the session in this new file")
    switch(keep, "--no-save", "keep nothing")


def mirror(commands: Commands) -> None:
    made = command(
        commands,
        "mirror",
        does.run_mirror,
        "just the mirror: no task, no score, nothing kept",
        "Examples:\n"
        "  mirrorcam mirror                       as in a mirror\n"
        "  mirrorcam mirror --mode warm:0.4       softened towards a gentle smile\n"
        "  mirrorcam mirror --mode left-on-both   your left side on both sides\n",
    )
    _seeing(made)
    made.add_argument(
        "--mode",
        metavar="MODE",
        help="how the avatar answers: warm, exaggerated, subtle, left-on-both, right-on-both, delayed or "
        "blend:EXPRESSION, each with an amount if you like (warm:0.4, delayed:0.8)",
    )
    made.set_defaults(exercise="mirror", no_save=True, save=None)
    switch(made, "--no-window", "run without a window, until the pictures end")


def _seeing(made: argparse.ArgumentParser) -> None:
    """What both have alike: who is seen, by what, and who wears it."""
    made.add_argument("--source", metavar="SOURCE", help=SOURCES)
    file(
        made,
        "--neutral",
        "pictures or a film of the same person's face at rest (default: taken at the start)",
        action="append",
    )
    made.add_argument("--person", metavar="NAME", help="the avatar; `mirrorcam list` names the cast")
    model(made)
    profile(made)
