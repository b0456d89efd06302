/* Filters, sorts and downloads the tables of mkdocs-traceability, and copies addresses.
 *
 * Pages are whole without it: it hides, reorders and reads rows that are there, and keeps what it does in the
 * address. It is loaded by the pages that need it, at the first visit and again at each instant navigation, so
 * that it has no state but the page's. Markup that it puts in comes from templates in the page.
 */
(() => {
  "use strict";

  const GROUP = 100;
  const RANKED = new Set(["status", "badge"]);

  function start(page) {
    const tables = [...page.querySelectorAll("[data-trace-table]")].map((table) => new Table(table));
    const form = page.querySelector("[data-trace-filter]");
    offerAddresses(page);
    if (!form || !tables.length) return;
    const view = new View(page, form, tables);
    form.hidden = false;
    view.restore();
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

  /* ------------------------------------------------------------------ one table */

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
      this.isGrouped = this.groups.length > 1 || element.classList.contains("trace-table--grouped");
      this.rows = [...element.querySelectorAll("tbody > tr")].map((row, index) => new Row(row, index));
      this.heads = new Map();
      [...element.tHead.rows[0].cells].forEach((head, index) => {
        if (head.dataset.traceColumn) this.heads.set(head.dataset.traceColumn, { head, index });
      });
      if (this.isGrouped) giveRoles(element);
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
      this.region.scrollTop = 0;
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
      const size = this.isGrouped ? GROUP : order.length;
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

  /* ------------------------------------------------------------------ what is chosen, and the address */

  class View {
    constructor(page, form, tables) {
      this.page = page;
      this.form = form;
      this.tables = tables;
      this.total = tables.reduce((sum, table) => sum + table.rows.length, 0);
      this.facets = [...form.querySelectorAll("[data-trace-facet]")].map((facet) => facet.dataset.traceFacet);
      this.ranks = new Map(
        this.facets.map((name) => {
          const boxes = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
          return [name, new Map(boxes.map((box, rank) => [box.value, rank]))];
        }),
      );
      this.sorting = "";
      this.output = form.querySelector("[data-trace-count]");
      this.nothing = page.querySelector("[data-trace-nothing]");
      this.listen();
    }

    listen() {
      const { form } = this;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", () => this.soon());
      form.addEventListener("reset", () => requestAnimationFrame(() => this.reset()));
      form.querySelector("[data-trace-csv]")?.addEventListener("click", (event) => this.download(event.target));
      closeOutside(form);
      for (const table of this.tables) {
        for (const [name, { head }] of table.heads) {
          const button = piece(this.page, "sort");
          if (!button) continue;
          button.append(...head.childNodes);
          head.append(button);
          button.addEventListener("click", () => this.sortBy(name));
        }
      }
      const leaving = () => {
        if (!this.page.isConnected) return removeEventListener("click", leaving, true);
        if (this.timer) this.write();
      };
      addEventListener("click", leaving, true);
      const again = () => {
        if (!this.page.isConnected) return removeEventListener("popstate", again);
        this.restore();
      };
      addEventListener("popstate", again);
      const reveal = () => {
        if (!this.page.isConnected) return removeEventListener("hashchange", reveal);
        this.apply();
        afterFrames(4, () => target()?.scrollIntoView());
      };
      addEventListener("hashchange", reveal);
    }

    /* One frame for however many keys were pressed in it. */
    soon() {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = undefined;
        this.apply();
        this.remember();
      });
    }

    reset() {
      this.sorting = "";
      this.sort();
      this.apply();
      this.remember();
    }

    get chosen() {
      const data = new FormData(this.form);
      const facets = this.facets.map((name) => [name, new Set(data.getAll(name))]).filter(([, set]) => set.size);
      const words = String(data.get("find") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      return { words, facets, gaps: data.get("gaps") === "only" };
    }

    apply() {
      const { words, facets, gaps } = this.chosen;
      const aimed = target();
      const isWanted = (row, table) =>
        row.element === aimed ||
        ((!gaps || row.isGap) &&
          facets.every(([name, wanted]) =>
            name === "section"
              ? wanted.has(table.section?.dataset.traceSection ?? "")
              : row.of(name, table.column(name)).some((value) => wanted.has(value)),
          ) &&
          words.every((word) => row.text.includes(word)));
      const shown = this.tables.reduce((sum, table) => sum + table.show(isWanted), 0);
      const isAll = !words.length && !facets.length && !gaps;
      this.output.textContent = this.output.dataset.traceCount
        .replace("{shown}", shown)
        .replace("{total}", this.total);
      this.form.querySelector("[type=reset]").hidden = isAll && !this.sorting;
      if (this.nothing) this.nothing.hidden = shown > 0;
    }

    sortBy(name) {
      this.sorting = this.sorting === name ? `-${name}` : this.sorting === `-${name}` ? "" : name;
      this.sort();
      this.apply();
      this.remember();
    }

    sort() {
      const isDescending = this.sorting.startsWith("-");
      const name = isDescending ? this.sorting.slice(1) : this.sorting;
      for (const table of this.tables) table.sort(name, isDescending, this.ranks);
    }

    /* Keep what is chosen in the address; what others keep there stays. */
    remember() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.write(), 200);
    }

    write() {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (!this.page.isConnected) return;
      const url = new URL(location.href);
      for (const name of ["find", "gaps", "sort", ...this.facets]) url.searchParams.delete(name);
      for (const [name, value] of new FormData(this.form)) {
        if (name !== "find" || value) url.searchParams.append(name, value);
      }
      if (this.sorting) url.searchParams.set("sort", this.sorting);
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    }

    /* Choose what the address says. */
    restore() {
      const asked = new URL(location.href).searchParams;
      for (const field of this.form.elements) {
        if (field.name === "find") field.value = asked.get("find") ?? "";
        else if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value);
      }
      this.sorting = asked.get("sort") ?? "";
      if (this.sorting) this.sort();
      this.apply();
      if (asked.size && aim()) afterFrames(4, () => aim()?.scrollIntoView());
    }

    download(button) {
      const tables = this.tables.filter((table) => table.shown.length);
      const heads = new Map(tables.flatMap((table) => [...table.heads]).map(([name, { head }]) => [name, textOf(head)]));
      const lines = [[...heads.values()]];
      for (const table of tables) {
        const places = [...heads.keys()].map((name) => table.column(name));
        for (const row of table.shown) lines.push(places.map((at) => (at === undefined ? "" : textOf(row.cells[at]))));
      }
      const text = lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
      link.download = button.dataset.traceCsv;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
  }

  /* The element that the address names. A lone % in it is no escape, but itself. */
  function aim() {
    const written = location.hash.slice(1);
    let id = written;
    try {
      id = decodeURIComponent(written);
    } catch {}
    return id ? document.getElementById(id) : null;
  }

  /* The row at which the address aims. */
  function target() {
    return aim()?.closest("[data-trace-table] tbody > tr");
  }

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

  function closeOutside(form) {
    const close = (event) => {
      for (const open of form.querySelectorAll("details[open]")) {
        const isEscape = event.type === "keydown" && event.key === "Escape" && open.contains(document.activeElement);
        const isElsewhere = event.type !== "keydown" && !open.contains(event.target);
        if (isEscape || isElsewhere) open.open = false;
        if (isEscape) open.querySelector("summary").focus();
      }
    };
    form.addEventListener("keydown", close);
    const outside = (event) => (form.isConnected ? close(event) : removeEventListener("pointerdown", outside));
    addEventListener("pointerdown", outside);
    form.addEventListener("focusin", close);
  }

  function piece(page, name) {
    const template = page.querySelector(`template[data-trace-piece="${name}"]`);
    return template?.content.firstElementChild.cloneNode(true);
  }

  /* ------------------------------------------------------------------ addresses that stay */

  /* One button for all rows: it comes to the row that is pointed at, or that has the focus. */
  function offerAddresses(page) {
    const button = piece(page, "copy");
    if (!button) return;
    const said = button.getAttribute("aria-label");
    const come = (event) => {
      const row = event.target.closest("[data-trace-permanent] tbody > tr[id]");
      if (!row || !page.contains(row) || row.contains(button)) return;
      button.setAttribute("aria-label", said);
      delete button.dataset.traceIsCopied;
      row.cells[0].querySelector(".trace-id")?.after(button);
    };
    page.addEventListener("pointerover", come);
    page.addEventListener("focusin", come);
    button.addEventListener("click", () => {
      const row = button.closest("tr");
      const table = row.closest("[data-trace-permanent]");
      copy(button, `${table.dataset.tracePermanent}#${encodeURIComponent(row.id)}`);
    });
  }

  /* The button of an item that stands in full is there from the start. */
  function offerAddress(button) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, button.dataset.traceCopy));
  }

  async function copy(button, address) {
    const url = new URL(address, location.href);
    await navigator.clipboard.writeText(url.href);
    button.dataset.traceIsCopied = "";
    button.setAttribute("aria-label", button.dataset.traceCopied);
  }

  /* The index leads on to where an item stands now. */
  function leadOn(index) {
    const entry = aim();
    if (entry && index.contains(entry)) location.replace(entry.querySelector("a").href);
  }

  for (const page of document.querySelectorAll("[data-trace-page]:not([data-trace-live])")) {
    page.dataset.traceLive = "";
    start(page);
  }
  for (const button of document.querySelectorAll("[data-trace-copy][hidden]")) offerAddress(button);
  for (const index of document.querySelectorAll("[data-trace-index]")) leadOn(index);
})();
