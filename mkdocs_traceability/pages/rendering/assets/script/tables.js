/* The rows of a table: which are shown, and in which order. */

const GROUP = 100;

class Row {
  constructor(element, index) {
    this.element = element;
    this.index = index;
    this.isGap = element.classList.contains("trace-gap");
    this.values = new Map();
    this.isShown = true;
  }

  get text() {
    return (this.lower ??= this.element.textContent.toLowerCase());
  }

  /* What a facet sees in this row: the words of the column of that name, or its badge. */
  of(facet, column) {
    let values = this.values.get(facet);
    if (!values) {
      const cell = this.element.cells[column];
      values = facet === "badge" ? badgesIn(this.element) : cell ? wordsIn(cell) : [""];
      this.values.set(facet, values);
    }
    return values;
  }
}

class Table {
  constructor(element) {
    this.element = element;
    this.section = element.closest("[data-trace-section]");
    this.region = element.closest(".trace-scroll");
    this.groups = [...element.tBodies];
    this.isGrouped = element.classList.contains("trace-table--grouped");
    this.rows = [...element.querySelectorAll("tbody > tr")].map((row, index) => new Row(row, index));
    this.heads = new Map();
    /* Tables of one sheet have one head in sight, in which they are sorted together. */
    const bar = element.closest("[data-trace-sheet]")?.querySelector("[data-trace-heads]");
    [...element.tHead.rows[0].cells].forEach((cell, index) => {
      const name = cell.dataset.traceColumn;
      if (name) this.heads.set(name, { head: bar?.querySelector(`[data-trace-head="${CSS.escape(name)}"]`) ?? cell, index });
    });
    if (element.classList.contains("trace-table--rows")) giveRoles(element);
  }

  get shown() {
    return [...this.element.querySelectorAll("tbody > tr:not([hidden])")];
  }

  column(name) {
    return this.heads.get(name)?.index;
  }

  show(isWanted) {
    const changed = [];
    let shown = 0;
    for (const row of this.rows) {
      const is = isWanted(row, this);
      shown += is;
      if (is !== row.isShown) {
        row.isShown = is;
        changed.push(row);
      }
    }
    if (changed.length) {
      this.putAside();
      for (const row of changed) row.element.hidden = !row.isShown;
      for (const group of this.isGrouped ? this.groups : []) {
        const left = [...group.rows].reduce((sum, row) => sum + !row.hidden, 0);
        group.hidden = !left;
        group.style.setProperty("--trace-rows", left);
      }
    }
    if (this.section) this.section.hidden = !shown;
    return shown;
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

  sort(name, isDescending, ranks) {
    for (const [column, { head }] of this.heads) {
      if (column === name) head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const index = this.column(name);
    const isSorted = index !== undefined;
    this.element.classList.toggle("trace-table--sorted", isSorted);
    const order = isSorted ? sorted(this.rows, keyOf(name, index, ranks), isDescending) : this.rows;
    const size = this.groups.length > 1 ? GROUP : order.length;
    this.putAside();
    this.groups.forEach((group, at) => {
      const rows = order.slice(at * size, (at + 1) * size);
      if (rows.some((row, place) => group.rows[place] !== row.element)) {
        group.replaceChildren(...rows.map((row) => row.element));
      }
    });
  }
}

function afterFrames(number, work) {
  requestAnimationFrame(() => (number > 1 ? afterFrames(number - 1, work) : work()));
}

function badgesIn(row) {
  const badge = row.querySelector(".trace-badge");
  return [badge ? /trace-badge--(\w+)/.exec(badge.className)?.[1] ?? "" : ""];
}

function wordsIn(cell) {
  const words = [...(cell?.querySelectorAll(".trace-choice, .trace-status") ?? [])];
  return words.length ? words.map((word) => word.dataset.value ?? word.textContent.trim()) : [""];
}

const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

function keyOf(name, index, ranks) {
  const rank = ranks.get(name === "evidence" ? "badge" : name);
  if (rank) {
    const facet = name === "evidence" ? "badge" : name;
    return (row) => rank.get(row.of(facet, index)[0]) ?? rank.size;
  }
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
