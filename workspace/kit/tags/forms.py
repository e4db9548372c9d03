"""Fields, buttons, uploads and the signing block. What was typed stays after an error: fields are bound."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context, Library
from django.utils.safestring import SafeString

register = Library()

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "line"


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPS):
        return ""  # Django puts the class on the group's wrapper; `.field-group input` styles the buttons
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _input(field: BoundField) -> SafeString:
    widget = field.field.widget
    classes = f"{widget.attrs.get('class', '')} {_css(widget)} {'is-invalid' if field.errors else ''}"
    return field.as_widget(attrs={"class": " ".join(classes.split())})


@register.inclusion_tag("_ui/field.html")
def ui_field(field: BoundField, *, label: str = "", help_text: str | None = None, unit: str = "") -> dict[str, Any]:
    """`{% ui_field form.quantity unit="kg" %}`.

    Label, input, help and error, tied together for screen readers.
    """
    return {
        "field": field,
        "kind": _kind(field.field.widget),
        "input": _input(field),
        "label": label or field.label,
        "help": field.help_text if help_text is None else help_text,
        "unit": unit,
    }


@register.inclusion_tag("_ui/form_fields.html")
def ui_form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """`{% ui_form_fields form %}`: every field of the form, what is wrong with the whole of it first."""
    return {"form": form}


@register.inclusion_tag("_ui/action.html", takes_context=True)
def ui_action(
    context: Context,
    label: str,
    url: str = "",
    *,
    refusal: Any = "",
    post: bool = False,
    tone: str = "",
    drawing: str = "",
    name: str = "",
    value: str = "",
    dialog: str = "",
    key: str = "",
) -> dict[str, Any]:
    """`{% ui_action "Ship" url refusal=refusal %}`.

    A link, with `post` a form, without `url` a submit button.
    A refusal (a sentence) leaves the button in reach of the keyboard, marked disabled, and says why:
    as a tooltip and inside the button's name. `tone`: primary, danger or nothing. `dialog` names a
    `ui_dialog`.
    """
    values = {"label": label, "url": url, "refusal": str(refusal or ""), "post": post, "tone": tone}
    values |= {"drawing": drawing, "name": name, "value": value, "dialog": dialog, "key": key}
    return values | {"csrf_token": context.get("csrf_token")}


@register.inclusion_tag("_ui/dropzone.html")
def ui_dropzone(
    field: BoundField | None = None,
    *,
    name: str = "files",
    label: str = "Files",
    accept: str = "",
    note: str = "",
    url: str = "",
) -> dict[str, Any]:
    """`{% ui_dropzone form.files accept=".pdf,.xlsx" %}`.

    Inside a `<form method="post" enctype=… data-upload>`.
    Without script it is a plain input for several files. `url`: each file is sent there by itself first, by
    the tus protocol, resumable; the ids of what arrived go with the form as `uploaded`. Without it the files go
    with the form, each with its progress.
    """
    ident = field.auto_id if field else f"id_{name}"
    return {
        "field": field,
        "name": field.html_name if field else name,
        "ident": ident,
        "label": field.label if field else label,
        "accept": accept,
        "note": note or (field.help_text if field else ""),
        "url": url,
    }


@register.inclusion_tag("_ui/sign.html", takes_context=True)
def ui_sign(
    context: Context,
    form: forms.BaseForm,
    *,
    meaning: str,
    sentence: str,
    digest: str,
    printed_name: str,
    passkey: bool = False,
    action: str = "Sign",
) -> dict[str, Any]:
    """`{% ui_sign form meaning="released" sentence=… digest=… printed_name=… %}`.

    Inside a `<form method="post">`.
    `form` has `password` and may have `reason` and others; `digest` is the hash of what was shown and goes
    along hidden as `content_hash`, so that a signature on something that changed meanwhile is refused
    (11.70).
    """
    values = {"form": form, "meaning": meaning, "sentence": sentence, "digest": digest, "action": action}
    return values | {"printed_name": printed_name, "passkey": passkey}


@register.inclusion_tag("_ui/filters.html", takes_context=True)
def ui_filters(context: Context, form: forms.BaseForm, *, clear_url: str = "?") -> dict[str, Any]:
    """`{% ui_filters form %}`.

    A GET form in one line; the address holds the filters, so it can be sent to others.
    """
    request = context.get("request")
    sort = request.GET.get("sort", "") if request else ""
    active = [name for name in form.fields if form[name].value() not in (None, "", [], False)]
    fields = [{"field": field, "input": _input(field)} for field in form.visible_fields()]
    return {"form": form, "fields": fields, "active": active, "clear_url": clear_url, "sort": sort}
