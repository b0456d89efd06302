import assert from "node:assert/strict";
import { test } from "node:test";

import { endedEarly, INSTALL, notFound, UPGRADE } from "../src/remedy";
import { usesPlugin } from "../src/site";

test("a command that is not there is told with how to install it", () => {
  assert.equal(notFound("").command, INSTALL);
  assert.match(notFound("").message, /was not found in \.venv, venv, .* Install it: pip install/);
});

test("a configured command that is not there is named, and nothing is to be installed", () => {
  assert.deepEqual(notFound("/opt/mt"), {
    message: "The command in the setting traceability.path does not exist or cannot be run: /opt/mt",
  });
});

test("a missing extra and an old version have their own commands", () => {
  const extra = "Error: the language server needs pygls: pip install 'mkdocs-traceability[lsp]'\n";
  assert.equal(endedEarly("/bin/mt", 2, extra).command, INSTALL);
  assert.match(endedEarly("/bin/mt", 2, extra).message, /^\/bin\/mt is installed without its language server/);
  assert.equal(endedEarly("/bin/mt", 2, "Usage: …\nError: No such command 'lsp'.\n").command, UPGRADE);
});

test("anything else shows the last line the server wrote", () => {
  assert.deepEqual(endedEarly("/bin/mt", 1, "Traceback\r\nImportError: no module x\r\n"), {
    message: "The language server ended with exit status 1: ImportError: no module x",
  });
  assert.deepEqual(endedEarly("/bin/mt", null, ""), { message: "The language server was ended" });
});

test("a site uses the plugin where its settings name it outside comments", () => {
  assert.ok(usesPlugin("plugins: [search, traceability]\n"));
  assert.ok(usesPlugin("plugins:\n  - traceability:\n      nav: false\n"));
  assert.ok(usesPlugin("[project.plugins.traceability]\n"));
  assert.ok(!usesPlugin("site_name: x # traceability\n# plugins: [traceability]\n"));
  assert.ok(!usesPlugin("nav: [untraceability.md]\n"));
});
