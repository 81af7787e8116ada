"""The register of units: spellings, members, and names that only it can know."""

import json
from pathlib import Path

import pytest

from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.units import find_units, parse_list

FIXTURES = Path(__file__).parents[2] / "fixtures"
UNITS = [
    {"name": "云河市能源局", "short": "市能源局", "kind": "department", "aliases": ["市能源办"]},
    {"name": "云河市老旧小区、棚户区改造办", "short": "市旧改办", "kind": "office", "parent": "云河市住房和城乡建设局"},
    {"name": "清源区人民政府", "short": "清源区", "kind": "locality", "aliases": ["清源区政府"]},
    {"name": "白石县人民政府", "short": "白石县", "kind": "locality", "aliases": ["白石县政府"]},
    {"name": "云河热力", "short": "云河热力", "kind": "enterprise", "aliases": []},
    {
        "name": "各县（市、区）人民政府",
        "short": "各县（市、区）",
        "kind": "group",
        "aliases": [],
        "members": ["清源区人民政府", "白石县人民政府"],
    },
    {"name": "全体成员", "short": "", "kind": "group", "members": ["各县（市、区）人民政府", "云河市能源局"]},
]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    path = tmp_path / "units.json"
    path.write_text(json.dumps({"place": {"name": "云河市", "kind": "city"}, "units": UNITS}), encoding="utf-8")
    return Register.from_files([path])


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("市能源局", "云河市能源局"),
        ("云河市能源局", "云河市能源局"),
        ("市能源办", "云河市能源局"),
        ("云河市能源办", "云河市能源局"),
        ("市 能源局", "云河市能源局"),
        ("各县(市、区)人民政府", "各县（市、区）人民政府"),
        ("白石县政府", "白石县人民政府"),
    ],
)
def test_every_spelling_means_its_unit(register: Register, spelling: str, name: str) -> None:
    unit = register.resolve(spelling)
    assert unit is not None
    assert unit.name == name
    assert spelling in register


def test_an_unknown_spelling_means_no_unit(register: Register) -> None:
    assert register.resolve("市财政局") is None
    assert "市财政局" not in register


def test_a_group_has_its_members_and_those_of_its_groups(register: Register) -> None:
    assert [unit.name for unit in register.members("各县(市、区)")] == ["清源区人民政府", "白石县人民政府"]
    assert len(register.members("全体成员")) == 3
    assert register.members("市能源局") == []


def test_a_group_that_holds_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "units.json"
    units = [{"name": "甲", "kind": "group", "members": ["乙"]}, {"name": "乙", "kind": "group", "members": ["甲"]}]
    path.write_text(json.dumps({"units": units}), encoding="utf-8")
    assert Register.from_files([path]).members("甲") == []


def test_the_register_knows_names_that_no_grammar_reads(register: Register) -> None:
    source = SourceText("由云河热力会同市老旧小区、棚户区改造办检修,清源区、白石县人民政府配合")
    found = find_units(source, 0, len(source), register)
    assert [(m.name, m.known) for m in found] == [
        ("云河热力", True),
        ("市老旧小区、棚户区改造办", True),
        ("清源区人民政府", True),
        ("白石县人民政府", True),
    ]


def test_a_known_name_keeps_its_separators_in_a_list(register: Register) -> None:
    source = SourceText("市能源局、市老旧小区、棚户区改造办、清源区和白石县")
    assert [m.name for m in parse_list(source, 0, len(source), register)] == [
        "市能源局",
        "市老旧小区、棚户区改造办",
        "清源区",
        "白石县",
    ]


def test_unknown_names_are_told_from_known_ones(register: Register) -> None:
    source = SourceText("市能源局、市财政局")
    assert [m.known for m in parse_list(source, 0, len(source), register)] == [True, False]


def test_a_longer_name_of_another_place_is_not_the_known_one(register: Register) -> None:
    source = SourceText("报龙泽市能源局")
    assert [(m.name, m.known) for m in find_units(source, 0, len(source), register)] == [("龙泽市能源局", False)]


def test_the_sort_of_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "units.json"
    path.write_text('{"units": [{"name": "甲局", "members": "乙局"}]}', encoding="utf-8")
    with pytest.raises(ValueError, match="members"):
        Register.from_files([path])


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("units_*.json")), ids=lambda path: path.stem)
def test_a_register_of_the_project_is_sound(path: Path) -> None:
    register = Register.from_files([path])
    kinds = {"department", "locality", "enterprise", "office", "group", "organ"}
    assert {unit.kind for unit in register.units} <= kinds
    assert len({unit.name for unit in register.units}) == len(register.units)
    for unit in register.units:
        for related in (*unit.members, *([unit.parent] if unit.parent else [])):
            assert related in register, f"{related} of {unit.name}"
