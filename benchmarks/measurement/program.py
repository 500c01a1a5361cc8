"""Which state of the program figures were measured with."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measurement.words import table

ROOT = Path(__file__).parents[2]
MEASURED = ("src", "benchmarks")
BUT = (":!benchmarks/measurement/figures.json", ":!benchmarks/measurement/page.md")
UNKNOWN = "unknown"
"""Outside a clone, and for figures that were measured before this was kept."""


def program() -> str:
    """The last commit that changed the program or what measures it; with a + where changes are not committed."""
    commit = _git("log", "-1", "--format=%h", "--", *MEASURED, *BUT)
    changed = _git("status", "--porcelain", "--", *MEASURED, *BUT)
    return f"{commit}+" if commit and changed else commit or UNKNOWN


def _git(*words: str) -> str:
    try:
        said = subprocess.run(("git", *words), cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip()


def programs_text(kept: Mapping[str, Mapping[str, Any]]) -> str:
    """The measurements by the state of the program that they were made with."""
    states: dict[str, list[str]] = {}
    for name, figures in sorted(kept.items()):
        states.setdefault(figures.get("program", UNKNOWN), []).append(f"`{name}`")
    return table(
        ("commit", "what was measured with it"), [(at, ", ".join(names)) for at, names in states.items()]
    )
