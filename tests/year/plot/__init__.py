"""What happens in the year on a date, by subject. Importing this puts all of it into the plot."""

from tests.year.plot import calendar, corrections, directives, register, support

__all__ = ["calendar", "corrections", "directives", "register", "support"]
