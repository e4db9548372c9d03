"""The API of products and of first versions on their way into the baseline."""

from masters.api.drafts import DraftDetail, DraftList, DraftWithdraw
from masters.api.products import ProductBaseline, ProductDetail, ProductList

__all__ = ["DraftDetail", "DraftList", "DraftWithdraw", "ProductBaseline", "ProductDetail", "ProductList"]
