"""Names in running text, by the grammar alone: what is said → the units named in it."""

import pytest

from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.units import find_units

NAMED = {
    # departments of a level, a place, the state
    ("市能源局",): [
        "由市能源局牵头制定",
        "市能源局要于月底前报送",
        "报送市能源局。",
        "第八条市能源局负责日常工作",
        "(市能源局)",
    ],
    ("云河市能源局",): ["报云河市能源局备案", "2024年5月6日云河市能源局印发的办法", "10月底前云河市能源局完成验收"],
    ("白石县应急管理局",): ["督促白石县应急管理局整改", "白石县应急管理局要落实"],
    ("市规划和自然资源局",): ["市规划和自然资源局要加强监管", "经市规划和自然资源局同意"],
    ("县发展改革和经济信息化局",): ["由县发展改革和经济信息化局负责"],
    ("国家发展改革委", "财政部"): ["按照国家发展改革委、财政部要求"],
    ("国务院国资委",): ["报国务院国资委备案"],
    ("省人民政府办公厅",): ["根据省人民政府办公厅通知"],
    ("市大数据应用服务局",): ["市大数据应用服务局要归集数据"],
    ("市散煤办",): ["由市散煤办汇总", "每月25日前,市散煤办会同各方调度"],
    # departments named by what they do
    ("财政部门",): ["财政部门要保障经费", "按程序报财政部门审核"],
    ("县级自然资源主管部门",): ["县级自然资源主管部门应当公告"],
    ("县级以上人民政府卫生健康主管部门",): ["县级以上人民政府卫生健康主管部门负责监督"],
    ("县级人民政府民政部门",): ["由县级人民政府民政部门安排"],
    ("市、县两级财政部门",): ["市、县两级财政部门要加大投入"],
    ("企业主管部门",): ["企业主管部门应于年度终了开展自评"],
    ("各企业主管部门",): ["各企业主管部门要编制预算"],
    ("公安机关",): ["公安机关依法处理"],
    # governments and groups of places
    ("白石县人民政府",): ["白石县人民政府具体落实", "支持白石县人民政府试点"],
    ("响石镇人民政府",): ["由响石镇人民政府组织实施"],
    ("各县(市、区)人民政府",): ["各县(市、区)人民政府要履行主体责任", "督促各县(市、区)人民政府落实"],
    ("各县(市、区)",): ["各县(市、区)要于3月1日前报送", "网格化管理各县(市、区)要细化"],
    ("各省、自治区、直辖市人民政府",): ["各省、自治区、直辖市人民政府要加强领导"],
    ("各自治州、县、市人民政府",): ["各自治州、县、市人民政府:"],
    ("17个县(市、区)",): ["17个县(市、区)依托医院建站"],
    ("县级以上人民政府",): ["县级以上人民政府应当加强领导"],
    ("属地县(市、区)政府",): ["属地县(市、区)政府组织清退"],
    ("乡镇人民政府", "街道办事处"): ["乡镇人民政府、街道办事处负责日常巡查"],
    ("白石县",): ["白石县要加快进度", "责任不清的,由白石县负责"],
    ("各地",): ["各地要结合实际"],
    # groups
    ("市直有关部门",): ["市直有关部门要按照职责分工抓好落实"],
    ("各成员单位",): ["会同各成员单位开展评估"],
    ("有关单位",): ["有关单位要举一反三"],
    ("各用血医疗机构", "各学校"): ["各用血医疗机构和各学校要做好宣传"],
    ("市政府各部门", "各直属机构"): ["市政府各部门、各直属机构:"],
    ("白石县各监管部门",): ["白石县各监管部门要依法履职"],
    ("市防汛抗旱指挥部相关成员单位",): ["由市办组织市防汛抗旱指挥部相关成员单位会商"],
    # bodies set up for a matter, parts of bodies
    ("云河市2024年防汛抗旱工作领导小组办公室",): ["成立云河市2024年防汛抗旱工作领导小组办公室"],
    ("领导小组办公室",): ["领导小组办公室负责日常工作"],
    ("市公安局交警支队",): ["市公安局交警支队办理通行证"],
    ("市生态环境局清源分局",): ["市生态环境局清源分局负责排查"],
    ("市生态环境局大气环境科",): ["市生态环境局大气环境科负责复核"],
    ("城市更新工作组",): ["(三)城市更新工作组"],
    ("国家税务总局云河市税务局",): ["国家税务总局云河市税务局落实优惠"],
    ("人民银行云河市中心支行",): ["由人民银行云河市中心支行牵头"],
    # party, mass organs, courts, enterprises
    ("市委宣传部", "市委编办", "团市委"): ["市委宣传部、市委编办、团市委按职责分工负责"],
    ("市总工会", "市妇联", "市残联"): ["市总工会、市妇联、市残联配合"],
    ("市中级人民法院", "市检察院"): ["市中级人民法院、市检察院要加强衔接"],
    ("国网云河供电公司", "中石化云河分公司"): ["国网云河供电公司、中石化云河分公司负责保供"],
    ("云河城投(集团)有限责任公司",): ["由云河城投(集团)有限责任公司实施"],
    # two names of one body
    ("市商务局(市贸促会)",): ["市商务局(市贸促会)负责组织参展"],
    # shared endings
    ("清源区人民政府", "白石县人民政府", "龙泽市人民政府"): [
        "清源区、白石县、龙泽市人民政府具体落实",
        "清源区、白石县和龙泽市人民政府要",
        "由清源区、白石县、龙泽市人民政府负责",
    ],
    ("市住建部门", "城管部门"): ["市住建、城管部门要加强巡查", "会同市住建、城管部门"],
    ("发展改革部门", "财政部门", "人民银行"): ["发展改革、财政、人民银行等部门要建立机制"],
    ("公安部门", "规自部门", "住建部门"): ["由公安、规自、住建等部门比对信息", "公安、规自和住建部门负责"],
    ("市级应急管理部门", "县级应急管理部门"): ["市级、县级应急管理部门应当公布名单"],
    ("市教育(科)局", "区教育(科)局"): ["市、区教育(科)局组织摇号"],
}

NOTHING = [
    "完善政务服务功能,打造产业园区",
    "优化产业布局,树立大局观念,形成新格局",
    "企业内部管理办法由企业自行制定",
    "推动企业上市,上市公司要加强内控",
    "政府采购服务,政府购买服务,地方政府债券资金",
    "牵头单位要制定方案,配合单位要支持",
    "用人单位应当缴纳社会保险费",
    "省级、市级、县级三级联动",
    "市民中心广场改造,市场秩序整顿",
    "在城市规划区内开展社区服务",
    "委托第三方机构评估,不得委任他人",
    "市长办公会议研究,民办公助",
    "部分内容全部完成,总部经济",
    "本办法自发布之日起施行",
]


@pytest.mark.parametrize(
    ("names", "phrasing"), [(names, phrasing) for names, phrasings in NAMED.items() for phrasing in phrasings]
)
def test_the_grammar_reads_the_names(names: tuple[str, ...], phrasing: str) -> None:
    source = SourceText(phrasing)
    assert [mention.name for mention in find_units(source, 0, len(source), Register.empty())] == list(names)


@pytest.mark.parametrize("phrasing", NOTHING)
def test_common_words_are_no_units(phrasing: str) -> None:
    source = SourceText(phrasing)
    assert find_units(source, 0, len(source), Register.empty()) == []


def test_names_are_verbatim_and_squeezed() -> None:
    source = SourceText("由各县（市、 区）人民\n  政府和市住房和城\n乡建设局负责")
    mentions = find_units(source, 0, len(source), Register.empty())
    assert [mention.name for mention in mentions] == ["各县（市、区）人民政府", "市住房和城乡建设局"]
    assert [source.verbatim[mention.start : mention.end] for mention in mentions] == [m.name for m in mentions]


def test_a_given_back_ending_leaves_the_span_of_the_printed_part() -> None:
    source = SourceText("清源区、白石县人民政府要落实")
    first, second = find_units(source, 0, len(source), Register.empty())
    assert (first.name, source.text[first.start : first.end]) == ("清源区人民政府", "清源区")
    assert (second.name, source.text[second.start : second.end]) == ("白石县人民政府", "白石县人民政府")


def test_only_the_passage_is_read() -> None:
    source = SourceText("市财政局、市审计局、市统计局要配合")
    assert [m.name for m in find_units(source, 5, 9, Register.empty())] == ["市审计局"]
