"""What one upload takes: memory at its peak, time, and the bytes of the files that it becomes.

    SECRET_KEY=x DATABASE_URL=postgres:/// DJANGO_SETTINGS_MODULE=forum_portal.settings \
        .venv/bin/python -m bench.pictures

Each picture is made and read in a process of its own, whose peak is that of the picture alone.
"""

import os
import resource
import sys
import time
from io import BytesIO
from typing import Any

import django
from PIL import Image

# The module of the pictures holds a model, which needs the portal set up.
django.setup()

from forum_portal.lib.picture_files import decoded  # noqa: E402
from forum_portal.lib.pictures import LARGEST, encoded_sizes  # noqa: E402

# As cameras write them, and the largest that is accepted of each kind.
CASES: tuple[tuple[str, str, tuple[int, int], dict[str, Any]], ...] = (
    ("JPEG", "RGB", (7304, 5480), {}),
    ("JPEG", "RGB", (8160, 6120), {"progressive": True}),
    ("JPEG", "CMYK", (8160, 6120), {}),
    ("PNG", "RGB", (8160, 6120), {"compress_level": 1}),
    ("PNG", "RGBA", (8160, 6120), {"compress_level": 1}),
    ("PNG", "P", (8160, 6120), {"compress_level": 1}),
    ("WEBP", "RGB", (5770, 4330), {"method": 0}),
)


def main() -> None:
    print(f"{'picture':32}{'sent':>10}{'peak':>10}{'decode':>9}{'encode':>9}  files")
    for case in CASES:
        sys.stdout.flush()
        content = _in_a_child(_sample, case)
        print(_in_a_child(_measured, case, content).decode())


def _in_a_child(work, *arguments) -> bytes:
    """What `work` returns, called in a fork: its memory is gone with it."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as file:
            file.write(work(*arguments))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        content = file.read()
    os.wait()
    return content


def _sample(case) -> bytes:
    """Ramps with some noise, which compress as a calm photograph does."""
    kind, mode, size, options = case
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 30).resize(size)
    ramp = Image.linear_gradient("L").resize(size)
    picture = Image.merge("RGB", (ramp, noise, ramp.transpose(Image.Transpose.ROTATE_180)))
    picture = picture.quantize(256) if mode == "P" else picture.convert(mode)
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def _measured(case, content: bytes) -> bytes:
    kind, mode, (width, height), options = case
    before = _peak()
    began = time.perf_counter()
    picture = decoded(content, LARGEST)
    read = time.perf_counter()
    files = encoded_sizes(picture)
    done = time.perf_counter()
    name = f"{kind} {mode}{' progressive' if 'progressive' in options else ''}"
    name += f" {width * height / 1e6:.0f} MP"
    sizes = ", ".join(f"{width} px {len(file) // 1024} KB" for width, file in files.items())
    return (
        f"{name:32}{len(content) / 1e6:>7.1f} MB{_peak() - before:>7} MB"
        f"{read - began:>8.2f}s{done - read:>8.2f}s  {sizes}"
    ).encode()


def _peak() -> int:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
