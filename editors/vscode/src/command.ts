// Where the command may be: what is configured, else the environment of the workspace, else the PATH.

import { access, constants } from "node:fs/promises";
import * as path from "node:path";

const NAME = "mkdocs-traceability";
const ENVIRONMENTS = [".venv", "venv"];

export interface Surroundings {
  /** The workspace folder. */
  readonly folder: string;
  /** What the setting `traceability.path` says; empty where it is not set. */
  readonly configured: string;
  /** The interpreter that the Python extension selected, if there is one. */
  readonly interpreter?: string | undefined;
  readonly platform: NodeJS.Platform;
  /** The value of PATH. */
  readonly searchPath: string;
}

/** All places where the command may be, the first that exists counts. A configured one is the only one. */
export function candidates(where: Surroundings): string[] {
  const paths = pathsOf(where.platform);
  if (where.configured !== "") {
    return [paths.resolve(where.folder, where.configured)];
  }
  const binaries = where.platform === "win32" ? "Scripts" : "bin";
  const folders = ENVIRONMENTS.map((each) => paths.join(where.folder, each, binaries));
  if (where.interpreter !== undefined && paths.isAbsolute(where.interpreter)) {
    folders.push(paths.dirname(where.interpreter));
  }
  // An entry of PATH that is not absolute would mean the folder that happens to be the current one.
  folders.push(...where.searchPath.split(paths.delimiter).filter((each) => paths.isAbsolute(each)));
  const name = where.platform === "win32" ? `${NAME}.exe` : NAME;
  return [...new Set(folders.map((each) => paths.join(each, name)))];
}

/** The first of these files that can be run. */
export async function firstThatRuns(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** A glob of all files in a folder, whatever characters its name has. */
export function globOf(folder: string, platform: NodeJS.Platform): string {
  const slashed = platform === "win32" ? folder.replaceAll("\\", "/") : folder;
  return `${slashed.replaceAll(/[[\]{}*?]/g, "[$&]").replace(/\/$/, "")}/**`;
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === "win32" ? path.win32 : path.posix;
}
