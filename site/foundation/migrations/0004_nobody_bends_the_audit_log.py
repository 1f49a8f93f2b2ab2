"""On PostgreSQL the database itself refuses to change or remove what the audit log says.

Sealing fills the seal of an entry that has none. Erasing personal data empties the words of an entry
and leaves its facts and digests. Everything else is refused, also to the application.
"""

from typing import Any

from django.db import migrations

REFUSE = """
CREATE FUNCTION foundation_audit_is_append_only() RETURNS trigger AS $$
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

CREATE TRIGGER foundation_audit_rows BEFORE UPDATE OR DELETE ON foundation_auditentry
    FOR EACH ROW EXECUTE FUNCTION foundation_audit_is_append_only();
CREATE TRIGGER foundation_audit_table BEFORE TRUNCATE ON foundation_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION foundation_audit_is_append_only();
"""
ALLOW = """
DROP TRIGGER foundation_audit_rows ON foundation_auditentry;
DROP TRIGGER foundation_audit_table ON foundation_auditentry;
DROP FUNCTION foundation_audit_is_append_only();
"""


def refuse(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE)


def allow(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOW)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_sealed_audit_log")]

    operations = [migrations.RunPython(refuse, allow)]
