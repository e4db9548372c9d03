"""Fields, buttons, uploads and the signing block. What was typed stays after an error: fields are bound."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context, Library
from django.utils.safestring import SafeString

from agreements.citations import wrong_citations
from parties.identity import Factors, ToSign
from parties.outside.proof import factors_of
from parties.proving import ask, is_first
from records.queries import to_sign
from records.states import meanings_named

register = Library()

PROOF_FIELDS = ("user_id", "password", "code")
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


def _citations(field: BoundField) -> list[str]:
    """What is wrong with references to 21 CFR in a text as it stands in the field, each with the right one."""
    value = field.value() if isinstance(field.field, forms.CharField) else None
    return [wrong.sentence for wrong in wrong_citations(value)] if isinstance(value, str) and value else []


@register.inclusion_tag("_ui/field.html")
def ui_field(field: BoundField, *, label: str = "", help_text: str | None = None, unit: str = "") -> dict[str, Any]:
    """`{% ui_field form.quantity unit="kg" %}`.

    Label, input, help and error, tied together for screen readers; wrong references to 21 CFR beside it.
    """
    return {
        "field": field,
        "kind": _kind(field.field.widget),
        "input": _input(field),
        "label": label or field.label,
        "help": field.help_text if help_text is None else help_text,
        "unit": unit,
        "citations": _citations(field),
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
    subject: Any = None,
    action: str = "Sign",
) -> dict[str, Any]:
    """`{% ui_sign form subject=event meaning="Released" sentence=… digest=… printed_name=… %}`.

    Inside a `<form method="post">`.
    `form` is a `SigningForm`; `digest` is the hash of what was shown. A challenge bound to the `subject`, its
    version, the digest and the meaning goes along, and serves once (ADR 0024).
    """
    items = () if subject is None else (to_sign(subject, digest, meanings_named(meaning)),)
    values = {"form": form, "meaning": meaning, "sentence": sentence, "digest": digest, "action": action}
    return values | {"printed_name": printed_name, "apart": PROOF_FIELDS} | _asked(context, items)


@register.inclusion_tag("_ui/proof.html", takes_context=True)
def ui_proof(
    context: Context, form: forms.BaseForm, *, items: Sequence[ToSign], action: str = "Sign"
) -> dict[str, Any]:
    """`{% ui_proof form items=… action="I accept" %}`.

    The challenge over these records, the components that it needs now, and the buttons.
    """
    return {"form": form, "action": action} | _asked(context, items)


def _asked(context: Context, items: Sequence[ToSign]) -> dict[str, Any]:
    """The challenge, and which components the signer is to give: without a request (the kit) all of them."""
    request = context.get("request")
    if request is None or not items:
        return {"challenge": "", "is_first": True, "factors": Factors(password=True, passkey=False, code=False)}
    challenge = ask(request, items)
    return {"challenge": challenge.pk, "is_first": is_first(request), "factors": factors_of(request.user)}


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
