"""Ways through many rows: sortable heads, keyset pages, tabs."""

from typing import Any

from django.http import QueryDict
from django.template import Context, Library
from django.utils.safestring import SafeString

from workspace.kit.icons import icon

register = Library()


def _query(context: Context, **changes: str | None) -> str:
    """The page's query string with some keys changed; None drops a key."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("_ui/sort.html", takes_context=True)
def ui_sort(context: Context, key: str, label: str, *, numeric: bool = False, default: str = "") -> dict[str, Any]:
    """`{% ui_sort "due" "Time left" %}`: a `<th>` whose link sorts by `?sort=due`, then `?sort=-due`."""
    request = context.get("request")
    current = (request.GET.get("sort") if request else "") or default
    descending = current == f"-{key}"
    ascending = current == key
    return {
        "label": label,
        "numeric": numeric,
        "direction": "descending" if descending else "ascending" if ascending else "",
        "drawing": icon("chevron-down" if descending else "chevron-up" if ascending else "selector"),
        "url": _query(context, sort=f"-{key}" if ascending else key, after=None, before=None),
    }


@register.inclusion_tag("_ui/paging.html", takes_context=True)
def ui_paging(context: Context, *, after: str = "", before: str = "", words: str = "") -> dict[str, Any]:
    """`{% ui_paging after=page.after before=page.before words="25 lots" %}`.

    Keyset pages, the filters kept.
    """
    return {
        "next_url": _query(context, after=after, before=None) if after else "",
        "previous_url": _query(context, before=before, after=None) if before else "",
        "words": words,
    }


@register.inclusion_tag("_ui/tabs.html")
def ui_tabs(tabs: list[Any], label: str = "Sections") -> dict[str, Any]:
    """`{% ui_tabs tabs %}`: each tab has `label`, `url`, `active` and may have `count`, `mark`."""
    return {"tabs": tabs, "label": label}


@register.simple_tag(takes_context=True)
def ui_query(context: Context, **changes: str | None) -> SafeString | str:
    """`{% ui_query state="blocked" after=None %}`: this page's address with other filters."""
    return _query(context, **changes)
