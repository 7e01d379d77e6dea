"""The only room for pygal: the year's applications and outcomes as drawings that stand still."""

from dataclasses import dataclass
from typing import Any, Final

from converter.form.fields import APPLICANTS, TABLES, Slot
from converter.form.report import Number, Report, format_number

WIDTH: Final = 480
"""All lengths are pixels of a desktop; the page scales the whole drawing."""
ROW: Final = 38
FRAME: Final = 90
LABELS: Final = 64
"""Added on the left: pygal measures Chinese characters as if they were narrow letters."""
ROOM_FOR_FIGURE: Final = 1.15
GAP: Final = 6
FONT: Final = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
COLOUR: Final = "#9c2a21"


@dataclass(frozen=True)
class Chart:
    """A drawing and what it says to those who do not see it."""

    svg: str
    said: str


def charts(report: Report) -> tuple[Chart, ...]:
    """Return a chart of who applied and one of what became of it; none for a table of zeros."""
    new = [
        (name, report.figure(Slot("t3_new_received", at)))
        for at, name in enumerate(APPLICANTS[:-1])
    ]
    drawings = (
        ("新收政府信息公开申请（按申请人，件）", new),
        ("办理结果（件）", _outcomes(report)),
    )
    return tuple(
        Chart(_drawn(title, bars, identity), f"{title}：{_said(bars)}。")
        for identity, (title, bars) in zip(
            ("chart-applicants", "chart-outcomes"), drawings, strict=True
        )
        if any(value for _, value in bars)
    )


def _said(bars: list[tuple[str, Number | None]]) -> str:
    return "，".join(f"{name} {format_number(value or 0)}" for name, value in bars)


def _outcomes(report: Report) -> list[tuple[str, Number | None]]:
    """Add up the outcomes by their group: the label in the second column of table 3."""
    grid = TABLES["t3"].grid
    bars: list[tuple[str, Number | None]] = []
    for group in (cell for cell in grid if cell.column == 1 and cell.value is None and cell.row):
        total = Slot("t3_total", len(APPLICANTS) - 1)
        rows = [
            cell.value
            for cell in grid
            if cell.value
            and cell.value.position == len(APPLICANTS) - 1
            and group.row <= cell.row < group.row + group.height
        ]
        if total in rows:
            continue
        name = group.text.partition("）")[2].partition("（")[0]
        bars.append((name, sum(report.figure(cell) or 0 for cell in rows)))
    return bars


def _drawn(title: str, bars: list[tuple[str, Number | None]], identity: str) -> str:
    import sys

    import pygal
    from pygal.style import Style

    # a hook for plugins of old, which every later import would pass through
    sys.meta_path[:] = [
        hook for hook in sys.meta_path if not isinstance(hook, pygal.PluginImportFixer)
    ]

    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="#222",
        foreground_strong="#222",
        foreground_subtle="#222",
        font_family=FONT,
        value_font_family=FONT,
        label_font_size=16,
        major_label_font_size=16,
        value_font_size=16,
        title_font_size=18,
        title_font_family=FONT,
        label_font_family=FONT,
        major_label_font_family=FONT,
        colors=(COLOUR,),
        opacity="1",
    )
    chart = pygal.HorizontalBar(
        style=style,
        js=[],
        title=title,
        width=WIDTH,
        height=FRAME + ROW * len(bars),
        margin=6,
        margin_left=LABELS,
        range=(0, ROOM_FOR_FIGURE * max(float(value or 0) for _, value in bars)),
        spacing=8,
        show_legend=False,
        show_x_labels=False,
        show_x_guides=False,
        print_values=True,
        print_values_position="top",
        value_formatter=lambda value: format_number(value or 0),
        disable_xml_declaration=True,
    )
    chart.uuid = identity
    # drawn from the top downwards
    chart.x_labels = [name for name, _ in reversed(bars)]
    chart.add(
        "",
        [float(value or 0) for _, value in reversed(bars)],
        formatter=lambda value: format_number(int(value or 0)),
    )
    return _still(chart.render_tree(), title)


def _still(svg: Any, title: str) -> str:
    """Take out what serves a script or tells the day, and put each figure behind its bar."""
    from lxml import etree

    etree.strip_tags(svg, etree.Comment)
    for node in list(svg.iter("{*}desc", "{*}title", "{*}script")):
        node.getparent().remove(node)
    for node in svg.xpath(".//*[contains(@class, 'tooltip-overlay')]"):
        node.getparent().remove(node)
    figures = svg.xpath(".//*[local-name()='text' and @class='value']")
    for bar, figure in zip(
        svg.xpath(".//*[@class='bar']/*[local-name()='rect']"), figures, strict=True
    ):
        # pygal puts the figure upon the end of its bar
        end = float(bar.get("x")) + float(bar.get("width", "0"))
        figure.set("x", f"{end + GAP:.1f}")
        figure.set("text-anchor", "start")
    svg.set("role", "img")
    svg.set("aria-label", title)
    text: str = etree.tostring(svg, encoding="unicode", with_tail=False)
    return text
