#!/usr/bin/env python3
"""Groups the samples of a flight recording. Reads what `jfr print --json` printed; see bench/profile.

Each sample counts once, for the first group that owns a frame when the stack is read from its top: a hash computed for
the parser is the parser's. `self` are samples whose topmost frame lies in the group itself.
"""

import collections
import json
import sys

# The first group with a matching prefix wins, frame by frame from the top of the stack.
GROUPS = (
    ("jsoup", ("org.jsoup",)),
    ("charset", ("org.mozilla.universalchardet", "com.ibm.icu")),
    ("robots.txt, URLs", ("crawlercommons", "com.google.re2j", "com.google.common.net", "caravan.parse.Url")),
    ("HTTP: OkHttp", ("okhttp3", "okio", "kotlin")),
    ("HTTP: Apache", ("org.apache.hc", "org.apache.http")),
    ("Camel", ("org.apache.camel",)),
    ("JSON", ("com.fasterxml.jackson",)),
    ("Berkeley DB", ("com.sleepycat",)),
    ("HSQLDB", ("org.hsqldb",)),
    ("Tika", ("org.apache.tika",)),
    ("logging", ("org.slf4j", "ch.qos.logback", "org.apache.logging")),
    ("metrics", ("io.micrometer", "io.prometheus")),
    ("Caravan: parse", ("caravan.parse",)),
    ("Caravan: fetch", ("caravan.fetch",)),
    ("Caravan: frontier", ("caravan.frontier",)),
    ("Caravan: other", ("caravan.",)),
    ("crawler4j", ("edu.uci.ics.crawler4j", "de.hshn.mi")),
)
URL_FRAMES = ("java.net.URI", "java.net.URL", "sun.net.www", "java.net.IDN", "java.util.regex")


def frames(event):
    trace = event["values"].get("stackTrace") or {}
    for frame in trace.get("frames") or ():
        method = frame["method"]
        yield f"{method['type']['name'].replace('/', '.')}.{method['name']}"


def group_of(stack):
    """The owner of a sample, and whether its topmost frame is the owner's own."""
    for depth, frame in enumerate(stack):
        if frame.startswith(URL_FRAMES):
            return "java.net.URI, URL, regex", depth == 0
        for name, prefixes in GROUPS:
            if frame.startswith(prefixes):
                return name, depth == 0
    return "JDK alone", True


def percent(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "–"


def print_groups(title, samples):
    total = sum(samples.values())
    owners, own = collections.Counter(), collections.Counter()
    for stack, count in samples.items():
        name, itself = group_of(stack)
        owners[name] += count
        own[name] += count if itself else 0
    print(f"\n{title}: {total}\n\n{'group':<28}{'samples':>9}{'share':>10}{'self':>10}")
    for name, count in owners.most_common():
        print(f"{name:<28}{count:>9}{percent(count, total):>10}{percent(own[name], total):>10}")


def main(file):
    with open(file, encoding="utf-8") as text:
        events = json.load(text)["recording"]["events"]
    java, native, allocated = collections.Counter(), collections.Counter(), collections.Counter()
    loads, pauses = [], []
    for event in events:
        kind, values = event["type"], event["values"]
        if kind == "jdk.ExecutionSample":
            java[tuple(frames(event))] += 1
        elif kind == "jdk.NativeMethodSample":
            native[tuple(frames(event))] += 1
        elif kind == "jdk.ObjectAllocationSample":
            allocated[group_of(tuple(frames(event)))[0]] += values.get("weight", 0)
        elif kind == "jdk.CPULoad":
            loads.append((values["jvmUser"], values["jvmSystem"], values["machineTotal"]))
        elif kind == "jdk.GCPhasePause":
            pauses.append(seconds(values["duration"]))

    print_groups("Samples of running Java code", java)
    print("\nhottest methods (topmost frame)\n")
    top = collections.Counter()
    for stack, count in java.items():
        top[stack[0] if stack else "?"] += count
    for method, count in top.most_common(25):
        print(f"{percent(count, sum(java.values())):>9}  {method}")
    if native:
        print_groups("Samples in native code (reading and writing sockets, waiting for them)", native)
    weight = sum(allocated.values())
    if weight:
        print(f"\nAllocated, about {weight / 1e6:,.0f} MB\n")
        for name, size in allocated.most_common():
            print(f"{name:<28}{size / 1e6:>9,.0f} MB{percent(size, weight):>10}")
    print(f"\ngarbage collection: {len(pauses)} pauses, {sum(pauses):.2f} s in all, longest {max(pauses, default=0):.3f} s")
    if loads:
        user, system, machine = (100 * sum(column) / len(loads) for column in zip(*loads))
        print(f"CPU (of all cores): {user:.0f} % user and {system:.0f} % system by the JVM, {machine:.0f} % by the machine")


def seconds(duration):
    """From ISO 8601, as in PT0.0123S."""
    minutes, _, rest = duration.removeprefix("PT").removesuffix("S").rpartition("M")
    return float(minutes or 0) * 60 + float(rest or 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
