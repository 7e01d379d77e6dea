"""The sentences of findings, grouped by code, in the order of the catalogue.

They can be reviewed without knowing Python: the check fills in the names in braces. A finding on prose
is preceded by the sentence that it quotes.
"""

from collections.abc import Sequence
from typing import Final


def some_of(names: Sequence[str], most: int, counted: str, mark: str = "、", gap: str = "") -> str:
    """Name the first of many things, and say how many there are (`等 9 份`) where more than `most` are."""
    more = f"{gap}等 {len(names)} {counted}" if len(names) > most else ""
    return mark.join(names[:most]) + more


# FORM-VERSION：文件是本表，版本可用
FORM_VERSION_LACKING: Final = (
    "填报表是旧版（{version}），没有{fields}，不能用来报本年度。"
    "请把内容复制到新版的空白填报表里，再补填。"
)
FORM_VERSION_LEFT_OUT: Final = "旧格式里的{labels}没有对应的格子，不会带到新报告里。"
FORM_VERSION_OF_2019: Final = "报告用的是 2019 年的旧格式（{old}）。请按 {new} 的格式重做三张表。"

# FORM-NAME：每张表的格子认得出来：行列没有增删，标签都在原处
FORM_NAME_INSERTED: Final = (
    "第 {number} {word}起多出了 {count} {word}，后面的格子都错开了，这张表没有读。"
    "请撤销工作表保护（没有密码），删去多出的{word}，保存。"
)
FORM_NAME_DELETED: Final = (
    "第 {number} {word}起少了 {count} {word}{text}，后面的格子都错开了，这张表没有读。"
    "请按 Ctrl+Z 恢复，或用改动以前的文件。"
)
FORM_NAME_LEFT: Final = "“{label}”这里空了，内容被剪切或拖动到了“{sheet}”{range}。请把它移回 {due}；确实不填的，把那里清空。"
FORM_NAME_NEITHER: Final = (
    "{cell} 的标签“{text}”成了{now}，单元格名称也移动了，分不清哪格是哪项，这张表没有读。"
    "请把标签改回原样，保存。"
)

# FORM-HEALED：单元格名称、合计公式、工作表齐全
FORM_HEALED: Final = (
    "单元格名称“{name}”{trouble}，标签都在原处，已按 {range} 读取。请看一下这里的内容对不对。"
)
FORM_HEALED_MANY: Final = (
    "有 {count} 个单元格名称不对（如“{name}”{trouble}），标签都在原处，已全部按标签读取。"
    "请看一下各表的内容对不对。"
)
FORM_HEALED_MISSING: Final = "不见了"
FORM_HEALED_BROKEN: Final = "已失效（{target}）"
FORM_HEALED_NO_SHEET: Final = "指向不存在的工作表“{sheet}”"
FORM_HEALED_MOVED: Final = "指向“{sheet}”{range}，应为 {due}"
FORM_HEALED_OUTSIDE: Final = "指向“{sheet}”{range}，应在“校验”{due} 以内"
FORM_HEALED_GUIDE: Final = "找不到工作表“{sheet}”，不影响报告。"
FORM_HEALED_CHECKS: Final = "找不到工作表“{sheet}”，可能被改名或删除。报告照样核对；写在上面的情况说明读不到了，有的请恢复原名。"
FORM_HEALED_COPY: Final = "另有一张“{other}”，内容与这张不同，报告只用“{sheet}”里的。改的要是“{other}”，请照抄过来，删去多余的一张。"
FORM_HEALED_TOTAL: Final = "合计公式变成了{now}，数是对的，报告里仍按各格相加计算（{due}）。"
FORM_HEALED_ARRAY: Final = (
    "合计公式变成了数组公式{now}，算法没有变；报告里仍按各格相加计算（{due}）。"
)
FORM_HEALED_TOTALS: Final = (
    "有 {count} 处合计公式变了（如 {cell} 变成{now}），数都是对的，报告里仍按各格相加计算。"
)
FORM_HEALED_SUM: Final = (
    "合计公式变成了{now}（原是“{formula}”），多半是剪切、拖动引起的；报告里按各格相加计算。"
)

# FORM-LABEL：标准表的文字和锁定的公式不改动，格子不合并、不隐藏
FORM_LABEL_SHEET: Final = (
    "找不到工作表“{sheet}”，可能被改名或删除。请恢复原名；删掉了的，用改动以前的文件。"
)
FORM_LABEL_MANY: Final = (
    "有 {count} 处表头或标签与标准表不同（例如 {cell} 应为“{text}”，现为{now}）。"
    "请对照空白填报表改回原样。"
)
FORM_LABEL_TEXT: Final = "标准文字被改成了{now}。请改回“{text}”。"
FORM_LABEL_FORMULA: Final = (
    "锁定的合计公式被改成了{now}，按各格相加应为 {due}。"
    "请核对各格；撤销工作表保护（没有密码），把公式改回“{formula}”。"
)
FORM_LABEL_MERGED: Final = "{ranges} {each}合并成了一格，{covered}看不见了。请撤销工作表保护（没有密码），取消合并，核对这几格。"
FORM_LABEL_HIDDEN: Final = (
    "这张表被隐藏了，另有一张看得见的“{other}”，两张内容不同，不知道以哪张为准。"
    "请只留一张：先右键点表名，取消隐藏“{sheet}”；以“{other}”为准的，把内容照抄过来；再删去“{other}”。"
)
FORM_LABEL_NO_HEADING: Final = "找不到标题“{heading}”。请按标准格式补上。"
FORM_LABEL_NO_TABLE: Final = "找不到{table}。请按标准格式补上整张表。"
FORM_LABEL_PICTURE: Final = (
    "{table}是图片，读不出来，没有核对。请换成表格，表里的数字要能选中、能复制。"
)
FORM_LABEL_OTHER_YEAR: Final = (
    "{table}标的是{said}，不是本年度的数，没有读入。请换成本年度的表；只是年份写错了的，请改正。"
)
FORM_LABEL_TWO_REPORTS: Final = (
    "文件里有两份报告，只读了第一份；第二份从{second}开始，没有读入。请分开，一个文件一份报告。"
)
FORM_LABEL_ELSEWHERE: Final = (
    "{table}嵌在另一个网页或文件里，读不到，没有核对。请把表格直接放在这一页里。"
)
FORM_LABEL_TEXT_ALONE: Final = (
    "{table}不是表格：“{heading}”下面只有文字{text}，读不出来，没有核对。请按标准格式做成表格。"
)
FORM_LABEL_TABLE_ALONE: Final = (
    "“{heading}”部分只有表格，没有文字，标准格式里这一部分是文字。请把表格的内容写成段落。"
)
FORM_LABEL_UNREADABLE: Final = (
    "{table}的行、列认不出来，一个数也没有读入。请按标准格式重排，行标签、表头都要写全。"
)
FORM_LABEL_MISFIT: Final = (
    "有 {count} 行的格子和表头对不上（{rows}），分不清哪个数属于哪一列，这几行没有读入。"
    "请按标准格式，每列一格，不合并，不缺格。"
)
FORM_LABEL_HEADER: Final = "表头找不到{columns}，各行正好七个数，印的总计也对得上，按标准表的次序读入。请按标准格式补全表头。"
FORM_LABEL_HEADER_ORDER: Final = "按表头的次序读，各行的总计对不上；按标准表的次序才对得上，已按标准表读入。请按标准格式改正表头。"
FORM_LABEL_OWN_ORDER: Final = (
    "各列的次序与标准表不同，表头和数字又没有对齐的格子可以印证，已按表头的次序读入。"
    "请核对各列，改为标准表的次序。"
)
FORM_LABEL_NO_COLUMNS: Final = (
    "没有{columns}这几列，也不能从印的总计断定它们是 0，这几列没有读入。请按标准格式补上。"
)
FORM_LABEL_COLUMNS_OF_ZEROS: Final = "没有{columns}这几列。印的总计正好等于其余各列之和，这几列只能是 0，已按 0 读入。请按标准格式补上。"
FORM_LABEL_NO_ROW: Final = "找不到“{label}”一行。请按标准格式补上。"
FORM_LABEL_NO_ROWS: Final = "有 {count} 行找不到：{rows}。请按标准格式补上。"
FORM_LABEL_NO_ROWS_BUT_ZEROS: Final = "有 {count} 行找不到：{rows}。其中 {zeros} 行办理结果，按各列印的总计只能是 0，已按 0 读入。请按标准格式补上。"
FORM_LABEL_ROWS_OF_ZEROS: Final = "少 {count} 行：{rows}。各列印的总计正好等于其余各行之和，少的行只能是 0，已按 0 读入。请按标准格式补上。"
FORM_LABEL_ROW: Final = "行标签写成了“{label}”。请改为标准表的“{official}”。"
FORM_LABEL_ROWS: Final = (
    "有 {count} 行的行标签与标准表不同：{rows}。数已按这些行读入。请照标准表改正。"
)
FORM_LABEL_EXTRA_ROW: Final = "“{label}”不是标准表的行，没有读入。请按标准格式填写。"
FORM_LABEL_EXTRA_ROWS: Final = "有 {count} 行不是标准表的行（{rows}），没有读入。请按标准格式填写。"
FORM_LABEL_TWO_TABLES: Final = (
    "这份报告里有 {count} 张{table}，数不一样（如{label}，一张是 {first}，一张是 {second}），"
    "看不出哪一张是本年度的，读入的是第 {place} 张，没有拿正文同它核对。请只留本年度的一张。"
)
FORM_LABEL_TWO_TABLES_FITTING: Final = (
    "这份报告里有 {count} 张{table}，数不一样（如{label}，一张是 {first}，一张是 {second}）。"
    "正文里的数只和第 {place} 张相符，读入的是第 {place} 张。请只留本年度的一张。"
)
FORM_LABEL_TWICE: Final = (
    "这一格出现了两次，数不一样：先是“{first}”（{place}），后是“{second}”。请删去多余的表或行。"
)

# FORM-HEADING：六个部分的标题照标准格式写，各占一行
FORM_HEADING: Final = "标题写成了“{now}”。请改为“{heading}”。"
FORM_HEADING_IN_TEXT: Final = "标题“{heading}”与正文写在一段里。请让标题单独占一行。"
FORM_HEADING_REWORDED_IN_TEXT: Final = (
    "标题写成了“{now}”，还与正文写在一段里。请改为“{heading}”，单独占一行。"
)

# FORM-STALE：合计已重新计算
FORM_STALE: Final = "文件里存的合计是 {cached}，按各格重算是 {due}，已按重算的用。请用 Excel 或 WPS 打开，保存一次。"

# VALUE-MISSING：必填项不留空
VALUE_MISSING_TEXT: Final = "{label}未填。请填写。"
VALUE_MISSING_FIGURE: Final = "未填。没有就填 0。"
VALUE_MISSING_FIGURES: Final = "{table} {count} 个格子是空的：{cells}。没有就填 0。"
VALUE_MISSING_TOTAL: Final = "未填。前面各格加起来是 {due}。请核对后填上。"
VALUE_MISSING_TOTALS: Final = "{table} {count} 个总计是空的：{cells}。请按各格相加填上。"
VALUE_MISSING_ZEROS: Final = (
    "{table} {count} 个格子是空的：{cells}。各行印的总计正好等于填了的数，空格只能是 0，"
    "已按 0 读入。请填 0。"
)

# VALUE-TYPE：该填数字、日期的地方填数字、日期
VALUE_TYPE: Final = "应填{wanted}，现为{content}。请改填{wanted}。"
VALUE_TYPE_MANY: Final = "{table} {count} 个格子应填数字，都写{content}：{cells}。请改填数字。"
VALUE_TYPE_FIGURES: Final = "{table} {count} 个格子里除了数字还有别的：{cells}。请只填数字。"
VALUE_TYPE_TOGETHER: Final = "“{figure}”像是 {first} 和 {second} 写在了一格：分开才合印的总计，旁边“{blank}”一格是空的。请分开填。"
VALUE_TYPE_PICTURE: Final = "这一格是图片、公式或特殊符号，读不出数。请改填数字。"
VALUE_TYPE_PICTURES: Final = (
    "{table} {count} 个格子是图片、公式或特殊符号，读不出数：{cells}。请改填数字。"
)
VALUE_TYPE_UNSURE: Final = (
    "这一格的数字有一部分可能在网页上看不见，分不清，没有读入。请用浏览器打开网页，按看到的数填写。"
)
VALUE_TYPE_UNSURES: Final = (
    "{table} {count} 个格子的数字有一部分可能在网页上看不见，分不清，没有读入：{cells}。"
    "请用浏览器打开网页，按看到的数填写。"
)
VALUE_TYPE_LARGE: Final = "数字{content}过大，无法使用。请核对后重填。"
VALUE_TYPE_YEAR: Final = "应填四位年份，如 2025，现为{content}。请改填年份。"
VALUE_TYPE_CHOICE: Final = "应选“是”或“否”，现为{content}。请重新选择。"
VALUE_TYPE_FORMAT: Final = (
    "格子里存的是 {value}，数字格式（{format}）让它显示成别的样子，不知道以哪个为准。"
    "请清除格式（改为“常规”），核对后重填。"
)
VALUE_TYPE_FORMULA: Final = "填的是公式{formula}，没有计算结果。请直接填写，或用 Excel 打开后保存。"

# VALUE-NEGATIVE：数字不小于 0
VALUE_NEGATIVE: Final = "现填 {figure}，小于 0。请核对后重填。"

# VALUE-FRACTION：件数是整数
VALUE_FRACTION_COUNT: Final = "现填 {figure}，件数应为整数。请核对。"
VALUE_FRACTION_MONEY: Final = "现填 {figure}，金额最多六位小数。请核对。"

# VALUE-LARGE：表三、表四的件数像一年的申请、复议、诉讼件数
VALUE_LARGE: Final = "{figure} 件，不像一年的件数，可能是两格的数连在了一起。请对照原表核对。"
VALUE_LARGE_TWICE: Final = "{figure} 件，不像一年的件数，像是“{half}”连写了两遍。请对照原表核对。"
VALUE_LARGE_ALL_TWICE: Final = (
    "{table}每一格的数都像是连写了两遍（“{figure}”像是“{half}”）。请对照原表核对。"
)
VALUE_LARGE_BESIDE: Final = (
    "{figure} 件，旁边“{blank}”一格是空的，可能是两格的数连在了一起。请对照原表核对。"
)

# VALUE-NORMALISED：数字不带单位、空格和全角字符
VALUE_NORMALISED_ZERO: Final = "{content}按 0 处理。请改填 0。"
VALUE_NORMALISED_ZEROS: Final = "{table} {count} 个格子写{content}，按 0 处理。"
VALUE_NORMALISED_NUMBER: Final = "{content}是文字，按数字 {value} 处理。请改填数字 {value}。"
VALUE_NORMALISED_NUMBERS: Final = (
    "{table} {count} 个格子里的数字是文字（{cells}），按数字处理。请改填数字。"
)
VALUE_NORMALISED_NUMBERS_UNCOUNTED: Final = "{table} {count} 个格子里的数字是文字（{cells}），表上的合计没有加它们，报告里已加上。请改填数字。"
VALUE_NORMALISED_UNCOUNTED: Final = (
    "表上的合计没有加它（{cell} 显示 {cached}），报告里已加上，为 {due}。"
)
VALUE_NORMALISED_ROUNDED: Final = (
    "格子里存的是 {value}，数字格式（{format}）只显示了一部分数字，报告里写 {value}。请核对。"
)
VALUE_NORMALISED_YEAR: Final = "{content}是文字，按年份 {value} 处理。请改填 {value}。"
VALUE_NORMALISED_DATE: Final = "{content}是文字，按日期 {value} 处理。请改填日期，如 {value}。"
VALUE_NORMALISED_YUAN: Final = "表头写的单位是元，{content} 元按 {value} 万元处理。请改为万元。"
VALUE_NORMALISED_DATE_NUMBER: Final = (
    "{content}是数字，按日期 {value} 处理。请改填日期，如 {value}。"
)

# VALUE-ZERO-CONFLICT：声明“全年均为零”的表里没有别的数字
VALUE_ZERO_CONFLICT: Final = (
    "本表声明全年均为零，这里却填了 {figure}。请改声明为“否”，或把这里改为 0。"
)

# T2-STOCK：现行有效＝上年末现行有效＋本年制发－本年废止
T2_STOCK: Final = (
    "应为 {due}（上年末现行有效 {last}＋本年制发 {issued}－本年废止 {repealed}），现填 {in_force}。"
    "请核对；确有原因（如清理后失效）的，在“校验”表写明。"
)
T2_STOCK_REPEALED: Final = (
    "本年废止 {repealed} 件，多于上年末现行有效 {last}＋本年制发 {issued}。"
    "请核对这三项；确有原因的，在“校验”表写明。"
)

# T2-STOCK-LEAST：现行有效不少于本年制发－本年废止，不论上年多少
T2_STOCK_LEAST: Final = (
    "现行有效 {in_force} 件，本年制发 {issued}－本年废止 {repealed}＝{least}，上年再少，有效的也不少于 {least} 件。"
    "请核对这三项；确有原因（如当年制发、当年失效）的，在“校验”表写明。"
)

# T2-TOWNSHIP-RULES：乡镇、街道和部门没有制定规章的权限，规章各项为 0
T2_TOWNSHIP_RULES: Final = (
    "{unit}没有制定规章的权限，规章三项却填了 {figures}。"
    "请改为 0；本单位制发的文件应填在“行政规范性文件”一行。"
)

# T3-BALANCE：新收＋上年结转＝办理结果总计＋结转下年
T3_BALANCE: Final = (
    "{applicant}一列不平：新收 {new}＋上年结转 {carried_in}＝{came}，"
    "办理结果总计 {done}＋结转下年 {carried_out}＝{went}，相差 {distance} 件。"
    "四个数都可能有误，请逐个核对。"
)

# T3-TOTAL-ROW：（七）总计＝21 项办理结果之和
T3_TOTAL_ROW: Final = (
    "合计应为 {due}（21 项办理结果之和：{addends}），现为 {total}。请核对各加数和合计。"
)

# T3-TOTAL-COL：总计＝六类申请人之和
T3_TOTAL_COL: Final = (
    "合计应为 {due}（六类申请人之和：{addends}），现为 {total}。请核对各加数和合计。"
)

# T3-CARRY：上年结转＝上年度报告的结转下年度继续办理
T3_CARRY: Final = (
    "上年度报告结转下年度继续办理 {last} 件，本年度上年结转却填 {now} 件，相差 {distance} 件。"
    "请改为一致；确有原因的，在“校验”表写明。"
)

# T4-TOTAL：总计＝四种结果之和
T4_TOTAL: Final = "合计应为 {due}（四种结果之和：{addends}），现为 {total}。请核对各加数和合计。"

# FEE-ORDER：实际收取不超过收费通知总金额；收费须先发通知
FEE_ORDER_COLLECTED: Final = (
    "实际收取 {collected} 元，多于收费通知总金额 {charged} 元。请核对这两项。"
)
FEE_ORDER_NOTICES: Final = (
    "收费通知总金额 {charged} 元，发出收费通知却为 {notices} 件。请补填通知件数。"
)

# FEE-STEP：收费金额是 10 元的整数倍；有申请才有收费
FEE_STEP_CHARGED: Final = (
    "收费通知总金额 {charged} 元，不是 10 元的整数倍。"
    "按件的每件 100 元或它的几倍，按量的每页 10、20 或 40 元，请核对。"
)
FEE_STEP_BOTH: Final = (
    "收费通知总金额、实际收取总金额都是 {charged} 元，不是 10 元的整数倍。"
    "按件的每件 100 元或它的几倍，按量的每页 10、20 或 40 元，请核对。"
)
FEE_STEP_COLLECTED: Final = (
    "实际收取总金额 {collected} 元，不是 10 元的整数倍。"
    "按件的每件 100 元或它的几倍，按量的每页 10、20 或 40 元，请核对。"
)
FEE_STEP_NO_APPLICATION: Final = (
    "收费通知总金额 {charged} 元，表三新收、上年结转的申请却都是 0 件。"
    "没有申请就没有收费，请核对表三和这里的金额。"
)

# FEE-MISSING：有逾期未缴费而不再处理的申请，第六部分就应报告收费通知
FEE_MISSING: Final = (
    "表三有 {overdue} 件申请因逾期未缴费不再处理，第六部分却没有报告收费通知。"
    "请填写发出收费通知的件数和金额。"
)

# FEE-PROSE：第六部分正文说的信息处理费与填的三个数一致
FEE_PROSE: Final = (
    "这里说{said}，第六部分填的却是{figures}。请核对，改为一致：改这句话，或者改填的数。"
)
FEE_PROSE_AGAIN: Final = "这里也是这样说的，请一起改。"

# YEAR-JUMP：与上年相比，没有多到十倍以上、少到十分之一以下
YEAR_JUMP_UP: Final = (
    "本年 {now} {unit}，上年 {last} {unit}，超过上年的十倍。"
    "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。"
)
YEAR_JUMP_DOWN: Final = (
    "本年 {now} {unit}，上年 {last} {unit}，不到上年的十分之一。"
    "请核对；确有原因（如职权、管辖范围有变）的，在“校验”表写明。"
)
YEAR_JUMP_YUAN: Final = (
    "本年 {now} 万元，上年 {last} 万元，像是把元当成万元填了：{now} 元合 {now_converted} 万元。"
    "请核对；确有原因的，在“校验”表写明。"
)
YEAR_JUMP_YUAN_LAST: Final = (
    "本年 {now} 万元，上年 {last} 万元，像是有一年单位弄错了：上年若把元当成万元填了，合 {last_converted} 万元；"
    "本年若把亿元当成万元填了，应为 {now_enlarged} 万元。请核对；确有原因的，在“校验”表写明。"
)

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
TEXT_COUNT_RANK: Final = "一共 {all} 个，不会有第 {rank} 名。请核对。"
TEXT_COUNT_TIMES: Final = "{now}÷{last}＝{due}，正文说 {said} 倍。请核对。"
TEXT_COUNT_YEARLY: Final = "{total}÷{years} 年＝{due}，正文说年均 {said}。请核对。"
TEXT_COUNT_PRODUCT: Final = "{count}×{each}＝{product}，正文说 {said}。请核对这三个数。"
TEXT_COUNT_CHANGE: Final = "从 {before}到 {after}，应为{due}。请核对这三个数。"
TEXT_COUNT_SHARES_OF_ALL: Final = "所列占比 {parts}＝{total}，超过 100%。请核对各项占比。"
TEXT_COUNT_QUARTERS: Final = "“{second}”在“{first}”之后，季度的顺序不对。请核对。"
TEXT_COUNT_QUARTERS_SUM: Final = "四个季度 {parts}＝{total}，正文说全年 {whole}。请核对这几个数。"
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
TEXT_TYPO_PARTED: Final = "名称和数量之间不用逗号。建议改为“{words}”。"
TEXT_TYPO_TIMES: Final = "“{words}”说不通，减少不能用“倍”。请改为百分之几，或者“减少到几分之一”。"
TEXT_TYPO_MISMATCH: Final = "“{words}”里的动词和名词不能搭配。请改换一个。"
TEXT_TYPO_BEGINS_WITH: Final = "句读后面以“{words}”开头，像是漏了字或者多了标点。请改正。"
TEXT_TYPO_CLAUSE_TWICE: Final = "“{words}”说了两遍。请删改。"
TEXT_TYPO_TELEPHONE: Final = (
    "“{said}”的号码有 {digits} 位，不是电话号码的位数，像是多了或者少了数字。请核对。"
)
TEXT_TYPO_POSTCODE: Final = "邮政编码是 6 位，“{said}”有 {digits} 位。请核对。"
TEXT_TYPO_ADDRESS: Final = "“{said}”不是能打开的网址。请核对，改好字母和标点。"
TEXT_TYPO_MEASURE: Final = "“{what}”不用“{measure}”来数。请核对量词。"
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
TEXT_LEFTOVER_BRACKETS: Final = "“{text}”：模板的括号没有删去。请改好。"
TEXT_LEFTOVER_LAYOUT: Final = "“{text}”：排版的批注没有删去。请删去。"
TEXT_LEFTOVER_SIGN_OFF: Final = "落款只在全文最后写一次（填报表会自动写出）。建议删去这一段。"
TEXT_LEFTOVER_GARBLED: Final = "“{text}”：乱码。请改好。"

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
