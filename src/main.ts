// The executable: the actions it knows by name, and nothing else; how it is called is decided in worker/.

import { version } from "../package.json";
import type { Action } from "./worker/action";
import { commands } from "./worker/commands";
import { runProcess } from "./worker/run-process";

const actions = new Map<string, Action>([]);

void runProcess({ actions, commands, version });
