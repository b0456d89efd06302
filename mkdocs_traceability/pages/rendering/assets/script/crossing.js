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

/* A relation matrix: the page scrolls, and the matrix only sideways. Its head is put below the header of the site when
   it would leave. */
class Matrix {
  constructor(region) {
    this.region = region;
    this.place = region.parentElement;
    this.table = region.querySelector("table");
    this.look = () => {
      if (!region.isConnected) {
        removeEventListener("scroll", this.look);
        removeEventListener("resize", this.look);
        return;
      }
      this.keepHead();
      this.tellMore();
    };
    addEventListener("scroll", this.look, { passive: true });
    addEventListener("resize", this.look, { passive: true });
    region.addEventListener("scroll", () => {
      if (this.bar) this.bar.scrollLeft = region.scrollLeft;
      this.tellMore();
    }, { passive: true });
    this.look();
  }

  /* Shadows say that there is more at a side. */
  tellMore() {
    const { scrollLeft, scrollWidth, clientWidth } = this.region;
    this.place.classList.toggle("trace-scrolled", scrollLeft > 0);
    this.place.classList.toggle("trace-crossing-place--more", scrollLeft + clientWidth < scrollWidth - 1);
  }

  keepHead() {
    const top = parseFloat(getComputedStyle(this.place).scrollMarginTop) || 0;
    const { top: from, bottom } = this.region.getBoundingClientRect();
    const isAbove = from < top;
    if (isAbove && !this.bar) this.makeBar();
    if (!this.bar) return;
    this.bar.hidden = !(isAbove && bottom > top + this.height);
    if (!this.bar.hidden) this.bar.scrollLeft = this.region.scrollLeft;
  }

  /* A copy of the head for the eye: who hears or tabs has the head itself. */
  makeBar() {
    const bar = this.region.cloneNode(false);
    for (const name of ["tabindex", "role", "aria-labelledby"]) bar.removeAttribute(name);
    bar.setAttribute("aria-hidden", "true");
    bar.classList.add("trace-crossing-bar");
    const table = this.table.cloneNode(false);
    table.append(this.table.querySelector("colgroup").cloneNode(true), this.table.tHead.cloneNode(true));
    for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
    bar.append(table);
    this.region.before(bar);
    this.bar = bar;
    this.height = bar.offsetHeight;
    this.place.style.setProperty("--trace-bar", `${this.height}px`);
  }

  /* Rows and columns without a link come to their places, or go again. */
  draw(undrawn, isWanted) {
    this.bar?.remove();
    this.bar = undefined;
    if (isWanted) this.add(undrawn);
    else for (const each of this.table.querySelectorAll("[data-trace-drawn]")) each.remove();
    const count = this.table.tHead.rows[0].cells.length;
    for (const head of this.table.querySelectorAll(".trace-section > th")) head.colSpan = count;
    this.look();
  }

  add(undrawn) {
    const copy = document.importNode(undrawn, true);
    const { table } = this;
    for (const group of copy.querySelectorAll("tbody")) this.addRows(group);
    const [heads, totals] = table.tHead.rows;
    const columns = table.querySelector("colgroup");
    const none = copy.querySelector("thead td");
    const rows = [...table.querySelectorAll("tbody > tr:not(.trace-section)")];
    for (const head of copy.querySelectorAll("thead th")) {
      const at = Number(head.dataset.traceAt) + 2;
      const column = document.createElement("col");
      for (const [parent, child] of [[columns, column], [heads, head], [totals, none.cloneNode(true)]]) {
        child.dataset.traceDrawn = "";
        parent.insertBefore(child, parent.children[at] ?? null);
      }
      for (const row of rows) row.insertCell(at).dataset.traceDrawn = "";
    }
    if ("traceOneKind" in table.dataset) markSelf(heads, rows);
  }

  addRows(group) {
    const count = this.table.tHead.rows[0].cells.length;
    const rows = [...group.querySelectorAll("tr[data-trace-at]")];
    for (const row of rows) {
      row.dataset.traceDrawn = "";
      while (row.cells.length < count) row.insertCell();
    }
    const number = Number(group.dataset.traceGroup);
    const groups = [...this.table.tBodies];
    const known = groups.find((each) => Number(each.dataset.traceGroup) === number);
    if (known) {
      const before = known.querySelectorAll(".trace-section").length;
      for (const row of rows) known.insertBefore(row, known.rows[Number(row.dataset.traceAt) + before] ?? null);
    } else {
      group.dataset.traceDrawn = "";
      this.table.insertBefore(group, groups.find((each) => Number(each.dataset.traceGroup) > number) ?? null);
    }
  }
}

/* Where an item meets itself. */
function markSelf(heads, rows) {
  const places = new Map([...heads.cells].map((head, at) => [head.querySelector("a")?.href, at]));
  for (const row of rows) {
    const at = places.get(row.cells[0].querySelector("a").href);
    const cell = row.cells[at];
    if (at !== undefined && "traceDrawn" in cell.dataset | "traceDrawn" in row.dataset) cell.classList.add("trace-self");
  }
}

function drawMatrices(page) {
  const matrices = [...page.querySelectorAll(".trace-crossing")].map((region) => new Matrix(region));
  const box = page.querySelector("[data-trace-draw]");
  const undrawn = page.querySelector("template[data-trace-undrawn]")?.content;
  if (!box || !undrawn || matrices.length !== 1) return;
  box.closest("[hidden]").hidden = false;
  const isAsked = () => new URL(location.href).searchParams.get("unlinked") === "yes";
  box.addEventListener("input", () => {
    const url = new URL(location.href);
    url.searchParams.delete("unlinked");
    if (box.checked) url.searchParams.set("unlinked", "yes");
    history.replaceState(history.state, "", url);
    matrices[0].draw(undrawn, box.checked);
  });
  box.checked = isAsked();
  if (box.checked) matrices[0].draw(undrawn, true);
}
