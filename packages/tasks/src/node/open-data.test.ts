import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "@unroll/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DataFile, DataFolder } from "../data/data-place.ts";
import { openData } from "./open-data.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unroll-open-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder lists files and folders by name, also through links, and leaves out what leads nowhere", async () => {
  await writeFile(join(folder, "b.tsv"), "two");
  await mkdir(join(folder, "inner"));
  await writeFile(join(folder, "inner/c.tsv"), "three");
  await symlink("b.tsv", join(folder, "a.tsv"));
  await symlink("nowhere", join(folder, "broken.tsv"));
  const places = await ((await openData(folder)) as DataFolder).list();
  expect(places.map(({ kind, name }) => [kind, name])).toEqual([
    ["file", "a.tsv"],
    ["file", "b.tsv"],
    ["folder", "inner"],
  ]);
  expect(new TextDecoder().decode(await (places[0] as DataFile).read())).toBe("two");
  expect((await (places[2] as DataFolder).list()).map(({ where }) => where)).toEqual([
    join(folder, "inner/c.tsv"),
  ]);
});

test("nothing there, and a file that is gone, are named", async () => {
  const path = join(folder, "x.tsv");
  await expect(openData(path)).rejects.toThrow(DataError);
  await expect(openData(path)).rejects.toThrow(
    /x\.tsv: it must be a file or a folder of data, got: ENOENT/,
  );
  await writeFile(path, "x");
  const file = (await openData(path)) as DataFile;
  await rm(path);
  await expect(file.read()).rejects.toThrow(/x\.tsv: the file must be readable, got: ENOENT/);
});
