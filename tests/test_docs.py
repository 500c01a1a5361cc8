"""The documents are true: what they name is there, and what is there is named."""

import re
from pathlib import Path

import pytest

import mirrorcam
from mirrorcam.rescoring.limits import GATES
from mirrorcam.sides import ENOUGH_UNASKED
from mirrorcam.steps import kinds

ROOT = Path(__file__).parents[1]
PACKAGE = Path(mirrorcam.__file__).parent
DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def rooms() -> set[str]:
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    return files | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_the_map_of_the_package_is_complete() -> None:
    named = set(re.findall(r"\w+", mirrorcam.__doc__ or ""))
    assert rooms() - named == set()


def test_the_map_names_nothing_that_is_not_there() -> None:
    lines = re.findall(r"^- ([\w, ]+):", mirrorcam.__doc__ or "", re.MULTILINE)
    assert {name.strip() for line in lines for name in line.split(",")} - rooms() == set()


def test_the_map_of_the_app_is_complete() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+)(?:\.py)?/?`", page))
    files = {path.stem for path in (PACKAGE / "app").glob("*.py")} - {"__init__"}
    assert files - named == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert link.startswith("http") or (path.parent / link).exists(), f"{path.name}: {link}"


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_files_named_in_the_documents_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:src|tests|benchmarks|exercises|docs)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), f"{path.name}: {name}"


def test_benchmarks_are_run_as_modules() -> None:
    """By its path one would not find the others, and what it finds beside itself mypy does not."""
    texts = {path: path.read_text("utf-8") for path in [*(ROOT / "benchmarks").rglob("*.py"), *DOCS]}
    assert [path.name for path, text in texts.items() if re.search(r"python benchmarks/\S+\.py", text)] == []
    named = {name for text in texts.values() for name in re.findall(r"python -m benchmarks\.([\w.]+)", text)}
    assert len(named) > 20
    places = [(ROOT / "benchmarks").joinpath(*name.rstrip(".").split(".")) for name in named - {"NAME"}]
    missing = [str(place) for place in places if not (place.is_dir() or place.with_suffix(".py").is_file())]
    assert missing == []


def test_the_readme_has_its_two_lines() -> None:
    lines = [
        line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "venv .venv" in line
    ]
    assert len(lines) == 2
    assert lines[0].endswith("mirrorcam practice")
    assert lines[1].endswith("pytest -n auto")


def test_from_where_on_more_of_one_side_is_told_is_as_the_code_has_it() -> None:
    page = (ROOT / "docs" / "measuring.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"what one side did, from (\.\d+) more than the other on", page)
    assert float(said) == ENOUGH_UNASKED


def test_the_limits_of_rescoring_are_those_of_practice() -> None:
    rows = re.findall(
        r"^\| (`\w+`(?:, `\w+`)*) \|.*\| ([\d., ]+) \|$", *_section("rescoring.md", "## Limits")
    )
    said = {
        name: float(limit)
        for names, limits in rows
        for name, limit in zip(re.findall(r"\w+", names), limits.split(", "), strict=True)
    }
    assert said == {name: gate.limits.enter for name, gate in GATES.items()}


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_key_of_a_step_is_in_its_table(kind: str) -> None:
    section, _ = _section("exercise-format.md", f"## `{kind}`")
    keys = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE))))
    assert set(kinds()[kind].model_fields) - keys == {"kind", "title"}


def _section(page: str, head: str) -> tuple[str, int]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return text.split(head, 1)[1].split("\n## ", 1)[0], re.MULTILINE
