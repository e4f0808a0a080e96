#!/usr/bin/env python3
"""Turns what bench/run recorded into figures.

  report.py run FOLDER REACH HOSTS NAME ROUND   read one run, check it against the reachable pages, keep run.json
  report.py table FOLDER [--quick]              medians, ranges and ratios of all runs below, as Markdown
"""

import collections
import json
import pathlib
import statistics
import sys

import pages

FIELDS = ("msec", "request_time", "status", "bytes", "type", "host", "method", "request_uri", "uri", "agent")
TITLES = {
    "caravan": "Caravan",
    "rules": "Caravan, a rule of three fields",
    "disk": "Caravan, frontier on disk",
    "wget": "wget -r",
    "crawler4j": "crawler4j",
    "okhttp": "bare loop, OkHttp",
    "apache": "bare loop, Apache HttpClient",
}
METRICS = {  # title: key and decimals
    "pages/s": ("rate", 0),
    "pages/s on the wire": ("wire_rate", 0),
    "CPU-s / 1,000 pages": ("cpu", 2),
    "peak RSS, MB": ("rss", 0),
}


def requests(log):
    """The lines of an access log in the format of bench/run, as dictionaries."""
    with open(log, encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            values = line.rstrip("\n").split("\t")
            if len(values) == len(FIELDS):
                request = dict(zip(FIELDS, values))
                request["msec"] = float(request["msec"])
                request["request_time"] = float(request["request_time"])
                yield request


# --- one run ----------------------------------------------------------------------------------------------------------


def read_run(folder, reach, hosts, name, number):
    known = json.loads(pathlib.Path(reach).read_text())
    port = known["port"]
    wall, user, system, rss = read_time(folder / "time")
    total, statuses, html, size = 0, collections.Counter(), collections.Counter(), 0
    first, last = float("inf"), 0.0
    for request in requests(folder / "access.log"):
        total += 1
        statuses[request["status"]] += 1
        first = min(first, request["msec"] - request["request_time"])
        last = max(last, request["msec"])
        if request["status"] == "200" and request["type"].startswith("text/html") and request["method"] == "GET":
            host = request["host"].partition(":")[0]
            html[pages.canonical(f"http://{host}:{port}{request['request_uri']}")] += 1
            size += int(request["bytes"])
    fetched = sum(html.values())
    must, may = set(known["must"]), set(known["may"])
    result = {
        "name": name,
        "hosts": hosts,
        "round": number,
        "exit": exit_status(folder, name),
        "requests": total,
        "statuses": dict(sorted(statuses.items())),
        "pages": fetched,
        "distinct": len(html),
        "duplicates": fetched - len(html),
        "lost": len(must - html.keys()),
        "extra": len(html.keys() - must - may),
        "reachable": len(must),
        "megabytes": size / 1e6,
        "wall": wall,
        "rate": fetched / wall if wall else 0.0,
        "wire_rate": fetched / (last - first) if last > first else 0.0,
        "cpu": (user + system) * 1000 / fetched if fetched else 0.0,
        "cpu_seconds": user + system,
        "rss": rss / 1024,
        "records": records(folder / "out.jsonl"),
    }
    (folder / "run.json").write_text(json.dumps(result, indent=1))
    examples = {
        "lost": sorted(must - html.keys())[:20],
        "extra": sorted(html.keys() - must - may)[:20],
        "duplicates": sorted(url for url, count in html.items() if count > 1)[:20],
    }
    (folder / "differences.json").write_text(json.dumps(examples, indent=1))
    print(
        f"{hosts:>3} host(s), round {number}, {name}: {fetched} pages, {result['rate']:.0f}/s, "
        f"{result['cpu']:.2f} CPU-s/1,000, {result['rss']:.0f} MB; {total} requests, "
        f"{result['duplicates']} duplicates, {result['lost']} lost, {result['extra']} extra"
        + (f"; EXIT STATUS {result['exit']}" if result["exit"] else ""),
        flush=True,
    )
    if name == "caravan":
        for line in checks(result, examples):
            print("    " + line, flush=True)
    return result


def exit_status(folder, name):
    """wget ends with 8 when the server answered one request with an error, as it does for every broken link."""
    status = int((folder / "status").read_text())
    return 0 if name == "wget" and status == 8 else status


def read_time(file):
    """What time(1) wrote; its last line, as a note on the exit status may come first."""
    try:
        wall, user, system, rss = file.read_text().split("\n")[-2].split()
        return float(wall), float(user), float(system), float(rss)
    except (OSError, IndexError, ValueError):
        return 0.0, 0.0, 0.0, 0.0


def records(file):
    """How many lines of Caravan's output tell of a page answered with 200; None where there is no such file."""
    if not file.exists():
        return None
    count = 0
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and json.loads(line).get("status", 200) == 200:
                count += 1
    return count


def checks(run, examples=None):
    """The promises that a fast crawl must not break, one line each."""

    def line(holds, text, kind=None):
        example = (examples or {}).get(kind) or []
        more = f", such as {example[0]}" if example and not holds else ""
        return f"[{'ok' if holds else 'FAILED'}] {text}{more}"

    return [
        line(run["exit"] == 0, f"exit status {run['exit']}"),
        line(run["lost"] == 0, f"lost pages: {run['lost']} of {run['reachable']} reachable", "lost"),
        line(run["duplicates"] == 0, f"pages fetched twice: {run['duplicates']}", "duplicates"),
        line(run["extra"] == 0, f"pages fetched that no link in scope leads to: {run['extra']}", "extra"),
        line(run["records"] == run["pages"], f"records of 200: {run['records']}, pages served: {run['pages']}"),
    ]


# --- all runs ---------------------------------------------------------------------------------------------------------


def table(folder, quick):
    runs = collections.defaultdict(list)
    for file in sorted(folder.glob("*/run.json")):
        run = json.loads(file.read_text())
        runs[run["hosts"], run["name"]].append(run)
    if not runs:
        sys.exit(f"no runs in {folder}")
    print("# Results\n")
    if quick:
        print("A quick run: one round on a small part of the site. It shows that things work, not how fast they are.\n")
    for hosts in sorted({key[0] for key in runs}):
        names = [name for name in TITLES if (hosts, name) in runs]
        rounds = max(len(runs[hosts, name]) for name in names)
        note = folder / f"site-{hosts}"
        print(f"## {hosts} host{'s' if hosts > 1 else ''}\n")
        print(f"{note.read_text().strip() if note.exists() else ''}. {rounds} round(s): median (least to most).\n")
        print("| | pages | requests | " + " | ".join(METRICS) + " |")
        print("|---|--:|--:|" + "--:|" * len(METRICS))
        for name in names:
            group = runs[hosts, name]
            cells = [spread(group, "pages", 0), spread(group, "requests", 0)]
            cells += [spread(group, key, decimals) for key, decimals in METRICS.values()]
            print(f"| {TITLES[name]} | " + " | ".join(cells) + " |")
        if "caravan" in names and len(names) > 1:
            print("\nCaravan's medians, divided by theirs:\n")
            print("| | " + " | ".join(METRICS) + " |")
            print("|---|" + "--:|" * len(METRICS))
            for name in names:
                if name != "caravan":
                    cells = [
                        ratio(median(runs[hosts, "caravan"], key), median(runs[hosts, name], key))
                        for key, _ in METRICS.values()
                    ]
                    print(f"| to {TITLES[name]} | " + " | ".join(cells) + " |")
        print("\nWhat each fetched, all rounds:\n")
        for name in names:
            group = runs[hosts, name]
            sums = {key: sum(run[key] for run in group) for key in ("duplicates", "lost", "extra")}
            failed = sum(run["exit"] != 0 for run in group)
            codes = collections.Counter()
            for run in group:
                codes.update(run["statuses"])
            print(
                f"- {TITLES[name]}: {sums['duplicates']} fetched twice, {sums['lost']} lost, {sums['extra']} beyond the "
                f"reachable; answers {', '.join(f'{code}: {count}' for code, count in sorted(codes.items()))}"
                + (f"; exit status not 0 in {failed}" if failed else "")
            )
        if "caravan" in names:
            print("\nChecks of Caravan:\n")
            for run in runs[hosts, "caravan"]:
                for line in checks(run):
                    print(f"- round {run['round']}: {line}")
        print()


def median(group, key):
    return statistics.median(run[key] for run in group)


def spread(group, key, decimals):
    values = [run[key] for run in group]
    text = f"{statistics.median(values):,.{decimals}f}"
    if min(values) != max(values):
        text += f" ({min(values):,.{decimals}f}–{max(values):,.{decimals}f})"
    return text


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if theirs else "–"


def main(command, *arguments):
    if command == "run":
        folder, reach, hosts, name, number = arguments
        read_run(pathlib.Path(folder), reach, int(hosts), name, int(number))
    elif command == "table":
        table(pathlib.Path(arguments[0]), "--quick" in arguments)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
