from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from obligations.jobs import daily, sending, weekly


class Command(BaseCommand):
    help = "Runs the day's jobs now: reminders, this week's report if it is not out, and the mails that wait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="as if it were this day, YYYY-MM-DD")

    def handle(self, *_args: Any, on: date | None, **_options: Any) -> None:
        made = daily.run(on)
        self.stdout.write(
            f"新排承办事项 {made.commitments} 项；提醒 {made.people} 人，站内 {made.notices} 条，邮件 {made.digests} 封"
        )
        report = weekly.run(on)
        self.stdout.write(
            f"逾期通报：逾期 {report.overdue} 项，发给 {report.people} 人"
            if report
            else "逾期通报：本周已发或没有收件人"
        )
        sent = sending.run()
        self.stdout.write(f"发送：成功 {sent.sent}，失败 {sent.failed}，稍后重试 {sent.postponed}")
        for channel in sent.unreachable:
            self.stderr.write(f"渠道 {channel} 无法连接，稍后重试")
