"""The memory of this process, as the system counts it.

Belongs here: reading it. Does not belong here: what is measured with it.
"""

from __future__ import annotations

from pathlib import Path


def resident(*, reset: bool = False) -> int:
    """Bytes resident now (``reset``), or at the most since the last reset; files that are mapped count."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    wanted = "VmRSS" if reset else "VmHWM"
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(wanted))
