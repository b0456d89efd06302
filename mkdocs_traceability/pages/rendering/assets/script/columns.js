/* Which columns stand in their row: those that a reader chooses, kept in the address. */

class Sheet {
  constructor(element) {
    this.element = element;
    this.bar = element.querySelector("[data-trace-heads]");
    this.bar.removeAttribute("aria-hidden");
    this.tables = [...element.querySelectorAll("[data-trace-table]")];
    this.columns = [...this.bar.firstElementChild.children].map((head, at) => ({
      head,
      name: head.dataset.traceHead,
      width: Number(head.dataset.traceWidth),
      atFirst: at === 0 || !head.matches(".trace-rest, .trace-same"),
      isSame: head.classList.contains("trace-same"),
      isLate: head.classList.contains("trace-late"),
    }));
    this.scrollTogether();
  }

  /* Head and rows move sideways as one. */
  scrollTogether() {
    this.parts = [this.bar, ...this.element.querySelectorAll(".trace-scroll")];
    for (const part of this.parts) {
      part.addEventListener("scroll", () => {
        const { scrollLeft } = part;
        for (const other of this.parts) if (other.scrollLeft !== scrollLeft) other.scrollLeft = scrollLeft;
        this.element.classList.toggle("trace-sheet--scrolled", scrollLeft > 0);
      }, { passive: true });
    }
  }

  cellsOf(column) {
    const cells = [];
    for (const table of this.tables) {
      const at = [...table.tHead.rows[0].cells].findIndex((head) => head.dataset.traceColumn === column.name);
      if (at < 0) continue;
      for (const row of table.rows) {
        while (row.cells.length <= at) row.insertCell(); // empty ones at the end of a row are left out
        cells.push(row.cells[at]);
      }
    }
    return cells;
  }

  /* Show the columns that are named, and the first; without names, those that stood there at first. */
  show(names) {
    if (!names && !this.isChosen) return;
    this.isChosen = Boolean(names);
    let place = 0;
    for (const [at, column] of this.columns.entries()) {
      const isIn = at === 0 || (names && !column.isSame ? names.has(column.name) : column.atFirst);
      if (isIn) place += 1;
      for (const cell of [column.head, ...this.cellsOf(column)]) {
        cell.classList.toggle("trace-rest", !isIn && !column.isSame);
        cell.classList.toggle("trace-late", isIn && column.isLate && !names);
        cell.style.gridColumn = isIn && names ? place : "";
      }
    }
    this.layOut(names);
  }

  layOut(names) {
    const inRow = this.columns.filter(({ head }) => !head.matches(".trace-rest, .trace-same"));
    const all = inRow.reduce((sum, column) => sum + column.width, 0);
    const room = this.bar.clientWidth / parseFloat(getComputedStyle(this.bar).fontSize);
    const isWide = Boolean(names) && all > room;
    const widths = inRow.map((column) => `minmax(0,${column.width}fr)`).join(" ");
    const places = [this.element, ...this.element.querySelectorAll(".trace-scroll")];
    this.original ??= places.map((each) => each.getAttribute("style"));
    places.forEach((each, at) => {
      each.setAttribute("style", this.original[at]);
      if (!names) return;
      each.style.setProperty("--trace-columns", widths);
      each.style.setProperty("--trace-columns-narrow", widths);
      if (isWide) each.style.setProperty("--trace-least", `${all}em`);
    });
    this.element.classList.toggle("trace-sheet--wide", isWide);
  }
}

/* The chooser of the columns of a page. */
class Chooser {
  constructor(page, element, sheets) {
    this.page = page;
    this.element = element;
    this.sheets = sheets;
    this.boxes = [...element.querySelectorAll("input")];
    element.hidden = false;
    element.addEventListener("input", (event) => {
      event.stopPropagation();
      this.apply();
      this.write();
    });
    element.closest("form")?.addEventListener("reset", () => setTimeout(() => this.restore()));
    const again = () => (page.isConnected ? this.restore() : removeEventListener("popstate", again));
    addEventListener("popstate", again);
    this.restore();
  }

  get chosen() {
    const names = this.boxes.filter((box) => box.checked).map((box) => box.value);
    const isAsAtFirst = this.boxes.every((box) => box.checked === box.defaultChecked);
    return isAsAtFirst ? null : new Set(names);
  }

  apply() {
    const { chosen } = this;
    this.element.toggleAttribute("data-trace-changed", Boolean(chosen));
    for (const sheet of this.sheets) sheet.show(chosen);
  }

  write() {
    const url = new URL(location.href);
    url.searchParams.delete("columns");
    if (this.chosen) url.searchParams.set("columns", [...this.chosen].join(","));
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  restore() {
    const asked = new URL(location.href).searchParams.get("columns");
    const names = asked === null ? null : new Set(asked.split(","));
    for (const box of this.boxes) box.checked = names ? names.has(box.value) : box.defaultChecked;
    this.apply();
  }
}

function chooseColumns(page) {
  const sheets = [...page.querySelectorAll("[data-trace-sheet]")].map((element) => new Sheet(element));
  const chooser = page.querySelector("[data-trace-chooser]");
  if (chooser && sheets.length) new Chooser(page, chooser, sheets);
}
