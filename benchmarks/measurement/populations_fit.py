"""Finds simulated people who agree with everything that was published of sets T and J, and keeps them.

    python -m benchmarks.measurement.populations_fit

Hundreds of populations are drawn from each guess, and moved towards the published figures together, a little at a time,
along what goes together with each figure among them (an ensemble smoother: Emerick and Reynolds 2013, doi
10.1016/j.cageo.2012.03.011). Those that come nearest, on faces drawn anew, are kept in populations.json. About ten
minutes.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from benchmarks.measurement.populations import GUESSES, NUMBERS, draw, population
from benchmarks.measurement.published import FOUND, PEOPLE, figures_of

from mirrorcam.arrays import Floats

KEPT = Path(__file__).with_name("populations.json")
MEMBERS, STEPS, NEAREST, KEEP = 400, 8, 40, 6
FRESH = (901, 902, 903)


def seen_of(numbers: Floats, guess: str, set_name: str, seed: int) -> Floats:
    """The figures of one population, in the order of ``FOUND``."""
    faces = draw(population(numbers, guess), seed, *PEOPLE[set_name])
    return np.array(list(figures_of(faces, set_name).values()))


def misfit(seen: Floats, set_name: str) -> float:
    """Mean square of how far it is from what was found, in tolerances."""
    found, near = np.array(list(FOUND[set_name].values())).T
    return float((((seen - found) / near) ** 2).mean())


def fit(guess: str, set_name: str) -> list[Floats]:
    rng = np.random.default_rng(0)
    found, near = np.array(list(FOUND[set_name].values())).T
    members = rng.standard_normal((MEMBERS, NUMBERS))
    for step in range(STEPS):
        seen = np.array([seen_of(one, guess, set_name, 1000 * step) for one in members])
        wanted = found + np.sqrt(STEPS) * near * rng.standard_normal(seen.shape)
        members = members + (wanted - seen) @ _gain(members, seen, near).T
        print(
            guess,
            set_name,
            step,
            round(float(np.median([misfit(one, set_name) for one in seen])), 2),
            flush=True,
        )
    return _nearest(members, guess, set_name)


def _gain(members: Floats, seen: Floats, near: Floats) -> Floats:
    apart, seen_apart = members - members.mean(axis=0), seen - seen.mean(axis=0)
    together = seen_apart.T @ seen_apart / (len(members) - 1)
    result: Floats = (
        apart.T @ seen_apart / (len(members) - 1) @ np.linalg.inv(together + STEPS * np.diag(near**2))
    )
    return result


def _nearest(members: Floats, guess: str, set_name: str) -> list[Floats]:
    once = [misfit(seen_of(one, guess, set_name, FRESH[0]), set_name) for one in members]
    best = [members[place] for place in np.argsort(once)[:NEAREST]]
    again = [
        misfit(np.mean([seen_of(one, guess, set_name, seed) for seed in FRESH], axis=0), set_name)
        for one in best
    ]
    print(guess, set_name, "kept", np.sort(again)[:KEEP].round(2), flush=True)
    return [best[place] for place in np.argsort(again)[:KEEP]]


def main() -> None:
    kept = {
        set_name: {guess: [np.round(one, 2).tolist() for one in fit(guess, set_name)] for guess in GUESSES}
        for set_name in FOUND
    }
    lines = [
        f'"{set_name}": {{\n'
        + ",\n".join(f'"{guess}": {json.dumps(many)}' for guess, many in by.items())
        + "\n}"
        for set_name, by in kept.items()
    ]
    KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
