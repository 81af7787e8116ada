"""A whole gazette: cover, contents in every style, sections, chronicle and colophon around its directives."""

import pytest

from obligations.extraction.gazette import split_gazette
from obligations.extraction.text import SourceText
from tests.extraction.gazettes import split

DOCUMENTS = [
    ("云河市人民政府关于印发云河市国土空间规划的通知", "云政发〔2024〕5号", "云河市人民政府"),
    ("云河市人民政府关于同意设立清源区经济开发区的批复", "云政函〔2024〕7号", "云河市人民政府"),
    ("云河市人民政府办公室关于做好2024年防汛抗旱工作的通知", "云政办发〔2024〕9号", "云河市人民政府办公室"),
    ("云河市财政局关于印发云河市本级部门预算绩效管理办法的通知", "云财绩〔2024〕3号", "云河市财政局"),
]
COVER = "云河市人民政府公报\nYUNHESHI RENMIN ZHENGFU GONGBAO\n2024年第3期\n（总第123期）\n云河市人民政府办公室主办\n"
CHRONICLE = "云河市2024年3月大事记\n　　5日，全市经济工作会议召开，要求各县4月底前完成任务。\n"
COLOPHON = "主管主办：云河市人民政府办公室\n地　　址：云河市滨河路1号　　邮编：041000\n"
DOTS = "…" * 10
ROWS = {
    "number in brackets": f"{{title}}（{{number}}）{DOTS}（{{page}}）",
    "number below": f"{{title}}\n　　（{{number}}）{DOTS}{{page}}",
    "number below the page": f"{{title}}{DOTS}{{page}}\n{{number}}",
    "number above": "{number}\n{title}\n{page}",
    "no number": f"{{title}}{DOTS}（{{page}}）",
    "a slash": "{title} / {page}",
    "the page in front": "{page}　{title}\n　　{number}",
    "points": "{title} {number}......{page}",
    "points at half height": "{title}\n{number}·············({page})",
}


def document(title: str, number: str, issuer: str, *, head: str = "{title}\n{number}") -> str:
    top = head.format(title=title, number=number)
    body = "各县（市、区）人民政府：\n　　现将有关事项通知如下：\n　　一、各县要于6月30日前完成排查。\n"
    return f"{top}\n{body}　　　　　　{issuer}\n　　　　　　2024年3月8日\n"


def shown(text: str) -> list[tuple[str, str, str]]:
    return [(d.title, d.doc_number, d.issuer) for d in split(text)]


@pytest.mark.parametrize("row", ROWS)
def test_a_contents_page_gives_nothing_and_spoils_nothing(row: str) -> None:
    contents = ["目　　录", "市政府文件"]
    contents += [ROWS[row].format(title=t, number=n, page=3 + 6 * at) for at, (t, n, _) in enumerate(DOCUMENTS)]
    contents += ["大事记", f"云河市2024年3月大事记{DOTS}48", ""]
    text = COVER + "\n".join(contents) + "".join(document(*d) for d in DOCUMENTS)
    assert shown(text + CHRONICLE + COLOPHON) == DOCUMENTS


def test_chronicle_and_colophon_belong_to_no_directive() -> None:
    text = document(*DOCUMENTS[0])
    for after in (CHRONICLE, "《云河市国土空间规划》政策解读\n　　市自然资源局要于5月底前开展宣传。\n"):
        source = SourceText(text + after)
        assert split_gazette(source)[-1].end == len(SourceText(text))


@pytest.mark.parametrize("section", ["市政府文件", "【政府办文件】", "●部门文件", "◎人事任免", "SHIZHENGFU WENJIAN"])
def test_headings_of_sections_are_no_part_of_titles(section: str) -> None:
    assert shown("".join(section + "\n" + document(*d) for d in DOCUMENTS)) == DOCUMENTS


@pytest.mark.parametrize(
    "head",
    [
        "{number}\n{title}",
        "　　　　　　　　　　{number}\n{title}",
        "{title}\n（{number}）",
        "{title}\n[{number}]",
        "{title}（{number}）",
        "{title}\n文号：{number}",
        "{title}\n（2024年3月8日）\n{number}",
        "{title}\n{number}　　2024年3月8日",
        "{title}\n{number}\n（云府规备〔2024〕3号）",
        "{title}\n{number}　　云政规〔2024〕2号—政府办2号",
    ],
)
def test_title_and_number_are_found_however_they_stand(head: str) -> None:
    assert shown("".join(document(*d, head=head) for d in DOCUMENTS)) == DOCUMENTS


@pytest.mark.parametrize("width", [14, 16, 18, 24, 31])
@pytest.mark.parametrize("head", ["{title}\n{number}", "{title}（{number}）", "{number}\n{title}"])
def test_titles_and_numbers_are_found_in_any_column(head: str, width: int) -> None:
    def wrapped(text: str) -> str:
        return "\n".join(text[at : at + width] for at in range(0, len(text), width))

    heads = [wrapped(head.format(title=t, number=n)) if "\n" not in head else
             "\n".join(wrapped(part.format(title=t, number=n)) for part in head.split("\n"))
             for t, n, _ in DOCUMENTS]  # fmt: skip
    text = "".join(document(*d, head=top) for d, top in zip(DOCUMENTS, heads, strict=True))
    assert shown(text) == DOCUMENTS


@pytest.mark.parametrize(
    "day",
    ["2024-03-08", "2024.3.8", "2024/03/08", "二〇二四年三月八日"],
)
def test_a_day_in_figures_alone_signs_too(day: str) -> None:
    (notice,) = split(document(*DOCUMENTS[0]).replace("2024年3月8日", day))
    assert notice.issued_on is not None and notice.issued_on.isoformat() == "2024-03-08"


def test_a_day_under_each_title_leaves_the_bodies_that_sign_without_one_to_their_own_directive() -> None:
    heads = "{title}\n{number}\n2024年3月8日"
    undated = "".join(
        document(*d, head=heads).replace(f"　　　　　　{d[2]}\n　　　　　　2024年3月8日", "　　　　　　" + d[2])
        for d in DOCUMENTS
    )
    assert shown(undated) == DOCUMENTS
