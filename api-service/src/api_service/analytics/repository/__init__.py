"""Every query behind the owner's numbers: `rollups` writes what is derived, `answers` reads it together with the tail.

The tail are the purchases whose transaction_id is not below the watermark. Whoever reads takes the watermark and
all else in one REPEATABLE READ transaction: in one snapshot each purchase is either in the rollups or in the tail.
"""
