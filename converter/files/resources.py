"""Files shipped with the program: the templates."""

from pathlib import Path
from typing import Final

REPORT_TEMPLATE: Final = "report_template.docx"
"""The name of the shipped template of the Word report."""


def resource(name: str) -> Path:
    """Return the path of a shipped file, by its path below the package.

    The two templates that a county may edit are beside the package in a checkout, inside it when installed.
    """
    package = Path(__file__).parent.parent
    installed = package / name
    return installed if installed.exists() else package.parent / name
