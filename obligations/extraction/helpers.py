"""Who helps the one that is ordered: 会同市财政局…, 组织有关部门…, 商市能源局…"""

import re

from obligations.extraction import orders
from obligations.extraction.bodies import Bodies
from obligations.extraction.findings import UnitMention
from obligations.extraction.parties import Addressed
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.units import list_at

PLACE_NAME = re.compile(r"[^、和及与]+")
CHARGE = re.compile(r"(?:主要|具体)?负责")
LONGEST_REACH = 120  # characters from a subject to its 会同
# 组织各县(市、区)开展: those called to do it are below, not beside the subject.
SUBORDINATE = re.compile(r"(?:[县市区旗州镇乡村)）]|政府|街道|企业|学校|医院|公司|机构)$")


class HelperReader:
    """Reads who helps in the sentences of one directive."""

    def __init__(self, source: SourceText, register: Register, bodies: Bodies, addressed: Addressed) -> None:
        self.source = source
        self.text = source.text
        self.register = register
        self.bodies = bodies
        self.addressed = addressed

    def of(self, stop: int, limit: int) -> list[UnitMention]:
        """Who does it together with a subject whose order stands at `stop`, up to the end of the sentence."""
        sentence_end = self.text.find("。", stop, limit)
        sentence_end = sentence_end if sentence_end >= 0 else limit
        lead = orders.LEADS.match(self.text, stop, limit)
        first = orders.WITH.match(self.text, lead.end() if lead else stop, limit)
        later = first.end() if first else stop
        matches = [first] if first else []
        more = list(orders.LATER_WITH.finditer(self.text, later, min(sentence_end, stop + LONGEST_REACH)))
        matches += [match for match in more if match.group() == "会同" or (match is more[0] and not first)]
        return [mention for match in matches for mention in self._named(match, sentence_end)]

    def of_heading(self, start: int, end: int) -> list[UnitMention]:
        """会同市财政局…, 负责会同…: who helps the one that a heading names."""
        charge = CHARGE.match(self.text, start, end)
        return self.of(charge.end() if charge else start, end)

    def _named(self, match: re.Match[str], limit: int) -> list[UnitMention]:
        """The names behind 会同 or 组织: units, you, bodies, or places alone."""
        at = match.end()
        listed = list_at(self.source, at, limit, self.register)
        mentions = listed[0] if listed else self.bodies.known_at(at, limit)[0]
        if match.groupdict().get("calls"):
            return [mention for mention in mentions if not SUBORDINATE.search(mention.name)]
        if mentions:
            return mentions
        if at < limit and (you := self.addressed.at(self.text, at, limit)):
            return [you]
        places = orders.WITH_PLACES.match(self.text, at, limit)
        return self._places(*places.span("names")) if places else self.bodies.charged_at(at, limit)[0]

    def _places(self, start: int, stop: int) -> list[UnitMention]:
        return [
            UnitMention(self.source.verbatim[slice(*part.span())], *part.span())
            for part in PLACE_NAME.finditer(self.text, start, stop)
        ]
