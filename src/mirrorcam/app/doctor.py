"""Is everything in place? One line a thing; each that is not well says what to do."""

from __future__ import annotations

import os
import platform
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec

from mirrorcam.errors import BadInput
from mirrorcam.folders import data_folder
from mirrorcam.tables import closed

PARTS = ("mirrorcam", "mediapipe", "opencv-python", "numpy", "skia-python", "pygame", "pydantic", "zstandard")
OPENCV_WHEELS = (
    "opencv-python",
    "opencv-contrib-python",
    "opencv-python-headless",
    "opencv-contrib-python-headless",
    "opencv-python-rolling",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """``remedy`` is empty when all is well. ``needed``: without it mirrorcam cannot work at all."""

    name: str
    found: str
    remedy: str = ""
    needed: bool = False


def examine(fetch: bool = False) -> int:
    """Prints the findings; 0, or 2 when something that is needed is missing."""
    if fetch:
        _fetch()
    findings = list(find())
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        print(f"{'ok' if not finding.remedy else '! '}  {finding.name:<{width}}  {finding.found}")
        if finding.remedy:
            print(f"    {'':<{width}}  → {finding.remedy}")
    return 2 if any(finding.remedy and finding.needed for finding in findings) else 0


def find() -> Iterator[Finding]:
    yield _python()
    for name in PARTS:
        yield _part(name)
    yield _one_opencv()
    yield _reporting()
    yield _model()
    yield from _cameras()
    yield _data_folder()
    yield from _kept()
    yield _window()
    yield _fonts()
    yield _reading_aloud()


def _fetch() -> None:
    from mirrorcam.trackers.model import ensure_model

    ensure_model()


def _python() -> Finding:
    version = platform.python_version()
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding("python", version, "" if fits else "Install Python 3.11, 3.12 or 3.13.", needed=True)


def _part(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", "Install mirrorcam again: pip install .", needed=True)


def _one_opencv() -> Finding:
    names = {distribution.metadata["Name"].lower() for distribution in metadata.distributions()}
    wheels = [wheel for wheel in OPENCV_WHEELS if wheel in names]
    others = " ".join(wheel for wheel in wheels if wheel != "opencv-python")
    remedy = f"pip uninstall {others}, then pip install --force-reinstall opencv-python" if others else ""
    return Finding("one OpenCV only", ", ".join(wheels) or "none", remedy, needed=not wheels)


def _reporting() -> Finding:
    from mirrorcam.trackers.privacy import could_report

    if not could_report():
        return Finding("could MediaPipe report?", "no: this version has nothing that reports to anyone")
    return Finding(
        "could MediaPipe report?",
        f"yes: version {metadata.version('mediapipe')} can send usage figures to Google; mirrorcam won't use it",
        "pip install mediapipe==0.10.31",
        needed=True,
    )


def _model() -> Finding:
    from mirrorcam.trackers.model import find_model

    try:
        path = find_model()
    except BadInput as error:
        return Finding(
            "face model", str(error), "Take the right file away or give it with --model.", needed=True
        )
    if path is None:
        return Finding("face model", "not on this computer yet", "mirrorcam doctor --fetch")
    return Finding("face model", str(path))


def _cameras() -> Iterator[Finding]:
    from mirrorcam.sources.camera import cameras

    found = cameras()
    for camera in found:
        yield Finding(f"camera {camera.index}", camera.name)
    if not found:
        yield Finding(
            "camera",
            "none found",
            "Plug one in, or allow this program to use it. The performer works without.",
        )


def _data_folder() -> Finding:
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return Finding("data folder", f"{folder} cannot be written", f"chmod u+rwx '{folder}'", needed=True)
    rights = stat.S_IMODE(folder.stat().st_mode)
    private = os.name == "nt" or not rights & 0o077
    return Finding(
        "data folder",
        f"{folder}" + (", only for you" if private else f", open to others ({rights:o})"),
        "" if private else f"chmod 700 '{folder}'",
    )


def _kept() -> Iterator[Finding]:
    """What there is of whoever is there."""
    from mirrorcam.app.kept.profiles import own_store

    try:
        own_store().settings()
    except BadInput as error:
        yield Finding("what is kept", str(error), "Mend that first; then ask again.", needed=True)
        return
    yield from _films()
    yield from _sessions()


def _films() -> Iterator[Finding]:
    """Those that nobody would find when deleting their session."""
    from mirrorcam.app.kept.films import lone

    left = lone()
    if left:
        found = f"{len(left)} without a session, in {left[0].parent}"
        yield Finding("films", found, "mirrorcam film delete --lone")


def _sessions() -> Iterator[Finding]:
    """Those that nothing can be read of."""
    from mirrorcam.app.kept.profiles import own_store

    store = own_store()
    if store.folder is not None and (trouble := closed(store.folder / "sessions")):
        yield Finding("sessions", trouble, "Make the folder readable for you again.", needed=True)
    unread = [kept.name for kept in store.sessions() if kept.about is None]
    if unread:
        found = f"{len(unread)} cannot be read: {', '.join(unread)}"
        yield Finding("sessions", found, "mirrorcam sessions says why. All the others are as they were.")


def _window() -> Finding:
    from mirrorcam.app.desktop import screen_size

    size = screen_size()
    if size is None:
        return Finding("window", "no screen here", "Practise with --no-window, or from a desktop session.")
    return Finding("window", f"a screen of {size[0]} × {size[1]}")


def _fonts() -> Finding:
    from mirrorcam.app.painting.lettering import WEIGHTS, bundled

    missing = []
    for weight in WEIGHTS:
        try:
            bundled(weight)
        except (OSError, TypeError):
            missing.append(weight)
    found = f"Inter {', '.join(missing)} missing" if missing else "Inter, in place"
    return Finding(
        "fonts", found, "Install mirrorcam again: pip install ." if missing else "", needed=bool(missing)
    )


def _reading_aloud() -> Finding:
    """A setting; everything that is read stands on the screen as well."""
    from mirrorcam.app.sound.voice import has_engine

    name = "reading aloud"
    if find_spec("pyttsx3") is None:
        found, first = "not installed, so nothing is read", "pip install '.[voice]', and on Linux "
    elif not has_engine():
        found, first = "pyttsx3, but no speech engine that answers, so nothing is read", "on Linux "
    else:
        return Finding(name, "pyttsx3 and a speech engine, in place")
    return Finding(name, found, f"If you want that setting: {first}apt install espeak-ng libespeak1.")
