"""A limit printed at a section's head belongs to the items of the section that have none of their own."""

import pytest

from tests.extraction.reading import directive

ITEMS = (
    "(一)改造燃气管网。市住建局负责改造燃气管网50公里。\n"
    "(二)改造供水管网。市水利局要于9月底前改造供水管网。\n"
    "(三)改造排水管网。市城管局要改造排水管网,长期坚持巡查(长期坚持)。\n"
)
NEXT = "二、加强监管\n(一)开展检查。市市场监管局要开展检查。\n"


def limits(body: str) -> list[str]:
    """The days and words of each obligation's limits, in order."""
    return [
        " ".join([str(one.due_on) for one in item.deadlines] + [one.text for one in item.vague])
        for item in directive(body).obligations
    ]


@pytest.mark.parametrize(
    "head",
    [
        "一、推进管网改造(完成时限:2026年12月底前)\n",
        "一、推进管网改造(2026年12月底前完成)\n",
        "一、推进管网改造(2026年12月底)\n",
        "一、2026年12月底前完成的任务\n",
        "一、推进管网改造\n整改时限:2026年12月31日前\n",
        "一、推进管网改造\n时限要求:2026年12月底前完成。\n整改措施:\n",
    ],
)
def test_a_day_at_the_head_is_handed_down(head):
    assert limits(head + ITEMS + NEXT) == ["2026-12-31", "2026-09-30", "长期坚持", ""]


@pytest.mark.parametrize(
    "head",
    [
        "一、推进管网改造(立行立改)\n",
        "一、推进管网改造\n整改时限:立行立改\n",
        "一、推进管网改造\n整改目标:全部改造。\n整改时限:立行立改\n整改措施:\n",
    ],
)
def test_so_are_words_without_a_date(head):
    assert limits(head + ITEMS + NEXT) == ["立行立改", "2026-09-30", "长期坚持", ""]


@pytest.mark.parametrize(
    "head",
    [
        "一、推进管网改造(2026年)\n",
        "一、推进管网改造(2026年3月2日第5次常务会议通过)\n",
        "一、推进管网改造\n申报时限:2026年12月底前\n",
        "一、推进管网改造。到2026年,管网漏损率降至8%。\n",
    ],
)
def test_other_dates_at_the_head_are_not(head):
    found = directive(head + ITEMS).obligations
    assert [item.deadlines for item in found if item.title == "改造燃气管网"] == [[]]


def test_the_inner_section_goes_before_the_outer_one_and_ends_where_it_ends():
    body = (
        "一、重点任务(2026年12月底前完成)\n(一)管网改造(2026年6月底前完成)\n1.市住建局要改造燃气管网。\n"
        "2.市水利局要改造供水管网。\n(二)道路改造\n1.市交通运输局要改造道路。\n2.市公安局要优化信号。\n"
    )
    assert limits(body) == ["2026-06-30", "2026-06-30", "2026-12-31", "2026-12-31"]


def test_the_limit_points_at_the_head_and_tells_of_the_item():
    item = directive("一、管网\n整改时限:立行立改\n" + ITEMS).obligations[0]
    assert [(one.text, one.what) for one in item.vague] == [("立行立改", "改造燃气管网")]
