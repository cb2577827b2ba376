"""Why a sale is not booked, as a cashier is told: what happened, and what to do."""

from cashier_service.errors import SaleRefused
from cashier_service.models.screen import Notice

BOOKED_BEFORE = Notice(
    "warn", "This sale had been booked before", "The receipt shows what was booked."
)

NOT_SENT = Notice(
    "bad",
    "Not booked: the books do not answer",
    "The basket is kept. Try again in a moment.",
)

#: What the books' refusals mean to a cashier, and what to do.
_REFUSALS = {
    "wrong_total": (
        "Not booked: the total is another one now",
        "Tell the customer the new total. Pay takes it.",
    ),
    "unknown_product": (
        "Not booked: something is not sold any more",
        "Void the marked line, then pay.",
    ),
    "unknown_till": (
        "Not booked: this till was closed",
        "The basket is kept. Choose another till with F7, or ask a manager.",
    ),
    "unknown_branch": ("Not booked: this branch is closed", "The basket is kept. Ask a manager."),
    "branch_does_not_sell": (
        "Not booked: this branch takes no sales",
        "The basket is kept. Ask a manager.",
    ),
    "unknown_coupon": (
        "Not booked: a coupon does not hold any more",
        "Tell the customer the new total. Pay takes it.",
    ),
}


def told_of(refusal: SaleRefused) -> Notice:
    """What the books' refusal means."""
    if refusal.reason == "coupon_used" and refusal.coupons:
        codes, many = " and ".join(refusal.coupons), len(refusal.coupons) > 1
        return Notice(
            "bad",
            f"Not booked: {codes} {'were' if many else 'was'} used before, or {'are' if many else 'is'} being used now",
            f"{'They are' if many else 'It is'} out of the sale. Tell the customer the new total. Pay takes it.",
        )
    title, text = _REFUSALS.get(
        refusal.reason, ("Not booked: the books refused this sale", f"{refusal.detail}.")
    )
    return Notice("bad", title, text)
