// Makes small ELF files for tests: a header, one loaded segment, a dynamic section and its tables.

/** What is to be in the file. */
export interface ElfRecipe {
  readonly bits?: 32 | 64;
  readonly bigEndian?: boolean;
  /** e_machine; 62 is x86_64. */
  readonly machine?: number;
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  readonly flags1?: number;
  /** Versions wanted of a file; one that begins with `?` is weak. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  readonly defines?: readonly string[];
  /** Undefined symbols by the version wanted of them. */
  readonly symbols?: readonly (readonly [name: string, version: string])[];
  /** Symbols that the file defines. */
  readonly exports?: readonly string[];
}

/** The bytes of a file; its addresses are its offsets. */
export function elfBytes(recipe: ElfRecipe = {}): Buffer {
  const wide = (recipe.bits ?? 64) === 64;
  const big = recipe.bigEndian === true;
  const parts: Buffer[] = [];
  let end = wide ? 64 : 52;
  const headers = (recipe.interpreter === undefined ? 2 : 3) * (wide ? 56 : 32);
  end += headers;
  const put = (bytes: Buffer): number => {
    const at = end;
    parts.push(bytes);
    end += bytes.length;
    return at;
  };
  const u = (size: 2 | 4 | 8, value: number) => {
    const bytes = Buffer.alloc(size);
    if (size === 8) {
      big ? bytes.writeBigUInt64BE(BigInt(value)) : bytes.writeBigUInt64LE(BigInt(value));
    } else {
      big ? bytes.writeUIntBE(value, 0, size) : bytes.writeUIntLE(value, 0, size);
    }
    return bytes;
  };
  const word = (value: number) => u(wide ? 8 : 4, value);

  const strings: Buffer[] = [Buffer.from([0])];
  let stringsSize = 1;
  const name = (text: string) => {
    const at = stringsSize;
    const bytes = Buffer.from(`${text}\0`);
    strings.push(bytes);
    stringsSize += bytes.length;
    return at;
  };

  const dynamic: [number, number][] = [];
  for (const library of recipe.needed ?? []) {
    dynamic.push([1, name(library)]);
  }
  for (const [tag, text] of [
    [14, recipe.soname],
    [15, recipe.rpath],
    [29, recipe.runpath],
  ] as const) {
    if (text !== undefined) {
      dynamic.push([tag, name(text)]);
    }
  }
  if (recipe.flags1 !== undefined) {
    dynamic.push([0x6ffffffb, recipe.flags1]);
  }
  const indexes = new Map<string, number>();
  const needs = Object.entries(recipe.needs ?? {});
  if (needs.length > 0) {
    const records = needs.flatMap(([file, versions], which) => {
      const entries = versions.map((version, index) => {
        const weak = version.startsWith("?");
        indexes.set(version.replace("?", ""), indexes.size + 2);
        const next = index === versions.length - 1 ? 0 : 16;
        return Buffer.concat([
          u(4, 0),
          u(2, weak ? 2 : 0),
          u(2, indexes.size + 1),
          u(4, name(version.replace("?", ""))),
          u(4, next),
        ]);
      });
      const next = which === needs.length - 1 ? 0 : 16 + 16 * versions.length;
      return [Buffer.concat([u(2, 1), u(2, versions.length), u(4, name(file)), u(4, 16), u(4, next)]), ...entries];
    });
    dynamic.push([0x6ffffffe, put(Buffer.concat(records))], [0x6fffffff, needs.length]);
  }
  const defines = recipe.defines ?? [];
  if (defines.length > 0) {
    const records = ["base", ...defines].map((version, index, all) =>
      Buffer.concat([
        u(2, 1),
        u(2, index === 0 ? 1 : 0),
        u(2, index + 1),
        u(2, 1),
        u(4, 0),
        u(4, 20),
        u(4, index === all.length - 1 ? 0 : 28),
        u(4, name(version)),
        u(4, 0),
      ]),
    );
    dynamic.push([0x6ffffffc, put(Buffer.concat(records))], [0x6ffffffd, records.length]);
  }
  const wanted = recipe.symbols ?? [];
  const exported = recipe.exports ?? [];
  if (wanted.length + exported.length > 0) {
    const symbol = (text: string, defined: boolean) =>
      wide
        ? Buffer.concat([u(4, name(text)), Buffer.from([0x12, 0]), u(2, defined ? 7 : 0), u(8, 0), u(8, 0)])
        : Buffer.concat([u(4, name(text)), u(4, 0), u(4, 0), Buffer.from([0x12, 0]), u(2, defined ? 7 : 0)]);
    const table = [
      Buffer.alloc(wide ? 24 : 16),
      ...wanted.map(([text]) => symbol(text, false)),
      ...exported.map((text) => symbol(text, true)),
    ];
    dynamic.push([6, put(Buffer.concat(table))]);
    const versions = [
      u(2, 0),
      ...wanted.map(([, version]) => u(2, indexes.get(version) ?? 1)),
      ...exported.map(() => u(2, 1)),
    ];
    dynamic.push([0x6ffffff0, put(Buffer.concat(versions))]);
    dynamic.push([0x6ffffef5, put(Buffer.concat([u(4, 1), u(4, wanted.length + 1), u(4, 1), u(4, 0)]))]);
    dynamic.push([4, put(Buffer.concat([u(4, 1), u(4, table.length)]))]);
  }
  dynamic.push([5, put(Buffer.concat(strings))], [10, stringsSize], [0, 0]);
  const interpreterAt = recipe.interpreter === undefined ? 0 : put(Buffer.from(`${recipe.interpreter}\0`));
  const table = Buffer.concat(dynamic.flatMap(([tag, value]) => [word(tag), word(value)]));
  const dynamicAt = put(table);

  const segment = (type: number, offset: number, size: number) =>
    wide
      ? Buffer.concat([u(4, type), u(4, 4), word(offset), word(offset), word(offset), word(size), word(size), word(1)])
      : Buffer.concat([u(4, type), word(offset), word(offset), word(offset), word(size), word(size), u(4, 4), word(1)]);
  const segments = [
    segment(1, 0, end),
    segment(2, dynamicAt, table.length),
    ...(recipe.interpreter === undefined ? [] : [segment(3, interpreterAt, recipe.interpreter.length + 1)]),
  ];
  const header = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, big ? 2 : 1, 1, 0]),
    Buffer.alloc(8),
    u(2, 3),
    u(2, recipe.machine ?? 62),
    u(4, 1),
    word(0),
    word(wide ? 64 : 52),
    word(0),
    u(4, 0),
    u(2, wide ? 64 : 52),
    u(2, wide ? 56 : 32),
    u(2, segments.length),
    u(2, 0),
    u(2, 0),
    u(2, 0),
  ]);
  return Buffer.concat([header, ...segments, ...parts]);
}
