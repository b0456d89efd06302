// The extension: starts a server for each workspace folder that has something to check, and says how they are.

import * as vscode from "vscode";

import { FolderServer } from "./client";
import { showReferences } from "./places";
import type { Remedy } from "./remedy";
import { usesPlugin } from "./site";

const UNSEEN = "**/{node_modules,.venv,venv,site}/**";
const COPY = "Copy Command";
const SETTINGS = "Open Settings";
const OUTPUT = "Show Output";

let servers: Servers | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  servers = new Servers();
  context.subscriptions.push(
    servers,
    vscode.commands.registerCommand("traceability.restart", () => servers?.restart()),
    vscode.commands.registerCommand("traceability.showOutput", () => servers?.output.show()),
    vscode.commands.registerCommand("traceability.showReferences", showReferences),
    vscode.workspace.onDidChangeWorkspaceFolders(() => servers?.restart()),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("traceability.path")) {
        await servers?.restart();
      }
    }),
  );
  await servers.restart();
}

export async function deactivate(): Promise<void> {
  await servers?.stop();
}

class Servers implements vscode.Disposable {
  readonly output = vscode.window.createOutputChannel("Traceability");
  private readonly status = vscode.window.createStatusBarItem("traceability", vscode.StatusBarAlignment.Left);
  private running: FolderServer[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor() {
    this.status.name = "Traceability";
    this.status.command = "traceability.showOutput";
  }

  /** Start all servers anew, once those that are starting have started. */
  restart(): Promise<void> {
    this.last = this.last.then(() => this.startAll());
    return this.last;
  }

  async stop(): Promise<void> {
    const stopped = this.running;
    this.running = [];
    await Promise.all(stopped.map((each) => each.stop()));
  }

  dispose(): void {
    this.status.dispose();
    this.output.dispose();
  }

  private async startAll(): Promise<void> {
    await this.stop();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme === "file" && (await isOfInterest(folder))) {
        await this.startFor(folder);
      }
    }
    this.show();
  }

  private async startFor(folder: vscode.WorkspaceFolder): Promise<void> {
    const server = new FolderServer(folder, this.output, () => {
      this.show();
    });
    this.running.push(server);
    this.show();
    const remedy = await server.start();
    if (remedy) {
      this.output.appendLine(`${folder.name}: ${remedy.message}`);
      void tell(remedy); // who does not answer keeps nothing waiting
    }
  }

  private show(): void {
    const states = this.running.map((each) => each.state);
    if (states.length === 0) {
      this.status.hide();
      return;
    }
    const [icon, text] = states.includes("starting")
      ? ["$(sync~spin)", "is starting"]
      : states.includes("stopped")
        ? ["$(error)", "is not running"]
        : ["$(check)", "is running"];
    this.status.text = `${icon} Traceability`;
    this.status.tooltip = `The language server ${text}. Click to show its output.`;
    this.status.show();
  }
}

/** Whether a folder has sidecars, or a site that turns the plugin on. */
async function isOfInterest(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const within = (glob: string): vscode.RelativePattern => new vscode.RelativePattern(folder, glob);
  if ((await vscode.workspace.findFiles(within("**/*.trace.{yml,yaml}"), UNSEEN, 1)).length > 0) {
    return true;
  }
  for (const file of await vscode.workspace.findFiles(within("**/{mkdocs.yml,zensical.toml}"), UNSEEN, 20)) {
    if (usesPlugin(Buffer.from(await vscode.workspace.fs.readFile(file)).toString("utf8"))) {
      return true;
    }
  }
  return false;
}

/** Show what is wrong, with what helps. */
async function tell(remedy: Remedy): Promise<void> {
  const { command } = remedy;
  const actions = command === undefined ? [OUTPUT, SETTINGS] : [COPY, SETTINGS];
  const chosen = await vscode.window.showErrorMessage(remedy.message, ...actions);
  if (chosen === COPY && command !== undefined) {
    await vscode.env.clipboard.writeText(command);
  } else if (chosen === SETTINGS) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "traceability.path");
  } else if (chosen === OUTPUT) {
    await vscode.commands.executeCommand("traceability.showOutput");
  }
}
