// Our worker with the example actions in place of the real ones.

import { runProcess } from "../../src/run-process";
import { exampleActions } from "./example-actions";

void runProcess({ actions: exampleActions, commands: async () => [], version: "0" });
