"""What is wrong with a form, in one line, for pages that show it above instead of beside the field."""

from django.forms import BaseForm


def first_problem(form: BaseForm) -> str:
    """The first field that was refused and why: “Received at: Enter a valid date.”"""
    name, errors = next(iter(form.errors.items()))
    field = form.fields.get(name)
    return f"{field.label or name}: {errors[0]}" if field else str(errors[0])
