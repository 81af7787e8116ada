"""What is wrong with the machinery behind the pages. For `manage.py health` and the supervisor's screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from obligations.jobs import daily, heartbeat
from obligations.models import JobRun, Notice, SourceFile

SILENT_AFTER = timedelta(minutes=5)
# The daily job comes every 24 hours, and a long one may take its time.
DAILY_AFTER = timedelta(hours=26)
UNREAD_AFTER = timedelta(minutes=30)
UNSENT_AFTER = timedelta(hours=1)
# How long a failure that is over stays worth telling.
RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` for machines, `text` a Chinese sentence for people."""

    code: str
    text: str


def problems(now: datetime | None = None) -> list[Problem]:
    """Everything that needs somebody, the worst first; empty when all is well."""
    at = now or timezone.now()
    found = [scheduler_silent(at), daily_missed(at), *job_failures(at), *readings(at), *notices(at)]
    return [problem for problem in found if problem]


def scheduler_silent(now: datetime) -> Problem | None:
    last = heartbeat.last_beat()
    if last is None:
        hint = "请启动 manage.py qcluster，并执行 manage.py install_schedules。"
        return Problem("scheduler_silent", f"后台任务从未运行。{hint}")
    if now - last > SILENT_AFTER:
        return Problem("scheduler_silent", f"后台任务已停止：最后一次心跳在{said(last)}。请检查 manage.py qcluster。")
    return None


def daily_missed(now: datetime) -> Problem | None:
    """Silent before the first run ever: a system that was just installed is not ill."""
    runs = JobRun.objects.filter(job=daily.JOB)
    last = runs.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if last is None or last.finished_at is None or now - last.finished_at <= DAILY_AFTER:
        return None
    return Problem("daily_missed", f"每日任务最后一次完成在{said(last.finished_at)}，临期、逾期提醒可能未生成。")


def job_failures(now: datetime) -> list[Problem]:
    failed = JobRun.objects.filter(started_at__gte=now - RECENT).exclude(failure="")
    return [Problem("job_failed", f"定时任务 {run} 失败：{run.failure[:200]}") for run in failed]


def readings(now: datetime) -> list[Problem]:
    sources = SourceFile.objects.order_by()
    failed = sources.filter(state=SourceFile.State.FAILED).filter(
        Q(read_at__gte=now - RECENT) | Q(read_at__isnull=True, received_at__gte=now - RECENT)
    )
    unread = sources.filter(
        state__in=[SourceFile.State.WAITING, SourceFile.State.READING], received_at__lt=now - UNREAD_AFTER
    )
    return [
        *counted("reading_failed", failed.count(), "近一天有{}份文件未能识别。"),
        *counted("reading_stuck", unread.count(), "有{}份文件超过半小时仍未识别完。"),
    ]


def notices(now: datetime) -> list[Problem]:
    unsent = Notice.objects.filter(
        state__in=[Notice.State.WAITING, Notice.State.SENDING], created_at__lt=now - UNSENT_AFTER
    )
    failed = Notice.objects.filter(state=Notice.State.FAILED, created_at__gte=now - RECENT)
    return [
        *counted("notices_unsent", unsent.count(), "有{}条提醒超过一小时仍未发出，请检查邮件服务器（EMAIL_URL）。"),
        *counted("notices_failed", failed.count(), "近一天有{}条提醒未送达。"),
    ]


def counted(code: str, count: int, text: str) -> list[Problem]:
    return [Problem(code, text.format(count))] if count else []


def said(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
