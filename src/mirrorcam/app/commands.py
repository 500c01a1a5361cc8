"""What each command does. Each imports what it needs when it runs, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from mirrorcam.app.ending import to_its_end
from mirrorcam.errors import BadInput

if TYPE_CHECKING:
    from mirrorcam.app.opening import Wish


PARTS = ("exercise", "recording", "app.screens.programmes", "app.report.story", "app.guide", "app.desk")
"""Of what the window needs: each takes about a sixth of the time to load."""


def _window() -> Callable[..., int]:
    """``desk.open_window``. It is loaded in parts, after each of which an end comes that was asked for meanwhile."""
    for part in PARTS:
        with to_its_end():
            import_module(f"mirrorcam.{part}")
    from mirrorcam.app.desk import open_window

    return open_window


def run_window(_: argparse.Namespace) -> int:
    open_window = _window()
    if _no_screen():
        raise BadInput("the window needs a screen. `mirrorcam practice --no-window` runs in the terminal.")
    return open_window()


def run_practice(arguments: argparse.Namespace) -> int:
    with to_its_end():
        from mirrorcam.app.opening import wish_of

    without_window = arguments.no_window or arguments.json
    return _go(wish_of(arguments), without_window, as_json=arguments.json, guided=arguments.guided)


def run_mirror(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    with to_its_end():
        from mirrorcam.app.free_mirror import mirrored
        from mirrorcam.app.opening import wish_of

    wish = wish_of(arguments)
    if arguments.mode is not None:
        wish = replace(wish, exercise=mirrored(wish.exercise, arguments.mode))
    return _go(wish, arguments.no_window)


def _go(wish: Wish, without_window: bool, as_json: bool = False, guided: bool = False) -> int:
    """In the window, or in the terminal if that is wanted or there is no screen."""
    with to_its_end():
        from mirrorcam.app.headless import run

    if without_window or _no_screen():
        return run(wish, as_json=as_json)
    return _window()(wish, guided=guided)


def _no_screen() -> bool:
    from mirrorcam.app.desktop import screen_size
    from mirrorcam.app.terminal import say

    if screen_size() is not None:
        return False
    say("There is no screen here, so this runs in the terminal.")
    return True


NEEDS_RESCORE = ("formula", "neutral", "target", "threshold", "gate", "dead_zone")


def _refuse_without_rescore(arguments: argparse.Namespace) -> None:
    given = [f"--{name.replace('_', '-')}" for name in NEEDS_RESCORE if getattr(arguments, name) is not None]
    if given:
        goes = "goes" if len(given) == 1 else "go"
        raise BadInput(f"{' and '.join(given)} {goes} with --rescore.")


def run_review(arguments: argparse.Namespace) -> int:
    from mirrorcam.recording import read_recording

    path = session_path(arguments.session)
    read_recording(path)  # what is no session is said here, not in a window
    if _no_screen():
        raise BadInput("reviewing needs a window. `mirrorcam report` makes a page of a session.")
    return _window()(session=path)


def run_replay(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.headless import recompute

    path = session_path(arguments.session)
    if arguments.rescore:
        from mirrorcam.app.rescore import rescore_session

        return rescore_session(arguments, path)
    _refuse_without_rescore(arguments)
    if arguments.no_window or arguments.json or _no_screen():
        return recompute(path, as_json=arguments.json)
    return _window()(session=path)


def run_export(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.export import make

    return make(arguments, session_path(arguments.session))


def run_report(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.report import make

    return make(arguments, [session_path(name) for name in arguments.sessions])


def run_progress(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.progress import tell

    if arguments.no_window or arguments.json or arguments.csv or _no_screen():
        return tell(arguments)
    open_window = _window()
    from mirrorcam.app.screens import Go

    return open_window(first=Go.PROGRESS)


def session_path(name: str) -> Path:
    """Of a kept session, or of a file."""
    from mirrorcam.app.kept.profiles import own_store

    return Path(name) if Path(name).is_file() else own_store().find(name)


def run_measure(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.headless import speak
    from mirrorcam.app.kept.profiles import own_store
    from mirrorcam.app.measuring import measure_files

    if not arguments.json:
        speak(own_store())
    return measure_files(arguments)


def run_avatar(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.stills import make

    return make(arguments)


def run_check(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.listing import check_files

    return check_files(arguments.files)


def run_list(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.listing import print_list

    return print_list(as_json=arguments.json)


def run_film(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.films import delete_lone, delete_of

    return delete_lone() if arguments.lone else delete_of(session_path(arguments.session))


def run_share(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.share import share

    return share(arguments, session_path(arguments.session))


def run_open(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.share import open_share

    return open_share(arguments)


def run_key(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.share import show_key

    return show_key(arguments)


def run_sessions(_: argparse.Namespace) -> int:
    from mirrorcam.app.kept.keeping import list_sessions

    return list_sessions()


def run_rename(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.keeping import rename

    return rename(arguments.session, arguments.name)


def run_pseudonym(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.keeping import pseudonym

    return pseudonym(arguments.session, arguments.name)


def run_delete(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.keeping import delete

    return delete(arguments.session, sure=arguments.yes)


def run_prune(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.keeping import prune

    return prune(arguments.older_than, sure=arguments.yes)


def run_backup(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.backup import back_up

    return back_up(arguments)


def run_restore(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.kept.backup import restore

    return restore(arguments)


def run_doctor(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.doctor import examine

    return examine(fetch=arguments.fetch)
