// One language client for each workspace folder: folders may have different environments.

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type CloseHandlerResult,
  type ErrorHandler,
  type InitializeParams,
  type LanguageClientOptions,
} from "vscode-languageclient/node";

import { candidates, firstThatRuns, globOf } from "./command";
import { launch, type Launched } from "./launch";
import { endedEarly, notFound, type Remedy } from "./remedy";

const RESTARTS = 4;
const PATIENCE = 2000;

/** The client tells its server of one folder only, not of all in the workspace. */
class FolderClient extends LanguageClient {
  /** Whether errors go to the output alone: whoever starts or stops the client says better what they mean. */
  isQuiet = true;

  constructor(
    name: string,
    start: () => Promise<Launched["process"]>,
    options: LanguageClientOptions,
    private readonly folder: vscode.WorkspaceFolder,
  ) {
    super("traceability", name, start, options);
  }

  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    params.workspaceFolders = [{ uri: this.folder.uri.toString(), name: this.folder.name }];
  }

  override error(message: string, data?: unknown, showNotification?: boolean | "force"): void {
    super.error(message, data, this.isQuiet ? false : showNotification);
  }
}

export class FolderServer {
  private client: FolderClient | undefined;
  private launched: Launched | undefined;
  private wasReady = false;

  constructor(
    readonly folder: vscode.WorkspaceFolder,
    private readonly output: vscode.OutputChannel,
    private readonly changed: () => void,
  ) {}

  get state(): "starting" | "running" | "stopped" {
    const states = { [State.Running]: "running", [State.Starting]: "starting", [State.Stopped]: "stopped" } as const;
    return this.client ? states[this.client.state] : "stopped";
  }

  /** Start the server; return what to do where it does not start. */
  async start(): Promise<Remedy | undefined> {
    const configured = vscode.workspace.getConfiguration("traceability", this.folder).get<string>("path", "").trim();
    const command = await firstThatRuns(
      candidates({
        folder: this.folder.uri.fsPath,
        configured,
        interpreter: await selectedInterpreter(this.folder),
        platform: process.platform,
        searchPath: process.env.PATH ?? "",
      }),
    );
    if (command === undefined) {
      return notFound(configured);
    }
    this.output.appendLine(`${this.folder.name}: ${command} lsp`);
    return await this.startCommand(command);
  }

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client) {
      client.isQuiet = true;
      if (client.state === State.Starting) {
        await client.start().catch(() => undefined); // it cannot be stopped before
      }
      await client.dispose(PATIENCE).catch((error: unknown) => {
        this.output.appendLine(String(error));
      });
    }
    this.launched?.process.kill();
  }

  private async startCommand(command: string): Promise<Remedy | undefined> {
    const client = new FolderClient("Traceability", () => this.spawned(command), this.options(), this.folder);
    this.client = client;
    this.wasReady = false;
    client.onDidChangeState(this.changed);
    let problem = "";
    try {
      await client.start(); // which also comes back from a server that has ended
    } catch (error) {
      problem = String(error);
    }
    if (client.state === State.Running) {
      this.wasReady = true;
      client.isQuiet = false;
      return undefined;
    }
    this.client = undefined;
    const { launched } = this;
    return endedEarly(command, launched?.process.exitCode ?? null, launched?.said() ?? problem);
  }

  private async spawned(command: string): Promise<Launched["process"]> {
    this.launched = await launch(command, this.folder.uri.fsPath);
    return this.launched.process;
  }

  private options(): LanguageClientOptions {
    const pattern = globOf(this.folder.uri.fsPath, process.platform);
    return {
      documentSelector: ["yaml", "markdown"].map((language) => ({ scheme: "file", language, pattern })),
      workspaceFolder: this.folder,
      outputChannel: this.output,
      errorHandler: this.errorHandler(),
      initializationFailedHandler: () => false,
      middleware: { workspace: { didChangeWorkspaceFolders: () => Promise.resolve() } },
    };
  }

  /** Restart a server that has run, a few times; one that never got ready would only end again. */
  private errorHandler(): ErrorHandler {
    let handler: ErrorHandler | undefined;
    const usual = (): ErrorHandler | undefined => (handler ??= this.client?.createDefaultErrorHandler(RESTARTS));
    return {
      error: (error, message, count) => usual()?.error(error, message, count) ?? { action: ErrorAction.Continue },
      closed: async (): Promise<CloseHandlerResult> => {
        const again = this.wasReady && this.client ? await usual()?.closed() : undefined;
        return again ?? { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }
}

interface PythonApi {
  readonly environments?: { getActiveEnvironmentPath(resource: vscode.Uri): { readonly path: string } };
}

/** The interpreter that the Python extension selected for a folder, if the extension is there. */
async function selectedInterpreter(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  try {
    const api = await extension?.activate();
    return api?.environments?.getActiveEnvironmentPath(folder.uri).path;
  } catch {
    return undefined;
  }
}
