"""Whether the words behind a noun are its predicate: 血站|启动预案, 后勤部门|保障水电; not 企业|管理制度.

The verbs are a lexicon of what bodies are told to do; it names no matter. Most of them are nouns as well: where they
stand before what they only describe (项目, 制度, 人员 …) they are no predicate.
"""

import re
import string

from obligations.extraction.bodywords import HEAD
from obligations.extraction.orders import ADVERBS, DEEDS, MODALS

_MORE_VERBS = """
    联系 收储 筹建 兴建 续建 迁建 储备 代储 储存 补给 输送 投送 运送 护送 转运 接送 接运 接管 接替 接驳 分管 统管
    统领 统揽 抓总 包干 包片 包村 包抓 挂点 挂包 联点 驻守 坚守 守护 看守 看护 照护 照料 关爱 关心 关注 走进 深入
    下沉 进村 上门 登门 赶赴 奔赴 前出 出警 出席 出资 出让 转让 租赁 出租 购置 购买 招采 领取 发给 补发 补助 补贴
    补偿 赔偿 赔付 理赔 承保 投保 退保 登载 记载 记录 录用 聘用 聘任 任命 委派 指派 指定 增派 抽调 抽选 抽取 抽测
    巡察 巡视 巡回 巡诊 巡防 设点 设卡 设岗 划片 摊派 分类 分级 分区 分片 分组 归口 归类 归并 合并 纳入 列入 融入
    引入 导入 投入 撰写 草拟 拟制 绘制 印制 制作 研制 研发 开掘 开挖 挖掘 盘活 激活 释放 清点 清零 清障 拆解 拆分
    查补 补种 改种 改建 改进 改善 改革 整顿 整理 整修 修缮 修编 修建 修补 编报 编审 编发 印送 抄送 呈报 转报 转发
    转达 传达 传送 传输 推介 推选 评判 审验 审签 审计 稽查 稽核 督战 劝导 劝返 劝阻 制止 阻断 切断 隔离 留观 转诊
    会诊 接种 检疫 监护 护理 治疗 诊疗 抢救 急救 施救 搜救 营救 灭火 扑救 扑灭 排险 除险 加固 封堵 抢护 抽排 泄洪
    蓄水 调水 供水 供电 供气 供热 保供 保通 稳控 稳定 稳住 管住 看牢 守牢 把牢 把握 抓牢 扛起 扛牢 担起 挑起 履职
    牵线 搭台 联手 联勤 联防 携手 合力 形成 产生 提级 提档 提速 加速 减少 降低 压降 控制 限制 限定 取消 停止 停用
    中止 终止 暂停 恢复 重启 重建 更正 纠正 纠治 纠偏 改正 惩处 惩戒 惩治 严惩 打掉 捣毁 侦办 侦破 侦查 立案 快侦
    起诉 公诉 审理 审判 裁决 裁定 仲裁 讲解 解读 解答 解释 解决 破解 消化 消除 消纳 吸纳 招收 招录 录取 招生 招工
    招商 稳岗 拓岗 带动 引领 引育 培优 扶持 援助 救助 救济 免征 免收 缓缴 代缴 代征 代扣 代办 代管 托管 接访 约访
    下访 家访 回应 到达 发现 获悉 核发 更换 添置 增配 选配 装备 加装 改装 腾出 让出 预留 留出 留足 划出 拿出 安排
    抓住 用足 用活 放大 做强 打好 打响 唱响 讲好 守住 兜住 兜牢 把控 管理 服务 运行 使用 经营 生产 教育 决定 承诺
    裁减 解除 订立 续签 变更 支出 列支 计提 分担 负担 承受 享受 保管 保存 保留 保护 爱护 珍惜 尊重 依靠 凭借 围绕
    瞄准 锚定 盯住 咬定 力促 促进 促成 催促 敦促 督办 点验 盘点 普查 摸底 会签 联签 归还 返还 交还 移交 交接 接续
    接力 值勤 执勤 站岗 放哨 驾驶 停靠 停放 靠泊 引航 护航 打捞 救捞 航行 通航 试航 起降 进入 负有 设有 配有 加入
    迎接 筛出 自查 互查 评分 打分 计分 量化 排名 晾晒 检举 揭发 受访 陪同 观摩 调离 引流 撤离 避险 上堤 上岗 到岗
    在岗 备勤 待岗 上报 下派 划设 凭票 承租 存放 摆放 悬挂 粘贴 公证 监考 命题 阅卷 评卷 授课 送教 上课 补课 上路
    前置 探索 封锁 接入 开发 了解 受训 下放 上收 提请 报经 前移 后移 靠前 关闭 停课 停工 停业 停产 复工 复产 复课
    换发 补办 颁布 缴存 缴费 报销 垫支 结转 兑换 贴息 授信 放贷 让利 减税 免税 退税 核保 查勘 定损 指挥 停运 统一
    集中 驻村 蹲守 停航 复航 播报 滚动 集结 靠岸 签收
    """
VERBS = frozenset(word for word in DEEDS.split("|") if len(word) == 2 and "(" not in word) | frozenset(
    _MORE_VERBS.split()
)
# Verbs that stand before a noun as often: 学校建设项目, 企业管理人员, 医院急救能力.
NOUNS_TOO = frozenset(
    """
    联系 建设 管理 服务 改革 登记 评价 评估 培训 保障 监督 监管 检查 检测 检验 监测 运行 运营 使用 经营 生产 组织
    审批 审核 考核 教育 宣传 指导 参与 协调 治理 整治 改造 维护 养护 采购 招生 招商 救助 救援 防控 防范 储备 供应
    供水 供电 供气 供热 护理 治疗 诊疗 急救 审计 稽查 仲裁 审判 开发 研发 设置 对接 创建 推广 申报 评选 评定 认定
    备案 验收 值班 值守 巡查 巡逻 演练 调度 调查 核算 征收 补助 补贴 补偿 资助 奖励 表彰 处罚 处置 处理 检修 安置
    帮扶 扶持 援助 隔离 接种 检疫 配送 转运 转移 输送 投放 收运 灭火 会诊 决定 承诺 反馈 举报 受理 联动 协作 支持
    配合 牵头 承办 主办 承担 负责 代理 研究 工作 培育 培养 聘用 录用 招聘 注册 注销 变更 支出 保护 布局 统筹 引导
    规范 实施 执行 落实 检定 认领 发展 合并 投入 制作 制造 记录 讲解 分级 分类 分区 分组 控制 评分 打分 量化 购买
    公开 公示 更新 收集 指挥 集中
    """.split()  # noqa: SIM905 - a word list reads better in lines
)
# 组织开展, 配合做好: of the verbs that are nouns too, those that take another verb.
TAKES_VERB = frozenset("联系 组织 参与 协调 指导 监督 支持 配合 负责 统筹 研究 引导 实施 联动 推广 承担 协作".split())  # noqa: SIM905
DESCRIBED = re.compile(
    "项目|工程|工作|机制|制度|体系|形式|结构|架构|人员|机构|部门|单位|组织|平台|中心|系统|水平|能力|质量|情况|标准|规范|方案|办法"
    "|计划|经费|资金|费|成本|条件|环境|模式|主体|方式|领域|活动|行为|信息|数据|业务|收入|许可|资质|证|表|书|条例|局|委(?!托)|办(?!理)"
    "|处(?!置|理)|科(?!学)|室|员|者|类|型|性|化|法|权|力|率|用地|范围|需求|任务|职责|责任|过程|流程|期间|时|后|前|行动|对象|主任|电话|人[:,、;。]"
    "|[,。;:、)》”]|[的和与及或等]"
)
# What no predicate begins with, though a verb does: 建设者, 检查的, 落实和.
NO_PREDICATE = re.compile("[者的、和及与等员家]|下[列述达发]")
_MORE_ADVERBS = r"""
    各自 [各均都](?=[一-龥]{2}) \d{1,2}小时 全天候 归口 全过程 全流程 全方位 多渠道 多形式 巡回 就近
    就地 第一时间 当即 随时 每日 每周 每月 视情 酌情 相应 继续 尽力
    全力 逐步 抓紧 尽早 从快 务必 自觉 带头 牢固 扎实 有序 有效
    稳妥 审慎 精准 主责 一并 同样 严密 严厉 快速 高效 超前 率先
    带队 一次性 不定时 再次 另行 集中
    """
_ADVERBS = re.compile(f"(?:{ADVERBS}|{'|'.join(_MORE_ADVERBS.split())})+")
_BOUND = re.compile(
    rf"{MODALS}|务必|对(?![外策象口手话比接标照])|将(?![军来领])|把(?![握关控])|按(?!摩)|根据|结合(?!部)|通过|向(?!阳|导)|就(?![业地近])"
    r"|于(?=[\d每本次当年前收接])|自(?=[^,。;]{1,20}(?:之日|起|后))|凭(?!证)|作为(?=[^。;,:]{2,30},)|为(?=[^,。;]{1,24}(?:提供|办理|开展|安排|配备|出具|购买|做好|创造|搭建|建立|发放|核发|颁发|解决|开辟|预留|落实))|与(?=[^,。;]{2,20}(?:签订|签署|建立|对接|合作|衔接|比对|会商|沟通))|以(?![上下内外前后及])[^,。;]{1,16}(?:为|形式|方式|名义)|每(?![个所人户])|不得|不再"
    r"|\d{1,3}(?:个(?:工作)?[日月]|[日天月]|小?时|分钟)[内前]"
)
_MODAL = re.compile(rf"{MODALS}|{_ADVERBS.pattern}")
_BEFORE_NO_MODAL = frozenset("主重紧首概纲提摘简需")
_ORDER = re.compile(MODALS)
# What an adverb or a preposition can begin with, and more: the first of each run of characters in their patterns, and
# all that stand in a class; what is only looked at ahead, (?=…), is left out.
_SPELLED_OUT = re.sub(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)", "", _ADVERBS.pattern + _BOUND.pattern)
_OPENS = frozenset("在" + string.digits).union(
    *re.findall(r"\[([^\^\]]+)\]", _SPELLED_OUT), (run[0] for run in re.findall(r"[\u4e00-\u9fff]+", _SPELLED_OUT))
)
# What any predicate begins with, and more.
FIRST = f"[{''.join(sorted(_OPENS.union(word[0] for word in VERBS)))}]"
WORD = 2
_TEAM = re.compile("..(?:工作)?(?:小?组|队伍?|专班|中心|站)")  # 采样队
LONGEST_PLACE = 16
# 施工单位, 检测服务机构: bodies that are named after their deed alone.
_OF_DEED = re.compile(
    rf"..(?:管理|服务|处置|实施|维护|经营|技术|考试|工作|业务|代理|指挥|调度|协调|保障|救援|执法|信息)?(?:{HEAD})"
)


def may_be_predicate(text: str, at: int) -> bool:
    """Whether `predicate_at` can be true here at all: a cheap look."""
    return text[at] in _OPENS or text[at : at + WORD] in VERBS


def predicate_at(text: str, at: int, limit: int) -> bool:
    """Whether a predicate begins at `at`: an adverb or a preposition, or a verb that describes no noun."""
    adverbs = None
    if text[at] in _OPENS:
        if _BOUND.match(text, at, limit):
            return text[at] != "要" or text[at - 1 : at] not in _BEFORE_NO_MODAL  # 企业主要负责人
        if text[at] == "在":
            return _deed_within(text, at + WORD, limit)
        adverbs = _ADVERBS.match(text, at, limit)
    begin = adverbs.end() if adverbs else at
    if adverbs and _BOUND.match(text, begin, limit):
        return True
    verb = text[begin : begin + WORD]
    if adverbs and verb not in VERBS:
        begin, adverbs, verb = at, None, text[at : at + WORD]  # 统一|会计政策
    if verb not in VERBS or begin + WORD > limit:
        return False
    if NO_PREDICATE.match(text, begin + WORD):
        return text[begin + WORD] == "、" and text[begin + WORD + 1 : begin + 2 * WORD + 1] in VERBS  # 组织、协调
    behind = begin + WORD
    if verb not in TAKES_VERB and _ORDER.match(text, behind, limit):
        return False  # 集团管控要…
    if adverbs or verb not in NOUNS_TOO:
        return True
    if DESCRIBED.match(text, behind):
        return False
    # 公办幼儿园招生实行…: what is done is said of the whole
    return verb in TAKES_VERB or not (text[behind : behind + WORD] in VERBS or _MODAL.match(text, behind, limit))


def _deed_within(text: str, at: int, limit: int) -> bool:
    """Whether a deed follows the place or the time behind 在: 在重点乡镇|前置消防车."""
    for begin in range(at, min(limit, at + LONGEST_PLACE)):
        if text[begin] in ",。;:、的":
            return False
        if is_plain_verb(text[begin : begin + WORD]):
            return True
    return False


def begins_as_predicate(text: str, at: int, limit: int) -> bool:
    """Whether words begin as what a body does, not as its name: 适时|组织, 报|市政府; 施工单位 is a name."""
    if text[at] in "报送" or _ORDER.match(text, at, limit):
        return True
    adverbs = _ADVERBS.match(text, at, limit)
    if adverbs:
        return text[adverbs.end() : adverbs.end() + WORD] in VERBS
    verb = text[at : at + WORD]
    if verb not in VERBS:
        return False
    return (_OF_DEED if verb in NOUNS_TOO else _TEAM).fullmatch(text, at, limit) is None


def is_plain_verb(word: str) -> bool:
    """Whether two characters are a verb and seldom anything else: no part of a name."""
    return word in VERBS and word not in NOUNS_TOO
