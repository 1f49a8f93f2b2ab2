"""Two rules of residencies, held by the database itself.

PostgreSQL has exclusion constraints for them; SQLite gets triggers that say the same.
"""

from typing import Any

from django.db import migrations

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE residents_residency ADD CONSTRAINT residency_once_at_a_time
    EXCLUDE USING gist (
        person_id WITH =, apartment_id WITH =, kind WITH =,
        daterange(start_date, end_date, '[]') WITH &&
    )
    """,
    """
    ALTER TABLE residents_residency ADD CONSTRAINT one_main_contact_at_a_time
    EXCLUDE USING gist (
        apartment_id WITH =, daterange(start_date, end_date, '[]') WITH &&
    ) WHERE (is_main_contact)
    """,
]

SQLITE_TRIGGER = """
    CREATE TRIGGER residency_{name}_{event} BEFORE {event} ON residents_residency
    WHEN {when} EXISTS (
        SELECT 1 FROM residents_residency other
        WHERE other.id IS NOT NEW.id AND other.apartment_id = NEW.apartment_id AND {same}
          AND other.start_date <= COALESCE(NEW.end_date, '9999-12-31')
          AND NEW.start_date <= COALESCE(other.end_date, '9999-12-31')
    )
    BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {name}'); END
"""

RULES = {
    "once_at_a_time": ("", "other.person_id = NEW.person_id AND other.kind = NEW.kind"),
    "one_main_contact": ("NEW.is_main_contact AND", "other.is_main_contact"),
}


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
        return
    for name, (when, same) in RULES.items():
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(
                SQLITE_TRIGGER.format(name=name, event=event, when=when, same=same)
            )


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in ("residency_once_at_a_time", "one_main_contact_at_a_time"):
            schema_editor.execute(f"ALTER TABLE residents_residency DROP CONSTRAINT {name}")
        return
    for name in RULES:
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER residency_{name}_{event}")


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_people_and_residencies")]
    operations = [migrations.RunPython(add, drop)]
