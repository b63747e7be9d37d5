"""What every Python engine shares: the job, the timed loop, the closing line of JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Job = dict[str, Any]
Card = dict[str, Any]


def run(make: Callable[[Job], Callable[[Card], bytes]], suffix: str = "png") -> None:
    """Called with JOB OUT [COUNT]: draw some cards to warm up, then each, timed one by one, into OUT."""
    job, out = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    cards = job["cards"][: int(sys.argv[3])] if len(sys.argv) > 3 else job["cards"]
    draw = make(job)
    for card in cards[:4]:
        draw(card)
    taken, sizes = [], []
    for card in cards:
        began = time.perf_counter()
        data = draw(card)
        taken.append((time.perf_counter() - began) * 1000)
        sizes.append(len(data))
        (out / f"{card['id']}.{suffix}").write_bytes(data)
    print(json.dumps({"ms": taken, "bytes": sizes}), flush=True)
