"""Shares of right findings by their grounds. Written by `benchmarks/confidence.py --write`, not by hand.

`UNSEEN_…`: (findings, right ones) in documents that the rules were not made with.
"""

OBLIGATIONS = {
    "": 0.9125,
    "clause": 0.9732,
    "heading": 0.8267,
    "none": 0.7566,
    "subject": 0.9171,
    "table": 0.9705,
    "clause fully": 0.99,
    "clause partly": 0.9666,
    "heading fully": 0.8059,
    "none fully": 0.803,
    "none hardly": 0.6571,
    "subject fully": 0.9228,
    "subject hardly": 0.8979,
    "subject partly": 0.8979,
    "table fully": 0.9819,
    "none fully long": 0.8066,
    "none fully short": 0.8227,
    "none hardly long": 0.6818,
    "none hardly short": 0.5998,
    "subject fully long": 0.9107,
    "subject fully short": 0.9261,
    "subject hardly long": 0.8439,
    "subject hardly short": 0.8835,
    "subject partly long": 0.9064,
    "subject partly short": 0.8835,
}
OBLIGATIONS_FIT = (16.0, 0.1)
UNSEEN_OBLIGATIONS = {
    "clause fully": (56, 56),
    "clause partly": (86, 83),
    "heading fully": (41, 31),
    "none fully short": (16, 13),
    "none hardly long": (4, 3),
    "none hardly short": (19, 10),
    "subject fully long": (19, 17),
    "subject fully short": (142, 131),
    "subject hardly long": (2, 1),
    "subject hardly short": (37, 35),
    "subject partly long": (2, 2),
    "subject partly short": (16, 14),
    "table fully": (63, 62),
}
DEADLINES = {
    "": 0.983,
    "fixed": 0.99,
    "period": 0.99,
    "recurring": 0.9682,
    "relative": 0.9731,
    "fixed fair": 0.99,
    "fixed guess": 0.9379,
    "fixed plain": 0.99,
    "period fair": 0.99,
    "period guess": 0.99,
    "period plain": 0.99,
    "recurring fair": 0.99,
    "recurring guess": 0.9693,
    "recurring plain": 0.9048,
    "relative guess": 0.9684,
    "relative plain": 0.9751,
}
DEADLINES_FIT = (8.0, 0.1)
UNSEEN_DEADLINES = {
    "fixed fair": (7, 7),
    "fixed guess": (9, 8),
    "fixed plain": (193, 193),
    "period fair": (5, 5),
    "period guess": (3, 3),
    "period plain": (18, 18),
    "recurring fair": (61, 61),
    "recurring plain": (25, 22),
    "relative guess": (30, 29),
    "relative plain": (40, 39),
}
