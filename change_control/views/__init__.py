"""Pages of change requests."""

from change_control.views.assessing import conditions, emergency
from change_control.views.contents import content
from change_control.views.deciding import sign
from change_control.views.impact import lines, lot, sign_off
from change_control.views.listing import change_list, change_page
from change_control.views.moving import at_once, with_reason
from change_control.views.overview import change_board, change_calendar
from change_control.views.proposing import propose, revise

__all__ = [
    "at_once",
    "change_board",
    "change_calendar",
    "change_list",
    "change_page",
    "conditions",
    "content",
    "emergency",
    "lines",
    "lot",
    "propose",
    "revise",
    "sign",
    "sign_off",
    "with_reason",
]
