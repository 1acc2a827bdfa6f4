"""What the kernel knows of processes: their memory and the processor time they took."""

import os
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def children_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in children.split()]


def processor_seconds(process: int) -> float:
    """User and system time since the process began; 0 for one that is gone."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    # The name in brackets may hold spaces.
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def memory_mb(process: int) -> dict[str, float]:
    """Rss counts what is shared with other processes in full, Pss by their number."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {name: sizes[name] / 1024 for name in ("Rss", "Pss")}
