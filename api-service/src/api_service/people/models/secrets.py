"""What only its holder knows: random tokens, of which the books keep a hash, and passwords and PINs hashed slowly."""

import hashlib
import hmac
import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from common.errors import TooManyRequests

#: OWASP's least: 19 MiB, two passes, one lane; about a tenth of a second of one core.
_SLOWLY = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: At most two at once in a process: a flood of sign-ins must leave the processor to the tills.
_TURNS = BoundedSemaphore(2)
_LONGEST_WAIT_SECONDS = 2

#: What a password is compared with where there is none, so that an unknown account costs as much as a known one.
_NOBODYS = _SLOWLY.hash(secrets.token_hex(16))


def new_token() -> str:
    """A token that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the books keep of a token; from so many random bits a fast hash gives nothing away."""
    return hashlib.sha256(token.encode()).digest()


def derived_token(key: str, purpose: str) -> str:
    """The token that belongs to a purpose: the same whenever it is asked for, and nobody's without the key."""
    return hmac.new(key.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def slow_hash(secret: str) -> str:
    """The argon2id hash of a password or PIN, with its salt and costs.

    Raises:
        TooManyRequests: others have been hashing for seconds.
    """
    with _Turn():
        return _SLOWLY.hash(secret)


def fits(known: str | None, secret: str) -> bool:
    """Whether a password or PIN is the one that was hashed; takes as long where there is no hash.

    Raises:
        TooManyRequests: others have been hashing for seconds.
    """
    with _Turn():
        try:
            _SLOWLY.verify(known or _NOBODYS, secret)
        except (VerificationError, InvalidHashError):
            return False
    return known is not None


def is_outdated(known: str) -> bool:
    """Whether a hash was made at other costs than today's."""
    return _SLOWLY.check_needs_rehash(known)


class _Turn:
    """One of the two turns."""

    def __enter__(self) -> None:
        if not _TURNS.acquire(timeout=_LONGEST_WAIT_SECONDS):
            raise TooManyRequests(
                "Too many people sign in at this moment", headers={"Retry-After": "2"}
            )

    def __exit__(self, *_: object) -> None:
        _TURNS.release()
