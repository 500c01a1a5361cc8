"""How one says what to see of sessions: one again, one in other forms, all together."""

from __future__ import annotations

import argparse
from pathlib import Path

from mirrorcam.app import commands as does
from mirrorcam.app.cli.options import Commands, command, file, profile, session, switch


def review(commands: Commands) -> None:
    made = command(
        commands,
        "review",
        does.run_review,
        "look back on a session: move along it, compare, write notes",
        "In the window, K shows all keys. Notes are kept in the session.\n",
    )
    session(made)
    profile(made)


def replay(commands: Commands) -> None:
    made = command(
        commands,
        "replay",
        does.run_replay,
        "watch a session again",
        "Without a window everything is computed anew from what was seen, and the results are printed.\n",
    )
    session(made)
    switch(made, "--no-window", "recompute the results and print them")
    switch(made, "--json", "print them as JSON (with --no-window)")
    switch(made, "--rescore", "print what was kept beside what it comes to now; the session stays as it is")
    _rescoring(made)
    profile(made)


def _rescoring(made: argparse.ArgumentParser) -> None:
    """What may be different in `replay --rescore`."""
    made.add_argument(
        "--formula",
        type=int,
        metavar="N",
        help="with --rescore: by this version of the score's formula (default: today's)",
    )
    file(
        made,
        "--neutral",
        "with --rescore: another face at rest to compare with, from pictures, a film or another session",
        action="append",
    )
    file(
        made,
        "--target",
        "with --rescore: an expression file in the place of the session's own of that name",
        action="append",
    )
    made.add_argument(
        "--threshold",
        type=float,
        metavar="SCORE",
        help="with --rescore: the score, 1 to 100, from which a hold counts",
    )
    made.add_argument(
        "--gate",
        action="append",
        metavar="NAME=LIMIT",
        help="with --rescore: another limit for what is scored: too_far (px), too_dark, blurred, yaw, pitch, roll (°),"
        " neutral_yaw, neutral_pitch (° from the neutral)",
    )
    made.add_argument(
        "--dead-zone",
        type=float,
        metavar="SIZE",
        help="with --rescore: what moves less than this is taken for stillness",
    )


def export(commands: Commands) -> None:
    made = command(
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
    session(made)
    made.add_argument("--to", choices=("csv", "bids", "film"), required=True, help="what to write")
    file(
        made,
        "--out",
        "where to (default: here); for a film also a new file: its name ends in .mkv or .mp4",
        default=Path(),
        metavar="FOLDER",
    )
    made.add_argument("--person", metavar="NAME", help="film: the avatar (default: that of the session)")
    made.add_argument("--rate", type=float, metavar="FPS", help="film: pictures a second (default: 30)")
    made.add_argument("--author", action="append", metavar="NAME", help="bids: who made the data set")
    profile(made)


def report(commands: Commands) -> None:
    made = command(
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
    made.add_argument(
        "sessions", nargs="+", metavar="SESSION", help="names from `mirrorcam list`, or .mirrorcam files"
    )
    file(made, "--out", "a new file: its name ends in .html", required=True)
    made.add_argument("--name", default="", help="whom it is about, if that should stand on it")
    profile(made)


def progress(commands: Commands) -> None:
    made = command(
        commands,
        "progress",
        does.run_progress,
        "see all sessions together, through days and weeks",
        "Each thing by your own beginning: expressions, recognising, moving together, action units, minutes.\n"
        "A change is told only where chance would seldom look like it. docs/report.md names the table's columns.\n",
    )
    switch(made, "--no-window", "print it in words")
    told = made.add_mutually_exclusive_group()
    switch(told, "--json", "print it as JSON")
    file(told, "--csv", "write it as a table: a new file, in .csv")
    profile(made)
