"""Makes practice.png, the picture in the README: the built-in performer at practice, seen by the real tracker.

python docs/images/make_practice.py
"""

from pathlib import Path

from mirrorcam.app.opening import Wish, open_practice
from mirrorcam.app.screens import Settings, render
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.avatars import open_avatar
from mirrorcam.exercise import find_exercise
from mirrorcam.imaging.opencv import cv2
from mirrorcam.steps import Phase
from mirrorcam.stores import open_store
from mirrorcam.target import library

STEP, AFTER_S = "Surprise", 1.2
"""The moment to show: so long after the hold of this step has begun."""


def main() -> None:
    wish = Wish(find_exercise("first-steps", library()), source="synthetic", keep=False)
    screen = open_screen("imitate", Settings(), open_avatar())
    begun_s = None
    with open_practice(wish, open_store("memory"), print) as practice:
        for glimpse in practice:
            moment = glimpse.moment
            screen.show(moment, glimpse.frame, moment.time_s)
            screen.tick(moment.time_s)
            if moment.title == STEP and moment.scene.phase is Phase.HOLD:
                begun_s = moment.time_s if begun_s is None else begun_s
                if moment.time_s - begun_s >= AFTER_S:
                    break
    pixels = render(screen, 1280, 800)
    cv2.imwrite(str(Path(__file__).with_name("practice.png")), pixels[..., [2, 1, 0]])


if __name__ == "__main__":
    main()
