"""Addressees: names as printed, shared endings given back, and texts that have none."""

import pytest

from tests.extraction.gazettes import FLOODS, only

PRINTED = "各县（市、区）人民政府，云河经济开发区管委会，市直有\n关部门："

CORPUS = {
    "市能源局：": ["市能源局"],
    "各县（市、区）人民政府、市直各单位：": ["各县（市、区）人民政府", "市直各单位"],
    "清源区、白石县、兰坪县人民政府，市水利局：": ["清源区人民政府", "白石县人民政府", "兰坪县人民政府", "市水利局"],
    "云河开发区、清源开发区财政金融部：": ["云河开发区财政金融部", "清源开发区财政金融部"],
    "各县、市、区人民政府，各开发区管委会，市直各室、委、局、直属事业单位：": [
        "各县、市、区人民政府",
        "各开发区管委会",
        "市直各室、委、局、直属事业单位",
    ],
    "各区、县人民政府，市政府各局、委、办：": ["各区、县人民政府", "市政府各局、委、办"],
    "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：": [
        "各省、自治区、直辖市人民政府",
        "国务院各部委",
        "各直属机构",
    ],
    "各县（市、区）卫健局、委直医疗机构，云河市中心血站：": ["各县（市、区）卫健局", "委直医疗机构", "云河市中心血站"],
    "各县（市、区）教育局、财政局，市直各学校：": ["各县（市、区）教育局", "各县（市、区）财政局", "市直各学校"],
    "各有关高校，市直各公办\n幼儿园：": ["各有关高校", "市直各公办幼儿园"],
    "各县(市、区)人民政府,\n市直各单位:": ["各县(市、区)人民政府", "市直各单位"],
}


@pytest.mark.parametrize(("printed", "want"), CORPUS.items())
def test_the_names_of_the_list_are_read(printed: str, want: list[str]) -> None:
    assert only(FLOODS.replace(PRINTED, printed)).addressees == want


@pytest.mark.parametrize(
    "opening",
    [
        "",
        "　　为了保护水源，现将有关事项通告如下：",
        "　　现将有关事项通知如下：",
        "　　根据《云河市防汛条例》，特制定以下措施：",
        "一、主要职责：",
        "联系人：",
    ],
)
def test_a_text_that_names_nobody_has_no_addressees(opening: str) -> None:
    notice = only(FLOODS.replace(PRINTED, opening))
    assert notice.addressees == []


def test_addressees_and_text_on_one_line_are_told_apart() -> None:
    notice = only(FLOODS.replace(PRINTED + "\n　　", "各县（市、区）人民政府：　　"))
    assert notice.addressees == ["各县（市、区）人民政府"]
