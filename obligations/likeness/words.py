"""The words of a duty and what each of them says. jieba is loaded with the first text that is cut, not before."""

import logging
import math
from functools import cache
from typing import Any


def _list(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What every directive is full of: it tells no duty from another.
EVERYWHERE = _list(
    """
    加强 推进 推动 促进 加快 加大 完善 建立 健全 落实 开展 组织 实施 做好 强化 提升 提高 深化 优化 规范 进一步
    工作 任务 责任 单位 部门 牵头 配合 负责 具体 按照 按 职责 职责分工 分工 人民政府 政府 各县 市区 县区 县市区
    有关 相关 方案 制定 制订 出台 印发 机制 体系 制度 措施 建设 管理 服务 进行 全面 重点 情况 进展 进度 进展情况
    报送 上报 报告 书面 台账 督查 督办 要求 完成 达到 实现 以上 以下 力争 全市 全省 全国 我市 我省 我县 本市
    年底 月底 季度 每月 每年 每季度 每半年 每周 年度 日前 底前 前 后 及时 定期 按时 按期 通报 汇总 总结 材料
    清单 反馈 信息 相关部门 责任单位 牵头单位 配合单位 时限 完成时限 各级 各地 各单位 各部门 市政府 省政府
    县政府 市委 办公室 市直 积极 认真 切实 扎实 持续 不断 有序 有效 充分 大力 稳步 严格 深入 全力 结合 实际
    确保 保障 支持 鼓励 引导 指导 协调 统筹 围绕 根据 通过 对 基本 逐步 逐一 逐项 一批 一次 至少 不少于 不低于
    左右 其中 以及 同时 并 及 等 的 和 与 或 在 由 为 将 要 应 应当 必须 不得 可以 是 了 于 从 到 向 把
    工作方案 实施方案 实施意见 通知 文件 领导 领导小组 会议 研究 部署 安排 计划 目标 内容 方式 方面 范围 作用
    能力 水平 质量 效果 成效 发展 改革 创新 检查 监督 监管 考核 评估 问题 整改 隐患 排查 宣传 培训 试点 示范
    项目 工程 资金 政策 意见 办法 标准 条件 需要 主要 新 新增 一 二 三 四 五 六 七 八 九 十 上半年 下半年 底 年
    月 日 序号 备注 城市 社会 企业 群众 群众性 人员 机构 依法 依规 依托 形成 打造 构建 充分发挥 发挥 协同 联动
    参与 共同 负责同志 主要负责人 工作组 专班 事项 重要 重大 两个 三个 四个 五个 各项 其他 该 本 你 提请 提出
    拟定 审议 季度末 月末
    """
)
# Common enough to say little, and yet about something.
COMMON = _list(
    """
    专项 行动 整治 专项整治 治理 改造 新建 改建 扩建 建成 开工 投入使用 生产 安全 环境 教育 卫生 健康 文化 旅游
    农村 农业 乡村 社区 街道 县级 市级 省级 国家级 执法 审批 备案 公开 公布 发布 建设工程 平台 系统 数据 数字化
    产业 市场 经济 生态 环保 污染 交通 道路 基础设施 设施 设备 公共服务 就业 民生 补贴 补助 奖励 预算 金融 投资
    招商 营商 人才 科技 技能 用户 居民 学校 医院 公共 提供 应急 预案 演练 责任制 活动 创建 比例 覆盖率 完成率
    总数 数量 面积 规模 用地 土地 规划 编制 修订 调查 普查 统计 分析 评价 验收 审核 审查 登记 更新 运行 维护
    设置 配备 使用 采取 处理 处置 依法查处 查处 打击 行为
    """
)
# ln(1/frequency) in jieba's own dictionary of newspapers and books; between the two a word weighs from little to all.
COMMONEST, RARE = 7.5, 12.0
COMMON_WEIGHT = 0.35


def cut(text: str) -> list[str]:
    """The words of a text in one width without white space."""
    return [word for word in _jieba().cut(text) if word.strip()]


@cache
def weight(word: str) -> float:
    """What a word says, from 0 (every directive holds it) to 1 (rare, or a name that no dictionary holds)."""
    if len(word) < 2 or word in EVERYWHERE or not any(c.isalnum() for c in word):
        return 0.0
    if word in COMMON:
        return COMMON_WEIGHT
    tables = _jieba().dt
    count = tables.FREQ.get(word)
    if not count:
        return 1.0
    rarity = math.log(tables.total / count)
    return min(1.0, max(COMMON_WEIGHT, (rarity - COMMONEST) / (RARE - COMMONEST)))


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba
