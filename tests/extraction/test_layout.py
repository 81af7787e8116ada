"""Where paragraphs begin."""

import pytest

from obligations.extraction.layout import Layout
from obligations.extraction.text import SourceText

FULL = "市能源局要加快推进农村电网改造升级工程并按照时间"  # a line of 23 characters, as wide as the column


def paragraphs(text: str) -> list[str]:
    source = SourceText(text)
    return [source.text[a:b] for a, b in Layout(source).paragraphs(0, len(source))]


def test_one_paragraph_a_line():
    text = "市能源局要加快推进农村电网改造,十二月底前完成。\n市财政局要及时足额拨付资金,强化全过程监督管理。\n"
    assert len(paragraphs(text)) == 2


def test_lines_that_a_pdf_has_wrapped_are_one_paragraph():
    text = f"{FULL}\n节点完成全部任务并及时组织验收和结算审计等各项工\n作。\n{FULL}\n节点完成。\n"
    assert [paragraph[-3:] for paragraph in paragraphs(text)] == ["工作。", "完成。"]


def test_a_short_line_is_a_heading_of_its_own():
    assert paragraphs(f"加强领导\n{FULL}\n节点完成。\n")[0] == "加强领导"


def test_an_indent_begins_a_paragraph_after_a_full_line():
    text = f"{FULL}\n节点完成全部任务并及时组织验收和结算审计等的工作。\n　　{FULL}\n节点完成。\n"
    assert len(paragraphs(text)) == 2


@pytest.mark.parametrize("text", ["", "\n\n", "。", "市"])
def test_tiny_texts(text):
    source = SourceText(text)
    assert Layout(source).paragraphs(0, len(source)) == ([(0, len(source))] if len(source) else [])


def test_a_part_of_a_text_is_read_as_if_it_stood_alone():
    head = "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的一行没有标点\n"
    part = "加强领导\n市能源局要加快推进农村电网改造。\n市财政局要拨付资金。\n"
    whole, alone = SourceText(head + part), SourceText(part)
    start = len(whole) - len(alone)
    spans = Layout(whole, start, len(whole)).paragraphs(start, len(whole))
    assert [(a - start, b - start) for a, b in spans] == Layout(alone).paragraphs(0, len(alone))
