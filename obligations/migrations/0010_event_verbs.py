from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0009_event_append_only"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="verb",
            field=models.CharField(
                choices=[
                    ("received", "收到文件"),
                    ("read", "识别"),
                    ("read_again", "重新识别"),
                    ("confirmed", "确认立项"),
                    ("corrected", "修改建议"),
                    ("rejected", "不予立项"),
                    ("reopened", "撤回审核"),
                    ("pairs_proposed", "提示相似任务"),
                    ("joined", "合并任务"),
                    ("kept_apart", "判为不同任务"),
                    ("twin_reopened", "撤回对相似任务的判断"),
                    ("name_matched", "匹配单位"),
                    ("continued", "续排周期事项"),
                    ("event_recorded", "登记起算日期"),
                    ("due_date_set", "设定时限"),
                    ("signed", "签收"),
                    ("reported", "报进展"),
                    ("handed_in", "申请办结"),
                    ("recalled", "撤回申请"),
                    ("closed", "销号"),
                    ("returned", "退回修改"),
                    ("resumed", "恢复办理"),
                    ("withdrawn", "撤回交办"),
                    ("task_closed", "任务办结"),
                    ("task_resumed", "任务恢复执行"),
                    ("extension_asked", "申请延期"),
                    ("extension_granted", "同意延期"),
                    ("extension_refused", "不同意延期"),
                    ("urged", "催办"),
                ],
                max_length=32,
                verbose_name="操作",
            ),
        ),
    ]
