"""From the start of the program to its first picture, beside the mere import of the libraries that it is made of.

    python -m benchmarks.start          (needs a screen; Xvfb will do)

Prints, as medians over runs in turns: seconds to the home page, to the first avatar at practice with the built-in
performer, and for the imports alone, with the ratios; and the seconds that ``mirrorcam --help`` takes.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from statistics import median

ROUNDS = 7

IMPORTS = """
import sys
sys.modules["sounddevice"] = None
import cv2, mediapipe, numpy, pydantic, pygame, skia
from mediapipe.tasks.python import vision
vision.FaceLandmarker
"""
HOME = """
import pygame
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.window import Window
from mirrorcam.stores import open_store
with Window(ProgramDesk(open_store("memory"))) as window:
    window.step(pygame.event.get())
"""
PRACTICE = """
import pygame
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.opening import Wish
from mirrorcam.app.screens import Begin
from mirrorcam.app.window import Window
from mirrorcam.exercise import find_exercise
from mirrorcam.stores import open_store
from mirrorcam.target import library
wish = Wish(find_exercise("first-steps", library()), source="synthetic")
with Window(ProgramDesk(open_store("memory"), wish), Begin("first-steps", keep=False)) as window:
    while window.step(pygame.event.get()) and (window.guide.feed is None or window.guide.feed.newest() is None):
        window.wait()
    window.step(pygame.event.get())
"""
HELP = "from mirrorcam.app.cli import main; main(['practice', '--help'])"


def seconds(code: str, environment: dict[str, str]) -> float:
    begun_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun_s


def main() -> None:
    programs = {"imports": IMPORTS, "home page": HOME, "first avatar": PRACTICE, "--help": HELP}
    with tempfile.TemporaryDirectory() as folder:
        model = os.environ.get("MIRRORCAM_MODEL")
        environment = dict(os.environ) if model is None else {**os.environ, "XDG_DATA_HOME": folder}
        for code in programs.values():
            seconds(code, environment)  # to warm up
        runs = [{name: seconds(code, environment) for name, code in programs.items()} for _ in range(ROUNDS)]
    print(f"{platform.platform()}, Python {platform.python_version()}, {ROUNDS} rounds in turns")
    for name in programs:
        ratio = median(run[name] / run["imports"] for run in runs)
        print(f"{name:<14} {median(run[name] for run in runs):.2f} s, {ratio:.2f} of the imports")


if __name__ == "__main__":
    main()
