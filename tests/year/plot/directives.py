"""Directives come in and are reviewed; one is repealed, one gets a new version."""

from obligations.carrying_over import carry_many
from obligations.choosing import candidates, choose_members
from obligations.drafts import TaskDraft
from obligations.models import Assignment, Directive, Task
from obligations.replacing import replace
from obligations.review import confirm, correct, reopen
from obligations.versions import changes
from obligations.withdrawing import open_tasks, restore, withdraw, withdraw_many
from tests.year import papers
from tests.year.office import directive, task
from tests.year.story import Story, on

HEATING, HEATING_AGAIN = "云政办发〔2025〕28号", "云政办发〔2026〕9号"
GAS_IN_WINTER = "云政办发〔2025〕30号"
GONE = "新版本不再要求。"


def sample(date: str, number: str, issued_before: int) -> None:
    @on(date)
    def comes_in(story: Story) -> None:
        story.office.take_in_sample(number, issued_before)


sample("11-20", "01", 46)
sample("12-11", "14", 6)
sample("02-04", "09", 58)
sample("03-20", "10", 40)
sample("05-13", "05", 18)
sample("06-02", "02", 75)
sample("07-02", "12", 21)
sample("09-01", "06", 33)


@on("11-24")
def heating_comes_in(story: Story) -> None:
    story.office.take_in("供热保障.txt", papers.HEATING)


@on("10-09")
def the_late_paper_comes_in(story: Story) -> None:
    story.office.take_in("收官工作.txt", papers.LATE_YEAR)


@on("11-25")
def heating_is_reviewed(story: Story) -> None:
    """With what all counties owe."""
    for one in Task.objects.suggested().filter(directive__doc_number=HEATING):
        confirm(one.pk, story.cast.supervisor)


@on("11-21", "12-12", "02-06", "02-10", "03-24", "05-15", "06-05", "06-09", "07-03", "07-07", "09-03", "10-10")
def the_supervisor_reviews(story: Story) -> None:
    for one in Assignment.objects.filter(task__state="suggested", unit__isnull=False).select_related("unit", "task"):
        if one.owes and one.asks_which and not one.chosen.exists():
            chosen = [unit.pk for unit in candidates(one, story.clock.today)][:2]
            choose_members(one.pk, chosen, story.cast.supervisor)
            story.office.did("members chosen")
    story.office.review()


@on("02-09")
def one_is_corrected_before_it_is_confirmed(story: Story) -> None:
    waiting = Task.objects.suggested().with_details().filter(directive__issued_on__gte="2026-02-01")
    one = waiting.order_by("number")[0]
    draft = TaskDraft.of(one)
    draft.title = f"{one.title[:50]}（修改）"
    correct(one.pk, draft, story.cast.supervisor)
    story.office.did("corrected")


@on("07-08")
def a_confirmation_is_taken_back(story: Story) -> None:
    """Some of its commitments were signed for by then; the place of all of them is free again."""
    untouched = Task.objects.filter(state="in_force", directive__doc_number="云政办发〔2026〕27号")
    one = untouched.filter(commitments__progress=None, commitments__done_on=None).order_by("number")[0]
    story.taken_back = one.pk
    reopen(one.pk, story.cast.supervisor)
    story.office.did("reopened")


@on("07-10")
def and_given_again(story: Story) -> None:
    confirm(story.taken_back, story.cast.supervisor)


@on("12-26")
def winter_gas_is_repealed(story: Story) -> None:
    story.office.take_in("废止部分文件.txt", papers.REPEAL)
    repealed = directive(GAS_IN_WINTER)
    assert repealed.replaced_by is not None
    # its day was printed wrongly: a person says another, and then that it was right
    replace(repealed.pk, repealed.replaced_by_id, story.cast.supervisor, on=story.clock.today)
    story.office.did("repealed")


@on("12-29")
def what_is_open_of_it_is_withdrawn(story: Story) -> None:
    ended = Directive.objects.ended(story.clock.today).with_open_tasks()
    assert GAS_IN_WINTER in [one.doc_number for one in ended]
    tasks = list(open_tasks(directive(GAS_IN_WINTER)).values_list("pk", flat=True))
    done = withdraw_many(tasks, story.cast.supervisor, "文件已废止。")
    assert done.done == len(tasks) > 0
    story.withdrawn = tasks
    story.office.done["withdrawn"] += done.commitments_made


@on("01-09")
def two_of_them_were_to_stay(story: Story) -> None:
    for one in story.withdrawn[:2]:
        restore(one, story.cast.supervisor, "省里仍要求报送。")
        story.office.did("restored")


@on("01-14")
def one_of_these_ends_all_the_same(story: Story) -> None:
    if Task.objects.filter(pk=story.withdrawn[0], state="in_force").exists():
        withdraw(story.withdrawn[0], story.cast.supervisor, "不再报送。")


@on("04-04")
def a_new_version_comes_in(story: Story) -> None:
    story.office.take_in("供热保障（新）.txt", papers.HEATING_AGAIN)


@on("04-08")
def its_tasks_go_on_with_the_old_ones(story: Story) -> None:
    old, new = directive(HEATING), directive(HEATING_AGAIN)
    assert old.replaced_by_id == new.pk
    found = changes(old, new)
    pairs = [(row.old.pk, row.new.pk) for row in found if row.can_carry and row.old and row.new]
    result, total = carry_many(pairs, story.cast.supervisor)
    assert not result.refused and result.done == len(pairs) >= 3
    story.office.done["carried"] += total.carried
    gone = [row.old.pk for row in found if row.old and row.new is None and row.old.state == Task.State.IN_FORCE]
    withdraw_many(gone, story.cast.supervisor, GONE)


@on("04-09")
def what_is_new_is_confirmed(story: Story) -> None:
    confirm(task(HEATING_AGAIN, "更新应急预案").pk, story.cast.supervisor)
