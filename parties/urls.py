"""People, partners, auditors, keys, sites: the administration of who may act."""

from django.urls import path

from parties.views import absences, account, auditors, entrance, keys, pages, partners, people, signing, sites

app_name = "parties"

urlpatterns = [
    path("", people.people, name="people"),
    path("administration/", pages.administration, name="administration"),
    path("invite/", people.invite, name="invite"),
    path("invitations/<uuid:invitation_id>/revoke/", people.revoke_invitation, name="revoke_invitation"),
    path("members/<uuid:membership_id>/", people.member, name="member"),
    path("members/<uuid:membership_id>/roles/", people.roles, name="roles"),
    path("members/<uuid:membership_id>/end/", people.end, name="end"),
    path("members/<uuid:membership_id>/factor/", people.reset_factor, name="reset_factor"),
    path("members/<uuid:membership_id>/unlock/", people.unlock, name="unlock"),
    path("members/<uuid:membership_id>/absence/", absences.state_for, name="state_absence_for"),
    path("absences/state/", absences.state, name="state_absence"),
    path("absences/<uuid:absence_id>/end/", absences.end, name="end_absence"),
    path("partners/", partners.partners, name="partners"),
    path("partners/invite/", partners.propose, name="propose"),
    path("partners/<uuid:invitation_id>/withdraw/", partners.withdraw, name="withdraw"),
    path("auditors/", auditors.auditors, name="auditors"),
    path("auditors/grant/", auditors.grant, name="grant"),
    path("auditors/<uuid:grant_id>/revoke/", auditors.revoke, name="revoke_grant"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<uuid:key_id>/revoke/", keys.revoke, name="revoke_key"),
    path("sites/", sites.sites, name="sites"),
    path("sites/add/", sites.add, name="add_site"),
    path("sites/work-time/", sites.own_work_time, name="work_time"),
    path("sites/<uuid:site_id>/work-time/", sites.site_work_time, name="site_work_time"),
    path("signing/", signing.my_signing, name="my_signing"),
    path("signing/alone/", signing.act_alone, name="act_alone"),
    path("delegations/lend/", signing.delegate, name="delegate"),
    path("delegations/<uuid:delegation_id>/end/", signing.end_delegation, name="end_delegation"),
    path("delegations/<uuid:delegation_id>/use/", signing.act_under, name="act_under"),
    path("training/", signing.training, name="training"),
    path("training/record/", signing.record_training, name="record_training"),
    path("training/<uuid:training_id>/end/", signing.end_training, name="end_training"),
    path("accountability/", account.accountability, name="accountability"),
    path("passkey/", account.passkey, name="passkey"),
    path("join/<str:token>/", entrance.accept, name="accept"),
    path("partnership/<str:token>/", entrance.partnership, name="partnership"),
]
