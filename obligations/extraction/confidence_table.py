"""Shares of right findings by their grounds. Written by `benchmarks/confidence.py --write`, not by hand.

`UNSEEN_…`: (findings, right ones) in documents that the rules were not made with.
"""

OBLIGATIONS = {
    "": 0.9296,
    "clause": 0.99,
    "heading": 0.9833,
    "none": 0.7016,
    "subject": 0.9291,
    "table": 0.9718,
    "clause fully": 0.99,
    "clause partly": 0.99,
    "heading fully": 0.99,
    "none fully": 0.783,
    "none hardly": 0.6201,
    "subject fully": 0.9405,
    "subject hardly": 0.8847,
    "subject partly": 0.9405,
    "table fully": 0.9779,
    "none fully long": 0.7908,
    "none fully short": 0.8378,
    "none hardly long": 0.6392,
    "none hardly short": 0.5951,
    "subject fully long": 0.8797,
    "subject fully short": 0.9494,
    "subject hardly long": 0.8363,
    "subject hardly short": 0.8868,
    "subject partly long": 0.8797,
    "subject partly short": 0.9494,
}
OBLIGATIONS_FIT = (8.0, 0.1)
UNSEEN_OBLIGATIONS = {
    "clause fully": (37, 37),
    "clause partly": (29, 29),
    "heading fully": (17, 17),
    "none hardly short": (23, 13),
    "subject fully long": (3, 2),
    "subject fully short": (97, 92),
    "subject hardly short": (35, 31),
    "subject partly short": (13, 13),
    "table fully": (45, 44),
}
DEADLINES = {
    "": 0.99,
    "fixed": 0.99,
    "period": 0.99,
    "recurring": 0.99,
    "relative": 0.99,
    "fixed fair": 0.99,
    "fixed guess": 0.99,
    "fixed plain": 0.99,
    "period fair": 0.99,
    "period guess": 0.99,
    "period plain": 0.99,
    "recurring fair": 0.99,
    "recurring guess": 0.99,
    "recurring plain": 0.99,
    "relative fair": 0.99,
    "relative guess": 0.99,
    "relative plain": 0.99,
}
DEADLINES_FIT = (8.0, 0.1)
UNSEEN_DEADLINES = {
    "fixed fair": (11, 11),
    "fixed guess": (19, 19),
    "fixed plain": (135, 135),
    "period fair": (5, 5),
    "period guess": (1, 1),
    "period plain": (16, 16),
    "recurring fair": (53, 53),
    "recurring guess": (1, 1),
    "recurring plain": (23, 23),
    "relative fair": (2, 2),
    "relative guess": (8, 8),
    "relative plain": (27, 27),
}
