"""Fixtures that several test files share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from hypothesis import HealthCheck, settings

from mirrorcam import phrases
from mirrorcam.trackers.model import MODEL_VARIABLE, find_model

# The same examples every time, and no clock: several tests share a computer, which may be busy.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

# What whoever runs the tests keeps and asks for is nothing to them: expressions of their own, another size. Before any
# test file is read, as some take the library at once.
_MODEL = find_model()
_EMPTY = tempfile.TemporaryDirectory(prefix="mirrorcam-tests-", ignore_cleanup_errors=True)
for _name in [name for name in os.environ if name.startswith("MIRRORCAM_")]:
    del os.environ[_name]
if _MODEL is not None:
    os.environ[MODEL_VARIABLE] = str(_MODEL)
os.environ["XDG_DATA_HOME"] = _EMPTY.name
platformdirs.user_data_path = lambda *_, **__: Path(os.environ["XDG_DATA_HOME"]) / "mirrorcam"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever the computer speaks, and whatever the test before did."""
    monkeypatch.setenv(phrases.ASKED, phrases.ENGLISH)
    yield
    phrases.use(phrases.ENGLISH)


@pytest.fixture(scope="session")
def model() -> Path:
    """The face model; what needs it is skipped where there is none. Nothing is fetched in tests."""
    if _MODEL is None:
        pytest.skip(
            f"no face model on this computer: `mirrorcam doctor --fetch` fetches it, or set {MODEL_VARIABLE}"
        )
    return _MODEL
