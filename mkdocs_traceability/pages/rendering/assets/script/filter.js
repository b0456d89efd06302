/* What is chosen above the tables of a page, and the address that keeps it. */

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
        if (head.querySelector(".trace-sort")) continue;
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
