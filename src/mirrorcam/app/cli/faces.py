"""How one says what to do with faces outside a session: measure real ones, draw those of the cast."""

from __future__ import annotations

from mirrorcam.app import commands as does
from mirrorcam.app.cli.options import Commands, command, file, model, switch


def measure(commands: Commands) -> None:
    made = command(
        commands,
        "measure",
        does.run_measure,
        "measure the faces in pictures and films",
        "Action units are relative to the person's own face at rest: give it with --neutral.\n"
        "A film without it takes the neutral from its first two steady seconds, wherever they are: begin it at rest.\n"
        "Films are scored as sessions are: not in speech, nor turned far from how the face at rest was, nor when it\n"
        "seems to be somebody else's; what was shown is held over blinks and quick turns.\n"
        "Photographs are looked at beside the one at rest and show more than films: compare like with like.\n"
        "After a film or a folder one more line says how much of it could be scored, why not the rest, and when in a\n"
        "film the face was at rest. Scores are raw, 0 to 100; sessions show them on each expression's own scale.\n"
        "A file that cannot be read is named, and the others are measured all the same; then it ends with 2.\n\n"
        "Examples:\n"
        "  mirrorcam measure smile.jpg --neutral rest.jpg --target happiness --json\n"
        "  mirrorcam measure pictures/ --neutral rest.jpg --own-scale\n"
        '  mirrorcam measure smile.mp4 --save-target my-smile --title "My own smile"\n',
    )
    file(made, "files", "pictures or films", nargs="+")
    file(
        made,
        "--neutral",
        "a picture or a film of the same person's face at rest; give it again before each other file of it",
        action="append",
    )
    made.add_argument(
        "--target",
        action="append",
        metavar="NAME",
        help="an expression to score; give it again for another (default: the six basic ones)",
    )
    switch(
        made,
        "--own-scale",
        "score by how far this face goes in all the pictures given, which one more line says first; two of them or "
        "more, and one in ten, have to show each expression that is scored. Such scores go with these very pictures: "
        "never compare them with those of other people or days",
    )
    switch(made, "--json", "one line of JSON for each picture or frame, and for each film or folder")
    made.add_argument(
        "--save-target",
        metavar="NAME",
        help="keep what was measured as an expression of your own: a new name, or a new .toml file",
    )
    made.add_argument("--title", help="what that expression is called (with --save-target)")
    model(made)


def avatar(commands: Commands) -> None:
    made = command(
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
    made.add_argument(
        "names", nargs="+", metavar="NAME", help="what to show; `mirrorcam list` names expressions"
    )
    made.add_argument(
        "--person",
        action="append",
        metavar="NAME",
        help="who shows it; give it again for another row of a sheet",
    )
    made.add_argument(
        "--intensity",
        default="C",
        metavar="C",
        help="A (a trace) to E (all), or a number up to 1 (default: C)",
    )
    made.add_argument(
        "--head",
        default="0,0,0",
        metavar="YAW,PITCH,ROLL",
        help="degrees: to the person's left, chin up, to their left shoulder (default: 0,0,0)",
    )
    made.add_argument("--size", type=int, default=640, metavar="PX", help="side of one face (default: 640)")
    file(made, "--out", "a picture: its name ends in .png or .svg")
    file(made, "--film", "a film from rest into each expression and back: its name ends in .mkv or .gif")
    switch(made, "--still", "no blinks, glances or breath in the film")
