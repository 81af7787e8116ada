"""Correcting a task in force (更正): new title, units, dates, targets, and what that does to each commitment."""

from obligations.amending.amend import VERB, Amended, amend
from obligations.amending.lines import Fate, Line

__all__ = ["VERB", "Amended", "Fate", "Line", "amend"]
