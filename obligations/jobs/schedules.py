"""The periodic jobs, declared in code. `manage.py install_schedules` writes them to django-q2's table at deployment.

CRON for all: after a stop the queue runs a CRON schedule once, and months end where they end.
"""

from dataclasses import dataclass

from django.db import transaction
from django_q.models import Schedule

OURS = "obligations."


@dataclass(frozen=True, slots=True)
class Periodic:
    """`func` is a path without arguments; `cron` is in the time zone of the settings."""

    name: str
    func: str
    cron: str
    what: str


SCHEDULES = (
    Periodic("heartbeat", "obligations.jobs.heartbeat.beat", "* * * * *", "后台任务心跳"),
    Periodic("send_notices", "obligations.jobs.sending.run", "* * * * *", "发送待发邮件"),
    Periodic("requeue_readings", "obligations.jobs.reading.requeue", "*/10 * * * *", "重新排队中断的识别"),
    # Before the offices open, so that the day's list is right when people sit down.
    Periodic("daily", "obligations.jobs.daily.run", "30 7 * * *", "周期事项续排与临期、逾期提醒"),
    # Every day: it reports on Monday, or on the first day of the week on which somebody runs it.
    Periodic("weekly_report", "obligations.jobs.weekly.run", "0 8 * * *", "每周逾期通报"),
)


@dataclass(slots=True)
class Installed:
    kept: int = 0
    changed: int = 0
    removed: int = 0


@transaction.atomic
def install() -> Installed:
    """Makes django-q2's table say what `SCHEDULES` says. Schedules that an administrator made for other code stay."""
    done = Installed()
    for periodic in SCHEDULES:
        if put(periodic):
            done.changed += 1
        else:
            done.kept += 1
    gone = Schedule.objects.filter(func__startswith=OURS).exclude(name__in=[p.name for p in SCHEDULES])
    done.removed = gone.delete()[0]
    return done


def put(periodic: Periodic) -> bool:
    """Whether anything had to change. An unchanged row keeps its next run: one that was missed still comes."""
    rows = list(Schedule.objects.filter(name=periodic.name).order_by("pk"))
    # The queue's table lets a name stand twice.
    Schedule.objects.filter(pk__in=[row.pk for row in rows[1:]]).delete()
    row = rows[0] if rows else Schedule(name=periodic.name)
    wanted = {
        "func": periodic.func,
        "args": None,
        "kwargs": None,
        "hook": None,
        "schedule_type": Schedule.CRON,
        "cron": periodic.cron,
        "repeats": -1,
    }
    if row.pk and all(getattr(row, name) == value for name, value in wanted.items()):
        return len(rows) > 1
    for name, value in wanted.items():
        setattr(row, name, value)
    row.next_run = row.calculate_next_run()
    row.save()
    return True
