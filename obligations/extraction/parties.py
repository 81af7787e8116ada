"""The parties of a directive: who stands above its readers and is ordered nothing, and whom it calls 你局."""

import re

from obligations.extraction.findings import UnitMention
from obligations.extraction.register import Register

YOU = re.compile(
    r"(?:你|贵)(?:们)?(?P<head>局|委|县|市|区|办|厅|院|部|中心|公司|单位|校|州|乡|镇|府|处|队|集团|行|会|省|盟|旗)(?![委政域级内长面区])"
)
YOU_BEGINS = frozenset("你贵")
# Those who decide and issue are addressed by nobody.
ABOVE = re.compile(
    r"党中央|国务院|中共中央|国家|全国人大常委会|中央|(?:省|自治区|市)(?:委|(?:人民)?政府)|(?:省|市)委(?:、|和)?(?:省|市)政府"
)
# A province orders the governments of its cities, a ministry those of provinces too.
CENTRE = re.compile(r"国务院|国家|中国|全国|中共中央|[\u4e00-\u9fff]{2,12}(?:部|总局|总署)(?:办公厅)?$")
PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:省|自治区)(?!.*[市州县区盟旗镇])")
OF_CITY = re.compile(r"市(?:人民)?政府")
OF_PROVINCE = re.compile(r"(?:省|自治区)(?:人民)?政府")
ABOVE_IN_COUNTY = re.compile(r"[县区旗](?:委|(?:人民)?政府)")
COUNTY = re.compile(r"[县区旗](?:人民政府|委员会|委|政府)?(?:办公室)?$")
# 各县(市、区)人民政府 and 各县(市、区): the government acts for its place.
GOVERNMENT = re.compile(r"(?<=[县市区旗州)镇道])(?:人民)?政府$")

_SCHOOL, _COMPANY = ("学校", "我校", "各学校"), ("公司", "集团", "企业", "我公司")
OWN_WORDS = {
    **dict.fromkeys(("大学", "学院", "学校", "中学", "小学"), _SCHOOL),
    **dict.fromkeys(("公司", "集团"), _COMPANY),
    "医院": ("医院", "我院"),
}


class Authority:
    """What the issuer of a directive says of who stands above it. Unknown issuers are taken for a city's."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.government = GOVERNMENT.sub("", issuer) if issuer.endswith("政府") else ""
        self.in_centre = CENTRE.match(issuer) is not None
        self.in_province = PROVINCE.match(issuer) is not None
        self.in_county = COUNTY.search(issuer) is not None

    def is_own(self, name: str) -> bool:
        """Whether a university speaks of 学校, a group of 集团: the issuer tells what it does itself."""
        return name in OWN_WORDS.get(self.issuer[-2:], ())

    def is_above(self, name: str) -> bool:
        """Whether the name is the issuing government, or one above it."""
        if self.government and GOVERNMENT.sub("", name) == self.government:
            return True
        if (self.in_centre or self.in_province) and OF_CITY.fullmatch(name):
            return False
        if self.in_centre and OF_PROVINCE.fullmatch(name):
            return False
        return bool(ABOVE.fullmatch(name) or (self.in_county and ABOVE_IN_COUNTY.fullmatch(name)))


class Addressed:
    """Whom 你局, 你县 means: the first addressee."""

    def __init__(self, addressees: list[str], register: Register) -> None:
        self.name = addressees[0] if addressees else ""
        self._known = self.name in register

    def at(self, text: str, at: int, limit: int) -> UnitMention | None:
        """The addressee, where `text` calls it so at `at`."""
        you = YOU.match(text, at, limit) if self.name and text[at] in YOU_BEGINS else None
        return UnitMention(self.name, at, you.end(), self._known) if you else None
