"""Every place of the program that is no session: the desk is asked what there is, and a screen shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mirrorcam.app.screens import Go, Screen
from mirrorcam.app.screens.about import AboutScreen
from mirrorcam.app.screens.exercise import ExerciseScreen
from mirrorcam.app.screens.home import HomeScreen
from mirrorcam.app.screens.key import KeyScreen
from mirrorcam.app.screens.people import PeopleScreen
from mirrorcam.app.screens.plans import PlansScreen
from mirrorcam.app.screens.programmes import ProgrammeScreen, ProgrammesScreen
from mirrorcam.app.screens.settings import SettingsScreen
from mirrorcam.app.screens.shelf import ExercisesScreen, SessionsScreen
from mirrorcam.app.screens.who import WhoScreen

if TYPE_CHECKING:
    from mirrorcam.app.protocols import Desk

Place = tuple[Go, str]
"""Where, and of what: the name of a programme or an exercise, or ""."""


def open_place(desk: Desk, place: Place, person: str = "") -> Screen:
    """``person``: whom the running exercise asks for. Home for a place that has no screen of its own."""
    where, name = place
    settings, avatar = desk.settings, desk.avatar(person)
    screens: dict[Go, Callable[[], Screen]] = {
        Go.PROGRAMMES: lambda: ProgrammesScreen(settings, *desk.programmes()),
        Go.PROGRAMME: lambda: ProgrammeScreen(settings, desk.programme(name)),
        Go.EXERCISE: lambda: ExerciseScreen(settings, desk.avatar(desk.person(name)), desk.exercise(name)),
        Go.EXERCISES: lambda: ExercisesScreen(settings, desk.exercises()),
        Go.SESSIONS: lambda: SessionsScreen(settings, desk.sessions()),
        Go.PLANS: lambda: PlansScreen(settings, *desk.plans()),
        Go.WHO: lambda: WhoScreen(settings, *desk.everybody(), avatar),
        Go.PEOPLE: lambda: PeopleScreen(settings, desk.cast(), Go.BACK),
        Go.SETTINGS: lambda: SettingsScreen(settings, avatar, desk.folder),
        Go.ABOUT: lambda: AboutScreen(settings, *desk.about()),
        Go.KEY: lambda: KeyScreen(settings, *desk.key()),
        Go.HOME: lambda: HomeScreen(settings, avatar, desk.home()),
    }
    return screens.get(where, screens[Go.HOME])()
