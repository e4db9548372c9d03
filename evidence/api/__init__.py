"""Evidence over the API: hand a pack over, read its verdicts, take documents; the same actions as behind the pages."""

from evidence.api.files import FileContent, FileDetail, FileUpload
from evidence.api.packs import LotPacks, PackContent, PackDetail
from evidence.api.schemas import PackSchema
from evidence.api.steps import PackAccept, PackAttest, PackReturn, PackWithdraw, VerdictDecide
from evidence.api.verdicts import PackGaps, PackVerdicts
from evidence.api.waivers import WaiverList, WaiverRevoke
from evidence.api.workbooks import LotBundle, LotKit, LotWorkbook

__all__ = [
    "FileContent", "FileDetail", "FileUpload", "LotBundle", "LotKit", "LotPacks", "LotWorkbook", "PackAccept",
    "PackAttest", "PackContent", "PackDetail", "PackGaps", "PackReturn", "PackSchema", "PackVerdicts",
    "PackWithdraw", "VerdictDecide", "WaiverList", "WaiverRevoke",
]  # fmt: skip
