"""Imports go one way: app → sockets → imaging → top-level files; heavy libraries stay behind their door."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import mirrorcam

PACKAGE = Path(mirrorcam.__file__).parent
SOCKETS = {"sources", "trackers", "avatars", "stores"}
IMAGING = "imaging"
DOORS = {
    "cv2": {IMAGING},
    "mediapipe": {"trackers"},
    "pygame": {"app"},
    "skia": {"avatars", "app"},
    "PIL": {"sources"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] in DOORS:
            assert here in DOORS[parts[0]], f"{parts[0]} is imported in {here or 'a top-level file'}"
        there = parts[1] if parts[0] == "mirrorcam" and len(parts) > 1 else ""
        if here != "app" and path.name != "__main__.py":
            assert there != "app", f"{name}: only app knows app"
        if here not in SOCKETS | {"app"}:
            assert there not in SOCKETS, f"{name}: top-level files know no socket"
            assert here == IMAGING or there != IMAGING, f"{name}: top-level files look at no picture"
        if here in SOCKETS:
            assert there not in SOCKETS - {here}, f"{name}: sockets do not know each other"


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_file_needs_itself_by_way_of_others() -> None:
    modules = {module_of(path) for path in FILES}
    needs = {
        module_of(path): {
            name if name in modules else name.rpartition(".")[0]
            for name in imports(path)
            if name.startswith("mirrorcam.")
        }
        for path in FILES
    }
    assert needs["mirrorcam.measures"] > {"mirrorcam.face", "mirrorcam.turning"}
    TopologicalSorter(needs).prepare()  # raises CycleError, which names them


def test_there_is_something_to_check() -> None:
    assert {room(path) for path in FILES} >= SOCKETS | {"", IMAGING, "steps", "app"}
