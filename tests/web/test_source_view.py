"""The words of a directive as paragraphs, and the marks at their places, in text as PDFs give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.models import Directive, Task
from obligations.web import source_view
from obligations.web.source_view import Mark, Paragraph, read_directive

# Hard-wrapped lines, a page number in the middle of a sentence, spaces inside a name and a date.
WRAPPED = """前面的文件。
　　一、重点任务
　　(一)完成管网改造。10 月 31 日前,完成老旧供热管网改造任务一百二十公里以
上,消除全部安全隐患,保障居民温暖过冬,群众满意。(牵头部门:市能
— 5 —
源 局;配合部门:市财政局)
　　(二)推进5G基站和 Windows Server 系统建设。(责任单位:市工信局)
"""
START = WRAPPED.index("一、")


def read(monkeypatch: pytest.MonkeyPatch, *marks: tuple[str, str], task: str = "") -> list[Paragraph]:
    """The directive that begins after the first line; its marks and its task are given by their words."""

    def span(words: str) -> tuple[int, int]:
        at = WRAPPED.index(words)
        return at, at + len(words)

    monkeypatch.setattr(source_view, "marks_of", lambda _: [Mark(*span(words), kind) for words, kind in marks])
    directive = Directive(text=WRAPPED[START:], start=START, end=len(WRAPPED))
    first, last = span(task) if task else (START, START)
    return read_directive(directive, [Task(pk=7, start=first, end=last)])


def marked(paragraphs: list[Paragraph]) -> list[tuple[str, str]]:
    return [(piece.text, piece.css) for paragraph in paragraphs for piece in paragraph.pieces if piece.kinds]


def test_lines_become_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [paragraph.text for paragraph in read(monkeypatch)]
    assert len(texts) == 3
    assert texts[0] == "一、重点任务"
    assert "任务一百二十公里以上,消除" in texts[1] and "市能源局;配合" in texts[1] and "5" not in texts[1][20:]


def test_a_sentence_cut_off_by_the_page_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "一、任务\n　　1.整治河道。对沿线排口逐一登\n"
        "记,建立台账,逐个明确管护人员并于汛期到来之前完成整改。\n云河市人民政府\n2026年9月8日\n"
    )
    monkeypatch.setattr(source_view, "marks_of", lambda _: [])
    found = read_directive(Directive(text=text, start=0, end=len(text)), [])
    assert [paragraph.text for paragraph in found] == [
        "一、任务",
        "1.整治河道。对沿线排口逐一登记,建立台账,逐个明确管护人员并于汛期到来之前完成整改。",
        "云河市人民政府",
        "2026年9月8日",
    ]


def test_words_in_latin_letters_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "推进5G基站和Windows Server系统" in read(monkeypatch)[2].text


def test_a_blank_stays_between_the_mark_of_an_article_and_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "第一章　总 则\n　　第一条  为规范管网管理,制定本办法。\n　　第二条 市能源局负责日常管理。\n　　一、 重点任务\n"
    )
    at = text.index("市能源局")
    monkeypatch.setattr(source_view, "marks_of", lambda _: [Mark(at, at + 4, "lead")])
    found = read_directive(Directive(text=text, start=0, end=len(text)), [Task(pk=1, start=0, end=0)])
    assert [paragraph.text for paragraph in found] == [
        "第一章 总则",
        "第一条 为规范管网管理,制定本办法。",
        "第二条 市能源局负责日常管理。",
        "一、重点任务",
    ]


def test_marks_follow_words_over_line_ends_and_page_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, ("市能\n— 5 —\n源 局", "lead"), ("10 月 31 日前", "deadline"), ("市财政局", "support"))
    assert marked(found) == [("10月31日前", "w-deadline"), ("市能源局", "w-lead"), ("市财政局", "w-support")]


def test_marks_over_one_another_are_both_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, ("10 月 31 日前,完成", "target"), ("10 月 31 日前", "deadline"))
    assert [(words, set(css.split())) for words, css in marked(found)] == [
        ("10月31日前", {"w-target", "w-deadline"}),
        (",完成", {"w-target"}),
    ]


def test_paragraphs_know_their_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, task="完成老旧供热管网")
    assert [paragraph.tasks for paragraph in found] == [[], [7], []]
    assert [paragraph.anchors for paragraph in found] == [[], [7], []]


def test_headings_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [paragraph.is_head for paragraph in read(monkeypatch)] == [True, False, False]


@given(st.text(alphabet="一二、(一)。\n 　,市局1月前A—", max_size=80), st.integers(0, 90), st.integers(0, 90))
def test_any_text_and_any_mark_can_be_read(text: str, first: int, last: int) -> None:
    """Nothing is lost but white space and page furniture, wherever a mark may stand."""
    directive = Directive(text=text, start=0, end=len(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source_view, "marks_of", lambda _: [Mark(min(first, last), max(first, last), "lead")])
        found = read_directive(directive, [Task(pk=1, start=first, end=last)])
    words = "".join(paragraph.text for paragraph in found).replace(" ", "")
    assert words == source_view.SourceText(text).verbatim
