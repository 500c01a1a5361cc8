"""How long one avatar takes to draw, against drawing the same with nothing kept from frame to frame.

    python -m benchmarks.avatar [PERSON …]

640×640 and 1280×800 px on the CPU, expressions and head poses changing every frame. Prints the median in
milliseconds (to stay at or below 4 and 6), and how many times longer it takes when the plan, the muscles' matrix, the
paints and the body's paths are made anew for each frame. Before that, by how much the memory of the process grows over
2,000 frames of the first person. Time is that of the thread: what else runs on the
computer slows it a little, but is not counted.
"""

from __future__ import annotations

import argparse
import platform
import resource
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import skia

from mirrorcam.avatars import Avatar, open_avatar, people
from mirrorcam.avatars.skin import FORMAT
from mirrorcam.expression import Expression
from mirrorcam.face import HeadPose
from mirrorcam.target import library

FRAMES, WARM_UP, LONG_RUN = 200, 20, 2000
SIZES = ((640, 640), (1280, 800))


SHOWN = [target.show for target in library().values()]


def moving(frame: int) -> tuple[Expression, HeadPose]:
    """From one shipped expression to the next in ten frames, while the head sways."""
    before, after = (SHOWN[(frame // 10 + step) % len(SHOWN)] for step in (0, 1))
    sway = HeadPose(15 * np.sin(frame / 20), 8 * np.sin(frame / 27), 5 * np.sin(frame / 31))
    return before.blended(after, frame % 10 / 10), sway


def milliseconds(avatar_of: Callable[[], Avatar], width: int, height: int, frames: int) -> float:
    surface = skia.Surface.MakeRaster(skia.ImageInfo.Make(width, height, FORMAT, skia.kPremul_AlphaType))
    canvas = surface.getCanvas()
    side = min(width, height)
    canvas.translate((width - side) / 2, 0)
    canvas.scale(side, side)
    taken = []
    for frame in range(frames + WARM_UP):
        expression, head = moving(frame)
        start = time.thread_time()
        avatar_of().draw(canvas, expression, head)
        taken.append(time.thread_time() - start)
    return 1000 * median(taken[WARM_UP:])


def grown_mb(avatar: Avatar, frames: int) -> float:
    """By how much the memory of the process has grown at its height, after the first frames."""
    milliseconds(lambda: avatar, 640, 640, WARM_UP)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    milliseconds(lambda: avatar, 640, 640, frames)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def row(name: str, avatar: Avatar, width: int, height: int) -> str:
    kept = milliseconds(lambda: avatar, width, height, FRAMES)
    anew = milliseconds(lambda: open_avatar(name), width, height, 20)
    return f"{name:8} {width}×{height}: {kept:.2f} ms a frame; nothing kept {anew:.1f} ms, {anew / kept:.1f} times"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", nargs="*", metavar="PERSON")
    print(
        f"{platform.platform()}, Python {platform.python_version()}, skia {skia.__version__}, {FRAMES} frames"
    )
    chosen = parser.parse_args().people or people()
    print(
        f"{LONG_RUN} frames of {chosen[0]}: memory grew by {grown_mb(open_avatar(chosen[0]), LONG_RUN):.1f} MB"
    )
    for name in chosen:
        avatar = open_avatar(name)
        for width, height in SIZES:
            print(row(name, avatar, width, height))


if __name__ == "__main__":
    main()
