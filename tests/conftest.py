"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mirrorcam import phrases
from mirrorcam.trackers.model import MODEL_VARIABLE, find_model

# The same examples every time, and no clock: several tests share a computer, which may be busy.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the computer speaks, and whatever the test before did."""
    monkeypatch.setenv(phrases.ASKED, phrases.ENGLISH)
    yield
    phrases.use(phrases.ENGLISH)


@pytest.fixture(scope="session")
def model() -> Path:
    """The face model; what needs it is skipped where there is none. Nothing is fetched in tests."""
    found = find_model()
    if found is None:
        pytest.skip(
            f"no face model on this computer: `mirrorcam doctor --fetch` fetches it, or set {MODEL_VARIABLE}"
        )
    return found
