"""Whether an order follows a name, and which: a modal, a deed, a date, a charge; or what only looks like an order."""

import re
from dataclasses import dataclass

from obligations.extraction import orders
from obligations.extraction.bodyforms import GENERIC
from obligations.extraction.deadlines.engine import read_all
from obligations.extraction.findings import Role, UnitMention
from obligations.extraction.predicates import VERBS, predicate_at

# A name may be followed by what it is short for or includes: (以下简称…), (含…); and by 等新闻媒体.
ASIDE = re.compile(r"\((?:以下|下)?(?:统|简|并|合|含|包括|即|不含)?[^()]{1,40}\)")
# 企业和驾驶员, 单位及其工作人员: persons beside a body are no units.
PERSONS = re.compile(r"(?:和|及|与|、)(?:其)?[\u4e00-\u9fff]{0,6}?(?:人员|[员人者师生]|个人|群众)(?=[\u4e00-\u9fff])")
# 市城投公司作为业主单位,要倒排工期
AS_WHAT = re.compile(r"作为[^。;,:]{2,30}?,(?=要(?!求)|应|必须|须|负责|不得|[\u4e00-\u9fff]{2,4})")
# 各县(市、区)如需调整,须报…
IN_CASE = re.compile(r"(?:如|若|因|确)[^。;,:]{2,20},(?=要(?!求)|应当?(?!急|用)|必须|须|不得)")
# 各部门,特别是汛期任务重的,要…: who is meant above all stands between the subject and its order.
EMPHASISED = re.compile(r",(?:特别是|尤其是)[^。;,:]{2,30}?,?(?=要(?!求|点|素)|应当?(?!急|用)|必须|务必|须)")
# 领导小组办公室设在市能源局,负责日常工作
SEATED = re.compile(
    r"设(?:立)?[在于][^。;,:]{2,24},(?:[^。;:,]{0,8}由[^。;:]{2,40}?(?:组成|兼任|担任),)?(?=(?:具体|主要)?(?:负责|承担|统筹|牵头|定期)|每[周月日季年])"
)
AND_OTHERS = re.compile(r"等[\u4e00-\u9fff]{2,8}?(?=要(?!求|点|素)|应(?!急|用)|必须|须|负责)")
CLAUSE_END = re.compile("[。,;]")
# What may stand between a name and its order begins with one of these.
GOES_ON_BEHIND = frozenset("(之双,等和及与、作如若因确设")
LONGEST_TIME = 30
LONGEST_CHARGE = 60  # characters from 是 or 为 to what it puts in charge of


@dataclass(slots=True)
class Order:
    """What is ordered, at `stop`, of those named before it."""

    stop: int
    role: Role
    strong: bool  # a modal or 由 makes it an order beyond doubt
    commanded: bool = False  # 要, 应当, 必须: an order even among aims and principles


def order_behind(text: str, names: list[UnitMention], stop: int, limit: int, by: bool) -> Order | None:
    """The order that follows at `stop` to those named before it; `by`: 由 or 请 stands before them."""
    if "等" in text[names[-1].end : stop] and text.startswith(",", stop):
        stop += 1 if orders.WEAK.match(text, stop + 1, limit) else 0  # …、财政等部门,建立联动机制
    named, stop = stop, behind_name(text, stop, limit)
    if stop >= limit or _is_qualified(text, stop, limit) or orders.CONDITIONS.match(text, stop, limit):
        return None
    if by and (orders.DESCRIBES.match(text, stop, limit) or orders.POSTS.match(text, stop, limit)):
        return None
    if text[stop] in "是为" and ((charge := _in_charge(text, stop, limit)) or not predicate_at(text, stop, limit)):
        return charge
    reach = min(limit, stop + LONGEST_CHARGE)
    conditional = text.find("的,", stop, reach) >= 0 and orders.CONDITIONAL.match(text, stop, reach)
    if not conditional and orders.PERMITS.match(text, stop, limit):
        return None
    if text[stop] == "将" and orders.ANNOUNCED.match(names[0].name + "将 "):
        return None
    strong = by or bool(orders.STRONG.match(text, stop, limit))
    if not strong and not (conditional or _is_order(text, stop, limit, names[-1].name in GENERIC)):
        return None
    role = _role(text, stop, limit)
    if text.startswith("作为", named) and (part := orders.PART.match(text, named, stop)):
        role = orders.role_in_charge(part["what"])  # 市能源局作为牵头单位,要…
    return Order(stop, role, strong, bool(orders.COMMANDS.match(text, stop, limit)))


def behind_name(text: str, stop: int, limit: int) -> int:
    """The offset where the order must stand: behind (以下简称…), 等新闻媒体, and a comma before 要."""
    if text[stop : stop + 1] not in GOES_ON_BEHIND:
        return stop
    aside = ASIDE.match(text, stop, min(limit, stop + 46))
    if aside and (orders.WEAK.match(text, aside.end(), limit) or text.startswith(",", aside.end())):
        stop = aside.end()
    if text.startswith(("之间", "双方"), stop):
        stop += 2
    emphasised = EMPHASISED.match(text, stop, limit)
    stop = emphasised.end() if emphasised else stop
    others = AND_OTHERS.match(text, stop, limit) or PERSONS.match(text, stop, limit)
    stop = others.end() if others else stop
    role = AS_WHAT.match(text, stop, limit) or IN_CASE.match(text, stop, limit) or SEATED.match(text, stop, limit)
    stop = role.end() - 1 if role else stop
    if text.startswith(",", stop) and (role or orders.COMMANDS.match(text, stop + 1, limit)):
        return stop + 1  # 各县(市、区)和市直有关部门,要认真做好…
    return stop


def _is_qualified(text: str, stop: int, limit: int) -> bool:
    """Whether the name goes on (市财政局的…); 上报 and 下达 begin with such a character too."""
    if (
        text.startswith("及时", stop)
        or orders.BY_MEANS.match(text, stop, limit)
        or orders.TOGETHER.match(text, stop, limit)
    ):
        return False
    return text[stop] in orders.QUALIFIED and not (
        orders.DEED.match(text, stop, limit) or text[stop : stop + 2] in VERBS
    )


def _in_charge(text: str, stop: int, limit: int) -> Order | None:
    """市能源局是主管部门, 市行政审批局为牵头协调机构."""
    match = orders.IN_CHARGE.match(text, stop, min(limit, stop + LONGEST_CHARGE))
    if match is None:
        return None
    return Order(stop, orders.role_in_charge(match["what"]), strong=True)


def _is_order(text: str, stop: int, limit: int, generic: bool) -> bool:
    """A deed without a modal: 市局每年对…进行抽查. What went wrong in the past is none."""
    end = CLAUSE_END.search(text, stop, limit)
    clause_end = end.start() if end else limit
    if text[stop] != "对" and orders.FAULT.search(text, stop, clause_end):
        return False
    if orders.WEAK.match(text, stop, limit):
        return True
    if not generic and predicate_at(text, stop, limit):
        return clause_end == limit or text[clause_end] != "," or not _is_event(text, clause_end, limit)
    return _is_dated_order(text, stop, limit)


def _is_event(text: str, clause_end: int, limit: int) -> bool:
    """相关部门审签后,由财政部门拨付: the clause only says after what another does it."""
    if text[clause_end - 1] not in "后时前" or predicate_at(text, clause_end + 1, limit):
        return False
    return orders.OWN_POST.match(text, clause_end + 1, limit) is None


def _is_dated_order(text: str, stop: int, limit: int) -> bool:
    """市统计局次月5日前报送, 环保部门接报后应立即核实: a time or an event, and then the order."""
    event = orders.EVENT.match(text, stop, limit)
    if event:
        return bool(orders.WEAK.match(text, event.end(), limit))
    time = next(read_all(text, stop, min(limit, stop + LONGEST_TIME)), None)
    if time is None or time.start != stop:
        return False
    # 可研批复,市发展改革委3个工作日内; the matter stands before the unit
    alone = time.end == limit or text[time.end] in ";。"
    return alone or orders.WEAK.match(text, time.end, limit) is not None


def _role(text: str, stop: int, limit: int) -> Role:
    if orders.LEADS.match(text, stop, limit):
        return Role.LEAD
    return Role.SUPPORT if orders.HELPS.match(text, stop, limit) else Role.RESPONSIBLE
