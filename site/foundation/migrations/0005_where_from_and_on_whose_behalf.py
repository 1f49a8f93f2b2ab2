"""Each entry says from which address it came, and on whose behalf a super user acted.

The database guards both: the address goes only together with the words.
"""

from typing import Any

from django.conf import settings
import django.db.models.deletion
from django.db import migrations, models

WITH_BOTH = """
CREATE OR REPLACE FUNCTION foundation_audit_is_append_only() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.company_id, NEW.building_id, NEW.actor_id, NEW.system_actor, NEW.action,
            NEW.object_type, NEW.object_id, NEW.request_id, NEW.occurred_at,
            NEW.on_behalf_of_id)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.company_id, OLD.building_id, OLD.actor_id, OLD.system_actor, OLD.action,
            OLD.object_type, OLD.object_id, OLD.request_id, OLD.occurred_at,
            OLD.on_behalf_of_id)
        THEN
            IF OLD.sequence IS NULL AND NEW.object_label = OLD.object_label
               AND NEW.changes = OLD.changes AND NOT NEW.is_erased
               AND NEW.ip_address IS NOT DISTINCT FROM OLD.ip_address
            THEN
                RETURN NEW;
            END IF;
            IF (NEW.sequence, NEW.digest, NEW.words_digest)
               IS NOT DISTINCT FROM (OLD.sequence, OLD.digest, OLD.words_digest)
               AND NEW.is_erased AND NEW.object_label = '' AND NEW.salt = ''
               AND NEW.changes = '{}'::jsonb AND NEW.ip_address IS NULL
            THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is only ever added to';
END;
$$ LANGUAGE plpgsql;
"""
WITHOUT = """
CREATE OR REPLACE FUNCTION foundation_audit_is_append_only() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.company_id, NEW.building_id, NEW.actor_id, NEW.system_actor, NEW.action,
            NEW.object_type, NEW.object_id, NEW.request_id, NEW.occurred_at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.company_id, OLD.building_id, OLD.actor_id, OLD.system_actor, OLD.action,
            OLD.object_type, OLD.object_id, OLD.request_id, OLD.occurred_at)
        THEN
            IF OLD.sequence IS NULL AND NEW.object_label = OLD.object_label
               AND NEW.changes = OLD.changes AND NOT NEW.is_erased
            THEN
                RETURN NEW;
            END IF;
            IF (NEW.sequence, NEW.digest, NEW.words_digest)
               IS NOT DISTINCT FROM (OLD.sequence, OLD.digest, OLD.words_digest)
               AND NEW.is_erased AND NEW.object_label = '' AND NEW.salt = ''
               AND NEW.changes = '{}'::jsonb
            THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is only ever added to';
END;
$$ LANGUAGE plpgsql;
"""


def guard_both(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WITH_BOTH)


def guard_neither(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(WITHOUT)


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0004_nobody_bends_the_audit_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="ip_address",
            field=models.GenericIPAddressField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="on_behalf_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="seal_version",
            field=models.PositiveSmallIntegerField(default=2, editable=False),
        ),
        migrations.RunPython(guard_both, guard_neither),
    ]
