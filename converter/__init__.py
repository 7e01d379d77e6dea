"""nianbao: the yearly government-information-disclosure report, from workbook to Word.

The public names are those of `__all__`; each is loaded when it is first used.
"""

TYPE_CHECKING = False  # the module that has it takes longer to load than this package
__version__ = "0.2.0"
__all__ = ["Finding", "NianbaoError", "Report", "check", "convert", "read", "render"]

if TYPE_CHECKING:
    from converter.api import Finding, NianbaoError, Report, check, convert, read, render
else:
    # a type checker that saw this function would accept every name
    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from converter import api

        return getattr(api, name)
