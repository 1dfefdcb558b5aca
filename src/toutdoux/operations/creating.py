"""The tables of a new database, made at once as the models describe them, in place of every migration one after another."""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


def is_new() -> bool:
    """Say whether the database holds no table at all."""
    return not connection.introspection.table_names()


def create_tables() -> None:
    """Make every table of an empty database, and record that its migrations are done.

    The same schema as the migrations give (a test compares the two), in a tenth of the time: Django renders all models anew
    at each of their steps. Steps: the tables · what our migrations add beyond tables, such as triggers, which is whatever
    code of theirs is not marked elidable (Django's own only change rows, and there are none) · the record of the migrations · content types and permissions. All but the last in one
    transaction: a crash leaves an empty database.
    """
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    with connection.schema_editor() as editor:
        executor.recorder.ensure_schema()
        for model in apps.get_models():
            if model._meta.can_migrate(connection):  # noqa: SLF001 -- the documented way to a model's options
                editor.create_model(model)
        for migration in plan:
            if type(migration).__module__.startswith("toutdoux."):
                _beyond_tables(migration, editor)
            executor.recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _beyond_tables(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    nothing = ProjectState()
    for operation in migration.operations:
        if isinstance(operation, RunPython | RunSQL) and not operation.elidable:
            operation.database_forwards(migration.app_label, editor, nothing, nothing)
