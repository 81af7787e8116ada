"""The people, units and directive that the tests of verbs and pages share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from obligations.models import (
    Assignment,
    Commitment,
    Deadline,
    Directive,
    GroupMember,
    Membership,
    SourceFile,
    Task,
    Unit,
    UnitAlias,
    User,
)
from obligations.schedule import make_commitments

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Wednesday. Tests that need the clock to stand still freeze it here.
TODAY = date(2026, 9, 16)
NOW = datetime(2026, 9, 16, 10, 0, tzinfo=SHANGHAI)
PASSWORD = "correct horse 2026"

COUNTIES = ["清源区人民政府", "白石县人民政府", "松坪县人民政府"]
ALL_COUNTIES = "各县（市、区）人民政府"


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def make_unit(name: str, *aliases: str, kind: str = "department", short: str = "") -> Unit:
    unit = Unit.objects.create(name=name, short_name=short, kind=kind)
    for spelling in dict.fromkeys([name, *([short] if short else []), *aliases]):
        UnitAlias.objects.create(unit=unit, spelling=spelling)
    return unit


def make_user(username: str, role: str, *units: Unit, name: str = "", email: str = "") -> User:
    user = User.objects.create_user(username, email=email, password=PASSWORD, role=role, display_name=name or username)
    for unit in units:
        Membership.objects.create(user=user, unit=unit)
    return user


@dataclass
class Register:
    """云河市 in small: four departments, three counties, two groups."""

    energy: Unit
    housing: Unit
    finance: Unit
    office: Unit
    counties: list[Unit]
    all_counties: Unit
    departments: Unit


@dataclass
class People:
    """Three rights, and one person with the first right but of another unit."""

    coordinator: User
    supervisor: User
    administrator: User
    stranger: User
    second_supervisor: User


@pytest.fixture
def today() -> Iterator[date]:
    """The clock begins at NOW and runs. For tests whose result would change with the real date."""
    with time_machine.travel(NOW, tick=True):
        yield TODAY


@pytest.fixture
def register(db: None) -> Register:
    energy = make_unit("云河市能源局", short="市能源局")
    housing = make_unit("云河市住房和城乡建设局", "市住建局", short="市住房城乡建设局")
    finance = make_unit("云河市财政局", short="市财政局")
    office = make_unit("云河市人民政府督查室", short="市政府督查室", kind="office")
    counties = [make_unit(name, name.replace("人民政府", ""), kind="locality") for name in COUNTIES]
    all_counties = make_unit(ALL_COUNTIES, short="各县（市、区）", kind="group")
    departments = make_unit("市直有关部门", kind="group")
    for county in counties:
        GroupMember.objects.create(group=all_counties, member=county)
    for unit in (energy, housing, finance):
        GroupMember.objects.create(group=departments, member=unit)
    return Register(energy, housing, finance, office, counties, all_counties, departments)


@pytest.fixture
def people(register: Register) -> People:
    return People(
        coordinator=make_user("nengyuan", "coordinator", register.energy, name="郭一鸣", email="guo@yunhe.example"),
        supervisor=make_user("ducha", "supervisor", register.office, name="方立新", email="fang@yunhe.example"),
        administrator=make_user("admin", "administrator", name="宋长青"),
        stranger=make_user("zhujian", "coordinator", register.housing, name="梁慧敏"),
        second_supervisor=make_user("ducha2", "supervisor", register.office, name="赵启明"),
    )


@pytest.fixture
def source(db: None) -> SourceFile:
    text = DIRECTIVE_TEXT
    return SourceFile.objects.create(
        name="云河市清洁取暖通知.txt",
        sha256="0" * 64,
        file="sources/2026/sample.txt",
        size=len(text.encode()),
        text=text,
        state=SourceFile.State.DONE,
        received_at=moment(date(2026, 9, 10)),
    )


@pytest.fixture
def directive(source: SourceFile) -> Directive:
    return Directive.objects.create(
        source=source,
        number_in_source=1,
        start=0,
        end=len(source.text),
        text=source.text,
        doc_number="云政办发〔2026〕12号",
        title="云河市人民政府办公室关于做好冬季清洁取暖工作的通知",
        issuer="云河市人民政府办公室",
        issued_on=date(2026, 9, 8),
        kind="通知",
        addressees=["各县(市、区)人民政府", "市直有关部门"],
        confidence=0.98,
    )


DIRECTIVE_TEXT = """云河市人民政府办公室关于做好冬季清洁取暖工作的通知
云政办发〔2026〕12号
各县(市、区)人民政府,市直有关部门:
一、完成管网改造。10月31日前完成老旧供热管网改造任务。(牵头部门:市能源局;责任单位:各县(市、区)人民政府;配合部门:市财政局)
二、按月报送进度。市住建局每月25日前报送工程进度。
三、规范补贴发放。用户核实后5个工作日内发放补贴。(责任单位:市能源局、市老区建设促进会)
四、加强宣传引导。(责任单位:市能源局)
云河市人民政府办公室
2026年9月8日
"""


class TaskMaker:
    """Makes suggested tasks of a directive, numbered in order."""

    def __init__(self, directive: Directive) -> None:
        self.directive = directive
        self.number = 0

    def __call__(
        self,
        title: str,
        *,
        lead: Unit | str | None = None,
        responsible: tuple[Unit | str, ...] = (),
        support: tuple[Unit | str, ...] = (),
        deadlines: tuple[dict[str, object], ...] = (),
        sentence: str = "",
        confidence: float = 0.9,
    ) -> Task:
        self.number += 1
        at = max(0, self.directive.text.find(sentence)) if sentence else 0
        task = Task.objects.create(
            directive=self.directive,
            number=self.number,
            title=title,
            text=sentence or title,
            start=self.directive.start + at,
            end=self.directive.start + at + len(sentence),
            basis=Task.Basis.CLAUSE,
            confidence=confidence,
            path=[f"{'一二三四五六七八九十'[(self.number - 1) % 10]}、{title}"],
        )
        roles = [("lead", lead)] if lead else []
        roles += [("responsible", unit) for unit in responsible] + [("support", unit) for unit in support]
        for position, (role, unit) in enumerate(roles):
            known = unit if isinstance(unit, Unit) else None
            name = str(unit) if isinstance(unit, Unit) else unit
            Assignment.objects.create(task=task, unit=known, name=name, role=role, position=position, by_machine=True)
        for values in deadlines:
            Deadline.objects.create(task=task, by_machine=True, confidence=0.9, **values)
        return Task.objects.with_details().select_related("directive__source").get(pk=task.pk)


@pytest.fixture
def make_task(directive: Directive) -> TaskMaker:
    return TaskMaker(directive)


@dataclass
class Suggested:
    """One task of each kind of deadline."""

    fixed: Task
    recurring: Task
    relative: Task
    dateless: Task


FIXED = {"kind": "fixed", "text": "10月31日前", "due_on": date(2026, 10, 31), "what": "完成老旧供热管网改造任务"}
MONTHLY = {"kind": "recurring", "text": "每月25日前", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}
AFTER = {"kind": "relative", "text": "用户核实后5个工作日内", "offset": "P5B", "after": "用户核实"}


@pytest.fixture
def suggested(register: Register, make_task: TaskMaker) -> Suggested:
    """The tasks of the directive as the machine would suggest them; one name is not in the register."""
    lines = DIRECTIVE_TEXT.splitlines()
    return Suggested(
        fixed=make_task(
            "完成管网改造",
            lead=register.energy,
            responsible=(register.all_counties,),
            support=(register.finance,),
            deadlines=(FIXED,),
            sentence=lines[3],
        ),
        recurring=make_task("按月报送进度", responsible=(register.housing,), deadlines=(MONTHLY,), sentence=lines[4]),
        relative=make_task(
            "规范补贴发放",
            responsible=(register.energy, "市老区建设促进会"),
            deadlines=(AFTER,),
            sentence=lines[5],
        ),
        dateless=make_task("加强宣传引导", responsible=(register.energy,), sentence=lines[6]),
    )


@pytest.fixture
def commitment(suggested: Suggested) -> Commitment:
    """市能源局 owes 完成管网改造 by 10月31日, as on TODAY; three counties owe the same."""
    task = suggested.fixed
    Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
    task.refresh_from_db()
    make_commitments(task, TODAY)
    return Commitment.objects.select_related("task__directive", "unit").get(task=task, unit__name="云河市能源局")
