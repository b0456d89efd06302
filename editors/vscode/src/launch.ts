// Starts the server as a process, and remembers what it says should it end at once.

import { spawn, type ChildProcess } from "node:child_process";

const MOST = 10_000;

export interface Launched {
  readonly process: ChildProcess;
  /** The end of what the server wrote to its standard error. */
  said(): string;
}

/** Start `COMMAND lsp`. Rejects where the command cannot be run. */
export function launch(command: string, folder: string): Promise<Launched> {
  return new Promise((resolve, reject) => {
    let said = "";
    const process = spawn(command, ["lsp"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    process.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-MOST);
    });
    process.once("error", reject);
    process.once("spawn", () => {
      process.off("error", reject);
      process.on("error", (error) => {
        said += error.message;
      });
      resolve({ process, said: () => said });
    });
  });
}
