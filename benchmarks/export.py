"""How fast and how large: the progress report of 20,000 commitments of 80 units.

    .venv/bin/python benchmarks/export.py [ROWS]

Works on a database of its own, made and dropped here. Prints rows a second and the peak of memory above the start.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

UNITS = 80
TASKS = 2_000
ON = date(2026, 11, 20)
AT = datetime(2026, 11, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
REPORT = "已完成三个片区的管网改造，累计更换管道四十二公里，剩余片区已进场施工，预计按期完成。" * 2


def fill(rows: int) -> None:
    from obligations.models import Assignment, Commitment, Deadline, Directive, Progress, SourceFile, Task, Unit, User

    user = User.objects.create_user("bench")
    units = Unit.objects.bulk_create(Unit(name=f"云河市第{n}局", short_name=f"市第{n}局") for n in range(UNITS))
    source = SourceFile.objects.create(name="a.txt", sha256="a" * 64, file="a.txt", size=1, received_at=AT)
    directives = Directive.objects.bulk_create(
        Directive(
            source=source,
            number_in_source=n,
            start=0,
            end=1,
            text="全文" * 5_000,
            title=f"云河市人民政府办公室关于印发第{n}号实施方案的通知",
            doc_number=f"云政办发〔2026〕{n}号",
        )
        for n in range(50)
    )
    tasks = Task.objects.bulk_create(
        Task(
            directive=directives[n % 50],
            number=n,
            title=f"完成第{n}项改造任务并按要求报送结果",
            start=0,
            end=1,
            text="原文" * 200,
        )
        for n in range(TASKS)
    )
    roles = ("lead", "responsible", "responsible", "support", "support")
    Assignment.objects.bulk_create(
        [
            Assignment(task=task, unit=units[(n + k * 7) % UNITS], name=f"名{k}", role=role, position=k)
            for n, task in enumerate(tasks)
            for k, role in enumerate(roles)
        ],
        batch_size=2_000,
    )
    deadlines = Deadline.objects.bulk_create(Deadline(task=task, kind="fixed", text="11月底前") for task in tasks)
    commitments = Commitment.objects.bulk_create(
        [
            Commitment(
                task=tasks[n % TASKS],
                unit=units[n % UNITS],
                role="responsible",
                deadline=deadlines[n % TASKS],
                occurrence=str(n),
                due_on=ON + timedelta(days=n % 60 - 20),
                first_due_on=ON + timedelta(days=n % 60 - 20),
                percent=n % 100,
            )
            for n in range(rows)
        ],
        batch_size=2_000,
    )
    Progress.objects.bulk_create(
        [
            Progress(
                commitment=one,
                reported_by=user,
                reported_at=AT + timedelta(days=k),
                percent=k * 10,
                done_so_far=REPORT,
                problems="部分片区资金尚未到位。",
                next_steps="月底前完成剩余片区。",
            )
            for one in commitments
            for k in range(2)
        ],
        batch_size=2_000,
    )


def measure(rows: int) -> None:
    from obligations.exports import progress_report
    from obligations.models import Commitment

    with tempfile.TemporaryFile() as file:
        began, cpu, before = time.perf_counter(), time.process_time(), peak()
        count = progress_report.write(Commitment.objects.all(), ON, file)
        seconds, cpu, size = time.perf_counter() - began, time.process_time() - cpu, file.tell()
    assert count == rows
    print(f"{count} commitments of {UNITS} units in {seconds:.1f} s, {cpu:.1f} s of them on the processor")
    print(f"{count / seconds:.0f} rows a second ({count / cpu:.0f} a processor second), {size / 2**20:.1f} MiB")
    print(f"peak memory {peak():.0f} MiB, {peak() - before:.0f} MiB more than before")


def peak() -> float:
    """The process's largest resident memory so far in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int) -> None:
    if len(sys.argv) > 2 and sys.argv[2] == "measure":
        import django

        django.setup()
        measure(rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings.development")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        fill(rows)
        # A process of its own, so that the memory of filling does not count.
        os.spawnve(os.P_WAIT, sys.executable, [sys.executable, __file__, str(rows), "measure"], dict(os.environ))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
