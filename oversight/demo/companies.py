"""Four companies, their people and partnerships, through invitations that are really accepted."""

from datetime import datetime, timedelta

from django.db import transaction

from kernel import clock, scope
from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.stage import PASSWORD, Stage
from parties.accountability import statement_hash
from parties.actions import (
    accept_accountability,
    accept_invitation,
    accept_partnership,
    add_site,
    found_company,
    grant_auditor,
    invite,
    propose_partnership,
    record_training,
)
from parties.identity import ToSign
from parties.models import AuditorGrant, Person, Training
from parties.states import Role, SigningFunction
from records.models import SealedReport
from workspace.actions.reports import request_report

AUDITOR = "auditor@example.org"
COMPANIES = {
    "Alder & Pine Nutrition": (
        "alderpine.example", "America/Los_Angeles", "12345678904", "410 NW Flanders St, Portland, OR"),
    "Blue Mesa Wellness": ("bluemesa.example", "America/Denver", "15829403311", "1620 Platte St, Denver, CO"),
    "Keystone Blending Co.": ("keystone.example", "America/Denver", "18234567104", "2150 Commerce Way, Ogden, UT"),
    "Cedar Ridge Nutraceuticals": (
        "cedarridge.example", "America/Chicago", "17755012208", "88 Mill Road, Eau Claire, WI"),
}  # fmt: skip
PEOPLE = (
    ("Alder & Pine Nutrition", "qa@alderpine.example", "Priya Raman", ("SQA",)),
    ("Alder & Pine Nutrition", "head.qa@alderpine.example", "Helen Okafor", ("SQH", "SRM")),
    ("Alder & Pine Nutrition", "labels@alderpine.example", "Tomas Lind", ("SLB",)),
    ("Blue Mesa Wellness", "qa@bluemesa.example", "Ben Ortiz", ("SQA",)),
    ("Blue Mesa Wellness", "head.qa@bluemesa.example", "Noor Haddad", ("SQH", "SRM")),
    ("Keystone Blending Co.", "clerk@keystone.example", "Carla Diaz", ("COP",)),
    ("Keystone Blending Co.", "qa@keystone.example", "Quentin Abbot", ("CQC", "CQA")),
    ("Cedar Ridge Nutraceuticals", "qa@cedarridge.example", "Dana Whitfield", ("SQA", "CQC", "CQA")),
    ("Cedar Ridge Nutraceuticals", "head.qa@cedarridge.example", "Iris Falk", ("SQH", "SRM")),
    ("Cedar Ridge Nutraceuticals", "clerk@cedarridge.example", "Owen Marsh", ("COP",)),
)
PAIRS = (
    ("Alder & Pine Nutrition", "Keystone Blending Co."),
    ("Blue Mesa Wellness", "Keystone Blending Co."),
    ("Cedar Ridge Nutraceuticals", "Keystone Blending Co."),
    ("Alder & Pine Nutrition", "Cedar Ridge Nutraceuticals"),
)
SITES = {
    "Keystone Blending Co.": ("Keystone Blending Co., Ogden", "America/Denver", "18234567104"),
    "Cedar Ridge Nutraceuticals": ("Cedar Ridge, Eau Claire", "America/Chicago", "17755012208"),
}


def administrator(company: str) -> str:
    return f"admin@{COMPANIES[company][0]}"


def found_companies(stage: Stage) -> None:
    """The operator sets companies up; administrators invite the people; companies agree to work together."""
    system = scope.system()
    for name, (domain, zone, registration, address) in COMPANIES.items():
        with scope.opened(system), transaction.atomic():
            invited = found_company(
                name=name, email=f"admin@{domain}", by=system, at=clock.now(), time_zone=zone,
                fda_registration=registration, address=address,
            )  # fmt: skip
        _accept(stage, f"admin@{domain}", f"Administrator, {name}", invited.token)
    for company, email, name, roles in PEOPLE:
        invited = stage.act(
            administrator(company), lambda by, at, e=email, r=roles: invite(email=e, roles=r, by=by, reason="", at=at)
        )
        _accept(stage, email, name, invited.token)
        _become_accountable(stage, email)
        _train(stage, company, email)
    for sponsor, cmo in PAIRS:
        _pair(stage, sponsor, cmo)
    for company, (name, zone, registration) in SITES.items():
        stage.made[f"site/{company}"] = stage.act(
            administrator(company),
            lambda by, at, n=name, z=zone, r=registration, c=company: add_site(
                name=n, fda_registration=r, address=COMPANIES[c][3], time_zone=z, by=by, reason="", at=at
            ),
        )


def _accept(stage: Stage, email: str, name: str, token: str) -> None:
    stage.people[email] = accept_invitation(token=token, name=name, password=PASSWORD, at=clock.now())


def _train(stage: Stage, company: str, email: str) -> None:
    """On everything that the product has people sign: roles decide what each of them may."""

    def train(by: Actor, at: datetime) -> Training:
        return record_training(
            person_id=stage.people[email].pk, functions=SigningFunction.values, course="SOP-QA-014 rev. 3, signing",
            trained_on=at.date() - timedelta(days=7), valid_until=at.date() + timedelta(days=3 * 365), by=by, reason="",
            at=at,
        )  # fmt: skip

    stage.act(administrator(company), train)


def _become_accountable(stage: Stage, email: str) -> None:
    def accept(by: Actor, at: datetime) -> Person:
        statement = ToSign(by.person_id, statement_hash(), ("acknowledged",), label="Statement of accountability")
        return accept_accountability(by=by, proof=stage.proof_of(by, statement), at=at)

    stage.act(email, accept)


def _pair(stage: Stage, sponsor: str, cmo: str) -> None:
    proposed = stage.act(
        administrator(sponsor),
        lambda by, at: propose_partnership(
            side="sponsor", company_name=cmo, email=administrator(cmo), by=by, reason="", at=at
        ),
    )
    stage.made[f"pair/{sponsor}/{cmo}"] = stage.act(
        administrator(cmo), lambda by, at: accept_partnership(token=proposed.token, by=by, at=at)
    )


def let_auditor_in(stage: Stage, until: datetime) -> None:
    """An auditor's firm joins the platform; Alder & Pine lets its auditor read one partnership for a time."""
    system = scope.system()
    with scope.opened(system), transaction.atomic():
        invited = found_company(
            name="Nyman Quality Audits", email=AUDITOR, roles=(Role.AUD, Role.ADM), by=system, at=clock.now()
        )
    _accept(stage, AUDITOR, "Astrid Nyman", invited.token)
    pair = stage.made["pair/Alder & Pine Nutrition/Keystone Blending Co."]

    def grant(by: Actor, at: datetime) -> AuditorGrant:
        return grant_auditor(
            partnership_id=pair.pk, email=AUDITOR, name="Astrid Nyman", firm_name="Nyman Quality Audits",
            purpose="Annual GMP audit of contract manufacturing", starts_at=at, ends_at=until, by=by,
            reason="annual audit", at=at,
        )  # fmt: skip

    stage.act("head.qa@alderpine.example", grant)


def ask_for_dossier(stage: Stage) -> None:
    """The auditor asks for a sealed dossier; the worker makes it as soon as it runs."""

    def asking(by: Actor, at: datetime) -> SealedReport:
        lot = Lot.objects.filter(state="shipped").order_by("-packed_on")[0]
        return request_report(kind="lot_dossier", subject_id=lot.pk, by=by, reason="sample of the audit", at=at)

    stage.act(AUDITOR, asking)
