#!/usr/bin/env python3
"""Builds the site that bench/run serves, and says which of its pages can be reached by links.

  pages.py assemble UNPACKED SITE      copy the HTML files of the unpacked packages into SITE/one, write its index pages
  pages.py spread SITE PORT            the same pages again in SITE/many, their links spread over 100 loopback addresses
  pages.py reach SITE HOSTS SEED PORT  print (and keep) the set of pages that links lead to from the seed

HOSTS is 1 or 100, SEED a file in the site's root, such as index.html. Only the standard library is used, and none of
Caravan's code: the set that a crawl is checked against must not come from what is being checked.
"""

import html
import html.parser
import json
import multiprocessing
import pathlib
import posixpath
import re
import shutil
import sys
import urllib.parse
import zlib

HOME = "127.0.0.1"
HOSTS = 100
QUICK = ("git-doc", "libglib2.0-doc", "sqlite3-doc")


# --- assemble ---------------------------------------------------------------------------------------------------------


def assemble(unpacked, site):
    one = site / "one"
    shutil.rmtree(one, ignore_errors=True)
    one.mkdir(parents=True)
    packages = {}
    for folder in sorted(p for p in unpacked.iterdir() if p.is_dir()):
        pages = set()
        share = folder / "usr" / "share"
        for file in share.rglob("*"):
            if file.suffix.lower() not in (".html", ".htm") or not file.is_file():
                continue
            relative = file.relative_to(share)
            target = one / folder.name / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            target.chmod(0o644)
            pages.add(relative)
        packages[folder.name] = pages
    write_index(one / "index.html", packages)
    write_index(one / "quick.html", {name: pages for name, pages in packages.items() if name in QUICK})
    (one / "robots.txt").write_text("User-agent: *\nDisallow:\n")
    for name, pages in packages.items():
        print(f"{name}: {len(pages)} HTML files")
    print(f"all: {sum(map(len, packages.values()))} HTML files")


def write_index(file, packages):
    items = []
    for name, pages in packages.items():
        for page in entry_pages(pages):
            href = urllib.parse.quote(f"{name}/{page}")
            items.append(f'<li><a href="{href}">{html.escape(f"{name}: {page}")}</a></li>\n')
    file.write_text(
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Documentation</title></head>\n<body>\n'
        f"<h1>Documentation</h1>\n<ul>\n{''.join(items)}</ul>\n</body>\n</html>\n"
    )


def entry_pages(pages):
    """The index pages that lie below no other index page (qtcore-index.html counts); without any, all pages."""
    for pattern in ("index.html", "*-index.html"):
        entries = [page for page in pages if page.match(pattern)]
        folders = {page.parent for page in entries}
        top = [page for page in entries if not folders & set(page.parent.parents)]
        if top:
            return sorted(top)
    return sorted(pages)


# --- spread -----------------------------------------------------------------------------------------------------------

LINK = re.compile(
    r"""(<(?:a|area|frame|iframe|link)\b[^>]*?\s(?:href|src)\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE
)


def host_of(path):
    """The address that serves a page. A folder and its index page are one page, the home page stays at home."""
    key = path.removesuffix("index.html").rstrip("/")
    return f"127.0.1.{1 + zlib.crc32(key.encode()) % HOSTS}"


def spread(site, port):
    one, many = site / "one", site / "many"
    shutil.rmtree(many, ignore_errors=True)
    files = [f.relative_to(one).as_posix() for f in one.rglob("*") if f.is_file()]
    with multiprocessing.Pool(2) as pool:
        pool.starmap(spread_page, ((one, many, name, port) for name in files), chunksize=100)
    (many / "port").write_text(str(port))
    print(f"spread {len(files)} files over {HOSTS} addresses")


def spread_page(one, many, name, port):
    target = many / name
    target.parent.mkdir(parents=True, exist_ok=True)
    # Latin-1 maps every byte to one character and back, so whatever the charset of the page, only links change.
    text = (one / name).read_bytes().decode("latin-1")
    if name.endswith((".html", ".htm")):
        here = HOME if "/" not in name else host_of("/" + name)

        def relink(match):
            value = match[2].strip("\"'")
            try:
                parts = urllib.parse.urlsplit(html.unescape(value).strip())
            except ValueError:
                return match[0]
            if parts.scheme or parts.netloc or not parts.path:
                return match[0]
            path = resolve_path("/" + name, parts.path)
            if not path.endswith(("/", ".html", ".htm")) or host_of(path) == here:
                return match[0]
            url = urllib.parse.urlunsplit(("http", f"{host_of(path)}:{port}", quote(path), parts.query, parts.fragment))
            return f'{match[1]}"{html.escape(url)}"'

        text = LINK.sub(relink, text)
    target.write_bytes(text.encode("latin-1"))


# --- URLs and the server, as the checks see them ----------------------------------------------------------------------


def resolve_path(base, path):
    """The decoded absolute path of a link's path, dot segments resolved."""
    path = urllib.parse.unquote(path, "latin-1", "strict").encode("latin-1").decode("utf-8", "surrogateescape")
    if not path.startswith("/"):
        path = posixpath.dirname(base) + "/" + path
    slash = path.endswith(("/", "/.", "/.."))
    path = posixpath.normpath(re.sub("/+", "/", path))
    return path + "/" if slash and path != "/" else path


def quote(path):
    return urllib.parse.quote(path, safe="/!$&'()*+,;=:@-._~", errors="surrogateescape")


def canonical(url):
    """One spelling for each URL: no fragment, no dot segments, escapes only where they are needed."""
    parts = urllib.parse.urlsplit(url)
    path = quote(resolve_path("/", parts.path.encode("utf-8", "surrogateescape").decode("latin-1") or "/"))
    query = "?" + urllib.parse.quote(parts.query, safe="/?!$&'()*+,;=:@-._~%") if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.lower()}{path}{query}"


def locate(root, path):
    """What the server makes of a path: ('page', file), ('redirect', path) or ('missing', None)."""
    if "\0" in path:
        return "missing", None
    file = root / path.lstrip("/")
    try:
        if file.is_dir():
            if not path.endswith("/"):
                return "redirect", path + "/"
            file = file / "index.html"
        elif path.endswith("/"):
            return "missing", None
        return ("page", file) if file.is_file() else ("missing", None)
    except OSError:
        return "missing", None


def include_regex(hosts, port, seed):
    """Which links all contestants follow: pages on this server, told from images and the like by their names."""
    host = r"127\.0\.0\.1" if hosts == 1 else r"127\.0\.[01]\.[0-9]+"
    page = r"[^?#]*(/|\.html?)"
    if seed == "quick.html":
        path = rf"(quick\.html|({'|'.join(re.escape(name) for name in QUICK)})/{page})"
    else:
        path = rf"({page})?"
    return rf"^http://{host}:{port}/{path}([?#].*)?$".replace(r"\-", "-")


# --- reach ------------------------------------------------------------------------------------------------------------


# A percent sign that starts no escape: the URL standard sends it as it is (and nginx answers 400), wget escapes it.
STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


class Links(html.parser.HTMLParser):
    """What a page links to: in `must` what every crawler follows, in `may` what some follow too."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.must = []
        self.may = []
        self.nofollow = False

    def handle_starttag(self, tag, attributes):
        attributes = dict(reversed(attributes))
        if tag in ("a", "area") and attributes.get("href") is not None:
            rel = (attributes.get("rel") or "").lower().split()
            (self.may if "nofollow" in rel else self.must).append(attributes["href"])
        elif tag in ("frame", "iframe") and attributes.get("src") is not None:
            self.must.append(attributes["src"])
        elif tag == "link" and attributes.get("href") is not None:
            self.may.append(attributes["href"])
        elif tag == "base" and attributes.get("href") and not self.base:
            self.base = attributes["href"]
        elif tag == "meta":
            content = attributes.get("content") or ""
            if (attributes.get("http-equiv") or "").lower() == "refresh":
                target = re.search(r"(?i)url\s*=\s*['\"]?([^'\"]+)", content)
                if target:
                    self.may.append(target[1].strip())
            if (attributes.get("name") or "").lower() == "robots" and re.search(r"(?i)nofollow|none", content):
                self.nofollow = True

    handle_startendtag = handle_starttag


def links_of(file):
    raw = file.read_bytes()
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", raw[:2048])
    charset = declared[1].decode("ascii") if declared else "utf-8"
    try:
        text = raw.decode(charset, "replace")
    except LookupError:
        text = raw.decode("utf-8", "replace")
    reader = Links()
    reader.feed(text)
    reader.close()
    return file, reader.base, sorted(set(reader.must)), sorted(set(reader.may)), reader.nofollow


def reach(site, hosts, seed, port):
    root = site / ("one" if hosts == 1 else "many")
    # The port is no part of what is kept: the folder for one host has relative links only.
    kept = site / f"reach-{hosts}-{seed}.json"
    if not kept.exists():
        start = f"http://{HOME}:{port}/{seed.removeprefix('index.html')}"
        include = re.compile(include_regex(hosts, port, seed))
        pages = {}
        with multiprocessing.Pool(2) as pool:
            must, broken = walk(root, pages, pool, include, start, False)
            may, _ = walk(root, pages, pool, include, start, True)
        kept.write_text(
            json.dumps(
                {
                    "port": port,
                    "must": sorted(must),
                    "may": sorted(may - must),
                    "broken": sorted(broken),
                    "bytes": sum(locate(root, urllib.parse.unquote(urllib.parse.urlsplit(u).path))[1].stat().st_size
                                 for u in must),
                }
            )
        )
    found = json.loads(kept.read_text())
    addresses = {urllib.parse.urlsplit(u).hostname for u in found["must"]}
    print(
        f"{len(found['must'])} pages on {len(addresses)} address(es) reachable from {seed}, "
        f"{found['bytes'] / 1e6:.0f} MB; {len(found['may'])} more by links that not all follow; "
        f"{len(found['broken'])} links to pages that are not there"
    )


def walk(root, pages, pool, include, seed, everything):
    """Breadth first from the seed: the pages reached, and the links in scope that lead to nothing."""
    reached, broken, level = set(), set(), {canonical(seed)}
    seen = set(level)
    while level:
        found = {}
        for url in level:
            path = urllib.parse.unquote(urllib.parse.urlsplit(url).path, errors="surrogateescape")
            kind, where = locate(root, path)
            if kind == "missing":
                broken.add(url)
            elif kind == "redirect":
                raise ValueError(f"the scope admits folders with their slash only: {url}")
            else:
                reached.add(url)
                found[url] = where
        unread = sorted(set(found.values()) - pages.keys())
        pages.update((result[0], result[1:]) for result in pool.imap_unordered(links_of, unread, chunksize=10))
        level = set()
        for url, file in found.items():
            base, must, may, nofollow = pages[file]
            if nofollow and not everything:
                continue
            base = urllib.parse.urljoin(url, base)
            for link in must + may if everything else must:
                if STRAY_PERCENT.search(link) and not everything:
                    continue
                target = absolute(base, link)
                # Judged as found, the way the crawlers do, and then brought to one spelling.
                if target and include.search(target.split("#")[0]):
                    level.add(canonical(target))
        level -= seen
        seen |= level
    return reached, broken


def absolute(base, link):
    try:
        return urllib.parse.urljoin(base, re.sub(r"[\t\n\r]", "", link).strip())
    except ValueError:
        return None


def main(command, *arguments):
    if command == "assemble":
        assemble(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]))
    elif command == "spread":
        spread(pathlib.Path(arguments[0]), int(arguments[1]))
    elif command == "reach":
        reach(pathlib.Path(arguments[0]), int(arguments[1]), arguments[2], int(arguments[3]))
    elif command == "include":
        print(include_regex(int(arguments[0]), int(arguments[1]), arguments[2]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
