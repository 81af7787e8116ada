"""Dates, time limits and places as an official would say them."""

import re
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from obligations.models import Commitment, Deadline, Light
from obligations.offsets import DURATION
from obligations.phrases import say_date
from obligations.recurrence import Rule, parse

WEEKDAYS = {"MO": "周一", "TU": "周二", "WE": "周三", "TH": "周四", "FR": "周五", "SA": "周六", "SU": "周日"}
EVERY = {
    ("DAILY", 1): "每天",
    ("WEEKLY", 1): "每周",
    ("WEEKLY", 2): "每两周",
    ("MONTHLY", 1): "每月",
    ("MONTHLY", 2): "每两个月",
    ("MONTHLY", 3): "每季度",
    ("MONTHLY", 6): "每半年",
    ("MONTHLY", 12): "每年",
    ("YEARLY", 1): "每年",
}
UNITS = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "个月", "YEARLY": "年"}
DURATION_PARTS = {
    "years": "年",
    "months": "个月",
    "weeks": "周",
    "days": "天",
    "workdays": "个工作日",
    "hours": "小时",
    "minutes": "分钟",
}
MARKER = re.compile(
    r"\s*(第[一二三四五六七八九十百零〇\d]{1,6}(?:编|篇|章|节|条|阶段)|[一二三四五六七八九十百]{1,4}(?=[、.．])"
    r"|[(（][一二三四五六七八九十百\d]{1,4}[)）]|\d{1,3}(?=[.、．])|[①-⑳]|附件\s*\d*)"
)


def say_days_left(due_on: date, on: date) -> str:
    """剩5天, 今天到期, 逾期3天."""
    days = (due_on - on).days
    if days < 0:
        return _("逾期%(n)s天") % {"n": -days}
    if days == 0:
        return _("今天到期")
    return _("剩%(n)s天") % {"n": days}


def say_light(commitment: Commitment, light: Light, on: date) -> str:
    """The words beside the light of a row."""
    if light is Light.DONE:
        return _("办结")
    if light is Light.SUSPENDED:
        return _("中止")
    if commitment.due_on is None:
        check_on = commitment.task.check_on
        return _("%s调度") % say_date(check_on) if check_on else _("待定")
    if commitment.handed_in_on is not None:
        return say_days_left(commitment.due_on, commitment.handed_in_on) if light is Light.OVERDUE else _("按时报结")
    return say_days_left(commitment.due_on, on)


def say_signing(days: int | None) -> str:
    """待签收 · 剩2天, 待签收 · 今天截止, 超期2天未签收; only 待签收 while it is far, or without a limit."""
    if days is None or days > settings.NEAR_DAYS:
        return _("待签收")
    if days < 0:
        return _("超期%(n)s天未签收") % {"n": -days}
    return _("待签收 · 剩%(n)s天") % {"n": days} if days else _("待签收 · 今天截止")


def say_rule(text: str) -> str:
    """FREQ=MONTHLY;BYMONTHDAY=25 → 每月25日前. What is no rule comes back as it is."""
    try:
        rule = parse(text)
    except ValueError:
        return text
    every = EVERY.get((rule.freq, rule.interval)) or f"每{rule.interval}{UNITS[rule.freq]}"
    if rule.freq == "MONTHLY" and rule.months:
        every = "每年"
    if rule.is_workday:
        return f"{every}{_say_nth(rule.nth)}工作日" + _say_end(rule)
    if every == "每周" and rule.days:
        every = "每"
    return every + _say_days(rule) + _say_end(rule)


def _say_days(rule: Rule) -> str:
    if rule.days:
        return "、".join(_say_weekday(day) for day in rule.days)
    months = "、".join(str(month) for month in rule.months)
    if not rule.month_days:
        return f"{months}月底前" if months else ""
    # 每月15日、月底前: in the order of the calendar, the last days after the first.
    days = sorted(rule.month_days, key=lambda day: (day < 0, day))
    # 每季度末, 每年底: the last day of a long period is said without a number.
    said = "底" if days == [-1] else "、".join(_say_month_day(day) for day in days)
    return f"{months}月{said}前" if months else f"{said}前"


def _say_nth(nth: int) -> str:
    return f"第{nth}个" if nth > 0 else "最后一个" if nth == -1 else f"倒数第{-nth}个"


def _say_month_day(day: int) -> str:
    if day > 0:
        return f"{day}日"
    return "最后一天" if day == -1 else f"倒数第{-day}日"


def _say_end(rule: Rule) -> str:
    if rule.until:
        return f"，至{say_date(rule.until)}"
    return f"，共{rule.count}次" if rule.count else ""


def _say_weekday(day: str) -> str:
    number = day[:-2]
    nth = "最后一个" if number == "-1" else f"第{number}个" if number else ""
    return nth + WEEKDAYS[day[-2:]]


def say_offset(text: str) -> str:
    """P5B → 5个工作日内, -P30D → 提前30天, P10M/P1Y → 10个月至1年内. What is no duration comes back as it is."""
    parts = [_say_duration(part) for part in text.split("/")]
    if not all(parts):
        return text
    if text.startswith("-"):
        return f"提前{parts[0]}"
    return f"{'至'.join(parts)}内"


def _say_duration(text: str) -> str:
    """Whatever `offsets` takes for a duration; "" for anything else."""
    found = DURATION.match(text)
    return "".join(f"{found[part]}{word}" for part, word in DURATION_PARTS.items() if found[part]) if found else ""


def say_deadline(deadline: Deadline) -> str:
    """The value that was read: 10月31日前, 3月1日至5月31日, 每月25日前, 批复后5个工作日内."""
    match deadline.kind:
        case Deadline.Kind.RECURRING:
            return say_rule(deadline.rrule)
        case Deadline.Kind.RELATIVE:
            return _say_after(deadline.after, say_offset(deadline.offset))
        case Deadline.Kind.PERIOD:
            return _say_period(deadline.start_on, deadline.due_on)
        case Deadline.Kind.UNDATED:
            return f"{deadline.text or deadline.what} · 未写明日期"
    return f"{say_date(deadline.due_on)}前" if deadline.due_on else deadline.text


def _say_after(event: str, offset: str) -> str:
    if offset.startswith("提前"):
        return f"{event}{offset}" if event else offset
    return f"{event}{'' if not event or event.endswith(('后', '起', '内')) else '后'}{offset}"


def _say_period(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{say_date(first)}至{say_date(last)}"
    if first:
        return f"{say_date(first)}起"
    return f"{say_date(last)}前" if last else ""


def say_place(path: Sequence[str]) -> str:
    """Where a task stands, short: ["二、重点任务", "(一)…", "2.…"] → 二(一)2."""
    said = ""
    for step in path:
        if match := MARKER.match(step):
            mark = match[1].replace(" ", "")
            said += f".{mark}" if mark[0].isdigit() and said[-1:].isdigit() else mark
    return said


def say_value(value: str) -> str:
    """A deadline's value as `pairing.due_value` gives it, in words."""
    if value.startswith("FREQ="):
        return say_rule(value)
    day, _slash, _rest = value.partition("/")
    try:
        return f"{say_date(date.fromisoformat(day))}{'起' if value.endswith('/') else '前'}"
    except ValueError:
        offset, _space, event = value.partition(" ")
        return _say_after(event, say_offset(offset))
