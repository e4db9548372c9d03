"""Migrate without rendering the same models over and over.

After each operation Django renders anew every model that is related to the changed one. Here all are related (each
names a partnership and a person): on an empty database that was nine tenths of `migrate`, a hundred seconds. Most
operations add something; what is there already can stay as it is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def rendered_once() -> Iterator[None]:
    """Within it, a new model, column, index or constraint renders no other model anew."""
    with (
        patch.object(ProjectState, "add_model", _add_model),
        patch.object(ProjectState, "add_field", _add_field),
        patch.object(ProjectState, "add_index", _add_index),
        patch.object(ProjectState, "add_constraint", _add_constraint),
    ):
        yield


_note_model, _note_field = ProjectState.add_model, ProjectState.add_field
_note_index, _note_constraint = ProjectState.add_index, ProjectState.add_constraint


def _add_model(state: ProjectState, model: ModelState) -> None:
    """A new class tells those it points at of itself."""
    if apps := _noted(state, lambda: _note_model(state, model)):
        apps.render_multiple([model])


def _add_field(state: ProjectState, app: str, model: str, name: str, field: Any, preserve_default: bool) -> None:  # noqa: FBT001 - Django's own
    if apps := _noted(state, lambda: _note_field(state, app, model, name, field, preserve_default)):
        apps.get_model(app, model).add_to_class(name, state.models[app, model].fields[name].clone())
        apps.clear_cache()


def _add_index(state: ProjectState, app: str, model: str, index: Any) -> None:
    if apps := _noted(state, lambda: _note_index(state, app, model, index)):
        _tell(state, apps, app, model)


def _add_constraint(state: ProjectState, app: str, model: str, constraint: Any) -> None:
    if apps := _noted(state, lambda: _note_constraint(state, app, model, constraint)):
        _tell(state, apps, app, model)


def _tell(state: ProjectState, apps: Any, app: str, model: str) -> None:
    """The class has its state's indexes and constraints."""
    meta, options = apps.get_model(app, model)._meta, state.models[app, model].options
    meta.indexes, meta.constraints = options["indexes"], options["constraints"]
    apps.clear_cache()


def _noted(state: ProjectState, note: Callable[[], None]) -> Any:
    """What the state has rendered, if anything (Django's StateApps or None), once the change is noted beside it."""
    apps = state.__dict__.pop("apps", None)  # reading the property would render everything
    note()
    if apps is not None:
        state.__dict__["apps"] = apps
    return apps
