// Rule sets of others that a machine may not be able to have, and the small modules that stand in for them.

import * as path from "node:path";
import { REPOSITORY } from "./workspace";

/** The flag that puts our stand-in in the place of a rule set. */
export function standIn(ruleSet: "aspect_rules_py" | "rules_img" | "rules_oci"): string {
  return `--override_module=${ruleSet}=${path.join(REPOSITORY, "test", "e2e", "stand-ins", ruleSet)}`;
}
