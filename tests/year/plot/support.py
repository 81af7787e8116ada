"""Supporting units report, owe when they are asked, and are let go; deeds that undo others."""

from obligations.models import Assignment, Commitment
from obligations.supporting import ask_support, release_support, report_support
from obligations.workflow import close, resume
from tests.year.cast import unit
from tests.year.office import task
from tests.year.plot.directives import HEATING
from tests.year.story import Story, on


def supporter(words: str) -> Assignment:
    return task(HEATING, words).assignments.get(role="support")


@on("12-03")
def the_treasury_is_to_owe_it_too(story: Story) -> None:
    assert ask_support(supporter("完成管网改造").pk, story.cast.supervisor) == 1
    assert ask_support(supporter("保障困难群众取暖").pk, story.cast.supervisor) == 1
    story.office.did("support asked")


@on("12-15")
def it_reports_what_it_did(story: Story) -> None:
    speaker = story.cast.speaker(unit("市财政局").pk)
    report_support(task(HEATING, "完成管网改造").pk, speaker, "已下达补助资金1200万元。")


@on("01-12")
def it_is_let_go(story: Story) -> None:
    release_support(supporter("保障困难群众取暖").pk, story.cast.supervisor)
    story.office.did("support released")


@on("01-19")
def and_asked_again(story: Story) -> None:
    assert ask_support(supporter("保障困难群众取暖").pk, story.cast.supervisor) == 1


@on("12-22", "03-26", "07-22")
def something_is_closed_without_a_hand_in(story: Story) -> None:
    row = Commitment.objects.filter(state="open", due_on__isnull=False).order_by("due_on", "pk")[3]
    close(row.pk, story.cast.supervisor, "现场核实已完成。", seen="open")
    story.closed_directly = row.pk
    story.office.did("closed directly")


@on("12-25", "03-30", "07-24")
def by_mistake(story: Story) -> None:
    resume(story.closed_directly, story.cast.supervisor, "核实有误。")
    story.office.did("resumed")
