"""The API's routes of products."""

from django.urls import path

from masters import api

urlpatterns = [
    path("products/", api.ProductList.as_view(), name="product-list"),
    path("products/drafts/", api.DraftList.as_view(), name="baseline-draft-list"),
    path("products/drafts/<uuid:baseline_id>/", api.DraftDetail.as_view(), name="baseline-draft-detail"),
    path(
        "products/drafts/<uuid:baseline_id>/withdraw/",
        api.DraftWithdraw.as_view(),
        name="baseline-draft-withdraw",
    ),
    path("products/<uuid:product_id>/", api.ProductDetail.as_view(), name="product-detail"),
    path("products/<uuid:product_id>/baseline/", api.ProductBaseline.as_view(), name="product-baseline"),
]
