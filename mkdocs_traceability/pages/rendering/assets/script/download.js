/* The shown rows as CSV. */

/* The entries of a list one after the other, not what only the ear needs, and of an id nothing that is found of it. */
function textOf(cell) {
  const copy = cell.cloneNode(true);
  const beside = cell.tagName === "TH" ? ", .trace-under, .trace-note" : "";
  copy.querySelectorAll(".trace-hidden, .trace-copy" + beside).forEach((each) => each.remove());
  copy.querySelectorAll("li, dt, dd, p, summary").forEach((each) => each.append("; "));
  return copy.textContent.replace(/\s+/g, " ").replace(/(; )+(?=; |$)|;\s*$/g, "").trim();
}

/* What a spreadsheet would take for a formula stays the text that it is. */
function quoted(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
