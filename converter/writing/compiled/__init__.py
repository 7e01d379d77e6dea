"""The shipped Word templates as Jinja compiles them; written by tools.build."""

from typing import Final

MADE_WITH: Final = "3.1.6"
"""The version of Jinja that compiled them."""
PROGRAMS: Final = {
    "9aa8be9967a70020943fb5590905defba9496bf5b578789884cbaa4e1c70e1f5": "report",
    "dd697b427b6b2da6d94308702a709ccd338acdb4a30c82fa1432b19ada0a3698": "return_note",
}
"""The module of each template, by the template's SHA-256."""
