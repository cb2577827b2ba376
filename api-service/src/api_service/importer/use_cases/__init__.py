"""What the importer does: found chains, import files, make up purchases in bulk."""

from api_service.importer.use_cases.chains import (
    first_run,
    found_chain,
    has_chain,
    is_first_run,
    may_be_a_demo,
    seed,
)
from api_service.importer.use_cases.imports import (
    import_products,
    import_purchases,
    make_demo_data,
)

__all__ = [
    "first_run",
    "found_chain",
    "has_chain",
    "import_products",
    "import_purchases",
    "is_first_run",
    "make_demo_data",
    "may_be_a_demo",
    "seed",
]
