"""Lines that websites print around an article: dates of publication, buttons, links, counters, notices.

Independent of the form; `html_blocks` leaves them out around the article, `report_prose` around the sign-off.
"""

import re
from datetime import datetime, timedelta, timezone
from typing import Final

_LONGEST: Final = 160
_BLANKS: Final = "\u3000\xa0 \t"
_LABELS: Final = (
    r"索\s{0,4}引\s{0,4}号|(?:发布|发文|公开|成文|生成|更新|来稿|编辑|录入)?\s{0,4}(?:日期|时间)|(?:发布|发文|公开)(?:机构|机关|单位|部门)"
    r"|(?:信息|文章|稿件|内容)?来\s{0,4}源|稿\s{0,4}源|(?:责任)?编\s{0,4}辑|作\s{0,4}者|撰\s{0,4}稿|供\s{0,4}稿|审\s{0,4}核(?:人)?|校\s{0,4}对|初\s{0,4}审|复\s{0,4}审|终\s{0,4}审|签\s{0,4}发"
    r"|视力保护色?|保护视力|分享(?:到|至)?|当前位置|您?(?:现在|当前)?(?:的|所在)位置|位置|字\s{0,4}[号体](?:大小)?|主题(?:词|分类)?|有效性|文\s{0,4}号|信息分类"
    r"|上一[篇条页]|下一[篇条页]|扫一扫[^。]{0,20}|责编|标签|关键[词字]|信息名称|所属栏目|栏目"
)
_COUNTERS: Final = r"(?:浏览|点击|阅读|访问)\s{0,4}(?:次数|人数|量|数|率)?"
_BUTTONS: Final = (
    r"打印(?:本页|本文|此页|页面|文章)?|关闭(?:本页|窗口|页面)?|收藏(?:本页|本站)?|返回(?:顶部|首页|列表|目录|上页|上一页)?|分享(?:到|至)?|复制链接|繁体|简体"
    r"|大|中|小|默认|超大|字体|字号|保护视力|朗读|语音播报|无障碍(?:浏览)?|适老模式|长者模式|关怀版|首页|微信|微博|新浪微博|QQ空间|QQ好友|QQ|我要纠错|纠错|下载|点赞|评论|更多|A\+|A-|A"
)
_SITE_LINE: Final = re.compile(
    rf"^[【\[〖（(]?\s{{0,4}}(?:(?:{_LABELS})\s{{0,4}}[:：]|{_COUNTERS}\s{{0,4}}[:：]|(?:上一[篇条页]|下一[篇条页]|扫一扫)"
    r"|\d{4}\s{0,4}[-/.年]\s{0,4}\d{1,2}\s{0,4}[-/.月]\s{0,4}\d{1,2}\s{0,4}日?\s{0,4}(?:\d{1,2}:\d{2}(?::\d{2})?|(?=来源|作者|浏览|点击|阅读|字体))"
    r"|[^>\uff1e»\u203a。，]{1,20}(?:[>\uff1e»\u203a]+[^>\uff1e»\u203a。，]{1,32}){1,8}$)"
)
_BETWEEN_BUTTONS: Final = re.compile(r"[【】\[\]〖〗（）()|\uff5c/·\s　]+")
_BUTTON: Final = re.compile(_BUTTONS)
_COUNTED: Final = re.compile(rf"^[【\[（(]?\s{{0,4}}(?:{_COUNTERS}\s{{0,4}}[:：]|[上下]一[篇条页])")
"""Lines that may hold figures."""
_FIGURE: Final = re.compile(
    r"[\d〇零一二两三四五六七八九十百千万]\s{0,4}(?:余|多)?\s{0,4}(?:件|条|份|篇|人次|元|万元|起|宗|项|场|期|批|\uff05|%)"
)
_SENTENCE: Final = re.compile(r"[^。！？；]{6}[。；！？]")
_NOTICE: Final = re.compile(
    r"版权|转载请?注明|ICP备|公网安备|标识码|浏览器|分辨率|技术支持|(?:主|承|协)\s*办(?:单位|方)?\s*[:：]|主办单位|运行维护|免责声明"
    r"|隐私(?:声明|保护)|copyright|您(?:的|当前|访问|即将|好)|网站地图|智能问答",
    re.IGNORECASE,
)
_WEAK_NOTICE: Final = re.compile(
    r"客户端|下载|二维码|扫一扫|扫描|无障碍|登录|注册|联系我们|邮编|纠错|点击(?:查看|进入|这里)|点此|授权"
)
_END: Final = re.compile(r"\W{0,4}(?:(?:全文|正文)?完|END|The End)\W{0,4}", re.IGNORECASE)
_ON_DISCLOSURE: Final = re.compile("公开|申请|复议|诉讼|答复")
_OF_A_DOCUMENT: Final = re.compile(
    r"附\s{0,4}件\s{0,4}\d{0,2}\s{0,4}[:：.．、]\s{0,4}\S|抄\s{0,4}[送报]\s{0,4}[:：]|(?:联系人|经办人|填[报表]人|制表人|负责人)\s{0,4}[:：]\s{0,4}\S|.{0,60}\d\s{0,4}日\s{0,4}印发$"
)
"""Lines of a document that no site prints: attachments, who gets a copy, who answers, when it was printed."""
_BESIDE_THE_TEXT: Final = re.compile(
    r"(?![（(]?[\d一二三四五六七八九十])[^，。；：:\s]{0,6}?(?:"
    r"填[表报]人?|制表人?|审[核签定]人?|校[对核]|初审|复审|终审|撰稿|供稿|拟稿|责编|编辑|签发人?|负责人|联系人|经办人|承办人"
    r"|[镇乡县市区局校院]长|书记|主任"
    r"|电话|传真|手机|邮编|邮政编码|地址|邮箱|电子邮件|网址"
    r"|抄[送报]|主送|分送|公开(?:方式|属性|形式|类别)|主题词"
    r"|相关(?:解读|链接|文件|信息|阅读|新闻|报道|政策)|(?:政策|文件|图文|文字)解读|延伸阅读|原文链接|来源|稿源|标签|分享到?|[上下]一[篇条页]|版权所有"
    r")(?:\s{0,4}[:：]|$)|扫一扫"
)
"""Lines that go with a text and are none of it: who answers and how to reach them, who gets a copy, what to read beside."""
_ATTACHED: Final = re.compile(
    r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|ofd|jpe?g|png)\s{0,4}[)）\]]?\s{0,4}$", re.IGNORECASE
)
_ITSELF: Final = re.compile("年度报告|年报")
"""What a file to download is called that is the report once more."""
_PUBLISHED: Final = re.compile(
    r"(?:发布|公开|发文|生成|公布)\s{0,4}(?:日期|时间)\s{0,4}[:：]?\s{0,4}(?P<date>20\d\d\s{0,2}[-/.年]\s{0,2}\d{1,2}\s{0,2}[-/.月]\s{0,2}\d{1,2}日?|20\d{6}(?!\d))"
)
_MOMENT: Final = re.compile(
    r"(?P<year>20\d\d)[-/.年]?(?P<month>\d{1,2})[-/.月]?(?P<day>\d{1,2})日?"
    r"(?:[T\s]{0,2}(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?\d\d(?:\.\d{1,9})?)?"
    r"\s{0,2}(?:(?P<utc>Z|UTC|GMT)|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?)?(?!\d)"
)
"""A moment as pages have it for machines: with any separators or none, perhaps with a time and its zone."""
_UNIX: Final = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?")
_CHINA: Final = timezone(timedelta(hours=8))


SIGNED_ON: Final = re.compile(
    r"^(?:成文|报告|填报)?日\s{0,4}期\s{0,4}[:：]\s{0,4}(?=[\d〇○零一二三四五六七八九]{4}\s{0,4}年[^。]{1,8}日$)"
)
"""What stands before the date of a sign-off, which is no site's."""


def is_site_line(text: str) -> bool:
    """Tell whether a line is the site's own, and no sentence and no figure of the report."""
    line = text.strip(_BLANKS)
    if len(line) > _LONGEST or _SENTENCE.search(line):
        return False
    if not (_SITE_LINE.match(line) or is_row_of_buttons(line)):
        return False
    if SIGNED_ON.match(line):
        return False
    return bool(_COUNTED.match(line)) or not _FIGURE.search(line)


def is_beside_the_text(text: str) -> bool:
    """Tell whether a line below a text goes with it and is none of it, whoever prints it."""
    line = text.strip(_BLANKS)
    found = _BESIDE_THE_TEXT.match(line)
    if not found or len(line) > _LONGEST:
        return False
    return "。" not in line[:-1] and not _FIGURE.search(line, found.end())


def ends_an_article(text: str) -> bool:
    """Tell whether a line below an article that nobody signs is a notice of the site, or says that it ends here."""
    line = text.strip(_BLANKS)
    is_notice = len(line) <= _LONGEST and _NOTICE.search(line) and not _ON_DISCLOSURE.search(line)
    return bool(_END.fullmatch(line)) or bool(is_notice and not _FIGURE.search(line))


def is_row_of_buttons(line: str) -> bool:
    """Tell whether a line consists of what a site offers to click at."""
    words = [word for word in _BETWEEN_BUTTONS.split(line) if word]
    return bool(words) and all(map(_BUTTON.fullmatch, words))


def states_something(text: str, *, on_disclosure: bool = False) -> bool:
    """Tell whether a line around a report says something: a sentence or a figure, no notice or link of the site.

    With `on_disclosure` it has to speak of disclosure as well.
    """
    line = text.strip(_BLANKS)
    of_document = not on_disclosure and _OF_A_DOCUMENT.match(line)
    if is_copy_of_the_report(line) or _NOTICE.search(line) or is_site_line(line):
        return False
    if _ATTACHED.search(line) and not of_document:
        return False
    if of_document:
        return True
    if (on_disclosure or _WEAK_NOTICE.search(line)) and not _ON_DISCLOSURE.search(line):
        return False
    return bool(_SENTENCE.search(line) or _FIGURE.search(line))


def is_copy_of_the_report(line: str) -> bool:
    """Tell whether a line links to a file that is the report once more."""
    return bool(_ATTACHED.search(line) and _ITSELF.search(line))


def published_on(text: str) -> str:
    """Return the day on which a line of a site says that an article was published; empty where it says none."""
    found = _PUBLISHED.search(text)
    return found["date"] if found else ""


def day_for_machines(text: str) -> str:
    """Return the day in China of a moment that a page states for machines; empty where it cannot be told."""
    text = text.strip()
    try:
        if unix := _UNIX.fullmatch(text):
            return f"{datetime.fromtimestamp(int(unix['seconds']), _CHINA):%Y-%m-%d}"
        found = _MOMENT.match(text)
        return f"{_moment(found):%Y-%m-%d}" if found else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _moment(found: re.Match[str]) -> datetime:
    """Return a moment in China; one without a zone is China's."""
    year, month, day, hour, minute = (
        int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute")
    )
    zone = _CHINA
    if found["utc"]:
        zone = timezone.utc
    elif found["sign"]:
        ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        zone = timezone(ahead if found["sign"] == "+" else -ahead)
    return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(_CHINA)
