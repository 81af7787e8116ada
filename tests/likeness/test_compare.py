"""One duty printed twice is recognised; what is only alike is not."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from obligations.likeness.compare import Duty, Likeness, compare, profile

YEAR_END = "2026-12-31"
PLAN = Duty("", directive=1, path=("三、重点任务", "(一)…"), list_of=("三、重点任务",), issued_on=date(2026, 3, 2))
ROWS = ("附件任务分解表",)
TABLE = Duty("", directive=1, path=ROWS, list_of=ROWS, in_table=True, issued_on=date(2026, 3, 2))
LATER = Duty("", directive=2, path=("一、",), list_of=(), issued_on=date(2026, 5, 20))


def said(base: Duty, text: str, who: str = "", due: str = "") -> Duty:
    """`who` and `due` in words, as the extractor would have read them."""
    owners = tuple(who.split())
    title = text.partition("。")[0]
    return replace(base, text=text, title=title, owners=frozenset(owners), left_out=owners, due=frozenset(due.split()))


def likeness(one: Duty, other: Duty) -> Likeness:
    return compare(profile(one), profile(other))


# The plan's item and what repeats it: in its table, in a later notice.
SAME = [
    (
        said(
            PLAN,
            "推进老旧小区改造。坚持先民生后提升,全年改造老旧小区86个,惠及居民1.2万户,同步加装电梯110部。(牵头单位:市住建局)",
            "市住建局",
            YEAR_END,
        ),
        said(TABLE, "改造老旧小区86个,加装电梯110部2026年底前市住建局", "市住建局", YEAR_END),
    ),
    (
        said(
            PLAN,
            "建设高标准农田。整区域推进田土水路林电技管综合配套,10月底前建成高标准农田15万亩。(责任单位:市农业农村局)",
            "市农业农村局",
            "2026-10-31",
        ),
        said(TABLE, "建成高标准农田15万亩2026年10月底前市农业农村局", "市农业农村局", "2026-10-31"),
    ),
    (
        said(
            PLAN,
            "完善充电设施。在高速公路服务区、商圈、居住区新增电动汽车充电桩600个、公共停车泊位3000个。",
            "市城市管理局",
            "2026-09-30",
        ),
        said(TABLE, "新增公共停车泊位3000个、电动汽车充电桩600个9月底前市城市管理局", "市城管局", "2026-09-30"),
    ),
    (
        said(PLAN, "提升供水能力。新建调蓄水池4座,铺设输水管线23.6公里,受益群众4.8万人。", "市水利局", "2026-11-30"),
        said(LATER, "新建调蓄水池4座、铺设输水管线23.6公里的工程要倒排工期,11月底前通水。", "市水利局", "2026-11-30"),
    ),
    (
        said(
            PLAN,
            "开展餐饮场所燃气安全装置安装。10月20日前,餐饮等使用燃气的生产经营单位全部安装可燃气体报警装置。",
            "市商务局",
            "2026-10-20",
        ),
        said(
            LATER,
            "餐饮等使用燃气的生产经营单位于10月20日前全部安装可燃气体报警装置,市商务局逐户核实。",
            "市商务局",
            "2026-10-20",
        ),
    ),
    (
        said(PLAN, "对28家重点排污单位开展自动监测设备比对监测。", "市生态环境局", "2026-08-31"),
        said(TABLE, "重点排污单位自动监测设备比对监测28家8月底前市生态环境局", "市生态环境局", "2026-08-31"),
    ),
    (
        said(PLAN, "建立困难老年人巡访关爱制度,对独居、空巢、留守老年人每月巡访一次。", "市民政局", "FREQ=MONTHLY"),
        said(TABLE, "巡访关爱独居、空巢、留守老年人每月巡访一次市民政局", "市民政局", "FREQ=MONTHLY"),
    ),
    (
        said(PLAN, "发放创业担保贷款10070户,贴息资金足额到位。", "市人社局", YEAR_END),
        said(LATER, "各经办银行要加快审核,年内发放创业担保贷款10070户。", "市人社局", YEAR_END),
    ),
    (
        said(PLAN, "深化扬尘治理,占地5000平方米以上工地全部安装视频监控和扬尘在线监测设施。", "市住建局", YEAR_END),
        said(TABLE, "占地5000平方米以上工地安装视频监控、扬尘在线监测设施年底前市住建局", "市住建局", YEAR_END),
    ),
    (
        said(PLAN, "云河市档案馆新馆布展工程年内对公众开放,同步建成数字档案查阅大厅。", "市档案馆", YEAR_END),
        said(LATER, "市档案馆新馆布展、数字档案查阅大厅要在年内对公众开放。", "市档案馆", YEAR_END),
    ),
]
# The later text says another number or day: proposed, and the difference shown.
CHANGED = [
    (
        said(PLAN, "改造老旧供热管网42公里,覆盖热力站18座。", "市住建局", "2026-10-31"),
        said(LATER, "改造老旧供热管网56公里,覆盖热力站18座。", "市住建局", "2026-10-31"),
        (("42公里", "56公里"),),
        ((), ()),
    ),
    (
        said(PLAN, "完成龙口水库除险加固主体工程和溢洪道衬砌。", "市水利局", "2026-06-30"),
        said(LATER, "完成龙口水库除险加固主体工程和溢洪道衬砌。", "市水利局", "2026-09-30"),
        (),
        (("2026-06-30",), ("2026-09-30",)),
    ),
]
DIFFERENT = {
    "routine in two plans": [
        (
            said(PLAN, "每月25日前报送工作进展情况。", "市住建局", "FREQ=MONTHLY;BYMONTHDAY=25"),
            said(LATER, "每月25日前报送工作进展情况。", "市住建局", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ),
        (
            said(PLAN, "各牵头单位要制定实施方案,明确责任分工,建立工作台账,确保任务落实到位。", "各牵头单位"),
            said(LATER, "各牵头单位要制定实施方案,明确责任分工,建立工作台账,确保任务落实到位。", "各牵头单位"),
        ),
        (
            said(PLAN, "加强组织领导,健全工作机制,强化督导检查,推动各项措施落地见效。", "各县(市、区)人民政府"),
            said(LATER, "加强组织领导,健全工作机制,强化督导检查,推动各项措施落地见效。", "各县(市、区)人民政府"),
        ),
        (
            said(PLAN, "年底前总结工作情况,形成书面报告报市政府。", "市教育局", YEAR_END),
            said(LATER, "年底前总结工作情况,形成书面报告报市政府。", "市教育局", YEAR_END),
        ),
    ],
    "two places": [
        (
            said(PLAN, "清源区完成城中村改造安置房1200套建设。", "清源区人民政府", YEAR_END),
            said(LATER, "白石县完成城中村改造安置房1200套建设。", "白石县人民政府", YEAR_END),
        ),
        (
            said(PLAN, "市规划和自然资源局加强对白石县土地征收成片开发的指导监管。", "市规划和自然资源局"),
            said(LATER, "市规划和自然资源局加强对青川县土地征收成片开发的指导监管。", "市规划和自然资源局"),
        ),
        (
            said(PLAN, "新建改建农村公路桥梁12座,完成危桥改造。", "白石县人民政府", YEAR_END),
            said(LATER, "新建改建农村公路桥梁12座,完成危桥改造。", "青川县人民政府", YEAR_END),
        ),
    ],
    "a group and one of it": [
        (
            said(PLAN, "开展自建房安全隐患排查,建立鉴定和拆除台账。", "各县(市、区)人民政府", YEAR_END),
            said(LATER, "开展自建房安全隐患排查,建立鉴定和拆除台账。", "白石县人民政府", YEAR_END),
        ),
    ],
    "two objects": [
        (
            said(PLAN, "新建公办幼儿园9所,新增学位2400个。", "市教育局", YEAR_END),
            said(LATER, "新建公办养老院9所,新增床位2400张。", "市民政局", YEAR_END),
        ),
        (
            said(
                PLAN,
                "对全市学校食堂开展食品安全检查,重点检查进货查验、餐具消毒、从业人员健康证明。",
                "市市场监管局",
                "2026-09-30",
            ),
            said(
                LATER,
                "对全市养老机构食堂开展食品安全检查,重点检查进货查验、餐具消毒、从业人员健康证明。",
                "市市场监管局",
                "2026-09-30",
            ),
        ),
        (
            said(PLAN, "燃煤锅炉执行大气污染物排放标准,开展超低排放改造。", "市生态环境局", YEAR_END),
            said(LATER, "生物质锅炉执行大气污染物排放标准,开展低氮燃烧改造。", "市生态环境局", YEAR_END),
        ),
        (
            said(PLAN, "建设标准化农贸市场6个,改造提升便民市场。", "市商务局", YEAR_END),
            said(LATER, "建设标准化屠宰企业6个,改造提升冷链物流。", "市商务局", YEAR_END),
        ),
    ],
    "two years": [
        (
            replace(said(PLAN, "改造老旧小区86个,加装电梯110部。", "市住建局", "2026-12-31"), about_year=2026),
            replace(
                said(LATER, "改造老旧小区86个,加装电梯110部。", "市住建局", "2027-12-31"),
                about_year=2027,
                issued_on=date(2027, 3, 1),
            ),
        ),
        (
            said(PLAN, "开展渔业增殖放流,放流鲢鳙鱼苗500万尾。", "市农业农村局", "2026-06-30"),
            replace(
                said(LATER, "开展渔业增殖放流,放流鲢鳙鱼苗500万尾。", "市农业农村局", "2027-06-30"),
                issued_on=date(2027, 3, 1),
            ),
        ),
    ],
    "items of one list": [
        (
            said(PLAN, "职工基本医疗保险参保老年人按规定享受大病保险待遇。", "市医保局"),
            said(PLAN, "城乡居民基本医疗保险参保老年人按规定享受大病保险待遇。", "市医保局"),
        ),
        (
            said(TABLE, "排查餐饮场所燃气隐患,整改软管、瓶阀、灶具问题。", "市住建局", "2026-06-30"),
            said(TABLE, "排查餐饮场所燃气隐患,整改软管、瓶阀、灶具问题。", "市住建局", "2026-09-30"),
        ),
    ],
    "stages of one text": [
        (
            said(PLAN, "完成农村分散式供水工程标准化改造120处。", "市水利局", "2026-06-30"),
            said(TABLE, "完成农村分散式供水工程标准化改造310处。", "市水利局", "2026-12-31"),
        ),
    ],
    "a goal and another of its parts": [
        (
            said(PLAN, "推进燃气管道老化更新,改造市政管道86.5公里。", "市住建局", YEAR_END),
            said(LATER, "推进燃气安全宣传,制作科普短视频,发放明白纸。", "市住建局", YEAR_END),
        ),
    ],
    "other units": [
        (
            said(PLAN, "对辖区网吧、歌舞厅开展消防安全夜查,督促落实值班值守。", "市文旅局"),
            said(LATER, "对辖区网吧、歌舞厅开展消防安全夜查,督促落实值班值守。", "市消防救援支队"),
        ),
    ],
}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_duty_printed_twice(one: Duty, other: Duty) -> None:
    found = likeness(one, other)
    assert found.is_twin, found
    assert not found.figures_changed and not any(found.due_changed)
    assert likeness(other, one).is_twin


@pytest.mark.parametrize(("one", "other", "figures", "due"), CHANGED)
def test_a_changed_number_or_day_is_shown(one: Duty, other: Duty, figures: object, due: object) -> None:
    found = likeness(one, other)
    assert found.is_twin, found
    assert found.figures_changed == figures
    assert found.due_changed == due


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*pair, id=why) for why, pairs in DIFFERENT.items() for pair in pairs]
)
def test_what_is_only_alike(one: Duty, other: Duty) -> None:
    assert not likeness(one, other).is_twin
    assert not likeness(other, one).is_twin


def test_it_says_what_agrees() -> None:
    found = likeness(*SAME[0])
    assert found.figures == ("86个", "110部")
    assert found.due == (YEAR_END,)
    assert found.owners == ("市住建局",)
    assert "小区" in found.words and "电梯" in found.words


def test_reading_a_file_loads_no_dictionary() -> None:
    """`manage.py extract` must start at once: jieba is loaded only by whoever compares."""
    code = "import sys, obligations.extraction.pipeline, obligations.likeness.compare; sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
