"""How one asks what there is, and whether it is right: files that people write, and this computer."""

from __future__ import annotations

from mirrorcam.app import commands as does
from mirrorcam.app.cli.options import Commands, command, file, model, profile, switch


def check(commands: Commands) -> None:
    made = command(
        commands,
        "check",
        does.run_check,
        "check exercises, programmes, plans and expressions",
        "Prints every mistake at once: file, place, reason.\n",
    )
    file(made, "files", "exercises, programmes, plans, expressions or people, as TOML", nargs="+")


def list_all(commands: Commands) -> None:
    made = command(
        commands,
        "list",
        does.run_list,
        "list exercises, programmes, plans, expressions, people, cameras and sessions",
    )
    profile(made)
    switch(made, "--json", "print them as JSON")


def doctor(commands: Commands) -> None:
    made = command(
        commands, "doctor", does.run_doctor, "see whether everything is in place, and what to do if not"
    )
    switch(made, "--fetch", "fetch the face model now if it is not here yet")
    model(made)
