// Unit tests run from TypeScript sources; .proto files are imported as text, as in the bundle.
module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
    "\\.proto$": "<rootDir>/test/proto-text-transform.cjs",
  },
};
