"""Memory of kept tickets: ``kept.py NUMBER`` prints, as JSON, what a process grows by."""

import gc
import json
import os
import sys
from pathlib import Path
from time import perf_counter

sys.path.append(str(Path(__file__).parent.parent / "examples"))

import illustrative
import mix


def resident() -> int:
    """Bytes of memory that the process holds now; Linux only."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Keep the tickets, then look."""
    number = int(sys.argv[1])
    catalogue = illustrative.catalogue()
    warm = list(mix.calls(1000, catalogue))
    warm.clear()
    gc.collect()
    before, start = resident(), perf_counter()
    kept = [call.ticket for call in mix.calls(number, catalogue)]
    seconds, after = perf_counter() - start, resident()
    print(json.dumps({"tickets": len(kept), "bytes": after - before, "seconds": seconds}))


if __name__ == "__main__":
    main()
