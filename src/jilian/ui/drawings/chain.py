"""A chain drawn in layers: upstream on the left, downstream on the right, support beneath.

At most about sixty firms are named; the rest is counted in its layer. Firms are ordered
in their layers so that few links cross (see ``ordering``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jilian.ui.drawings.ordering import order_layers
from jilian.ui.drawings.text import shorten, text_width

ROW = 30
TOP = 52
LABEL_PADDING = 10
MARK_WIDTH = 14
BEFORE_LABEL = 8
MARKED = ("leader", "gap")


@dataclass(frozen=True)
class ChainNode:
    """A firm or product to draw. ``kind``: "", leader, gap (a missing link) or inferred."""

    key: str
    label: str
    url: str = ""
    weight: float = 0
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class ChainLayer:
    """A layer; ``more`` counts members that are not among ``nodes`` at all."""

    key: str
    label: str
    nodes: Sequence[ChainNode]
    more: int = 0
    url: str = ""
    supporting: bool = False


@dataclass(frozen=True)
class ChainLink:
    """From a supplier to its customer, by key; ``weight`` sets the width of the stroke."""

    supplier: str
    customer: str
    inferred: bool = False
    weight: float = 1


@dataclass(frozen=True)
class NodeDrawing:
    """A node and the place of its label; x and y are its left edge and its baseline's middle."""

    node: ChainNode
    short: str
    x: float
    y: float
    width: float
    suppliers: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def words_x(self) -> float:
        """Where the label begins, after the mark of a leader or a gap."""
        return self.x + (MARK_WIDTH if self.node.kind in MARKED else 0)


@dataclass(frozen=True)
class LinkDrawing:
    """A link as an SVG path."""

    link: ChainLink
    path: str
    stroke: float
    supplier: str
    customer: str


@dataclass(frozen=True)
class LayerDrawing:
    """A layer's head, its drawn nodes, and how many stand behind them."""

    layer: ChainLayer
    x: float
    y: float
    width: float
    nodes: tuple[NodeDrawing, ...]
    more: int
    more_y: float

    @property
    def count(self) -> int:
        """All members, named or counted."""
        return len(self.nodes) + self.more


@dataclass(frozen=True)
class ChainDrawing:
    """The whole drawing, in pixels of its own coordinates."""

    width: float
    height: float
    layers: tuple[LayerDrawing, ...]
    links: tuple[LinkDrawing, ...]
    crossings: int
    unnamed_links: int
    support_links: int

    @property
    def named(self) -> int:
        """How many nodes carry a name."""
        return sum(len(layer.nodes) for layer in self.layers)


def _keep(layers: Sequence[ChainLayer], most: int) -> list[ChainLayer]:
    """Cut each layer to its share of ``most`` names: gaps first, then the heaviest."""
    total = sum(len(layer.nodes) for layer in layers)
    if total <= most:
        return list(layers)
    room = {layer.key: min(len(layer.nodes), most // len(layers)) for layer in layers}
    spare = most - sum(room.values())
    for layer in sorted(layers, key=lambda one: -len(one.nodes)):
        taken = min(spare, len(layer.nodes) - room[layer.key])
        room[layer.key] += taken
        spare -= taken
    kept = []
    for layer in layers:
        order = sorted(layer.nodes, key=lambda n: (n.kind != "gap", n.kind != "leader", -n.weight))
        nodes = order[: room[layer.key]]
        kept.append(replace(layer, nodes=nodes, more=layer.more + len(layer.nodes) - len(nodes)))
    return kept


def _order(
    layers: Sequence[ChainLayer], links: Sequence[ChainLink]
) -> tuple[list[ChainLayer], int]:
    """The layers with their nodes in an order of few crossings."""
    main = [layer for layer in layers if not layer.supporting]
    drawn = {node.key for layer in main for node in layer.nodes}
    pairs = [(x.supplier, x.customer) for x in links if {x.supplier, x.customer} <= drawn]
    orders, crossings = order_layers([[n.key for n in layer.nodes] for layer in main], pairs)
    ordered = []
    for layer, keys in zip(main, orders, strict=True):
        nodes = {node.key: node for node in layer.nodes}
        ordered.append(replace(layer, nodes=[nodes[key] for key in keys]))
    return ordered + [layer for layer in layers if layer.supporting], crossings


def _draw_node(node: ChainNode, x: float, y: float, room: float) -> NodeDrawing:
    mark = MARK_WIDTH if node.kind in MARKED else 0
    short = shorten(node.label, room - LABEL_PADDING - mark)
    width = text_width(short) + LABEL_PADDING + mark
    return NodeDrawing(node=node, short=short, x=round(x, 1), y=round(y, 1), width=round(width, 1))


def _column(layer: ChainLayer, x: float, room: float) -> LayerDrawing:
    nodes = tuple(
        _draw_node(node, x, TOP + row * ROW, room) for row, node in enumerate(layer.nodes)
    )
    return LayerDrawing(layer, x, 0, room, nodes, layer.more, TOP + len(nodes) * ROW)


def _band(layer: ChainLayer, y: float, width: float, room: float) -> LayerDrawing:
    """A supporting layer: a grid beneath the columns, as wide as the drawing."""
    across = max(1, int(width // room))
    nodes = tuple(
        _draw_node(
            node, position % across * width / across, y + TOP + position // across * ROW, room
        )
        for position, node in enumerate(layer.nodes)
    )
    rows = -(-len(nodes) // across)
    return LayerDrawing(layer, 0, y, width, nodes, layer.more, y + TOP + rows * ROW)


def _path(a: NodeDrawing, b: NodeDrawing) -> str:
    """A curve from the right of the supplier to the left of the customer."""
    if abs(a.x - b.x) < 1:
        bulge = max(a.right, b.right) + 24 + min(abs(a.y - b.y) * 0.1, 24)
        return f"M{a.right:g} {a.y:g} C{bulge:g} {a.y:g} {bulge:g} {b.y:g} {b.right:g} {b.y:g}"
    start, end = (a.right, b.x - BEFORE_LABEL) if a.x < b.x else (a.x - BEFORE_LABEL, b.right)
    middle = round((start + end) / 2, 1)
    return f"M{start:g} {a.y:g} C{middle:g} {a.y:g} {middle:g} {b.y:g} {end:g} {b.y:g}"


def _draw_links(
    links: Sequence[ChainLink], nodes: dict[str, NodeDrawing]
) -> tuple[LinkDrawing, ...]:
    seen = [x for x in links if x.supplier in nodes and x.customer in nodes]
    heaviest = max((link.weight for link in seen), default=1) or 1
    return tuple(
        LinkDrawing(
            link=link,
            path=_path(nodes[link.supplier], nodes[link.customer]),
            stroke=round(0.6 + 1.4 * (max(link.weight, 0) / heaviest) ** 0.5, 2),
            supplier=nodes[link.supplier].node.label,
            customer=nodes[link.customer].node.label,
        )
        for link in sorted(seen, key=lambda link: not link.inferred)
    )


def _with_neighbours(
    drawn: LayerDrawing, links: Sequence[ChainLink], labels: dict[str, str]
) -> LayerDrawing:
    """The layer, each node with the names of its drawn suppliers and customers."""
    suppliers: dict[str, list[str]] = {}
    customers: dict[str, list[str]] = {}
    for link in links:
        if link.supplier in labels and link.customer in labels:
            suppliers.setdefault(link.customer, []).append(labels[link.supplier])
            customers.setdefault(link.supplier, []).append(labels[link.customer])
    nodes = tuple(
        replace(
            one,
            suppliers=tuple(suppliers.get(one.node.key, ())),
            customers=tuple(customers.get(one.node.key, ())),
        )
        for one in drawn.nodes
    )
    return replace(drawn, nodes=nodes)


def lay_out_chain(
    layers: Sequence[ChainLayer],
    links: Sequence[ChainLink],
    *,
    width: float = 960,
    most_named: int = 60,
) -> ChainDrawing:
    """Draw layers in the order given, supporting layers in a band beneath.

    Links of a supporting layer are counted, not drawn: they would cross everything. Links whose
    ends are not both named are counted as unnamed.
    """
    ordered, crossings = _order(_keep(layers, most_named), links)
    main = [layer for layer in ordered if not layer.supporting]
    gap = width * 0.15
    room = (width - gap * (len(main) - 1)) / max(1, len(main))
    columns = [_column(layer, round(i * (room + gap), 1), room) for i, layer in enumerate(main)]
    bottom = max((one.more_y + (ROW if one.more else 0) for one in columns), default=0.0)
    for layer in ordered:
        if layer.supporting:
            band = _band(layer, bottom + 8, width, 240)
            columns.append(band)
            bottom = band.more_y + (ROW if band.more else 0)
    drawn = {one.node.key: one for column in columns[: len(main)] for one in column.nodes}
    labels = {one.node.key: one.node.label for column in columns for one in column.nodes}
    lines = _draw_links(links, drawn)
    named = sum(x.supplier in labels and x.customer in labels for x in links)
    return ChainDrawing(
        width=width,
        height=bottom,
        layers=tuple(_with_neighbours(column, links, labels) for column in columns),
        links=lines,
        crossings=crossings,
        unnamed_links=len(links) - named,
        support_links=named - len(lines),
    )
