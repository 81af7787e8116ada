"""Whatever the text: no exception, mentions inside the passage, in order, none over another."""

from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.findings import UnitMention
from obligations.extraction.register import Register, RegisteredUnit
from obligations.extraction.text import SourceText
from obligations.extraction.units import find_units, list_at, list_before, parse_list

WORDS = """
    市 县 区 省 各 有关 相关 全市 两级 级 以上 、 , ; 。 : ( ) 和 及 与 等 等部门 由 会同 部门 单位 局 委 办
    办公室 人民政府 政府 能源 财政 规划和自然资源 文化和旅游 教育(科) 云河市 白石县 清源区 响石镇 领导小组
    成员单位 分局 支队 公司 (集团) 有限公司 银行 国家税务总局 人民银行 市委 宣传部 要 应当 负责 按职责分工负责
    主管 县(市、区) 乡镇(街道) 企业 学校 中心 各省、自治区、直辖市 2024年 第三条 第 条 10月底前 A 《 》 “ ”
    开发区 管委会 会
"""
PIECES = WORDS.split()
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.text(max_size=60))
REGISTER = Register(
    (
        RegisteredUnit("云河市能源局", "department", ("云河市能源局", "市能源局")),
        RegisteredUnit("白石县人民政府", "locality", ("白石县人民政府", "白石县")),
        RegisteredUnit("旧、改办", "office", ("旧、改办", "市和县")),
    ),
    "云河市",
)


def check(source: SourceText, mentions: list[UnitMention], start: int, end: int) -> None:
    at = start
    for mention in mentions:
        assert at <= mention.start < mention.end <= end
        assert mention.name.startswith(source.verbatim[mention.start : mention.end])
        at = mention.end


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, register=st.sampled_from([Register.empty(), REGISTER]), data=st.data())
def test_any_text_is_read(text: str, register: Register, data: st.DataObject) -> None:
    source = SourceText(text)
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    check(source, find_units(source, start, end, register), start, end)
    check(source, parse_list(source, start, end, register), start, end)
    begins = list_at(source, start, end, register)
    if begins:
        assert begins[0][0].start == start
        assert begins[0][-1].end <= begins[1] <= end
        check(source, begins[0], start, end)
    ends = list_before(source, end, start, register)
    if ends:
        assert ends[1] == ends[0][0].start >= start
        check(source, ends[0], start, end)
