// The real server, started as the extension starts it, answers a client of the protocol.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
} from "vscode-languageserver-protocol/node";

import { candidates, firstThatRuns } from "../src/command";
import { launch } from "../src/launch";
import { endedEarly, UPGRADE } from "../src/remedy";

const BOUND = { timeout: 60_000 };
const UNKNOWN = "components: [{id: api, depends_on: [nobody]}]\n";

async function site(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "traceability-"));
  await mkdir(path.join(folder, "docs"));
  await writeFile(path.join(folder, "mkdocs.yml"), "site_name: x\nplugins: [traceability]\n");
  await writeFile(path.join(folder, "docs", "a.trace.yml"), "components: [{id: api}]\n");
  return folder;
}

async function command(): Promise<string> {
  const environment = process.env.TRACEABILITY_VENV ?? path.resolve("../..");
  const places = candidates({ folder: environment, configured: "", platform: process.platform, searchPath: "" });
  const found = await firstThatRuns(places);
  assert.ok(found !== undefined, `no command in ${places.join(", ")}`);
  return found;
}

function isUnknownNobody(diagnostic: Diagnostic): boolean {
  return diagnostic.code === "TR101" && diagnostic.message.includes("nobody");
}

test("a server that is started as by the extension reports what is typed and not saved", BOUND, async (context) => {
  const folder = await site();
  const launched = await launch(await command(), folder);
  context.after(() => launched.process.kill()); // a server that is left would keep the tests from ending
  const { stdout, stdin } = launched.process;
  assert.ok(stdout && stdin);
  const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  const uri = pathToFileURL(path.join(folder, "docs", "a.trace.yml")).toString();
  const reported = new Promise<void>((resolve) => {
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      if (params.uri === uri && params.diagnostics.some(isUnknownNobody)) {
        resolve(); // what is on disk may be reported before
      }
    });
  });
  const endedTooSoon = new Promise<never>((_, reject) => {
    launched.process.once("exit", () => {
      reject(new Error(launched.said()));
    });
  });
  endedTooSoon.catch(() => undefined); // it also ends when it is told to
  connection.listen();
  const root = pathToFileURL(folder).toString();
  const initialized = connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- older than workspaceFolders, and not optional
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "x" }],
    capabilities: {},
  });
  await Promise.race([initialized, endedTooSoon]);
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "yaml", version: 1, text: UNKNOWN },
  });
  await Promise.race([reported, endedTooSoon]);
  const ended = new Promise<number | null>((resolve) => launched.process.once("exit", resolve));
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await ended, 0, launched.said());
  connection.dispose();
});

test("a command that cannot be run is rejected", async () => {
  await assert.rejects(launch("/nowhere/mkdocs-traceability", tmpdir()), { code: "ENOENT" });
});

test("what a server says that ends at once leads to the remedy", BOUND, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "traceability-"));
  const old = path.join(folder, "old");
  await writeFile(old, "#!/bin/sh\necho \"Error: No such command '$1'.\" >&2\nexit 2\n", { mode: 0o755 });
  const launched = await launch(old, folder);
  const code = await new Promise<number | null>((resolve) => launched.process.once("close", resolve));
  assert.equal(endedEarly(old, code, launched.said()).command, UPGRADE);
});
