"""Dates and lists as an official would say them."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone


def say_date(day: date) -> str:
    """10月31日 in the current year, else 2027年3月31日."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == timezone.localdate().year else f"{day.year}年{short}"


def say_pages(pages: Sequence[int]) -> str:
    """第3、5—7页, from ascending numbers."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return f"第{'、'.join(str(run[0]) if len(run) == 1 else f'{run[0]}—{run[-1]}' for run in runs)}页"


def say_unread(pages: Sequence[int]) -> str:
    """What a person is told of pages that are pictures, "" for none."""
    return f"{say_pages(pages)}没有文字，可能是扫描页，其内容未读取" if pages else ""


def say_list(names: Sequence[str], most: int = 3) -> str:
    """市能源局、市财政局、市水利局等5个."""
    if len(names) <= most:
        return "、".join(names)
    return "、".join(names[:most]) + f"等{len(names)}个"
