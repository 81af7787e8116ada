"""From here on the database refuses to change the record."""

from django.db import migrations, models

from obligations.models.append_only import lift, protect


def put_in_place(_apps, schema_editor):
    protect(schema_editor.connection)


def take_away(_apps, schema_editor):
    lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0008_event_chain"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(unique=True, verbose_name="编号"),
        ),
        migrations.RunPython(put_in_place, take_away),
    ]
