"""PINs, passwords and tokens: how they are made and kept.

Argon2id with the parameters OWASP gives for little memory (19 MiB, two passes, one lane),
and never more than two at a time, so that a whole class signing in at once does not fill
the laptop's memory. (OWASP Password Storage Cheat Sheet.)
"""

import hashlib
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)

PIN_DIGITS = 6
PASSWORD_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LEAST_PASSWORD = 8


def hash_secret(secret: str) -> str:
    """The form in which a PIN or password is stored."""
    with _AT_ONCE:
        return _HASHER.hash(secret)


def secret_matches(secret_hash: str, secret: str) -> bool:
    """Whether this is the secret that was hashed."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(secret_hash, secret)
        except (VerifyMismatchError, InvalidHashError):
            return False


NOBODY = hash_secret("nobody has this secret")
"""Verified when an account does not exist, so that the time taken does not tell."""


def hash_token(token: str) -> str:
    """The form in which a random token is stored; it is long, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def pin_from(token: str) -> str:
    """A PIN from random hexadecimal text of at least 32 digits."""
    return str(int(token, 16) % 10**PIN_DIGITS).zfill(PIN_DIGITS)


def password_from(token: str) -> str:
    """A password of ten letters that are easy to tell apart, from 32 or more hexadecimal digits."""
    number, letters = int(token, 16), ""
    for _ in range(10):
        number, place = divmod(number, len(PASSWORD_LETTERS))
        letters += PASSWORD_LETTERS[place]
    return letters
