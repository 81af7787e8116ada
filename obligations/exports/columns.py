"""The columns of the progress report, in order: this table is the only place that knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from obligations.exports.rows import Row

Value = str | int | float | date | None


class Look(Enum):
    """How a cell is shown."""

    TEXT = auto()
    CENTRED = auto()
    DATE = auto()
    PERCENT = auto()
    NUMBER = auto()
    LIGHT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters of the default font."""

    title: str
    width: float
    look: Look
    value: Callable[[Row], Value]


# What an office prints: one A4 width at a size that can be read. The others stand to the right, for the screen.
PRINTED = (
    Column("文号", 12, Look.TEXT, lambda row: row.doc_number),
    Column("任务", 28, Look.TEXT, lambda row: row.task),
    Column("牵头单位", 12, Look.TEXT, lambda row: row.leads),
    Column("责任单位", 14, Look.TEXT, lambda row: row.responsible),
    Column("配合单位", 12, Look.TEXT, lambda row: row.supports),
    Column("承办单位", 12, Look.TEXT, lambda row: row.unit),
    Column("完成时限", 12, Look.TEXT, lambda row: row.limit),
    Column("原定时限", 11, Look.DATE, lambda row: row.first_due_on),
    Column("现时限", 11, Look.DATE, lambda row: row.due_on),
    Column("进展情况", 26, Look.TEXT, lambda row: row.progress),
    Column("完成比例", 7, Look.PERCENT, lambda row: row.percent / 100),
    Column("状态", 7, Look.LIGHT, lambda row: str(row.light.label)),
    Column("逾期天数", 7, Look.NUMBER, lambda row: row.days_late),
)
ON_SCREEN = (
    Column("文件标题", 18, Look.TEXT, lambda row: row.directive),
    Column("角色", 6, Look.CENTRED, lambda row: row.role),
    Column("指标", 24, Look.TEXT, lambda row: row.targets),
    Column("挂牌督办", 10, Look.CENTRED, lambda row: row.listed),
    Column("延期次数", 7, Look.NUMBER, lambda row: row.times_extended),
    Column("时限性质", 8, Look.CENTRED, lambda row: row.provisional),
    Column("存在问题", 18, Look.TEXT, lambda row: row.problems),
    Column("下一步措施", 18, Look.TEXT, lambda row: row.next_steps),
    Column("办理环节", 8, Look.CENTRED, lambda row: row.step),
    Column("办结日期", 11, Look.DATE, lambda row: row.done_on),
)
COLUMNS = PRINTED + ON_SCREEN
NUMBER_TITLE = "序号"
NUMBER_WIDTH = 5.5
