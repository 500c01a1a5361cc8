"""Is there a screen to open a window on?"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

LINUX_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
"""Without any of these SDL would look in vain, and complain."""
TEXT_KINDS = ("text/plain;charset=utf-8", "text/plain")
"""What a text in the clipboard is called; systems differ."""
NO_SCREEN = {"dummy", "offscreen"}
"""SDL's drivers that show nothing to anyone."""


def to_clipboard(text: str) -> bool:
    """While a window is open. False where it cannot be done."""
    for kind in TEXT_KINDS:
        with suppress(pygame.error, NotImplementedError):
            pygame.scrap.init()
            pygame.scrap.put(kind, text.encode())
            return True
    return False


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
