from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obligations.register.names import resolve_names
from obligations.registers import load_register


class Command(BaseCommand):
    help = "装入单位名录（JSON）。可重复执行：只增加缺少的单位、别名和成员，不改动、不删除已有的。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                loaded = load_register(path)
            except (OSError, ValueError, KeyError, TypeError) as fault:
                raise CommandError(f"{path}：不是可用的单位名录（{fault}）") from fault
            self.stdout.write(
                f"{path}：{loaded.units} 个单位，新增单位 {loaded.new_units}、"
                f"别名 {loaded.new_aliases}、成员 {loaded.new_members}"
            )
            for spelling in loaded.taken:
                self.stderr.write(f"  别名“{spelling}”已属于其他单位，未装入")
        if resolved := resolve_names():
            self.stdout.write(f"此前未识别的单位名称，已匹配 {resolved} 处")
