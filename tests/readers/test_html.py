"""Web pages: the document and its table of facts, without what surrounds it."""

import pytest

from obligations.readers import Reading, Unreadable, read_text

ARTICLE = "".join(
    f"<p>　　{mark}、各县（市、区）要加强组织领导，细化措施，{month}月底前完成年度任务，并将情况报市政府办公室。</p>"
    for mark, month in zip("一二三四五", (3, 5, 7, 9, 11), strict=True)
)
FACTS = """<table class="xxgk"><tr><td>索引号</td><td>015-2026-0012</td><td>主题分类</td><td>综合政务</td></tr>
<tr><td>发文机关</td><td>云河市人民政府办公室</td><td>成文日期</td><td>2026年3月8日</td></tr></table>"""


def read(page: str, encoding: str = "utf-8") -> Reading:
    return read_text(page.encode(encoding), "通知.html")


def page(article: str = ARTICLE, facts: str = FACTS) -> str:
    links = "".join(f'<li><a href="/{n}">关于印发某项工作方案的通知（{n}）</a></li>' for n in range(12))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>云河市人民政府</title>
    <style>p{{}}</style></head><body>
    <div class="header"><div class="nav"><a href="/">首页</a><a href="/x">政务公开</a>
    <a href="/y">办事服务</a></div></div>
    <div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/z">政府文件</a></div>
    <div class="main"><div class="left-menu"><ul>{links}</ul></div>
    <div class="article">{facts}<h1>云河市人民政府办公室关于做好年度重点工作的通知</h1>
    <div class="share">分享到：<a href="#">微信</a></div><div class="TRS_Editor">{article}</div>
    <div class="related"><h3>相关链接</h3><ul>{links}</ul></div></div></div>
    <script>var a = "脚本";</script>
    <div class="footer">主办：云河市人民政府办公室　网站标识码：0000000000</div></body></html>"""


def test_the_document_without_its_surroundings() -> None:
    text = read(page()).text
    assert "五、各县" in text and "关于做好年度重点工作的通知" in text
    for other in ("首页", "当前位置", "某项工作方案", "分享到", "相关链接", "脚本", "网站标识码"):
        assert other not in text


def test_the_table_of_facts_is_kept_before_the_title() -> None:
    text = read(page()).text
    assert text.index("索引号") < text.index("关于做好年度重点工作") < text.index("一、各县")
    assert "发文机关\t云河市人民政府办公室" in text


def test_facts_in_a_list_are_kept_where_they_stand_apart() -> None:
    said = ("索引号：015-2026", "发文字号：云政办发〔2026〕12号", "成文日期：2026年3月8日")
    facts = f"<ul class='info'>{''.join(f'<li>{one}</li>' for one in said)}</ul>"
    text = read(page(facts="").replace('<div class="main">', f'{facts}<div class="main">')).text
    assert "云政办发〔2026〕12号" in text


def test_a_page_that_is_nothing_but_the_document() -> None:
    assert read(f"<html><body>{ARTICLE}</body></html>").text.count("各县") == 5


def test_a_table_with_merged_cells_is_a_grid() -> None:
    table = """<table><tr><th rowspan=2>单位</th><th colspan=2>时限</th></tr><tr><td>启动</td><td>完成</td></tr>
    <tr><td>市能源局</td><td>3月</td><td>6月<br>底前</td></tr></table>"""
    reading = read(page(ARTICLE + table, facts=""))
    (grid,) = reading.grids
    found = [(c.row, c.column, c.rows, c.columns, reading.text[c.start : c.end]) for c in grid.cells]
    assert found == [
        (0, 0, 2, 1, "单位"),
        (0, 1, 1, 2, "时限"),
        (1, 1, 1, 1, "启动"),
        (1, 2, 1, 1, "完成"),
        (2, 0, 1, 1, "市能源局"),
        (2, 1, 1, 1, "3月"),
        (2, 2, 1, 1, "6月\n底前"),
    ]
    assert "单位\t时限\t\n\t启动\t完成\n" in reading.text


def test_a_table_that_lays_out_the_page_is_none() -> None:
    inner = f"<table><tr><td>{ARTICLE}</td></tr></table>"
    layout = f"<table><tr><td>　</td><td>{inner}</td></tr><tr><td></td><td></td></tr></table>"
    reading = read(f"<html><body>{layout}</body></html>")
    assert not reading.grids and reading.text.count("\n") == 5


def test_a_short_notice_is_kept_beside_its_long_table() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>完成第{n}项任务，按月报送进展。</td><td>市能源局</td></tr>" for n in range(60))
    notice = "<div><p>现将任务清单印发给你们，请认真落实。</p></div>"
    text = read(page(f"{notice}<div><table>{rows}</table></div>", facts="")).text
    assert "现将任务清单印发给你们" in text and "第59项" in text and "首页" not in text


def test_a_page_laid_out_with_tables() -> None:
    links = "".join(f'<tr><td><a href="/{n}">栏目{n}</a></td></tr>' for n in range(9))
    main = f"<table><tr><td><table>{links}</table></td><td>{ARTICLE}</td></tr></table>"
    text = read(f"<html><body><table><tr><td>{main}</td></tr><tr><td>版权所有</td></tr></table></body></html>").text
    assert text.count("各县") == 5 and "栏目" not in text


def test_numbers_of_lists_and_line_breaks() -> None:
    listed = "<ol start=3><li>排查隐患，立查立改。</li><li>建立台账。</li></ol>"
    text = read(page("<p>甲方负责，乙方配合。<br>另起一行，继续说明。</p>" + listed)).text
    assert "甲方负责，乙方配合。\n另起一行，继续说明。\n3. 排查隐患，立查立改。\n4. 建立台账。" in text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("said", ["gb2312", "utf-8", ""])
def test_the_encoding_is_found_whatever_the_page_says(encoding: str, said: str) -> None:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={said}">' if said else ""
    assert "镕堃" in read(f"<html><head>{declared}</head><body><p>朱镕堃同志负责。</p></body></html>", encoding).text


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    assert "root:" not in read(f"{bomb}<html><body><p>正文&b;&c;。</p></body></html>").text


def test_a_page_without_words_is_told() -> None:
    with pytest.raises(Unreadable, match="文件是空的"):
        read("<html><body><script>1</script></body></html>")


def test_a_page_nested_too_deeply_is_told() -> None:
    try:
        assert read("<html><body>" + "<div>" * 5000 + "正文。" + "</div>" * 5000).text
    except Unreadable as refusal:
        assert "层次" in refusal.message or "复杂" in refusal.message or "空的" in refusal.message
