"""What the person can mend: one clear message that says where, what and what to do. The program ends with 2."""

from __future__ import annotations

import errno


class BadInput(Exception):
    """A file, a name or a device that was given and cannot be used. ``str()`` is the whole message."""


def disk_is_full(error: BaseException | None) -> bool:
    """Whether that is why something could not be written: no room, or no more of what one person may have."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
