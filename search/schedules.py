"""Periodic work of the search."""

from foundation import schedules

schedules.every(30, name="mend the search", task="search.tasks.mend")
