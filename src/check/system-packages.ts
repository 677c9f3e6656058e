// Says where a library comes from on a base's distribution.

import type { BaseFacts } from "../base/base-facts";

/** Debian's packages by the library's name: those that wheels were found to lack. */
const DEBIAN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLU.so.1": "libglu1-mesa",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrender.so.1": "libxrender1",
    "libasound.so.2": "libasound2",
    "libatomic.so.1": "libatomic1",
    "libblas.so.3": "libblas3",
    "libbz2.so.1.0": "libbz2-1.0",
    "libcairo.so.2": "libcairo2",
    "libcrypt.so.1": "libcrypt1",
    "libcrypto.so.1.1": "libssl1.1",
    "libcrypto.so.3": "libssl3",
    "libcurl.so.4": "libcurl4",
    "libexpat.so.1": "libexpat1",
    "libffi.so.8": "libffi8",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libgfortran.so.5": "libgfortran5",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libjpeg.so.62": "libjpeg62-turbo",
    "liblapack.so.3": "liblapack3",
    "liblzma.so.5": "liblzma5",
    "libmagic.so.1": "libmagic1",
    "libmariadb.so.3": "libmariadb3",
    "libncursesw.so.6": "libncursesw6",
    "libnss3.so": "libnss3",
    "libodbc.so.2": "unixodbc",
    "libopenblas.so.0": "libopenblas0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libportaudio.so.2": "libportaudio2",
    "libpq.so.5": "libpq5",
    "libreadline.so.8": "libreadline8",
    "libsndfile.so.1": "libsndfile1",
    "libsodium.so.23": "libsodium23",
    "libsqlite3.so.0": "libsqlite3-0",
    "libssl.so.1.1": "libssl1.1",
    "libssl.so.3": "libssl3",
    "libstdc++.so.6": "libstdc++6",
    "libtinfo.so.6": "libtinfo6",
    "libusb-1.0.so.0": "libusb-1.0-0",
    "libuuid.so.1": "libuuid1",
    "libxcb.so.1": "libxcb1",
    "libxml2.so.2": "libxml2",
    "libxslt.so.1": "libxslt1.1",
    "libz.so.1": "zlib1g",
    "libzbar.so.0": "libzbar0",
    "libzstd.so.1": "libzstd1",
  }),
);

/** Names that got `t64` at their end with Debian 13 and Ubuntu 24.04, when time became 64 bits wide. */
const WITH_T64 = new Set([
  "libasound2",
  "libcurl4",
  "libglib2.0-0",
  "libmagic1",
  "libodbc2",
  "libportaudio2",
  "libreadline8",
  "libssl3",
  "libgssapi-krb5-2",
]);

/** Distributions of a package that do not need the libraries. */
const WITHOUT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "opencv-python": "opencv-python-headless",
    "opencv-contrib-python": "opencv-contrib-python-headless",
    psycopg2: "psycopg2-binary",
  }),
);

/**
 * What to do about a library that is missing.
 *
 * @param name Normalised name of the package that needs it, where it is one's.
 */
export function libraryRemedy(library: string, base: BaseFacts | undefined, name: string | undefined): string {
  const instead = name === undefined ? undefined : WITHOUT.get(name);
  const from = whereFrom(library, base?.release);
  const other = instead === undefined ? "" : `, or use ${instead}, which does not need it`;
  return `${from}${other}; where it is added later, name it in allow_missing = ["${library}"]`;
}

function whereFrom(library: string, release: BaseFacts["release"]): string {
  switch (release?.id) {
    case "debian":
    case "ubuntu": {
      const found = DEBIAN.get(library);
      const late =
        Number(release.version) >= (release.id === "debian" ? 13 : 24) ||
        (release.id === "debian" && release.version === "");
      const named = found !== undefined && late && WITH_T64.has(found) ? `${found}t64` : found;
      const name = release.id === "debian" ? "Debian" : "Ubuntu";
      return named === undefined
        ? `add the package of ${name} that has it to the base (apt-file search ${library})`
        : `add it to the base; on ${name}: ${named}`;
    }
    case "alpine":
    case "wolfi":
    case "chainguard":
      return `add it to the base (apk add so:${library})`;
    case "rhel":
    case "centos":
    case "fedora":
    case "rocky":
    case "almalinux":
      return `add it to the base (dnf install '${library}()(64bit)')`;
    default:
      return "add it to the base, or use a base that has it";
  }
}
