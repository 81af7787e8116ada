"""Units change: new names, a reorganisation, a merger, members of a group, names learned, deputies."""

from datetime import date

from obligations.models import Assignment, Commitment, Membership, Unit, UnitChange
from obligations.register import changing, deputies, members, names
from tests.year.cast import unit
from tests.year.story import Story, on

COUNTIES = "各县（市、区）人民政府"


@on("01-05")
def changes_are_planned(story: Story) -> None:
    who = story.cast.administrator
    changing.rename(unit("市城市管理局").pk, "云河市城市综合管理局", "市城综局", date(2026, 2, 1), who)
    changing.reorganise(unit("市能源局").pk, unit("市发展改革委").pk, date(2026, 3, 1), who)
    changing.rename(unit("市体育局").pk, "云河市体育发展局", "市体育发展局", date(2026, 3, 1), who)


@on("01-08")
def one_plan_is_given_up(story: Story) -> None:
    changing.cancel(UnitChange.objects.get(unit=unit("市体育局")).pk, story.cast.administrator)


@on("02-02")
def the_new_name_holds(story: Story) -> None:
    assert unit("市城综局").name == "云河市城市综合管理局"
    story.office.did("renamed")


@on("03-02")
def the_bureau_was_taken_over(story: Story) -> None:
    """What both owed is owed once; the open rest moved, the closed stayed."""
    old, into = unit("市能源局"), unit("市发展改革委")
    assert not old.is_active and old.succeeded_by == into
    assert not Commitment.objects.live().filter(unit=old).exists()
    assert Commitment.objects.filter(unit=old, state="done").exists()
    story.office.done["moved"] += Commitment.objects.filter(events__verb="moved").distinct().count()


@on("04-15")
def a_unit_gets_its_new_name_at_once(story: Story) -> None:
    changing.rename(
        unit("市统计局").pk, "云河市统计监测局", "市统计监测局", story.clock.today, story.cast.administrator
    )


@on("07-28")
def a_change_for_a_day_without_jobs(story: Story) -> None:
    changing.rename(unit("市商务局").pk, "云河市商贸局", "市商贸局", date(2026, 8, 5), story.cast.administrator)


@on("08-17")
def it_is_carried_out_when_they_run_again(story: Story) -> None:
    assert unit("市商贸局").changes.get().done_at is not None


@on("10-20")
def two_entries_were_one_unit(story: Story) -> None:
    owing = Commitment.objects.live().filter(unit__short_name="市大数据局").count()
    done = changing.merge(unit("市大数据局").pk, unit("市行政审批服务管理局").pk, story.cast.administrator)
    assert len(done.moved) + len(done.doubled) == owing > 0
    story.office.did("merged")


@on("01-20")
def a_county_leaves_the_group(story: Story) -> None:
    group = Unit.objects.get(name=COUNTIES)
    gone = members.leave_group(group.pk, unit("白石县").pk, date(2026, 2, 28), story.cast.administrator)
    story.office.done["given up by who left"] += gone


@on("03-05")
def and_comes_back(story: Story) -> None:
    group = Unit.objects.get(name=COUNTIES)
    made = members.join_group(group.pk, unit("白石县").pk, date(2026, 3, 15), story.cast.administrator)
    story.office.done["got by who joined"] += made


@on("03-30")
def a_name_is_learned(story: Story) -> None:
    """Tasks in force get what was missing."""
    waiting = Assignment.objects.unknown().filter(task__state="in_force").exclude(role="support").order_by("pk").first()
    if waiting is not None:
        settled = names.match_name(waiting.name, unit("市供销社"), story.cast.administrator)
        story.office.done["owed under a learned name"] += settled.commitments


@on("04-20")
def somebody_stands_in(story: Story) -> None:
    """梁慧敏 for the people of the planning office, for ten days; then it ends early."""
    where = unit("市住建局")
    absent = Membership.objects.filter(unit=where).order_by("pk")[0].user
    colleague = story.cast.speaker(unit("市民政局").pk)
    Membership.objects.create(user=colleague, unit=where)
    last = date(2026, 4, 30)
    deputies.name_deputy(where.pk, absent.pk, colleague.pk, story.clock.today, last, story.cast.administrator)
    story.office.did("deputy named")
