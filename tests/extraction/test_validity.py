"""From when and until when: value → phrasings, as documents say it of themselves; nothing → phrasings of others."""

from datetime import date

import pytest

from obligations.extraction.text import UNIFY, squeeze
from obligations.extraction.validity import Validity, find_validity

ISSUED = date(2024, 3, 8)
TITLE = "云河市人民政府关于印发云河市河道管理办法的通知"


def validity(sentence: str, title: str = TITLE, issued_on: date | None = ISSUED) -> Validity:
    text = squeeze(f"第三十条各县（市、区）要落实责任。{sentence}附件：责任清单").translate(UNIFY)
    return find_validity(text, 0, len(text), issued_on, title)


def v(effective_from: str = "", expires_on: str = "") -> Validity:
    return Validity(
        date.fromisoformat(effective_from) if effective_from else None,
        date.fromisoformat(expires_on) if expires_on else None,
    )


CORPUS = {
    v("2024-03-08"): [
        "本办法自印发之日起施行。",
        "本办法自发布之日起施行。",
        "本方案自公布之日起实施。",
        "本通知自下发之日起执行。",
        "本办法由市水利局负责解释，自印发之日起施行。",
        "第三十一条　自印发之日起施行。",
        "本意见从发文之日起执行。",
        "本规定自即日起生效。",
        "本通告自发布之日起正式施行。",
        "本办法自本通知印发之日起施行。",
        "本办法自 二〇二四年三月八日 起施行。",
        "《云河市河道管理办法》自印发之日起施行。",
    ],
    v("2024-05-01"): [
        "本办法自2024年5月1日起施行。",
        "本办法自 2024 年 5 月 1 日 起 施 行。",
        "本办法从2024年5月1日起正式施行。",
        "《云河市河道管理办法》已经市政府常务会议通过，现予公布，自2024年5月1日起施行。",
        "以上规定自2024年5月1日起执行。",
        "第三十一条　自2024年5月1日起施行。",
        "本办法自二○二四年五月一日起施行。",
        "本措施自5月1日起施行。",
        "本办法自２０２４年５月１日零时起施行。",
    ],
    v("2024-04-07"): [
        "本细则自印发之日起30日后施行。",
        "本细则自公布之日起三十日后施行。",
        "本细则自发布之日起满30日后施行。",
        "本细则自印发之日起30天后实施。",
    ],
    v("2024-04-08"): ["本办法自印发之日起1个月后施行。", "本办法自印发之日起一个月后施行。"],
    v("2024-05-01", "2029-04-30"): [
        "本办法自2024年5月1日起施行，有效期5年。",
        "本办法自2024年5月1日起施行，有效期五年。",
        "本办法自2024年5月1日起施行，有效期为5年。",
        "本办法自2024年5月1日起施行，有效期限五年。",
        "本办法自2024年5月1日起施行，有效期至2029年4月30日。",
        "本办法自2024年5月1日起施行，有效期至2029年4月30日止。",
        "本办法自2024年5月1日起施行，至2029年4月30日止。",
        "本办法自2024年5月1日起施行，至2029年4月30日废止。",
        "本办法自2024年5月1日起施行，2029年4月30日自动失效。",
        "本办法自2024年5月1日起施行。有效期5年。",
        "本办法有效期5年，自2024年5月1日起施行。",
        "本办法自2024年5月1日起至2029年4月30日施行。",
        "本办法自2024年5月1日起施行，有效期自2024年5月1日至2029年4月30日。",
        "本办法自2024年5月1日起施行，有效期截止到2029年4月30日。",
    ],
    v("2024-03-08", "2026-03-07"): [
        "本办法自印发之日起施行，试行期2年。",
        "本办法自印发之日起施行，试行两年。",
        "本办法自印发之日起试行，试行期为二年。",
        "本办法自印发之日起施行，有效期两年。",
        "本办法自印发之日起施行，有效期24个月。",
        "本办法自发布之日起实施，实施期限为2年。",
    ],
    # the day reckoned from does not count, so the term ends on the corresponding day
    v("2024-04-07", "2026-04-07"): ["本细则自印发之日起30日后施行，有效期2年。"],
    v("2024-03-08", "2025-12-31"): [
        "本方案自印发之日起施行，有效期至2025年12月31日。",
        "本方案自印发之日起实施，有效期至2025年12月。",
        "本方案自印发之日起实施，执行至2025年12月31日。",
        "本方案自印发之日起实施，有效期至2025年底。",
    ],
    v("", "2027-03-07"): ["本通知有效期3年。", "本通知有效期为三年。"],
    v("", "2026-12-31"): ["本通知有效期至2026年12月31日。", "本措施执行期限至2026年12月31日。"],
    v(): [
        "《中华人民共和国民法典》自2021年1月1日起施行。",
        "根据《云河市供水条例》（自2020年5月1日起施行）的规定执行。",
        "采矿许可证有效期5年。",
        "《安全生产许可证》有效期至2026年4月11日。",
        "合同自签订之日起生效。",
        "自即日起实施封闭管理。",
        "自2024年5月1日起实施错峰生产。",
        "城乡低保标准自2024年1月1日起执行。",
        "有效期内的药品由市卫健委负责管理。",
        "营业执照有效期：2021年04月27日至2028年09月07日。",
        "备案自收到之日起5个工作日内完成。",
    ],
}


@pytest.mark.parametrize(("want", "phrasing"), [(want, p) for want, ps in CORPUS.items() for p in ps])
def test_validity_is_read_as_printed(want: Validity, phrasing: str) -> None:
    assert validity(phrasing) == want


def test_a_commencement_counted_from_an_unknown_day_of_issue_is_unknown() -> None:
    assert validity("本办法自印发之日起施行，有效期5年。", issued_on=None) == v()


def test_a_term_that_ends_on_29_february_ends_on_the_28th_of_other_years() -> None:
    assert validity("本办法自2024年2月29日起施行，有效期1年。") == v("2024-02-29", "2025-02-27")


def test_the_notice_goes_before_a_later_clause_of_its_attachment() -> None:
    assert validity("本办法自2024年5月1日起施行。第九条本细则自印发之日起施行。") == v("2024-05-01")


def test_a_day_that_no_calendar_has_is_no_commencement() -> None:
    assert validity("本办法自2024年2月30日起施行。") == v()
