/* What stands behind a cell of a relation matrix: built when it is asked for, from the templates of the page. */

function openCells(page) {
  const about = new Map();
  for (const template of page.querySelectorAll("template[data-trace-behinds]")) {
    for (const each of template.content.children) about.set(each.dataset.traceAbout, each);
  }
  if (!about.size || !("popover" in HTMLElement.prototype)) return;
  for (const cell of page.querySelectorAll("[data-trace-behind]")) {
    cell.setAttribute("role", "button");
    cell.removeAttribute("title");
  }
  const open = (event) => {
    const cell = event.target.closest("[data-trace-behind]");
    const isKey = event.type === "keydown";
    if (!cell || (isKey ? event.key !== " " : event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    let shown = cell.parentElement.querySelector("[popover]");
    if (!shown) {
      shown = document.importNode(about.get(cell.dataset.traceBehind), true);
      cell.after(shown);
    }
    shown.togglePopover({ source: cell });
  };
  page.addEventListener("click", open, true);
  page.addEventListener("keydown", open);
}
