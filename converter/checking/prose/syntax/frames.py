"""Frames that did not close, were mixed with others, or ask for another word: 由……组成, 在……领导下, 其中……条."""

from collections.abc import Iterable, Iterator
from typing import Final

from converter import sentences
from converter.checking.prose.passages import Passage
from converter.findings import Finding
from converter.form.patterns import when_used


def check_frames(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Find frames that lost a word, two that were mixed, and words whose frame asks for another."""
    for passage in passages:
        yield from _torn_frames(passage)
        yield from _mixed_frames(passage)
        yield from _other_frames(passage)


# ---------------------------------------------------------------- frames that lost a word


_REPORT: Final = "(?:报告|年报)"
_MADE_OF: Final = when_used(
    rf"(?:^|[。；])(?:本|此|该)?(?:年度)?{_REPORT}(?:全文|内容|正文|主要|共)*由(?P<parts>[^。；]{{12,400}})(?=[。；]|$)"
)
_MADE: Final = when_used(
    "组成|构成|编制|编写|编撰|撰写|起草|制作|发布|公布|印发|负责|形成|汇总|整理|提供|审[核定议]"
)
_LAST_PART: Final = when_used("[^，。；、]{0,2}(?:部分(?:内容)?|方面|事项|内容|情况)")
_UNDER: Final = when_used(
    "(?:^|[，。；：年])(?:我[^\\W\\d_]{1,2})?在(?P<what>[^，。；：]{2,40}?(?:[省市县区镇乡州旗委府局办厅部院盟组室署]|部门|单位|中央|上级)的?(?:正确|坚强|统一|有力|精心|大力|具体|有关|相关)?"
    "(?P<last>领导|指导|关心|支持|帮助|要求|部署))(?=，(?P<rest>[^。；]*))"
)
_WITHIN_ALL: Final = when_used("[下上中内里]|同时|方面|期间|过程|之[后余际前]|[时后前]，")
_UPON: Final = when_used(
    "(?:^|[。；])(?:[^，。；：在于从由到]{0,16}，)?(?![按根依遵经])"
    "(?P<what>(?:(?!的基础上|的前提下)[^，。；：“”在于从由通过]){2,36}的(?:基础上|前提下|(?:正确|坚强|统一|有力|精心|大力|悉心|具体|业务|关心|和|与){0,6}(?:领导|指导|支持|帮助|关心|努力)下))(?=，)"
)
"""What something is done upon or under, from the beginning of its sentence on, with no 在 before it."""
_GROUNDED: Final = when_used(
    "(?:^|[。；])本(?:年度)?(?:报告|年报)是(?:根据|依据|按照)(?![^。；]{0,400}(?:编|制作|制定|撰写|起草|形成|拟))[^。；，]{2,120}?(?P<ground>要求|规定|精神)(?=[，。；])(?![^。；]{0,80}(?:的|总结))"
)
"""A report that is 根据…要求, and by whom or how it was made is not told."""
_NOTHING_CAME: Final = when_used(
    "[没未]有?(?:收到|接到)[^，。；：、报馈复送交]{0,16}(?:办理|受理|答复|处理|公开|申请)情况(?=[，。；]|$)"
)
"""What comes in is an application, not how it was dealt with."""
_BARE_NUMBER: Final = when_used(
    "政府信息公开(?=(?:共计?|总计|合计)?\\d{1,6}[件份宗起条]|[，。；]|$)"
)
_CAME: Final = when_used(
    "(?<![未没])(?:收到|新收|受理|接到|接收)(?:了|的)?(?:[^，。；：、\\d]{0,14}(?:提交|提出)的?)?$"
)
_CAME_NOT: Final = when_used("[未没]有?(?:收到|受理|接到)(?:任何)?$")
_BEFORE: Final = 24
"""Characters before what came in which it is told that it came."""
_HIGHLY: Final = when_used(
    "(?:^|[，。；：、局委镇乡县市区街办府院]|始终|领导|班子|党组|我们)(?P<highly>高度)(?<![全大].高度)(?=政府信息|政务|信息公开|公开工作|认真|网站|舆情|保密|各项|依申请)"
)
_PARTY: Final = when_used(
    "(?P<party>党)(?<=[实彻照据央循绕]党)(?=自治区|、?国务院|[省市县]委|[省市县]政府)"
)
_ON_A_SITE: Final = when_used(
    "(?:及时|均|全部|统一|按时|同步|按要求|按规定)(?P<where>[我本]?[省市县区镇乡州旗](?:人民政府|政府)(?:门户|政务)?"
    "(?:网站|网|信息公开平台|专栏){1,2}(?:[和及、][^，。；、]{2,14}(?:网站|网|平台|公众号|专栏))?上?(?:公开|公布|公示|发布))(?=[，。；])"
)
_ON_REQUEST: Final = when_used(
    "(?P<by>依)(?=公开(?:(?:政府)?信息的|政府信息|申请|工作|事[项宜]|[件办答]))"
)
_ON_REQUEST_OF_WHAT: Final = when_used(
    "(?P<request>依申请)(?=政府信息(?:[，。；、]|数量|情况|工作|事项|的))"
)
_HANDLED: Final = when_used("(?P<handled>收到和处理政府信息公开)(?=的?情况)")
_OF_INFORMATION: Final = when_used("(?P<information>政府信息)(?=年度报告)")
_KEPT: Final = when_used(
    "(?P<kept>严把(?![^，。；]*[关口门])[^，。；、“”]{2,12}?(?:审核|审查|认定|发布|校对|校核|签发|采集|编发|答复|保密|政治))(?=[，。；])"
)
_IN_WHAT: Final = when_used(
    "(?<![现正存实所旨])在(?![编岗职])(?P<what>[^，。；上下中里内面时前后间于]{2,20}(?:投入|经费|资金|人员|力量|制度|机制|人力|物力|财力))(?=(?:给予|予以)(?:了|充分|大力|有力|全力)?(?:保障|支持|倾斜|重视))"
)
_HEADED_BY: Final = when_used(
    "(?:成立|组建|建立)了?以(?P<head>[^，。；、为任担是由]{2,14}(?<![副双]))(?=副?组长)"
)
_MADE_UP_OF: Final = when_used(
    "各[^，。；、为任是]{0,10}(?P<member>负责人|主任|所长|站长|干部|人员|书记)(?=(?:成员|组员)(?:的|[，。；]))"
)
_TAKEN: Final = when_used(
    "(?P<taken>纳)(?<![出归吸接采缴容笑交收]纳)(?=(?:年度|绩效|目标|考核|重要|议事|日常|干部|综合|全年)[^，。；]{0,10}(?:考核|日程|体系|范围|内容|评价|管理))"
)
_BUILT: Final = when_used(
    "(?P<built>建)(?<=[对为]建)(?=(?:法治|廉洁|阳光|透明|服务型|责任|诚信|创新)(?:、|和)?[^，。；]{0,16}政府的)"
)
_ROOT: Final = when_used("(?P<root>(?<![^，。；：])根(?=《|有关规定|上级|条例))")
_NOT_OF_ANY: Final = when_used(
    "(?P<not>未)(?=(?:被|因)[^，。；：]{2,40}?(?:复议|诉讼|追究|追责|投诉|举报|问责)的情况[，。；])(?![^，。；：]{0,44}(?:发生|出现|存在|产生|发现|收到|接到|引起|引发))"
)
"""What did not happen is no 情况 without a verb: 未被提起行政诉讼的情况."""
_WITH_WHOM: Final = when_used(
    "请(?P<who>(?![与同和向跟拨于])[^，。；：、“”（）与同和跟向到过经由找先凭持按用主往至致]{2,30}(?:办公室|政府|政务办|党政办|[局科股室处站]|中心|委员会|管委会|办事处))联系(?=[，。；（：]|$)"
)
_AIM: Final = when_used(
    "(?:^|[。；：])(?:(?:[^。；：以把将“”]|“[^“”]*”){0,60}[，”])?"
    "(?P<aim>(?:切实|不断|全面|充分|最大限度|着力)?(?:提升|提高|增强|满足|方便|保障|维护|推进|推动|促进|打造|建设|实现|服务于?)"
    "[^。；：“”以把将作列定视是使让化当改变树设确立]{4,40}?为(?:根本|主要)?(?:目标|目的|导向|主线|宗旨|出发点|落脚点|出发点和落脚点)(?=[，。；]))"
)
"""What is aimed at, with no 以 before it in its sentence: 切实保障群众知情权为目标."""
_LOST_BEHIND: Final = (
    ("高度", _HIGHLY, "重视"),
    ("根", _ROOT, "据"),
    ("党", _PARTY, "中央"),
    ("依公开", _ON_REQUEST, "申请"),
    ("依申请政府", _ON_REQUEST_OF_WHAT, "公开"),
    ("收到和处理", _HANDLED, "申请"),
    ("政府信息年", _OF_INFORMATION, "公开工作"),
    ("严把", _KEPT, "关"),
    ("予", _IN_WHAT, "上"),
    ("组长", _HEADED_BY, "为"),
    ("员", _MADE_UP_OF, "为"),
    ("纳", _TAKEN, "入"),
    ("建", _BUILT, "设"),
    ("的情况", _NOT_OF_ANY, "发生"),
)

_LOST_BEFORE: Final = (
    ("联系", _WITH_WHOM, "与"),
    ("为", _AIM, "以"),
    ("的", _UPON, "在"),
    ("府", _ON_A_SITE, "在"),
)
"""What every text has that an expression matches, the expression, the word that is lost beside what it names."""


def _without_its_word(passage: Passage) -> Iterator[Finding]:
    """Find 高度 without 重视, 党 without 中央, 请办公室联系 without 与 and 提升质量为目标 without 以."""
    text = passage.folded
    for table, sentence in (
        (_LOST_BEHIND, sentences.TEXT_TYPO_LOST),
        (_LOST_BEFORE, sentences.TEXT_TYPO_LOST_BEFORE),
    ):
        for mark, pattern, lost in table:
            for found in pattern.finditer(text) if mark in text else ():
                name = found.lastgroup or ""
                why = sentence.format(words=found[name], lost=lost)
                yield passage.finding("TEXT-TYPO", *found.span(name), why)


_NOTHING_SET_UP: Final = when_used(
    "(?P<frame>成立了?由[^，。；：、]{2,24}?(?:为|任|担任)[^，。；：的]{0,10}(?:的?(?:责任|第一)[^，。；：、的]{0,4}(?:领导|人)))(?=[，。；](?!(?:[^。；]{0,120})(?:小组|专班|机构|委员会|工作组|队伍|班子)))"
)
"""A group is set up, and none is named: 成立由副镇长为责任领导，指定专人负责."""
_SUBJECT_TWICE: Final = when_used(
    "(?:^|[，。；：])(?P<unit>[^\\W\\da-zA-Z_]{2,8}[镇乡县区市局])[^，。；：、]{0,12}工作在[^，。；：]{2,60}下，(?P<again>(?P=unit))(?![^，。；]{0,20}工作)"
)
"""The unit named as what does it behind a clause of which its work was the subject."""


def _empty_frames(passage: Passage) -> Iterator[Finding]:
    """Find a group set up that is none, the unit as what does it twice, 本报告是根据…要求, and 未收到…情况."""
    text = passage.folded
    for found in _NOTHING_SET_UP.finditer(text):
        why = sentences.TEXT_TYPO_NOUN_LOST.format(words=found["frame"])
        yield passage.finding("TEXT-TYPO", *found.span("frame"), why)
    for found in _SUBJECT_TWICE.finditer(text):
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found["unit"])
        yield passage.finding("TEXT-TYPO", *found.span("again"), why)
    for found in _GROUNDED.finditer(text):
        why = sentences.TEXT_TYPO_VERB_LOST.format(words=found["ground"], verb="编制")
        yield passage.finding("TEXT-TYPO", *found.span("ground"), why)
    for found in _NOTHING_CAME.finditer(text):
        why = sentences.TEXT_TYPO_MISMATCH.format(words=found[0])
        yield passage.finding("TEXT-TYPO", *found.span(), why)


def _torn_frames(passage: Passage) -> Iterator[Finding]:
    """Find frames that lost what closes them: 由六个部分。, 在县委领导，, 收到政府信息公开21件."""
    text = passage.folded
    for found in _MADE_OF.finditer(text):
        parts = found["parts"]
        if "情况" in parts and not _MADE.search(parts):
            *_, last = _LAST_PART.finditer(parts)
            start, end = (found.start("parts") + one for one in last.span())
            why = sentences.TEXT_TYPO_LOST.format(words=last[0], lost="组成")
            yield passage.finding("TEXT-TYPO", start, end, why)
    for found in _UNDER.finditer(text):
        if not _WITHIN_ALL.search(found["what"] + found["rest"]):
            why = sentences.TEXT_TYPO_LOST.format(words=found["last"], lost="下")
            yield passage.finding("TEXT-TYPO", *found.span("last"), why)
    for found in _BARE_NUMBER.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        counted = text[found.end() : found.end() + 1] not in ("", "，", "。", "；")
        if (_CAME if counted else _CAME_NOT).search(before):
            why = sentences.TEXT_TYPO_LOST.format(words=found[0], lost="申请")
            yield passage.finding("TEXT-TYPO", *found.span(), why)
    yield from _without_its_word(passage)
    yield from _empty_frames(passage)


# ---------------------------------------------------------------- two frames that were mixed


_MIXED: Final = (
    # words without which it is not there, the two ways of saying it, and which of their words goes
    (
        "为止",
        when_used("(?P<first>截[至止])[^，。；]{1,16}(?P<last>为止)(?=[，。；）])"),
        "last",
    ),
    (
        "以来",
        when_used(
            "(?P<first>截[至止]|至)(?:20[12]\\d年)?(?:\\d{1,2}月(?:\\d{1,2}日)?|[^，。；]{0,1}年?底|目前)(?P<last>以来)"
        ),
        "last",
    ),
    (
        "组成",
        when_used(
            rf"(?:{_REPORT}|全文)(?:全文|内容|正文|主要|共)*(?P<first>包括|包含|涵盖)[^。；由]{{6,400}}?(?P<last>组成)(?=[。；，]|$)"
        ),
        "last",
    ),
    (
        "部分组成",
        when_used(
            "(?P<first>包括|包含|涵盖|分为|分成)(?:[^，。；：由]{0,3}|(?<=[。；]内容..)[^。；由]{4,400}?)部分(?P<last>组成)(?=[，。；：]|$)"
        ),
        "last",
    ),
    (
        "下，",
        when_used(
            "(?P<first>按照|根据|依据|遵照)[^，。；在]{2,40}?(?:要求|规定|部署|安排|精神|指示|领导|指导)(?P<last>下)(?=，)"
        ),
        "last",
    ),
    (
        "下，",
        when_used(
            "(?P<first>通过|经过)[^，。；、在]{2,30}?(?:努力|推动|帮助|支持|指导|配合|领导|带领)(?P<last>下)(?=，)"
        ),
        "last",
    ),
    (
        "有关",
        when_used("(?P<first>因)[^，。；、与同和跟]{2,16}(?P<last>有关)(?=的|[，。；])"),
        "first",
    ),
    (
        "确保",
        when_used(
            "(?:^|[，。；：]|切实|全力|充分)(?P<first>保证|确保)[^，。；：、“”]{1,8}(?P<last>确保)(?=[^，。；])"
        ),
        "first",
    ),
    (
        "做到",
        when_used("(?P<first>做到)[^，。；：、“”]{2,8}(?P<last>做到)(?=[^，。；])"),
        "first",
    ),
    (
        "共",
        when_used(
            "(?<!公)(?P<first>共)(?:收到|受理|办理|发布|公开|接收|接到|处理|新收|回复|答复|举办|开展|组织)[^，。；：、\\d共]{0,16}(?P<last>共)计?(?=\\d)"
        ),
        "last",
    ),
    (
        "通过主动公开",
        when_used(
            "(?P<first>通过)(?P<last>主动公开)[^，。；：、\\d栏区台道式录网号屏会发布]{0,10}\\d{1,6}余?[条件篇项份](?=[。；]|，(?:其中|包括|主要))"
        ),
        "first",
    ),
    (
        "依托",
        when_used(
            "(?P<first>依托)[^，。；以将把]{2,40}?(?P<last>(?<![作成造设建变])为(?:主要|重要)?(?:载体|阵地|抓手)|作为[^，。；的]{0,12}(?:平台|载体|阵地|渠道))(?=[，。；发公])"
        ),
        "last",
    ),
    (
        "把",
        when_used(
            "(?:^|[，。；])(?P<first>把)(?![握关脉控好])[^，。；以]{2,24}?(?<![作成列定设视化变转升评称改当分合汇])(?P<last>为(?:[^，。；：、把为]{2,8}的)?(?:总|主要|重要|首要|第一|工作|核心)?(?:目标|任务|抓手|宗旨|平台|渠道|阵地|载体))(?=[，。；])"
        ),
        "first",
    ),
    (
        "加强对",
        when_used(
            "(?P<first>加强)对[^，。；、]{2,30}?(?P<last>进行)(?=(?:业务|统一|定期|专题|全面|日常)?(?:培训|检查|指导|监督|审核|考核|管理|学习|督查|维护|教育)(?:[，。；]|$))"
        ),
        "first",
    ),
    (
        "坚持以“以",
        when_used("坚持(?P<first>以)“(?P<last>以)[^“”]{2,24}”的?(?:原则|要求|方针|理念)"),
        "first",
    ),
    (
        "坚持以",
        when_used(
            "坚持(?P<first>以)(?!“以)[^，。；：、为促定代带推助强求谋惠换治保育化树用管引领驱赢取应]{4,16}(?P<last>的(?:(?:工作|服务|基本)?(?:原则|宗旨|方针)|(?:工作|服务)理念))(?=[，。；])"
        ),
        "first",
    ),
    (
        "受理",
        when_used("(?P<first>收到|接到)[^，。；：和与及]{0,24}申请(?P<last>受理)(?=[，。；])"),
        "last",
    ),
    (
        "围绕",
        when_used(
            "(?P<first>围绕)(?!着)[^，。；：以把将由“”]{2,30}?(?<![成认化变分列定称视])(?P<last>作为|(?<![立定选])为)"
            "(?:核心|工作|总体|主要|根本|首要|年度|(?:(?:政府)?信息|政务|主动)?公开)?的?"
            "(?:目标|重点内容|主要内容|重点|中心|核心|主线|抓手|着力点|切入点)(?=[，。；])"
        ),
        "first",
    ),
)


def _mixed_frames(passage: Passage) -> Iterator[Finding]:
    """Find two ways of saying something that were mixed: 包括……组成, 按照……要求下, 因……有关的."""
    text = passage.folded
    for mark, pattern, goes in _MIXED:
        for found in pattern.finditer(text) if mark in text else ():
            first, last = found["first"], found["last"]
            why = sentences.TEXT_TYPO_MIXED.format(first=first, last=last, goes=found[goes])
            yield passage.finding("TEXT-TYPO", *found.span(goes), why)


# ---------------------------------------------------------------- words whose frame asks for another


_FRAMES: Final = (
    (
        "其实",
        when_used(
            "(?P<wrong>其实)(?<![名副符]其实)(?:主要)?(?:是|有|为)?[^，。；：\\d]{0,14}\\d[\\d.]*[万余多]?[件条次个项篇份期场]"
        ),
        "其中",
    ),
    (
        "外，",
        when_used(
            "(?:^|[，。；：])(?P<wrong>出)(?![国境台具入差席])[^，。；：除]{2,16}(?<![在海国境省户意])外(?=，)"
        ),
        "除",
    ),
    (
        "之前",
        when_used(
            "(?:政府|干部|部门|机关|单位|镇村|干群)[和与同](?:人民|广大)?(?:群众|公众|企业|社会|居民|村民|百姓|民众|申请人)(?P<wrong>之前)(?![，。；、的])"
        ),
        "之间",
    ),
    (
        "方面",
        when_used(
            "(?:^|[，。；：])(?P<wrong>方面)(?=广大|人民|辖区|群众|公众|企业|居民|村民|市民|百姓|申请人|办事|查[阅询找])"
        ),
        "方便",
    ),
    (
        "不管",
        when_used(
            "(?P<wrong>不管)(?=(?:提[升高]|加[强大快]|增强|完善|健全|优化|拓[宽展]|深化|扩大|改进|丰富|推[进动]|规范)"
            "[^。；，都也还均总皆]{2,20}[。；，](?![^。；]{0,30}(?:都|也|还是|均|总|皆)))"
        ),
        "不断",
    ),
    (
        "接受、",
        when_used("(?P<wrong>接受)(?=、(?:登记|审核|审查|补正|受理|办理|答复)(?:[、和及到]|等))"),
        "接收",
    ),
    (
        "加大",
        when_used(
            "(?:^|[，。；：、])(?:进一步|不断|持续|着力)?(?P<wrong>加大了?(?:(?!力度|投入|频[次率])[^，。；、对]){0,14}(?:(?:信息|政务|主动)公开|解读|回应|培训|审核|审查|考核|检查|督查|整改))(?=[，。；]|$)"
        ),
        "{wrong}力度",
    ),
    (
        "期中",
        when_used(
            "(?P<wrong>期中)(?<![^，。；（]期中)(?!考|检|评|测)[^，。；：\\d]{0,16}\\d[\\d.]*[万余多]?[件条次个项篇份期场]"
        ),
        "其中",
    ),
    (
        "登陆",
        when_used(
            "(?P<wrong>登陆)(?<!台风登陆)(?![点场战作艇舰期前后时])[^，。；：“”]{0,16}?(?:网站|网址|网页|官网|平台|系统|客户端|账号|邮箱)"
        ),
        "登录",
    ),
    (
        "再",
        when_used(
            "(?P<wrong>再)(?<![^，。；中]再)(?![在由到向于通经从用以按送交发次度])(?=(?:[^，。；：、的上录报转步交送]{0,7}(?:[省市县区镇乡州旗局委府厅村]|政务|门户|信息|公开|官方|微信))?(?:网站|公众号|公开栏|公示栏|门户网|政务网|专栏)上?(?:公开|发布|公布|公示|推送))"
        ),
        "在",
    ),
    (
        "各",
        when_used(
            "(?P<wrong>各)(?<=\\d各)(?<!\\d{4}各)(?<![表件图第.]\\d各)(?<![表件图第.]\\d\\d各)(?=栏目|专栏|部门|单位|科室|股室|乡镇|街道|村|社区|方面|领域|平台|账号|类别|部分|工作日|行政村|镇|乡)"
        ),
        "个",
    ),
    (
        "负责为",
        when_used("(?P<wrong>负责)(?=为(?:(?:领导)?小组)?(?:成员|组员|副?组长)(?:[，。；、的]|$))"),
        "负责人",
    ),
    (
        "权利",
        when_used(
            "(?P<wrong>权利)(?=(?:规范|公开|阳光|透明|依法|高效|公正|廉洁)+运行|和?责任清单|(?<=其他权利)\\d{1,4}项)"
        ),
        "权力",
    ),
    (
        "尽量",
        when_used("应(?P<verb>公开|公示|上网|上)(?P<wrong>尽量)(?P=verb)"),
        "尽",
    ),
    (
        "公开信息公开",
        when_used(
            "(?P<wrong>(?:政府|政务)公开信息公开)(?=平台|专栏|栏目|目录|指南|制度|工作|年报|年度报告)"
        ),
        "政府信息公开",
    ),
    (
        "新时代中国特色",
        when_used(
            "(?P<wrong>习(?<![学研练补复实讲传温]习)(?:近|平|平近|近近|平平)?)(?=新时代中国特色社会主义思想)"
        ),
        "习近平",
    ),
    (
        "于",
        when_used(
            "(?P<wrong>于)(?<![^容息况栏目平台质量作公开务]于)(?=[^，。；、于与同和跟年月日时中]{2,14}(?:(?:还|仍|尚)?(?:有|存在)(?:一定的?|较大的?|不小的?)?差距|不相适应|不相符|不匹配|相结合|相适应|不一致|相一致))"
        ),
        "与",
    ),
    (
        "行政复议",
        when_used(
            "行政复议(?:案件|情况)?(?:、|和|及|与|或者?|以及)(?:被?提起)?(?P<wrong>行政(?:起诉|申诉|上诉|公诉|诉状))"
        ),
        "行政诉讼",
    ),
    (
        "人民政务",
        when_used("[省市县区镇乡州旗](?P<wrong>人民政务)(?=公开|服务(?:办|中心|[局科股管]))"),
        "人民政府政务",
    ),
    (
        "将社会",
        when_used("现(?P<wrong>将社会)(?=(?:公开|公布|发布|公示)(?![招承选监评竞征情期]))"),
        "向社会",
    ),
    (
        "相关",
        when_used(
            "(?P<wrong>相关)(?=(?P<deed>补充|衔接|配合|融合|促进|支撑|协作|借鉴|制约|监督|印证|呼应|联动)、相互)"
        ),
        "相互",
    ),
    (
        "依法申请公开",
        when_used(
            "^(?:（[一二三四五六七八九十]）|\\d{1,2}[.、])?(?P<wrong>依法申请公开)(?=情况|方面|工作|[。：]|$)"
        ),
        "依申请公开",
    ),
    (
        "请于",
        when_used(
            "(?P<wrong>请于)(?=(?:我|本)?[^，。；：\\d日月天前后内时起年间午周期]{2,24}联系(?:[。；（，：]|$))"
        ),
        "请与",
    ),
    (
        "行政诉讼",
        when_used(
            "(?P<wrong>提(?:[前请气](?=行政诉讼(?:[，。；、]|案件|$))|[出取](?=行政诉讼(?:[，。；]|$))))"
        ),
        "提起",
    ),
    (
        "申请公开",
        when_used(
            "^(?:（[一二三四五六七八九十]）|\\d{1,2}[.、])(?P<wrong>申请公开)(?=(?:工作)?(?:情况|方面)?(?:[。：]|$))"
        ),
        "依申请公开",
    ),
    ("高度", when_used("(?:保持|给予|予以)(?P<wrong>高度)(?=[，。；]|$)"), "高度重视"),
    ("回馈", when_used("(?P<wrong>回馈)(?=[^，。；：、]{0,8}关切)"), "回应"),
    ("局人民政府", when_used("(?P<wrong>局人民政府)(?=信息公开|办公室信息)"), "局政府"),
    (
        "公民、",
        when_used("(?P<wrong>公民、)(?=[或和及与]其[他它](?:社会)?组织)"),
        "公民、法人",
    ),
    (
        "条例",
        when_used(
            "条例》?(?P<wrong>(?:[二三四五]?十[一二三四五六七八九]|[二三四五]十)条)(?=的?(?:有关|相关|之)?(?:规定|要求))"
        ),
        "第{wrong}",
    ),
    ("、中", when_used("(?:报告|年报)(?P<wrong>、中)(?=使用|所列|所用|所涉|的?数据|引用)"), "中"),
    (
        "行政复议、",
        when_used(
            "(?P<wrong>行政复议、(?:因[^，。；：、]{2,20})?被申请行政复议)(?=[和及、与或]?(?:被)?(?:提起)?行政诉讼)"
        ),
        "行政复议",
    ),
    (
        "信息公开",
        when_used(
            "(?:主动|累计|全年)(?P<wrong>公开(?P<kind>政府|政务)?信息公开)(?=(?!(?P=kind))(?:政府|政务|各类)信息\\d)"
        ),
        "公开",
    ),
    (
        "累",
        when_used(
            "(?P<wrong>累)(?<![积劳连受疲牵拖日月所]累)(?=(?:主动)?(?:公开|发布|收到|受理|推送|报送|办结)[^，。；、]{0,12}\\d)"
        ),
        "累计",
    ),
    (
        "入",
        when_used("(?P<wrong>入)(?<![^，。；]入)(?=开展|推进|贯彻|学习(?!强国|小组)|落实|实施)"),
        "深入",
    ),
)
"""Words whose frame asks for another: 其实信息19条, 出特别说明外, 政府和群众之前搭起桥梁."""
_ASKED_TWICE: Final = when_used(
    "(?:按照|根据|依照)[^，。；、《》]{0,14}?(?P<word>要求|规定|精神|部署|安排)(?![和与及等以中])[^，。；、《》]{2,12}的(?P=word)(?=[，。；和])"
)
_NEARLY: Final = when_used(
    "(?<![\\d.第a-zA-Z-])(?P<number>\\d{0,6}[1-9])(?P<more>余|(?<=\\d\\d)多)(?=[件条次篇项份期场人名户家]|个(?!月))"
    "|(?P<near>将?近)(?P<exact>\\d{2,6}[1-9])(?=[件条篇份期次人名户])"
)


def _other_frames(passage: Passage) -> Iterator[Finding]:
    """Find a word whose frame asks for another, what is asked twice, and 68余条."""
    text = passage.folded
    for sign, pattern, right in _FRAMES:
        for found in pattern.finditer(text) if sign in text else ():
            wrong = found["wrong"]
            why = sentences.TEXT_TYPO_MISTAKE.format(wrong=wrong, right=right.format(wrong=wrong))
            yield passage.finding("TEXT-TYPO", *found.span("wrong"), why)
    for found in _ASKED_TWICE.finditer(text):
        why = sentences.TEXT_TYPO_DOUBLED.format(word=found["word"])
        yield passage.finding("TEXT-TYPO", *found.span(), why)
    for found in _NEARLY.finditer(text):
        words = found[0]
        right = found["number"] or found["exact"]
        why = sentences.TEXT_TYPO_NEARLY.format(words=words, right=right)
        yield passage.finding("TEXT-TYPO", *found.span(), why)
