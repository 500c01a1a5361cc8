"""Stores keep what lasts from one session to the next: sessions, the person's neutral and range, their settings.

A kind of store is one file here and one row of ``STORES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from mirrorcam.calibration import Neutral
from mirrorcam.range_of_movement import Range
from mirrorcam.recording import About

Settings = Mapping[str, Any]
"""Plain data, as JSON has it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept session, for a list. ``name`` is what the person may call it by."""

    name: str
    path: Path
    about: About | None
    """None: the file cannot be read; ``trouble`` says why."""
    trouble: str = ""
    film: bool = False
    """There is a film of it."""


class Store(Protocol):
    keeps: bool
    """False: nothing outlives the program."""
    folder: Path | None
    """Where it keeps things, if anywhere."""

    def new_session(self, exercise: str, now: datetime) -> Path | None:
        """Where to record a session that begins ``now`` (a new name each time); None: nowhere."""

    def sessions(self) -> list[Kept]:
        """The newest first."""

    def find(self, name: str) -> Path:
        """A kept session by its name, or by an unmistakable beginning of it. Raises BadInput."""

    def delete(self, path: Path) -> None:
        """Deletes a kept session with all that lies beside it, for good. Raises BadInput, and then nothing is gone."""

    def rename(self, path: Path, name: str) -> Path:
        """Calls a kept session something else, which no other one is called. Raises BadInput."""

    def receive(self, name: str, content: bytes, check: Callable[[Path], None]) -> Path:
        """Keeps a session as a file that was made elsewhere, under this name or one near it. ``check`` sees it first,
        and may raise. Raises BadInput, and then nothing is kept."""

    def neutral(self) -> Neutral | None:
        """The person's face at rest as it was kept last."""

    def keep_neutral(self, neutral: Neutral) -> None: ...

    def range(self) -> Range | None:
        """How far the person's face goes, as it was kept last."""

    def keep_range(self, own: Range) -> None: ...

    def settings(self) -> dict[str, Any]:
        """Raises BadInput where they are there and cannot be read."""

    def keep_settings(self, settings: Settings) -> None:
        """All of them, in place of those before."""


STORES: dict[str, str] = {"disk": "DiskStore", "memory": "MemoryStore"}
"""Kind → class; the file has the kind's name and is imported when it is chosen."""


def open_store(kind: str = "disk", folder: Path | None = None) -> Store:
    """``folder``: where a disk store keeps things (default: the person's data folder)."""
    opened: Store = getattr(import_module(f"mirrorcam.stores.{kind}"), STORES[kind])(folder)
    return opened
