"""Names of all counties and districts: those that mean one group, and those that do not."""

import pytest

from obligations.extraction.areas import area_group, area_spellings
from obligations.extraction.register import Register, RegisteredUnit, spelling_key

EACH = [
    "各县(市、区)人民政府",
    "各区县",
    "各县区人民政府",
    "各市县区政府",
    "各区（县）",
    "各市、县",
    "各区县人民政府",
    "全市各县（市、区）",
]
SOME = ["有关县(市、区)人民政府", "相关区县", "各有关县市区政府"]


def group(name: str, *members: str) -> RegisteredUnit:
    return RegisteredUnit(name, "group", (spelling_key(name),), members)


@pytest.mark.parametrize(("names", "other"), [(EACH, SOME), (SOME, EACH)])
def test_one_group_however_it_is_written(names: list[str], other: list[str]) -> None:
    assert len({area_group(name) for name in names}) == 1
    assert area_group(names[0]) not in {area_group(name) for name in other}
    assert all(area_group(one) == area_group(names[0]) for one in area_spellings(names[0]))


@pytest.mark.parametrize(
    "name", ["各县", "各区人民政府", "市区", "县区", "各县区教育局", "各乡镇", "市能源局", "", "各县县", "各部门"]
)
def test_other_names_are_no_such_group(name: str) -> None:
    assert area_group(name) == "" and area_spellings(name) == []


def test_a_register_finds_its_group_under_each_name() -> None:
    register = Register((group("各县(市、区)人民政府"), group("有关县(市、区)人民政府")))
    assert {found.name for name in EACH if (found := register.resolve(name))} == {"各县(市、区)人民政府"}
    assert {found.name for name in SOME if (found := register.resolve(name))} == {"有关县(市、区)人民政府"}
    assert all(name in register for name in EACH) and "各县" not in register


def test_two_groups_of_such_a_name_stay_apart() -> None:
    register = Register((group("各县(市、区)人民政府"), group("各县区党委政府"), group("各区县")))
    assert register.resolve("各区县") == register.units[2]
    assert register.resolve("各市县") is None
