#!/usr/bin/env python3
"""bench/serve/page.py - how heavy the page is, and how soon ideas are on screen after the answer.

    make && make deps-browser && python3 bench/serve/page.py build/release/demo.tensen [RUNS]

Bytes are what Chromium counts as transferred with an empty cache, headers included.  Of
the time from the answer (its headers have come) to the screen (the frame that has the
ideas was painted), the median is told, and beside it the processor time of the main
thread for the whole change of view, which does not depend on what else the machine does."""

import os
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "browser"))
from test_page import VIEWS, see, serving  # noqa: E402
from webdriver import Browser  # noqa: E402

PATENTS = ("DEMO-35-012", "DEMO-09-008", "DEMO-17-002", "DEMO-33-008")
SHOWN = "return performance.getEntriesByName('answer-to-shown').map((e) => e.duration)[0]"


def weigh(b, base):
    for view in VIEWS:
        b.traffic()
        b.cdp("Network.clearBrowserCache")
        see(b, base, view)
        asked = [n for url, n in b.traffic() if url.startswith(base)]
        print(f"{view:12} {sum(asked):8.0f} bytes in {len(asked)} requests")


def main_thread(b):
    return {x["name"]: x["value"] for x in b.cdp("Performance.getMetrics")["metrics"]}["TaskDuration"]


def time_ideas(b, base, runs):
    b.cdp("Performance.enable", timeDomain="threadTicks")
    wall, processor = [], []
    for i in range(runs):
        see(b, base, "start")
        before = main_thread(b)
        b.type("#query", PATENTS[i % len(PATENTS)] + "\ue007")
        wall.append(b.wait(lambda x: x.script(SHOWN)))
        processor.append(1000 * (main_thread(b) - before))
    print(f"answer to ideas on screen: median {statistics.median(wall):.0f} ms, worst {max(wall):.0f} ms of {runs}; "
          f"main thread {statistics.median(processor):.0f} ms; load of the machine {os.getloadavg()[0]:.1f}")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with serving(sys.argv[1]) as (base, _), Browser(languages="ja") as b:
        weigh(b, base)
        time_ideas(b, base, runs)


if __name__ == "__main__":
    main()
