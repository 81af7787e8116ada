"""The nouns that bodies without a name of their own end in: 购买主体, 施工单位, 总务部; what only looks so."""

import re

_NOUNS = """
    政府 企业 主体 公司 机构 学校 院校 单位 医院 部门 机关 小组 专班 中心 园区 团体 协会 商会 银行 中小学 幼儿园 各校
    小学 中学
    指挥部 队 队伍 站 经营者 业主 村委会 居委会 集团 支队 各地 地方 市局 省局 分局 本局 高校 基地 工会 共青团 团委
    妇联 纪委
    景区 总部 电视台 广播电台 开办方 主办方 承办方 运营方 举办方 管理方 出租方 承租方
    应急办 农商行 农信社 信用社 省厅 联合会 基金会 研究会 学会 总会 居委会 村委会 办事处
    研究生院 班组 各矿 各厂 病区 车间 项目部 院系 工区 网格 门诊部 法院 检察院 中心校 街道 社区 合作社 董事会 监事会
    理事会 业主大会
    业主委员会 党支部 党总支 党委 大学 学院 平台 媒体 乡镇 镇街 联合体 权人 产权人 财政 承包方 建设方 组织方 责任方
    管理人 管理责任人
    """
_ROLES = (
    "(?:移出|承运|托运|接受|收货|招标|投标|中标|采购|发包|承包|出租|承租|委托|受托|使用|所有|持有|受让|转让|出让|纳税|缴费|经营|投资"
    "|开办|举办)人|(?:举办|开办|运营|生产|销售|建设)者|(?:承包|运营|供应|开发|服务|经销|代理|制造|生产)商"
    "|(?:业|商|经营|养殖|种植|养殖场|加工|贸易)户"
)
# Endings of one character, without the common words that end so: 本科, 好处, 内部, 主办, 分组, 教室.
_SHORT = (
    "(?<!活动)组织|(?<![厕场住处])所|(?<![本学专全理文工医百])科|(?<![好坏用害到深之长短难此何各查惩共相])处|(?<![议教浴居])室|股"
    "|(?<=[一-龥].)部|(?<=[点范建])城市|(?<![主承交举创开兴督查经代申筹自网通帮即急待惩试转批会快易难补公民])办"
    "|(?<=[一-龥]{2})(?<![分重改编机词])组|(?<=[林农牧渔茶])场|(?<=[书案物化育术])馆|(?<=考)[点区场]|(?<=种)门诊|(?<=[一-龥]{2})[矿厂]|(?<=\\))[局厅委]"
)
# What those of the last two kinds end in.
_SHORT_ENDS = frozenset("人者商户织所科处室股部市办组场馆点区诊矿厂局厅委")
HEAD = f"{'|'.join(_NOUNS.split())}|{_ROLES}|{_SHORT}"
_ENDS_IN_HEAD = re.compile(f"(?:{_ROLES}|{_SHORT})$")
_BY_END: dict[str, tuple[str, ...]] = {
    noun[-1]: tuple(other for other in _NOUNS.split() if other[-1] == noun[-1]) for noun in _NOUNS.split()
}


def ends_as_body(text: str, start: int, end: int) -> bool:
    """Whether [start, end) ends in a noun for bodies: what a search for HEAD at its end tells, faster."""
    last = text[end - 1 : end] if end > start else ""
    return text.endswith(_BY_END.get(last, ()), start, end) or (
        last in _SHORT_ENDS and _ENDS_IN_HEAD.search(text, start, end) is not None
    )


# 内部, 干部, 俱乐部: words that end like a department.
NO_DEPARTMENT = re.compile("(?:[内外全干中大东西南北一局面顶底头上下根腹背腰胸]|俱乐)部$")
# Verbs that names of bodies begin with: 建设单位, 服务机构, 组织方.
NOUNS_TOO = frozenset(
    """
    建设 服务 组织 监督 监管 实施 牵头 配合 承担 申报 申请 协调 指导 督导 督查 督办 检查 考核 评价 审核 批准 审批 联系
    执行 报告 受理 办理 参与 委托 保障 参加 接受 协助 联合 支持 推荐 产生 指定 授权 作为 领导 派出
    """.split()  # noqa: SIM905 - a word list reads better in lines
)
# Behind the last character of a body, a post, a person or a level: where an order or a date may bind it.
NAME_ENDS = (
    "府业体司构校位织院门关组班心区会行学园部办矿厂间系基地市队伍站所者主团方局科处室股道户支委商人台镇街政联社格馆点诊场"
    "导志长任挥员师生众省县旗州盟乡)"
)
# The last two characters of these nouns, or the last one of the short ones: cheap to look for.
BODY_ENDS = (
    frozenset(noun[-2:] for noun in _NOUNS.split())
    | frozenset(("成员", "领导", "同志"))
    | frozenset("局厅委队站人者商户所科处室股部办组场馆点区诊矿厂市)")
)
