// Links between documents lead somewhere: to files that are there, and to headings that they have.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.dirname(path.dirname(__dirname));
const documents = [
  ...readdirSync(REPOSITORY).filter((name) => name.endsWith(".md")),
  ...["bench", "docs", "docs/api", "examples"].flatMap((folder) =>
    readdirSync(path.join(REPOSITORY, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name)),
  ),
];

const read = (document: string) => readFileSync(path.join(REPOSITORY, document), "utf8");

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test.each(documents)("%s", (document) => {
  const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  const broken = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) {
      return false;
    }
    const [file, anchor] = link.split("#") as [string, string | undefined];
    const target = file === "" ? document : path.join(path.dirname(document), file);
    if (!existsSync(path.join(REPOSITORY, target))) {
      return true;
    }
    return anchor !== undefined && !anchors(read(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});
