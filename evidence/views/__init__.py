"""Pages of evidence."""

from evidence.views.accepting import accept, countersign
from evidence.views.arrivals import arrival, arrivals
from evidence.views.artworks import artworks, compare, compared_picture, comparison_page
from evidence.views.attesting import attest
from evidence.views.builder import builder
from evidence.views.certificates import certificates, columns, take_results
from evidence.views.files import download, view
from evidence.views.packs import changes_page, data_page, documents_page, pack_page, rule_page, section_page
from evidence.views.questions import ask, question
from evidence.views.results import confirm, discard, type_result
from evidence.views.review import decide, review
from evidence.views.samples import look, samples
from evidence.views.steps import return_, withdraw
from evidence.views.trends import limits, trend, trends, withdraw_proposal
from evidence.views.waiving import revoke, waive, waivers
from evidence.views.workbooks import blank, blank_bundle, example, kit

__all__ = [
    "accept", "arrival", "arrivals", "artworks", "ask", "attest", "blank", "blank_bundle", "builder", "certificates",
    "changes_page", "columns", "compare", "compared_picture", "comparison_page", "confirm", "countersign",
    "data_page", "decide", "discard", "documents_page", "download", "example", "kit", "limits", "look", "pack_page",
    "question", "return_", "review", "revoke", "rule_page", "samples", "section_page", "take_results", "trend",
    "trends", "type_result", "view", "waive", "waivers", "withdraw", "withdraw_proposal",
]  # fmt: skip
