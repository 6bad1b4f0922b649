// What registries and readers are told of each package.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const repository = "https://github.com/unroll-js/unroll";

const folders = ["packages", "models", "apps"].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => existsSync(join(root, folder, "package.json"))),
);
/** @param {string} folder */
const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
const published = folders.filter((folder) => !manifestOf(folder).private);

/** Where the links of a text lead, those of code blocks left out.
 *  @param {string} file */
function linksOf(file) {
  const text = readFileSync(join(root, file), "utf8").replace(/^```.*?^```/gms, "");
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = ""]) => target);
}

test("all ask for the Node that the README names", () => {
  const { engines } = manifestOf(".");
  for (const folder of folders)
    expect({ folder, ...manifestOf(folder) }).toMatchObject({ folder, engines });
  const [, version] = engines.node.split(">=");
  for (const file of ["README.md", "CONTRIBUTING.md"]) {
    expect(readFileSync(join(root, file), "utf8").replaceAll("\n", " ")).toContain(
      `Node ${version} or later`,
    );
  }
});

test("one version of pnpm is named", () => {
  const { packageManager, devDependencies } = manifestOf(".");
  expect(packageManager).toBe(`pnpm@${devDependencies.pnpm}`);
});

describe.each(published)("%s", (folder) => {
  test("says where it comes from and what it is about", () => {
    const { keywords, ...manifest } = manifestOf(folder);
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/^[A-Z].*\.$/),
      license: "Apache-2.0",
      homepage: `${repository}/tree/main/${folder}#readme`,
      bugs: `${repository}/issues`,
      repository: { type: "git", url: `git+${repository}.git`, directory: folder },
    });
    expect(keywords).toContain("recurrent-neural-network");
  });

  // A registry's page is no folder of the repository.
  test("its README links to addresses, and those in the repository are there", () => {
    for (const link of linksOf(`${folder}/README.md`)) {
      expect(link).toMatch(/^https:\/\//);
      const [, path] = link.split(
        /^https:\/\/github\.com\/unroll-js\/unroll\/(?:blob|tree)\/main\//,
      );
      if (path !== undefined) expect(existsSync(join(root, path)), link).toBe(true);
    }
  });
});

const documents = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "packages/conformance/golden/README.md"],
  ...readdirSync(join(root, "docs/adr")).map((name) => `docs/adr/${name}`),
  ...folders.map((folder) => `${folder}/README.md`),
].filter((file) => existsSync(join(root, file)));

test.each(documents)("the links of %s resolve", (file) => {
  for (const link of linksOf(file).filter((link) => !/^[a-z]+:/.test(link))) {
    expect(existsSync(join(root, dirname(file), link)), link).toBe(true);
  }
});
