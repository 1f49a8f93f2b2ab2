# ruff: noqa: E501 - a table is read in columns
"""The permission matrix: who gets which answer from which address. A page, an endpoint or an
operation without a row fails the tests; docs/permissions.md is this table for readers:

    python -m tests.contracts.matrix > docs/permissions.md

A row is a method, a route as the resolver writes it, and one status per person. All addresses are
about Willow Court and its apartment 4B (see `SAMPLES`), so a colleague of another building and
everybody of the other company are strangers, who must get 404 or what any stranger gets.
"""

import re
from dataclasses import dataclass

#: The columns of the tables, in order: name and what the person is to Willow Court.
PEOPLE = {
    "nobody": "not signed in",
    "ana": "owner of 4B",
    "teo": "tenant of 4B",
    "iris": "lives in Quay House",
    "emil": "lives in Elm Gardens",
    "boris": "manager",
    "asta": "assistant",
    "fin": "finance",
    "mara": "owner of the company",
    "dara": "manager at Rival Estates",
    "sol": "super user",
}

PAGES = """
#                                            nobody ana teo iris emil boris asta fin mara dara sol
# The front page and the building's site
GET  /                                          200 302 302  302  302   302  302 302  302  302 302
GET  /harbour/                                  302 200 200  200  404   200  200 200  200  404 200
GET  /harbour/willow-court/                     302 200 200  404  404   200  200 200  200  404 200
GET  /harbour/willow-court/announcements/       302 200 200  404  404   200  200 200  200  404 200
GET  /harbour/willow-court/announcements/lift-inspection/ 302 200 200 404 404 200 200 200 200 404 200
GET  /harbour/willow-court/house-rules/         302 200 200  404  404   200  200 200  200  404 200
GET  /harbour/willow-court/contacts/            302 200 200  404  404   200  200 200  200  404 200
# Places, files and search
GET  my/                                        302 200 200  200  200   200  200 200  200  200 200
GET  desk/                                      302 403 403  403  403   200  200 200  200  200 200
GET  search/                                    302 200 200  200  200   200  200 200  200  200 200
GET  files/<path:path>                          302 200 200  404  404   200  200 200  200  404 200
GET  documents/(\\d+)/(.*)$                     302 200 200  404  404   200  200 200  200  404 200
POST documents/authenticate_with_password/<int:restriction_id>/ 302 404 404 404 404 404 404 404 404 404 404
GET  theme/<hue:hue>.css                        200 200 200  200  200   200  200 200  200  200 200
# The desk: buildings
GET  desk/buildings/                            302 403 403  403  403   200  200 200  200  200 200
GET  desk/buildings/export/                     302 403 403  403  403   200  200 200  200  200 200
GET  desk/buildings/new/                        302 403 403  403  403   403  403 403  200  403 200
GET  desk/<desk_company:company>/<slug:building>/ 302 404 404 404 404   200  200 200  200  404 200
GET  desk/<desk_company:company>/<slug:building>/edit/ 302 404 404 404 404 200 403 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/history/ 302 404 404 404 404 200 200 200 200 404 200
# The desk: apartments
GET  desk/<desk_company:company>/<slug:building>/apartments/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/apartments/export/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/apartments/new/ 302 404 404 404 404 200 403 403 200 404 200
GET  desk/apartments/<uuid:apartment_id>/       302 404 404  404  404   200  200 200  200  404 200
GET  desk/apartments/<uuid:apartment_id>/edit/  302 404 404  404  404   200  200 403  200  404 200
# The desk: people
GET  desk/apartments/<uuid:apartment_id>/move-in/ 302 404 404 404 404   200  200 403  200  404 200
GET  desk/<desk_company:company>/<slug:building>/residencies/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/residencies/export/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/residencies/<uuid:residency_id>/      302 404 404  404  404   200  200 200  200  404 200
POST desk/residencies/<uuid:residency_id>/move-out/ 302 404 404 404 404 200  200 403  200  404 200
GET  desk/people/<uuid:person_id>/              302 404 404  404  404   200  200 200  200  404 200
# The desk: imports
GET  desk/imports/                              302 403 403  403  403   200  403 403  200  200 200
GET  desk/imports/<uuid:run_id>/                302 404 404  404  404   200  404 404  200  404 200
POST desk/imports/<uuid:run_id>/check/          302 404 404  404  404   422  404 404  422  404 422
POST desk/imports/<uuid:run_id>/apply/          302 404 404  404  404   302  404 404  302  404 302
POST desk/imports/<uuid:run_id>/cancel/         302 404 404  404  404   302  404 404  302  404 302
GET  desk/imports/<uuid:run_id>/errors.csv      302 404 404  404  404   200  404 404  200  404 200
GET  desk/imports/<uuid:run_id>/errors.xlsx     302 404 404  404  404   200  404 404  200  404 200
# Signing in and out
GET  accounts/login/                            200 302 302  302  302   302  302 302  302  302 302
GET  accounts/login/code/confirm/               302 302 302  302  302   302  302 302  302  302 302
GET  accounts/logout/                           302 200 200  200  200   200  200 200  200  200 200
GET  accounts/signup/                           200 302 302  302  302   302  302 302  302  302 302
GET  accounts/inactive/                         200 200 200  200  200   200  200 200  200  200 200
GET  accounts/confirm-email/                    302 302 302  302  302   302  302 302  302  302 302
GET  accounts/email/                            302 200 200  200  200   200  200 200  200  200 200
GET  accounts/password/change/                  302 200 200  200  200   200  200 200  200  200 200
GET  accounts/password/set/                     302 302 302  302  302   302  302 302  302  302 302
GET  accounts/password/reset/                   200 200 200  200  200   200  200 200  200  200 200
GET  accounts/password/reset/done/              200 200 200  200  200   200  200 200  200  200 200
GET  accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$ 200 200 200 200 200 200 200 200 200 200 200
GET  accounts/password/reset/key/done/          200 200 200  200  200   200  200 200  200  200 200
GET  accounts/reauthenticate/                   302 200 200  200  200   200  200 200  200  200 200
# For programs and for operators
GET  api/v1/docs                                200 200 200  200  200   200  200 200  200  200 200
GET  api/v1/openapi.json                        200 200 200  200  200   200  200 200  200  200 200
GET  healthz                                    200 200 200  200  200   200  200 200  200  200 200
GET  readyz                                     200 200 200  200  200   200  200 200  200  200 200
# In development only
GET  style/                                     200 200 200  200  200   200  200 200  200  200 200
GET  mail/                                      200 200 200  200  200   200  200 200  200  200 200
GET  mail/<str:name>/                           404 404 404  404  404   404  404 404  404  404 404
"""

API = """
#                                            nobody ana teo iris emil boris asta fin mara dara sol
GET  /api/v1/buildings                          401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/buildings                          401 403 403  403  404   403  403 403  201  404 201
GET  /api/v1/buildings/{building_id}            401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/buildings/{building_id}           401 403 403  404  404   200  403 403  200  404 200
GET  /api/v1/apartments                         401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/apartments                         401 403 403  404  404   201  403 403  201  404 201
GET  /api/v1/apartments/{apartment_id}          401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/apartments/{apartment_id}         401 403 403  404  404   200  200 403  200  404 200
GET  /api/v1/residencies                        401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/residencies                        401 403 403  404  404   201  201 403  201  404 201
GET  /api/v1/residencies/{residency_id}         401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/residencies/{residency_id}        401 403 403  404  404   200  200 403  200  404 200
GET  /api/v1/imports                            401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/imports                            401 403 403  404  404   201  403 403  201  404 201
GET  /api/v1/imports/{import_id}                401 404 404  404  404   200  404 404  200  404 200
PATCH /api/v1/imports/{import_id}               401 404 404  404  404   200  404 404  200  404 200
GET  /api/v1/imports/{import_id}/problems       401 404 404  404  404   200  404 404  200  404 200
GET  /api/v1/imports/{import_id}/error-file     401 404 404  404  404   200  404 404  200  404 200
POST /api/v1/imports/{import_id}/check          401 404 404  404  404   202  404 404  202  404 202
POST /api/v1/imports/{import_id}/apply          401 404 404  404  404   409  404 404  409  404 409
POST /api/v1/imports/{import_id}/cancel         401 404 404  404  404   200  404 404  200  404 200
"""


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    route: str
    statuses: tuple[int, ...]
    section: str

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def rows(table: str) -> list[Row]:
    """The rows of a table; `#` lines after the head are headings."""
    found, section = [], ""
    for line in table.strip().splitlines()[1:]:
        if line.startswith("#"):
            section = line.removeprefix("#").strip()
            continue
        method, route, *statuses = line.split()
        if len(statuses) != len(PEOPLE):
            raise ValueError(f"{len(statuses)} answers for {len(PEOPLE)} people: {line}")
        found.append(Row(method, route, tuple(int(status) for status in statuses), section))
    return found


def shown(route: str) -> str:
    """A route as a reader expects it: `/desk/<company>/<building>/`."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route.removesuffix("$"))
    plain = plain.replace("(\\d+)/(.*)", "<id>/<name>")
    plain = re.sub(r"<\w+:(\w+)>", r"<\1>", plain)
    return "/" + plain.lstrip("/")


def document() -> str:
    """docs/permissions.md."""
    lines = [
        "# Who may do what",
        "",
        "<!-- Made by `python -m tests.contracts.matrix > docs/permissions.md`; do not edit. -->",
        "",
        "Every page and every operation of the API, asked by the people of the story about "
        "Willow Court and its apartment 4B. The same table is a test: an address without a row, "
        "or an answer that differs, fails it. The CMS under `/cms/` has a crawler of its own.",
        "",
        "| Person | is |",
        "|---|---|",
        *(f"| {name.capitalize()} | {role} |" for name, role in PEOPLE.items()),
        "",
        "200 and 201: done. 302: sent to sign-in, or on to where they belong. 401: sign in first. "
        "403: visible, but not theirs to do. 404: for this person it does not exist. "
        "409 and 422: theirs to do, but the question of the table came too early or was empty.",
    ]
    for title, table in (("Pages", PAGES), ("API", API)):
        lines += ["", f"## {title}"]
        section = None
        for row in rows(table):
            if row.section != section or section is None:
                section = row.section
                lines += ["", *([f"### {section}", ""] if section else [])]
                lines.append("| Address | " + " | ".join(n.capitalize() for n in PEOPLE) + " |")
                lines.append("|---|" + "---|" * len(PEOPLE))
            answers = " | ".join(str(status) for status in row.statuses)
            route = shown(row.route).replace("|", "\\|")
            lines.append(f"| {row.method} `{route}` | {answers} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
