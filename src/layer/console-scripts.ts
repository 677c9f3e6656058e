// The programs that a wheel promises to install: one for each entry point of the groups console_scripts and gui_scripts.

/** The groups of which installers make programs (PyPA, Entry points specification, Use for scripts). */
const SCRIPT_GROUPS = ["console_scripts", "gui_scripts"];

/** `module:object.attribute`, perhaps followed by extras, which say what else is needed and nothing about the program. */
const OBJECT_REFERENCE = /^([\p{L}_][\w.]*)\s*:\s*([\p{L}_][\w.]*)\s*(?:\[[^\]]*\])?$/u;

/** A program's name that is the name of a file. */
const FILE_NAME = /^[^\s/=[\]][^/=\0]*$/;

/**
 * The programs of an `entry_points.txt`: text by file name. Entries of which no installer could make a program (without an
 * object, or with a name that a file cannot have) are skipped, as they do no harm where nothing is installed.
 *
 * @param interpreter Absolute path of the Python that runs them.
 */
export function consoleScripts(entryPoints: string, interpreter: string): Map<string, string> {
  const scripts = new Map<string, string>();
  let group = "";
  for (const line of entryPoints.split(/\r?\n/)) {
    const header = /^\[(.*)\]\s*$/.exec(line);
    if (header !== null) {
      group = header[1]!.trim();
    }
    const equals = line.indexOf("=");
    if (header !== null || /^\s*(?:[#;]|$)/.test(line) || equals < 0 || !SCRIPT_GROUPS.includes(group)) {
      continue;
    }
    const name = line.slice(0, equals).trim();
    const reference = OBJECT_REFERENCE.exec(line.slice(equals + 1).trim());
    if (reference !== null && FILE_NAME.test(name)) {
      scripts.set(name, scriptText(interpreter, reference[1]!, reference[2]!));
    }
  }
  return scripts;
}

function scriptText(interpreter: string, module: string, object: string): string {
  const [imported] = object.split(".") as [string];
  return `#!${interpreter}\nimport sys\nfrom ${module} import ${imported}\nif __name__ == "__main__":\n    sys.exit(${object}())\n`;
}

/**
 * What stands for the Python of the environment at the beginning of a script: the first line that wheels have (PEP 427,
 * Installing a wheel), whatever follows in it; what rules_python's installer makes of it; and the lines of rules_python and of
 * uv, so of rules_py too, that look for the Python beside the script.
 */
const PLACEHOLDER =
  /^(?:#!python[^\n]*(?:\n|$)|#!\/dev\/null(?:\n|$)|#!\/bin\/sh\n'''exec' "\$\(dirname (?:"\$0"\)\/python3?"|-- "\$\(realpath -- "\$0"\)"\)"\/'pythonw?3?') "\$0" "\$@"\n' '''\n)/;

/**
 * A wheel's own script with the interpreter's path in its first line. Scripts that name a program themselves stay as they
 * are, as installers leave them.
 *
 * @param content Bytes of the script, read as Latin-1 so that all of them stay.
 */
export function withInterpreter(content: string, interpreter: string): string {
  return content.replace(PLACEHOLDER, `#!${interpreter}\n`);
}

/**
 * The same for a script whose original is known, whatever a rule set put in place of the original's first line.
 *
 * @returns undefined when the script is not the original with another first line.
 */
export function withFirstLineOf(content: string, original: string, interpreter: string): string | undefined {
  const rest = original.slice(`${original}\n`.indexOf("\n") + 1);
  return original.startsWith("#!python") && content.startsWith("#!") && content.endsWith(rest)
    ? `#!${interpreter}\n${rest}`
    : undefined;
}
