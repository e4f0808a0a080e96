#!/usr/bin/env python3
"""How politely was this server visited? Reads an nginx access log in the format of bench/run.

  politeness.py [--limit MILLISECONDS] [--skip-robots] [--worst N] ACCESS.LOG

For each host it prints the number of requests, the smallest and the median gap between the arrivals of two requests in
succession, and how many gaps were below the limit. A request arrived when it was logged less the time it took ($msec
less $request_time); nginx rounds both to the millisecond, so a gap may read up to 2 ms short: `--limit 498` is the
strict reading of a delay of 500 ms. Exit status 1 when a gap is below the limit.
"""

import argparse
import collections
import statistics
import sys

import report


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log")
    parser.add_argument("--limit", type=float, default=0, metavar="MILLISECONDS")
    parser.add_argument("--skip-robots", action="store_true", help="leave out requests for /robots.txt")
    parser.add_argument("--worst", type=int, default=20, metavar="N", help="hosts to print, worst first (default 20)")
    options = parser.parse_args()

    arrivals = collections.defaultdict(list)
    for request in report.requests(options.log):
        if options.skip_robots and request["request_uri"] == "/robots.txt":
            continue
        arrivals[request["host"]].append(request["msec"] - request["request_time"])
    if not arrivals:
        sys.exit(f"no requests in {options.log}")

    rows, below_in_all, smallest = [], 0, float("inf")
    for host, times in arrivals.items():
        times.sort()
        gaps = [round((later - earlier) * 1000, 1) for earlier, later in zip(times, times[1:])]
        below = sum(gap < options.limit for gap in gaps)
        below_in_all += below
        if gaps:
            smallest = min(smallest, min(gaps))
            rows.append((min(gaps), statistics.median(gaps), below, len(times), host))
    print(f"{'host':<24}{'requests':>9}{'min gap ms':>12}{'median ms':>12}{'below limit':>13}")
    for least, middle, below, count, host in sorted(rows)[: options.worst]:
        print(f"{host:<24}{count:>9}{least:>12.0f}{middle:>12.0f}{below:>13}")
    if len(rows) > options.worst:
        print(f"... and {len(rows) - options.worst} more hosts")
    total = sum(map(len, arrivals.values()))
    print(
        f"all: {len(arrivals)} host(s), {total} requests, smallest gap {smallest:.0f} ms, "
        f"{below_in_all} gap(s) below {options.limit:.0f} ms"
    )
    sys.exit(1 if below_in_all else 0)


if __name__ == "__main__":
    main()
