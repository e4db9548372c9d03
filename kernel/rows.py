"""Abstract rows: shared by one sponsor and one CMO, or owned by one organisation (ADR 0003)."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from kernel.history import TransactionNumberField, WriteFirstHistory, WriteHistory, recorded
from kernel.ids import new_id
from kernel.scope import is_open
from kernel.triggers import Stamped, Unchangeable

Row = TypeVar("Row", bound=models.Model)


class NoScopeError(RuntimeError):
    """Tenant rows were asked for while no scope was open."""


class TenantQuerySet(models.QuerySet[Row]):
    """Raises when it is evaluated (not when it is built) outside a scope: early and loud."""

    def _check_scope(self) -> None:
        if not is_open():
            raise NoScopeError(f"{self.model.__name__}: no scope is open")

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._check_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Row]:
        self._check_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check_scope()
        return super().count()

    def exists(self) -> bool:
        self._check_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check_scope()
        return super().update(**kwargs)

    def _update(self, values: Any) -> int:
        self._check_scope()
        return super()._update(values)  # type: ignore[misc, no-any-return]  # Django's own, used by save()

    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        self._check_scope()
        return super()._insert(*args, **kwargs)  # type: ignore[misc]  # Django's own, used by save()

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_scope()
        return super().delete()

    def locked(self, ids: Iterable[Any]) -> Self:
        """These rows, locked in key order, for a change that keeps their keys."""
        return self.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk")


TenantManager = models.Manager.from_queryset(TenantQuerySet)


class Regulated(models.Model):
    """A row whose every change is recorded with who, when, why (21 CFR 11.10(e))."""

    history = recorded(inherit=True)
    objects = TenantManager()

    append_only: ClassVar[bool] = False
    """The application's role may insert but never change such a row."""
    history_without_index: ClassVar[tuple[str, ...]] = ()
    """Columns by which nobody looks for history: each index costs a table of very many rows."""

    class Meta:
        abstract = True
        base_manager_name = "objects"
        triggers: ClassVar[list[Any]] = [WriteHistory(), WriteFirstHistory()]


class SharedRow(Regulated):
    """Belongs to a partnership; both companies read and write it, auditors with a grant read it."""

    tenancy: ClassVar[str] = "shared"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")

    class Meta(Regulated.Meta):
        abstract = True


class OwnedRow(Regulated):
    """Belongs to one organisation; what others see of it is said by the model's own policy."""

    tenancy: ClassVar[str] = "owned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")

    class Meta(Regulated.Meta):
        abstract = True


class TechnicalRow(models.Model):
    """A row of the machinery (outbox, refusals, heartbeats): append-only or ephemeral, without history.

    Every such model stands, with its reason, on the short list that `tests/architecture` keeps.
    """

    class Meta:
        abstract = True


class AppendedRow(TechnicalRow):
    """A row of the trail that is its own history: refusals, log-ins, looks. Sealed like history (ADR 0014).

    A model names `Meta(AppendedRow.Meta)`, so that the triggers come along.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    txid = TransactionNumberField(null=True, editable=False)
    recorded_at = models.DateTimeField(null=True, editable=False)
    """The server's clock, which no setting can change. Both are the database's own, whatever an INSERT says."""

    class Meta:
        abstract = True
        triggers: ClassVar[list[Any]] = [Stamped(), Unchangeable()]
