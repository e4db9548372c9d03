"""Quality agreements over the API: read; asked and told under them."""

from agreements.api.calls import CallAnswer, CallDetail, CallList, CallStep
from agreements.api.versions import AgreementDetail, AgreementList, VersionDetail

__all__ = [
    "AgreementDetail",
    "AgreementList",
    "CallAnswer",
    "CallDetail",
    "CallList",
    "CallStep",
    "VersionDetail",
]
