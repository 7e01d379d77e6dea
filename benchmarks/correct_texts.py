"""Correct reports of invented units, composed of paragraphs written for it: what `benchmarks.damages` damages.

Each half has paragraphs and units of its own. The second half was kept aside at first; by now both were read
while rules were written and thresholds set.
"""

import random
from collections.abc import Iterator
from typing import Final

from converter.checking.prose.words.knowledge import self_reference_of
from converter.form.fields import FIELDS, TOTAL_COLUMN
from converter.form.report import Report
from tools.prose_examples import FIGURES

UNITS: Final = (
    *("安宁县人民政府", "临河县人民政府", "永康区人民政府", "清源市人民政府"),
    *(
        "安宁县教育局",
        "临河县水利局",
        "永康区民政局",
        "清源市财政局",
        "安宁县审计局",
        "临河县统计局",
    ),
    *("安宁县农业农村局", "临河县市场监督管理局", "永康区卫生健康局", "清源市自然资源局"),
    *(
        "安宁县青山镇人民政府",
        "临河县太平镇人民政府",
        "永康区石桥镇人民政府",
        "清源市白马镇人民政府",
    ),
    *(
        "安宁县双河乡人民政府",
        "临河县杨柳乡人民政府",
        "永康区凤凰乡人民政府",
        "清源市红岩乡人民政府",
    ),
    *(
        "永康区和平街道办事处",
        "清源市新华街道办事处",
        "安宁县城关街道办事处",
        "临河县东风街道办事处",
    ),
    *(
        "安宁县经济开发区管理委员会",
        "临河县高新技术产业开发区管理委员会",
        "永康区工业园区管理委员会",
    ),
    *("清源市人民政府办公室", "安宁县司法局", "临河县住房和城乡建设局"),
)
"""32 units, for the half that is seen."""
_OTHERS: Final = (
    *("平山县税务局", "云溪区公安局", "长宁市气象局", "平山县医疗保障局", "云溪区城市管理局"),
    *("长宁市文化广播电视和旅游局", "平山县退役军人事务局", "云溪区行政审批局", "长宁市应急管理局"),
    *("平山县科学技术局", "云溪区信访局", "长宁市林业局", "平山县交通运输局", "云溪区商务局"),
    *("平山县人民政府", "云溪区人民政府", "长宁市人民政府", "平山县人民政府办公室"),
    *(
        "平山县大柳镇人民政府",
        "云溪区清水镇人民政府",
        "长宁市古城镇人民政府",
        "平山县三岔镇人民政府",
    ),
    *("平山县龙泉乡人民政府", "云溪区马家乡人民政府", "长宁市青龙乡人民政府"),
    *("云溪区人民路街道办事处", "长宁市滨河街道办事处", "云溪区学府街道办事处"),
    *("平山县循环经济产业园管理委员会", "长宁市旅游度假区管理委员会"),
    *("云溪区人力资源和社会保障局", "长宁市生态环境局"),
)
"""32 others, of other kinds, for the half that is kept aside."""
YEAR: Final = 2025

_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "preface": (
        "本报告根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "按照《中华人民共和国政府信息公开条例》第五十条的规定，现公布{unit}{year}年政府信息公开工作年度报告。统计期限为{year}年1月1日至{year}年12月31日，电子版可在政府门户网站“政府信息公开”专栏下载。",
    ),
    "open": (
        "（一）主动公开情况。{year}年，{own}紧紧围绕群众关心的事项，依法公开机构职能、财政预决算、行政许可和行政处罚等信息，全年主动公开政府信息{all}条，其中工作动态{p1}条、通知公告{p2}条、政策文件{p3}条。",
        "（一）主动公开。{own}坚持以公开为常态、不公开为例外，全年在门户网站发布信息{all}条，包括政务动态{p1}条、财政信息{p2}条、重点领域信息{p3}条。发布政策解读{share}篇，其中图文解读{shared}篇，占{percent}%。",
        "（一）主动公开情况。{year}年，{own}落实政务公开工作要点，及时更新公开目录，主动公开信息{all}条（其中规划计划{p1}条、公示公告{p2}条、建议提案办理结果{p3}条），制发行政规范性文件{made}件，现行有效{valid}件。",
    ),
    "asked": (
        "（二）依申请公开情况。{year}年，{own}新收政府信息公开申请{new}件，上年结转{old}件。办理结果为：予以公开{granted}件，部分公开{part}件，无法提供{unavailable}件，结转下年度继续办理{left}件。申请均在法定期限内答复。",
        "（二）依申请公开。{own}规范登记、审核、办理、答复各个环节，全年收到政府信息公开申请{new}件，全部为自然人提出；办结{done}件，其中予以公开{granted}件、部分公开{part}件。因政府信息公开引起的行政复议{review}件、行政诉讼0件。",
    ),
    "managed": (
        "（三）政府信息管理情况。严格落实“三审三校”制度，做到先审查、后公开。对公文公开属性实行源头认定，定期清理失效文件，确保公开的信息真实、准确、完整。",
        "（三）政府信息管理。健全信息发布审核制度，明确专人负责信息的收集、审核和报送。一是把好政治关、文字关、法律关；二是建立工作台账，动态调整公开目录；三是开展保密审查，防止泄露国家秘密和个人隐私。",
    ),
    "channels": (
        "（四）政府信息公开平台建设情况。依托政府门户网站开设政府信息公开专栏，用好“{brand}”微信公众号，在便民服务中心设立政府信息查阅点，方便群众现场查询、咨询和提交申请。",
        "（四）平台建设情况。优化网站栏目设置，完善检索功能，推进适老化改造。加强政务新媒体管理，关停长期不更新的账号1个，保留的微信公众号全年推送信息{posts}条。线下在办事大厅设置政务公开专区，配备触摸屏和宣传册。",
    ),
    "watched": (
        "（五）监督保障情况。调整政务公开工作领导小组，主要负责同志亲自部署，分管负责同志具体落实。全年组织业务培训{trained}次，把政务公开纳入年度绩效考核。开展社会评议，群众总体满意；全年没有发生责任追究的情况。",
        "（五）监督保障。压实工作责任，定期通报各科室公开情况，对发现的问题立行立改。公布监督电话，主动接受社会监督，工作考核、社会评议结果良好，未发生需要责任追究的情形。",
    ),
    "problems": (
        "存在的主要问题：一是公开内容不够丰富，与群众的期待还有差距；二是政策解读形式比较单一；三是工作人员业务能力有待提高。",
        "{year}年，{own}的政府信息公开工作取得了一定成效，但还存在信息更新不及时、主动公开意识不强等不足。",
    ),
    "better": (
        "下一步，{own}将进一步加强组织领导，细化公开事项，加大业务培训力度，运用图解、短视频等方式提高解读质量，切实保障人民群众的知情权、参与权、表达权和监督权。",
        "改进措施：（1）完善工作机制，压实信息更新责任；（2）强化监督检查，对栏目定期巡查；（3）拓宽公开渠道，回应社会关切。",
    ),
}
_SECOND: Final[dict[str, tuple[str, ...]]] = {
    "preface": (
        "为做好{year}年度政府信息公开工作年度报告的编制和公布，{unit}依据《中华人民共和国政府信息公开条例》，总结全年工作，形成本报告。本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成，数据统计期限为{year}年1月1日至{year}年12月31日。",
        "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）要求，{unit}编制了{year}年政府信息公开工作年度报告，现向社会公布。如对报告内容有疑问，请与办公室联系（电话：0000-1234567）。",
        "现将{unit}{year}年政府信息公开工作年度报告予以公布，内容涵盖总体情况等六个方面，各项数据的统计期限为{year}年1月1日至{year}年12月31日。",
        "依照《中华人民共和国政府信息公开条例》和县里的安排，{unit}起草了本年度报告。读者若有意见，可拨打热线电话或者写信反映。",
    ),
    "open": (
        "（一）主动公开情况。聚焦营商环境、乡村振兴、义务教育等重点领域，{own}{year}年共发布各类信息{all}条，其中机构信息{p1}条、民生信息{p2}条、其他信息{p3}条。全年作出行政许可决定{licences}件、行政处罚决定{penalties}件，结果均在七个工作日内公示。",
        "（一）主动公开。{year}年，{own}对照《条例》第十九条至第二十一条，梳理公开事项，更新公开指南，累计公开信息{all}条：领导信息{p1}条、项目建设信息{p2}条、社会救助信息{p3}条。回应关切{share}次，其中在新闻发布会上回应{shared}次，占比{percent}%。",
        "（一）主动公开情况。全年通过政府网站公开信息{all}条，其中涉农补贴{p1}条，安全生产{p2}条，生态环境{p3}条。废止行政规范性文件{repealed}件，现行有效{valid}件，均已集中公布。",
        "（一）主动公开情况。{year}年，{own}借助官方网站和微信平台晒出各类信息{all}条，其中招考录用{p1}条、抽查结果{p2}条、服务承诺{p3}条。围绕冬季取暖、道路维修、菜价波动等话题及时发声，消除误解。",
        "（一）主动公开。{own}把居民最想知道的事情摆在前面：停水停电提前预告，学位余量按周更新，低保名单张榜公示。{year}年共公开信息{all}条，其中预警提示{p1}条、便民服务{p2}条、项目招标{p3}条。",
        "（一）主动公开情况。组织编写通俗易懂的问答手册，把专业术语换成大白话，并请热心居民试读。全年撰写解读稿件{share}篇，其中漫画解读{shared}篇，占{percent}%。制发行政规范性文件{made}件，废止{repealed}件，现行有效{valid}件。",
    ),
    "asked": (
        "（二）依申请公开情况。畅通当面、信函和在线三种申请渠道，{year}年{own}受理政府信息公开申请{new}件，加上上年结转的{old}件，当年办结{done}件，{left}件结转下一年度办理。办结的申请中，{granted}件予以公开、{part}件部分公开。",
        "（二）依申请公开。修订答复文书格式，坚持一事一议、逐件审核。本年度新收申请{new}件，其中自然人{new}件；因本机关不掌握相关信息无法提供{unavailable}件。被申请行政复议{review}件，没有被提起行政诉讼。",
        "（二）依申请公开情况。{year}年，{own}新收政府信息公开申请{new}件，与上年结转的{old}件一并办理，年内办结{done}件，余下{left}件结转下年度。对描述含糊的申请，工作人员主动打电话询问用途，帮助群众少走弯路。",
        "（二）依申请公开。遇到疑难申请，邀请法律顾问共同商议，避免答复出现差错。本年度予以公开{granted}件，部分公开{part}件，无法提供{unavailable}件。行政复议{review}件，行政诉讼0件。",
    ),
    "managed": (
        "（三）政府信息管理情况。按照“谁公开谁负责”的原则，明确各科室职责分工，信息发布前依次由经办人员、科室负责人和分管领导审签。对历年文件逐一标注有效、失效或者废止，方便公众查阅使用。",
        "（三）政府信息管理。一是规范制作，文件起草时同步确定公开方式；二是规范保存，纸质和电子文本一并归档；三是规范更新，人事变动后五个工作日内调整领导信息。全年未发生失密泄密事件。",
        "（三）政府信息管理情况。新建电子台账，将每条信息的起草、校对、签发过程记录在案，可以追溯。对陈旧栏目进行归并，撤下内容过时的网页，避免误导读者。",
        "（三）政府信息管理。聘请退休教师担任校对志愿者，重点检查数字、日期、人名和职务。发现差错后当天更正并说明原因，同类差错明显减少。",
    ),
    "channels": (
        "（四）政府信息公开平台建设情况。配合完成网站集约化迁移，修复错链{fixed}处，改正错别字{wrong}处。“{brand}”视频号制作普法短视频，图书馆、档案馆和村（社区）公开栏同步提供查阅服务，线上线下公开渠道更加畅通。",
        "（四）平台建设情况。落实网络安全责任，定期开展漏洞扫描和数据备份。举办“政府开放日”活动2场，邀请人大代表、政协委员和群众代表走进机关，面对面听取意见建议。",
        "（四）政府信息公开平台建设情况。与电视台合办访谈栏目“{brand}”，请窗口人员讲述办事流程。在车站、医院、农贸市场投放二维码海报，扫码即可查看最新通知。",
        "（四）平台建设情况。升级后的网站支持语音朗读和字号调节，手机页面打开速度更快。每逢赶集日，工作人员携带宣传材料摆摊设点，现场解答疑问。",
    ),
    "watched": (
        "（五）监督保障情况。建立季度自查、年终考评的工作机制，举办专题培训班{trained}期，选派人员跟班学习。根据第三方评估反馈的意见列出问题清单，逐项整改销号。社会评议情况较好，没有人员因政府信息公开工作被追究责任。",
        "（五）监督保障。党组会议专题研究政务公开工作，配齐配强工作力量，经费列入部门预算。设立意见箱和举报电话，接受群众监督；工作考核结果为良好，社会评议和责任追究均无异常情况。",
        "（五）监督保障情况。约请评议员随机体验查询服务，并就等候时间、答复态度当场打分。全年召开碰头会{trained}次，对排名靠后的科室进行约谈。没有人员被追究责任，工作考核、社会评议结果较好。",
        "（五）监督保障。由纪检人员抽查公开台账，考核得分与评优挂钩；社会评议采取问卷和走访相结合的方式，责任追究情形为零。新入职干部先培训后上岗。",
    ),
    "problems": (
        "当前工作中仍有一些薄弱环节：有的科室对公开工作重视不够，存在重业务、轻公开的倾向；栏目内容更新不够均衡；与公众的互动交流偏少。",
        "对照上级要求和群众需求，{own}的工作还有以下不足：一是公开的深度和广度不够；二是队伍不够稳定，人员变动比较频繁。",
        "回顾一年的工作，主要不足有：一是栏目划分偏细，群众查找不便；二是个别稿件写得枯燥，转载率偏低；三是年轻干部经验欠缺，遇到复杂申请容易慌乱。",
        "不足之处在于，{own}对网民评论的回复偏慢，图表使用较少，农村老年人获取信息仍有困难。",
    ),
    "better": (
        "针对上述问题，{own}将采取以下措施：1.加强学习宣传，组织学习《条例》，提高思想认识；2.健全督查制度，对更新情况按月通报；3.丰富公开形式，多用群众喜闻乐见的方式解读政策。",
        "今后将从三个方面加以改进：一是扩大公开范围，重点公开群众办事信息；二是稳定工作队伍，实行岗位互补；三是提升服务水平，让群众看得懂、能监督、好参与。",
        "明年，{own}打算从以下方面补齐短板：（1）合并相近栏目，增设搜索热词；（2）邀请记者讲授写作技巧；（3）安排老同志带新人，共同研究典型案例。",
        "下一步，{own}将缩短留言回复时间，多制作方言短片和大字海报，让偏远村庄的老人也能听得懂、记得住。",
    ),
}
_BRANDS: Final = ("美丽家园", "城乡快讯", "便民之窗", "清风在线")
HALVES: Final = {"seen": _FIRST, "kept aside": _SECOND}
UNITS_OF: Final = {"seen": UNITS, "kept aside": _OTHERS}


def texts(half: str) -> Iterator[Report]:
    """Yield a report for every unit, from the paragraphs of one half."""
    for number, unit in enumerate(UNITS_OF[half]):
        yield composed(half, unit, number)


def composed(half: str, unit: str, number: int) -> Report:
    """Return a report of a unit, from the paragraphs of one half; each number has others of them."""
    paragraphs = HALVES[half]
    dice = random.Random(f"{unit}{number}")  # noqa: S311
    said, figures = _figures(dice)
    kind = self_reference_of(unit)
    parts = [dice.randint(8, 90) for _ in range(3)]
    share = dice.randint(9, 40)
    shared = dice.randint(2, share - 3)
    blanks = said | {
        "unit": unit,
        "own": kind.proper[0] if kind else "本机关",
        "year": YEAR,
        "all": sum(parts),
        "p1": parts[0],
        "p2": parts[1],
        "p3": parts[2],
        "share": share,
        "shared": shared,
        "percent": round(100 * shared / share, 1),
        "posts": dice.randint(40, 400),
        "trained": dice.randint(2, 9),
        "fixed": dice.randint(3, 30),
        "wrong": dice.randint(3, 30),
        "brand": dice.choice(_BRANDS),
    }

    def written(*names: str) -> tuple[str, ...]:
        return tuple(
            paragraphs[name][(number + place) % len(paragraphs[name])].format(**blanks)
            for place, name in enumerate(names)
        )

    return Report(
        unit_name=unit,
        report_year=YEAR,
        preface=written("preface"),
        overview=written("open", "asked", "managed", "channels", "watched"),
        problems=written("problems", "better"),
        other_matters=("本年度没有收取信息处理费。",),
        figures=figures,
    )


def _figures(dice: random.Random) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Return figures that add up, by the names that the paragraphs use and by the form's."""
    granted, part, unavailable = (dice.randint(2, 12) for _ in range(3))
    done, old, left = granted + part + unavailable, dice.randint(1, 4), dice.randint(1, 4)
    made, repealed, valid = dice.randint(1, 5), dice.randint(1, 4), dice.randint(8, 40)
    said = {
        "granted": granted,
        "part": part,
        "unavailable": unavailable,
        "done": done,
        "old": old,
        "left": left,
        "new": done + left - old,
        "made": made,
        "repealed": repealed,
        "valid": valid,
        "licences": dice.randint(10, 99),
        "penalties": dice.randint(2, 9),
        "review": dice.randint(1, 4),
    }
    table: dict[str, tuple[int, ...]] = {name: (0,) * len(FIELDS[name].cells) for name in FIGURES}
    for name, figure in (
        ("t3_new_received", "new"),
        ("t3_carried_in", "old"),
        ("t3_granted", "granted"),
        ("t3_partly_granted", "part"),
        ("t3_unavailable_not_held", "unavailable"),
        ("t3_total", "done"),
        ("t3_carried_out", "left"),
    ):
        table[name] = (said[figure], *(0,) * (TOTAL_COLUMN - 1), said[figure])
    table["t4_review"] = (said["review"], 0, 0, 0, said["review"])
    table["t2_normative"] = (made, repealed, valid)
    table["t2_licensing"], table["t2_penalties"] = (said["licences"],), (said["penalties"],)
    return said, table
