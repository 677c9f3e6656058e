import { ActionError } from "../../src/action/action-error";
import { type ImageSettings, runtimeConfig } from "../../src/image/image-settings";

const START = { entrypoint: ["/app"] };

const configOf = (settings: Partial<ImageSettings>, base: Readonly<Record<string, unknown>> = {}) =>
  runtimeConfig(base, { ...START, ...settings });

const environmentOf = (settings: Partial<ImageSettings>, inherited?: readonly string[]) =>
  configOf(settings, inherited === undefined ? {} : { Env: inherited }).Env;

describe("the environment", () => {
  test("of an image that adds nothing is its base's", () => {
    expect(environmentOf({}, ["LANG=C"])).toEqual(["LANG=C"]);
    expect(environmentOf({})).toBeUndefined();
  });

  test("a variable takes the place of the base's, and no other's", () => {
    expect(environmentOf({ variables: ["A=2"] }, ["A=1", "AB=1", "B=1"])).toEqual(["AB=1", "B=1", "A=2"]);
  });

  test("a directory comes before the base's PATH", () => {
    expect(environmentOf({ searchPath: "/venv/bin" }, ["PATH=/opt/bin"])).toEqual(["PATH=/venv/bin:/opt/bin"]);
  });

  test("a directory comes before a variable PATH, which is in the place of the base's", () => {
    const settings = { variables: ["PATH=/own/bin", "A=1"], searchPath: "/venv/bin" };
    expect(environmentOf(settings, ["PATH=/opt/bin"])).toEqual(["A=1", "PATH=/venv/bin:/own/bin"]);
  });

  test("without a PATH of the base it comes before the runtimes' default", () => {
    expect(environmentOf({ searchPath: "/venv/bin" })).toEqual([
      "PATH=/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    ]);
  });

  test("the image's own variables go before the program's", () => {
    expect(environmentOf({ variables: ["A=program", "B=program"], env: ["A=image"] }, ["A=base"])).toEqual([
      "A=image",
      "B=program",
    ]);
  });

  test("the image's own variables may name those of the base and the program", () => {
    const settings = {
      variables: ["HOME=/program"],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: both forms of a name are for the image, not for this program.
      env: ["PATH=/image/bin:$PATH", "CACHE=${HOME}/cache", "PRICE=5$ or $", "HOME=/image"],
      searchPath: "/venv/bin",
    };
    expect(environmentOf(settings, ["PATH=/base/bin", "HOME=/base"])).toEqual([
      "HOME=/image",
      "CACHE=/program/cache",
      "PRICE=5$ or $",
      "PATH=/venv/bin:/image/bin:/base/bin",
    ]);
  });

  test("PATH can be named where the base has none", () => {
    expect(environmentOf({ env: ["PATH=/image/bin:$PATH"] })).toEqual([
      "PATH=/image/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    ]);
  });

  test("a name that nothing sets is an error, and the program's own values are taken as they are", () => {
    expect(() => environmentOf({ env: ["A=$LANG"] }, ["LANGUAGE=C"])).toThrow(
      new ActionError('env: A has the value "$LANG", and nothing sets $LANG', { remedy: "" }),
    );
    expect(environmentOf({ variables: ["A=$LANG"] })).toEqual(["A=$LANG"]);
  });
});

describe("the other settings", () => {
  const BASE = {
    Cmd: ["python3"],
    Entrypoint: ["/base"],
    ExposedPorts: { "80/tcp": {} },
    Labels: { a: "base", b: "base" },
    StopSignal: "SIGINT",
    User: "65532",
    WorkingDir: "/base",
  };

  test("are the base's where the image has none, but for entry point and command", () => {
    const { Cmd: _, ...kept } = BASE;
    expect(configOf({}, BASE)).toEqual({ ...kept, Entrypoint: ["/app"] });
    expect(configOf({ cmd: [], labels: [], exposedPorts: [] }, BASE)).toEqual({ ...kept, Entrypoint: ["/app"] });
  });

  test("are the image's where it has some; labels and ports join the base's", () => {
    const settings = {
      cmd: ["--port", "8080"],
      workdir: "/srv",
      user: "1000:1000",
      labels: ["b=image", "c=x=y", "empty="],
      exposedPorts: ["8080/tcp", "53/udp"],
    };
    expect(configOf(settings, BASE)).toEqual({
      Cmd: ["--port", "8080"],
      Entrypoint: ["/app"],
      ExposedPorts: { "80/tcp": {}, "8080/tcp": {}, "53/udp": {} },
      Labels: { a: "base", b: "image", c: "x=y", empty: "" },
      StopSignal: "SIGINT",
      User: "1000:1000",
      WorkingDir: "/srv",
    });
  });

  test("of a base that has null in their place are the image's", () => {
    expect(configOf({ labels: ["a=1"], exposedPorts: ["1"] }, { Labels: null, ExposedPorts: null })).toEqual({
      Entrypoint: ["/app"],
      ExposedPorts: { "1": {} },
      Labels: { a: "1" },
    });
  });
});
