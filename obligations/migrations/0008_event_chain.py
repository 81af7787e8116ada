"""Events get their number and hash; those that are there are chained in the order in which they were written."""

from django.db import migrations, models

from obligations.models.chain import BEGINNING, hash_of

AT_ONCE = 1000


def chain_events(apps, _schema_editor):
    Event = apps.get_model("obligations", "Event")
    Chain = apps.get_model("obligations", "Chain")
    units = {unit.pk: unit.short_name or unit.name for unit in apps.get_model("obligations", "Unit").objects.all()}
    people = {one.pk: one.display_name or one.username for one in apps.get_model("obligations", "User").objects.all()}
    number, last, rows = 0, BEGINNING, []
    end = Chain.objects.create(pk=1)

    def write():
        Event.objects.bulk_update(rows, ["number", "hash", "actor_name", "unit_name"])
        rows.clear()

    for event in Event.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        number += 1
        event.number = number
        event.actor_name = people.get(event.actor_id, "")
        event.unit_name = units.get(event.unit_id, "")
        event.hash = last = hash_of(last, event)
        rows.append(event)
        if len(rows) == AT_ONCE:
            write()
    write()
    end.length, end.hash = number, last
    end.save()


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0007_pages_without_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(null=True, verbose_name="编号"),
        ),
        migrations.AddField(
            model_name="event",
            name="hash",
            field=models.CharField(default="", max_length=64, verbose_name="校验值"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="actor_name",
            field=models.CharField(blank=True, default="", max_length=150, verbose_name="操作人"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="unit_name",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="单位"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("length", models.PositiveBigIntegerField(default=0, verbose_name="条数")),
                ("hash", models.CharField(default="0" * 64, max_length=64, verbose_name="链尾校验值")),
            ],
            options={
                "verbose_name": "操作记录链",
                "verbose_name_plural": "操作记录链",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="chain_only_one")],
            },
        ),
        migrations.RunPython(chain_events, migrations.RunPython.noop),
    ]
