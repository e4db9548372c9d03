"""Accepting the statement that goes before every signature (21 CFR 11.10(j), 11.100(c))."""

from datetime import datetime

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.accountability import statement_hash
from parties.identity import ProofOfIdentity
from parties.models import Person


def accept_accountability(*, by: Actor, proof: ProofOfIdentity, at: datetime) -> Person:
    """The person himself accepts, giving the component he will sign with."""
    rules.check_on_page(by, "accept the statement of accountability")
    rules.check_own_proof(proof, by, at)
    rules.check_statement_shown(proof, statement_hash())
    reason = "accepted the statement of accountability for electronic signatures"
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        person: Person = Person.objects.locked([by.person_id]).get()
        person.accountable_since = at
        person.save(update_fields=["accountable_since"])
        return person
