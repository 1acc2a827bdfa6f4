"""Packages from npm; only what renews vendored files needs it."""

import subprocess
import tarfile
import tempfile
from pathlib import Path


def fetch(name: str, version: str) -> dict[str, bytes]:
    """The files of a package by their path in it; npm compares its integrity with the registry."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(Path(folder, packed.stdout.strip())) as tar:
            return {
                member.name.removeprefix("package/"): file.read()
                for member in tar
                if (file := tar.extractfile(member))
            }
