"""The program as it is started from a terminal, on a screen of its own, used with a real pointer and real keys.

    python -m benchmarks.on_a_screen [--film FILM] [--pictures FOLDER]

Needs Xvfb and xdotool (Debian: xvfb, xdotool), the face model, and about a minute and a half of real time. Each run
starts `mirrorcam practice`, waits, uses what it is told to, and looks at what was kept: the session must be there, have
come as far as it should, and give the same results when it is replayed. With a film, the first run sees that instead of
the performer. --pictures keeps a picture of the screen before each thing that is used (ImageMagick's import).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mirrorcam.recording import moments, read_recording, replay
from mirrorcam.trackers.model import MODEL_VARIABLE, ensure_model

SCREEN = (1280, 800)
PAUSE, GO_ON, STOP = (70, 764), (530, 420), (1180, 764)
"""Where these stand on a window that fills the screen."""
Use = str | tuple[int, int]
"""A key by its X name, or a place to click."""


@dataclass(frozen=True)
class Run:
    exercise: str
    uses: Sequence[tuple[float, Use]]
    """After how many seconds, what."""
    reached: int
    """So many of its steps have to have begun."""


RUNS = (
    Run("first-steps", ((10, "Return"), (9, "space"), (1, "space"), (4, "Escape"), (2, "Return")), 2),
    Run("recognising-first", ((7, "Return"), (3, "1"), (3, "Return"), (2, "Escape"), (2, "Return")), 2),
    Run("you-lead", ((10, "Return"), (4, PAUSE), (1, "space"), (3, STOP), (2, "Return")), 2),
)


@contextmanager
def screen() -> Iterator[str]:
    """An X display with nothing else on it."""
    read, write = os.pipe()
    size = "{}x{}x24".format(*SCREEN)
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    try:
        os.close(write)
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def use(what: Use, environment: dict[str, str]) -> None:
    at = ["key", what] if isinstance(what, str) else ["mousemove", *map(str, what), "click", "1"]
    subprocess.run(["xdotool", *at], env=environment, check=True, timeout=10)


def picture(file: Path, environment: dict[str, str]) -> None:
    subprocess.run(["import", "-window", "root", str(file)], env=environment, check=True, timeout=20)


def practise(run: Run, source: str, folder: Path, display: str, pictures: Path | None) -> Path:
    """The session that was kept. Raises RuntimeError where the program did not end well."""
    environment = {
        **os.environ,
        "DISPLAY": display,
        "XDG_DATA_HOME": str(folder),
        MODEL_VARIABLE: str(ensure_model()),
    }
    environment.pop("SDL_VIDEODRIVER", None)
    kept = folder / f"{run.exercise}.mirrorcam"
    command = [sys.executable, "-m", "mirrorcam", "practice", run.exercise, "--source", source]
    program = subprocess.Popen([*command, "--save", str(kept)], env=environment)
    try:
        for number, (seconds, what) in enumerate(run.uses):
            time.sleep(seconds)
            if pictures is not None:
                picture(pictures / f"{run.exercise}-{number}.png", environment)
            use(what, environment)
        time.sleep(1)
        use("ctrl+q", environment)
        code = program.wait(20)
    finally:
        program.kill()
    if code != 0:
        raise RuntimeError(f"{run.exercise}: the program ended with {code}")
    return kept


def judge(run: Run, kept: Path) -> str:
    """One line about what was kept. Raises RuntimeError where that is not as it should be."""
    recording = read_recording(kept)
    results = replay(recording).results()
    begun = 1 + max(moment.step for _, moment in moments(recording))
    if results != list(recording.steps) or begun < run.reached:
        raise RuntimeError(
            f"{run.exercise}: {begun} steps begun, of {run.reached} at least; or replayed otherwise"
        )
    scored = [round(result["score"]) for result in results if result["score"] is not None]
    kept_s = recording.about.duration_s
    return f"{run.exercise}: {kept_s:.0f} s kept, {begun} steps begun, scores {scored}, replay alike"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--film", type=Path, help="what the first run sees")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the screen")
    arguments = parser.parse_args()
    lacking = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if lacking:
        print(f"{' and '.join(lacking)} is not here. On Debian: apt install xvfb xdotool")
        return 2
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    with screen() as display, tempfile.TemporaryDirectory() as folder:
        for number, planned in enumerate(RUNS):
            run = planned
            source = "synthetic"
            if arguments.film and number == 0:
                source, run = str(arguments.film), replace(run, reached=0)  # nobody asked this face to rest
            print(judge(run, practise(run, source, Path(folder), display, arguments.pictures)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
