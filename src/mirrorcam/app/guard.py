"""mirrorcam talks to nobody: an attempt of its own process to reach another computer is refused.

It sees what goes through Python. That the native libraries open no internet socket is what tests look at (strace),
and ``trackers/privacy.py`` refuses a MediaPipe that could.
"""

from __future__ import annotations

import sys

LOOPBACK = ("127.", "::1", "localhost")
WATCHED = {"socket.connect", "socket.sendto", "socket.getaddrinfo"}


class ReachedOutError(PermissionError):
    """Something in this process tried to reach another computer."""


def stay_private() -> None:
    """From now on, for as long as the process lives. (Fetching the model happens in a process of its own.)"""
    sys.addaudithook(_watch)


def _watch(event: str, details: tuple[object, ...]) -> None:
    if event not in WATCHED:
        return
    host = details[0] if event == "socket.getaddrinfo" else _host(details[1])
    if isinstance(host, str) and not host.startswith(LOOPBACK):
        raise ReachedOutError(f"mirrorcam does not talk to other computers, so it did not reach {host}")


def _host(address: object) -> object:
    """Of an internet address; None for a socket of this computer that is named by a path (the display)."""
    return address[0] if isinstance(address, tuple) and address else None
