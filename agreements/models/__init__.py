"""Quality agreements: versions with typed clauses, in force from a date; what is asked and told under them."""

from agreements.models.agreements import Agreement, AgreementVersion, Clause, ExpiryWarning
from agreements.models.calls import Acknowledgement, CallPost, ClauseCall
from agreements.models.simulations import Simulation

__all__ = [
    "Acknowledgement",
    "Agreement",
    "AgreementVersion",
    "CallPost",
    "Clause",
    "ClauseCall",
    "ExpiryWarning",
    "Simulation",
]
