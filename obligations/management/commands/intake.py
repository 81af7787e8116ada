import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from obligations.errors import Refused
from obligations.intake import read_source, receive
from obligations.jobs.reading import enqueue
from obligations.models import Assignment, Directive, SourceFile, Task
from obligations.phrases import say_unread

State = SourceFile.State


class Command(BaseCommand):
    """Exit status 0: all taken in; 1: some file could not be read or was not understood; 2: wrong arguments."""

    help = "收入文件，与上传页面相同：存档、识别、生成待确认任务。默认交给后台任务，--now 立即识别。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument("--now", action="store_true", help="不经后台任务，立即识别")

    def handle(self, *_args: Any, **options: Any) -> None:
        results = [self._take_in(path, now=options["now"]) for path in options["files"]]
        if not all(results):
            sys.exit(1)

    def _take_in(self, path: Path, *, now: bool) -> bool:
        """Whether all went well."""
        try:
            received = receive(path.name, path.read_bytes(), None)
        except OSError as fault:
            self.stderr.write(f"{path}：无法读取（{fault.strerror}）")
            return False
        except Refused as refusal:
            self.stderr.write(f"{path}：{refusal.message}")
            return False
        source = received.source
        if not received.is_new:
            self.stdout.write(f"{path}：此前已收入（{source.name}，{source.get_state_display()}）")
        if source.state == State.WAITING and not now:
            enqueue(source.pk)
            self.stdout.write(f"{path}：已收入，等待后台识别")
            return True
        return self._report(path, read_source(source.pk))

    def _report(self, path: Path, source: SourceFile) -> bool:
        if source.state == State.READING:
            self.stdout.write(f"{path}：正在识别")
            return True
        if source.state in (State.FAILED, State.UNREADABLE):
            self.stderr.write(f"{path}：{source.message}")
            return False
        directives = Directive.objects.filter(source=source).count()
        tasks = Task.objects.filter(directive__source=source).count()
        self.stdout.write(f"{path}：文件 {directives} 个，任务 {tasks} 项，用时 {source.seconds:.2f} 秒")
        names = list(Assignment.objects.unknown().filter(task__directive__source=source).unknown_names())
        if names:
            self.stdout.write(f"  名录中没有的名称 {len(names)} 个：" + "、".join(row["name"] for row in names))
        if source.unread_pages:
            self.stderr.write(f"{path}：{say_unread(source.unread_pages)}")
        if source.message:
            self.stderr.write(f"{path}：{source.message}")
        return directives > 0
