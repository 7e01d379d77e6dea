"""The sentences that findings say, grouped by the code that says them.

Each is a template: what stands in braces is filled in by the check. Whoever knows the form and no Python
can review them here.
"""

# TEXT-UNIT: last year's file
TEXT_UNIT_PREVIOUS = (
    "上年度文件 {file} 的单位是“{previous_unit}”，本年度是“{unit}”。请核对是不是同一单位的文件。"
)
