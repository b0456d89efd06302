/* The rows as CSV: lines of the published file of all rows, byte for byte, so that both have the same columns. */

async function exportRows(view, button) {
  const menu = button.closest("[data-trace-csv]");
  const { traceCsv: address, traceStem: stem, traceFailed: failed } = menu.dataset;
  const isAll = button.dataset.traceExport === "all";
  menu.open = false;
  try {
    const answer = await fetch(new URL(address, location.href));
    if (!answer.ok) throw new Error(answer.statusText);
    const [head, ...lines] = records((await answer.text()).replace(/^\ufeff/, ""));
    const kept = isAll ? lines : shownRows(view).map((row) => lines[view.data.line(row.place)] ?? "");
    const name = isAll || view.isAll ? stem : `${stem}_${inName(view.chosen)}`;
    save([head, ...kept].join(""), `${name}.csv`);
  } catch {
    view.hint.textContent = failed;
    view.hint.hidden = false;
  }
}

/* In the order in which they are shown. */
function shownRows(view) {
  const rows = new Map(view.rows.map((row) => [row.element, row]));
  return view.tables.flatMap((table) => table.shown.map((element) => rows.get(element)).filter(Boolean));
}

/* The records of a file, each with the end of its line: quotes may hold such ends. */
function records(text) {
  return text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r?\n|(?:"(?:[^"]|"")*"|[^"\r\n])+$/g) ?? [];
}

/* What is chosen, as part of the name of a file: `tests-none_badge-not-verified`. */
function inName({ words, terms, facets }) {
  const parts = facets.map(({ name, boxes }) => `${name}-${boxes.map((box) => box.value || "none").join("+")}`);
  for (const { key, isExcluding, values } of terms) {
    parts.push(`${key.name}-${isExcluding ? "not-" : ""}${values.join("+")}`);
  }
  parts.push(...words);
  const name = parts.map((part) => part.replace(/[^\p{L}\p{N}+.-]+/gu, "-").replace(/^-+|-+$/g, "")).filter(Boolean);
  return name.join("_").slice(0, 100);
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
