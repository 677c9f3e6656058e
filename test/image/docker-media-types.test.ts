import { ociLayerMediaType } from "../../src/image/docker-media-types";
import { layerMediaTypes } from "../../src/layer/layer-descriptor";

test.each([
  ["application/vnd.docker.image.rootfs.diff.tar", layerMediaTypes.none],
  ["application/vnd.docker.image.rootfs.diff.tar.gzip", layerMediaTypes.gzip],
  ["application/vnd.docker.image.rootfs.diff.tar.zstd", layerMediaTypes.zstd],
  ["application/vnd.docker.image.rootfs.foreign.diff.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar"],
  [
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  ],
])("%s is %s", (docker, oci) => {
  expect(ociLayerMediaType(docker)).toBe(oci);
});

test.each([
  ...Object.values(layerMediaTypes),
  "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  "application/vnd.docker.image.rootfs.diff.tar.gzip+encrypted",
  "",
])("%s stays as it is", (mediaType) => {
  expect(ociLayerMediaType(mediaType)).toBe(mediaType);
});
