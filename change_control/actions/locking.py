"""A change request is read under lock before it moves."""

from uuid import UUID

from change_control.models import ChangeRequest


def locked(change_id: UUID) -> ChangeRequest:
    """The request with its product, its own row locked."""
    found = ChangeRequest.objects.select_for_update(no_key=True, of=("self",)).select_related("product")
    return found.get(pk=change_id)
