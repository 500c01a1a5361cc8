"""What the person can mend: one clear message that says where, what and what to do. The program ends with 2."""


class BadInput(Exception):
    """A file, a name or a device that was given and cannot be used. ``str()`` is the whole message."""
