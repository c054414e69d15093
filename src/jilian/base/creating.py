"""Tables of an area made in one step of a migration, which renders its models once for all.

Django renders every model that hangs together anew for each table that it makes: with 130 tables
that is most of the time of a first start, of a restore and of a test database.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Create the tables of these models, each after those that it points to."""

    reduces_to_sql = True
    reversible = True
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def deconstruct(self) -> tuple[str, Sequence[object], dict[str, object]]:
        """Return what a migration file says of the step."""
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models, which nothing points to yet: rendered together, and nothing else anew."""
        rendered = state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)
        if rendered is not None:
            rendered.render_multiple(
                [state.models[app_label, one.name.lower()] for one in self.models]
            )
            state.__dict__["apps"] = rendered

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables in order."""
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last first."""
        for one in reversed(self.models):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return the step in words."""
        return f"Create {len(self.models)} models"
