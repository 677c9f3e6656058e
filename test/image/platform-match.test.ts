import { formatPlatform, type ImagePlatform, platformRank } from "../../src/image/platform-match";

function platform(text: string): ImagePlatform {
  const [os, architecture, variant] = text.split("/") as [string, string, string | undefined];
  return { os, architecture, variant };
}

/** Of the offered platforms those that suit, best first. */
function suitable(wanted: string, offered: readonly string[]): string[] {
  const rank = (text: string) => platformRank(platform(wanted), platform(text));
  return offered.filter((text) => rank(text) !== undefined).sort((a, b) => rank(a)! - rank(b)!);
}

// The expectations are those of containerd/platforms (compare.go and its test), without other architectures.
test.each<[string, string[], string[]]>([
  ["linux/amd64", ["linux/amd64", "linux/amd64/v1", "linux/x86_64"], ["linux/amd64/v2", "linux/386", "windows/amd64"]],
  ["linux/amd64/v3", ["linux/amd64/v3", "linux/amd64/v2", "linux/amd64"], ["linux/amd64/v4"]],
  ["linux/arm64", ["linux/arm64", "linux/arm64/v8", "linux/aarch64"], ["linux/arm64/v8.1", "linux/arm64/v9"]],
  ["linux/arm64/v8", ["linux/arm64", "linux/arm64/v8", "linux/arm64/8"], ["linux/arm64/v9", "linux/arm/v7"]],
  ["linux/arm64/v8.2", ["linux/arm64/v8.2", "linux/arm64/v8.1", "linux/arm64"], ["linux/arm64/v8.3"]],
  [
    "linux/arm64/v9",
    ["linux/arm64/v9", "linux/arm64/v8.5", "linux/arm64/v8.4", "linux/arm64/v8"],
    ["linux/arm64/v9.1", "linux/arm64/v8.6"],
  ],
  ["linux/arm/v7", ["linux/arm", "linux/arm/v6", "linux/arm/v5"], ["linux/arm/v8", "linux/arm64"]],
  ["linux/arm/v6", ["linux/arm/v6", "linux/armel", "linux/arm/v5"], ["linux/arm/v7", "linux/arm", "linux/armhf"]],
  ["linux/arm", ["linux/arm/7", "linux/armhf", "linux/arm/v6"], ["linux/arm/v8"]],
  ["linux/riscv64", ["linux/riscv64"], ["linux/riscv64/rva23u64", "unknown/unknown"]],
])("%s takes %j in this order, and none of %j", (wanted, taken, refused) => {
  expect(suitable(wanted, [...refused, ...taken.toReversed()].reverse())).toEqual(taken);
});

test("a platform is written as image tools write it", () => {
  expect(["linux/amd64", "linux/arm/v7"].map((text) => formatPlatform(platform(text)))).toEqual([
    "linux/amd64",
    "linux/arm/v7",
  ]);
});
