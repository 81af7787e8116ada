"""Quantified targets: 改造10070户, 覆盖率达到75%以上, 较上年下降18%, 3—5家, 全覆盖.

An amount is a target where the words around it say that it is to be reached: a comparator, a deed before it or behind
it, or its place at the end of a clause that orders. Read only inside obligations. What is spent, owed, required of an
applicant, already done, or only tells the size of a thing (关停4.3米焦炉) is no target.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from obligations.extraction.findings import Change, Comparator, TargetFinding
from obligations.extraction.measures import (
    ABOUT,
    AFTER,
    BEFORE,
    CHINESE,
    LONGEST_BEFORE,
    NUMBER,
    SHARE,
    TIME,
    UNIT,
)
from obligations.extraction.numerals import chinese_number
from obligations.extraction.text import SourceText

Span = tuple[int, int]

TRIGGER = re.compile(
    rf"(?P<digits>(?<![\d.A-Za-z第〔(\[#№])\d)|(?P<share>百分之|{CHINESE}分之)|(?P<fold>翻[一两二三]?番)"
    r"|(?P<none>零(?=(?:新增|增长|事故|死亡|投诉|上访|缺陷|差错|延误|排放|违规|跑动|发生|伤亡)(?!计划)))"
    rf"|(?P<all>全覆盖|全达标|全办结|全清零)|(?P<said>(?:不少于|不低于|不超过|至少|最多)(?={CHINESE}(?:{UNIT})))"
)
# What a trigger can begin with, so that most of a text is passed over.
LEAD = re.compile(
    r"[\d一二三四五六七八九十百两零翻全不至最](?:(?<=\d)|(?=[一二三四五六七八九十百两零分番新增事死投上缺差延容排违跑发伤覆达办清少低超多]))"
)
AMOUNT = re.compile(
    rf"(?P<number>{NUMBER})(?P<unit>{UNIT})?(?:(?:[-—~]{{1,2}}|至|到)(?P<to>{NUMBER})(?P<last>{UNIT})?)?"
)
PERCENT = re.compile(rf"百分之(?P<number>{CHINESE}(?:点{CHINESE})?|{NUMBER})")
FRACTION = re.compile(rf"(?P<whole>{CHINESE})分之(?P<part>{CHINESE})")
SAID = re.compile(rf"(?P<number>{CHINESE})(?P<unit>{UNIT})")
FOLDS = {"翻番": 2, "翻一番": 2, "翻两番": 4, "翻二番": 4, "翻三番": 8}

CLAUSE_MARK = re.compile(r"[,。;:!?]")
# What may stand behind an amount that ends with its measure; a noun makes 5000万元以上 an attribute.
ENDS = frozenset(",。;:!?、)(”》")
LONGEST_CLAUSE = 60
LONGEST_WHAT = 40
DEED_REACH = 30

# A deed before an amount makes it a target.
DEED = re.compile(
    r"[新改扩续复迁重翻]建|建[成设立]|改造|完成|实现|打造|培[育训养植]|引进|招引|招商|新增|净增|发展|创建|治理|整治|修[复建缮]|"
    r"种植|栽植|植树|造林|推广|安装|更换|加固|开工|竣工|投产|举办|开展|组织|选[派树]|遴选|认定|确保|力争|争取|达到?|布局|设[立置]|建立|"
    r"配备|配置|储备|收储|供应|筹[集建措]|拓宽|硬化|绿化|清淤|疏浚|拆除|关停|退出|淘汰|搬迁|开通|接入|覆盖|惠及|帮扶|纳入|压减|化解|处置|盘活|"
    r"提升|提高|增加|减少|降低|下降|增长|推出|发布|制[定修]|修订|出台|实施|落地|签约|入库|申报|获[批评]|评[选定]|命名|检查|抽[查检]|排查|巡查|"
    r"走访|接待|轮训|招[聘录收]|吸纳|转移|输送|安置|就业|创业|投[入放运]|生产|产[量能]|销售|出口|进口|流转|托管|播种|覆膜|养殖|出栏|存栏|"
    r"铺设|架设|敷设|维[修护]|养护|清[理除运]|回收|利用|消纳|处理|减排|节[约能水]|替代|升级|迭代|上[线市]|孵化|转化|立项|攻关|突破|总量|"
    r"落实|签[订约署]|争取|调[运入]|外购|外送|撬动|偿还|清偿|归集|募集|融资|减免|加装|腾退|补充|恢复|编[制印]|消除|销号|取缔|关闭|抽测|"
    r"规模|目标|指标|任务|不少|采[购集]|购[置买]|布设|划定|登记(?!在册)|办[理结]|发放|回购|征[集收]|公布|组建|挂牌|建档|开[发设放]|支持|新[开培认]"
)
# What is done to an amount that stands before it: 1.5万户完成改造, 120万吨产能退出.
DONE = re.compile(
    r"[^,。;、\d]{0,14}?(?:(?:全部|基本|均|要)?(?:完成|实现|通过)|退出|淘汰|关停|拆除|开工|竣工|投产|投用|投入|建成|并网|上线|入库)"
)
ONLY_WHEN = re.compile(r"(?:.{0,12}(?:[前底内末年月日]|季度|上半年))?(?:全[市县区省])?$")
ACTORS = re.compile(r"(?:成员|县|区|市|乡|镇|街道|部门|单位|专?班|组)")
# A clause that tells instead of ordering, whose amount at the end is no target.
TELLS = re.compile(
    r"共|合计|总计|包[括含]|涉及|[划区]?分[为成]|[设成]立|下设|设有|组成|由|占(?!比)|位于|一式|满分|排名|发现|人口|存量|保有量|累计|平均|每|现状|"
    r"在建|在用|在册|注册资|联络员|联系人|负责人|责任人|提交|出具|填报|"
    r"以[上下]的|(?:面积|占地|[长宽高深厚粗重径]度?|重量|容积|库容|电压|压力|功率|造价|价格?|投资额?|[灰水]分|挥发分|含.{1,4}量|浓度|分值|会期|工期|经费|"
    r"费用|预算|所需|安排|[是为有计系含即]|[(])$"
)
# The size of a thing: 4.3米焦炉, 500千瓦以上机组, 12米公交车30辆. A length or mass of what has no pieces is none.
SIZE_UNIT = re.compile(r"[百千]?[万亿]?余?(?:米|吨|立方米|平方米|升|毫升|公斤|千瓦|兆瓦|千伏安|伏安|元)(?:/.*)?")
THING = re.compile(
    r"(?:级|及?以[上下])?的?[^,。;、\d]{0,8}?(?:[焦高转电熔窑]炉|锅炉|机组|[公客货卡叉行吊罐汽]交?车|船舶?|泊位|变压器|变电站|电机|水泵|织机|煤矿|"
    r"矿井|装置|生产线|(?<!电)池|[储油气水]罐|[水铁]塔|桥梁|水闸|涵洞|路灯|吊机|企业)(?=$|[^\u4e00-\u9fff]|建设|改造|关停|淘汰|拆除|退出|更新)"
)
THEN_COUNTED = re.compile(rf"(?:级|及?以[上下])?的?[^,。;、\d]{{1,10}}{NUMBER}余?[万千]?[个座台套辆艘条处部家项口孔]")
# Money and shares that follow from rules, not aims.
RULED = re.compile(
    r"罚|违约金|滞纳金|赔偿|补[助贴偿]|奖[励补]|资助|给予|拨付|缴纳|收取|收费|保证金|押金|津贴|待遇|税率|利率|费率|贴息|扣[减除]|计[提算]|"
    r"出资|分摊|承担|押|标准|限额|额度|起付|报销|支付比例"
)
PER_HEAD = re.compile(r"(?:每|按每?)(?:人|户|亩|吨|台|辆|名|套|张|床|床位|平方米|学年|生|[个家项所座](?!月|季|季度))")
PAST = re.compile(
    r"(?<![而不])已(?:经|有|建|完|累|达|实|新|培|投|发|改|超|开|形|成|纳|办)|现有|原有|截[至止](?:目前|20\d\d年\d{1,2}月底?[,]?(?:全|我|共|累|已))|去年|上年(?!度?(?:增|下|减|提|同|末?基))"
    r"|目前|近年来|以来|曾|共有(?!率)|发现问题|其中(?=.{0,4}(?:已|原))"
)
CONDITION = re.compile(
    r"^(?:凡|对(?!标)|符合|具备|满足|年满|未满|属于|如|若|当(?!年|地|前)|因|经营|注册资|年龄|总投资(?:额)?|单[体项个]|"
    r"(?:面积|高度|长度|投资|金额|合同|造价|规模)(?:额|总额|估算价)?(?:在|达|为)?$)"
)
CONDITION_END = re.compile(
    r"的$|的(?:单位|企业|个人|项目|人员|行为|情形|情况|区域|地区|路段|建筑|工程|房屋)$|(?:时|后)$"
)
RANGE_AROUND = re.compile(r"范围|(?:以|之)?内的?(?:区域|范围|不得|禁止|严禁)|半径|处(?=[设建])|区域内|外(?!资|贸|出)")
DISTANCE_BEFORE = re.compile(
    r"(?:距离?|周边|周围|沿线|两侧|半径|方圆|水深|水位|雨量|流速|风速|红线|退让|限[速高宽重]|时速|外延|向外|间距|净高|净宽|宽度|高程|海拔)[^,。;]{0,10}$"
)
COUNT_OF_PARTS = re.compile(
    r"(?:方面|环节|部门|单位|月|季度|阶段|层面|维度|等级|类别|小时|工作日|标准(?!化|厂|箱)|文件|通知|附件|条款|字|章"
    r"|工作组|专班|小组|专项(?!行动|整治)|领域|步骤|要求|问题|原则)"
)
LISTED_BEFORE = re.compile(
    r"(?:以下|下列|上述|等|这|该|各|(?<![底末日月年])前|后|共|第|全[市省县区国]|[在于]|每[\u4e00-\u9fff])$"
)
# 至少开展2次: the comparator stands before the deed.
AT_LEAST_DO = re.compile(r"(?:(?P<ge>至少|不少于)|(?P<le>最多|至多|不超过))[^\d,。;]{1,8}\Z")
# 压减煤炭消费18%: so does the change.
CHANGE_FAR = re.compile(
    r"(?:(?P<rise>增长|提高|提升|增加)|(?P<fall>下降|降低|减少|压减|压缩|削减))(?![到至为])[^\d,。;到至为达]{1,10}\Z"
)
FREQUENCY_BEFORE = re.compile(r"(?:每|逐)(?:[年月周日天季旬]|季度|半年|学期|两|[\d])[^,。;]{0,20}$")
TIMES_DONE = frozenset(("次", "轮", "期", "份", "场"))
# What an applicant brings: 身份证复印件1份.
PAPERS = re.compile(r"(?:复印件|原件|申请[书表]|证明|照片|总结|报告|报表|承诺书)$")


@dataclass(slots=True)
class _Amount:
    """A number with its measure at [start, end) of the text, and the words of comparison in `way`."""

    start: int
    end: int
    number: Decimal
    unit: str
    number_to: Decimal | None = None
    sort: str = "digits"


def find_targets(source: SourceText, start: int, end: int, taken: Sequence[Span] = ()) -> list[TargetFinding]:
    """The targets of [start, end), in text order, none over another or over a span of `taken` (its deadlines)."""
    text = source.text
    found: list[TargetFinding] = []
    at = start
    while lead := LEAD.search(text, at, end):
        trigger = TRIGGER.match(text, lead.start(), end)
        if trigger is None:
            at = lead.end()
            continue
        amount = _amount(text, trigger, end)
        if amount is None:
            at = _digits_end(text, trigger.end(), end)
            continue
        at = amount.end
        target = _target(source, amount, found[-1].end if found else start, end, start)
        if target is None or any(a < target.end and target.start < b for a, b in taken):
            continue
        at = max(at, target.end)
        found.append(target)
    return found


def _digits_end(text: str, at: int, end: int) -> int:
    while at < end and (text[at].isdecimal() or text[at] in ".,"):
        at += 1
    return at


def _amount(text: str, trigger: re.Match[str], end: int) -> _Amount | None:
    at = trigger.start()
    match trigger.lastgroup:
        case "digits":
            return _printed(text, at, end)
        case "share":
            return _share(text, at, end)
        case "fold":
            return _Amount(at, trigger.end(), Decimal(FOLDS.get(trigger.group(), 2)), "倍", sort="fold")
        case "none":
            return _Amount(at, min(end, trigger.end() + 2), Decimal(0), "", sort="none")
        case "all":
            return _Amount(at, trigger.end(), Decimal(100), "%", sort="all")
    said = SAID.match(text, trigger.end(), end)
    value = chinese_number(said["number"]) if said else None
    return _Amount(said.start(), said.end(), Decimal(value), said["unit"]) if said and value is not None else None


def _printed(text: str, at: int, end: int) -> _Amount | None:
    """10070户, 3—5家, 10%—15%; None without a measure."""
    match = AMOUNT.match(text, at, end)
    if match is None:
        return None
    unit = match["last"] or match["unit"]
    if unit is None:
        return None
    last, stop = match["to"], match.end()
    if last is not None and (match["last"] is None or _value(last) <= _value(match["number"])):
        if match["unit"] is None:
            return None
        last, unit, stop = None, match["unit"], match.end("unit")
    return _Amount(at, stop, _value(match["number"]), unit, _value(last) if last else None)


def _share(text: str, at: int, end: int) -> _Amount | None:
    """百分之九十, 三分之二, as per cent."""
    if percent := PERCENT.match(text, at, end):
        value = _said(percent["number"])
        return _Amount(at, percent.end(), value, "%", sort="share") if value is not None else None
    fraction = FRACTION.match(text, at, end)
    if fraction is None:
        return None
    whole, part = chinese_number(fraction["whole"]), chinese_number(fraction["part"])
    if not whole or part is None or part > whole:
        return None
    value = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _Amount(at, fraction.end(), value, "%", sort="share")


def _said(text: str) -> Decimal | None:
    """九十, 九十九点五, 90."""
    if text[0].isascii():
        return _value(text)
    whole, _, part = text.partition("点")
    value, tenth = chinese_number(whole), chinese_number(part) if part else None
    if value is None:
        return None
    return Decimal(f"{value}.{tenth}") if tenth is not None else Decimal(value)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _target(source: SourceText, amount: _Amount, floor: int, end: int, low: int) -> TargetFinding | None:
    """The finding, where the words around the amount make it a target. `floor`: where the one before ended."""
    text = source.text
    begin, stop = _clause(text, amount, low, end)
    before = text[begin : amount.start]
    way = BEFORE.search(text[max(begin, floor, amount.start - LONGEST_BEFORE) : amount.start])
    way = way if way and way.lastgroup != "eq" else AT_LEAST_DO.search(before) or way
    about = None if way else ABOUT.search(before)
    after = AFTER.match(text, amount.end, end)
    if not _is_target(text, amount, (begin, stop), way, after):
        return None
    comparator, change = _meaning(way, bool(about), after)
    far = CHANGE_FAR.search(before) if way is None and re.fullmatch(SHARE, amount.unit) else None
    if far and far.lastgroup:
        change = Change(far.lastgroup)
    said = way or about
    first = amount.start - (len(said.group()) if said and not said.groupdict().get("eq") else 0)
    last = after.end() if after else amount.end
    what = source.verbatim[begin:stop][:LONGEST_WHAT]
    return TargetFinding(
        first,
        last,
        source.verbatim[first:last],
        amount.number,
        amount.unit,
        comparator,
        change,
        amount.number_to,
        what,
    )


def _meaning(way: re.Match[str] | None, about: bool, after: re.Match[str] | None) -> tuple[Comparator, Change]:
    words = way.groupdict() if way else {}
    change = Change.RISE if words.get("rise") else Change.FALL if words.get("fall") else Change.NONE
    for name in ("ge", "le", "gt", "lt"):
        if words.get(name):
            return Comparator(name), change
    if about or words.get("about") or (after and after.lastgroup == "about"):
        return Comparator.ABOUT, change
    return Comparator(after.lastgroup) if after and after.lastgroup else Comparator.EQUAL, change


def _clause(text: str, amount: _Amount, low: int, end: int) -> Span:
    """The clause around the amount."""
    begin = max(low, amount.start - LONGEST_CLAUSE)
    for mark in CLAUSE_MARK.finditer(text, begin, amount.start):
        begin = mark.end()
    mark_after = CLAUSE_MARK.search(text, amount.end, min(end, amount.end + LONGEST_CLAUSE))
    return begin, mark_after.start() if mark_after else min(end, amount.end + LONGEST_CLAUSE)


def _is_target(
    text: str, amount: _Amount, clause: Span, way: re.Match[str] | None, after: re.Match[str] | None
) -> bool:
    begin, stop = clause
    before, behind = text[begin : amount.start], text[after.end() if after else amount.end : stop]
    if PAST.search(before) or _is_ruled(amount, before, behind) or _is_condition(before, behind):
        return False
    if re.fullmatch(TIME, amount.unit):
        words = way.groupdict() if way else {}
        return any(words.get(name) for name in ("le", "fall", "lt")) and behind[:1] != "的"
    if amount.sort == "fold":
        return True
    if SIZE_UNIT.fullmatch(amount.unit) and (THING.match(behind) or THEN_COUNTED.match(behind)):
        return False
    if amount.sort == "none":
        return _closes(behind)
    if after and behind and behind[0] not in ENDS and way is None:
        # 总投资5000万元以上项目: what the amount belongs to stands behind it; but 三分之二以上的村完成改造
        return amount.sort == "share" and DEED.search(behind) is not None
    if behind[:1] == "级":
        return False
    if way is not None:
        return True
    if COUNT_OF_PARTS.match(behind) or (amount.unit in TIMES_DONE and FREQUENCY_BEFORE.search(before)):
        return False
    if PAPERS.search(before):
        return False
    if amount.sort == "all" and _closes(behind):
        return True
    if LISTED_BEFORE.search(before) and not (after and before.endswith("在")):
        return False
    if DEED.search(text, max(begin, amount.start - DEED_REACH), amount.start):
        return True
    if _closes(behind):
        is_share = bool(re.fullmatch(SHARE, amount.unit))
        is_rate_of_pay = "元" in amount.unit and "/" in amount.unit
        return (len(before) > 1 or is_share) and not is_rate_of_pay and not TELLS.search(before)
    return ONLY_WHEN.match(before) is not None and DONE.match(behind) is not None and not ACTORS.match(behind)


def _closes(behind: str) -> bool:
    """Whether the amount stands at the end of its clause."""
    return not behind or behind[0] in ENDS


def _is_ruled(amount: _Amount, before: str, behind: str) -> bool:
    """Whether money or a share follows from a rule (fines, subsidies, fees, rates), or is for each of many."""
    if amount.sort in ("none", "all", "fold"):
        return False
    money = "元" in amount.unit
    if money and (RULED.search(before) or RULED.search(behind[:8]) or PER_HEAD.search(before) or behind[:1] == "/"):
        return True
    if amount.unit in ("%", "‰", "倍") and re.match("的?(?:比例|标准|额度|罚款|股权|股份|责任)", behind):
        return True
    return amount.unit in ("%", "‰", "倍") and bool(RULED.search(before)) and not re.search("(?<![税利费])率", before)


def _is_condition(before: str, behind: str) -> bool:
    """Whether the clause says who or what is meant, not what is to be reached."""
    if CONDITION.search(before) or CONDITION_END.search(behind) or DISTANCE_BEFORE.search(before):
        return True
    return RANGE_AROUND.match(behind) is not None
