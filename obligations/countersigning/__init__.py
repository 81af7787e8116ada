"""Countersigning (会签、审签): lead unit, head of the unit, supervisor. docs/countersigning.md."""
