// Tests run from TypeScript sources.
module.exports = {
  roots: ["<rootDir>/test"],
  setupFiles: ["<rootDir>/test/allow-shared-zlib.ts"],
  testMatch: ["**/*.test.ts"],
  // Tests end by what they find, not by the clock: a busy machine may take its time. One that hangs ends before CI does.
  testTimeout: 1_800_000,
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
};
