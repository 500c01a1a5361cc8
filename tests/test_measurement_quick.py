"""A quick run of the proof: a little of everything, told as such, and never kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from test_measurement_page import _benchmarks_are_found, module

__all__ = ["_benchmarks_are_found"]


def test_a_quick_run_looks_at_a_few_evenly_spread_and_a_whole_one_at_all() -> None:
    extent = module("extent")
    quick, whole = extent.Extent(quick=True), extent.Extent()
    assert quick.some("abcde") == ["a", "e"] and quick.some("abcde", 3) == ["a", "c", "e"]
    assert quick.some("abcde", 1) == ["a"] and quick.some("a") == ["a"] and quick.some("") == []
    assert whole.some("abcde") == list("abcde")
    assert (quick.many(8), quick.many(600, 70), quick.many(1), whole.many(8)) == (2, 70, 1, 8)


def test_of_a_labelled_folder_nothing_is_left_out_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        module("command").main(["--labelled", str(tmp_path), "--quick"])
    assert ended.value.code == 2 and "--quick does not go with --labelled" in capsys.readouterr().err


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """One part that costs nothing, and its figures and its page in files of their own."""
    page, command = module("page"), module("command")
    seen: dict[str, Any] = {"figures": tmp_path / "figures.json", "page": tmp_path / "page.md"}
    monkeypatch.setattr(page, "FIGURES", seen["figures"])
    monkeypatch.setattr(page, "PAGE", seen["page"])
    figures = {"repeats": 1, "seconds": 1.0, "speaking": {}, "silent": {}}

    def measure(extent: Any) -> dict[str, Any]:
        seen["quick"] = extent.quick
        return figures

    monkeypatch.setattr(command, "ALONE", {"passing": measure})
    return seen


def test_a_quick_run_says_so_and_keeps_nothing(
    measured: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert module("command").main(["--quick", "--only", "passing"]) == 0
    said = capsys.readouterr().out
    assert measured["quick"] and not measured["figures"].exists() and not measured["page"].exists()
    assert said.startswith("A quick run") and "## passing, quick (" in said


def test_figures_of_a_quick_run_are_marked_for_programs(
    measured: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert module("command").main(["--quick", "--json", "--only", "passing"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("{"))
    assert json.loads(line)["passing"]["quick"] is True


def test_figures_of_a_quick_run_are_refused_where_figures_are_kept(measured: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="quick"):
        module("page").keep_figures({"passing": {"repeats": 1}, "cost": {"quick": True}})
    assert not measured["figures"].exists()


def test_a_whole_run_is_kept(measured: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert module("command").main(["--only", "passing"]) == 0
    assert "quick" not in capsys.readouterr().out
    assert "quick" not in json.loads(measured["figures"].read_text(encoding="utf-8"))["passing"]
    assert measured["page"].exists() and not measured["quick"]
