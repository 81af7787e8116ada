from typing import Any

from django.core.management.base import BaseCommand

from obligations.jobs import schedules


class Command(BaseCommand):
    help = "Writes the periodic jobs to the queue's table; run it at every deployment."

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = schedules.install()
        self.stdout.write(f"定时任务：{done.kept} 项不变，{done.changed} 项更新，{done.removed} 项移除")
        for periodic in schedules.SCHEDULES:
            self.stdout.write(f"  {periodic.cron:<14} {periodic.name:<18} {periodic.what}")
