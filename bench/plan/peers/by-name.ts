// The order of names: the first get a layer each, the others share the last one.
//
// From the description of Nixpkgs' dockerTools.buildLayeredImage (pkgs/build-support/docker/default.nix and
// references-by-popularity): store paths sorted by how many others need them, then by name; the first `maxLayers - 1` are
// layers, the rest is one. The closure of an application says nothing of popularity here, so that names decide.

import { stateless } from "../replay";

export const byName = stateless("by_name", "by name (Nix when nothing is more popular)", (packages, layers) =>
  packages.length <= layers
    ? packages.map((one) => [one])
    : [...packages.slice(0, layers - 1).map((one) => [one]), packages.slice(layers - 1)],
);
