"""The sentences that findings say, grouped by the code that says them.

Each is a template: what stands in braces is filled in by the check. Whoever knows the form and no Python
can review them here.
"""

# TEXT-UNIT: last year's file
TEXT_UNIT_PREVIOUS = (
    "上年度文件 {file} 的单位是“{previous_unit}”，本年度是“{unit}”。请核对是不是同一单位的文件。"
)
# ================================================================ reading a file

# FORM-VERSION
FORM_VERSION_LACKING = (
    "填报表是旧版（{version}），没有{fields}，不能用来报本年度。"
    "请用“nianbao import”换成新版，再补填。"
)
FORM_VERSION_OF_2019 = "报告用的是 2019 年的旧格式（{old}）。请按 {new} 的格式重做三张表。"

# FORM-LABEL, in a workbook
FORM_LABEL_SHEET = "找不到工作表“{sheet}”，可能被改名或删除。请恢复原名，或用原填报表重新填写。"
FORM_LABEL_MANY = (
    "有 {count} 处表头或标签与标准表不同（例如 {cell} 应为“{text}”，现为{now}），可能增删过行列。"
    "请用原填报表重新填写。"
)
FORM_LABEL_TEXT = "标准文字被改成了{now}。请改回“{text}”。"
FORM_LABEL_FORMULA = (
    "锁定的合计公式被改成了{now}，应为“{formula}”。请恢复公式，或用原填报表重新填写。"
)

# FORM-LABEL, in a Word report or on a web page
FORM_LABEL_NO_HEADING = "找不到标题“{heading}”。请按标准格式补上。"
FORM_LABEL_NO_TABLE = "找不到{table}。请按标准格式补上整张表。"
FORM_LABEL_NO_ROW = "找不到“{label}”一行。请按标准格式补上。"
FORM_LABEL_ROW = "行标签写成了“{label}”。请改为标准表的“{official}”。"
FORM_LABEL_EXTRA_ROW = "“{label}”不是标准表的行，没有读入。请按标准格式填写。"
FORM_LABEL_TWICE = (
    "这一格出现了两次，数不一样：先是“{first}”（{place}），后是“{second}”。请删去多余的表或行。"
)

# FORM-STALE
FORM_STALE = "文件里存的合计是 {cached}，按各格重算是 {due}，已按重算的用。请用 Excel 或 WPS 打开，保存一次。"

# VALUE-TYPE
VALUE_TYPE = "应填{wanted}，现为{content}。请改填{wanted}。"
VALUE_TYPE_LARGE = "数字{content}过大，无法使用。请核对后重填。"
VALUE_TYPE_YEAR = "应填四位年份，如 2025，现为{content}。请改填年份。"
VALUE_TYPE_CHOICE = "应选“是”或“否”，现为{content}。请重新选择。"
VALUE_TYPE_FORMULA = "填的是公式{formula}，没有计算结果。请直接填写，或用 Excel 打开后保存。"

# VALUE-NORMALISED
VALUE_NORMALISED_ZERO = "{content}按 0 处理。请改填 0。"
VALUE_NORMALISED_NUMBER = "{content}是文字，按数字 {value} 处理。请改填数字 {value}。"
VALUE_NORMALISED_YEAR = "{content}是文字，按年份 {value} 处理。请改填 {value}。"
VALUE_NORMALISED_DATE = "{content}是文字，按日期 {value} 处理。请改填日期，如 {value}。"
VALUE_NORMALISED_YUAN = "表头写的单位是元，{content} 元按 {value} 万元处理。请改为万元。"

# TEXT-UNIT, TEXT-YEAR: within one Word report
TEXT_UNIT_SIGN_OFF = "标题的单位是“{title}”，落款是“{sign_off}”。请核对，改为一致。"
TEXT_YEAR_PREFACE = "标题是 {title} 年，开头语说的统计期限是 {preface} 年。请核对，改为一致。"
