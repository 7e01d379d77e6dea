"""The charts of the web page, as SVG without scripts: who applied, and with what outcome."""

from dataclasses import dataclass
from typing import Any, Final

from converter.form.fields import APPLICANTS, OUTCOME_GROUPS, TOTAL_COLUMN, Slot
from converter.form.report import Number, Report, format_number

_WIDTH: Final = 480
"""Width of a chart. All lengths are in pixels; the page scales the whole chart."""
_ROW: Final = 38
"""Height of one bar with its gap."""
_FRAME: Final = 90
"""Height of the title and the margins."""
_LABELS: Final = 64
"""Margin on the left, since pygal takes Chinese characters for narrow letters."""
_ROOM_FOR_FIGURE: Final = 1.15
"""The scale's length as a multiple of the longest bar, so that its figure fits behind it."""
_GAP: Final = 6
"""Between a bar and its figure."""
_FONT: Final = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"
_COLOUR: Final = "#9c2a21"


@dataclass(frozen=True)
class _Chart:
    """A chart as the page shows it."""

    svg: str
    description: str
    """The title and the figures as text, for screen readers."""


def charts(report: Report) -> tuple[_Chart, ...]:
    """Return a chart of the new applications by applicant and one of the outcomes.

    A chart whose figures are all 0 or blank is left out.
    """
    new = [
        (name, report.figure(Slot("t3_new_received", at)))
        for at, name in enumerate(APPLICANTS[:TOTAL_COLUMN])
    ]
    contents = (
        ("新收政府信息公开申请（按申请人，件）", new),
        ("办理结果（件）", _outcomes(report)),
    )
    return tuple(
        _Chart(_draw(title, bars, identity), f"{title}：{_in_words(bars)}。")
        for identity, (title, bars) in zip(
            ("chart-applicants", "chart-outcomes"), contents, strict=True
        )
        if any(value for _, value in bars)
    )


def _in_words(bars: list[tuple[str, Number | None]]) -> str:
    return "，".join(f"{name} {format_number(value or 0)}" for name, value in bars)


def _outcomes(report: Report) -> list[tuple[str, Number | None]]:
    """Add up the outcomes of all applicants by group."""
    return [
        (name, sum(report.figure(Slot(row, TOTAL_COLUMN)) or 0 for row in rows))
        for name, rows in OUTCOME_GROUPS
    ]


def _draw(title: str, bars: list[tuple[str, Number | None]], identity: str) -> str:
    """Return a chart as SVG; identity is the HTML id that its parts begin with."""
    import pygal
    from pygal.style import Style

    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="#222",
        foreground_strong="#222",
        foreground_subtle="#222",
        font_family=_FONT,
        value_font_family=_FONT,
        label_font_size=16,
        major_label_font_size=16,
        value_font_size=16,
        title_font_size=18,
        title_font_family=_FONT,
        label_font_family=_FONT,
        major_label_font_family=_FONT,
        colors=(_COLOUR,),
        opacity="1",
    )
    chart = pygal.HorizontalBar(
        style=style,
        js=[],
        title=title,
        width=_WIDTH,
        height=_FRAME + _ROW * len(bars),
        margin=6,
        margin_left=_LABELS,
        range=(0, _ROOM_FOR_FIGURE * max(float(value or 0) for _, value in bars)),
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
    # pygal draws the first bar at the bottom
    chart.x_labels = [name for name, _ in reversed(bars)]
    chart.add(
        "",
        [float(value or 0) for _, value in reversed(bars)],
        formatter=lambda value: format_number(int(value or 0)),
    )
    return _make_static(chart.render_tree(), title)


def _make_static(svg: Any, title: str) -> str:
    """Return SVG without what only scripts use and what changes daily, each figure behind its bar."""
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
        # pygal centres the figure on the end of its bar
        end = float(bar.get("x")) + float(bar.get("width", "0"))
        figure.set("x", f"{end + _GAP:.1f}")
        figure.set("text-anchor", "start")
    svg.set("role", "img")
    svg.set("aria-label", title)
    text: str = etree.tostring(svg, encoding="unicode", with_tail=False)
    return text
