"""Periodic work of the portal."""

from foundation import schedules

# Each hour, because midnight comes at another time in each zone, and with it people move out.
schedules.every(
    60, name="remind of expiring documents", task="portal.tasks.library.remind_of_expiry"
)
schedules.every(
    60,
    name="release seats of people who have left",
    task="portal.tasks.events.release_seats_of_departed",
)
schedules.every(
    1, name="send announcements that are due", task="portal.tasks.announcements.send_due"
)
schedules.every(1, name="start and end outages", task="portal.tasks.outages.keep_time")
