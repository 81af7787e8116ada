"""Dates of documents: in their names, of their issue, their commencement and validity, the term of a plan."""

import re

from obligations.extraction.deadlines.readings import Point, Window
from obligations.extraction.deadlines.scene import Scene, in_book_title, is_past

DOCUMENT = r"(?:规划|计划|方案|纲要|行动|意见|办法|清单|目录|名录|指南|通知|决定|条例|预算|决算|报告|年报|白皮书)"
QUOTED_DOCUMENT = re.compile(r"“[^“”]{0,40}$")
QUOTED_DOCUMENT_REST = re.compile(rf"[^“”]{{0,40}}{DOCUMENT}(?:\([^()]{{0,12}}\))?”")
PERIOD_OF_DOCUMENT = re.compile(rf"(?:{DOCUMENT}|[近远中划景]期|[年月日天])\($")
OWN_TERM = re.compile(rf"^\)?(?:年度?)?(?:为?(?:规划期|[近远基]期|基准年)|[^,。;:]{{0,4}}{DOCUMENT}(?:[》”),。、]|$))")
COMMENCEMENT = re.compile(
    r"^(?:之日)?(?:起|开始)?[,]?(?:正式|同步|试|宣布|自动|自行|予以|一并)*(?:施行|生效|执行|实施|废止|失效|停止(?:执行|施行)|试行|停用)"
)
VALIDITY = re.compile(
    r"(?:有效期?限?|试行期|任期|聘期|保质期|经营期|许可期|营业期|使用年限|服务期|合同期|执行期间?|实施期间?|优惠期)(?:限|至|到|自|为|:|从|截至|截止|于|日)*$"
)
# 门诊付费于2020年1月1日起实施: a measure begins, not the document.
MEASURE_BEGINS = re.compile(r"^(?:正式|全面|统一|同步)*(?:实施|实行|执行)")
SHORTEST_MEASURE = 4
BY_DOCUMENT = re.compile(
    r"(?:本[^,。;]{0,12}|[以上]述?[^,。;]{0,8}|办法|细则|规定|通知|意见|标准|价格|收费|政策|条例|公告|通告|方案|目录|制度|规则|决定)(?:[于自从])?$"
)
SINCE_COMMENCEMENT = re.compile(r"起(?:施行|实施|执行|生效|试行)[^。;]{0,6}$")
WINDOW_OF_VALIDITY = re.compile(r"有效期|试行期|任期|施行")
DATED_DOCUMENT = re.compile(
    r"^(?:,)?(?:由|经)?[^,。;:]{0,24}?(?:印发|发布|公布|下发|出台|颁布|签署|通过|批准|修订|修正|制定|发文|批复)的"
    r"|^(?:印发|发布|公布|下发|颁布|通过|修订|修正)"
)
ANNIVERSARY = re.compile(r"[日节周月]\($")
SUBMITTED = re.compile(r"(?:报送|上报|提交|编制|填报)[^,。;:]{0,10}$")
NAME = re.compile(
    rf"^(?:度|版|修订|级|届|以前|(?:年度)?(?!计划(?:[新完建改实投开启培组推引整创打争治修种造举招]|力争)){DOCUMENT}(?![^,。;:]{{0,2}}(?:的?(?:编制|制定|报送|印发))))"
)


def in_document_name(scene: Scene) -> bool:
    """《云河市2023年…方案》, “2023年…行动”."""
    if in_book_title(scene.text, scene.reading.start):
        return True
    if not isinstance(scene.reading.value, Point | Window):
        return False
    return bool(QUOTED_DOCUMENT.search(scene.before) and QUOTED_DOCUMENT_REST.match(scene.after))


def term_of_plan(scene: Scene) -> bool:
    """总体规划(2021—2025年), 2021—2025年为规划期."""
    if not isinstance(scene.reading.value, Window):
        return False
    if PERIOD_OF_DOCUMENT.search(scene.before):
        return True
    return scene.reading.rule == "window of years" and bool(OWN_TERM.match(scene.rest))


def commencement(scene: Scene) -> bool:
    """自2024年1月1日起施行."""
    if scene.reading.rule not in ("since", "at", "from today", "window") or not COMMENCEMENT.match(scene.after):
        return False
    if scene.reading.rule != "since" or not MEASURE_BEGINS.match(scene.after):
        return True
    return len(scene.lead.rstrip("于自从")) < SHORTEST_MEASURE or bool(BY_DOCUMENT.search(scene.lead))


def validity(scene: Scene) -> bool:
    """有效期至2028年12月31日, 有效期五年."""
    if VALIDITY.search(scene.before):
        return True
    if (
        scene.reading.rule == "by"
        and scene.text[scene.reading.start] in "至到"
        and SINCE_COMMENCEMENT.search(scene.before)
    ):
        return True
    return isinstance(scene.reading.value, Window | Point) and bool(
        re.search(r"有效期", scene.lead) or (WINDOW_OF_VALIDITY.match(scene.rest))
    )


def signature(scene: Scene) -> bool:
    """The date of issue standing under the text."""
    return scene.reading.rule == "at" and scene.due_on is not None and scene.due_on == scene.context.issued_on


def dated_document(scene: Scene) -> bool:
    """2022年3月5日印发的…."""
    value = scene.reading.value
    return (
        isinstance(value, Point) and not value.explicit and bool(DATED_DOCUMENT.match(scene.after)) and is_past(scene)
    )


def part_of_name(scene: Scene) -> bool:
    """2023年版, 2024年预算, 防灾减灾日(5月12日)."""
    value = scene.reading.value
    if not isinstance(value, Point) or value.explicit:
        return False
    return bool(NAME.match(scene.after) or ANNIVERSARY.search(scene.before))


def submitted_paper(scene: Scene) -> bool:
    """报送月报、季报: papers, not how often they are due."""
    return scene.reading.rule == "cadence" and bool(SUBMITTED.search(scene.before))
