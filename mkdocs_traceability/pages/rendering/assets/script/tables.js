/* The rows of a table: which are shown, and in which order. */

const GROUP = 100;

/* Keys whose words stand in every row, or in none: they are no text to be found. */
const OWN_PLACE = new Set(["id", "badge", "attention", "phase", "finding"]);

class Row {
  constructor(element, index, table) {
    this.element = element;
    this.table = table;
    this.index = index;
    this.place = index;
    this.isShown = true;
  }

  /* What stands in its cells, and beside them in the data of the page. */
  get text() {
    this.lower ??= [this.element.textContent.toLowerCase(), ...this.beside.map(([, text]) => text)].join("\n");
    return this.lower;
  }

  /* The words of keys that have no column, each with the head of its key. */
  get beside() {
    const columns = this.table.heads;
    const isBeside = (key) => !columns.has(key.name) && !OWN_PLACE.has(key.name) && key.rows[this.place];
    return [...(this.data?.keys.values() ?? [])].filter(isBeside).map((key) => {
      const words = key.of(this.place).map((place) => key.labels[place - 1]);
      return [key.head, words.filter((word) => typeof word === "string").join("\n").toLowerCase()];
    });
  }
}

class Table {
  constructor(element) {
    this.element = element;
    this.section = element.closest("[data-trace-section]");
    this.region = element.closest(".trace-scroll");
    this.groups = [...element.tBodies];
    this.isGrouped = element.classList.contains("trace-table--grouped");
    this.rows = [...element.querySelectorAll("tbody > tr")].map((row, index) => new Row(row, index, this));
    this.heads = new Map();
    /* Tables of one sheet have one head in sight, in which they are sorted together. */
    const bar = element.closest("[data-trace-sheet]")?.querySelector("[data-trace-heads]");
    [...element.tHead.rows[0].cells].forEach((cell, index) => {
      const name = cell.dataset.traceColumn;
      if (name) this.heads.set(name, { head: bar?.querySelector(`[data-trace-head="${CSS.escape(name)}"]`) ?? cell, index });
    });
    if (element.matches(".trace-table--rows, .trace-findings")) giveRoles(element);
  }

  get shown() {
    return [...this.element.querySelectorAll("tbody > tr:not([hidden])")];
  }

  column(name) {
    return this.heads.get(name)?.index;
  }

  /* Decide which rows are shown. They are hidden at once; who is to come is returned, for others to bring. */
  show(isWanted) {
    const going = [];
    const coming = [];
    let shown = 0;
    for (const row of this.rows) {
      row.isShown = isWanted(row, this);
      shown += row.isShown;
      if (row.element.hidden === row.isShown) (row.isShown ? coming : going).push(row);
    }
    for (const row of going) row.element.hidden = true;
    if (going.length || coming.length) {
      this.putAside();
      this.countGroups();
    }
    if (this.section) this.section.hidden = !shown;
    this.number = shown;
    return coming;
  }

  countGroups() {
    if (!this.isGrouped) return;
    const isShown = new Map(this.rows.map((row) => [row.element, row.isShown]));
    for (const group of this.groups) {
      const left = [...group.rows].reduce((sum, element) => sum + isShown.get(element), 0);
      group.hidden = !left;
      group.style.setProperty("--trace-rows", left);
    }
  }

  /* While rows come and go only the first groups are laid out: few rows bring all groups into sight, and
     then many would be laid out at once. */
  putAside() {
    if (!this.isGrouped) return;
    for (const group of this.groups.slice(1)) group.style.contentVisibility = "hidden";
    afterFrames(2, () => {
      for (const group of this.groups) group.style.contentVisibility = "";
    });
  }

  /* Return the steps that put the rows of each group in their order. */
  sort(name, isDescending, key) {
    for (const [column, { head }] of this.heads) {
      if (column === name) head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const index = this.column(name);
    const isSorted = index !== undefined;
    this.element.classList.toggle("trace-table--sorted", isSorted);
    const order = isSorted ? sorted(this.rows, keyOf(index, key), isDescending) : this.rows;
    const size = this.groups.length > 1 ? GROUP : order.length;
    this.putAside();
    return this.groups.map((group, at) => () => {
      const rows = order.slice(at * size, (at + 1) * size);
      if (rows.some((row, place) => group.rows[place] !== row.element)) {
        group.replaceChildren(...rows.map((row) => row.element));
      }
    });
  }
}

/* Does work in steps, one a frame, the first at once: no key that is pressed waits for all of it. */
class Steps {
  run(steps, done) {
    cancelAnimationFrame(this.frame);
    const [first, ...others] = steps;
    first?.();
    if (others.length) this.frame = requestAnimationFrame(() => this.run(others, done));
    else done();
  }
}

function inParts(list, size) {
  const parts = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}

function afterFrames(number, work) {
  requestAnimationFrame(() => (number > 1 ? afterFrames(number - 1, work) : work()));
}

const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

/* What rows sort by: the place of their first word in its order, else the text of the cell. */
function keyOf(index, key) {
  if (key) return (row) => key.rank(row.place);
  return (row) => row.element.cells[index]?.textContent.trim().toLowerCase() ?? "";
}

/* Empty cells come last, whichever way. */
function sorted(rows, key, isDescending) {
  const way = isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => {
      if (a.key === "" || b.key === "") return (a.key === "") - (b.key === "") || a.row.index - b.row.index;
      const by = typeof a.key === "number" ? a.key - b.key : collator.compare(a.key, b.key);
      return way * by || a.row.index - b.row.index;
    })
    .map(({ row }) => row);
}

/* Rows that are laid out by themselves are a table all the same, to those who hear it. */
function giveRoles(table) {
  const give = (elements, role) => elements.forEach((element) => element.setAttribute("role", role));
  table.setAttribute("role", "table");
  give(table.querySelectorAll("thead, tbody"), "rowgroup");
  give(table.querySelectorAll("tr"), "row");
  give(table.querySelectorAll("thead th"), "columnheader");
  give(table.querySelectorAll("tbody th"), "rowheader");
  give(table.querySelectorAll("tbody td"), "cell");
}
