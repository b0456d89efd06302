/* Begins, at the first visit and again at each instant navigation, so that there is no state but the page.
 *
 * Pages are complete without scripts: these hide, reorder and read rows that are there. Markup that they put in comes
 * from templates in the page.
 */

function start(page) {
  const tables = [...page.querySelectorAll("[data-trace-table]")].map((table) => new Table(table));
  const form = page.querySelector("[data-trace-filter]");
  measureBar(page);
  offerAddresses(page);
  offerGraph(page);
  openAim(page);
  openCells(page);
  drawMatrices(page);
  if (!form || !tables.length) return chooseColumns(page);
  const view = new View(page, form, tables);
  form.hidden = false;
  view.restore();
  chooseColumns(page);
  whenIdle(tables.flatMap((table) => table.rows));
}

/* Read the rows before the first key is pressed, without keeping anybody waiting. */
function whenIdle(rows) {
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 5 }), 50));
  const work = (deadline) => {
    while (rows.length && deadline.timeRemaining() > 1) rows.pop().text;
    if (rows.length) idle(work);
  };
  idle(work);
}

for (const page of document.querySelectorAll("[data-trace-page]:not([data-trace-live])")) {
  page.dataset.traceLive = "";
  start(page);
}
for (const button of document.querySelectorAll("[data-trace-copy][hidden]")) offerAddress(button);
for (const button of document.querySelectorAll("[data-trace-copy-place][hidden]")) offerPlace(button);
for (const button of document.querySelectorAll("[data-trace-copy-text][hidden]")) offerText(button);
for (const index of document.querySelectorAll("[data-trace-index]")) leadOn(index);

if (location.protocol.startsWith("http")) tellBuilds();

/* What follows all pages is there once: instant navigation runs this script again, and keeps the document. */
if (document.documentElement.dataset.traceItems === undefined && location.protocol.startsWith("http")) {
  document.documentElement.dataset.traceItems = "";
  new Cards(); // a finger that asked for a card opens nothing, so this hears of clicks first
  new ExactIds();
  new Palette(new SidePanel());
} else {
  document.dispatchEvent(new Event("trace-arrive"));
}
