"""Which duty of a new version is which of the old."""

from hypothesis import given
from hypothesis import strategies as st

from obligations.likeness.compare import Duty, profile
from obligations.likeness.versions import likeness, match

PIPES = "完成老旧供热管网改造任务,同步更新换热站计量设备。"
REPORTS = "每月向指挥部报送散煤治理工程进度和资金拨付台账。"
SUBSIDY = "用户核实后发放清洁取暖设备购置补贴。"
ALL = [PIPES, REPORTS, SUBSIDY]


def profiles(*texts: str) -> list:
    return [profile(Duty(text=text)) for text in texts]


def test_another_order_an_addition_and_an_omission() -> None:
    old, new = profiles(*ALL), profiles("建立炉具抽检制度。", SUBSIDY, PIPES)
    assert sorted(match(old, new)) == [(0, 2), (2, 1)]


def test_a_changed_amount_or_wording_is_still_the_same_duty() -> None:
    changed = "年底前完成120公里老旧供热管网改造任务,更新换热站设备。"
    assert match(profiles(*ALL), profiles(changed)) == [(0, 0)]


def test_equal_texts_of_common_words_go_by_their_place() -> None:
    common = "加强组织领导。"
    assert sorted(match(profiles(common, PIPES, common), profiles(common, PIPES, common))) == [(0, 0), (1, 1), (2, 2)]


@given(st.permutations(ALL), st.permutations(ALL))
def test_it_is_one_to_one_and_finds_each_again(old: list[str], new: list[str]) -> None:
    pairs = match(profiles(*old), profiles(*new))
    assert len(pairs) == 3
    assert all(old[i] == new[j] for i, j in pairs)


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    a, b = profiles(one, other)
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
