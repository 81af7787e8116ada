"""A year of the sample city on a moving clock.

`story` plays it day by day: the jobs at their hours (`machinery`), what is told to happen on a date (`plot`), what
people do every working day (`habits`, `office`); `invariants` looks at everything at the end of each day, with
`ledger` (the record played again), `expected` and `rules` (what must be owed, told another way) and `pages`.

A new verb: an act in `plot`, and if people do it daily a habit. A new state or slice: `invariants.slices_of`. A new
field of a commitment is compared with the record by itself; one that no event tells is named in `ledger.NOT_REPLAYED`.
"""
