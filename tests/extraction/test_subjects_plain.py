"""Plain bodies that do something without a modal, at the start of a sentence or after others. Sentence → who."""

import pytest

from obligations.extraction.predicates import begins_as_predicate, predicate_at
from tests.extraction.reading import subjects

# a sentence, or a clause behind a time, begins with a body and its deed
BARE = [
    ("血站启动采供血预案,保障用血。", "R血站"),
    ("检伤组对伤员进行分类。", "R检伤组"),
    ("采样队到达现场后立即布点。", "R采样队"),
    ("法制部门对重大案件提前介入。", "R法制部门"),
    ("供销合作社代储化肥三千吨。", "R供销合作社"),
    ("养护公司凭任务单领取材料。", "R养护公司"),
    ("商务部门与大型商超签订供货协议。", "R商务部门"),
    ("失业保险经办机构按时足额发放补助。", "R失业保险经办机构"),
    ("水位超过警戒线时,堤防管理单位每公里安排2人巡查。", "R堤防管理单位"),
    ("预警发布后,乡镇卫生院备足药品。", "R乡镇卫生院"),
    ("心理服务队统一组织、协调志愿者。", "R心理服务队"),
    ("应急办第一时间核实情况。", "R应急办"),
    ("定点医院开通绿色通道。", "R定点医院"),
]
# others have got their deed before
SERIES = [
    ("市水利局制定调度方案,供电公司保障排涝用电,通信企业抢修基站。", "R市水利局 R供电公司 R通信企业"),
    ("刑侦部门打击非法集资,网安部门做好线索核查。", "R刑侦部门 R网安部门"),
    ("总务处保障后勤,护理部调配人力,药剂科供应药品。", "R总务处 R护理部 R药剂科"),
    ("档案由学校转递,公安机关凭毕业证书办理落户。", "R学校 R公安机关"),
]
# what the body does or is stands before its name
DESCRIBED = [
    ("接报的主管部门核实后立即上报。", "R接报的主管部门"),
    ("承担救治任务的医疗机构完成病例总结。", "R承担救治任务的医疗机构"),
    ("负责行业管理的部门应当加强研判。", "R负责行业管理的部门"),
    ("一次性裁减三十人的企业须提前三十日说明情况。", "R一次性裁减三十人的企业"),
    ("县级以上人民政府负责燃气安全监督管理的部门应当制定计划。", "R县级以上人民政府负责燃气安全监督管理的部门"),
    ("有条件的高校每年举办双选会。", "R有条件的高校"),
    ("由首诊的医疗机构联系转诊。", "R首诊的医疗机构"),
    ("上级主管部门和收治患者的专科医院应当加强管理。", "R上级主管部门 R收治患者的专科医院"),
]
# brackets within a name, 及其, joint bodies
JOINED = [
    ("地方森林(草原)防灭火指挥机构逐级报告火情。", "R地方森林(草原)防灭火指挥机构"),
    ("县级以上人民政府及其有关部门应当加强宣传。", "R县级以上人民政府 R有关部门"),
    ("市防汛指挥部及其成员单位要落实责任。", "R市防汛指挥部 R成员单位"),
    ("各级工会组织、企业联合会、工商业联合会应当指导协商。", "R各级工会组织 R企业联合会 R工商业联合会"),
    ("青山办事处、小河镇做好征地拆迁。", "R青山办事处 R小河镇"),
]
# who heads a body stands for it, 牵头 and 务必 order, who is put in charge
HEADED = [
    ("学工部门牵头,推进就业育人。", "L学工部门"),
    ("自来水公司务必确保供水。", "R自来水公司"),
    ("二级学院领导班子成员要走访企业。", "R二级学院"),
    ("指挥部办公室设在市应急局,由市应急局、市水利局派员组成,承担日常工作。", "R指挥部办公室"),
    ("市城建公司作为建设管理的责任主体,应倒排工期。", "R市城建公司"),
    ("市城管局为牵头单位,市水利局为配合单位。", "L市城管局 S市水利局"),
    ("县人民政府组织有关部门对火灾发生原因进行调查。", "R县人民政府 S有关部门"),
]
# levels that share 各 or a government, places that share their level, functions that share 部门
GROUPS = [
    ("各市、县公安局要挂牌督办。", "R各市、县公安局"),
    ("各市、县、区教育局要抓好落实。", "R各市、县、区教育局"),
    ("各市(地)教育局统筹核定计划。", "R各市(地)教育局"),
    ("省、自治区、直辖市人民政府应急管理部门应当制定计划。", "R省、自治区、直辖市人民政府应急管理部门"),
    ("云河、白石、青川三市人民政府按照方案倒排工期。", "R云河市人民政府 R白石市人民政府 R青川市人民政府"),
    ("云河、白石两县要签订协议。", "R云河县 R白石县"),
    ("教务、招生、科研、团委等部门协同。", "S教务部门 S招生部门 S科研部门 S团委"),
    ("县委县政府督查室牵头成立督查组。", "L县委县政府督查室"),
]
# 作为, a sentence that leaves out its subject, a closing noun, a post, what is done together
PARTS = [
    ("市能源局作为牵头单位,要倒排工期。", "L市能源局"),
    ("市水利局作为配合单位,要提供数据。", "S市水利局"),
    ("云河城投集团作为实施主体,抓紧完善手续。", "R云河城投集团"),
    ("各县(市、区)要加强建设。要组织有关部门开展验收。", "R各县(市、区) S有关部门"),
    ("铁塔公司等运营企业按照标准接入平台。", "R铁塔公司"),
    ("林区施工单位、旅游景区、输配电企业等重点单位应当签订责任书。", "R林区施工单位 R旅游景区 R输配电企业"),
    ("业务部门与财务部门共同编制预算。", "R业务部门 R财务部门"),
    ("集团总部统一会计政策。", "R集团总部"),
    ("青山、白水、石桥三个街道做好群众动员。", "R青山街道 R白水街道 R石桥街道"),
    ("市能源局牵头,市水利局、青山街道参与,3月底前完成。", "L市能源局 S市水利局 S青山街道"),
    ("被督查单位接到意见后5日内提出措施。", "R被督查单位"),
]
# a place, a time, a purpose or a fault stands between the body and its deed
BETWEEN = [
    ("消防大队在重点乡镇前置消防车。", "R消防大队"),
    ("公安交管部门为冷藏车核发通行证。", "R公安交管部门"),
    ("纪检监察机关对失职行为依规处理。", "R纪检监察机关"),
    ("检查组发现隐患的,当场下达指令。", "R检查组"),
    ("监控中心24小时值守。", "R监控中心"),
    ("疾控、医疗、监督机构各组建一支队伍。", "R疾控机构 R医疗机构 R监督机构"),
    ("各镇人民政府组织村(社区)群防群治。", "R各镇人民政府"),
]
NOBODY = [
    "组织公安、交通运输等部门开展检查。",
    "与银行开展合作。",
    "形成部门合力。",
    "企业主要负责人名单见附件。",
    "政府购买服务的内容包括公共服务。",
    "企业管理制度不断完善。",
    "学校建设项目进展顺利。",
    "集团管控要加强。",
    "检测中心5月份通过验收。",
    "公办学校招生实行网上报名。",
    "推动符合条件的企业开展上市辅导。",
    "支持有条件的企业建设研发中心。",
    "鼓励社会组织开展培训。",
    "企业评分标准。",
    "停止经营活动的机构申请注销的;",
    "储备所需的物资和装备。",
    "科学组织施工,适时组织评估。",
]


@pytest.mark.parametrize(("text", "who"), BARE + SERIES + DESCRIBED + JOINED + HEADED + GROUPS + BETWEEN + PARTS)
def test_who_does_it_without_a_modal(text, who):
    assert subjects(text) == who


@pytest.mark.parametrize("text", NOBODY)
def test_nouns_before_nouns_are_nobody(text):
    assert subjects(text) == ""


@pytest.mark.parametrize(
    ("noun", "behind", "is_predicate"),
    [
        ("企业", "制定方案", True),
        ("企业", "管理制度", False),
        ("学校", "组织学生参加", True),
        ("社会", "组织形式", False),
        ("医院", "认真落实制度", True),
        ("医院", "急救能力", False),
        ("公司", "建设者", False),
        ("幼儿园", "招生实行网上报名", False),
        ("工会", "组织开展活动", True),
        ("药店", "对处方药登记", True),
        ("药店", "对外经营", False),
    ],
)
def test_a_verb_before_what_it_describes_is_no_predicate(noun, behind, is_predicate):
    text = noun + behind
    assert predicate_at(text, len(noun), len(text)) is is_predicate


def test_a_name_begins_with_a_deed_only_where_it_is_named_after_it():
    assert begins_as_predicate("适时组织", 0, 4)
    assert begins_as_predicate("报市政府", 0, 4)
    assert not begins_as_predicate("施工单位", 0, 4)
    assert not begins_as_predicate("检测服务机构", 0, 6)
