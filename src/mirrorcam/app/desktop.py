"""Is there a screen to open a window on?"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

LINUX_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
"""Without any of these SDL would look in vain, and complain."""
NO_SCREEN = {"dummy", "offscreen"}
"""SDL's drivers that show nothing to anyone."""


def screen_size() -> tuple[int, int] | None:
    """In pixels; None when there is no screen."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in LINUX_SCREENS):
        return None
    try:
        pygame.display.init()
        if pygame.display.get_driver() in NO_SCREEN:
            return None
        sizes = pygame.display.get_desktop_sizes()
        return sizes[0] if sizes else None
    except pygame.error:
        return None
    finally:
        pygame.display.quit()
