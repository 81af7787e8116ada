"""The sentences of reminders and reports, as an office would write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from obligations.models import Commitment
from obligations.phrases import say_list

TITLE_LENGTH = 200
# `say_list` counts beyond three names: 市能源局、市财政局、市水利局等5个.
SAID_BY_NAME = 3


def day(value: date, on: date) -> str:
    """10月31日 in the year of `on`, else 2027年3月31日."""
    printed = f"{value.month}月{value.day}日"
    return printed if value.year == on.year else f"{value.year}年{printed}"


def days_left(due_on: date, on: date) -> str:
    """剩5天, 今日到期, 逾期12天."""
    days = (due_on - on).days
    if days < 0:
        return f"逾期{-days}天"
    return f"剩{days}天" if days else "今日到期"


def reminder_title(commitment: Commitment, on: date) -> str:
    """临期提醒：完成散煤清零任务，剩5天（10月31日）; the task is shortened, the date never."""
    due_on = due(commitment)
    kind = "逾期提醒" if due_on < on else "临期提醒"
    head, tail = f"{kind}：", f"，{days_left(due_on, on)}（{day(due_on, on)}）"
    return head + shortened(commitment.matter, TITLE_LENGTH - len(head) - len(tail)) + tail


def reminder_body(commitment: Commitment, on: date) -> str:
    """Unit, task, directive, limit, and what is asked."""
    due_on = due(commitment)
    lines = [
        f"承办单位：{commitment.unit}（{commitment.get_role_display()}）",
        f"任务：{commitment.matter}",
        f"来源文件：{source(commitment)}",
        f"完成时限：{day(due_on, on)}，{days_left(due_on, on)}",
        ask(due_on, on),
    ]
    return "\n".join(lines)


def sign_title(n: int, sign_by: date, on: date) -> str:
    """签收提醒：3项承办事项待签收，剩2天（9月21日）."""
    left = "今日截止" if sign_by == on else days_left(sign_by, on).replace("逾期", "超期")
    return f"签收提醒：{n}项承办事项待签收，{left}（{day(sign_by, on)}）"


def sign_body(n: int, sign_by: date, on: date) -> str:
    if sign_by < on:
        return (
            f"督查室交办的{n}项承办事项已超过签收时限（{day(sign_by, on)}），请尽快签收。超期未签收的单位列入逾期通报。"
        )
    return f"督查室交办了{n}项承办事项，请于{day(sign_by, on)}前签收，并安排办理。"


def ask(due_on: date, on: date) -> str:
    if due_on < on:
        return "该事项已逾期，请抓紧办理，尽快反馈进展，说明逾期原因和预计完成时间。"
    return "请按时限抓紧办理，及时反馈进展；确需延期的，请在到期前提出延期申请。"


def line(commitment: Commitment, on: date) -> str:
    """One commitment in a list: 逾期3天（10月21日） 市能源局：完成散煤清零任务（云政办发〔2026〕12号）."""
    due_on = due(commitment)
    number = commitment.task.directive.doc_number
    printed = f"（{number}）" if number else ""
    title = shortened(commitment.matter, 60)
    return f"{days_left(due_on, on)}（{day(due_on, on)}） {owner(commitment)}：{title}{printed}"


def owner(commitment: Commitment) -> str:
    """市能源局, marked where the query says that it is under special supervision: 市能源局（挂牌）."""
    return f"{commitment.unit}（挂牌）" if getattr(commitment, "is_listed", False) else str(commitment.unit)


def shared_line(several: Sequence[Commitment], on: date) -> str:
    """One task and date with all who owe it: 逾期3天（10月21日） 完成散煤清零（云政办发〔2026〕12号）：市能源局."""
    first = several[0]
    due_on, number = due(first), first.task.directive.doc_number
    printed = f"（{number}）" if number else ""
    units = say_list([owner(commitment) for commitment in several])
    more = "单位" if len(several) > SAID_BY_NAME else ""
    said = f"{days_left(due_on, on)}（{day(due_on, on)}{first_date(several, on)}）"
    return f"{said} {shortened(first.matter, 60)}{printed}：{units}{more}"


def first_date(several: Sequence[Commitment], on: date) -> str:
    """，原定9月30日 where the date was another one at first, for all of them."""
    firsts = {one.first_due_on for one in several}
    first = firsts.pop() if len(firsts) == 1 else None
    return f"，原定{day(first, on)}" if first is not None and first != due(several[0]) else ""


def source(commitment: Commitment) -> str:
    """《关于印发〈…〉的通知》云政办发〔2026〕12号: inner title marks become single ones (GB/T 15834)."""
    directive = commitment.task.directive
    title = directive.title.replace("《", "〈").replace("》", "〉")
    return f"《{title}》{directive.doc_number}"


def due(commitment: Commitment) -> date:
    """The due date of a commitment that was chosen by it."""
    if commitment.due_on is None:
        raise ValueError(f"commitment {commitment.pk} has no due date")
    return commitment.due_on


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def counts(overdue: int, near: int) -> str:
    """逾期2项、临期3项, leaving out what is none."""
    parts = [f"逾期{overdue}项"] if overdue else []
    return "、".join([*parts, *([f"临期{near}项"] if near else [])])


def digest_body(
    person: str, overdue: list[str], near: list[str], told_before: int, on: date, others: Mapping[str, Sequence[str]]
) -> str:
    """The daily e-mail: what is new, by urgency, numbered."""
    total = counts(len(overdue), len(near))
    counted = f"（{total}）" if total else ""
    blocks = [f"{person}同志：\n截至{day(on, on)}，您所在单位有以下承办事项需要抓紧办理{counted}。"]
    for heading, lines in (("逾期事项", overdue), ("临期事项", near)):
        if lines:
            blocks.append("\n".join([f"{heading}（{len(lines)}项）", *numbered(lines)]))
    blocks += ["\n".join([heading, *numbered(list(lines))]) for heading, lines in others.items()]
    if told_before:
        blocks.append(f"另有{told_before}项临期或逾期事项此前已提醒，尚未办结。")
    blocks.append("请登录系统反馈进展；确需延期的，请在到期前提出延期申请。")
    return "\n\n".join(blocks)


def numbered(lines: list[str]) -> list[str]:
    return [f"{number}. {line_}" for number, line_ in enumerate(lines, start=1)]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the weekly report counts. `last_week` is the number overdue in the report before, None without one."""

    overdue: int
    units: int
    near: int
    last_week: int | None
    unsigned: int = 0


def listed_line(listed: int, overdue: int) -> str:
    """The last paragraph of the weekly report; "" where nothing is under special supervision."""
    return f"\n\n挂牌督办{listed}项，其中逾期{overdue}项。" if listed else ""


def overdue_headline(overdue: int, units: int) -> str:
    return f"逾期{overdue}项，涉及{units}个单位" if overdue else "无逾期事项"


def weekly_body(
    figures: Figures, by_unit: list[str], longest: list[str], on: date, unsigned: Sequence[str] = ()
) -> str:
    """The weekly report: the figures, the units with most overdue, what is overdue longest, who has not signed."""
    headline = overdue_headline(figures.overdue, figures.units)
    summary = f"截至{on.year}年{on.month}月{on.day}日，{headline}{change(figures.overdue, figures.last_week)}。"
    blocks = [summary + (f"临期{figures.near}项。" if figures.near else "")]
    if figures.unsigned:
        blocks[0] += f"超期未签收{figures.unsigned}项。"
    parts = {"逾期事项较多的单位": by_unit, "逾期时间最长的事项": longest, "超期未签收的单位": list(unsigned)}
    told = [(title, lines) for title, lines in parts.items() if lines]
    blocks += [
        "\n".join([f"{mark}、{title}", *numbered(lines)]) for mark, (title, lines) in zip("一二三", told, strict=False)
    ]
    return "\n\n".join(blocks)


def change(now: int, before: int | None) -> str:
    """，较上周增加5项; nothing without a report of last week."""
    if before is None:
        return ""
    if now == before:
        return "，与上周持平"
    return f"，较上周{'增加' if now > before else '减少'}{abs(now - before)}项"
