import { createdBy } from "../../src/image/layer-history";
import { formatLayerMetadata } from "../../src/image/layer-metadata";

const layer = {
  mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
  digest: `sha256:${"1".repeat(64)}`,
  size: 12,
  diffId: `sha256:${"2".repeat(64)}`,
};

test("the metadata has the keys of rules_img and nothing of the descriptor beside them", () => {
  expect(JSON.parse(formatLayerMetadata({ ...layer, closingSize: 3 } as typeof layer, []))).toEqual({
    diff_id: layer.diffId,
    mediaType: layer.mediaType,
    digest: layer.digest,
    size: 12,
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "package_layers: " }],
  });
});

test("the history names what is in the layer, in its order", () => {
  const contents = [
    { name: "numpy", version: "2.4.6" },
    { name: "application", version: "" },
  ];
  expect(createdBy(contents)).toBe("package_layers: numpy 2.4.6, application");
  expect(JSON.parse(formatLayerMetadata(layer, contents)).history[0].created_by).toBe(createdBy(contents));
});
