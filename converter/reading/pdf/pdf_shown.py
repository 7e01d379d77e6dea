"""What a page of a PDF shows to who looks at it, drawn within what is left to spend.

A form may draw a form ten times that draws another ten times. Of what is drawn is kept what tables and lines are
made of: pdfplumber's own objects, with colours, paths and fonts, take five times as long. What lies outside of
the page's crop box, is drawn without colour or was painted over later is not shown; what was typed or filled in
on the page as an annotation is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, mult_matrix

from converter.reading.pdf.pdf_bounds import Resources
from converter.reading.pdf.pdf_commands import commands
from converter.reading.pdf.pdf_layers import is_off, is_watermark, name_of
from converter.reading.pdf.pdf_tables import FULL_PAGE

_WORDS_OF_FORM: Final = 400
_BYTES_OF_WORD: Final = 32
"""How many words take the time of drawing a form, and how many bytes that of a word, whatever they say."""
_AT_ONCE: Final = 1_000
"""Words after which they are counted."""
_PARTS_OF_PATH: Final = 4
_LONGEST_CODE: Final = 4
"""Bytes of a character in a text."""
_WORDS_OF: Final = {
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"', b"W", b"W*", b"cm"), 5),
    **dict.fromkeys((b"Tf", b"re", b"gs", b"Do", b"EI", b"Tm"), 3),
    **dict.fromkeys((b"rg", b"RG", b"k", b"K", b"sc", b"SC", b"scn", b"SCN", b"BDC", b"BMC"), 3),
    b"q": 2,
}
"""How many words take the time of a command, beside the reading of its own; of others it is one."""
_FAINT: Final = 0.45
"""How dark watermarks are at most, of black."""
_INVISIBLE: Final = 0.03
"""How dark nothing on white paper is: such a text stands on a dark ground."""
_LONG_CHARACTER: Final = 16
"""Letters from which on a character counts as several; a font may say of one that it is a book."""
_WITHOUT_COLOUR: Final = (3, 7)
"""The ways of drawing text that leave nothing on the page; programs that recognise text in pictures use them."""
_LUMINANCE: Final = (0.3, 0.59, 0.11)
"""Of red, green and blue, or of the inks that take them away."""
_WHITES: Final = (1, (1,), (1, 1, 1), (0, 0, 0, 0))
_THIN: Final = 3.0
"""Points; what is thinner covers no text."""
_BUCKET: Final = 25.0
"""Points: the side of the squares by which characters are looked up."""
_FEWEST_TURNED: Final = 30
"""Characters that show that a page is turned; a watermark has fewer."""
_FEWEST_BESIDE: Final = 40
"""Characters on either side of the middle that show that two pages are printed on one; a sign-off has fewer."""
_HIDDEN: Final = 0b100010
"""The flags of annotations that are not shown."""
_NO_TEXT_OF_ITS_OWN: Final = ("Link", "Popup")
_SEEN_THROUGH: Final[Mapping[str, tuple[str, Callable[[object], float]]]] = {
    "share": ("ca", lambda one: one if isinstance(one, int | float) else 1),
    "mode": ("BM", lambda one: name_of(one) not in ("Normal", "Compatible")),
    "mask": ("SMask", lambda one: isinstance(one, dict)),
}
"""By what one sees through what is painted: its key in a state of graphics, and what its value says."""
_SIDES: Final = 4
_DIGITS: Final = 2
"""Of a point, behind the comma."""
_KINDS: Final = {LTChar: "char", LTLine: "line", LTRect: "rect", LTCurve: "curve", LTImage: "image"}


_Area = tuple[float, float, float, float]
"""Left, lower, right and upper edge."""


class _Paint(NamedTuple):
    """How a page is painted at some point."""

    within: _Area | None = None
    """Where; None is anywhere."""
    is_lost_in: bool = False
    """Whether what is drawn now is part of something that one sees through."""
    share: float = 1.0
    """How much of what is below it covers."""
    mode: bool = False
    mask: bool = False
    """Whether one sees through for each of these reasons."""
    ends_at_path: bool = False
    """Whether what is painted behind the current path is painted within it."""

    @property
    def hides(self) -> bool:
        """Whether it hides what is below."""
        return self.share == 1 and not (self.is_lost_in or self.mode or self.mask)

    def of(self, area: _Area) -> _Area:
        """Return what of an area is painted."""
        if self.within is None:
            return area
        (left, bottom, right, top), (x0, y0, x1, y1) = self.within, area
        return max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)


@dataclass(frozen=True)
class Shown:
    """What a page shows, by kind, each as pdfplumber tells it."""

    width: float
    height: float
    things: dict[str, list[dict[str, Any]]]


class _Interpreter(PDFPageInterpreter):
    """Draws the contents of a page and of the forms in it."""

    rsrcmgr: Resources
    device: "_Device"

    def render_contents(
        self, resources: Any, streams: Sequence[object], ctm: Any = MATRIX_IDENTITY
    ) -> None:
        drawn = [stream_value(stream) for stream in streams]
        for stream in drawn:
            self.rsrcmgr.spend("words", _WORDS_OF_FORM + len(stream.get_data()) // _BYTES_OF_WORD)
        # the library goes through all that a form may draw each time that it is drawn
        named = [*map(resolve1, dict_value(resources).values())]
        parts = sum(len(one) for one in named if isinstance(one, dict | list))
        self.rsrcmgr.spend("words", len(named) + parts)
        device, outer = self.device, self.device.paint
        self._kept: list[_Paint] = []
        self._marked: list[bool] = []
        is_left_out = device.is_left_out
        box = _numbers(drawn[0].get("BBox")) if drawn else []
        is_box = len(box) == _SIDES
        within = outer.of(apply_matrix_rect(ctm, tuple(box))) if is_box else outer.within
        device.paint = _Paint(within, is_lost_in=not outer.hides, share=outer.share)
        super().render_contents(resources, streams, ctm)
        device.paint, device.is_left_out = outer, is_left_out

    def execute(self, streams: Sequence[object]) -> None:
        # what is being drawn draws itself no more
        drawn = [
            one for one in map(stream_value, streams) if one.objid not in self.parent_stream_ids
        ]
        self.stream_ids = {one.objid for one in drawn if one.objid is not None}
        content = b"\n".join(one.get_data() for one in drawn)
        words = 0
        for command, given in commands(content, partial(self.rsrcmgr.spend, "words")):
            does, operands, cost = _COMMANDS.get(command, _NOTHING)
            if does and operands <= len(given):
                words += cost
                if words >= _AT_ONCE:
                    self.rsrcmgr.spend("words", words)
                    words = 0
                self.argstack = given
                does(self, *given[len(given) - operands :])
        self.rsrcmgr.spend("words", words)

    def do_BMC(self, tag: Any) -> None:  # noqa: N802
        self.do_BDC(tag, None)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        self._marked.append(self.device.is_left_out)
        if isinstance(props, PSLiteral):
            named = resolve1(self.resources.get("Properties"))
            props = named.get(literal_name(props)) if isinstance(named, dict) else None
        elif isinstance(props, list):  # as it stands among the commands
            props = dict(zip(map(name_of, props[::2]), props[1::2], strict=False))
        is_layer = name_of(tag) == "OC"
        self.device.is_left_out |= is_layer and self._is_off(props)
        self.device.is_left_out |= is_watermark(tag, resolve1(props))

    def do_EMC(self) -> None:  # noqa: N802
        if self._marked:
            self.device.is_left_out = self._marked.pop()

    def _is_off(self, layer: object) -> bool:
        return is_off(layer, self.rsrcmgr.layers_off, partial(self.rsrcmgr.spend, "words"))

    def do_Do(self, name: Any) -> None:  # noqa: N802
        form = resolve1(self.xobjmap.get(literal_name(name)))
        if isinstance(form, PDFStream) and "OC" in form and self._is_off(form["OC"]):
            return
        super().do_Do(name)
        # the library leaves the place of a form to what is drawn behind it
        self.device.set_ctm(self.ctm)

    def do_q(self) -> None:
        self._kept.append(self.device.paint)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 (the name of the command)
        if self._kept:
            self.device.paint = self._kept.pop()
        super().do_Q()

    def do_W(self) -> None:  # noqa: N802
        # it holds from the end of the path on, which is looked through once there
        self.device.paint = self.device.paint._replace(ends_at_path=True)

    def do_n(self) -> None:
        self.device.end_path(self.curpath)
        super().do_n()

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_gs(self, name: Any) -> None:
        given = resolve1(self.resources.get("ExtGState"))
        state = resolve1(given.get(literal_name(name))) if isinstance(given, dict) else None
        if isinstance(state, dict):
            told: dict[str, Any] = {
                way: sees(resolve1(state[key]))
                for way, (key, sees) in _SEEN_THROUGH.items()
                if key in state
            }
            self.device.paint = self.device.paint._replace(**told)


_COMMANDS: Final[Mapping[bytes, tuple[Callable[..., None], int, int]]] = {
    command: (does, does.__code__.co_argcount - 1, _WORDS_OF.get(command, 1))
    for name in dir(_Interpreter)
    if name.startswith("do_") and (does := getattr(_Interpreter, name))
    for command in [name[3:].replace("_a", "*").replace("_q", "'").replace("_w", '"').encode()]
}
"""What draws each command, how many operands it takes, and how many words its time."""
_NOTHING: Final = (None, 0, 0)


class _Device(PDFPageAggregator):
    """Takes what is drawn."""

    rsrcmgr: Resources
    paint = _Paint()
    is_left_out = False
    """Whether what is drawn now is on no layer that is on, or no text."""
    _is_unseen = False

    def render_string(self, textstate: Any, seq: Any, *rest: Any) -> None:
        # all codes of a text are listed before its first character is drawn
        length = sum(len(one) for one in seq if isinstance(one, bytes))
        self.rsrcmgr.spend("words", length // _LONGEST_CODE)
        self._is_unseen = textstate.render in _WITHOUT_COLOUR
        super().render_string(textstate, seq, *rest)

    def render_char(self, *state: Any) -> float:
        width = super().render_char(*state)
        drawn: Any = self.cur_item._objs  # noqa: SLF001 (it has no other way to take back)
        char = drawn[-1]
        self.rsrcmgr.spend("characters", 1 + len(char.get_text()) // _LONG_CHARACTER)
        dark = (1 - _brightness(char.graphicstate.ncolor)) * self.paint.share
        char.is_faint = _INVISIBLE < dark < _FAINT
        if self._is_unseen or self.is_left_out:
            drawn.pop()
        return width

    def paint_path(self, *state: Any) -> None:
        *_, path = state
        self.rsrcmgr.spend("paths", 1 + len(path) // _PARTS_OF_PATH)
        drawn: list[Any] = self.cur_item._objs  # noqa: SLF001 (it has no other way to tell what was added)
        before, paint = len(drawn), self.paint
        # of several parts the library has each painted by itself
        self.paint = paint._replace(ends_at_path=False)
        super().paint_path(*state)
        self.paint = paint
        # what has several parts may be a frame
        is_one = sum(part[0] == "m" for part in path) == 1
        for thing in drawn[before:]:
            thing.hidden_below = paint.of(thing.bbox) if is_one and paint.hides else None
        if self.is_left_out:
            del drawn[before:]
        self.end_path(path)

    def end_path(self, path: Sequence[Any]) -> None:
        """Paint within a path from now on, if that was asked for."""
        if not self.paint.ends_at_path:
            return
        points = [
            apply_matrix_pt(self.ctm, (float(one[at]), float(one[at + 1])))
            for one in path
            for at in range(1, len(one) - 1, 2)
        ]
        within = self.paint.within
        if points:
            across, up = zip(*points, strict=True)
            within = self.paint.of((min(across), min(up), max(across), max(up)))
        self.paint = self.paint._replace(within=within, ends_at_path=False)

    def render_image(self, name: str, stream: Any) -> None:
        self.rsrcmgr.spend("paths", 1)
        super().render_image(name, stream)
        image: Any = self.cur_item._objs[-1]  # noqa: SLF001
        is_whole = not image.imagemask and not any(one in stream for one in ("SMask", "Mask"))
        image.hidden_below = self.paint.of(image.bbox) if is_whole and self.paint.hides else None
        if self.is_left_out:
            self.cur_item._objs.pop()  # noqa: SLF001


def pages_of(document: PDFDocument) -> Iterator[PDFPage]:
    """Yield the pages of a file; the library copies for each node of their tree all of the node and of the one above."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(document.catalog.pop("Pages", None), {})]
    found: dict[int, object] = {}
    """The nodes by their identity: one that stands in the list itself has no number."""
    has_pages = False
    while waiting:
        reference, above = waiting.pop()
        node, number = dict_value(reference), getattr(reference, "objid", None)
        if id(node) in found:
            continue
        found[id(node)] = node
        inherited = above | {key: node[key] for key in PDFPage.INHERITABLE_ATTRS if key in node}
        kind = literal_name(node.get("Type", node.get("type")))
        if kind == "Pages":
            waiting += [(kid, inherited) for kid in reversed(list_value(node.get("Kids")))]
        elif kind == "Page":
            has_pages = True
            yield PDFPage(document, number, inherited | node, None)
    if not has_pages:
        # without their tree they are looked for among all objects
        for number in (one for index in document.xrefs for one in _numbers_in(index)):
            with suppress(PDFObjectNotFound):
                found_there = document.getobj(number)
                if isinstance(found_there, dict) and name_of(found_there.get("Type")) == "Page":
                    yield PDFPage(document, number, found_there, None)


def _numbers_in(index: Any) -> Iterator[int]:
    """Yield the numbers of the objects in an index; the library does not count those that it passes over."""
    ranges = getattr(index, "ranges", None)
    if ranges is None:
        yield from index.get_objids()
    else:
        yield from (number for first, count in ranges for number in range(first, first + count))


def pages_shown(page: Any, resources: Resources) -> Iterator[Shown]:
    """Yield what a page of pdfminer shows, upright; two pages printed side by side on one as two.

    Raises UnusableFile where what is left does not suffice to draw it.
    """
    device = _Device(resources, laparams=None)
    page.mediabox = _visible_box(page.mediabox, page.cropbox)

    def drawn() -> list[Any]:
        _Interpreter(resources, device).process_page(page)
        return [*_parts(device.get_result())]

    things = drawn()
    _, _, width, height = device.get_result().bbox
    if typed := [*_annotations(page.annots, resources)]:
        names = [f"A{number}" for number in range(len(typed))]
        page.resources = {"XObject": dict(zip(names, (form for form, _ in typed), strict=True))}
        commands = (
            f"q {' '.join(f'{one:f}' for one in place)} cm /{name} Do Q"
            for name, (_, place) in zip(names, typed, strict=True)
        )
        page.contents = [PDFStream({}, " ".join(commands).encode())]
        # their lines are drawn around and below words, and no edges of tables
        things += [one for one in drawn() if isinstance(one, LTChar) or _is_white(one)]
    things = _seen(things, width, height, resources)
    for _ in range(_quarters(things)):
        for thing in things:
            _turn(thing, width)
        width, height = height, width
    for half, left in _halves(things, width, height):
        yield Shown(width if half is things else width / 2, height, _by_kind(half, left, height))


def _brightness(colour: Any) -> float:
    """Return how bright a colour is, from black to white."""
    parts = colour if isinstance(colour, tuple) else (colour,)
    if not all(isinstance(one, int | float) for one in parts):
        return 0.0  # a pattern
    if len(parts) == 1:
        return float(parts[0])
    bright = sum(part * share for part, share in zip(parts, _LUMINANCE, strict=False))
    return float(bright if len(parts) == len(_LUMINANCE) else 1 - bright - parts[-1])


def _visible_box(media: Sequence[float], crop: Sequence[float]) -> tuple[float, ...]:
    """Return the part of a page that is shown."""
    boxes = [
        (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        for box in (media, crop)
    ]
    (left, bottom, right, top), inner = boxes
    left, bottom = max(left, inner[0]), max(bottom, inner[1])
    right, top = min(right, inner[2]), min(top, inner[3])
    return (left, bottom, right, top) if left < right and bottom < top else boxes[0]


def _annotations(given: object, resources: Resources) -> Iterator[tuple[PDFStream, Any]]:
    """Yield what draws the annotations of a page that are shown, and the matrix that puts each into its place."""
    listed = resolve1(given)
    for one in map(resolve1, listed if isinstance(listed, list) else ()):
        resources.spend("steps", 1)
        if not isinstance(one, dict):
            continue
        flags, looks = resolve1(one.get("F")), resolve1(one.get("AP"))
        if (isinstance(flags, int) and flags & _HIDDEN) or not isinstance(looks, dict):
            continue
        if name_of(resolve1(one.get("Subtype"))) in _NO_TEXT_OF_ITS_OWN:
            continue
        if is_off(one.get("OC"), resources.layers_off, partial(resources.spend, "steps")):
            continue
        form = resolve1(looks.get("N"))
        if isinstance(form, dict):
            form = resolve1(form.get(name_of(resolve1(one.get("AS")))))
        if isinstance(form, PDFStream) and (place := _place(form, resolve1(one.get("Rect")))):
            yield form, place


def _numbers(given: object) -> list[Any]:
    """Return what is listed, if all of it are numbers and no more than a matrix has."""
    listed = resolve1(given)
    found = [resolve1(one) for one in listed[:7]] if isinstance(listed, list) else []
    return found if all(isinstance(one, int | float) for one in found) else []


def _place(form: PDFStream, given: object) -> Any:
    """Return the matrix that fits what a form draws into a rectangle (ISO 32000-1, 12.5.5)."""
    wanted, box, matrix = map(_numbers, (given, form.get("BBox"), form.get("Matrix")))
    matrix = matrix or [*MATRIX_IDENTITY]
    if (len(wanted), len(box), len(matrix)) != (_SIDES, _SIDES, len(MATRIX_IDENTITY)):
        return None
    left, bottom, right, top = apply_matrix_rect(tuple(matrix), tuple(box))
    if right <= left or top <= bottom or wanted[0] == wanted[2] or wanted[1] == wanted[3]:
        return None
    x, y = min(wanted[0], wanted[2]), min(wanted[1], wanted[3])
    across = abs(wanted[2] - wanted[0]) / (right - left)
    up = abs(wanted[3] - wanted[1]) / (top - bottom)
    return across, 0, 0, up, x - left * across, y - bottom * up


def _parts(layout: Any) -> Iterator[Any]:
    """Yield what is drawn on a page and, however deep, in its forms, in its order."""
    within = [iter(layout)]
    while within:
        for thing in within[-1]:
            if isinstance(thing, LTContainer):
                within.append(iter(thing))
                break
            if type(thing) in _KINDS:
                yield thing
        else:
            within.pop()


class _Characters:
    """The characters that are seen on a page so far, looked up by their places."""

    def __init__(self, width: float, height: float, resources: Resources) -> None:
        self._sides = width, height
        self._resources = resources
        self._at: dict[tuple[int, int], list[tuple[int, tuple[float, float]]]] = {}

    def add(self, number: int, place: tuple[float, float]) -> None:
        if all(0 <= one <= side for one, side in zip(place, self._sides, strict=True)):
            bucket = int(place[0] // _BUCKET), int(place[1] // _BUCKET)
            self._at.setdefault(bucket, []).append((number, place))

    def taken_below(self, area: _Area) -> Iterator[int]:
        """Take out those that an area covers, and yield their numbers."""
        columns, rows = (
            range(
                *(int(min(max(one, 0.0), side) // _BUCKET) + more for more, one in enumerate(edges))
            )
            for edges, side in zip((area[::2], area[1::2]), self._sides, strict=True)
        )
        # one after another: a page may be larger than the memory
        for bucket in ((column, row) for column in columns for row in rows):
            here = self._at.pop(bucket, [])
            self._resources.spend("covered", 1 + len(here))
            left = [(number, place) for number, place in here if not _holds(area, place)]
            if left:
                self._at[bucket] = left
            yield from (number for number, place in here if _holds(area, place))


def _seen(things: Iterable[Any], width: float, height: float, resources: Resources) -> list[Any]:
    """Return things without those beside the page, below a picture of all of it, and characters below white areas."""
    seen: dict[int, Any] = {}
    chars = _Characters(width, height, resources)
    for number, thing in enumerate(things):
        is_on_page = thing.x1 >= 0 and thing.x0 <= width and thing.y1 >= 0 and thing.y0 <= height
        # a table may begin or end beyond the page
        if not is_on_page and not isinstance(thing, LTCurve):
            continue
        if isinstance(thing, LTChar):
            chars.add(number, _middle(thing))
        elif isinstance(thing, LTImage):
            if _hides(thing) >= FULL_PAGE * width * height:
                seen.clear()
                chars = _Characters(width, height, resources)
        elif _hides(thing) and _is_white(thing):
            for covered in chars.taken_below(thing.hidden_below):
                del seen[covered]
        seen[number] = thing
    return [*seen.values()]


def _middle(thing: Any) -> tuple[float, float]:
    return (thing.x0 + thing.x1) / 2, (thing.y0 + thing.y1) / 2


def _holds(area: _Area, place: tuple[float, float]) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def _is_white(thing: Any) -> bool:
    """Tell whether a thing is a rectangle of white."""
    return bool(
        isinstance(thing, LTCurve)
        and thing.fill
        and thing.non_stroking_color in _WHITES
        and min(thing.width, thing.height) > _THIN
        and all(x in (thing.x0, thing.x1) and y in (thing.y0, thing.y1) for x, y in thing.pts)
    )


def _hides(thing: Any) -> float:
    """Return the size of the area that what is painted hides."""
    if thing.hidden_below is None:
        return 0.0
    left, bottom, right, top = thing.hidden_below
    return float(max(0, right - left) * max(0, top - bottom))


def _quarters(things: Iterable[Any]) -> int:
    """Return by how many quarters a page has to be turned, clockwise, for most of its text to stand upright."""
    turns = Counter(
        (2 * (along < 0) if abs(along) >= abs(up) else 1 + 2 * (up < 0))
        for along, up in (
            thing.matrix[:2]
            for thing in things
            if isinstance(thing, LTChar) and thing.get_text().strip()
        )
    )
    most = max(turns, key=lambda one: turns[one], default=0)
    return most if turns[most] >= _FEWEST_TURNED and 2 * turns[most] > turns.total() else 0


def _turn(thing: Any, width: float) -> None:
    """Turn a thing on a page of some width by a quarter, clockwise."""
    matrix = (0, -1, 1, 0, 0, width)
    thing.set_bbox(apply_matrix_rect(matrix, thing.bbox))
    if isinstance(thing, LTChar):
        thing.matrix = mult_matrix(thing.matrix, matrix)
        along, up, across, down = thing.matrix[:4]
        thing.upright = along * down > 0 and up * across <= 0
        thing.size = thing.height
    elif isinstance(thing, LTCurve):
        thing.pts = [apply_matrix_pt(matrix, point) for point in thing.pts]


def _halves(things: list[Any], width: float, height: float) -> list[tuple[list[Any], float]]:
    """Return the things of either half of a page that nothing crosses in the middle, and where the half begins."""
    middle = width / 2
    chars = [one for one in things if isinstance(one, LTChar) and one.get_text().strip()]
    left = sum(one.x1 <= middle for one in chars)
    if (
        width <= height
        or min(left, len(chars) - left) < _FEWEST_BESIDE
        # in full lines of one page it may be between two characters that stand in the middle
        or any(one.x0 - one.size < middle < one.x1 + one.size for one in chars)
        or any(one.x0 < middle < one.x1 for one in things if _is_drawn(one))
    ):
        return [(things, 0.0)]
    parts: tuple[list[Any], list[Any]] = [], []
    for one in things:
        parts[_middle(one)[0] > middle].append(one)
    return [(parts[0], 0.0), (parts[1], middle)]


def _is_drawn(thing: Any) -> bool:
    return isinstance(thing, LTCurve) and not _is_white(thing)


def _by_kind(things: Iterable[Any], left: float, height: float) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _KINDS.values()}
    for thing in things:
        kind = _KINDS[type(thing)]
        one = {
            "object_type": kind,
            "x0": thing.x0 - left,
            "x1": thing.x1 - left,
            "y0": thing.y0,
            "y1": thing.y1,
            "top": height - thing.y1,
            "bottom": height - thing.y0,
            "doctop": height - thing.y1,
            "width": thing.width,
            "height": thing.height,
        }
        if kind == "char":
            one |= {
                "text": thing.get_text(),
                "upright": thing.upright,
                "matrix": thing.matrix,
                "size": thing.size,
                "faint": thing.is_faint,
            }
        elif kind != "image":
            one |= {
                "stroke": thing.stroke,
                # what is level or upright is so to the last digit, and else no edge
                "pts": [
                    (round(x - left, _DIGITS), round(height - y, _DIGITS)) for x, y in thing.pts
                ],
            }
            one |= {side: round(one[side], _DIGITS) for side in ("x0", "x1", "top", "bottom")}
        found[kind].append(one)
    return found
