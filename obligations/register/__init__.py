"""Verbs on the register of units (单位名录): names learned and dismissed, units merged, renamed and
reorganised, members of groups, deputies, and what is edited by hand."""
