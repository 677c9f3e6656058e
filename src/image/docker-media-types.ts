// What OCI calls the layers of Docker's image format. The bytes of such layers are the same, and an OCI manifest with a
// Docker type in it is refused by Quay, Podman and CRI-O (rules_img pull request 518, dotnet/sdk issue 35608).

/** Docker's image manifest version 2, schema 2, and what BuildKit and containerd add; image-spec, media-types.md, compatibility matrix. */
const OCI_TYPES = new Map([
  ["application/vnd.docker.image.rootfs.diff.tar", "application/vnd.oci.image.layer.v1.tar"],
  ["application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.oci.image.layer.v1.tar+gzip"],
  ["application/vnd.docker.image.rootfs.diff.tar.zstd", "application/vnd.oci.image.layer.v1.tar+zstd"],
  ["application/vnd.docker.image.rootfs.foreign.diff.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar"],
  [
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  ],
]);

/** The OCI media type of a layer; one that is not Docker's stays as it is. */
export function ociLayerMediaType(mediaType: string): string {
  return OCI_TYPES.get(mediaType) ?? mediaType;
}
