// Which images a platform can run, compared as containerd does (containerd/platforms, `Only`), but within one architecture: a
// base for 386 is of no use to an image of packages for amd64.

/** The platform of an image, as in its config (image-spec/config.md) or in an index (image-spec/image-index.md). */
export interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT. */
export function formatPlatform({ os, architecture, variant }: ImagePlatform): string {
  return [os, architecture, variant].filter(Boolean).join("/");
}

/** The one spelling of a platform that has several (containerd/platforms, normalizeArch). */
function normalize({ os, architecture, variant = "" }: ImagePlatform): ImagePlatform & { readonly variant: string } {
  const of = (arch: string, spelling: string) => ({ os: os.toLowerCase(), architecture: arch, variant: spelling });
  const arch = architecture.toLowerCase();
  const spelled = variant.toLowerCase();
  switch (arch) {
    case "i386":
      return of("386", "");
    case "x86_64":
    case "x86-64":
    case "amd64":
      return of("amd64", spelled === "v1" ? "" : spelled);
    case "aarch64":
    case "arm64":
      return of("arm64", /^v?8(?:\.0)?$/.test(spelled) ? "" : spelled.replace(/^v?9(?:\.0)?$/, "v9"));
    case "armhf":
      return of("arm", "v7");
    case "armel":
      return of("arm", "v6");
    case "arm":
      return of("arm", spelled === "" ? "v7" : spelled.replace(/^(?=[5678]$)/, "v"));
    default:
      return of(arch, spelled);
  }
}

/** The variants of an architecture that a processor of one of them can run, best first; all in their one spelling. */
function variantsFor(architecture: string, variant: string): readonly string[] {
  const numbered = /^v(\d+)$/.exec(variant);
  if (architecture === "amd64" && numbered !== null) {
    return [...countDown(Number(numbered[1]), 2).map((level) => `v${level}`), ""];
  }
  if (architecture === "arm" && numbered !== null) {
    return Number(numbered[1]) < 5 ? [variant] : countDown(Number(numbered[1]), 5).map((level) => `v${level}`);
  }
  const arm64 = architecture === "arm64" ? /^(?:v([89])(?:\.(\d+))?)?$/.exec(variant) : null;
  if (arm64 !== null) {
    const [major, minor] = [Number(arm64[1] ?? 8), Number(arm64[2] ?? 0)];
    const ninth = major === 9 ? countDown(minor, 0).map((level) => (level === 0 ? "v9" : `v9.${level}`)) : [];
    // Armv9.N has all that Armv8.(N+5) has.
    const eighth = countDown(major === 9 ? Math.min(minor + 5, 9) : minor, 0);
    return [...ninth, ...eighth.map((level) => (level === 0 ? "" : `v8.${level}`))];
  }
  return [variant];
}

function countDown(from: number, to: number): number[] {
  return Array.from({ length: Math.max(from - to + 1, 0) }, (_, index) => from - index);
}

/**
 * How well an image of platform `offered` suits `wanted`: 0 is best, larger is worse, undefined not at all. An image for
 * arm64 suits arm64/v8 and the other way round; one for arm/v7 does not suit arm/v6.
 */
export function platformRank(wanted: ImagePlatform, offered: ImagePlatform): number | undefined {
  const [want, offer] = [normalize(wanted), normalize(offered)];
  if (want.os !== offer.os || want.architecture !== offer.architecture) {
    return undefined;
  }
  const rank = variantsFor(want.architecture, want.variant).indexOf(offer.variant);
  return rank < 0 ? undefined : rank;
}
