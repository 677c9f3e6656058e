// Names of images: what registry, repository and tag a text means (distribution-spec; Docker's reference grammar).

import { ActionError } from "../action/action-error";

/** An image's name, taken apart. */
export interface ImageName {
  /** HOST or HOST:PORT; docker.io where the text names none. */
  readonly registry: string;
  readonly repository: string;
  /** A tag, or a digest with its algorithm. */
  readonly reference: string;
}

const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
/** Of a host, an IPv4 address or an IPv6 address in brackets; a port. */
const REGISTRY = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Takes a name apart: `[REGISTRY/]REPOSITORY[:TAG|@DIGEST]`; the tag is latest where there is none.
 *
 * @throws ActionError that says what is wrong with the name
 */
export function parseImageName(text: string): ImageName {
  const [beforeDigest, digest, more] = text.split("@") as [string, string?, string?];
  const slash = beforeDigest.indexOf("/");
  const first = slash < 0 ? "" : beforeDigest.slice(0, slash);
  const named = first.includes(".") || first.includes(":") || first === "localhost";
  const registry = named ? first : "docker.io";
  const rest = named ? beforeDigest.slice(slash + 1) : beforeDigest;
  const colon = rest.lastIndexOf(":");
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? "latest" : rest.slice(colon + 1);
  const repository = !named && !path.includes("/") ? `library/${path}` : path;
  const wrong =
    !REGISTRY.test(registry) || !URL.canParse(`https://${registry}`)
      ? "its registry is not HOST or HOST:PORT"
      : !REPOSITORY.test(repository)
        ? "its repository may have lower-case letters, digits, and . _ - between them"
        : !TAG.test(tag)
          ? "its tag may have letters, digits, and . _ - and at most 128 of them"
          : (digest !== undefined && !DIGEST.test(digest)) || more !== undefined
            ? "its digest is not a sha256 digest"
            : undefined;
  if (wrong !== undefined) {
    throw new ActionError(`${JSON.stringify(text.slice(0, 300))} is not the name of an image: ${wrong}`, {
      remedy: "write it as REGISTRY/REPOSITORY:TAG, such as registry.example/team/app:1.2",
    });
  }
  return { registry, repository, reference: digest ?? tag };
}
