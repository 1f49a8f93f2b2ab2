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
GET  /harbour/willow-court/documents/           302 200 200  404  404   200  200 200  200  404 200
GET  /harbour/willow-court/documents/meetings/minutes/ 302 200 404 404 404 200 200 200 200 404 200
GET  /harbour/willow-court/contacts/            302 200 200  404  404   200  200 200  200  404 200
GET  /harbour/willow-court/events/              302 200 200  404  404   200  200 200  200  404 200
GET  /harbour/willow-court/events/summer-party/ 302 200 200  404  404   200  200 200  200  404 200
# Events and feeds
POST my/events/<uuid:event_id>/sign-up/         302 302 302  404  404   302  302 302  302  404 302
POST my/events/<uuid:event_id>/withdraw/        302 302 302  404  404   302  302 302  302  404 302
GET  my/events/<uuid:event_id>/event.ics        302 200 200  404  404   200  200 200  200  404 200
GET  my/feeds/                                  302 200 200  200  200   200  200 200  200  200 200
POST my/feeds/<uuid:feed_id>/revoke/            302 302 404  404  404   404  404 404  404  404 404
GET  feeds/<str:token>/calendar.ics             200 200 200  200  200   200  200 200  200  200 200
GET  feeds/<str:token>/news.xml                 200 200 200  200  200   200  200 200  200  200 200
# Messages, and announcements that people are told of
GET  my/inbox/                                  302 200 200  200  200   200  200 200  200  200 200
POST my/inbox/read-all/                         302 302 302  302  302   302  302 302  302  302 302
GET  my/inbox/<uuid:notification_id>/           302 302 404  404  404   404  404 404  404  404 404
POST my/devices/<uuid:device_id>/remove/         302 404 404  404  404   404  404 404  404  404 302
GET  unsubscribe/<str:token>/                   200 200 200  200  200   200  200 200  200  200 200
POST mail-reports/postmark/                      404 404 404  404  404   404  404 404  404  404 404
GET  my/announcements/<uuid:announcement_id>/open/ 302 302 302 404 404  302  302 302  302  404 302
GET  my/announcements/<uuid:announcement_id>/changes/ 302 200 200 404 404 200 200 200 200 404 200
GET  my/announcements/<uuid:announcement_id>/confirm/ 302 200 200 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/announcements/ 302 404 404 404 404 200 200 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/ 302 404 404 404 404 200 200 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/export/ 302 404 404 404 404 200 200 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/paper.pdf 302 404 404 404 404 302 302 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/stop/ 302 404 404 404 404 302 403 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/correction/ 302 404 404 404 404 302 403 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/withdraw/ 302 404 404 404 404 302 403 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/remind/ 302 404 404 404 404 302 403 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/announcements/<uuid:announcement_id>/mails/ 302 404 404 404 404 302 403 403 302 404 302
# Outages
GET  my/outages/                                302 200 200  200  200   200  200 200  200  200 200
GET  my/outages/<uuid:outage_id>/               302 200 200  404  404   200  200 200  200  404 200
GET  desk/<desk_company:company>/<slug:building>/outages/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/outages/new/ 302 404 404 404 404 200 403 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/outages/<uuid:outage_id>/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/outages/<uuid:outage_id>/change/ 302 404 404 404 404 200 403 403 200 404 200
POST desk/<desk_company:company>/<slug:building>/outages/<uuid:outage_id>/start/ 302 404 404 404 404 302 403 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/outages/<uuid:outage_id>/end/ 302 404 404 404 404 302 403 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/outages/<uuid:outage_id>/call-off/ 302 404 404 404 404 302 403 403 302 404 302
# Places, files and search
GET  my/                                        302 200 200  200  200   200  200 200  200  200 200
GET  my/data/                                   302 200 200  200  200   200  200 200  200  200 200
POST my/data/order/                             302 302 302  302  302   302  302 302  302  302 302
GET  my/data/<uuid:export_id>.zip               302 200 404  404  404   404  404 404  404  404 404
GET  my/data/erase/                             302 302 302  302  302   302  302 302  302  302 302
GET  my/profile/                                 302 200 200 200 200 200 200 200 200 200 200
GET  my/profile/picture/                         302 404 404 404 404 404 404 404 404 404 404
POST my/profile/picture/remove/                  302 302 302 302 302 302 302 302 302 302 302
GET  my/preferences/                             302 200 200 200 200 200 200 200 200 200 200
POST my/language/                               422 422 422  422  422   422  422 422  422  422 422
GET  my/apartments/<slug:company>/<slug:building>/ 302 200 200 404 404 200 200 200 200 404 200
GET  my/apartment/                              302 302 302  302  302   200  200 200  200  200 200
GET  my/apartment/<uuid:apartment_id>/          302 200 200  404  404   404  404 404  404  404 404
GET  desk/                                      302 403 403  403  403   200  200 200  200  200 200
GET  search/                                    302 200 200  200  200   200  200 200  200  200 200
GET  files/<path:path>                          302 200 200  404  404   200  200 200  200  404 200
GET  documents/<int:file_id>/<path:file_name>    302 200 200  404  404   200  200 200  200  404 200
GET  theme/<hue:hue>.css                        200 200 200  200  200   200  200 200  200  200 200
# Logs
GET  my/security/events/                        302 200 200  200  200   200  200 200  200  200 200
GET  desk/log/                                  302 403 403  403  403   403  403 403  302  403 200
GET  desk/log/<slug:company>/                   302 403 403  403  404   403  403 403  200  404 200
GET  console/log/                               302 403 403  403  403   403  403 403  403  403 200
# Support by consent
GET  desk/support/                              302 403 403  403  403   403  403 403  302  403 403
GET  desk/support/<slug:company>/               302 403 403  403  404   403  403 403  200  404 403
POST desk/support/<uuid:consent_id>/end/        302 404 404  404  404   404  404 404  302  404 302
GET  console/support/                           302 403 403  403  403   403  403 403  403  403 200
POST console/support/<slug:company>/enter/      302 404 404  404  404   404  404 404  404  404 302
POST console/support/<slug:company>/leave/      302 404 404  404  404   404  404 404  404  404 302
# The desk: buildings
GET  desk/buildings/                            302 403 403  403  403   200  200 200  200  200 200
GET  desk/buildings/export/                     302 403 403  403  403   200  200 200  200  200 200
GET  desk/buildings/new/                        302 403 403  403  403   403  403 403  200  403 200
GET  desk/<desk_company:company>/<slug:building>/ 302 404 404 404 404   200  200 200  200  404 200
GET  desk/<desk_company:company>/<slug:building>/edit/ 302 404 404 404 404 200 403 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/logo/ 302 404 404 404 404 200 403 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/history/ 302 404 404 404 404 200 200 200 200 404 200
# The desk: events
GET  desk/<desk_company:company>/<slug:building>/events/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/events/<uuid:event_id>/ 302 404 404 404 404 200 200 200 200 404 200
GET  desk/<desk_company:company>/<slug:building>/events/<uuid:event_id>/export/ 302 404 404 404 404 200 200 200 200 404 200
POST desk/<desk_company:company>/<slug:building>/events/<uuid:event_id>/sign-ups/<uuid:signup_id>/sign-off/ 302 404 404 404 404 302 302 403 302 404 302
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
# Joining by the code in the hall; somebody unknown has asked
GET  join/                                      200 200 200  200  200   200  200 200  200  200 200
GET  join/<str:code>/                           200 200 200  200  200   200  200 200  200  200 200
POST my/join-requests/<uuid:join_request_id>/withdraw/ 302 404 404 404 404 403 403 404 403 404 403
GET  desk/<desk_company:company>/<slug:building>/join-requests/ 302 404 404 404 404 200 200 403 200 404 200
POST desk/<desk_company:company>/<slug:building>/join-code/ 302 404 404 404 404 302 302 403 302 404 302
POST desk/<desk_company:company>/<slug:building>/join-code/withdraw/ 302 404 404 404 404 302 302 403 302 404 302
GET  desk/<desk_company:company>/<slug:building>/join-code/poster.pdf 302 404 404 404 404 200 200 403 200 404 200
GET  desk/join-requests/<uuid:join_request_id>/ 302 404 404  404  404   200  200 404  200  404 200
POST desk/join-requests/<uuid:join_request_id>/refuse/ 302 404 404 404 404 302 302 404 302 404 302
# The desk: API keys
GET  desk/api-keys/                             302 403 403  403  403   403  403 403  302  403 403
GET  desk/api-keys/<slug:company>/              302 403 403  403  404   403  403 403  200  404 403
POST desk/api-keys/<slug:company>/<uuid:key_id>/revoke/ 302 404 404 404 404 404 404 404 302 404 302
# The desk: documents and who has read them
GET  desk/<desk_company:company>/<slug:building>/documents/ 302 404 404 404 404 200 200 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/documents/export/ 302 404 404 404 404 200 200 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/documents/<uuid:document_id>/ 302 404 404 404 404 200 200 403 200 404 200
GET  desk/<desk_company:company>/<slug:building>/documents/<uuid:document_id>/export/ 302 404 404 404 404 200 200 403 200 404 200
# The desk: imports
GET  desk/imports/                              302 403 403  403  403   200  403 403  200  200 200
GET  desk/imports/<uuid:run_id>/                302 404 404  404  404   200  404 404  200  404 200
POST desk/imports/<uuid:run_id>/check/          302 404 404  404  404   422  404 404  422  404 422
POST desk/imports/<uuid:run_id>/apply/          302 404 404  404  404   302  404 404  302  404 302
POST desk/imports/<uuid:run_id>/cancel/         302 404 404  404  404   302  404 404  302  404 302
GET  desk/imports/<uuid:run_id>/errors.csv      302 404 404  404  404   200  404 404  200  404 200
GET  desk/imports/<uuid:run_id>/errors.xlsx     302 404 404  404  404   200  404 404  200  404 200
# The desk: pages for all buildings
GET  desk/master-pages/                         302 403 403  403  403   200  200 200  200  200 200
POST desk/master-pages/adopt-all/               302 403 403  403  403   302  302 302  302  302 302
GET  desk/master-pages/<int:page_id>/           302 404 404  404  404   200  200 200  200  404 200
POST desk/master-pages/<int:page_id>/adopt/     302 404 404  404  404   302  403 403  302  404 302
POST desk/master-pages/<int:page_id>/do-without/ 302 404 404 404  404   302  403 403  302  404 302
POST desk/master-pages/<int:page_id>/take-back/ 302 404 404  404  404   302  403 403  302  404 302
# Invitations; the token belongs to somebody without an account
GET  invitations/<str:token>/                   200 200 200  200  200   200  200 200  200  200 200
POST invitations/<str:token>/decline/           200 200 200  200  200   200  200 200  200  200 200
POST desk/people/<uuid:person_id>/invite/       302 404 404  404  404   302  302 403  302  404 302
POST desk/invitations/<uuid:invitation_id>/withdraw/ 302 404 404 404 404 302 302 403  302  404 302
GET  desk/<desk_company:company>/<slug:building>/residencies/invite/ 302 404 404 404 404 200 200 403 200 404 200
POST desk/people/<uuid:person_id>/unlock/       302 404 404  404  404   302  302 403  302  404 302
POST desk/people/<uuid:person_id>/letter/       302 404 404  404  404   302  302 403  302  404 302
POST desk/<desk_company:company>/<slug:building>/residencies/letters/ 302 404 404 404 404 302 302 403 302 404 302
# Staff: jobs, and the offers of jobs
GET  desk/staff/                                302 403 403  403  403   403  403 403  302  403 200
GET  desk/staff/<slug:company>/                 302 403 403  403  404   403  403 403  200  404 200
POST desk/staff/jobs/<uuid:membership_id>/unlock/ 302 404 404 404 404   403  404 404  302  404 302
POST desk/staff/jobs/<uuid:membership_id>/end/  302 404 404  404  404   403  404 404  302  404 302
POST desk/staff/invitations/<uuid:invitation_id>/send-again/ 302 404 404 404 404 404 404 404 302 404 403
POST desk/staff/invitations/<uuid:invitation_id>/withdraw/ 302 404 404 404 404 404 404 404 302 404 302
GET  staff-invitations/<str:token>/             200 200 200  200  200   200  200 200  200  200 200
POST staff-invitations/<str:token>/decline/     200 200 200  200  200   200  200 200  200  200 200
# Signing in and out
GET  accounts/login/                            200 302 302  302  302   302  302 302  302  302 302
GET  accounts/login/code/confirm/               302 302 302  302  302   302  302 302  302  302 302
GET  accounts/logout/                           302 200 200  200  200   200  200 200  200  200 200
GET  accounts/signup/                           200 302 302  302  302   302  302 302  302  302 302
GET  accounts/signup/company/                   200 302 302  302  302   302  302 302  302  302 302
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
GET  accounts/2fa/                               302 200 200 200 200 200 200 200 200 200 200
GET  accounts/2fa/authenticate/                  302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/reauthenticate/                302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/totp/activate/                 302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/totp/deactivate/               302 404 404 404 404 404 404 404 404 404 404
GET  accounts/2fa/recovery-codes/                302 404 404 404 404 404 404 404 404 404 404
GET  accounts/2fa/recovery-codes/generate/       302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/recovery-codes/download/       302 404 404 404 404 404 404 404 404 404 404
GET  accounts/2fa/webauthn/                      302 200 200 200 200 200 200 200 200 200 200
GET  accounts/2fa/webauthn/add/                  302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/webauthn/reauthenticate/       302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/webauthn/login/                302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/webauthn/keys/<int:pk>/remove/ 302 302 302 302 302 302 302 302 302 302 302
GET  accounts/2fa/webauthn/keys/<int:pk>/edit/   302 302 302 302 302 302 302 302 302 302 302
GET  accounts/sessions/                          302 200 200 200 200 200 200 200 200 200 200
GET  my/security/                                302 200 200 200 200 200 200 200 200 200 200
POST my/security/sessions/<int:session_id>/end/  302 404 404 404 404 404 404 404 404 404 404
# For programs and for operators
GET  api/v1/docs                                200 200 200  200  200   200  200 200  200  200 200
GET  api/v1/openapi.json                        200 200 200  200  200   200  200 200  200  200 200
GET  manifest.webmanifest                       200 200 200  200  200   200  200 200  200  200 200
GET  sw.js                                      200 200 200  200  200   200  200 200  200  200 200
GET  offline/                                   200 200 200  200  200   200  200 200  200  200 200
GET  healthz                                    200 200 200  200  200   200  200 200  200  200 200
GET  readyz                                     200 200 200  200  200   200  200 200  200  200 200
# In development only
GET  style/                                     200 200 200  200  200   200  200 200  200  200 200
GET  mail/                                      200 200 200  200  200   200  200 200  200  200 200
GET  mail/<str:name>/                           404 404 404  404  404   404  404 404  404  404 404
"""

API = """
#                                            nobody ana teo iris emil boris asta fin mara dara sol
POST /api/v1/auth/token/introspect              401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/auth/logout-all                    401 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/api-keys                           401 403 403  403  403   403  403 403  200  403 403
POST /api/v1/api-keys                           401 403 403  403  404   403  403 403  201  404 403
DELETE /api/v1/api-keys/{key_id}                401 404 404  404  404   404  404 404  204  404 204
GET  /api/v1/buildings                          401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/buildings                          401 403 403  403  404   403  403 403  201  404 201
GET  /api/v1/buildings/{building_id}            401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/buildings/{building_id}           401 403 403  404  404   200  403 403  200  404 200
POST /api/v1/buildings/{building_id}/logo       401 403 403  404  404   200  403 403  200  404 200
DELETE /api/v1/buildings/{building_id}/logo     401 403 403  404  404   200  403 403  200  404 200
GET  /api/v1/apartments                         401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/apartments                         401 403 403  404  404   201  403 403  201  404 201
GET  /api/v1/apartments/{apartment_id}          401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/apartments/{apartment_id}         401 403 403  404  404   200  200 403  200  404 200
GET  /api/v1/residencies                        401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/residencies                        401 403 403  404  404   201  201 403  201  404 201
GET  /api/v1/residencies/{residency_id}         401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/residencies/{residency_id}        401 403 403  404  404   200  200 403  200  404 200
GET  /api/v1/invitations                        401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/invitations                        401 404 404  404  404   201  201 403  201  404 201
POST /api/v1/invitations/all                    401 403 403  404  404   200  200 403  200  404 200
POST /api/v1/invitations/validate               200 200 200  200  200   200  200 200  200  200 200
POST /api/v1/invitations/accept                 401 403 403  403  403   403  403 403  403  403 403
POST /api/v1/invitations/decline                204 204 204  204  204   204  204 204  204  204 204
GET  /api/v1/invitations/{invitation_id}        401 404 404  404  404   200  200 200  200  404 200
POST /api/v1/invitations/{invitation_id}/send-again 401 404 404 404 404 200  200 403  200  404 200
POST /api/v1/invitations/{invitation_id}/withdraw 401 404 404 404 404   200  200 403  200  404 200
POST /api/v1/join-codes/validate                200 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/join-codes/{building_id}           401 403 403  404  404   200  200 403  200  404 200
PUT  /api/v1/join-codes/{building_id}           401 403 403  404  404   200  200 403  200  404 200
DELETE /api/v1/join-codes/{building_id}         401 403 403  404  404   204  204 403  204  404 204
GET  /api/v1/join-requests                      401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/join-requests                      401 409 409  201  201   409  409 409  409  201 409
GET  /api/v1/join-requests/{join_request_id}    401 404 404  404  404   200  200 404  200  404 200
POST /api/v1/join-requests/{join_request_id}/approve 401 404 404 404 404 200 200 404 200 404 200
POST /api/v1/join-requests/{join_request_id}/refuse 401 404 404 404 404 200 200 404 200 404 200
POST /api/v1/join-requests/{join_request_id}/withdraw 401 404 404 404 404 403 403 404 403 404 403
GET  /api/v1/staff                              401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/staff/{membership_id}/end          401 404 404  404  404   403  404 404  204  404 204
GET  /api/v1/staff-invitations                  401 403 403  403  403   403  403 403  200  403 200
POST /api/v1/staff-invitations                  401 403 403  403  404   403  403 403  201  404 403
POST /api/v1/staff-invitations/validate         200 200 200  200  200   200  200 200  200  200 200
POST /api/v1/staff-invitations/accept           401 403 403  403  403   403  403 403  403  403 403
POST /api/v1/staff-invitations/decline          204 204 204  204  204   204  204 204  204  204 204
GET  /api/v1/staff-invitations/{invitation_id}  401 404 404  404  404   404  404 404  200  404 200
POST /api/v1/staff-invitations/{invitation_id}/send-again 401 404 404 404 404 404 404 404 200 404 403
POST /api/v1/staff-invitations/{invitation_id}/withdraw 401 404 404 404 404 404 404 404 200 404 200
POST /api/v1/auth/password/strength              200 200 200 200 200 200 200 200 200 200 200
GET  /api/v1/me                                  401 200 200 200 200 200 200 200 200 200 200
PATCH /api/v1/me                                  401 200 200 200 200 200 200 200 200 200 200
PUT  /api/v1/me/avatar                           401 422 422 422 422 422 422 422 422 422 422
DELETE /api/v1/me/avatar                           401 204 204 204 204 204 204 204 204 204 204
GET  /api/v1/me/preferences                      401 200 200 200 200 200 200 200 200 200 200
PUT  /api/v1/me/preferences                      401 200 200 200 200 200 200 200 200 200 200
GET  /api/v1/me/permissions                      401 200 200 200 200 200 200 200 200 200 200
GET  /api/v1/me/exports                         401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/me/export                          401 202 202  202  202   202  202 202  202  202 202
POST /api/v1/me/erasure                         401 403 403  403  403   403  403 403  403  403 403
POST /api/v1/users/{user_id}/unlock             401 404 404  404  404   404  404 404  200  404 200
GET  /api/v1/me/security-events                 401 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/audit                              401 403 403  403  403   403  403 403  403  403 200
GET  /api/v1/audit/verify                       401 403 403  403  403   403  403 403  403  403 200
GET  /api/v1/notifications                      401 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/notifications/unread               401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/notifications/read-all             401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/notifications/{notification_id}/read 401 200 404 404 404   404  404 404  404  404 404
GET  /api/v1/devices                            401 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/devices/key                        401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/devices                            401 201 201  201  201   201  201 201  201  201 201
DELETE /api/v1/devices/{device_id}              401 404 404  404  404   404  404 404  404  404 204
GET  /api/v1/announcements                      401 200 200  404  404   200  200 200  200  404 200
GET  /api/v1/announcements/{announcement_id}    401 200 200  404  404   200  200 200  200  404 200
GET  /api/v1/announcements/{announcement_id}/receipt 401 200 200 404 404 200 200 200  200  404 200
POST /api/v1/announcements/{announcement_id}/acknowledge 401 409 409 404 404 409 409 409 409 404 409
POST /api/v1/announcements/{announcement_id}/recall 401 404 404 404 404 200 403 403 200 404 200
GET  /api/v1/announcements/{announcement_id}/report 401 403 403 404 404 200  200 403  200  404 200
GET  /api/v1/outages                            401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/outages                            401 403 403  404  404   201  403 403  201  404 201
GET  /api/v1/outages/{outage_id}                401 200 200  404  404   200  200 200  200  404 200
PATCH /api/v1/outages/{outage_id}               401 403 403  404  404   200  403 403  200  404 200
POST /api/v1/outages/{outage_id}/start          401 403 403  404  404   200  403 403  200  404 200
POST /api/v1/outages/{outage_id}/end            401 403 403  404  404   409  403 403  409  404 409
POST /api/v1/outages/{outage_id}/call-off       401 403 403  404  404   200  403 403  200  404 200
GET  /api/v1/documents                          401 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/documents/{document_id}          401 200 404  404  404   200  200 200  200  404 200
GET  /api/v1/documents/{document_id}/readings 401 403 404  404  404   200  200 403  200  404 200
GET  /api/v1/imports                            401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/imports                            401 403 403  404  404   201  403 403  201  404 201
GET  /api/v1/imports/{import_id}                401 404 404  404  404   200  404 404  200  404 200
PATCH /api/v1/imports/{import_id}               401 404 404  404  404   200  404 404  200  404 200
GET  /api/v1/imports/{import_id}/problems       401 404 404  404  404   200  404 404  200  404 200
GET  /api/v1/imports/{import_id}/error-file     401 404 404  404  404   200  404 404  200  404 200
POST /api/v1/imports/{import_id}/check          401 404 404  404  404   202  404 404  202  404 202
POST /api/v1/imports/{import_id}/apply          401 404 404  404  404   409  404 404  409  404 409
POST /api/v1/imports/{import_id}/cancel         401 404 404  404  404   200  404 404  200  404 200
GET  /api/v1/search                             401 200 200  404  404   200  200 200  200  404 200
GET  /api/v1/search/suggestions                 401 200 200  404  404   200  200 200  200  404 200
GET  /api/v1/events                             401 200 200  200  200   200  200 200  200  200 200
GET  /api/v1/events/{event_id}                  401 200 200  404  404   200  200 200  200  404 200
POST /api/v1/events/{event_id}/sign-up          401 409 201  404  404   201  201 201  201  404 201
DELETE /api/v1/events/{event_id}/sign-up        401 200 409  404  404   409  409 409  409  404 409
GET  /api/v1/feeds                              401 200 200  200  200   200  200 200  200  200 200
POST /api/v1/feeds                              401 201 201  404  404   201  201 201  201  404 201
GET  /api/v1/feeds/{feed_id}                    401 200 404  404  404   404  404 404  404  404 404
DELETE /api/v1/feeds/{feed_id}                  401 204 404  404  404   404  404 404  404  404 404
# Signing in, for apps: allauth's API, where the session comes by header
GET  /_allauth/app/v1/account/authenticators                     401 200 200 200 200 200 200 200 200 200 200
GET  /_allauth/app/v1/account/authenticators/recovery-codes      401 404 404 404 404 404 404 404 404 404 404
POST /_allauth/app/v1/account/authenticators/recovery-codes      401 400 400 400 400 400 400 400 400 400 400
GET  /_allauth/app/v1/account/authenticators/totp                401 404 404 404 404 404 404 404 404 404 404
POST /_allauth/app/v1/account/authenticators/totp                401 400 400 400 400 400 400 400 400 400 400
DELETE /_allauth/app/v1/account/authenticators/totp              401 200 200 200 200 200 200 200 200 200 200
GET  /_allauth/app/v1/account/email                              401 200 200 200 200 200 200 200 200 200 200
POST /_allauth/app/v1/account/email                              409 400 400 400 400 400 400 400 400 400 400
PUT  /_allauth/app/v1/account/email                              401 400 400 400 400 400 400 400 400 400 400
PATCH /_allauth/app/v1/account/email                             401 400 400 400 400 400 400 400 400 400 400
DELETE /_allauth/app/v1/account/email                            401 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/account/password/change                    401 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/auth/2fa/authenticate                      401 401 401 401 401 401 401 401 401 401 401
POST /_allauth/app/v1/auth/2fa/reauthenticate                    401 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/auth/code/confirm                          409 409 409 409 409 409 409 409 409 409 409
GET  /_allauth/app/v1/auth/email/verify                          409 409 409 409 409 409 409 409 409 409 409
POST /_allauth/app/v1/auth/email/verify                          409 409 409 409 409 409 409 409 409 409 409
POST /_allauth/app/v1/auth/email/verify/resend                   409 409 409 409 409 409 409 409 409 409 409
POST /_allauth/app/v1/auth/login                                 400 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/auth/password/request                      400 400 400 400 400 400 400 400 400 400 400
GET  /_allauth/app/v1/auth/password/reset                        400 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/auth/password/reset                        400 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/auth/reauthenticate                        401 400 400 400 400 400 400 400 400 400 400
GET  /_allauth/app/v1/auth/session                               401 200 200 200 200 200 200 200 200 200 200
DELETE /_allauth/app/v1/auth/session                             401 401 401 401 401 401 401 401 401 401 401
GET  /_allauth/app/v1/auth/sessions                              401 200 200 200 200 200 200 200 200 200 200
DELETE /_allauth/app/v1/auth/sessions                            401 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/auth/signup                                400 400 400 400 400 400 400 400 400 400 400
GET  /_allauth/app/v1/config                                     200 200 200 200 200 200 200 200 200 200 200
GET  /_allauth/app/v1/account/authenticators/webauthn 401 401 401 401 401 401 401 401 401 401 401
POST /_allauth/app/v1/account/authenticators/webauthn 401 400 400 400 400 400 400 400 400 400 400
PUT  /_allauth/app/v1/account/authenticators/webauthn 401 400 400 400 400 400 400 400 400 400 400
DELETE /_allauth/app/v1/account/authenticators/webauthn 401 400 400 400 400 400 400 400 400 400 400
GET  /_allauth/app/v1/auth/webauthn/authenticate 401 401 401 401 401 401 401 401 401 401 401
POST /_allauth/app/v1/auth/webauthn/authenticate 401 401 401 401 401 401 401 401 401 401 401
GET  /_allauth/app/v1/auth/webauthn/reauthenticate 401 200 200 200 200 200 200 200 200 200 200
POST /_allauth/app/v1/auth/webauthn/reauthenticate 401 400 400 400 400 400 400 400 400 400 400
GET  /_allauth/app/v1/auth/webauthn/login        200 200 200 200 200 200 200 200 200 200 200
POST /_allauth/app/v1/auth/webauthn/login        400 400 400 400 400 400 400 400 400 400 400
POST /_allauth/app/v1/tokens/refresh                             400 400 400 400 400 400 400 400 400 400 400
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
        "200, 201 and 204: done. 302: sent to sign-in, or on to where they belong. 401: sign in first. "
        "403: visible, but not theirs to do. 404: for this person it does not exist. "
        "A feed's address is a key of its own, here Ana's. "
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
