// What went wrong when the server was started, and what the user can do about it.

export const INSTALL = "pip install 'mkdocs-traceability[lsp]'";
export const UPGRADE = "pip install --upgrade 'mkdocs-traceability[lsp]'";

export interface Remedy {
  readonly message: string;
  /** A command for the terminal, where one helps. */
  readonly command?: string;
}

export function notFound(configured: string): Remedy {
  if (configured !== "") {
    return { message: `The command in the setting traceability.path does not exist or cannot be run: ${configured}` };
  }
  return {
    message: `mkdocs-traceability was not found in .venv, venv, the selected Python environment or the PATH. Install it: ${INSTALL}`,
    command: INSTALL,
  };
}

/** Why a server ended before it was ready; `said` is what it wrote to the standard error. */
export function endedEarly(command: string, code: number | null, said: string): Remedy {
  if (said.includes("No such command")) {
    return {
      message: `${command} is an older version without a language server. Upgrade it: ${UPGRADE}`,
      command: UPGRADE,
    };
  }
  if (said.includes("mkdocs-traceability[lsp]")) {
    return {
      message: `${command} is installed without its language server. Install it: ${INSTALL}`,
      command: INSTALL,
    };
  }
  const last = said.trimEnd().split(/\r?\n/).at(-1) ?? "";
  const ended = code === null ? "was ended" : `ended with exit status ${code}`;
  return { message: `The language server ${ended}${last === "" ? "" : `: ${last}`}` };
}
