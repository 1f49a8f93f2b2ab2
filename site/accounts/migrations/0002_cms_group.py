"""The one group of the platform: its members may enter the CMS. What they see there follows from
memberships, so it needs no further permissions."""

from typing import Any

from django.db import migrations

CMS_GROUP = "May enter the CMS"


def create_group(apps: Any, schema_editor: Any) -> None:
    # Wagtail creates this permission in post_migrate, too late for us; ids agree afterwards.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=CMS_GROUP)
    group.permissions.add(permission)


def remove_group(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name=CMS_GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_and_companies"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(create_group, remove_group)]
