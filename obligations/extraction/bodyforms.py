"""How the sentences look in which bodies without a name of their own act: 产生建筑垃圾的施工单位应当…, 由组长召集…"""

import re

from obligations.extraction.bodywords import BODY_ENDS, HEAD, NAME_ENDS, NO_DEPARTMENT, NOUNS_TOO, ends_as_body
from obligations.extraction.orders import ADVERBS, ARTICLE_ORDER, DEEDS
from obligations.extraction.predicates import FIRST
from obligations.extraction.unitplaces import LEAD_IN

# Posts that call a meeting or sign stand for their body.
SHORTEST_HEADED = 2
# 起草部门|主要负责人, 各科室|主任: who heads a body stands for it.
HEADED = re.compile(
    r"(?:的)?(?:党政)?(?:主要|分管)?(?:负责人|负责同志|领导)$|(?:党政)?(?:领导)?班子(?:成员)?$|(?<=[校院])书记(?:和|、)?[校院]长$|(?:党委)?书记、?[校院]长$|(?<![组会室])(?:主任|书记|院长|处长|所长|站长|护士长|矿长|厂长|经理)$|(?<=科室)主任$"
)
HEADED_ENDS = frozenset("人志导子员长任记理")
POST = re.compile(r"(?:组长|主任|负责人|召集人|校长|局长|总指挥|河长|林长|田长)$")
PERSON = re.compile(r"(?:人员|[员者师生]|个人|群众)$")
# 盟市、旗县(市、区)财政: levels named for their governments.
LEVELS = re.compile(r"[省市县区旗州盟镇乡]{2,3}(?:\([省市县区旗州盟镇乡街道、,]{1,8}\))?$")
NO_BODY = re.compile(
    r"[对经向在以按将为并从于把因被让给就其该此本未已各]$|(?:大|一)部分|(?!经[营纪办济销贸]|在[建校]|被[评检考审查监督投抽])[对经向在以按将为并从于把因被让给就其该此未已]"
    r"|(?:汛|旱|冬|夏|春|秋|节)[期季]|平时|战时|届时|本(?!局|院|校|市|县|区)|内(?![部设贸河陆科])|任何|涉及|没有|如果|如|凡|符合|具有|取得|申请|每(?!个)|一次性(?![^。,;]{2,24}的)"
)
ORDER = (
    r"(?:之间|双方)?(?:也|均|都|还)?(?:应当|必须|不得|严禁|应(?!急|用|对|收|付|届|有)|(?<![主需重紧首概纲提摘简])要(?!求|点|素|件)|须(?!知)|需要|"
    r"负责(?!人|同志|制(?![定订作]))|牵头(?!部门|单位|人)|务必|会同|配合(?=[,。;做开])|请(?=[于在按将])|对[^,。;:]{2,30}?负(?:责|总责)|[是为][^。;,]{0,24}?(?:责任主体|实施主体|第一责任))"
)
NAMES = r"(?:[^。;!?:,()“”《》的了]|\([省市县区旗州盟镇乡村街道、,]{1,8}\)){2,40}?"
ORDERED = re.compile(rf"(?P<names>{NAMES})(?=(?:\([^()]{{1,30}}\))?{ORDER})")
# 产生建筑垃圾的施工单位应当: what the body does stands before its name.
DESCRIBED = re.compile(
    r"(?P<names>[^。;!?:,()“”《》的了]{2,24}的[^。;!?:,()“”《》的了、]{0,8}"
    rf"(?:单位|企业|公司|机构|组织|部门|机关|学校|医院|院校|中心|场所|主体|银行|经营者|人民政府|[县市区州乡镇](?:\([^()]{{1,8}}\))?))(?=,?{ORDER})"
)
# 社会组织于每年4月30日前申报, 评估机构自收到材料之日起15日内完成: a date makes an order of it.
DATED = re.compile(
    rf"(?P<names>(?!原则上|必要时)(?:[^。;!?:,、()“”《》的了于自在对将把被由.\d]{{2,10}}、){{0,3}}"
    rf"[^。;!?:,、()“”《》的了于自在对将把被由.\d]{{0,12}}?(?:{HEAD}))"
    r"(?<!中心)(?=(?:应?[于在](?=[\d每本次当]|收到|接到)|自)[^。;,]{2,24}?(?:前|内|起|日|底)|每(?:年|季度?|月|周|日|学期|半年|两年)|\d{1,2}月)"
)
# What no such name goes over, before any date.
NO_DATED_NAME = re.compile(r"[^应于在自每\d。;!?:,()“”《》的了对将把被由.]{0,26}+[。;!?:,()“”《》的了对将把被由.]")
# 燃气经营者停业、歇业的,应当: what happens to the body stands between its name and the order.
CONDITIONED = re.compile(
    rf"(?P<names>[^。;!?:,、()“”《》的了]{{0,12}}?(?:{HEAD}))(?=(?:确?需|拟|因|发现|发生|停|歇|终止|中止|变更|申请|取得|转让"
    rf"|合并|分立|解散|注销|撤销|延续|遇)[^。;,!?:()的]{{1,30}}的,{ORDER}"
    rf"|[进开投竣停复动验入运营签][^。;,!?:()的了]{{0,7}}[前后时],?{ORDER}"
    rf"|(?:发现|接到?|收到|获悉|完成)[^。;,!?:()的了]{{1,16}}[后时],?{ORDER})"
)
# 由组长召集, 由企业给予处理: the deed after 由 bounds the name.
CHARGED = re.compile(
    r"(?P<names>[^。;!?:,()“”《》的了向]{1,24}?)(?=(?:\([^()]{1,30}\))?(?:共同|统一|具体|分别|直接|依法|自行|逐[一个级]|按[^,。;]{2,10})?"
    rf"(?:就|向|对|在|于|将|每|自[^,。;]{{1,20}}[起后]|{DEEDS}))"
)
# 由学校送教上门: after 由 a whole noun for a body is believed before any deed, unless it goes on (企业家, 学校的).
CHARGED_WITH_ANYTHING = re.compile(
    r"(?P<names>[^。;!?:,、()“”《》的了向和及与或]{0,10}(?:学校|医院|企业|公司|机构|社区|社会组织|合作社|村委会|居委会|(?:建设|施工|运营|经营|管理|用人|监理|产权)单位))"
    r"(?=[\u4e00-\u9fff]{2})(?![的等和及与或家化会人员代法内中上下之间所主自组成担兼任形造引产负]|方案|职工|信息|名单|项目|周边|用地|资[金产质])"
)
# 第六条 供水企业对…定期巡查: an article that begins with a body orders it, whatever the form.
ARTICLE_NUMBER = re.compile(r"第[一二三四五六七八九十百零\d]{1,6}条\Z")
LONGEST_NUMBER = 8
ARTICLE_BODY = re.compile(
    r"(?P<names>(?:[^。;!?:,、()“”《》的了由被把]{2,12}的)?"
    r"(?:(?:[^。;!?:,、()“”《》的了由被把对向按]{1,8}、){1,8}[^。;!?:,、()“”《》的了由被把对向按]{1,8}等)?[^。;!?:,、()“”《》的了由被把对向按]{0,12}?"
    r"(?:企业|单位|机构|公司|学校|医院|经营者|产权人|使用人|所有人|管理人|投资人|业主|合作社|协会|银行|供应商|开发商|平台))"
    rf"(?={ARTICLE_ORDER.pattern})"
)
# …,通信企业抢修设施,医疗机构救治伤员: after another body has got its deed, a plain noun with one is ordered too.
PLAIN = re.compile(
    r"(?P<names>[^。;!?:,()“”《》的了由被把对向按与在]{0,14}?(?:单位|企业|机构|公司|学校|医院|工作队|救援队|项目部|合作社|社区|村委会|银行))"
    rf"(?={ADVERBS}*(?:{DEEDS})(?![者的、和及与等员]))"
)
PLAIN_NOUN = re.compile("单位|企业|机构|公司|学校|医院|工作队|救援队|项目部|合作社|社区|村委会|银行")
LONGEST_PLAIN = 17
# The first order that may end a name, or what no name goes over. A described name holds 的; a bracket may be its own.
ORDER_OR_STOP = re.compile(
    r"[(的。;!?:,“”《》了]|应(?!急|用|对|收|付|届)|(?<![主重紧首概纲提摘简])要(?!求|点|素|件)|须(?!知)|不得|严禁|务必|牵头(?!部门|单位|人)|负责(?!人|同志)|会同"
    r"|配合(?=[,。;做开])|请(?=[于在按将])|对(?=[^,。;:]{2,30}?负)"
)
NO_NAME_GOES_OVER = frozenset("。;!?:,“”《》了")
# 工会、妇联|等组织
OTHERS = re.compile(
    r"(?<=[一-龥]{2})等(?:[\d两三四五六七八九十]{1,2}[个家]?)?(?:有关|相关|重点|运营|责任|专业|基层)?(?:部门|单位|组织|机构|企业|媒体)$"
)
EMPHASIS = re.compile(r"(?:特别是|尤其是|包括|以及|同时|其中|即)")
# 市、县两级财政 is one name.
JOINED = re.compile(r"(?:[省市县乡]、){1,2}[省市县乡][两三]级[^、和及与或]+|(?:参与|[^、和及与或])+")
SHORT_FOR = re.compile(r"下(?:简|统|并|合)?称[:“\"]?(?P<name>[^”\"),。;]{2,16})")
# 本办法所称公共管理和服务机构,是指…
DEFINED = re.compile(r"所称(?P<name>[^,。;:的是]{2,16}),?(?:是指|[是指包]|\()")
COMPOUND = re.compile("[、和及与或]")
# 领导小组下设办公室: from then on 办公室 alone is that office.
OWN_OFFICE = re.compile(
    r"办公室(?:(?<=(?:小组|专班)办公室)|(?<=(?:指挥部|委员会)办公室)|(?<=联席会议办公室))(?:,?设在|[^。]{0,8}设在)"
    r"|下设办公室|[,;。]办公室,?设在"
)
LONGEST_REACH = 60  # characters from a name's start over its order
LONGEST_BEFORE_DATE = 26
# Where a clause can begin with a name.
CLAUSE_START = re.compile(
    r"[。;!?:,)”》第、.](?:(?<![第、.])|(?<=第)[一二三四五六七八九十百\d]{1,5}条|(?<=[\d一二三四五六七八九十][、.]))"
)
# Where it ends: no name goes over these, but a comma may stand inside a bracket of levels, 县(市,区).
CLAUSE_END = re.compile("[。;!?:,](?!(?<=,)[省市县区旗州盟镇乡村街道、,)])")
# A clause that begins behind these may go on with the name that began before them: 县(市、区)|教育部门应当.
WITHIN_NAME = frozenset(")、.条")
ORDER_SIGN = re.compile(rf"[也均都还应必不严要须需负对是为之双会配请牵,(](?<=[{NAME_ENDS}].)")
ORDER_HERE = re.compile(rf"(?:\([^()]{{1,30}}\))?,?{ORDER}")
DATE_SIGN = re.compile(rf"[应于在自每\d](?<=[{NAME_ENDS}].)")
CONDITION_SIGN = re.compile(rf"[的前后时](?:(?<=的),|(?<!的),?){ORDER}")
# Who they are is said elsewhere in the directive: 责任单位完成整改后…, 牵头单位组织核查.
ROLES = tuple(
    role + noun
    for noun in ("单位", "部门")
    for role in ("牵头", "责任", "配合", "主办", "承办", "成员", "申报", "推荐", "项目", "参赛", "承担", "起草", "实施")
)
# 市级财政给予补助: who pays.
TREASURIES = tuple(
    level + "财政" for level in ("中央", "省", "市", "县", "区", "省级", "市级", "县级", "区级", "各级", "同级")
)
# 水库、|河道管理单位; 垃圾收集、|运输单位: what the parts of a list of bodies share.
SHARED = re.compile(
    r"(?:管理|经营|运营|使用|建设|施工|监理|设计|服务|养护|主管)?(?:单位|企业|机构|公司|部门|组织|经营者)$"
)
WHOLE = re.compile(r"团体|个人|群众|人员|职工|居民|[员者]$")
LONGEST_PART = 8
MOST_ACTORS = 300
SHORTEST_NAME = 2

# 血站启动预案; 预警发布后,村两委组织转移: where a plain body begins, or goes on behind a time or a condition.
BARE_BEGINS = re.compile(r"(?:[。;!?:)”》」\]]|[时后前中间的起内日月底下],|条)\Z|^\Z")
# What no plain name goes over: marks, and the words that open or order something in the middle of it.
NO_BARE_NAME = re.compile(
    r"[。;!?:,“”《》了由须将已把为是因到]|应(?!急|用)|要(?!素|件)|对(?![外口])|就(?![业医诊读学])|向(?!阳)|在(?![建校岗])|以(?![上下内])"
    r"|被(?![检抽评考审调征督查巡监约通])|未(?!成)|经(?![济营办信贸开管侦])|从(?![事业])|使(?!用)|有(?![关限色条资机])|无(?![人线障])|原则|或者|情况|费用"
)
_ENDS = sorted(end for end in BODY_ENDS if end[-1] in NAME_ENDS)
_SHORT_ENDS, _LONG_ENDS = "".join(end for end in _ENDS if len(end) == 1), "|".join(end for end in _ENDS if len(end) > 1)
PREDICATE_SIGN = re.compile(
    rf"[{''.join({end[-1]: '' for end in _ENDS})}](?={FIRST})(?:(?<=[{_SHORT_ENDS}])|(?<={_LONG_ENDS}))"
)
# 推动符合条件的企业开展…: what is done to the body stands before it.
DESCRIBES_NOBODY = re.compile(
    "支持|鼓励|推动|引导|指导|督促|组织|协调|服务|保障|要求|允许|监督(?![检管员])|督导|检查|联系|帮助|建立|建设(?!单|主|方|部)|实施|审[核批查]|评[价估](?!机)"
)
# 负责行业管理的部门, 承担救治任务的医疗机构: a verb that only says which body is meant.
DESCRIBING = re.compile(
    "(?:接到|收到|获得|涉及|产生|占用|拥有|列入|纳入|持有|购买|销售|生产|经营|运输|储存|开办|负责|负有|承担|从事|牵头|参与|参加|实施|组织|接受|申请|承办|受理|发布|提供|使用|取得|举办|设有|具有)[^。;:,、的]{1,24}的"
    "[^。;:,、的]{0,10}(?:部门|单位|机构|企业|公司|学校|医院|院校|组织|主体|经营者|队伍|团队|乡镇|街道|政府)"
)
# 储备所|需, 条件较差的|地方, 科学|组织: endings that are bodies elsewhere.
NO_BARE_END = re.compile(
    "(?:所[需有属在列涉提辖]|(?:的地方|的中心|的平台|的主体|(?<![会业济党团各工民层愿益些他家])组织).)$", re.S
)
# 企业, 政府 alone are anybody.
GENERIC = frozenset("政府 企业 单位 部门 机构 机关 组织 主体 地方 各地 中心 平台 财政".split())  # noqa: SIM905
# 停用超过6个月的;: an item that is a condition.
ITEM_ENDS = re.compile("[。;]")
LONGEST_BARE = 30  # characters from a plain body's start to its predicate
LONGEST_NOUN = 16  # characters behind 的
MOST_ENDS = 5
# 检查组, 服务机构: bodies named after what they do.
OF_DEED = re.compile("..(?:工作)?(?:小?组|队|部门|机构|单位|中心)")
# 教务、招生、团委等部门
GROUP_CLOSES = re.compile("等(?:有关|相关)?(?:部门|单位|机构)")
GROUPED = re.compile("(?P<names>[一-龥]{2,6}(?:[、和][一-龥]{2,6}){1,7})等(?:有关|相关)?(?P<noun>部门|单位|机构)")
LONGEST_GROUP = 40
# 原发布|机关: nouns that take any deed in front of them.
NAMED_AFTER_DEED = frozenset("机关 机构 单位 部门 中心 平台 小组 专班 队伍".split())  # noqa: SIM905


def is_body(name: str) -> bool:
    """Whether the name ends in a noun for bodies."""
    return ends_as_body(name, 0, len(name))


def may_be_body(name: str) -> bool:
    """Whether the words may be a name: they begin with no word of the sentence (对, 按照, 落实)."""
    lead = LEAD_IN.match(name)
    verb = lead is not None and lead.end() > 1 and lead.group() not in NOUNS_TOO
    return not verb and not NO_BODY.match(name) and not NO_DEPARTMENT.search(name)
