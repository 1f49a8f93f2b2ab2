"""Periodic work of telling people."""

from foundation import schedules

schedules.every(5, name="send stranded messages", task="notifications.tasks.sweep_up")
