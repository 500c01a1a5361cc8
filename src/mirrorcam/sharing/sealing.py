"""Sealing: bytes for one who has the key or the passphrase, in the age format (https://age-encryption.org/v1).

Sealed files can be opened with the ``age`` command, too. What is sealed cannot be changed unnoticed; but whoever knows
a public key can seal anything to it: what comes out is a stranger's, and is checked as such (sharing/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyrage

from mirrorcam.errors import BadInput

FIRST_LINE = b"age-encryption.org/v1\n"
MOST_HEADER = 64 * 1024
MOST_WORK = 20
"""Of scrypt, as a power of two: 1 GB of memory for a few seconds. A sealed file says itself how much it takes; ours
take about a second's worth, 18 or 19 on computers of today."""
LEAST_PASSPHRASE = 8
SECRET = "AGE-SECRET-KEY-"


class SealError(BadInput):
    """Why it cannot be sealed or opened; the name of the file goes before it."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    public: str
    """age1…: for everybody who shall send something."""
    secret: str
    """AGE-SECRET-KEY-1…: for nobody else."""


def new_key() -> KeyPair:
    identity = pyrage.x25519.Identity.generate()
    return KeyPair(str(identity.to_public()), str(identity))


def keys_in(text: str) -> list[KeyPair]:
    """Those of a key file as age has it: one secret a line, comments after #. Raises SealError where there is none."""
    lines = (line.strip() for line in text.splitlines())
    secrets = [line for line in lines if line.startswith(SECRET)]
    try:
        identities = [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
    except pyrage.IdentityError:
        raise SealError("has a key that is not whole") from None
    if not identities:
        raise SealError("has no key in it (a line that begins with AGE-SECRET-KEY-1)")
    return [KeyPair(str(one.to_public()), str(one)) for one in identities]


def check_recipient(public: str) -> str:
    """Raises SealError for what is no public key; says so where it is the secret one."""
    if public.upper().startswith(SECRET):
        raise SealError(
            "this is a secret key. Whoever has it shall keep it; ask for the line that begins with age1."
        )
    try:
        pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise SealError(
            f'"{public[:80]}" is no key: it begins with age1 and has 62 signs. Copy the whole line.'
        ) from None
    return public


def seal(content: bytes, to: Sequence[str] = (), passphrase: str | None = None) -> bytes:
    """For everybody in ``to``, or for whoever knows the passphrase. Raises SealError."""
    if passphrase is not None:
        if len(passphrase) < LEAST_PASSPHRASE:
            raise SealError(
                f"the passphrase needs at least {LEAST_PASSPHRASE} signs; four words are a good one."
            )
        return bytes(pyrage.passphrase.encrypt(content, passphrase))
    recipients = [pyrage.x25519.Recipient.from_str(check_recipient(one)) for one in to]
    if not recipients:
        raise SealError("nobody could open it: give a key or a passphrase")
    return bytes(pyrage.encrypt(content, recipients))


def is_sealed(content: bytes) -> bool:
    return content.startswith(FIRST_LINE)


def wants_passphrase(sealed: bytes) -> bool:
    """True: a passphrase opens it; False: a key. Raises SealError where no opening should even be tried."""
    end = sealed.find(b"\n--- ", 0, MOST_HEADER)
    if not is_sealed(sealed) or end < 0:
        raise SealError("is damaged: its beginning is not whole")
    work = re.search(rb"^-> scrypt \S{1,64} (\d{1,9})$", sealed[:end], re.MULTILINE)
    if work is None:
        return False
    if int(work[1]) > MOST_WORK:
        raise SealError("asks for more memory than opening a file should take, so it was left alone")
    return True


def unseal(sealed: bytes, keys: Sequence[KeyPair] = (), passphrase: str | None = None) -> bytes:
    """What was sealed, all of it. Raises SealError."""
    by_passphrase = wants_passphrase(sealed)
    try:
        if by_passphrase:
            return bytes(pyrage.passphrase.decrypt(sealed, passphrase or ""))
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key.secret) for key in keys]))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise SealError(_why(str(error), by_passphrase)) from None


def _why(said: str, by_passphrase: bool) -> str:
    if "No matching keys" in said:
        return "was made for another key. Send your own again (`mirrorcam key`), or give the right one with --key."
    if by_passphrase and said.startswith("Decryption failed"):
        return "this is not its passphrase"
    return "is damaged or not whole. Ask for it once more."
