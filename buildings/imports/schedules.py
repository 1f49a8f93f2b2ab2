"""Periodic work of the imports."""

from foundation import schedules

schedules.every(
    24 * 60, name="delete old import files", task="buildings.imports.tasks.delete_old_files"
)
schedules.every(10, name="give up stuck imports", task="buildings.imports.tasks.give_up_stuck_runs")
