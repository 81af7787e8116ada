"""Names of all counties and districts of a place: 各县(市、区)人民政府, 各区县, 各市县区政府 mean one group of units.

Which letters stand in such a name, in which order and whether the government is named, is a matter of taste; whether it
is each of them (各) or those concerned (有关) is not.
"""

import re
from itertools import permutations

_LETTERS = "县市区"
_BODIES = ("人民政府", "政府", "")
# What says how many are meant; those of one row mean the same.
_QUANTIFIERS = (("各", "全市各", "全省各", "全州各"), ("有关", "相关", "各有关", "各相关"), ("",))
_NOISE = re.compile(r"[\s()（）\[\]〔〕【】、，,/]")
_ALL = "|".join(sorted((word for row in _QUANTIFIERS for word in row), key=len, reverse=True))
_NAME = re.compile(rf"(?P<all>{_ALL})(?P<areas>[{_LETTERS}]{{2,3}})(?P<body>人民政府|政府|)")


def area_group(name: str) -> str:
    """One word for all names of the same group of counties and districts, "" for what is no such name.

    A plain 市区, 县区 is a common noun; 各县 and 各区 leave the others out.
    """
    if "县" not in name and "区" not in name:
        return ""
    match = _NAME.fullmatch(_NOISE.sub("", name))
    if match is None or len(set(match["areas"])) < len(match["areas"]) or not (match["all"] or match["body"]):
        return ""
    if match["areas"] in ("市区", "市县") and not match["all"]:
        return ""
    return next(row[0] for row in _QUANTIFIERS if match["all"] in row) + "县市区"


def area_spellings(name: str) -> list[str]:
    """All names of the same group, without brackets and separators; none for what is no such name."""
    group = area_group(name)
    if not group:
        return []
    row = next(row for row in _QUANTIFIERS if row[0] == group.removesuffix("县市区"))
    areas = ["".join(letters) for size in (3, 2) for letters in permutations(_LETTERS, size)]
    spelled = (f"{every}{letters}{body}" for every in row for letters in areas for body in _BODIES)
    return [one for one in spelled if area_group(one) == group]
