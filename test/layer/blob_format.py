"""Format 1 of docs/blob-format.md a second time: reads a layer as JSON, writes the tar and says how it is cut into members."""

import base64, hashlib, json, os, re, sys  # noqa: E401

PIECE, LARGE = 1 << 20, 64 << 10


def block(name, prefix, mode, uid, gid, size, mtime, flag, link):
    octal = lambda n, width: f"{n:0{width - 2}o}".ljust(width - 1).encode() + b"\0"  # noqa: E731
    data = bytearray(512)
    put = lambda at, field: data.__setitem__(slice(at, at + len(field)), field)  # noqa: E731
    put(0, name), put(345, prefix), put(157, link), put(257, b"ustar\x0000"), put(148, b" " * 8 + flag)
    put(100, octal(mode, 8) + octal(uid, 8) + octal(gid, 8) + octal(size, 12) + octal(mtime, 12))
    put(329, octal(0, 8) * 2)
    put(148, octal(sum(data), 8))
    return bytes(data)


def header(path, flag, mode, size, owner, link=""):
    printable = lambda text: re.fullmatch(r"[ -~]*", text) is not None  # noqa: E731
    field = lambda text: re.sub(rb"[^ -~]", b"_", text.encode())[:100]  # noqa: E731
    records, name, prefix = {}, path, ""
    if len(path) > 100:
        slash = path.rfind("/", 0, min(155, len(path) - 2) + 1)
        name, prefix = path[slash + 1 :], path[: max(slash, 0)]
    if not printable(path) or len(name) > 100 or (len(path) > 100 and not prefix):
        records["path"], name, prefix = path, field(path).decode(), ""
    if not printable(link) or len(link) > 100:
        records["linkpath"] = link
    numbers = {"uid": owner["uid"], "gid": owner["gid"], "size": size}
    for key, value in numbers.items():
        if value > (0o77777777777 if key == "size" else 0o7777777):
            records[key], numbers[key] = str(value), 0
    body = b""
    for key, value in sorted(records.items()):
        rest = f" {key}={value}\n".encode()
        length = next(n for n in range(len(rest), len(rest) + 9) if len(str(n)) + len(rest) == n)
        body += str(length).encode() + rest
    pax = block(b"PaxHeader", b"", 0o644, 0, 0, len(body), owner["mtime"], b"x", b"") + body + bytes(-len(body) % 512)
    fields = numbers["uid"], numbers["gid"], numbers["size"], owner["mtime"], flag, field(link)
    return (pax if records else b"") + block(name.encode(), prefix.encode(), mode, *fields)


def layer(entries, own, owner, record=None):
    """The members of a layer, closing one included, before they are compressed."""
    below = lambda path: any(path == top or path.startswith(top + "/") for top in own)  # noqa: E731
    paths = [*entries, *([record["path"]] if record else [])]
    parents = {path[: at.start()] for path in paths for at in re.finditer("/", path)}
    listed = {path for path in parents if below(path)} | {path for path in entries if "directory" in entries[path]}
    in_order = lambda paths: sorted(paths, key=str.encode)  # noqa: E731
    members, shared, lines = [], b"", []

    def share(data, cut=False):
        nonlocal shared
        shared += data
        while len(shared) >= PIECE:
            members.append(shared[:PIECE])
            shared = shared[PIECE:]
        if cut and shared:
            members.append(shared)
            shared = b""

    def add_file(path, content):
        mode = 0o755 if content[:2] == b"#!" or content[:4] == b"\x7fELF" else 0o644
        share(header(path, b"0", mode, len(content), owner), cut=len(content) >= LARGE)
        if len(content) < LARGE:
            share(content)
        else:
            members.extend(content[at : at + PIECE] for at in range(0, len(content), PIECE))
        share(bytes(-len(content) % 512))

    share(b"".join(header(path + "/", b"5", 0o755, 0, owner) for path in in_order(listed)), cut=True)
    for path in in_order(path for path in entries if "directory" not in entries[path]):
        entry = entries[path]
        if "link" in entry:
            share(header(path, b"2", 0o777, 0, owner, entry["link"]))
            lines.append((path, ",,"))
        else:
            content = (entry["text"] * entry.get("times", 1)).encode()
            add_file(path, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            lines.append((path, f",sha256={digest},{len(content)}"))
    if record:
        quote = lambda name: '"' + name.replace('"', '""') + '"' if re.search('[",\r\n]', name) else name  # noqa: E731
        paths = [(path, rest) for path, rest in lines + [(record["path"], ",,")] if path.startswith(record["below"] + "/")]
        named = sorted((os.path.relpath(path, record["sitePackages"]).encode(), rest) for path, rest in paths)
        add_file(record["path"], "".join(quote(name.decode()) + rest + "\n" for name, rest in named).encode())
    share(b"", cut=True)
    return members + [bytes(1024)]


if __name__ == "__main__":
    members = layer(**json.load(sys.stdin))
    sys.stdout.buffer.write(json.dumps([len(member) for member in members]).encode() + b"\n" + b"".join(members))
