// Reads what an ELF file says to the dynamic loader (System V gABI, chapters 4 and 5; the LSB for symbol versions).

/** Fills the whole target from a position of the file; throws RangeError beyond its end. */
export type ReadAt = (target: Uint8Array, position: number) => void;

/** Versions that a file wants of one library it needs. */
export interface VersionNeed {
  /** As in NEEDED. */
  readonly file: string;
  readonly versions: readonly string[];
}

/** What the dynamic loader depends on. Empty lists and missing strings are left out. */
export interface ElfFacts {
  /** As uname says it where it is known: x86_64, aarch64, …; else `machine-` and the number of e_machine. */
  readonly machine: string;
  readonly bits: 32 | 64;
  /** Whether it is in the order of the fewest machines, most significant byte first. */
  readonly bigEndian?: true;
  /** The loader that a program asks for (PT_INTERP). */
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** DF_1_NODEFLIB: neither the loader's cache nor its built-in directories are looked at. */
  readonly noDefaultDirectories?: true;
  /** DT_RELR: its relocations are packed, which older loaders silently ignore. */
  readonly packedRelocations?: true;
  /** Versions that must exist; those marked as weak are left out. */
  readonly needs?: readonly VersionNeed[];
  /** Versions that it defines itself. */
  readonly defines?: readonly string[];
  /** Of a Python, or its library: the modules that are built in, without those that it has by other names. */
  readonly builtIn?: readonly string[];
  /** Symbols that the C library must have, as far as the file says by their versions that it is glibc's. */
  readonly libcSymbols?: readonly string[];
  /** Of a Python, or its library: the symbols of its own interface. */
  readonly pythonExports?: readonly string[];
  /** Of an extension module for several versions (abi3): the symbols that the Python must have. */
  readonly pythonSymbols?: readonly string[];
}

/** The file is damaged, or has a form that a loader does not accept. */
export class ElfError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ElfError";
  }
}

const MACHINES: Readonly<Record<number, string>> = {
  3: "i386",
  8: "mips",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
  258: "loongarch64",
};

/** Real files have a dozen program headers, some hundred dynamic entries and names of less than a hundred bytes. */
const MOST_PROGRAM_HEADERS = 512;
const MOST_DYNAMIC_ENTRIES = 16_384;
const MOST_NEEDED = 1024;
const MOST_VERSIONS = 4096;
const MOST_SYMBOLS = 1 << 20;
const MOST_LIBC_SYMBOLS = 4096;
const LONGEST_STRING = 4096;

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;

const DT = {
  RELR: 36n,
  NULL: 0n,
  NEEDED: 1n,
  HASH: 4n,
  STRTAB: 5n,
  SYMTAB: 6n,
  STRSZ: 10n,
  SONAME: 14n,
  RPATH: 15n,
  RUNPATH: 29n,
  GNU_HASH: 0x6ffffef5n,
  VERSYM: 0x6ffffff0n,
  FLAGS_1: 0x6ffffffbn,
  VERDEF: 0x6ffffffcn,
  VERDEFNUM: 0x6ffffffdn,
  VERNEED: 0x6ffffffen,
  VERNEEDNUM: 0x6fffffffn,
} as const;

const DF_1_NODEFLIB = 0x800n;
const VER_FLG_BASE = 1;
const VER_FLG_WEAK = 2;
const STB_GLOBAL = 1;

/** Libraries that are one in musl; what glibc has in them it marks with versions of its own. */
const LIBC_FILES = /^(?:lib(?:c|m|pthread|dl|rt|util|resolv|crypt)\.so\.\d+|ld-linux[\w-]*\.so\.\d+)$/;

/** Whether content that starts like this is ELF. */
export function startsLikeElf(start: Uint8Array): boolean {
  return start.length >= 4 && start[0] === 0x7f && start[1] === 0x45 && start[2] === 0x4c && start[3] === 0x46;
}

/** A symbol of Python's own interface for C. */
const OF_PYTHON = /^_?Py/;

/** Whether a file is an extension module for several versions of Python, which may want more than an earlier one has. */
function isForSeveralPythons(path: string): boolean {
  return path.endsWith(".abi3.so");
}

/**
 * Reads the facts of one file; its path tells which of them are wanted.
 *
 * @param size Length of the file in bytes.
 * @throws ElfError when the file is not an ELF file or is damaged; whatever `read` throws within the file's size.
 */
export function readElfAt(path: string, read: ReadAt, size: number): ElfFacts {
  if (isPython(path)) {
    return readPythonElf(read, size);
  }
  if (!isForSeveralPythons(path)) {
    return readElf(read, size);
  }
  const reader = new ElfReader(read, size);
  const wanted = reader.undefinedSymbols().filter((name) => OF_PYTHON.test(name));
  return { ...reader.facts(), ...(wanted.length === 0 ? {} : { pythonSymbols: wanted }) };
}

/**
 * Reads the facts of one file.
 *
 * @param size Length of the file in bytes.
 * @throws ElfError when the file is not an ELF file or is damaged; whatever `read` throws within the file's size.
 */
export function readElf(read: ReadAt, size: number): ElfFacts {
  return new ElfReader(read, size).facts();
}

/** Whether a file is the program of a Python, or the library that has it. */
export function isPython(path: string): boolean {
  return /(?:^|\/)(?:python3[\d.]*t?|libpython3[\w.]*\.so[\d.]*)$/.test(path);
}

/**
 * Reads the facts of a Python, with the modules that are built in: each is initialised by a symbol of its own.
 *
 * @throws ElfError as readElf.
 */
export function readPythonElf(read: ReadAt, size: number): ElfFacts {
  const reader = new ElfReader(read, size);
  const exported = reader.exports();
  const builtIn = exported.flatMap((symbol) => (symbol.startsWith("PyInit_") ? [symbol.slice("PyInit_".length)] : []));
  const own = exported.filter((symbol) => OF_PYTHON.test(symbol) && !symbol.startsWith("PyInit_"));
  return {
    ...reader.facts(),
    ...(builtIn.length === 0 ? {} : { builtIn }),
    ...(own.length === 0 ? {} : { pythonExports: own }),
  };
}

/**
 * The names of the symbols that a library exports.
 *
 * @throws ElfError as readElf.
 */
export function readExports(read: ReadAt, size: number): string[] {
  return new ElfReader(read, size).exports();
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** Small pages of the file, so that neighbouring names are one read; a few of them are kept. */
const PAGE_SIZE = 4096;
const MOST_PAGES = 64;

class ElfReader {
  readonly #read: ReadAt;
  readonly #size: number;
  readonly #pages = new Map<number, Buffer>();
  readonly #wide: boolean;
  readonly #little: boolean;
  readonly #machine: number;
  readonly #segments: readonly Segment[];
  readonly #dynamic: ReadonlyMap<bigint, readonly bigint[]>;
  #lastNumber = -1;
  #lastPage: Buffer = Buffer.alloc(0);
  #names: { readonly start: number; readonly size: number } | undefined;

  constructor(read: ReadAt, size: number) {
    this.#read = read;
    this.#size = size;
    const ident = this.#bytes(0, 20);
    if (!startsLikeElf(ident)) {
      throw new ElfError("is not an ELF file");
    }
    const [bits, order] = [ident[4]!, ident[5]!];
    if ((bits !== 1 && bits !== 2) || (order !== 1 && order !== 2)) {
      throw new ElfError("is of no known ELF class");
    }
    this.#wide = bits === 2;
    this.#little = order === 1;
    this.#machine = this.#u16(18);
    this.#segments = this.#readSegments();
    this.#dynamic = this.#readDynamic();
  }

  facts(): Omit<ElfFacts, OfPython> {
    const one = (tag: bigint) => {
      const [at] = this.#dynamic.get(tag) ?? [];
      return at === undefined ? undefined : this.#name(toNumber(at));
    };
    const needed = (this.#dynamic.get(DT.NEEDED) ?? []).map((at) => this.#name(toNumber(at)));
    if (needed.length > MOST_NEEDED) {
      throw new ElfError(`needs ${needed.length} libraries`);
    }
    const [flags] = this.#dynamic.get(DT.FLAGS_1) ?? [0n];
    const interpreter = this.#segments.find(({ type }) => type === PT_INTERP);
    const needs = this.#versionNeeds();
    return withoutEmpty({
      machine: MACHINES[this.#machine] ?? `machine-${this.#machine}`,
      bits: this.#wide ? 64 : 32,
      bigEndian: this.#little ? undefined : true,
      interpreter: interpreter === undefined ? undefined : this.#string(interpreter.offset, interpreter.size),
      soname: one(DT.SONAME),
      needed,
      rpath: one(DT.RPATH),
      runpath: one(DT.RUNPATH),
      noDefaultDirectories: (flags! & DF_1_NODEFLIB) === 0n ? undefined : true,
      packedRelocations: this.#dynamic.has(DT.RELR) ? true : undefined,
      needs: needs.needs,
      defines: this.#versionDefinitions(),
      libcSymbols: this.#libcSymbols(needs.libcIndexes),
    });
  }

  exports(): string[] {
    const first = this.#firstHashed();
    const symbols = this.#dynamicTable(DT.SYMTAB);
    const names = this.#dynamicTable(DT.STRTAB);
    if (symbols === undefined || names === undefined) {
      return [];
    }
    // The old hash table tells how many symbols there are; without it, linkers put the names right after the symbols.
    const hash = this.#dynamicTable(DT.HASH);
    const room = names > symbols ? Math.floor((names - symbols) / (this.#wide ? 24 : 16)) : 0;
    const most = hash === undefined ? room : this.#u32(hash + 4);
    const found = new Set<string>();
    for (
      let index = Math.max(hash === undefined ? (first ?? 1) : 1, 1);
      index < Math.min(most, MOST_SYMBOLS);
      index += 1
    ) {
      const { name, section } = this.#symbol(symbols, index);
      if (section !== 0) {
        found.add(this.#name(name));
      }
    }
    return [...found].filter((name) => name !== "").sort();
  }

  #readSegments(): Segment[] {
    const offset = this.#word(this.#wide ? 32 : 28);
    const [entrySize, count] = this.#wide ? [this.#u16(54), this.#u16(56)] : [this.#u16(42), this.#u16(44)];
    if (count > MOST_PROGRAM_HEADERS) {
      throw new ElfError(`has ${count} program headers`);
    }
    if (count > 0 && entrySize < (this.#wide ? 56 : 32)) {
      throw new ElfError(`has program headers of ${entrySize} bytes`);
    }
    return Array.from({ length: count }, (_, index) => {
      const at = offset + index * entrySize;
      return this.#wide
        ? { type: this.#u32(at), offset: this.#word(at + 8), address: this.#word(at + 16), size: this.#word(at + 32) }
        : { type: this.#u32(at), offset: this.#word(at + 4), address: this.#word(at + 8), size: this.#word(at + 16) };
    });
  }

  #readDynamic(): Map<bigint, bigint[]> {
    const entries = new Map<bigint, bigint[]>();
    const segment = this.#segments.find(({ type }) => type === PT_DYNAMIC);
    if (segment === undefined) {
      return entries;
    }
    const step = this.#wide ? 16 : 8;
    for (let index = 0; ; index += 1) {
      if (index >= MOST_DYNAMIC_ENTRIES) {
        throw new ElfError("has a dynamic section without an end");
      }
      if ((index + 1) * step > segment.size) {
        return entries;
      }
      const at = segment.offset + index * step;
      const tag = this.#unsigned(at);
      if (tag === DT.NULL) {
        return entries;
      }
      const values = entries.get(tag);
      const value = this.#unsigned(at + step / 2);
      if (values === undefined) {
        entries.set(tag, [value]);
      } else {
        values.push(value);
      }
    }
  }

  #versionNeeds(): { needs: VersionNeed[]; libcIndexes: Set<number> } {
    const needs: VersionNeed[] = [];
    const libcIndexes = new Set<number>();
    let at = this.#dynamicTable(DT.VERNEED);
    let left = this.#count(DT.VERNEEDNUM);
    let seen = 0;
    while (at !== undefined && left > 0) {
      const [entries, file, first, next] = [
        this.#u16(at + 2),
        this.#u32(at + 4),
        this.#u32(at + 8),
        this.#u32(at + 12),
      ];
      const name = this.#name(file);
      const versions: string[] = [];
      let entry = at + first;
      for (let index = 0; index < entries; index += 1) {
        seen += 1;
        if (seen > MOST_VERSIONS) {
          throw new ElfError("needs more versions than any file");
        }
        const version = this.#name(this.#u32(entry + 8));
        if ((this.#u16(entry + 4) & VER_FLG_WEAK) === 0) {
          versions.push(version);
        }
        if (LIBC_FILES.test(name) && version.startsWith("GLIBC")) {
          libcIndexes.add(this.#u16(entry + 6) & 0x7fff);
        }
        const step = this.#u32(entry + 12);
        if (step === 0) {
          break;
        }
        entry += step;
      }
      if (versions.length > 0) {
        needs.push({ file: name, versions });
      }
      left = next === 0 ? 0 : left - 1;
      at += next;
    }
    return { needs, libcIndexes };
  }

  #versionDefinitions(): string[] {
    const defined: string[] = [];
    let at = this.#dynamicTable(DT.VERDEF);
    let left = this.#count(DT.VERDEFNUM);
    while (at !== undefined && left > 0) {
      const [flags, names, first, next] = [
        this.#u16(at + 2),
        this.#u16(at + 6),
        this.#u32(at + 12),
        this.#u32(at + 16),
      ];
      if ((flags & VER_FLG_BASE) === 0 && names > 0) {
        defined.push(this.#name(this.#u32(at + first)));
      }
      left = next === 0 ? 0 : left - 1;
      at += next;
    }
    return defined;
  }

  /** The undefined symbols that need a version of glibc. They come before those that the hash table has. */
  #libcSymbols(indexes: ReadonlySet<number>): string[] {
    const [first, symbols, versions] = [
      this.#firstHashed(),
      this.#dynamicTable(DT.SYMTAB),
      this.#dynamicTable(DT.VERSYM),
    ];
    if (indexes.size === 0 || first === undefined || symbols === undefined || versions === undefined) {
      return [];
    }
    const found = new Set<string>();
    for (let index = 1; index < Math.min(first, MOST_SYMBOLS); index += 1) {
      if (indexes.has(this.#u16(versions + 2 * index) & 0x7fff)) {
        const { name, binding, section } = this.#symbol(symbols, index);
        if (section === 0 && binding === STB_GLOBAL) {
          found.add(this.#name(name));
          if (found.size > MOST_LIBC_SYMBOLS) {
            throw new ElfError("needs more symbols than a C library has");
          }
        }
      }
    }
    return [...found].sort();
  }

  /** The symbols that must come from elsewhere; weak ones may be missing. */
  undefinedSymbols(): string[] {
    const [first, symbols] = [this.#firstHashed(), this.#dynamicTable(DT.SYMTAB)];
    const found = new Set<string>();
    if (symbols === undefined) {
      return [];
    }
    for (let index = 1; index < Math.min(this.#symbolsBefore(first), MOST_SYMBOLS); index += 1) {
      const { name, binding, section } = this.#symbol(symbols, index);
      if (section === 0 && binding === STB_GLOBAL) {
        found.add(this.#name(name));
      }
    }
    return [...found].sort();
  }

  /** How many symbols may be undefined: all before those of the GNU hash table, or else as many as the old table counts. */
  #symbolsBefore(first: number | undefined): number {
    const hash = first === undefined ? this.#dynamicTable(DT.HASH) : undefined;
    return first ?? (hash === undefined ? 0 : this.#u32(hash + 4));
  }

  /** Index of the first symbol that the GNU hash table has; undefined where there is no such table. */
  #firstHashed(): number | undefined {
    const table = this.#dynamicTable(DT.GNU_HASH);
    return table === undefined ? undefined : this.#u32(table + 4);
  }

  #symbol(table: number, index: number): { name: number; binding: number; section: number } {
    const at = table + index * (this.#wide ? 24 : 16);
    const info = at + (this.#wide ? 4 : 12);
    return { name: this.#u32(at), binding: this.#byte(info) >> 4, section: this.#u16(info + 2) };
  }

  #count(tag: bigint): number {
    const [value] = this.#dynamic.get(tag) ?? [];
    return value === undefined ? 0 : Math.min(toNumber(value), MOST_VERSIONS);
  }

  /** Where in the file a table lies whose address the dynamic section has. */
  #dynamicTable(tag: bigint): number | undefined {
    const [address] = this.#dynamic.get(tag) ?? [];
    return address === undefined ? undefined : this.#offsetOf(toNumber(address));
  }

  #offsetOf(address: number): number {
    for (const { type, offset, address: start, size } of this.#segments) {
      if (type === PT_LOAD && address >= start && address < start + size) {
        return offset + (address - start);
      }
    }
    throw new ElfError("has a table outside of what is loaded");
  }

  /** A name of the dynamic string table. */
  #name(index: number): string {
    this.#names ??= {
      start: this.#dynamicTable(DT.STRTAB) ?? 0,
      size: toNumber(this.#dynamic.get(DT.STRSZ)?.[0] ?? 0n),
    };
    const { start, size } = this.#names;
    if (index >= size) {
      throw new ElfError("has a name outside of its string table");
    }
    return this.#string(start + index, size - index);
  }

  #string(position: number, most: number): string {
    const parts: Buffer[] = [];
    let length = 0;
    for (let at = position; length < Math.min(most, LONGEST_STRING); ) {
      const page = this.#page(at);
      const inPage = page.subarray(at % PAGE_SIZE);
      if (inPage.length === 0) {
        break;
      }
      const end = inPage.indexOf(0);
      if (end >= 0 && length + end < most) {
        return Buffer.concat([...parts, inPage.subarray(0, end)]).toString("utf8");
      }
      parts.push(inPage);
      length += inPage.length;
      at += inPage.length;
    }
    throw new ElfError("has a name without an end");
  }

  #word(position: number): number {
    return toNumber(this.#unsigned(position));
  }

  #unsigned(position: number): bigint {
    if (!this.#wide) {
      return BigInt(this.#u32(position));
    }
    const bytes = this.#bytes(position, 8);
    return this.#little ? bytes.readBigUInt64LE() : bytes.readBigUInt64BE();
  }

  // Tables are read number by number: from the page itself, since a view for each would cost more than the reading.

  #u32(position: number): number {
    const at = position % PAGE_SIZE;
    const page = this.#page(position);
    if (at + 4 > page.length) {
      const bytes = this.#bytes(position, 4);
      return this.#little ? bytes.readUInt32LE() : bytes.readUInt32BE();
    }
    return this.#little ? page.readUInt32LE(at) : page.readUInt32BE(at);
  }

  #u16(position: number): number {
    const at = position % PAGE_SIZE;
    const page = this.#page(position);
    if (at + 2 > page.length) {
      const bytes = this.#bytes(position, 2);
      return this.#little ? bytes.readUInt16LE() : bytes.readUInt16BE();
    }
    return this.#little ? page.readUInt16LE(at) : page.readUInt16BE(at);
  }

  #byte(position: number): number {
    const value = this.#page(position)[position % PAGE_SIZE];
    if (value === undefined) {
      throw new ElfError("ends too early");
    }
    return value;
  }

  #bytes(position: number, length: number): Buffer {
    if (position + length > this.#size) {
      throw new ElfError("ends too early");
    }
    const at = position % PAGE_SIZE;
    const page = this.#page(position);
    if (at + length <= page.length) {
      return page.subarray(at, at + length);
    }
    return Buffer.concat([
      page.subarray(at),
      this.#page(position - at + PAGE_SIZE).subarray(0, at + length - PAGE_SIZE),
    ]);
  }

  /** The page that holds a position; the last one is shorter. */
  #page(position: number): Buffer {
    const number = Math.floor(position / PAGE_SIZE);
    if (number === this.#lastNumber) {
      return this.#lastPage;
    }
    const page = this.#pages.get(number) ?? this.#readPage(number);
    this.#lastNumber = number;
    this.#lastPage = page;
    return page;
  }

  #readPage(number: number): Buffer {
    const start = number * PAGE_SIZE;
    if (start >= this.#size) {
      throw new ElfError("ends too early");
    }
    const page = Buffer.allocUnsafe(Math.min(PAGE_SIZE, this.#size - start));
    this.#read(page, start);
    if (this.#pages.size >= MOST_PAGES) {
      this.#pages.delete(this.#pages.keys().next().value!);
    }
    this.#pages.set(number, page);
    return page;
  }
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER) / 4n) {
    throw new ElfError("points beyond any file");
  }
  return Number(value);
}

type OfPython = "builtIn" | "pythonExports" | "pythonSymbols";

function withoutEmpty(facts: { [Key in Exclude<keyof ElfFacts, OfPython>]-?: ElfFacts[Key] | undefined }): ElfFacts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  ) as unknown as ElfFacts;
}
