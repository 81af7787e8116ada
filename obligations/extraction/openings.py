"""Where in a paragraph the subject of an order can begin: at its start, behind a mark, a time, an adverb, or 由."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from operator import methodcaller

from obligations.extraction.bodies import Bodies
from obligations.extraction.bodyforms import DESCRIBING
from obligations.extraction.bodywords import NOUNS_TOO
from obligations.extraction.layout import Layout
from obligations.extraction.unithints import NameHints
from obligations.extraction.unitwords import LEAD_INS

# A bracket of levels, 县(市、区), stands inside a name, and so does one of one or two characters: 森林(草原)防火机构.
_WITHIN_NAME = "".join(rf"(?<!\([^一二三四五六七八九十()]{{{size}}}\))" for size in (1, 2))
# It begins with one class of characters, for speed.
BOUNDARY = rf"[。;!?:,”》】」)、](?:(?<!、)(?<![市区县旗州盟镇乡村办道]\)){_WITHIN_NAME}|(?<=牵头、))"
# Words that put a unit in charge wherever they stand. 经由 and 理由 are other words.
BY = re.compile(
    r"由(?<![经理自事因缘来]由)(?!于|此|来|浅|衷|上(?!一?级)|下(?!一?级|属)|左|右|东|西|南|北|原)(?:所?涉及的)?|请(?<![申邀聘恳报提商]请)(?!示|求|假|教)|责令|责成"
    r"|委托(?!第三方|[^、,。;]{0,6}(?:中介|专业|评估|检测|咨询|社会|有资质|具有|具备)|他人)|授权"
)
# A subject may follow these within a clause: times, conditions, adverbs.
TIME_END = "前后内起间时日月年度期下"
# 中 and 上 are where no word begins with them (中心, 中央, 上述, 上级), or 工作中 ends in it.
IN_COURSE = (
    "(?:中(?:(?![心国学小医央队介等级专共])|(?<=工作中)|(?<=过程中))|上(?![一述级报传岗市门旬海游访下]|年(?!度)|半年))"
)
# Up to the first word of time of a clause; a longer run is no opening.
NO_TIME_END = f"[^{TIME_END}中上。;!?:,]"
LONGEST_OPENING = 28
OPENING = re.compile(
    rf"(?:{NO_TIME_END}{{0,24}}+(?:(?!{IN_COURSE})[中上]{NO_TIME_END}{{0,24}}+){{0,3}}+(?:[{TIME_END}](?!续)[内前后]?|{IN_COURSE}),?"
    r"|同时|其中|此外|另外|原则上|具体|即|并|并且|而|首先|其次|最后|"
    r"[一二三四五六七八九]是(?:要)?|第[一二三四五六七八九],)"
)
# A boundary, with the span of the opening behind it.
BEGINNING = re.compile(rf"{BOUNDARY}(?=((?:{OPENING.pattern})?))")
# No name begins with a mark, with 由, 对 or 请, or with the verbs that most clauses begin with (加强, 推进, 落实).
NO_NAME_BEGINS = frozenset("。;!?:,、)”》】」.由对请")
VERBS = frozenset(word for word in LEAD_INS if len(word) > 1 and word not in NOUNS_TOO)
LONGER_VERBS = tuple(verb for verb in VERBS if len(verb) > 2)
LONGER_BEGIN = frozenset(verb[:2] for verb in LONGER_VERBS)
# Those that may only say which body is meant: 负责行业管理的部门.
VERBS_DESCRIBE = frozenset(
    "接到 收到 获得 涉及 产生 占用 列入 纳入 负责 承担 牵头 受理 申请 参加 参与 实施 组织 接受 发布 提供 取得".split()  # noqa: SIM905
)
# No sentence is endless.
LONGEST_SENTENCE = 800
ADDRESSED = frozenset("你贵")


class Openings:
    """The places of one directive where the subject of an order can begin; found once, cheap to ask for."""

    def __init__(self, layout: Layout, hints: NameHints, bodies: Bodies) -> None:
        self.text = layout.source.text
        self._hints = hints
        self._bodies = bodies
        self._seen: frozenset[int] = frozenset()  # all places of the text that have been looked at
        self._acting: set[int] = set()  # those of the places asked for where a body may have to act
        # a line may break behind 各
        self._paragraphs = [at - (self.text[at - 1 : at] == "各") for at in layout.sure_starts]

    def within(self, start: int, end: int, until: int) -> Iterator[tuple[int, int, bool, bool]]:
        """The places of [start, end) before `until`, in text order, its start among them.

        With each, the end of what a subject there may read, whether 由, 请 or the like stands before it, and whether a
        body may have to act there.
        """
        until = min(until, end)
        places = self._places[bisect_left(self._places, start) : bisect_left(self._places, until)]
        if start < until and start not in self._seen and self._promising([start]):
            places.insert(0, start)
        following = bisect_right(self._paragraphs, start)
        for at in places:
            while following < len(self._paragraphs) and self._paragraphs[following] <= at:
                following += 1
            stop = self._paragraphs[following] if following < len(self._paragraphs) else end
            yield at, min(stop, end, at + LONGEST_SENTENCE), at in self._charged, at in self._acting

    @cached_property
    def _charged(self) -> frozenset[int]:
        """The places behind 由, 请 and the like."""
        charged = (match.end() for match in BY.finditer(self.text, self._bodies.start, self._bodies.end))
        return frozenset(at for at in charged if at < self._bodies.end)

    @cached_property
    def _places(self) -> list[int]:
        text, end = self.text, self._bodies.end
        places = {*self._charged, *self._paragraphs}
        for at in self._paragraphs:
            if opening := OPENING.match(text, at, min(end, at + LONGEST_OPENING)):
                places.add(opening.end())
        beginnings = BEGINNING.finditer(text, self._bodies.start, end)
        places.update(chain.from_iterable(map(methodcaller("span", 1), beginnings)))
        places.discard(end)
        self._seen = frozenset(places)
        return self._promising(sorted(places))

    def _promising(self, places: list[int]) -> list[int]:
        """Those of the places, ascending, where a name can begin, or a body may have to act."""
        text = self.text
        places = [
            at
            for at in places
            if text[at] not in NO_NAME_BEGINS
            and (
                (
                    (begin := text[at : at + 2]) not in VERBS
                    and not (begin in LONGER_BEGIN and text.startswith(LONGER_VERBS, at))
                )
                or (begin in VERBS_DESCRIBE and DESCRIBING.match(text, at))
            )
        ]
        acting = self._bodies.acting(places)
        self._acting.update(acting)
        kept = {*self._hints.beginning(places, self._bodies.end), *acting}
        return [
            at for at in places if at in kept or at in self._charged or text[at] in ADDRESSED or text[at - 1] == "条"
        ]
