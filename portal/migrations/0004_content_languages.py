"""The languages that pages may be written in and translated into; existing pages take their building's."""

from django.conf import settings
from django.db import migrations


def create(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    BuildingHomePage = apps.get_model("portal", "BuildingHomePage")
    Page = apps.get_model("wagtailcore", "Page")
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.LANGUAGES
    }
    for home in BuildingHomePage.objects.select_related("building"):
        code = home.building.language.lower().partition("-")[0]
        locale = locales.get(code)
        if locale is not None and locale.pk != home.locale_id:
            Page.objects.filter(path__startswith=home.path).update(locale=locale)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_translated_trees"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
