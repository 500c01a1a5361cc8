"""Where files lie: those that come with mirrorcam, and the person's own. Looked up with every call."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The person's data folder. Like all of one's own, it need not exist."""
    return platformdirs.user_data_path("mirrorcam", appauthor=False)


def exercises_folder() -> Path:
    """The exercises that come with mirrorcam: in the installed package, or beside ``src`` in a checkout."""
    here = Path(__file__).resolve()
    installed = here.parent / "exercises"
    return installed if installed.is_dir() else here.parents[2] / "exercises"


def own_exercises_folder() -> Path:
    """Where a person puts their own exercises."""
    return data_folder() / "exercises"


def expressions_folder() -> Path:
    """The expressions that come with mirrorcam."""
    return exercises_folder() / "expressions"


def own_expressions_folder() -> Path:
    """Where a person puts their own expressions."""
    return own_exercises_folder() / "expressions"


def plans_folder() -> Path:
    """Where a person's own plans lie."""
    return data_folder() / "plans"
