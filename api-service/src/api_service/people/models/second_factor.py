"""The second factor: an app's codes, new every thirty seconds (TOTP, RFC 6238), and codes for when it is lost."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp

from api_service.people.models.secrets import token_hash

_STEP_SECONDS = 30
#: Steps before and after the present one: phones' clocks are not exact.
_TOLERATED = 1

_RECOVERY_CODES = 8
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _OF = 6, 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new secret, as it is shown once: to type, and as what a QR code holds. `kept` is what the books keep of it."""

    kept: str
    secret: str
    uri: str


def propose(key: str, email: str, *, issuer: str) -> Proposal:
    """A secret for somebody's app."""
    kept = secrets.token_hex(16)
    secret = secret_of(key, kept)
    return Proposal(
        kept, secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)
    )


def secret_of(key: str, kept: str) -> str:
    """The secret of somebody's app. Whoever has the database without the server's key makes no code."""
    said = f"secret of an app {kept}"
    return base64.b32encode(
        hmac.new(key.encode(), said.encode(), hashlib.sha256).digest()[:20]
    ).decode()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step that a code belongs to, if it is right now; whoever takes it must see that no step is used twice."""
    plain = code.replace(" ", "")
    present = int(now.timestamp()) // _STEP_SECONDS
    for step in range(present - _TOLERATED, present + _TOLERATED + 1):
        if secrets.compare_digest(pyotp.HOTP(secret).at(step).encode(), plain.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes of 120 random bits, enough for a fast hash, that each let in once without the app."""
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_OF)) for _ in range(_GROUPS))
        for _ in range(_RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> bytes:
    """What the books keep of one."""
    return token_hash(code.strip().upper().replace(" ", "").replace("-", ""))
