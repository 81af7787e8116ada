"""What turns out to be otherwise: a task is corrected, a matter goes to another unit, a date comes nearer, a request is
taken back; from a day on a head signs before the supervisor."""

from datetime import timedelta

from django.db.models import Count

from obligations.amending import amend
from obligations.countersigning.rules import set_unit_rule
from obligations.drafts import TaskDraft, UnitDraft
from obligations.models import Commitment, Extension, Listing, Membership, Task, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.workflow import ask_extension, recall_extension, shorten
from obligations.workflow.listing import delist, list_
from obligations.workflow.reassigning import reassign
from obligations.workflow.suspending import restart, suspend
from tests.year.cast import unit
from tests.year.office import task
from tests.year.plot.directives import HEATING_AGAIN
from tests.year.story import Story, on


def untouched(story: Story) -> CommitmentQuerySet:
    """Dated, far enough away, with nothing asked for."""
    rows = Commitment.objects.filter(state="open", due_on__gt=story.clock.today + timedelta(days=25))
    return rows.filter(extensions=None, deadline__kind="fixed").order_by("due_on", "pk")


@on("02-24", "05-20", "07-21")
def a_request_is_taken_back(story: Story) -> None:
    row = untouched(story)[0]
    assert row.due_on is not None
    who = story.cast.speaker(row.unit_id)
    asked = ask_extension(row.pk, who, row.due_on + timedelta(days=15), "材料未到。")
    recall_extension(asked.pk, who)
    assert Extension.objects.get(pk=asked.pk).state == "recalled"
    story.office.did("request taken back")


@on("03-11", "07-29")
def a_date_comes_nearer(story: Story) -> None:
    row = untouched(story)[1]
    assert row.due_on is not None
    shorten(row.pk, story.cast.supervisor, row.due_on - timedelta(days=10), "省里要求提前。")
    story.office.did("date brought nearer")


@on("03-17")
def one_goes_to_another_unit(story: Story) -> None:
    """With its role, since nothing else of it is left to the unit."""
    row = untouched(story)[0]
    reassign(row.pk, unit("市审计局").pk, story.cast.supervisor, "职责调整。")
    story.office.did("reassigned")


@on("04-22")
def one_of_many_goes_to_another(story: Story) -> None:
    """The office keeps what comes later."""
    monthly = task(HEATING_AGAIN, "按月报送进度")
    row = monthly.commitments.filter(state="open").order_by("due_on")[1]
    reassign(row.pk, unit("市交通运输局").pk, story.cast.supervisor, "本期由市交通运输局报送。")
    story.office.did("reassigned")


@on("06-24")
def and_then_all_of_it(story: Story) -> None:
    monthly = task(HEATING_AGAIN, "按月报送进度")
    row = monthly.commitments.filter(state="open", unit=unit("市住建局")).order_by("due_on")[0]
    reassign(row.pk, unit("市商务局").pk, story.cast.supervisor, "职责划转。", whole=True)
    story.office.did("reassigned whole")


@on("03-12", "07-30")
def one_stands_still(story: Story) -> None:
    row = untouched(story)[0]
    suspend(row.pk, story.cast.supervisor, "用地手续待批。", story.clock.today + timedelta(days=30))
    story.suspended = row.pk
    story.office.did("suspended")


@on("04-24", "09-11")
def and_goes_on(story: Story) -> None:
    """Its date is as much later as it stood still; the first one stays."""
    row = Commitment.objects.get(pk=story.suspended)
    assert row.state == "suspended" and row.due_on is not None
    restart(row.pk, story.cast.supervisor)
    after = Commitment.objects.get(pk=row.pk)
    assert after.due_on > row.due_on and after.first_due_on == row.first_due_on
    story.office.did("restarted")


@on("01-21", "05-21")
def one_is_under_special_supervision(story: Story) -> None:
    row = Commitment.objects.filter(state="open", due_on__isnull=False, extensions=None).order_by("due_on", "pk")[0]
    list_(row.pk, story.cast.supervisor, "久拖未决。")
    story.listed = row.pk
    story.office.did("listed")


@on("02-26", "06-30")
def and_is_taken_off(story: Story) -> None:
    """By somebody, unless its closing did it."""
    if Listing.objects.filter(commitment=story.listed, ended_on=None).exists():
        delist(story.listed, story.cast.supervisor, "已见成效。")
    story.office.did("delisted")


@on("05-11")
def a_task_in_force_is_corrected(story: Story) -> None:
    """Another date, and one more unit."""
    one = task(HEATING_AGAIN, "完成管网改造")
    draft = TaskDraft.of(one)
    draft.deadlines[0].due_on = draft.deadlines[0].due_on + timedelta(days=31)
    draft.units.append(UnitDraft("responsible", "松坪县人民政府"))
    amend(one.pk, draft, story.cast.supervisor, "原件印刷有误。")
    assert Task.objects.get(pk=one.pk).commitments.filter(unit__name="松坪县人民政府").count() == 1
    story.office.did("amended")


@on("09-10")
def a_head_signs_from_now_on(story: Story) -> None:
    """In the units that have most to hand in."""
    head = User.objects.create_user("head", password=None, display_name="高维民")
    soon = Commitment.objects.filter(state="open", due_on__gt=story.clock.today)
    busy = soon.order_by().values_list("unit").annotate(n=Count("pk")).order_by("-n", "unit")
    for key, _n in busy[:4]:
        Membership.objects.create(user=head, unit_id=key, part="head")
        set_unit_rule(key, story.cast.administrator, True)
    story.office.did("countersigning begun")
