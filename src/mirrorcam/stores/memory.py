"""A store that forgets: for tests, and for people who want nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.range_of_movement import Range
from mirrorcam.stores import Kept, Settings


class MemoryStore:
    """``folder`` is there for the likeness of all stores; nothing is written into it."""

    keeps = False

    def __init__(self, folder: Path | None = None) -> None:
        self.folder: Path | None = None
        self._neutral: Neutral | None = None
        self._range: Range | None = None
        self._settings: dict[str, Any] = {}

    def new_session(self, exercise: str, now: datetime) -> Path | None:
        return None

    def sessions(self) -> list[Kept]:
        return []

    def find(self, name: str) -> Path:
        raise BadInput(f'no session called "{name}" is kept: this store keeps none')

    def delete(self, path: Path) -> None:
        raise BadInput(f"{path}: this store keeps no sessions")

    def rename(self, path: Path, name: str) -> Path:
        raise BadInput(f"{path}: this store keeps no sessions")

    def receive(self, name: str, content: bytes, check: Callable[[Path], None]) -> Path:
        raise BadInput(f"{name}: this store keeps no sessions")

    def neutral(self) -> Neutral | None:
        return self._neutral

    def keep_neutral(self, neutral: Neutral) -> None:
        self._neutral = neutral

    def range(self) -> Range | None:
        return self._range

    def keep_range(self, own: Range) -> None:
        self._range = own

    def settings(self) -> dict[str, Any]:
        return dict(self._settings)

    def keep_settings(self, settings: Settings) -> None:
        self._settings = dict(settings)
