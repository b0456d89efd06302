// Whether a workspace folder has anything that the server is for.

const PLUGIN = /(^|[\s"'/.])traceability\b/m;

/** Whether a configuration turns the plugin on, as far as its text tells. */
export function usesPlugin(config: string): boolean {
  return PLUGIN.test(config.replaceAll(/(^|\s)#.*/g, "$1"));
}
