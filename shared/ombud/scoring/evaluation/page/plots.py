"""The page's plots: SVG in the page's own colours, about as large as a telephone is wide."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ombud.scoring.evaluation.figures import AtThreshold, Evaluation, GroupFigures, ReliabilityBin
from ombud.scoring.evaluation.page.elements import element
from ombud.scoring.evaluation.page.wording import percent, short_count

FEW_TEXTS = 20
"""A bin with fewer is drawn hollow: its share of yes may be chance."""

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 340, 46, 328, 14, 254
_BARS_TOP, _BARS_BOTTOM = 306, 352
_TRACK = 120

Point = tuple[float, float]


def precision_recall_plot(found: Evaluation) -> Element:
    """Draw the precision-recall curve, with a mark for each threshold of the policy."""
    curve = [(one.recall, one.precision) for one in found.precision_recall]
    base = found.positives / found.rows
    marks = [at for at in found.thresholds if at.verdict and at.precision is not None]
    return _plot(
        "Precision and recall at every threshold",
        296,
        *_axes("recall: share of the yes that is found", "precision"),
        _line([(0.0, base), (1.0, base)], "guide"),
        _line(curve, "curve"),
        *(piece for at in marks for piece in _mark(at)),
    )


def reliability_plot(bins: Sequence[ReliabilityBin]) -> Element:
    """Draw the share of yes over the score, with bars below for how many texts each point stands for."""
    filled = [
        (one.mean_score, one.share, one.count) for one in bins if one.mean_score is not None and one.share is not None
    ]
    return _plot(
        "Share of yes over score",
        372,
        *_axes("score", "share of yes"),
        _line([(0.0, 0.0), (1.0, 1.0)], "guide"),
        _line([(score, share) for score, share, _ in filled], "curve"),
        *(_dot((score, share), "few" if count < FEW_TEXTS else "dot") for score, share, count in filled),
        *_bars(bins),
    )


def rate_track(group: GroupFigures, longest: float) -> Element | None:
    """Draw a group's false positive rate with its interval, on a track from 0 to `longest`."""
    rate, low, high = (
        group.false_positive_rate,
        group.false_positive_rate_low,
        group.false_positive_rate_high,
    )
    if rate is None or low is None or high is None:
        return None

    def x(share: float) -> float:
        return round(4 + min(share / longest, 1.0) * (_TRACK - 8), 1)

    return element(
        "svg",
        element("line", x1=4, x2=_TRACK - 4, y1=7, y2=7, class_="grid"),
        element("line", x1=x(low), x2=x(high), y1=7, y2=7, class_="whisker"),
        element("circle", cx=x(rate), cy=7, r=3.5, class_="few" if group.small else "dot"),
        viewBox=f"0 0 {_TRACK} 14",
        class_="track",
        aria_hidden="true",
    )


def _plot(title: str, height: int, *content: Element) -> Element:
    return element(
        "svg", element("title", title), *content, viewBox=f"0 0 {_WIDTH} {height}", class_="plot", role="img"
    )


def _axes(across: str, up: str) -> Iterator[Element]:
    for step in range(5):
        share = step / 4
        x, y = _at((share, share))
        yield element("line", x1=_LEFT, x2=_RIGHT, y1=y, y2=y, class_="grid")
        yield element("line", x1=x, x2=x, y1=_TOP, y2=_BOTTOM, class_="grid")
        yield element("text", percent(share), x=_LEFT - 6, y=y + 4, text_anchor="end")
        yield element("text", percent(share), x=x, y=_BOTTOM + 16, text_anchor="end" if step == 4 else "middle")
    yield element("text", across, x=(_LEFT + _RIGHT) / 2, y=_BOTTOM + 34, text_anchor="middle", class_="axis")
    turned = f"translate(10 {(_TOP + _BOTTOM) / 2}) rotate(-90)"
    yield element("text", up, transform=turned, text_anchor="middle", class_="axis")


def _mark(at: AtThreshold) -> Iterator[Element]:
    point = (at.recall, at.precision or 0.0)
    x, y = _at(point)
    yield _dot(point, "dot", 4.5)
    # Under the curve, where there is room, and `reject` deeper than `hold`, so that neither hides the other.
    under = y + (36 if at.verdict == "reject" else 20)
    written = min(max(x, _LEFT + 34), _RIGHT - 30)
    if under < _BOTTOM:
        yield element("line", x1=x, x2=x, y1=y, y2=under - 9, class_="leader")
    else:
        under = y - 10
    yield element("text", f"{at.verdict} {at.threshold:.2f}", x=written, y=under, text_anchor="middle", class_="label")


def _bars(bins: Sequence[ReliabilityBin]) -> Iterator[Element]:
    most = max(one.count for one in bins)
    for one in bins:
        left, _ = _at((one.low, 0))
        right, _ = _at((one.high, 0))
        height = max(1.0, one.count / most * (_BARS_BOTTOM - _BARS_TOP)) if one.count else 0
        top = round(_BARS_BOTTOM - height, 1)
        yield element(
            "rect", x=left + 2, y=top, width=round(right - left - 4, 1), height=round(height, 1), class_="bar"
        )
        middle = round((left + right) / 2, 1)
        yield element("text", short_count(one.count), x=middle, y=top - 4, text_anchor="middle", class_="count")
    yield element("text", "texts with this score", x=(_LEFT + _RIGHT) / 2, y=_BARS_BOTTOM + 16, text_anchor="middle")


def _line(points: Sequence[Point], class_: str) -> Element:
    placed = " ".join(f"{x},{y}" for x, y in map(_at, points))
    return element("polyline", points=placed, class_=class_)


def _dot(point: Point, class_: str, radius: float = 3.5) -> Element:
    x, y = _at(point)
    return element("circle", cx=x, cy=y, r=radius, class_=class_)


def _at(point: Point) -> Point:
    """Turn a point of the unit square, which grows upward, into one of the picture, which grows downward."""
    return round(_LEFT + point[0] * (_RIGHT - _LEFT), 1), round(_BOTTOM - point[1] * (_BOTTOM - _TOP), 1)
