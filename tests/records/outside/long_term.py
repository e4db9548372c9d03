"""What pyHanko's own long-term validation says of a sealed file, from the evidence inside it alone."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager


def judged_by_pyhanko(pdf: bytes, trusted: Sequence[Certificate], *, at: datetime) -> AdESLTAValidationResult:
    """Its validation of signatures that carry their evidence (ETSI EN 319 102-1, 5.6.3), from the file alone."""
    checked = RevocationCheckingPolicy(RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.NO_CHECK)
    spec = SignatureValidationSpec(
        CertValidationPolicySpec(
            SimpleTrustManager.build([CertTrustAnchor(one) for one in trusted]), CertRevTrustPolicy(checked)
        ),
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
    )
    seal = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[0]
    timing = ValidationTimingInfo(at, at, point_in_time_validation=True)
    return asyncio.run(ades_lta_validation(seal, PdfSignatureValidationSpec(spec), timing))
