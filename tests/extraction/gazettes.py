"""Texts of the fictional 云河市 as gazettes print them, for the tests of how a file is split."""

from obligations.extraction.findings import DirectiveFinding
from obligations.extraction.gazette import split_gazette
from obligations.extraction.text import SourceText

FLOODS = """云河市人民政府办公室
关于做好2024年防汛工作的通知
云政办发〔2024〕9 号
各县（市、区）人民政府，云河经济开发区管委会，市直有
关部门：
　　汛期将至，经市政府同意，现就有关事项通知如下：
　　一、各县（市、区）要于5月底前完成隐患排查。
云河市人民政府办公室
2024 年 4 月 2 日
（此件公开发布）
"""

PLANNING = """ 云河市人民政府
关于印发云河市国土空间规划的通知
云政发〔2024〕5号
各县（市、区）人民政府：
　　现将规划印发给你们，请遵照执行。
云河市人民政府
2024年3月1日
（此件公开发布）
云河市国土空间规划
　　第一条　全市按规划执行。
"""

REPLY = """关于白石县2024年河道岸线整治方案的
批　　　　复
云政函〔2024〕 7 号
白石县人民政府：
　　你县《关于审批方案的请示》（白政〔2024〕11号）收悉。现批复如下：
　　一、同意该方案。
云河市人民政府
2024年2月1日
"""


def split(text: str) -> list[DirectiveFinding]:
    return split_gazette(SourceText(text))


def only(text: str) -> DirectiveFinding:
    (directive,) = split(text)
    return directive


def starts(text: str) -> list[str]:
    """The first twelve squeezed characters of every directive."""
    source = SourceText(text)
    return [source.verbatim[d.start : d.start + 12] for d in split_gazette(source)]
