from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from obligations.errors import Refused
from obligations.management.sample_story import load_sample_city
from obligations.models import Commitment


class Command(BaseCommand):
    help = "装入示例城市云河市：单位名录、演示账号、文件和办理过程。已装入的不重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=date.fromisoformat, help="按这一天生成文件日期，默认今天")
        parser.add_argument("--force", action="store_true", help="在正式服务器上也装入（演示账号的密码是公开的）")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError("演示账号的密码是公开的；确需在正式服务器上装入，请加 --force。")
        day = options["date"] or timezone.localdate()
        try:
            loaded = load_sample_city(day, self.stdout.write)
        except Refused as refusal:
            raise CommandError(f"示例城市未装入，数据库没有改动。{refusal.message}") from refusal
        self.stdout.write(
            f"文件 {loaded.sources} 个，任务 {loaded.tasks} 项，确认 {loaded.confirmed} 项；"
            f"承办事项共 {loaded.commitments} 个"
        )
        lights = Commitment.objects.exclude(state=Commitment.State.WITHDRAWN).light_counts(day)
        self.stdout.write("，".join(f"{light.label} {count}" for light, count in lights.items()))
