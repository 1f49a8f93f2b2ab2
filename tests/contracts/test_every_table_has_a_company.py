"""Every table of ours says whose it is; the exceptions are listed here with their reason."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from foundation.tenancy import CompanyOwned, ScopedQuerySet

pytestmark = pytest.mark.django_db

#: A page belongs to the company whose part of the page tree it stands in (portal.queries).
BY_ITS_PLACE_IN_THE_TREE = {
    "portal_announcementindexpage",
    "portal_announcementpage",
    "portal_committeepage",
    "portal_contactspage",
    "portal_documentfolderpage",
    "portal_documentlibrarypage",
    "portal_documentpage",
    "portal_documentversion",
    "portal_eventindexpage",
    "portal_eventpage",
    "portal_faqpage",
    "portal_gallerypage",
    "portal_houserulespage",
    "portal_infopage",
    "portal_inheritedpage",
    "portal_masterindexpage",
    "portal_masterpage",
}
WITHOUT_COMPANY = {
    "accounts_company": "is the company",
    "accounts_dataexport": "what all companies keep about one person",
    "accounts_loginguard": "attempts to sign in, mostly of strangers",
    "accounts_knowndevice": "what one person signs in with, for whichever company",
    "accounts_user": "a person may belong to several companies",
    "accounts_user_groups": "link table of accounts_user",
    "accounts_user_user_permissions": "link table of accounts_user",
    "foundation_auditanchor": "the length of the whole platform's log",
    "home_homepage": "the public front page of the platform",
    "portal_replacedpart": "part of an inherited page",
    "portal_buildingapprovaltask": "one row for all buildings: a step of review, not a fact",
    "properties_staffinvitation_buildings": "link table of properties_staffinvitation",
    "notifications_pushdevice": "a person's own browser, which takes messages of every company",
    "portal_feedtoken": "a person's own address, which may follow them through several companies",
} | dict.fromkeys(BY_ITS_PLACE_IN_THE_TREE, "the place in the page tree says it")
#: Rows about the platform itself have no company; everything else has one.
COMPANY_MAY_BE_EMPTY = {
    "foundation_auditentry": "acts on people and on the platform",
    "foundation_domainevent": "events about people",
}


def is_ours(path: str) -> bool:
    return Path(path).is_relative_to(settings.BASE_DIR) and ".venv" not in path


OUR_LABELS = [config.label for config in apps.get_app_configs() if is_ours(config.path)]


def tables() -> list[str]:
    """Our tables as the database lists them, so that one made by hand is seen as well."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return sorted(name for name in names if name.startswith(tuple(f"{a}_" for a in OUR_LABELS)))


def columns(table: str) -> dict[str, bool]:
    """Column names of `table`, and whether they may be empty."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name: bool(column.null_ok) for column in described}


def test_every_table_has_a_company() -> None:
    without = {table for table in tables() if "company_id" not in columns(table)}
    assert without == set(WITHOUT_COMPANY) & set(tables())


def test_the_list_of_exceptions_names_only_tables_that_exist() -> None:
    assert set(WITHOUT_COMPANY) | set(COMPANY_MAY_BE_EMPTY) <= set(tables())


def test_the_company_is_never_empty() -> None:
    empty = {table for table in tables() if columns(table).get("company_id")}
    assert empty == set(COMPANY_MAY_BE_EMPTY)


def test_what_has_a_company_also_says_who_sees_it() -> None:
    """A table without `visible_to` could be read by accident and nobody would notice."""
    owned = [model for model in apps.get_models() if issubclass(model, CompanyOwned)]
    assert owned
    assert [
        model._meta.label
        for model in owned
        if not isinstance(model._default_manager.all(), ScopedQuerySet)
        or type(model._default_manager.all()).visible_to is ScopedQuerySet.visible_to
    ] == []
