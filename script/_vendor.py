"""script/vendor: renews the vendored files from npm, or compares them with their lock (--check).

To renew one: change its version below, run this, and mend the addresses that carry the version.
"""

import argparse
import hashlib
import json
import re
from dataclasses import dataclass, field

from script._failure import Failure, run
from script._install import ROOT
from script._npm import fetch

LOCK = ROOT / "static/vendor/lock.json"
FONT = "static/vendor/plus-jakarta-sans-5.3.0"
QR = "static/vendor/qr-0.7.0"
ED25519 = "static/vendor/noble-ed25519-3.2.0"
AXE = "tests/vendor/axe-core-4.14.1"
ICAL = "tests/vendor/ical.js-2.2.1"
ICONS = "templates/_components/icons"

# Name of the icon in templates -> name in Lucide.
ICON_NAMES = {
    "alert": "circle-alert",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "badge-check": "badge-check",
    "building": "building-2",
    "calendar": "calendar",
    "camera": "camera",
    "check": "circle-check",
    "chevron-down": "chevron-down",
    "clock": "clock",
    "download": "download",
    "external": "external-link",
    "file": "file-text",
    "flashlight": "flashlight",
    "globe": "globe",
    "history": "history",
    "info": "info",
    "log-in": "log-in",
    "log-out": "log-out",
    "mail": "mail",
    "map-pin": "map-pin",
    "menu": "menu",
    "muted": "volume-x",
    "offline": "wifi-off",
    "online": "wifi",
    "panel": "layout-dashboard",
    "pencil": "pencil",
    "phone": "phone",
    "plus": "plus",
    "printer": "printer",
    "refresh": "refresh-cw",
    "refused": "circle-x",
    "search": "search",
    "settings": "settings-2",
    "ticket": "ticket",
    "trash": "trash-2",
    "upload": "upload",
    "user": "user",
    "users": "users",
    "volume": "volume-2",
}
ICON_OPEN = (
    '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true" focusable="false">'
)


@dataclass(frozen=True)
class Package:
    """A package, and where its files go: as they are, or as icons."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    icons: dict[str, str] = field(default_factory=dict)


PACKAGES = [
    Package(
        "@fontsource-variable/plus-jakarta-sans",
        "5.3.0",
        "OFL-1.1",
        {
            f"files/{name}": f"{FONT}/{name}"
            for name in ["plus-jakarta-sans-latin-wght-normal.woff2"]
        }
        | {"LICENSE": f"{FONT}/LICENSE.txt"},
    ),
    Package(
        "lucide-static",
        "1.62.0",
        "ISC",
        {"LICENSE": f"{ICONS}/LICENSE.txt"},
        {f"icons/{source}.svg": f"{ICONS}/{name}.svg" for name, source in ICON_NAMES.items()},
    ),
    # The check-in app reads tickets with the one and checks their signatures with the other.
    Package(
        "qr",
        "0.7.0",
        "MIT OR Apache-2.0",
        {
            "decode.js": f"{QR}/decode.js",
            "index.js": f"{QR}/index.js",
            "LICENSE-MIT": f"{QR}/LICENSE.txt",
        },
    ),
    Package(
        "@noble/ed25519",
        "3.2.0",
        "MIT",
        {"index.js": f"{ED25519}/index.js", "LICENSE": f"{ED25519}/LICENSE.txt"},
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": f"{AXE}/axe.min.js", "LICENSE": f"{AXE}/LICENSE.txt"},
    ),
    Package(
        "ical.js",
        "2.2.1",
        "MPL-2.0",
        {"dist/ical.min.js": f"{ICAL}/ical.min.js", "LICENSE": f"{ICAL}/LICENSE.txt"},
    ),
]


def main() -> int:
    parser = argparse.ArgumentParser("script/vendor", description="Memperbarui berkas dari npm.")
    parser.add_argument("--check", action="store_true", help="hanya bandingkan dengan kuncinya")
    if parser.parse_args().check:
        if wrong := changed_files():
            raise Failure(f"Berbeda dari static/vendor/lock.json: {', '.join(wrong)}.")
        return 0
    entries: dict[str, dict[str, str]] = {}
    for package in PACKAGES:
        entries |= renew(package)
    LOCK.write_text(json.dumps(entries, indent=2) + "\n")
    print(f"{len(entries)} berkas ditulis.")
    return 0


def changed_files() -> list[str]:
    """Vendored files that are missing or are not what was fetched."""
    locked = {path: entry["sha256"] for path, entry in json.loads(LOCK.read_text()).items()}
    return [path for path, sha256 in locked.items() if _sha256(path) != sha256]


def renew(package: Package) -> dict[str, dict[str, str]]:
    """Writes the files of a package; their entries in the lock."""
    content = fetch(package.name, package.version)
    entries = {}
    for inside, target in (package.files | package.icons).items():
        path = ROOT / target
        path.parent.mkdir(parents=True, exist_ok=True)
        is_icon = inside in package.icons
        path.write_bytes(slim_icon(content[inside]) if is_icon else content[inside])
        entries[target] = {
            "package": package.name,
            "version": package.version,
            "licence": package.licence,
            "file": inside,
            "sha256": _sha256(target),
        }
    return entries


def slim_icon(svg: bytes) -> bytes:
    """The drawing on one line, decorative, in the colour of the text around it."""
    drawing = svg.decode().partition(">\n  <")[2].rpartition("</svg>")[0]
    one_line = re.sub(r"\s*\n\s*", "", f"<{drawing}").replace(" />", "/>")
    return f"{ICON_OPEN}{one_line}</svg>".encode()


def _sha256(path: str) -> str:
    file = ROOT / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


if __name__ == "__main__":
    run(main)
