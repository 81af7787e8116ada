"""What makes an order of a clause: modals, the deeds of administrative language, and what looks like one but is none.

All patterns are matched right behind a possible subject. The list of deeds holds the verbs that official documents use
for work to be done; it is a lexicon, not a list of phrases, and names no matter.
"""

import re

from obligations.extraction.findings import Role


def _either(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


DEEDS = _either(
    """
    公布 公示 公开 公告 发布 印发 下发 下达 出台 填写 填报 报送 上报 报告 汇报 报请 报备 提交 提供 提请 提出 递交
    移交 移送 转交 送交 送达 通知 告知 反馈 答复 回复 复核 复查 复审 初核 初审 审核 审查 审定 审批 审议 核定 核查
    核实 核准 核发 检查 检测 检验 监测 监督 监管 督查 督导 督办 督促 抽查 抽检 巡查 排查 摸排 清查 清理 整治 整改
    整合 治理 查处 处理 处置 处罚 打击 取缔 关停 淘汰 拆除 修复 修订 改造 新建 扩建 建设 建立 建成 组建 成立 设立
    设置 设定 配备 配齐 安装 更新 更换 维护 养护 管护 编制 制定 制订 拟定 拟订 起草 研究 研判 论证 评估 评价 评审
    评定 评选 考核 验收 结算 拨付 发放 兑现 兑付 支付 缴纳 征收 减免 返还 退回 收回 归集 归档 登记 录入 上传 共享
    对接 衔接 联动 协商 协调 统筹 安排 部署 动员 组织 召开 召集 主持 举办 承办 参加 参与 配合 协助 支持 帮助 指导
    引导 培训 宣传 推广 推动 推进 推行 实行 实施 执行 落实 履行 贯彻 遵守 坚持 保障 保证 确保 巩固 提升 提高 增强
    加强 强化 优化 完善 健全 规范 细化 明确 确定 确认 认定 认领 划定 划分 调整 调度 调查 汇总 总结 梳理 收集 采集
    征集 受理 接收 办理 办结 签订 签署 出具 颁发 采取 选派 选择 遴选 聘请 批准 通报 约谈 追究 采购 投放 压减 扩大
    拓展 创建 打造 构建 搭建 实现 完成 启动 开工 开展 开设 开通 进行 倒排 做好 做到 抓好 加大 加快 承担 牵头 收到
    接到 依托 利用 调集 调动 调拨 调派 派员 跟踪 参照 报名 申领 参训 张榜
    加密 预置 转移 调配 坐镇 靠前 开辟 抢修 抢通 抢险 集结 疏散 疏导 维持 保持 派驻 派遣 编排
    判定 参会 列席 进驻 入驻 入户 叫应 走访 值守 值班 驻点 蹲点 包保 包联 包案 化解 调解 交办
    转办 问责 签认 签发 签批 会签 会商 会审 联审 把关 校核 校验 比对 甄别 筛选 筛查 采样
    送检 留样 追溯 溯源 召回 扣押 没收 查封 冻结 注销 吊销 撤销 修改 增补 增设 增加 压缩 缩短
    延长 推送 推荐 引进 招募 招聘 洽谈 交付 栽植 补植 抚育 收储 轮换 调运 配送 收缴 巡护 巡检
    巡逻 检修 检定 保养 清洗 清扫 清运 清淤 疏浚 消杀 消毒 封控 管控 防范 防止 发出 观测 测算
    勘察 勘验 建档 立项 报批 报审 备案 抄告 函告 提醒 提示 警示 催办 挂牌 授牌 表彰 奖励 资助
    救治 诊治 接诊 随访 慰问 帮扶 辅导 宣讲 普及 刊发 刊登 播发 播出 开放 开拓 开具 开启 打通
    扩容 升级 搬迁 安置 腾退 划转 划拨 筹措 筹集 筹备 谋划 布置 布设 布控 分解 分派 分配 压实
    严守 严把 严控 严查 树立 紧盯 聚焦 立足 突出 注重 发挥 助力 对标 对照 遵循 服从 接受
    复检 补录 补报 补办 补齐 补足 补充 办好 建好 管好 用好 守好 抓实 抓细 抓紧 落细 做细
    做实 做优 做强 暗访 待命 备足 备齐 带领 率领 率队 带队 主导 出动 编写 编印 编发 汇编 撰写
    核算 核销 核减 核对 核验 核拨 清算 清缴 追缴 追回 追责 跟进 盯办 销号 验证 评议 评比 测评
    测试 考察 考评 演练 选聘 推选 调剂 分流 培育 培养 争取 明晰 厘清 摸清 掌握 分析 查找 查明
    查看 查验 查询 查阅 复盘 剖析 反映 举报 受托 代表 邀请 沟通 协作 互通 融合 链接 策划 倡导
    倡议 赴 前往
    使用(?!单位|[者人]) 清退 张贴 封存 予以 给予 自行 带头 垫付 派出(?!机构|所) 委托 承接 承建 运营 供应 收运
    """
)
DEED = re.compile(DEEDS)
# Between subject and deed.
ADVERBS = (
    r"(?:也|均|都|还|则|同时|一律|应|将|主要|具体|切实|认真|严格|进一步|依法|依规|依据|及时|定期|不定期|适时|主动"
    r"|积极|分别|统一|全面|共同|同步|联合|密切|充分|深入|持续|合理|科学|优先|重点|立即|首先|尽快|力争|提前|原则上|随时"
    r"|直接|大力|加快|逐一|逐级|全程|随机|交叉|自主|定点|逐户|逐项|逐家|逐村|先期|先行|迅速|即时|按时|按期|如期|如实|随即|当场|当日|择优|公正|独立|亲自|轮流|从严|坚决|着力|分期|分批|严肃|滚动|初步)"
)
MODALS = r"(?:应当|应该|必须|不得|不再|至少(?!有)|严禁|禁止|须|需要?|要(?!求)|应(?!急)|可根据)"
TIMES = r"(?:(?:19|20)\d\d年|\d{1,2}月|每(?!个|所|人|户)|年底前|自(?=[^,。;]{1,30}(?:之日|起|后)))"
CHARGE = r"负责(?!人|同志|制(?![定订作]))"
# 对, 在, 于, 将 … open the adverbial of a deed; 依 and 按 say what it goes by.
PREPOSITIONS = (
    r"(?:对|在|于|按照?|根据|结合|通过|向|将|以(?![上下内外前后])|把|就|从|为(?!了|主)|是|报(?!社|刊|告)|依(?:据|照|法)?|跟"
    rf"|{CHARGE}|确保)"
)
WEAK = re.compile(rf"{ADVERBS}*(?:{MODALS}|{TIMES}|{PREPOSITIONS}|(?:{DEEDS})(?![者的、和与及等]|下(?![列述达发])))")
STRONG = re.compile(
    r"(?:也|均|都|还|则|同时|一律|主要)?(?:应当|应该|必须|务必|一定要|既要|不得|不准|不能|严禁|主管(?![部单机人领])|须|需|要(?!求)|应(?!急|用|对|收|付|届)"
    rf"|(?:具体|分别|分工|共同|按职责(?:分工)?)?{CHARGE}|牵头(?!负责制)|会同|协同|商(?=[省市县区][一-龥]{{1,12}}(?:[局委办厅]|部门))|承担(?!的)|配合|请(?![示求假教]))"
)
# 接报后应立即核实: the event stands between the subject and its order.
EVENT = re.compile(
    r"(?:接|收|到达|发现|获悉|完成|将)[^。;,:()的了]{1,16}[后时],?|[进开投竣停复动验入运营签][^。;,:()的了]{1,8}?[前后](?!期),?"
)
# What an article says of the body that it begins with, though not 应当: what it does, after what, on which condition.
ARTICLE_ORDER = re.compile(
    rf"(?![是为]|[^。;,]{{0,30}}(?:违反|违法|未|不履行|拒不|弄虚作假)|[^。;,]{{2,30}}的,(?![应必不须要向提及于在将]))(?:[^。;:,()的了]{{2,16}}(?:[前后],?|时,)|[^。;:,()的]{{2,24}}的,)?"
    rf"(?:{WEAK.pattern}|委托|[于在]?\d{{1,3}}个?(?:工作)?[日天]内|提前\d|与[^。;,]{{2,16}}签订)"
)
# Strong enough to be believed where no order is expected: among aims, in a cover note.
COMMANDS = re.compile(
    r"(?:也|均|都|还|则|一律)?(?:一定要|既要|要(?!求|点|素)|应当?(?!急|用|对|收|付|届)|必须|务必|不得|不准|须)"
)
# Who fulfils conditions does nothing: 承接主体应当具备以下条件.
CONDITIONS = re.compile(r"(?:应当?|须|需|必须|要)(?:同时)?(?:具备|具有|(?:符合|满足)(?:以下|下列|如下))")
# 是 and 为 order only when they name the one in charge.
IN_CHARGE = re.compile(
    r"[是为](?:[^。;,]{0,40}?)(?P<what>(?:配合|协办|协同|参与|支持|支撑)(?:单位|部门)|(?:项目)?业主(?:单位)?(?!大会|委员会)|项目法人|建设主体|责任主体|实施主体|主管(?:部门|机关)|牵头(?:协调)?(?:部门|单位|机构)"
    r"|(?:第一|主要|主体)?责任(?:部门|单位|人)|购买主体|承办单位)"
)
# A clause that only allows, or tells what has been, or who is punished for what.
PERMITS = re.compile(
    r"(?:[^,。;、]{1,3}了)|(?:也|均)?可(?:以)?(?!能|根据)|有(?![效序力关计组条])|已经?|曾|未(?!成年)"
    r"|不(?!得|准|能|再|断|折不扣|定期)|认为|存在|发生|需要[^,。;]{2,20}的,"
)
# A subject is no subject when its name goes on: 市财政局的, 各县(市、区)和.
QUALIFIED = frozenset("的、和及与等以《〔之内外下中上所级")
# 以家长会等形式开展: how it is done, no 以上.
BY_MEANS = re.compile(r"以(?![上下内外前后及])[^,。;、]{1,16}(?:形式|方式|名义)")
# 需要延续的,应当… The condition stands between the subject and its order. What follows from a fault is a sanction.
CONDITIONAL = re.compile(
    r"(?![^。;,]{0,30}(?:违反|违法|(?<!纳税人)(?<!企业)(?<!单位)未|不履行|拒不|弄虚作假))"
    r"[^。;,!?:()的]{2,30}的,(?:应当|必须|不得|要(?!求)|须|应(?!急|用)|于|在)"
)
# What has happened is no order: 履行职责不到位, 检查不力, 是事故原因.
FAULT = re.compile(
    r"不到位|不力|不严|不足|是[^。,;]{0,16}原因|(?:主要|直接|间接)原因|已经|未能|造成了?|发生了|了[。;,]|失职|缺失"
)
# 成立了调查组: a whole sentence about what has been done.
PAST = re.compile(
    r"(?:成立|开展|进行|完成|召开|组织|作出|出台|制定|形成|取得|发布|印发|下发|建立|建成|实现|得到|发生|造成|达到|获得|受到|查明|认定|采取)了"
)
# 近年来,…: a sentence that tells where things stand.
BACKGROUND = re.compile(
    r"(?:近年|今年以来|去年|一直以来|长期以来|多年来|目前,|当前,|截至|(?:19|20)\d\d年以来"
    r"|自[^。,]{2,20}以来|“[十一二三四五]{2,3}”(?:期间|以来|时期),)[^。]*"
)
TOLD = re.compile(rf"。({BACKGROUND.pattern})")
# 由市长担任, 由各单位负责人组成: posts and members, no deed.
POSTS = re.compile(
    r"(?:等?[^,。;]{0,12}?(?:主要|分管)?(?:负责人|负责同志|领导|人员|[局主处科司厅市县区州]长|主任|书记|代表)[\u4e00-\u9fff·]{0,4}?)?(?:共同)?(?:担任|兼任|组成|任[^务何命免])"
)
# 组长由市长担任, 成员由市财政局、…负责人组成: a clause about who sits where.
SEATS = re.compile(
    r"(?:组长|成员|主任|总指挥|召集人|小组|专班|委员会)(?:单位)?[^。;,]{0,4}由[^。;]*?(?:担任|兼任|组成|为成员)(?=[,。;]|$)"
)
# 由上级部门梳理的事项: the words after 由 only describe a thing.
DESCRIBES = re.compile(
    r"(?!负责|牵头|组织|承担|统筹|委托|聘请|选聘|选择)[^,。;、]{2,6}的(?!监管|工作|原则)|[^,。;]{2,40}的[^,。;的]{1,10},(?:应当?|必须|可以?)(?!急)"
)
# 省发展改革委将新建…: what those above are going to do.
ANNOUNCED = re.compile(r"(?:省|国家|国务院|上级)[^将]*将(?=[^,。;])")
LEADS = re.compile(r"(?:要|应当?|负责|须|具体)?牵头(?!部门|单位|人)")
WITH = re.compile(
    r"(?:要|应当?|须|负责|及时|积极)*,?(?:会同|联合|协同|对接|(?P<calls>组织协调|组织)(?!实施|开展|编制|制定|领导))"
)
# 会同云城市、白石市做好衔接: places alone, where a deed shows that the names end.
PLACE = r"[\u4e00-\u9fff]{2,5}?[市县区州盟旗]"
WITH_PLACES = re.compile(rf"(?P<names>{PLACE}(?:[、和及与]{PLACE}){{0,9}})(?=等|共同|对|将|就|在|于|{DEEDS})")
LATER_WITH = re.compile(
    r"会同|商(?=(?:[省市县区]|[同本]级|[相有]关)[一-龥]{1,12}(?:[局委办厅]|部门))|联合(?<!部门联合)(?!执法|惩戒|国|会|社|检查|作战|指挥|参谋|体|办|审|验|开展|制定|印发|发布|制作|监管)|协同(?!作战|推进|发展|联动|高效|配合|机制|治理)"
)
# 水利、住建等部门按职责分工协作。 The whole deed is to help.
HELPS = re.compile(
    r"(?!要(?:密切|相互|通力))(?:要|应当?|须)?(?:按照?(?:各自)?职责(?:分工)?)?(?:密切|积极|做好|予以|给予)?"
    r"(?:(?:协作|配合|协助|支持|参加|参与|协同配合|协同)(?:工作)?(?=[,。;)])|(?:配合|协助)(?:做好|抓好|开展|完成|落实|推进|实施))"
)

# 商务部门与商超签订协议: whom it is done with stands before the deed.
TOGETHER = re.compile(r"与(?=[^,。;]{2,20}(?:签订|签署|建立|对接|合作|衔接|比对|会商|沟通))")
# 医疗队到达现场后,队长立即…: the body's own post goes on for it.
OWN_POST = re.compile(r"(?:队长|组长|负责人|负责同志|人员|医护人员|值班员|工作人员)")


def role_in_charge(what: str) -> Role:
    """The role of the one that 是 or 为 puts in charge: 牵头部门, 配合单位, 责任主体."""
    if what.startswith("牵头"):
        return Role.LEAD
    return Role.SUPPORT if HELPING_UNIT.match(what) else Role.RESPONSIBLE


HELPING_UNIT = re.compile("配合|协办|协同|参与|支持|支撑")
PART = re.compile("作为[^,。;]{0,12}?(?P<what>(?:牵头|配合|协办|参与)(?:单位|部门))")
