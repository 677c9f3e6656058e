// Unit tests run from TypeScript sources; .proto files are imported as text, as in the bundle.
module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // Tests end by what they find, not by the clock: a busy machine may take its time.
  testTimeout: 3_600_000,
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
    "\\.proto$": "<rootDir>/test/proto-text-transform.cjs",
  },
};
