"""The URL tree: every app under its own noun."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.urls import include, path

from oversight import health, well_known
from oversight.throttling import by_address
from parties.views.account import profile, switch
from release.views import permit_status
from traceability.views import recall_notice
from workspace.views.search import search

# Operators come in by the same door, lockout included.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Addresses, second factors and sessions belong to their person; here they could be changed without a trace.
for theirs in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(theirs)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path(".well-known/oversight-keys.json", well_known.keys, name="well_known_keys"),
    path("permit/<slug:token>/", by_address(permit_status), name="permit_status"),
    path("recall-notice/<str:token>/", by_address(recall_notice), name="recall_notice"),
    path("clocks/", include("clocks.urls")),
    path("events/", include("quality_events.urls")),
    path("lots/", include("lots.urls")),
    path("lots/", include("release.urls")),
    path("", include("traceability.urls")),
    path("search/", search, name="search"),
    path("", include("workspace.urls")),
    path("", include("evidence.urls")),
    path("products/", include("masters.urls")),
    path("agreements/", include("agreements.urls")),
    path("changes/", include("change_control.urls")),
    path("partners/", include("performance.urls")),
    path("accounts/", include("allauth.urls")),
    path("people/", include("parties.urls")),
    path("profile/", profile, name="profile"),
    path("organisation/", switch, name="organisation_switch"),
    path("api/v1/", include("oversight.api_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "oversight.error_pages.bad_request"
handler403 = "oversight.error_pages.permission_denied"
handler404 = "oversight.error_pages.page_not_found"
handler500 = "oversight.error_pages.server_error"
