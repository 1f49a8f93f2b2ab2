from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from portal.views import (
    announcements,
    apartments,
    desk_announcements,
    desk_events,
    desk_outages,
    documents,
    events,
    feeds,
    files,
    language,
    log,
    masters,
    outages,
    places,
)


class HueConverter(IntConverter):
    regex = "[0-9]{1,3}"


register_converter(HueConverter, "hue")

document_patterns = [
    path("", documents.document_list, name="document-list"),
    path("export/", documents.document_export, name="document-export"),
    path("<uuid:document_id>/", documents.document_readings, name="document-readings"),
    path("<uuid:document_id>/export/", documents.readings_export, name="document-readings-export"),
]

desk_announcement_patterns = [
    path("", desk_announcements.announcement_list, name="desk-announcement-list"),
    path("<uuid:announcement_id>/", desk_announcements.report, name="desk-announcement"),
    path(
        "<uuid:announcement_id>/export/",
        desk_announcements.report_export,
        name="desk-announcement-export",
    ),
    path("<uuid:announcement_id>/paper.pdf", desk_announcements.paper, name="announcement-paper"),
    path("<uuid:announcement_id>/stop/", desk_announcements.stop, name="stop-announcement"),
    path(
        "<uuid:announcement_id>/withdraw/",
        desk_announcements.withdraw,
        name="withdraw-announcement",
    ),
    path(
        "<uuid:announcement_id>/correction/",
        desk_announcements.correction,
        name="announcement-correction",
    ),
    path("<uuid:announcement_id>/remind/", desk_announcements.remind, name="remind-announcement"),
    path(
        "<uuid:announcement_id>/mails/", desk_announcements.mails_again, name="announcement-mails"
    ),
]

desk_event_patterns = [
    path("", desk_events.event_list, name="desk-event-list"),
    path("<uuid:event_id>/", desk_events.event_participants, name="desk-event-participants"),
    path("<uuid:event_id>/export/", desk_events.event_export, name="desk-event-export"),
    path(
        "<uuid:event_id>/sign-ups/<uuid:signup_id>/sign-off/",
        desk_events.event_sign_off,
        name="desk-event-sign-off",
    ),
]

desk_outage_patterns = [
    path("", desk_outages.outage_list, name="desk-outage-list"),
    path("new/", desk_outages.outage_new, name="desk-outage-new"),
    path("<uuid:outage_id>/", desk_outages.outage_detail, name="desk-outage"),
    path("<uuid:outage_id>/change/", desk_outages.outage_change, name="desk-outage-change"),
    path("<uuid:outage_id>/start/", desk_outages.outage_start, name="desk-outage-start"),
    path("<uuid:outage_id>/end/", desk_outages.outage_end, name="desk-outage-end"),
    path("<uuid:outage_id>/call-off/", desk_outages.outage_call_off, name="desk-outage-call-off"),
]

urlpatterns = [
    path("desk/", places.desk, name="desk"),
    path("desk/<desk_company:company>/<slug:building>/documents/", include(document_patterns)),
    path("desk/master-pages/", masters.report, name="master-pages"),
    path("desk/master-pages/adopt-all/", masters.adopt_all, name="master-pages-adopt-all"),
    path("desk/master-pages/<int:page_id>/", masters.comparison, name="master-page"),
    path("desk/master-pages/<int:page_id>/adopt/", masters.adopt, name="master-page-adopt"),
    path(
        "desk/master-pages/<int:page_id>/do-without/",
        masters.do_without,
        name="master-page-do-without",
    ),
    path(
        "desk/master-pages/<int:page_id>/take-back/",
        masters.take_back,
        name="master-page-take-back",
    ),
    path("desk/<desk_company:company>/<slug:building>/events/", include(desk_event_patterns)),
    path(
        "desk/<desk_company:company>/<slug:building>/announcements/",
        include(desk_announcement_patterns),
    ),
    path(
        "my/announcements/<uuid:announcement_id>/open/",
        announcements.open_page,
        name="open-announcement",
    ),
    path(
        "my/announcements/<uuid:announcement_id>/changes/",
        announcements.changes,
        name="announcement-changes",
    ),
    path(
        "my/announcements/<uuid:announcement_id>/confirm/",
        announcements.confirm,
        name="confirm-announcement",
    ),
    path("desk/<desk_company:company>/<slug:building>/outages/", include(desk_outage_patterns)),
    path("my/outages/", outages.outage_list, name="my-outages"),
    path("my/outages/<uuid:outage_id>/", outages.detail, name="my-outage"),
    path("my/", places.my, name="my"),
    path("my/apartment/", apartments.home, name="my-apartment"),
    path("my/apartment/<uuid:apartment_id>/", apartments.detail, name="my-apartment-detail"),
    path(
        "my/apartments/<slug:company>/<slug:building>/",
        places.my_apartments_at,
        name="my-apartments-at",
    ),
    path("my/language/", language.choose, name="choose-language"),
    # Under Wagtail's own name, by which its documents find their address.
    path("documents/<int:file_id>/<path:file_name>", files.document, name="wagtaildocs_serve"),
    path("my/events/<uuid:event_id>/sign-up/", events.event_sign_up, name="event-sign-up"),
    path("my/events/<uuid:event_id>/withdraw/", events.event_withdraw, name="event-withdraw"),
    path("my/events/<uuid:event_id>/event.ics", events.event_file, name="event-file"),
    path("my/security/events/", log.my_events, name="my-security-events"),
    path("desk/log/", log.companies, name="log-companies"),
    path("desk/log/<slug:company>/", log.company_log, name="company-log"),
    path("console/log/", log.platform_log, name="platform-log"),
    path("my/feeds/", feeds.my_feeds, name="my-feeds"),
    path("my/feeds/<uuid:feed_id>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("feeds/<str:token>/calendar.ics", feeds.feed_calendar, name="feed-calendar"),
    path("feeds/<str:token>/news.xml", feeds.feed_news, name="feed-news"),
    path("files/<path:path>", files.media, name="media"),
    path("theme/<hue:hue>.css", files.theme, name="theme"),
]
