"""The squeezed view of a text, its offsets, one width for every form, and what belongs to the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.text import UNIFY, SourceText, squeeze

WORK = ["造林", "清淤", "修路", "供水", "防汛"]
PAGED = "".join(
    f"云河市人民政府公报\n· {page} ·\n　　第{page}条　{work}要完\n成任务，{work}报告。\n"
    for page, work in enumerate(WORK, 1)
)


def test_white_space_is_left_out_and_offsets_lead_back() -> None:
    source = SourceText(" 各县（市、 区）\n\n要于 10 月\n底前完成。")
    assert source.verbatim == "各县（市、区）要于10月底前完成。"
    start = source.text.index("10月底前")
    a, b = source.raw_span(start, start + 5)
    assert source.raw[a:b] == "10 月\n底前"


def test_text_is_in_one_width_and_verbatim_as_printed() -> None:
    source = SourceText("２０２４年１０月８日（星期二），")
    assert source.text == "2024年10月8日(星期二),"
    assert source.verbatim == "２０２４年１０月８日（星期二），"


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("（）：；，！？", "():;,!?"),
        ("﹝2024﹞", "〔2024〕"),
        ("︵一︶", "(一)"),
        ("﹙一﹚", "(一)"),
        ("⼈⺠政府办⼯", "人民政府办工"),
        ("⻓⻅⻔", "长见门"),
        ("Ａ-Ｚ", "A-Z"),
        ("2021─2025年", "2021—2025年"),
        ("2021–2025年", "2021—2025年"),
        ("①㈠〇", "①㈠〇"),
        ("｡､", "。、"),
    ],
)
def test_every_form_of_a_character_is_read_alike(printed: str, plain: str) -> None:
    assert SourceText(printed).text == plain


def test_one_width_keeps_every_character_one_character() -> None:
    assert all(len(plain) == 1 and chr(code) != plain for code, plain in UNIFY.items() if isinstance(plain, str))


def test_characters_without_width_are_left_out() -> None:
    assert SourceText("\ufeff各\u200b县\u00ad人民\u2060政府").verbatim == "各县人民政府"
    assert squeeze("\ufeff各\u200b县 ") == "各县"


def test_lines_are_known_by_their_squeezed_starts() -> None:
    source = SourceText("一、任务\n\n（一）造林\n　　各县要完成。\n")
    assert source.lines(0, len(source)) == [(0, 4), (4, 9), (9, 15)]
    assert [source.starts_line(at) for at in (0, 1, 4, 9)] == [True, False, True, True]
    assert source.line_span(6) == (4, 9)
    assert source.raw_gap(9) == "\n　　"


def test_a_span_outside_the_text_is_an_error() -> None:
    source = SourceText("各县")
    with pytest.raises(ValueError, match="not inside"):
        source.raw_span(1, 3)


def test_page_numbers_and_running_heads_are_left_out() -> None:
    assert "公报" not in SourceText(PAGED).text
    assert SourceText(PAGED).text.count("要完成任务") == 5
    assert "·" not in SourceText(PAGED).text


@pytest.mark.parametrize(
    "number", ["— 5 —", "－5－", "- 12 -", "·3·", "•3•", "第5页", "第 5 页 共 9 页", "第5页/共9页"]
)
def test_a_page_number_is_known_by_its_marks(number: str) -> None:
    assert SourceText(f"各县要完成\n{number}\n造林任务。").text == "各县要完成造林任务。"


@pytest.mark.parametrize(
    "head",
    [
        "云河市人民政府公报",
        "云河市人民政府公报 2024年第3期",
        "2024年第3期　云河市人民政府公报",
        "12 / 2023 云河市人民政府公报 ·市政府办公室文件·",
        "云河政报　2024.3".replace("2024.3", "2024年第3期"),
        "·市政府文件·",
    ],
)
def test_a_running_head_beside_a_page_number_is_left_out(head: str) -> None:
    assert SourceText(f"各县要完成\n{head}\n— 5 —\n造林任务。").text == "各县要完成造林任务。"


def test_bare_page_numbers_beside_heads_that_come_back_are_left_out() -> None:
    text = "".join(f"云河市人民政府公报2024年第3期\n{page}\n各县要完成造林任务。\n" for page in (7, 8, 9))
    assert SourceText(text).text == "各县要完成造林任务。" * 3


def page(number: int, size: int = 28) -> str:
    return "".join(f"第{number * size + line}条　{WORK[line % 5]}要完成任务。\n" for line in range(size))


def test_pages_with_heads_that_differ_left_and_right_are_counted_by_bare_numbers() -> None:
    heads = ("市政府文件", "YUNHE GAZETTE")
    text = "6\n" + "".join(f"{heads[number % 2]}\n{page(number)}{number}\n" for number in range(7, 15))
    assert SourceText(text).text == squeeze("".join(page(number) for number in range(7, 15)))


def test_bare_numbers_a_full_page_apart_count_pages() -> None:
    text = "".join(f"{page(number)}{number}\n" for number in range(7, 13))
    assert SourceText(text).text == squeeze("".join(page(number) for number in range(7, 13)))


def test_the_serials_of_long_rows_are_kept() -> None:
    rows = "".join(f"{number}\n{page(number, 10 + 7 * (number % 3))}" for number in range(1, 9))
    assert SourceText(rows).text == squeeze(rows)


def test_any_head_that_comes_back_beside_page_numbers_is_left_out() -> None:
    text = "".join(f"{work}要完\n— {page} —\n市政府规范性文件选编\n成任务。\n" for page, work in enumerate(WORK, 7))
    assert SourceText(text).text == "".join(f"{work}要完成任务。" for work in WORK)


def test_form_feeds_show_what_stands_at_the_edge_of_every_page() -> None:
    text = "\f".join(f"云河市文件汇编\n{work}要完\n成任务。\n{page}\n" for page, work in enumerate(WORK, 7))
    assert SourceText(text).text == "".join(f"{work}要完成任务。" for work in WORK)


@pytest.mark.parametrize("opening", ["附件{}", "附件{}:工作任务分解", "附表{}", "附录", "附 件 {}"])
def test_a_line_that_opens_an_attachment_is_no_running_head(opening: str) -> None:
    pages = [f"云河市文件汇编\n{opening.format(page)}\n{work}要完\n成任务。\n" for page, work in enumerate(WORK, 1)]
    kept = "".join(f"{squeeze(opening.format(page))}{work}要完成任务。" for page, work in enumerate(WORK, 1))
    assert SourceText("\f".join(pages)).text == kept


@pytest.mark.parametrize(
    "text",
    [
        "云河市人民政府公报\n各县要完成任务。\n",  # once and alone: it may be a title
        "1\n建设泵站\n市水利局\n2\n清理河道\n市水利局\n3\n巡查堤防\n市水利局\n",
        "— 5 —\n序号重点任务责任单位\n— 6 —\n序号重点任务责任单位\n— 7 —\n序号重点任务责任单位\n",
        "目标\n5\n10\n15\n",
    ],
)
def test_rows_of_tables_and_lone_titles_are_kept(text: str) -> None:
    kept = squeeze(text).replace("—5—", "").replace("—6—", "").replace("—7—", "")
    assert SourceText(text).verbatim == kept


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_every_character_leads_back_to_where_it_was_printed(raw: str) -> None:
    source = SourceText(raw)
    assert len(source.text) == len(source.verbatim) == len(source)
    for at, character in enumerate(source.verbatim):
        start, end = source.raw_span(at, at + 1)
        assert raw[start:end] == character
        assert source.squeezed_offset(start) == at
    bounds = source.lines(0, len(source))
    assert [start for start, _ in bounds] == list(source.line_starts)
    assert "".join(source.verbatim[a:b] for a, b in bounds) == source.verbatim
