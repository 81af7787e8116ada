"""Where a time expression may begin: one cheap pattern over the text, so that rules are tried only there."""

import re

from obligations.extraction.deadlines.feasts import MOVING_FEASTS
from obligations.extraction.deadlines.moments import MID_YEAR, YEAR
from obligations.extraction.deadlines.rules_cycles import DEED, REPORTED

DIGIT = r"[\d一二三四五六七八九十百两]"
_CYCLE = (
    r"每|逢[单双]月|逐[年季月旬周日天]|按照?[年季月旬周日天半双学]|分(?:年度|季度|月)|[次当]月|翌月|季度?(?=末|底|[首次]月|后\d)|(?<![一二三四\d个上下本当次同逐])月(?=后\d)"
    rf"|(?:双[月周]|半年|季度?|旬|月|周|日)(?=一?{DEED})|双月(?=召开|举[办行])|(?<=[,、])年度?(?={DEED})|月[初末](?={REPORTED})|工作日(?=每[天日])"
)
_DATE = (
    rf"{YEAR}(?=[年./\-—~至到])|[今本当明来次翌]年(?=度?[底末内前年]|[第上下1-9一二三四十春国元五中端清重“])"
    r"|[今明]年(?=,?[^,。;前]{0,8}?(?:要|力争|计划|确保|争取|完成|实现))"
    rf"|下个?月(?=\d|[底末初一二三十]|[上中下]旬)|本月(?=[底末\d一二三十])|月(?=[底末][之以]?前)|[上下]半年"
    r"|第[一二三四1-4]季度|第(?=[一二三四五1-5]个?年(?:度|年?[底末内]|完成|实现|达到?|建成|开工|启动|[要力]|全[面部]|基本))|前[两二三]个?季度"
    rf"|年(?=年?[底末终]|度?内|{MID_YEAR}|度(?:终了|结束)前)|岁末(?!年初)"
    r"|[本这下](?:个)?(?:周|星期)(?=[一二三四五六日天])|本周内|本月内|全年|本季度?(?=[内末])"
    r"|元旦|“?[五六七八十]一(?=[”节国儿建之前劳假小长、])|“?三八(?=[”国妇节])|国庆|劳动节|儿童节|妇女节|植树节|建军节|教师节"
    rf"|{'|'.join(MOVING_FEASTS)}"
    r"|即日|现在(?=起|开始|至|到)|(?:印发|发布|下发|公布|发文)之日|[“\"]?十[二三四五六]五[”\"]?(?=时?期?末|期间|时期)"
)
_LAPSE = (
    rf"提前|(?:[再利]?用|经过|通过|力争|限[期时])(?=[在于]?{DIGIT}|半)|最[迟晚]不得?超过|时限(?=[^\d]{{1,6}}{DIGIT})"
    rf"|(?<=[改理结批查核馈复正置])期限(?=[^\d]{{1,6}}{DIGIT})"
)
_NUMBER = (
    rf"\d{{1,3}}(?=[月年日天周星季小分工]|个[半双月工季星小自学年旬周日天分]|[-—~至到或]{{1,3}}{DIGIT})"
    r"|[一二三四五六七八九十百两]{1,5}"
    rf"(?=[月年日天周星季]|个半?[月工季星小自]|小时|分钟|工作日|[-—~至到或]{{1,2}}{DIGIT})"
    r"|半(?=年|个?月|小时|天|日)"
)
# The name of the group that matched says which family of rules is tried.
TRIGGER = re.compile(rf"(?P<cycle>{_CYCLE})|(?P<date>{_DATE})|(?P<lapse>{_LAPSE})|(?P<number>{_NUMBER})")
# The same where it begins with a digit, which most do.
COUNT_TRIGGER = re.compile(rf"(?P<date>{YEAR}(?=[年./\-—~至到]))|(?P<number>{_NUMBER})")
COUNTS = frozenset("0123456789")
# What a trigger can begin with, so that most of a text is passed over: the character, and what may follow it.
NEXT = {
    "逐": "年季月旬周日天",
    "逢": "单双",
    "按": "照年季月旬周日天半双学",
    "分": "年季月",
    "工": "作",
    "今": "年",
    "明": "年",
    "来": "年",
    "次": "年月",
    "翌": "年月",
    "当": "年月",
    "本": "年月周星季个",
    "这": "周星个",
    "下": "半个月周星发",
    "上": "半",
    "第": "一二三四五12345",
    "前": "两二三",
    "全": "年",
    "元": "旦宵",
    "“": "三五六七八十",
    "国": "庆",
    "劳": "动",
    "儿": "童",
    "妇": "女",
    "植": "树",
    "教": "师",
    "建": "军",
    "春": "节",
    "清": "明",
    "端": "午",
    "中": "秋",
    "重": "阳",
    "即": "日",
    "现": "在",
    "印": "发",
    "发": "布文",
    "公": "布",
    "提": "前",
    "再": "用",
    "利": "用",
    "用": "在于半0123456789一二三四五六七八九十百两",
    "经": "过",
    "通": "过",
    "力": "争",
    "限": "期时",
    "最": "迟晚",
    "时": "限",
    "期": "限",
    "半": "年个月小天日",
    "岁": "末",
}
_COUNTS = r"\d一二三四五六七八九十百两"
_ANY = '每年季双旬月周日"'  # whatever follows
_AFTER_COUNT = rf"{_COUNTS}〇零○月年日天周个星季小分工五\-—~至到或”节国儿建之前劳假长、"
LEAD = re.compile(
    rf"[{''.join(NEXT)}{_COUNTS}{_ANY}](?:(?=[{''.join(sorted(set(''.join(NEXT.values()))))}{_AFTER_COUNT}])|(?<=[{_ANY}]))(?!作(?!日))"
)

# 年底 is bare only where no word before it says which year's.
NOT_BEFORE_YEAR = frozenset("去上近几数多全历往常累整前后成青少老每一二三四五六七八九十两0123456789")
# 月底前 alone is the end of this month: not that of each, the next or a named one.
NOT_BEFORE_MONTH = frozenset("的每各个本次当逐按上下隔单双翌该同首末几数满前后余0123456789一二三四五六七八九十两半")
HAN_BEFORE_HAN = frozenset("第〇零○一二三四五六七八九十百")


def may_begin(text: str, trigger: re.Match[str], floor: int) -> bool:
    """Whether an expression can begin here: not in the middle of a number, nor at 近年底.

    `floor`: where the last one ended.
    """
    at = trigger.start()
    if at <= floor:
        return True
    before = text[at - 1]
    if trigger.lastgroup == "number":
        if before == "." or before.isdecimal():
            return False
        return before not in ("第〇零○" if text[at].isdecimal() else HAN_BEFORE_HAN)
    if text[at] == "月" and trigger.lastgroup == "date":
        return before not in NOT_BEFORE_MONTH
    return text[at] != "年" or before not in NOT_BEFORE_YEAR
