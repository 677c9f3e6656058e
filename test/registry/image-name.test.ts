import { parseImageName } from "../../src/registry/image-name";

const digest = `sha256:${"a".repeat(64)}`;

test.each([
  ["app", "docker.io", "library/app", "latest"],
  ["team/app:1.2", "docker.io", "team/app", "1.2"],
  ["registry.example/app", "registry.example", "app", "latest"],
  ["localhost/app:dev", "localhost", "app", "dev"],
  ["127.0.0.1:5000/a/b-c__d:x", "127.0.0.1:5000", "a/b-c__d", "x"],
  [`registry.example/app:1@${digest}`, "registry.example", "app", digest],
])("%s", (text, registry, repository, reference) => {
  expect(parseImageName(text)).toEqual({ registry, repository, reference });
});

test.each([
  ["registry.example/App:1", "lower-case"],
  ["registry.example/app:", "its tag"],
  ["registry.example/app:a b", "its tag"],
  ["registry.example/", "its repository"],
  ["app@sha256:abc", "its digest"],
  ["", "its repository"],
])("%j is no name", (text, message) => {
  expect(() => parseImageName(text)).toThrow(message);
});
