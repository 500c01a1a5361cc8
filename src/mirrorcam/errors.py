"""What the person can mend: one clear message that says where, what and what to do. The program ends with 2."""

from __future__ import annotations

import errno

LONGEST_TOLD = 200
"""Signs of a name that are told: a path, but no page."""


class BadInput(Exception):
    """A file, a name or a device that was given and cannot be used. ``str()`` is the whole message."""


def disk_is_full(error: BaseException | None) -> bool:
    """Whether that is why something could not be written: no room, or no more of what one person may have."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def cannot_be_looked_at(error: OSError) -> str:
    """The whole message where what was given cannot even be looked at: too long for a name (a line that was pasted in
    its place), or in a folder of somebody else's; "" for anything else."""
    if error.errno not in (errno.ENAMETOOLONG, errno.EACCES) or error.filename is None:
        return ""
    name = str(error.filename)
    return f"{name if len(name) <= LONGEST_TOLD else f'{name[:LONGEST_TOLD]}…'}: cannot be opened ({error.strerror})"
