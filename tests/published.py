"""Pages as governments publish them: other people's markup around the same report."""

import html
from collections.abc import Callable, Iterable

from converter.form.fields import SECTIONS, TABLES, GridCell, Table
from converter.form.report import (
    Report,
    chinese_date,
    format_number,
    report_other_matters,
    report_preface,
    report_title,
)

Parts = tuple[Callable[[str], str], Callable[[str], str], Callable[[GridCell, str], str], str]
"""How a site writes a paragraph, a heading, a cell and the start of a table."""


def _body(report: Report, parts: Parts, *, repeat_header: bool = False) -> str:
    paragraph, heading, cell, start = parts
    written = [paragraph(text) for text in report_preface(report)]
    for section in SECTIONS:
        written.append(heading(section.heading))
        if section.key in TABLES:
            rows = _rows(report, TABLES[section.key], cell)
            if repeat_header and section.key == "t3":
                rows = [*rows[:5], *rows[:3], *rows[5:]]
            written.append(f"{start}{''.join(rows)}</table>")
        elif section.key == "other":
            written += map(paragraph, report_other_matters(report))
        else:
            written += map(paragraph, getattr(report, section.key))
    written.append(paragraph(report.unit_name))
    written.append(paragraph(chinese_date(report.report_date) if report.report_date else ""))
    return "\n".join(written)


def _rows(report: Report, table: Table, cell: Callable[[GridCell, str], str]) -> list[str]:
    rows = []
    for row in range(table.row_count):
        squares = sorted((one for one in table.grid if one.row == row), key=lambda one: one.column)
        written = []
        for one in squares:
            text = html.escape(one.text)
            if one.value is not None:
                text = format_number(report.figure(one.value) or 0)
            written.append(cell(one, text))
        rows.append(f"<tr>{''.join(written)}</tr>\n")
    return rows


def _spans(cell: GridCell) -> str:
    return f" rowspan={cell.height} colspan={cell.width}"


def word_export(report: Report) -> bytes:
    """A page that Word saved as HTML: GB 2312, MsoNormal, o:p, lines broken anywhere."""

    def styled(text: str) -> str:
        # Word breaks its source lines where it likes
        middle = len(text) // 2
        broken = (
            f"{text[:middle]}\r\n{text[middle:]}"
            if text[middle : middle + 1] > "\u4e00" < text[middle - 1 : middle]
            else text
        )
        return f"<span lang=EN-US style='font-family:仿宋_GB2312;mso-hansi-font-family:仿宋'>{broken}<o:p></o:p></span>"

    parts: Parts = (
        lambda text: (
            f"<p class=MsoNormal style='text-indent:32.0pt'>{styled(html.escape(text))}</p>"
        ),
        lambda text: f"<p class=MsoNormal><b><span style='font-family:黑体'>{text}</span></b></p>",
        lambda cell, text: (
            f"<td width=57{_spans(cell)} style='border:solid windowtext 1.0pt'>"
            f"<p class=MsoNormal align=center><span lang=EN-US>{text}</span><span lang=EN-US><o:p></o:p></span></p></td>"
        ),
        "<table class=MsoNormalTable border=1 cellspacing=0>",
    )
    text = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->"
        "<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=ZH-CN><div class=Section1>"
        f"<p class=MsoNormal align=center><b>{html.escape(report_title(report))}</b></p>"
        f"{_body(report, parts)}</div></body></html>"
    )
    return text.encode("gb18030")


def portal(report: Report) -> bytes:
    """A site of today: divisions, navigation, scripts, a hidden copy, a footer; UTF-8."""
    parts: Parts = (
        lambda text: f'<p style="text-indent: 2em;">{html.escape(text)}</p>',
        lambda text: f"<p><strong>{text}</strong></p>",
        lambda cell, text: (
            f'<td rowspan="{cell.height}" colspan="{cell.width}" style="text-align:center">&nbsp;{text}<br></td>'
        ),
        '<table style="border-collapse:collapse" width="100%">',
    )
    title = html.escape(report_title(report))
    text = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<script>var 新收 = 99999;</script><link rel="stylesheet" href="https://example.invalid/a.css"></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li>法定主动公开内容</li></ul></div>
<div class="path">当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报</div>
<div class="wrap"><div class="head"><h2 class="t">{title}</h2>
<div class="info"><span>发布日期：2026-01-28</span> <span>来源：政务公开办</span> <span>浏览次数：<em id="n">38</em></span></div></div>
<div class="con" id="zoom">{_body(report, parts)}
<p>【打印本页】 【关闭窗口】</p></div></div>
<div style="display: none"><table><tr><td>一、本年新收政府信息公开申请数量</td><td>777</td></tr></table></div>
<div class="foot"><p>主办：某某办公室</p><p>网站标识码 1234567890 联系电话 0000-0000000</p></div>
<script src="https://example.invalid/count.js"></script></body></html>"""
    return text.encode()


def old_site(report: Report) -> bytes:
    """A site of twenty years ago: layout tables in layout tables, fonts, GBK and no word of it."""
    parts: Parts = (
        lambda text: f"<FONT size=3>　　{html.escape(text)}</FONT><BR>",
        lambda text: f"<P><FONT size=4><STRONG>{text}</STRONG></FONT></P>",
        lambda cell, text: (
            f"<TD align=middle rowSpan={cell.height} colSpan={cell.width}><FONT size=2>{text}"
        ),
        "<TABLE cellSpacing=0 border=1>",
    )
    text = (
        "<HTML><BODY bgColor=#ffffff><CENTER><TABLE width=980><TR><TD colspan=2><A href='/'>首页</A> | "
        "<A href='/xx'>信息公开</A></TD></TR><TR><TD width=180 valign=top><TABLE><TR><TD>公开指南</TD></TR>"
        "<TR><TD>公开目录</TD></TR><TR><TD>公开年报</TD></TR></TABLE></TD><TD><TABLE width='100%'><TR>"
        f"<TD><FONT size=5><B>{html.escape(report_title(report))}</B></FONT></TD></TR><TR>"
        "<TD>字号：[大 中 小] 阅读次数：15</TD></TR><TR><TD>"
        f"{_body(report, parts)}</TD></TR></TABLE></TD></TR><TR><TD colspan=2>版权所有　建议使用 1024*768"
        "</TD></TR></TABLE></CENTER></BODY></HTML>"
    )
    return text.encode("gbk")


def pasted(report: Report) -> bytes:
    """An editor's output: sections nested in sections, wrappers, the header of table 3 again."""
    parts: Parts = (
        lambda text: (
            f"<section><span style='font-size:16px'><span>{html.escape(text)}</span></span></section>"
        ),
        lambda text: f"<section><h3><span>{text.replace('、', '．')}</span></h3></section>",
        lambda cell, text: (
            f"<td valign='middle'{_spans(cell)}><section><p>{text.replace('0', '０') if cell.value and text == '0' else text}&#8203;</p></section></td>"
        ),
        "<div class='table-wrap'><table><tbody>",
    )
    text = (
        "<html><head><meta charset='UTF-8'></head><body><header><p>某某网</p></header><main><article>"
        f"<h1>{html.escape(report_title(report))}</h1><div class='rich'><div>"
        f"{_body(report, parts, repeat_header=True).replace('</table>', '</tbody></table></div>')}"
        "</div></div></article><aside><p>相关链接</p><p>图解：年度报告</p></aside></main>"
        "<footer>联系我们</footer></body></html>"
    )
    return text.encode("utf-16")


PUBLISHED: dict[str, Callable[[Report], bytes]] = {
    "Word's own HTML": word_export,
    "a portal": portal,
    "layout tables": old_site,
    "an editor": pasted,
}


def table_of(rows: Iterable[Iterable[str]]) -> str:
    """Write a plain table."""
    lines = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
