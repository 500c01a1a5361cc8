"""Fetches one address into a file: ``python download.py ADDRESS FILE``.

Run as a process of its own, so that mirrorcam itself never opens a connection, and so that one that hangs (in
looking up a name, say) can be ended.
"""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path

TIMEOUT_S = 5.0
PIECE = 1 << 16


def download(address: str, file: Path) -> None:
    """Raises OSError (URLError is one) when it does not work."""
    request = urllib.request.Request(address, headers={"User-Agent": "mirrorcam"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer, file.open("wb") as out:
        while piece := answer.read(PIECE):
            out.write(piece)
            out.flush()


def main(arguments: list[str]) -> int:
    address, file = arguments
    try:
        download(address, Path(file))
    except (OSError, ValueError) as error:
        print(getattr(error, "reason", error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
