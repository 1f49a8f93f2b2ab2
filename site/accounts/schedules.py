"""Periodic work of the accounts."""

from foundation import schedules

schedules.every(
    24 * 60, name="forget old sign-in attempts", task="accounts.tasks.delete_old_guards"
)
schedules.every(
    24 * 60, name="delete old copies of personal data", task="accounts.tasks.delete_old_exports"
)
