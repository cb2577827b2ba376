"""The secret in the link to an order: whoever has it may see the order and cancel it, without signing in."""

import hashlib
import hmac
import uuid


class Links:
    """Makes and checks the keys of links; the same order always has the same one."""

    def __init__(self, secret: str) -> None:
        """`secret` is the suite's."""
        self._secret = secret.encode()

    def key_of(self, order_id: uuid.UUID) -> str:
        """The key that opens this order."""
        words = f"order {order_id}".encode()
        return hmac.new(self._secret, words, hashlib.sha256).hexdigest()[:40]

    def fits(self, order_id: uuid.UUID, key: str) -> bool:
        """Whether this key opens this order."""
        return hmac.compare_digest(self.key_of(order_id).encode(), key.encode())
