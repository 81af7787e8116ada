"""What a name ends in is told without searching all of it, and tells the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from obligations.extraction.bodywords import HEAD, ends_as_body
from obligations.extraction.predicates import may_be_predicate, predicate_at

SEARCHED = re.compile(rf"(?:{HEAD})$")
WORDS = re.findall(r"[\u4e00-\u9fff]+", HEAD)
PARTS = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(sorted(set("".join(WORDS)))), st.sampled_from(["(", ")", "A"])
)


@given(st.lists(PARTS, max_size=5).map("".join), st.integers(0, 4))
def test_the_end_of_a_name_tells_whether_it_is_a_body(name, start):
    assert ends_as_body(name, start, len(name)) == (SEARCHED.search(name, start) is not None)


@given(
    st.lists(
        st.sampled_from(["要", "在", "公开", "公司", "组织", "项目", "小", "组", "每日", "3日内", "第一时间", "。"]),
        min_size=1,
    )
)
def test_where_no_predicate_can_begin_there_is_none(words):
    text = "".join(words)
    assert all(may_be_predicate(text, at) for at in range(len(text)) if predicate_at(text, at, len(text)))
