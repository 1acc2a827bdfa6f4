"""pip itself, for a Python that came without it: one wheel from the package index.

Standard library only.
"""

import configparser
import hashlib
import os
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from script._failure import Failure

WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
DEFAULT_INDEX = "https://pypi.org/simple"


def fetch_pip(directory: Path) -> Path:
    """The wheel in `directory`, downloaded unless it is there; Python runs it as WHEEL/pip."""
    wheel = directory / WHEEL
    if wheel.exists() and _digest(wheel.read_bytes()) == SHA256:
        return wheel
    index = _index_url().rstrip("/") + "/pip/"
    try:
        page = _get(index).decode()
        link = re.search(rf'href="([^"#]*/{re.escape(WHEEL)})[#"]', page)
        if link is None:
            raise Failure(f"{WHEEL} tidak ada di indeks paket {index}.")
        content = _get(urllib.parse.urljoin(index, link[1]))
    except (urllib.error.URLError, TimeoutError) as error:
        raise Failure(f"pip tidak dapat diunduh dari indeks paket: {error}.") from None
    if _digest(content) != SHA256:
        raise Failure(f"{WHEEL} dari indeks paket berbeda dari yang dikunci; tidak dipakai.")
    wheel.write_bytes(content)
    return wheel


def _index_url() -> str:
    """Where pip would look: its environment, else its configuration files, else its default."""
    if os.environ.get("PIP_INDEX_URL"):
        return os.environ["PIP_INDEX_URL"]
    files = [
        Path("/etc/pip.conf"),
        Path.home() / ".pip/pip.conf",
        Path.home() / ".config/pip/pip.conf",
    ]
    if os.environ.get("PIP_CONFIG_FILE"):
        files = [Path(os.environ["PIP_CONFIG_FILE"])]
    configuration = configparser.RawConfigParser(strict=False)
    configuration.read(files)
    return configuration.get("global", "index-url", fallback=DEFAULT_INDEX)


def _get(url: str) -> bytes:
    # A bare Debian has no root certificates; SHA256 above says whether the answer is the right one.
    context = ssl._create_unverified_context()  # noqa: S323
    with urllib.request.urlopen(url, timeout=30, context=context) as answer:  # noqa: S310
        return answer.read()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
