/* Of which site, revision and time a page is: pages hold none of it, so that they stay the same. */

/* The line stands behind the script, which may run before all of the page is there. */
function tellBuilds() {
  if (document.readyState === "loading") return document.addEventListener("DOMContentLoaded", tellBuilds, { once: true });
  document.querySelectorAll("[data-trace-build]:empty").forEach(tellBuild);
}

async function tellBuild(line) {
  const build = await fetchedData("../build.json").catch(() => undefined);
  const said = [build?.site, build?.revision?.slice(0, 12), build?.time].filter(Boolean);
  if (!build?.revision && !build?.time) return;
  line.textContent = said.join(" · ");
}
