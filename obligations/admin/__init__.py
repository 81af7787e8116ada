"""The administrators' pages: review, register, people, and everything else to look at. One module a noun.

Django's admin finds this package by itself and registers what the modules below declare.
"""

from obligations.admin import directives, people, records, tasks, units

__all__ = ["directives", "people", "records", "tasks", "units"]
