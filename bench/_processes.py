"""What the kernel knows of the workers: their memory and the processor time they took."""

import os
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def children_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in children.split()]


def processor_seconds(process: int) -> float:
    """User and system time since the process began; 0 for one that is gone."""
    try:
        fields = _fields_of(process)
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _fields_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def memory_mb(process: int) -> dict[str, float]:
    """Rss counts what is shared with other processes in full, Pss by their number."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {name: sizes[name] / 1024 for name in ("Rss", "Pss")}
