"""What a service shows another to say who it is: a signed token for that one audience, good for a minute."""

import hashlib
import time
from threading import Lock

import jwt

from common.errors import NotSignedIn

_SECONDS = 60
#: A token is used until so many seconds before its end, and clocks may differ by as much.
_LEEWAY_SECONDS = 20
_ALGORITHM = "HS256"


class ServiceTokens:
    """Issues this service's tokens and reads those of others. Threads share it."""

    def __init__(self, key: str, *, service: str) -> None:
        """`key` is the suite's, the same in every service; it signs nothing but these tokens."""
        # of whatever length it is given, the algorithm gets the length that it wants
        self._key = hashlib.sha256(key.encode()).digest()
        self._service = service
        self._issued: dict[str, tuple[str, float]] = {}
        self._lock = Lock()

    def issue(self, audience: str) -> str:
        """A token for a neighbour; the same one until it grows old."""
        now = time.time()
        with self._lock:
            token, ends = self._issued.get(audience, ("", 0.0))
            # one from the future is older than the clock, which was put back: nobody takes it yet
            if not _LEEWAY_SECONDS < ends - now <= _SECONDS:
                ends = now + _SECONDS
                token = jwt.encode(
                    {
                        "iss": self._service,
                        "aud": audience,
                        "iat": int(now),
                        "exp": int(ends),
                    },
                    self._key,
                    algorithm=_ALGORITHM,
                )
                self._issued[audience] = (token, ends)
        return token

    def read(self, token: str) -> str:
        """The service that a token for this one was issued by.

        Raises:
            NotSignedIn: it is none of ours, has ended, lasts longer than ours do, or is for somebody else.
        """
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=self._service,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["iss", "aud", "iat", "exp"]},
            )
        except jwt.InvalidTokenError as error:
            raise NotSignedIn("The service token does not hold") from error
        if claims["exp"] - claims["iat"] > _SECONDS:
            raise NotSignedIn("The service token lasts too long")
        return str(claims["iss"])


def looks_like_one(token: str) -> bool:
    """Whether a bearer token has the form of a service token, as an API key never has."""
    return token.count(".") == 2
