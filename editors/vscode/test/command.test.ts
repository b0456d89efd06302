import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { test } from "node:test";

import { candidates, firstThatRuns, globOf, type Surroundings } from "../src/command";

const LINUX: Surroundings = { folder: "/work/site", configured: "", platform: "linux", searchPath: "/usr/bin:.:bin:/opt/b" };

test("the environment of the folder comes first, then the selected interpreter's, then the PATH", () => {
  assert.deepEqual(candidates({ ...LINUX, interpreter: "/envs/a/bin/python" }), [
    "/work/site/.venv/bin/mkdocs-traceability",
    "/work/site/venv/bin/mkdocs-traceability",
    "/envs/a/bin/mkdocs-traceability",
    "/usr/bin/mkdocs-traceability",
    "/opt/b/mkdocs-traceability",
  ]);
});

test("what is configured is the only place, relative to the folder", () => {
  assert.deepEqual(candidates({ ...LINUX, configured: "tools/mt" }), ["/work/site/tools/mt"]);
  assert.deepEqual(candidates({ ...LINUX, configured: "/opt/mt" }), ["/opt/mt"]);
});

test("Windows has its own folders and endings", () => {
  const found = candidates({
    folder: "C:\\site",
    configured: "",
    interpreter: "C:\\Python\\python.exe",
    platform: "win32",
    searchPath: "C:\\bin;relative",
  });
  assert.deepEqual(found, [
    "C:\\site\\.venv\\Scripts\\mkdocs-traceability.exe",
    "C:\\site\\venv\\Scripts\\mkdocs-traceability.exe",
    "C:\\Python\\mkdocs-traceability.exe",
    "C:\\bin\\mkdocs-traceability.exe",
  ]);
});

test("the first file that can be run is taken", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "traceability-"));
  const [plain, runs] = [path.join(folder, "plain"), path.join(folder, "bin", "runs")];
  await mkdir(path.dirname(runs));
  await writeFile(plain, "");
  await writeFile(runs, "");
  await chmod(runs, 0o755);
  assert.equal(await firstThatRuns([path.join(folder, "none"), plain, runs]), runs);
  assert.equal(await firstThatRuns([plain]), undefined);
});

test("a glob takes the name of the folder to the letter", () => {
  assert.equal(globOf("/work/a [b]*{c}/", "linux"), "/work/a [[]b[]][*][{]c[}]/**");
  assert.equal(globOf("C:\\work\\site", "win32"), "C:/work/site/**");
});
