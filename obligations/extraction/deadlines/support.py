"""What a bare date needs to be a goal: a word that aims at it, a label, or a deed after it."""

import re

from obligations.extraction.deadlines.readings import Lapse, Point, Window
from obligations.extraction.deadlines.scene import Scene, in_heading
from obligations.extraction.orders import DEEDS

STATE_AT = re.compile(r"(?:截至|截止到?|以)$")
# What a bare date needs to be a goal: a word that aims at it, a label, or a deed after it.
AIM = re.compile(
    r"(?:(?<![达得收受做找感接遇看回来拿提])到|(?<![乃甚以直])至|于|在|力争|争取|确保|计划|预计|拟|不(?:迟|晚)于|最迟|务必|[截限])$"
)
# The same where it already stands inside the reading: 到2025年…, 最迟….
AIMING = frozenset("到至最不")
LABEL = re.compile(r"(?:时限|期限|时间|日期|节点|进度|截止)(?:要求|节点|安排|目标)?[为是:于在]*(?:力争|争取)?$")
DEED_AFTER = re.compile(
    r"^(?:,|\)|(?:年度|目标|任务|重点|主要|工作)*:|、(?:20\d\d年|\d{1,2}月)|将(?!来|军)|把|力争|争取|要|应|须|确保|计划|拟|全面|基本|全部|累计|总体|如期|率先|初步|继续|再|分别|新|各|在|每|年均|全[市县区省州]|完成|实现|达|建|启动|开展|组织|召开|制定"
    r"|出台|形成|报|提交|开工|竣工|投入|投运|运行|上线|覆盖|公布|发布|提请|印发|编制|推出|创建|培育|打造|突破|控制|下降|提[高升]|增|降|消除|淘汰|关停|取得|通过|具备|验收|交付|整治|整改|改造|[动完竣复]工|投用|启用|封顶|开[业放馆园]|通[车水气航]|收官|挂牌|揭牌|见效|到位|落地|入驻|搬迁|办[理结]|[办完]毕|结[案项题清]|移交|销号|清[零欠退]|兑[现付]|拨付|归档|验[收讫])"
)
# “十四五”期间,逐步退出…, 新建…: a goal of those years; a state of things is none.
PLANNED = re.compile(
    rf"^,?(?:逐步|重点|大力|着力|积极|进一步|持续|有序|累计|共|每年|年均)*(?:要(?!求)|应当?|力争|争取|确保|计划|新[建增改]|全[面部]|{DEEDS})"
    r"(?![^,。;]{0,12}(?:取得了?|[来到]了))"
)
# 2024年村级覆盖率达到90%: a year with a goal in its clause; 2024年全市质量工作要点 is a name.
GOAL = re.compile(
    r"^(?:[^,。;:的]{1,20}(?:达到?|实现|完成|[降增]至|[提高升压]到)|[^,。;:的]{0,20}(?:不低于|不少于|不超过|不高于|控制在|稳定在|保持在))"
)
# 2025年汛期前, 2025年暑假期间: the year is that of the event.
OF_EVENT = re.compile(
    r"^[^,。;:前\d]{1,8}(?:(?<![提目])前(?!期|置|后|往|列|沿)|(?<=[季假汛节会运])(?:期间|内)|(?<=[汛水火渔学暑忙收热暖冻]期)(?:期间|间|内))"
)
# 2024.11 alone is the number of a gazette's issue; behind a label it is a month.
ISSUE_NUMBER = re.compile(r"20\d\d\.\d{1,2}")
HEADLINE = re.compile(r"^[^,。;:]{0,16}(?:要点|总体要求|总体思路|指导思想|重点工作)")
NOUN = re.compile(r"^(?:工作(?!全部)|考核|总结|人口|余额|数据|存量|经济|工资|绩效|述职|会议精神|结余|账面|库存)")


def bare(scene: Scene) -> bool:
    """A date without a word that makes it a limit, an aim, a label or a deed after it."""
    value = scene.reading.value
    if scene.reading.rule == "whole year":
        return not (scene.alone or is_labelled(scene))
    if scene.reading.rule == "during a plan":
        return not (AIM.search(scene.before) or PLANNED.match(scene.after))
    if isinstance(value, Window) and scene.reading.rule == "window of years":
        return not (
            scene.alone
            or is_labelled(scene)
            or in_heading(scene)
            or AIM.search(scene.before)
            or DEED_AFTER.match(scene.after)
        )
    if not isinstance(value, Point) or value.explicit:
        return False
    return scene.after.startswith("的") or not has_support(scene)


def has_support(scene: Scene) -> bool:
    """Whether a bare date is aimed at, labelled, or followed by a deed."""
    value = scene.reading.value
    before, after = scene.before, scene.after
    if isinstance(value, Point) and value.moment.grain == "year" and OF_EVENT.match(after):
        return False
    if not isinstance(value, Point) or is_labelled(scene):
        return True
    if scene.text[scene.reading.start] in AIMING:
        return bool(scene.rest) or after.startswith(",")
    if AIM.search(before) and not STATE_AT.search(before):
        return not NOUN.match(after)
    grain = value.moment.grain
    if ISSUE_NUMBER.fullmatch(scene.text, scene.reading.start, scene.reading.end):
        return False
    if grain in ("close", "part"):
        return not NOUN.match(after)
    if grain == "day":
        return not after.startswith(("的", "(", "。")) and bool(after)
    if grain != "year" and scene.alone:
        return True
    if grain == "year" and HEADLINE.match(after):
        return False
    if grain in ("year", "quarter", "half") and GOAL.match(after):
        return True
    return bool(DEED_AFTER.match(after)) or (grain == "month" and scene.text[scene.reading.end - 1] == "份")


def are_parallel(scene: Scene, other: Scene) -> bool:
    """Whether two bare dates of one sentence set the steps of one plan: 5月开工,8月主体完成."""
    value, beside = scene.reading.value, other.reading.value
    if not isinstance(value, Point) or not isinstance(beside, Point) or scene.sentence != other.sentence:
        return False
    if value.moment.grain != beside.moment.grain or value.moment.grain not in ("month", "quarter", "half"):
        return False
    return len(scene.rest) > 1 and not scene.rest.startswith("的") and not NOUN.match(scene.rest)


def is_labelled(scene: Scene) -> bool:
    """完成时限:2024年6月."""
    return bool(LABEL.search(scene.before))


def no_event(scene: Scene) -> bool:
    """20日前 with nothing that it is before."""
    reading = scene.reading
    return isinstance(reading.value, Lapse) and reading.rule in ("ahead", "counted back") and not reading.after
