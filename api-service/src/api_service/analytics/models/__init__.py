"""The pure part of the owner's numbers: days and their buckets, sales laid out in them, ranks."""

from api_service.analytics.models.periods import (
    Bucket,
    Comparison,
    Group,
    Period,
    State,
    same_time_earlier,
    wall_time,
)
from api_service.analytics.models.ranking import (
    Buyer,
    Buyers,
    CustomerSummary,
    ProductSales,
    RankedProduct,
    ranked,
)
from api_service.analytics.models.sales import (
    BranchSales,
    Compared,
    Figures,
    Layout,
    Row,
    SalesReport,
    Sold,
    TenderSum,
    Totals,
)

__all__ = [
    "BranchSales",
    "Bucket",
    "Buyer",
    "Buyers",
    "Compared",
    "Comparison",
    "CustomerSummary",
    "Figures",
    "Group",
    "Layout",
    "Period",
    "ProductSales",
    "RankedProduct",
    "Row",
    "SalesReport",
    "Sold",
    "State",
    "TenderSum",
    "Totals",
    "ranked",
    "same_time_earlier",
    "wall_time",
]
