"""What is said of the form and its figures."""

from typing import Final

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
    "请按标准格式，每列一格，不合并，不多格，不缺格。"
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
VALUE_TYPE_DATE: Final = (
    "这一格的格式是日期或时间，分不清填的是什么。请清除格式（改为“常规”），再填{wanted}。"
)
VALUE_TYPE_DATES: Final = "{table} {count} 个格子的格式是日期或时间（{cells}），分不清填的是什么。请清除格式（改为“常规”），再填数字。"
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
