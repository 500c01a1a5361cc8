"""Simulated people: the reference score they are held to, and those that are kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mirrorcam.app.measuring import SIX
from mirrorcam.target import library

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", autouse=True)
def _benchmarks_are_found() -> Iterator[None]:
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def module(name: str) -> ModuleType:
    return import_module(f"benchmarks.measurement.{name}")


def units_of(**levels: float) -> np.ndarray:
    reference = module("reference")
    units = np.zeros((1, len(reference.UNITS)))
    for code, level in levels.items():
        units[0, reference.PLACE[int(code[2:])]] = level
    return units


def test_the_reference_by_hand() -> None:
    happiness = module("reference").reference(units_of(AU12=0.8, AU6=0.275, AU4=0.28))[0, 0]
    assert happiness == pytest.approx((1.3 * 0.8 + 0.55 / 2) / (1.3 * 0.8 + 0.55) * np.exp(-0.3 * 0.2))


def test_what_is_expected_is_nearest_by_every_measure() -> None:
    reference = module("reference")
    made = reference.by_unit(reference.REQUIRED)
    for method in (reference.reference, reference.cosine, reference.distance):
        assert method(made).argmax(axis=1).tolist() == list(range(6))


def test_a_draw_is_the_same_twice_and_another_by_another_seed() -> None:
    people = module("populations")
    crowd = people.population(np.zeros(people.NUMBERS), "du")
    one, same, other = (people.draw(crowd, seed, 3, 2) for seed in (1, 1, 2))
    assert np.array_equal(one.units, same.units) and np.array_equal(one.courses, same.courses)
    assert not np.array_equal(one.units, other.units)
    assert one.units.shape == (36, 16) and one.rest.shape == (6, 16) and one.courses.shape == (18, 11, 16)


@pytest.mark.parametrize("set_name", ["T", "J"])
def test_those_that_are_kept_agree_with_what_was_published(set_name: str) -> None:
    fit = module("populations_fit")
    kept = json.loads(fit.KEPT.read_text(encoding="utf-8"))[set_name]
    nobody = np.zeros(module("populations").NUMBERS)
    for guess, many in kept.items():
        assert len(many) >= 5
        near = fit.misfit(fit.seen_of(np.array(many[0]), guess, set_name, 11), set_name)
        assert near < 3.5 < fit.misfit(fit.seen_of(nobody, guess, set_name, 11), set_name)


def test_simulated_faces_get_the_scores_of_the_program() -> None:
    simulated = module("simulated")
    targets = [library()[name] for name in SIX]
    scores = simulated.scores_of(units_of(AU12=0.8, AU6=0.6), targets)
    assert scores.shape == (1, 6) and scores.argmax() == SIX.index("happiness") and scores.max() > 90


def test_courses_that_rise_follow() -> None:
    published = module("published")
    rising, falling = np.arange(11.0)[None], -np.arange(11.0)[None]
    assert published.follows(np.vstack((rising, rising**2)), np.array([0, 1])) == pytest.approx(1)
    assert published.follows(falling, np.array([0])) == pytest.approx(-1)
    assert published.follows(np.zeros((1, 11)), np.array([0])) == 0
