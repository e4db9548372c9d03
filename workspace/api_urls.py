"""Routes of the workspace's API."""

from django.urls import path

from workspace.api import Search

urlpatterns = [path("search/", Search.as_view(), name="search-results")]
