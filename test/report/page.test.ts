import { imageReport } from "../../src/report/image-report";
import { formatPage } from "../../src/report/page";
import { application, describePackage, packages, planOf } from "./example-image";

function pageOf(list = packages): string {
  const report = imageReport({
    image: "//a&b:layers",
    platform: "linux/amd64",
    base: "",
    layout: "venv",
    plan: planOf(list, application),
    descriptors: [...list, application],
    others: [],
    findings: [],
    licences: new Map(),
  });
  return formatPage(report, { style: "p{}", program: 'x = "</script>";' });
}

test("names are text, whatever is in them, and end no element", () => {
  const odd = describePackage(`</script><b>'"&`, { "</script><i>.py": 9_000_000 });
  const page = pageOf([...packages, odd]);
  expect(page).not.toContain("<b>");
  expect(page).not.toContain("<i>");
  expect(page).toContain("&#60;/script&#62;&#60;b&#62;&#39;&#34;&#38;");
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).toContain("<h1>//a&#38;b:layers</h1>");
});

test("the page needs nothing from elsewhere", () => {
  expect(pageOf()).not.toMatch(/https?:|src=|url\(|@import/);
  expect(pageOf().match(/href="[^"]*"/g)).toEqual(['href="data:,"', 'href="#packages"']);
});

test("equal images give equal pages", () => {
  expect(pageOf()).toBe(pageOf());
});
