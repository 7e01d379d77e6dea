"""What is said of the prose, and of what a county asks for; a finding on prose begins with the sentence that it quotes."""

from typing import Final

# TEXT-MISSING：各部分正文不缺
TEXT_MISSING: Final = "“{label}”没有内容。请至少写一段。"

# TEXT-EMPTY：第五部分写出问题和改进
TEXT_EMPTY: Final = (
    "这一部分只写了“{said}”，等于什么也没有说。请写出本年度工作中的不足，和已经做、打算做的改进。"
)

# TEXT-COUNT：正文里的数字与表格一致
TEXT_COUNT_STATED: Final = (
    "正文说{statement} {quantity}，而{figures}。请核对，改为一致；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_STATED_FIGURE: Final = "{source}为 {figure}"
TEXT_COUNT_ALL_UPHELD: Final = (
    "正文说{remedy}{said}，而表四还有 {others} 件是别的结果或尚未审结。"
    "请核对，改为一致；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_ALL_ALIKE: Final = (
    "正文说{said}，而表三的办理结果里还有 {others} 件是别的结果。"
    "请核对，改为一致；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_BALANCE: Final = (
    "正文说的收到 {received}、上年结转 {old}，与办结 {done}、结转下年 {left} 对不上。"
    "请核对；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_WAYS: Final = (
    "各种方式收到的申请 {parts}＝{total}，而{source}为 {figure}。"
    "请核对，改为一致；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_ONLY_PERSONS: Final = (
    "正文说均为自然人申请，而表三“本年新收”里法人或其他组织有 {others} 件。"
    "请核对，改为一致；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_RISE: Final = (
    "上年 {last} 件，本年 {now} 件，应为增长 {rate}。请核对；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_FALL: Final = (
    "上年 {last} 件，本年 {now} 件，应为下降 {rate}。请核对；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_MORE: Final = (
    "上年 {last} 件，本年 {now} 件，应为增加 {difference} 件。请核对；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_FEWER: Final = (
    "上年 {last} 件，本年 {now} 件，应为减少 {difference} 件。请核对；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_OTHER_BASE: Final = "{rate} 是拿本年的 {base}作底数算的，增减幅度应以上年为底数。"
TEXT_COUNT_GROWTH: Final = (
    "从上年的 {last}到 {now}，应为{due}，正文说{said}。请核对这三个数；确有原因的，在“校验”表写明。"
)
TEXT_COUNT_SECTIONS: Final = "正文说 {said} 个部分，列出的是 {listed} 个。请核对。"
TEXT_COUNT_SECTIONS_LACKING: Final = (
    "正文说 {said} 个部分，列出的是 {listed} 个，没有列出{lacking}。请核对。"
)
TEXT_COUNT_PARTS_OVER: Final = "所列各项 {parts}＝{total}，多于总数 {whole}。请核对各项和总数。"
TEXT_COUNT_PARTS_OVER_CHANNELS: Final = (
    "所列各项 {parts}＝{total}，多于总数 {whole}。"
    "各渠道有重复计数吗？有的，请写明；没有的，请改为一致。"
)
TEXT_COUNT_PARTS_UNDER: Final = "所列各项 {parts}＝{total}，少于总数 {whole}。请核对各项和总数。"
TEXT_COUNT_PART_OVER: Final = "“{called}”{part}是 {whole}里的一部分，却比它还多。请核对这两个数。"
TEXT_COUNT_SHARE: Final = "{part}÷{whole}＝{share}，正文说 {said}。请核对。"
TEXT_COUNT_SHARE_OF_TABLE: Final = "{source}为 {whole}，{part}÷{whole}＝{share}，正文说 {said}。请核对；确有原因的，在“校验”表写明。"
TEXT_COUNT_ABOVE_ALL: Final = "{what}不会超过 100%。请核对。"
TEXT_COUNT_REST: Final = "{taken}＝{due}，正文说{rest}。请核对这几个数。"
TEXT_COUNT_NONE_DONE: Final = "前面说“{said}”，后面又说“{all}”，前后矛盾。请核对。"
TEXT_COUNT_MORE_THAN_CAME: Final = (
    "收到的是 {came}，办理的却有 {done}。请核对这两个数；有往年结转的，请写明。"
)
TEXT_COUNT_OF_SO_MANY: Final = "前面说的是 {before}，这里说 {said}。请核对，改为一致。"
TEXT_COUNT_LEVELS: Final = "列出的是 {listed} 道，这里说“{said}”。请核对，改为一致。"
TEXT_COUNT_PRODUCT: Final = "{count}×{each}＝{product}，正文说 {said}。请核对这三个数。"
TEXT_COUNT_CHANGE: Final = "从 {before}到 {after}，应为{due}。请核对这三个数。"
TEXT_COUNT_SHARES_OF_ALL: Final = "所列占比 {parts}＝{total}，超过 100%。请核对各项占比。"
TEXT_COUNT_BY_TIME: Final = (
    "按{often} {each} 算，全年约 {product}，这里说的是 {said}。请核对这两个数。"
)
TEXT_COUNT_SHARE_OTHER_BASE: Final = "{said} 是拿 {part} 除以 {base} 得的。"

# TEXT-YEAR：正文说的是本年度
TEXT_YEAR_PREFACE: Final = (
    "标题是 {title} 年，开头语说的统计期限是 {preface} 年。请核对，改为一致。"
)
TEXT_YEAR_DATE: Final = (
    "成文日期是 {date}，报告年度 {year} 年还没有过完。"
    "年度报告在次年写成，请核对这两项；确有原因的，在“校验”表写明。"
)
TEXT_YEAR_PAGE: Final = (
    "网页上写的发布日期是 {date}，报告年度 {year} 年还没有过完。"
    "{year} 年度的报告要到次年才能公布，请核对这两项；确有原因的，在“校验”表写明。"
)
TEXT_YEAR_TITLE: Final = (
    "标题写的是 {said} 年，报告年度是 {year} 年。请改为一致；确有原因的，在“校验”表写明。"
)
TEXT_YEAR_PERIOD: Final = (
    "统计期限应为 {year} 年全年。建议改为“{year}年1月1日至{year}年12月31日”；"
    "确有原因的，在“校验”表写明。"
)
TEXT_YEAR_OTHER: Final = (
    "本报告是 {year} 年度的，这里说的是 {said} 年。如系沿用旧稿，建议改为“{year}年”；"
    "确指该年的，在“校验”表写明。"
)
TEXT_YEAR_PLAN: Final = (
    "这里说的是打算，{said} 年已经过去。如系沿用旧稿，建议改为“{right}年”；"
    "确指该年的，在“校验”表写明。"
)
TEXT_YEAR_COMPARED: Final = (
    "本报告是 {year} 年度的，这里却拿本年度和 {said} 年比。建议改为“{right}年”；"
    "确指该年的，在“校验”表写明。"
)
TEXT_YEAR_TO_COME: Final = "{year} 年还没有“{said}”。请核对届次；确实无误的，在“校验”表写明。"
TEXT_YEAR_CONGRESS: Final = (
    "“{said}”之后已有党的{newer}。如系沿用旧稿，请改正；确指以前的，在“校验”表写明。"
)
TEXT_YEAR_NO_SUCH_DAY: Final = "没有{said}这一天。请核对日期。"
TEXT_YEAR_NO_SUCH_MONTH: Final = "一年里没有“{said}”。请核对，改成正确的。"
TEXT_YEAR_FIVE_YEARS: Final = (
    "“{plan}”时期是 {first} 年至 {last} 年，同这里的年份对不上。请核对，改为一致。"
)
TEXT_YEAR_CAMPAIGN: Final = (
    "“{said}”是 {years}的事，本报告是 {year} 年度的。如系沿用旧稿，请改正；"
    "确有原因的，在“校验”表写明。"
)
TEXT_YEAR_CARRIED: Final = (
    "{year} 年度没有办结的申请，结转到 {right} 年。建议改为“{right}年”；"
    "确有原因的，在“校验”表写明。"
)
TEXT_YEAR_THIS_YEAR: Final = (
    "这里拿本年度和本年度比。是和上年比的，改为“上年”；确有原因的，在“校验”表写明。"
)
TEXT_YEAR_SLIPPED: Final = "“{said}”疑为“{right}”之误。请核对年份；确指该年的，在“校验”表写明。"
TEXT_YEAR_PUBLISHED: Final = (
    "{year} 年度的报告要到次年才能公布，这里说的时间在 {said} 年。如系沿用旧稿，请改正年份；"
    "确有原因的，在“校验”表写明。"
)

TEXT_YEAR_BATCH: Final = "报告是 {year} 年度的，这次收的是 {usual} 年度的。请报 {usual} 年度的报告；没有发错文件的，改正年度。"

# TEXT-UNIT：正文说的是本单位
TEXT_UNIT_PREVIOUS: Final = (
    "上年度文件 {file} 的单位是“{previous_unit}”，本年度是“{unit}”，没有拿来比较。请换成本单位上年的文件；"
    "是本单位改了名称的，另存一份，把里面的单位名称改成现在的，再核对。"
)
TEXT_UNIT_KIND: Final = (
    "上年度文件 {file} 的单位是“{previous_unit}”，本年度是“{unit}”，已当作改了名称的同一单位比较。"
    "不是同一单位的，请换成本单位上年的文件。"
)
TEXT_UNIT_SIGN_OFF: Final = "标题的单位是“{title}”，落款是“{sign_off}”。请核对，改为一致。"
TEXT_UNIT_SHORT: Final = (
    "单位名称“{unit}”不是机关的全称。建议改为“{full}”；全称另有写法的，照公章上的写。"
)
TEXT_UNIT_NO_NAME: Final = "单位名称“{unit}”不像机关的名称。请核对，照公章写机关的全称。"
TEXT_UNIT_MORE: Final = "单位名称里有多余的内容：现为“{unit}”。建议改为“{name}”。"
TEXT_UNIT_TITLE: Final = "标题里没有本单位“{unit}”。请改正；标题可以不填，会自动写出。"
TEXT_UNIT_SELF: Final = "“{said}”不是“{unit}”的自称。建议改为“{right}”。"
TEXT_UNIT_AREA: Final = (
    "“{unit}”的报告说的是“{area}”。如系照抄上级的稿子，建议改为“{right}”或“{own}”。"
)
TEXT_UNIT_AREA_OWN: Final = "“{unit}”的报告说的是“{area}”。如系照抄上级的稿子，建议改为“{own}”。"
TEXT_UNIT_OTHER: Final = "这里说的是“{other}”，本单位是“{unit}”。如系照抄，建议改为“{own}”。"
TEXT_UNIT_ACCOUNT: Final = "“{said}”像是别的单位的账号，本单位是“{unit}”。如系照抄，请改正。"
TEXT_UNIT_OTHER_KIND: Final = "“{unit}”里没有“{said}”。如系照抄别的单位的稿子，请改正。"
TEXT_UNIT_LEVEL: Final = "“{unit}”的报告说的是“{said}”。如系照抄，建议改为“{right}”。"
TEXT_UNIT_RENAMED: Final = "“{old}”已改称“{new}”。建议改为“{new}”；确指以前的，写明“原”。"
TEXT_UNIT_ROSTER: Final = "单位名称写的是“{said}”，名单上的全称是“{name}”。报告里请写全称。"
TEXT_UNIT_NEAR: Final = (
    "单位名称写的是“{said}”，名单上有“{name}”，只差一个字。请核对；写错的，改为全称。"
)

# TEXT-COPY：正文写的是本单位本年度的情况，不照抄上年度或别的单位的报告
TEXT_COPY_LAST_YEAR: Final = (
    "正文 {total} 句里有 {same} 句（{share}）与“{unit}”{year} 年的报告相同，这是第一句。"
    "请按本年度的情况改写。"
)
TEXT_COPY_TABLE: Final = "表三每一格都与“{unit}”{year} 年的报告相同。请核对，按本年度的情况填写。"
TEXT_COPY_UNIT: Final = (
    "正文 {total} 句里有 {same} 句（{share}）与“{unit}”的报告相同，这是第一句。"
    "请核对，写本单位自己的情况。"
)
TEXT_COPY_UNITS: Final = (
    "正文 {total} 句里有 {same} 句（{share}）与“{unit}”的报告相同，这是第一句；"
    "另有 {others} 个单位的报告也大半相同。请核对，写本单位自己的情况。"
)

# TEXT-CITATION：法规、文件的名称和文号准确
TEXT_CITATION_SHORT_NAME: Final = "简称《{short}》与题名不符。请核对题名和简称。"
TEXT_CITATION_TITLE: Final = "题名不准确。建议改为{right}。"
TEXT_CITATION_NUMBER_OF_OTHER: Final = (
    "题名与文号不符：{number} 是《{other}》的文号{marks}。建议改为{right}。"
)
TEXT_CITATION_NUMBER_OF_NONE: Final = "题名与文号不符：文号 {number} 不对{marks}。建议改为{right}。"
TEXT_CITATION_NUMBER_NOT_ITS: Final = (
    "题名与文号不符：{number} 是《{other}》的文号。请核对题名和文号。"
)
TEXT_CITATION_ONE_NUMBER: Final = (
    "{number} 前面写的是《{other}》的文号，这里写在《{title}》后面。请核对题名和文号。"
)
TEXT_CITATION_MARKS: Final = "，书名号里的书名也要用〈〉"
TEXT_CITATION_SUPERSEDED: Final = "{number}已被 {successor} 取代。建议改为{right}。"
TEXT_CITATION_SUPERSEDED_BESIDE: Final = (
    "{number}已被 {successor} 取代，这一段里已经写了后者。建议删去前者。"
)
TEXT_CITATION_REPLACED: Final = "《{title}》已被《{successor}》取代。建议改为《{successor}》。"
TEXT_CITATION_BRACKETS: Final = "文号缺了六角括号。建议改为 {number}。"
TEXT_CITATION_NO_ORGAN: Final = "文号“{said}”没有机关代字。请补上。"
TEXT_CITATION_YEAR_BRACKETS: Final = "文号的年份用六角括号“〔〕”。建议改为“{right}”。"
TEXT_CITATION_NO_YEAR: Final = "文号的年份“{said}”不对。请核对。"
TEXT_CITATION_YEAR_TO_COME: Final = "本报告是 {year} 年度的，不会有 {said} 年的文件。请核对文号。"
TEXT_CITATION_SERIAL: Final = "文号的顺序号前不加“第”，也不加“0”。建议改为“{right}”。"
TEXT_CITATION_NO_ARTICLE: Final = "《{law}》共 {last} 条，没有这一条。请核对。"
TEXT_CITATION_ARTICLE: Final = (
    "《政府信息公开条例》规定年度报告的是第四十九条和第五十条，不是第{said}条。请核对。"
)
TEXT_CITATION_DAYS: Final = "《政府信息公开条例》第{article}条规定的期限是 {days} 个工作日，这里写的是 {said} 个工作日。请核对。"
TEXT_CITATION_INNER: Final = "书名号里的书名用〈〉。建议改为“〈{title}〉”。"
TEXT_CITATION_PLAN_YEAR: Final = "题名是 {title} 年的，文号是 {number} 年的。请核对，改为一致。"
TEXT_CITATION_NUMBER: Final = "文号不准确。建议改为{right}。"

# TEXT-TYPO：没有错别字
TEXT_TYPO_TITLE: Final = "标题没有写全，应有“政府信息公开工作年度报告”。建议改为“{right}”。"
TEXT_TYPO_TITLE_GOVERNMENT: Final = (
    "标题漏了“政府”二字，应有“政府信息公开工作年度报告”。建议改为“{right}”。"
)
TEXT_TYPO_DOUBLED: Final = "“{word}”重复。建议删去一个“{word}”。"
TEXT_TYPO_REPEATED: Final = "“{words}”用词重复。请删改。"
TEXT_TYPO_CLASH: Final = "“{words}”连用不通，像是多了一个字。请删改。"
TEXT_TYPO_MARKS: Final = "标点“{marks}”重叠。建议改为“{kept}”。"
TEXT_TYPO_VARIANT: Final = "“{character}”是异体、繁体或兼容字。建议改为“{standard}”。"
TEXT_TYPO_MISTAKE: Final = "“{wrong}”疑为“{right}”之误。建议改为“{right}”。"
TEXT_TYPO_NUMBER_LOST: Final = "这里像是漏了数字。请补上。"
TEXT_TYPO_NUMBER_BLANK: Final = "“{words}”里像是漏了数字。请补上。"
TEXT_TYPO_NUMBER_LOST_AFTER: Final = "“{words}”后漏了数字和“{measure}”。请补上。"
TEXT_TYPO_TEN_THOUSANDS: Final = "“{words}”：数字已经写到个位，“万”像是多余的。请核对。"
TEXT_TYPO_LOST: Final = "“{words}”后漏了“{lost}”。建议改为“{words}{lost}”。"
TEXT_TYPO_LOST_BEFORE: Final = "“{words}”前像是漏了“{lost}”。请补上。"
TEXT_TYPO_VERB_LOST: Final = "“{words}”后像是漏了动词（如“{verb}”）。请补上。"
TEXT_TYPO_COMPLEMENT_LOST: Final = "“{words}”没有动词，话没有说完。请补全。"
TEXT_TYPO_ENDS_WITH: Final = "“{words}”后没有下文，像是漏了字或者颠倒了。请补全。"
TEXT_TYPO_NOUN_LOST: Final = "“{words}”没有说完，像是漏了后面的名词。请补全。"
TEXT_TYPO_MIXED: Final = (
    "“{first}……{last}”把两种说法混在了一起，或者说重复了。请删改“{goes}”，只用一种说法。"
)
TEXT_TYPO_ORDER: Final = "“{words}”词序颠倒了。建议改为“{right}”。"
TEXT_TYPO_OVERLAP: Final = "“{words}”意思重复。建议改为“{right}”。"
TEXT_TYPO_GROUND: Final = "“{words}”后话没有说完，句号应为逗号。请改正。"
TEXT_TYPO_NEARLY: Final = (
    "“{words}”：数字是确切的，不用“余”“多”“近”。建议改为“{right}”，或者写整数。"
)
TEXT_TYPO_WHOSE_LOST: Final = "“{word}”后漏了字（如“{word}镇”“{word}局”）。请补上。"
TEXT_TYPO_TIMES: Final = "“{words}”说不通，减少不能用“倍”。请改为百分之几，或者“减少到几分之一”。"
TEXT_TYPO_MISMATCH: Final = "“{words}”里的动词和名词不能搭配。请改换一个。"
TEXT_TYPO_BEGINS_WITH: Final = "句读后面以“{words}”开头，像是漏了字或者多了标点。请改正。"
TEXT_TYPO_CLAUSE_TWICE: Final = "“{words}”说了两遍。请删改。"
TEXT_TYPO_TELEPHONE: Final = (
    "“{said}”的号码有 {digits} 位，不是电话号码的位数，像是多了或者少了数字。请核对。"
)
TEXT_TYPO_ADDRESS: Final = "“{said}”不是能打开的网址。请核对，改好字母和标点。"
TEXT_TYPO_SENTENCE_TWICE: Final = "这句话前面已经说过一遍。请删去一处；该写别的内容的，请改正。"
TEXT_TYPO_STRAY: Final = "标题序号后多了“{stray}”。建议删去。"
TEXT_TYPO_UNPAIRED: Final = "「{opening}」没有配对的「{closing}」。请补上。"
TEXT_TYPO_UNOPENED: Final = "「{closing}」前面没有配对的「{opening}」。请补上，多余的请删去。"
TEXT_TYPO_TURNED: Final = "这里的「{mark}」方向反了。建议改为「{right}」。"
TEXT_TYPO_TITLE_CLOSED_LATE: Final = "书名号收得太晚，“{rest}”不是书名。建议改为《{title}》{rest}。"
TEXT_TYPO_TITLE_CLOSED_EARLY: Final = (
    "书名号收得太早，“{rest}”也是题名。建议改为《{title}{rest}》。"
)
TEXT_TYPO_HALF_WIDTH: Final = "中文里用了半角标点“{mark}”。建议改为“{right}”。"
TEXT_TYPO_TWO_WIDTHS: Final = "“{words}”的括号一半是全角、一半是半角。建议都用全角“（）”。"
TEXT_TYPO_PAUSE: Final = "“{words}”后用了顿号。建议改为“，”。"
TEXT_TYPO_LAST_COMMA: Final = "段末是“{mark}”。话说完了的，改为“。”；没有说完的，请补全。"
TEXT_TYPO_ODD_MARK: Final = "“{words}”前是“{mark}”，别的各点前是“{usual}”。请改成一样的。"
TEXT_TYPO_LAST_STOP: Final = "段末没有句号。请补上；话没有说完的，请补全。"

# TEXT-NUMBERING：标题序号连续、写法统一
TEXT_NUMBERING_MAIN: Final = "一级标题的序号应为“{number}、”。建议改为“{heading}”。"
TEXT_NUMBERING_MAIN_MORE: Final = "另有 {count} 个一级标题的序号也要改，依次应为{numbers}。"
TEXT_NUMBERING_SEVENTH: Final = (
    "标准格式只有六个部分，“{number}、”这一条和下面的内容归入“{heading}”。"
    "请去掉这个序号，要分条的用“（一）”“（二）”。"
)
TEXT_NUMBERING_NO_PLACE: Final = (
    "标准格式只有六个部分，没有“{number}、”这一条。请去掉这个序号，要保留的内容写进“一、总体情况”。"
)
TEXT_NUMBERING_REPEATED: Final = "标题序号重复，按顺序应为“（{expected}）”。请核对，以下各条照改。"
TEXT_NUMBERING_SKIPPED: Final = "标题序号跳号，按顺序应为“（{expected}）”。请核对，以下各条照改。"
TEXT_NUMBERING_MARK: Final = "“（{number}）”后面不加“{mark}”。建议删去。"
TEXT_NUMBERING_FIRST_LEVEL: Final = (
    "“{number}、”是一级标题的序号，这里已在一级标题之下。"
    "建议改为“（{number}）”，以下各条照改；再下一级用“1.”。"
)
TEXT_NUMBERING_THIRD_LEVEL: Final = (
    "阿拉伯数字序号后面用“.”，不用“、”。建议改为“{number}.”，以下各条照改。"
)
TEXT_NUMBERING_NO_FIRST: Final = "“二是”前面没有“一是”。请补上。"
TEXT_NUMBERING_POINT: Final = "“{number}是”与前文不连续，按顺序应为“{expected}是”。请核对。"
TEXT_NUMBERING_SAME_MAIN: Final = (
    "一级标题“{heading}”在这一部分里又出现了一次（填报表会自动写出）。建议删去。"
)
TEXT_NUMBERING_SAME: Final = "标题“{heading}”与前面一条相同。请核对，改好标题或删去重复的一条。"
TEXT_NUMBERING_LOWER: Final = "“{number}”按顺序应为“{expected}”。请核对，以下各条照改。"
TEXT_NUMBERING_ANNOUNCED: Final = "前面说“{said}”，后面列出的是 {listed} 条。请核对，改为一致。"
TEXT_NUMBERING_STYLE: Final = "序号“{written}”的写法不对。建议改为“{right}”。"

# TEXT-LEFTOVER：没有残留的占位文字
TEXT_LEFTOVER_LISTED: Final = "“{text}”是{what}。请改好。"
TEXT_LEFTOVER_SIGNS: Final = "“{text}”：占位的符号没有换成真实内容。请改好。"
TEXT_LEFTOVER_NAME: Final = "“{text}”：占位的“某”没有换成真实名称。请改好。"
TEXT_LEFTOVER_EMPTY_BRACKETS: Final = "“{text}”：括号里没有内容。请改好。"
TEXT_LEFTOVER_BOOKMARK: Final = "“{text}”：转换残留的书签没有删去。请改好。"
TEXT_LEFTOVER_VARIABLE: Final = "“{text}”：模板变量没有替换。请改好。"
TEXT_LEFTOVER_HTML: Final = "“{text}”：网页代码没有转换。请改好。"
TEXT_LEFTOVER_LINE: Final = "“{text}”：空白横线没有填。请改好。"
TEXT_LEFTOVER_MARKDOWN: Final = "“{text}”：排版用的星号、井号一类记号没有去掉。请删去记号。"
TEXT_LEFTOVER_NOTE: Final = "“{text}”：批注没有删去。请改好。"
TEXT_LEFTOVER_HINT: Final = "“{text}”：填写提示没有删去。请改好。"
TEXT_LEFTOVER_CHOICE: Final = "“{text}”：模板里供选择的写法没有选定。请只留一种。"
TEXT_LEFTOVER_BRACKETS: Final = "“{text}”：模板的括号没有删去。请改好。"
TEXT_LEFTOVER_LAYOUT: Final = "“{text}”：排版的批注没有删去。请删去。"
TEXT_LEFTOVER_SIGN_OFF: Final = "落款只在全文最后写一次（填报表会自动写出）。建议删去这一段。"
TEXT_LEFTOVER_GARBLED: Final = "“{text}”：乱码。请改好。"

# TEXT-LONG：正文不过长，都校对得到
TEXT_LONG: Final = (
    "正文超过 {most} 万字或 {lines} 段，从这一段起没有校对；文字一字不少，都照原样写进报告。"
    "请看看有没有混进别的材料，后面的请自己通读一遍。"
)

# TEXT-ASPECT：总体情况写全五个方面；人民政府还写工作考核、社会评议、责任追究
TEXT_ASPECT: Final = "“总体情况”没有写到“{aspect}”。五个方面都要写，没有的也请写明。"
TEXT_ASPECT_GOVERNMENT: Final = (
    "没有写到{lacking}。各级人民政府的年度报告还要写工作考核、社会评议、责任追究结果的情况，"
    "请在“监督保障”里补写，没有的也写一句。"
)

# COUNTY-LENGTH：总体情况的字数不超过县里的要求
COUNTY_LENGTH: Final = (
    "“总体情况”有 {count} 字，{county}要求原则上不超过 {most} 字，多了 {over} 字。请压缩。"
)

# COUNTY-WORD：县里要求写到的都写到了
COUNTY_WORD: Final = (
    "{county}要求“{part}”写到{content}，这里没有找到{words}。请补写，没有的也写一句。"
)

# COUNTY-FIGURE：县里要求写数量的地方写了数量
COUNTY_FIGURE: Final = (
    "{county}要求“{part}”写到{content}，说到“{word}”的地方没有数量。请补上，没有的也写一句。"
)
COUNTY_FIGURE_PART: Final = (
    "{county}要求“{part}”写到{content}，这里没有数量。请补上，没有的也写一句。"
)

# COUNTY-SUM：县里报告的数等于各单位和本级部门的数之和
COUNTY_SUM: Final = (
    "与 {count} 份报告之和不符：{figures}。{hint}请核对；多出的如是没有放进来的部门报的，不用改。"
)
