import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("elections", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="acclamation",
            name="acclaimed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Menurut zona waktu rakor.",
                null=True,
                verbose_name="saat aklamasi",
            ),
        ),
        migrations.AlterField(
            model_name="acclamation",
            name="offices_present",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Jumlah balai yang hadir atau diwakili pada saat aklamasi, bukan jumlah orang.",
                null=True,
                verbose_name="balai hadir",
            ),
        ),
        migrations.AlterField(
            model_name="election",
            name="quorum_offices",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Paling sedikit balai yang harus hadir menurut tata tertib rakor ini.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="kuorum (jumlah balai)",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="result",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_by_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4f20a1b76a3c9b541bc31b5b7342064e0bc8ba5b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_e1feb",
                    table="elections_result",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quorum_offices", None), ("quorum_offices__gte", 1), _connector="OR"
                ),
                name="election_quorum_positive",
                violation_error_message="Kuorum paling sedikit satu balai.",
            ),
        ),
    ]
