"""Evidence over the API: hand a pack over, read its verdicts, take documents; the same actions as behind the pages."""

from evidence.api.certificates import LotCertificates, ResultConfirm, ResultDiscard
from evidence.api.changes import PackChanges
from evidence.api.files import FileContent, FileDetail, FileUpload
from evidence.api.packs import LotPacks, PackContent, PackDetail
from evidence.api.profiles import ProfileList
from evidence.api.review import (
    PackQuestions,
    PackSamples,
    QuestionAnswer,
    QuestionAskAgain,
    QuestionDetail,
    QuestionSettle,
    SampledLook,
    VerdictAsk,
)
from evidence.api.schemas import PackSchema
from evidence.api.steps import PackAccept, PackAttest, PackCountersign, PackReturn, PackWithdraw, VerdictDecide
from evidence.api.trends import LimitsDetail, LimitsWithdraw, ProductLimits
from evidence.api.verdicts import PackGaps, PackVerdicts
from evidence.api.waivers import WaiverList, WaiverRevoke
from evidence.api.workbooks import LotBundle, LotKit, LotPrefilled, LotWorkbook

__all__ = [
    "FileContent", "FileDetail", "FileUpload", "LimitsDetail", "LimitsWithdraw", "LotBundle", "LotCertificates",
    "LotKit", "LotPacks", "LotPrefilled", "LotWorkbook", "PackAccept", "PackAttest", "PackChanges", "PackContent",
    "PackCountersign", "PackDetail",
    "PackGaps", "PackQuestions", "PackReturn", "PackSamples", "PackSchema", "PackVerdicts", "PackWithdraw",
    "ProductLimits", "ProfileList", "QuestionAnswer", "QuestionAskAgain", "QuestionDetail", "QuestionSettle",
    "ResultConfirm", "ResultDiscard", "SampledLook", "VerdictAsk", "VerdictDecide", "WaiverList", "WaiverRevoke",
]  # fmt: skip
