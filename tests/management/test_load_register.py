"""Register files into the database: again and again without harm."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from obligations.models import Unit, UnitAlias
from obligations.owing import GroupTree
from obligations.registers import current_register, load_register
from obligations.sample_city import SAMPLE_REGISTER

UNITS = [
    {"name": "云河市能源局", "short": "市能源局", "kind": "department", "aliases": ["市能源办"]},
    {"name": "市散煤治理办公室", "short": "市散煤办", "kind": "office", "parent": "云河市能源局"},
    {"name": "白石县人民政府", "short": "白石县", "kind": "locality", "aliases": ["白石县政府", "市能源局"]},
    {"name": "各县人民政府", "short": "各县", "kind": "group", "members": ["白石县人民政府", "没有的县"]},
]


def opened(group: Unit) -> list[Unit]:
    return list(GroupTree().open(group, timezone.localdate()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "units.json"
    path.write_text(json.dumps({"place": {"name": "云河市", "kind": "city"}, "units": UNITS}), encoding="utf-8")
    return path


def test_units_come_with_spellings_parents_and_members(db: None, path: Path) -> None:
    loaded = load_register(path)
    assert (loaded.new_units, loaded.new_members) == (4, 1)
    energy = Unit.objects.get(name="云河市能源局")
    names = ["市能源局", "云河市能源局", "市能源办", "云河市能源办", "市 能源局"]
    assert set(Unit.objects.by_names(names).values()) == {energy}
    assert len(Unit.objects.by_names(names)) == len(names)
    assert Unit.objects.get(name="市散煤治理办公室").parent == energy
    assert [unit.name for unit in opened(Unit.objects.get(short_name="各县"))] == ["白石县人民政府"]


def test_all_counties_are_one_group_however_they_are_written(db: None) -> None:
    group = Unit.objects.create(name="各县（市、区）人民政府", kind=Unit.Kind.GROUP)
    UnitAlias.objects.create(unit=group, spelling="各县（市、区）人民政府")
    names = ["各区县人民政府", "各县区", "各区（县）", "各市县政府"]
    assert Unit.objects.by_names(names) == dict.fromkeys(names, group)
    assert Unit.objects.by_names(["各县", "各县区教育局", "有关县区"]) == {}


def test_a_spelling_that_is_taken_stays_with_its_unit(db: None, path: Path) -> None:
    assert load_register(path).taken == ["云河市能源局", "市能源局"]
    assert UnitAlias.objects.get(spelling="市能源局").unit.name == "云河市能源局"


def test_loading_again_changes_nothing(db: None, path: Path) -> None:
    load_register(path)
    Unit.objects.filter(name="云河市能源局").update(short_name="能源局", position=1)
    again = load_register(path)
    assert (again.new_units, again.new_aliases, again.new_members) == (0, 0, 0)
    assert Unit.objects.get(name="云河市能源局").short_name == "能源局"


def test_a_group_that_an_administrator_changed_is_left_alone(db: None, path: Path) -> None:
    load_register(path)
    group = Unit.objects.get(short_name="各县")
    group.member_links.all().delete()
    group.member_links.create(member=Unit.objects.get(name="云河市能源局"))
    load_register(path)
    assert [unit.name for unit in opened(group)] == ["云河市能源局"]


def test_the_extractor_knows_what_the_database_learned(db: None, path: Path, settings: object) -> None:
    settings.REGISTER_FILES = []  # type: ignore[attr-defined]
    load_register(path)
    UnitAlias.objects.create(unit=Unit.objects.get(short_name="白石县"), spelling="白石")
    register = current_register()
    unit = register.resolve("白石")
    assert unit is not None
    assert unit.name == "白石县人民政府"
    assert [member.name for member in register.members("各县")] == ["白石县人民政府"]


def test_the_sample_register_loads_whole(db: None) -> None:
    out = StringIO()
    call_command("load_register", str(SAMPLE_REGISTER), stdout=out)
    assert Unit.objects.filter(kind="group", members__isnull=True).count() == 0
    assert f"{Unit.objects.count()} 个单位" in out.getvalue()


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"units": [{}]}', '{"units": [{"name": "某局", "kind": "star"}]}']
)
def test_what_is_no_register_is_told_and_leaves_nothing(db: None, tmp_path: Path, content: str) -> None:
    path = tmp_path / "units.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="不是可用的单位名录"):
        call_command("load_register", str(path))
    assert not Unit.objects.exists()
