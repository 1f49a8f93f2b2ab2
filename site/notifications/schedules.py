"""Periodic work of telling people."""

from foundation import schedules

schedules.every(5, name="send stranded messages", task="notifications.tasks.sweep_up")
schedules.every(
    1, name="send what waited for its hour", task="notifications.tasks.send_what_waited"
)
