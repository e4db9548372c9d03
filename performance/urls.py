"""Routes of partners and of the evidence passport."""

from django.urls import path

from performance import views
from performance.views import passport

app_name = "performance"
urlpatterns = [
    path("", views.partners, name="partners"),
    path("passport/", passport.listing, name="passport"),
    path("passport/add/", passport.add, name="add_document"),
    path("passport/<uuid:document_id>/", passport.own, name="own_document"),
    path("passport/<uuid:document_id>/replace/", passport.replace, name="replace_document"),
    path("passport/<uuid:document_id>/end/", passport.end, name="end_document"),
    path("passport/<uuid:document_id>/share/<uuid:partnership_id>/", passport.share, name="share_document"),
    path("passport/shares/<uuid:share_id>/", passport.shared, name="shared_document"),
    path("passport/shares/<uuid:share_id>/end/", passport.unshare, name="end_share"),
    path("<uuid:partnership_id>/", views.partner, name="partner"),
    path("<uuid:partnership_id>/qualify/", views.qualify, name="qualify"),
]
