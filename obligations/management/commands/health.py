import sys
from typing import Any

from django.core.management.base import BaseCommand

from obligations.jobs import health


class Command(BaseCommand):
    help = "Says what is wrong with the background work. Exit code 0: nothing, 1: something (for monitoring)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = health.problems()
        if not found:
            self.stdout.write("正常：后台任务在运行，没有失败的识别，没有未发出的提醒")
            return
        for problem in found:
            self.stderr.write(f"{problem.code}: {problem.text}")
        sys.exit(1)
