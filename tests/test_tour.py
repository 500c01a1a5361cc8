"""The film of `make tour`: the whole way through, at two pictures a second, with the person of the script."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mirrorcam.app.painting import lettering
from scripted_person import instead_of_a_camera

ROOT = Path(__file__).parents[1]
FPS = 2.0


@pytest.fixture
def tour(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT))
    instead_of_a_camera(monkeypatch)
    yield import_module("benchmarks.tour")
    sys.modules.pop("benchmarks.tour", None)


def captions() -> list[str]:
    tree = ast.parse((ROOT / "benchmarks" / "tour.py").read_text("utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    said = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "say")
    return [call.args[0].value for call in said if isinstance(call.args[0], ast.Constant)]


def test_it_goes_all_the_way_in_about_two_minutes(tour: ModuleType, tmp_path: Path) -> None:
    shown = tour.Tour(tmp_path, FPS)
    seen, before, changes = set(), None, 0
    with shown.window:
        for picture in tour.film(shown):
            assert picture.shape == (800, 1280, 3)
            changes += before is not None and bool((before != picture).any())
            before = picture
            moment = shown.moment
            seen.add(moment.kind if moment else type(shown.screen).__name__)
    assert 100 < shown.taken / FPS < 140
    assert {"imitate", "recognise", "follow", "settle", "together", "lead", "gaze", "reflect"} <= seen
    assert {
        "HomeScreen",
        "ProgrammesScreen",
        "ExerciseScreen",
        "SummaryScreen",
        "SettingsScreen",
        "ProgressScreen",
        "ReviewScreen",
    } <= seen
    assert changes > shown.taken / 2
    assert isinstance(before, np.ndarray) and before.std() > 5


def test_captions_are_short_and_fit(tour: ModuleType) -> None:
    said = captions()
    assert len(said) > 15
    assert max(lettering.width(words, tour.CAPTION) for words in said) < tour.WIDTH - 80
