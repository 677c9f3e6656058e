// Opens a page in the browser of the person at the terminal.

import { spawn } from "node:child_process";
import { realpath } from "node:fs/promises";
import { ActionError } from "../action/action-error";

/**
 * Opens a file with the desktop's own program, or the one that BROWSER names.
 *
 * @returns the file's real path, which may be opened by hand as well
 * @throws ActionError with that path when no such program starts
 */
export async function openPage(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const page = await realpath(file).catch((cause: unknown) => {
    throw new ActionError("the page is missing", { file, remedy: "build the image again", cause });
  });
  const command = environment.BROWSER || (process.platform === "darwin" ? "open" : "xdg-open");
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, [page], { stdio: "ignore", detached: true });
    child.once("error", (cause) =>
      reject(
        new ActionError(`no program opens the page: ${command} cannot be started`, {
          file: page,
          remedy: "open the file in a browser, or name one in the variable BROWSER",
          cause,
        }),
      ),
    );
    child.once("spawn", () => {
      child.unref();
      resolve();
    });
  });
  return page;
}
