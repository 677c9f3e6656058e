// All packages in one layer, as `pip install` in a Dockerfile and rules_pkg's or rules_oci's usual tar of runfiles give.

import { stateless } from "../replay";

export const oneLayer = stateless("one_layer", "one site-packages layer", (packages) => [packages]);
