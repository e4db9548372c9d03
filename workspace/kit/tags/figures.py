"""Small things inside a sentence or a cell: icon, badge, quantity, progress, limits, redline."""

from decimal import Decimal
from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lots.quantities import unit_words
from parties.states import role_labels
from workspace.kit.figures import grouped
from workspace.kit.icons import icon
from workspace.kit.limits import limit_bar
from workspace.kit.looks import look_of, words_of
from workspace.kit.redline import redline

register = Library()


@register.simple_tag
def ui_icon(name: str, label: str = "") -> SafeString:
    """`{% ui_icon "upload" %}`: decoration beside a word; with a label it speaks for itself."""
    return icon(name, label)


@register.simple_tag
def ui_badge(code: Any, label: str = "", tone: str = "", drawing: str = "") -> SafeString:
    """`{% ui_badge "blocked" %}`: icon and word. A TextChoices member brings its own label."""
    look = look_of(str(code))
    words = label or getattr(code, "label", "") or words_of(code)
    return format_html(
        '<span class="badge badge-{}">{}<span>{}</span></span>',
        tone or look.tone,
        icon(drawing or look.icon),
        words,
    )


@register.simple_tag
def ui_state(row: Any, field: str = "state") -> SafeString:
    """`{% ui_state lot %}`: the badge of a row's state, worded by the enum (`get_state_display`)."""
    return ui_badge(getattr(row, field), getattr(row, f"get_{field}_display")())


@register.simple_tag
def ui_quantity(value: Any, unit: str = "") -> SafeString:
    """`{% ui_quantity lot.quantity "bottle" %}` → `11 880 bottles`.

    Figures tabular, never broken over lines.
    """
    return format_html(
        '<span class="quantity"><span class="figure">{}</span>{}</span>',
        grouped(value),
        format_html(' <span class="unit">{}</span>', unit_words(unit, value)) if unit else "",
    )


@register.simple_tag
def ui_roles(roles: list[str]) -> str:
    """`{% ui_roles item.roles %}`: the roles in the words of the trade, not their codes."""
    return ", ".join(role_labels(roles))


@register.inclusion_tag("_ui/progress.html")
def ui_progress(value: Any, maximum: Any, label: str, *, note: str = "") -> dict[str, Any]:
    """`{% ui_progress 4 6 "Evidence categories complete" %}`: a native bar with its words."""
    return {"value": value, "maximum": maximum, "label": label, "note": note}


@register.inclusion_tag("_ui/limits.html")
def ui_limits(
    value: Decimal, label: str, *, low: Decimal | None = None, high: Decimal | None = None, unit: str = ""
) -> dict[str, Any]:
    """`{% ui_limits result "Lead" high=limit unit="µg/g" %}`.

    The result on its scale, in words for all readers.
    """
    bar = limit_bar(value, low, high)
    limits = " and ".join(
        f"{words} {grouped(limit)}" for words, limit in (("at least", low), ("at most", high)) if limit is not None
    )
    verdict = "inside" if bar.inside else "outside"
    description = f"{grouped(value)} {unit}".strip() + f"; limit {limits} {unit}".rstrip() + f": {verdict}."
    return {"bar": bar, "label": label, "value": value, "unit": unit, "description": description}


@register.inclusion_tag("_ui/redline.html")
def ui_redline(old: str, new: str) -> dict[str, Any]:
    """`{% ui_redline before.text after.text %}`: struck and underlined words, also without color."""
    return {"pieces": redline(old, new), "same": old == new}
