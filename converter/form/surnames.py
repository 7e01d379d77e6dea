"""Surnames, by which a person's name is known."""

from typing import Final

SURNAMES: Final = frozenset(
    "赵孙李吴郑王冯陈蒋沈韩杨朱秦尤吕曹魏陶姜戚谢邹喻潘葛奚范彭鲁韦俞袁柳鲍唐薛贺倪滕殷罗毕郝邬顾孟穆萧肖尹姚邵汪祁臧戴宋庞熊纪舒阮闵贾娄郭梅徐"
    "邱骆蔡樊胡凌霍虞柯卢丁邓洪崔龚邢裴陆翁荀甄靳焦侯刘詹叶黎乔翟谭冉桂阎廖黄傅苏杜周何夏"
)
"""The surnames that are seldom words of their own."""
