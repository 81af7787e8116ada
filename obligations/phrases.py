"""Dates and lists as an official would say them."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone


def say_date(day: date) -> str:
    """10月31日 in the current year, else 2027年3月31日."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == timezone.localdate().year else f"{day.year}年{short}"


def say_list(names: Sequence[str], most: int = 3) -> str:
    """市能源局、市财政局、市水利局等5个."""
    if len(names) <= most:
        return "、".join(names)
    return "、".join(names[:most]) + f"等{len(names)}个"
