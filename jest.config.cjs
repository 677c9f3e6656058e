// Tests run from TypeScript sources.
module.exports = {
  roots: ["<rootDir>/test"],
  setupFiles: ["<rootDir>/test/allow-shared-zlib.ts"],
  testMatch: ["**/*.test.ts"],
  // Tests end by what they find, not by the clock: a busy machine may take its time.
  testTimeout: 3_600_000,
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
};
