/* What is chosen above the tables of a page: it shows rows, and stands in the address. */

/* How many rows come into sight in one frame. */
const AT_ONCE = 60;

class View {
  constructor(page, form, tables) {
    this.page = page;
    this.form = form;
    this.tables = tables;
    this.data = new Rows(page);
    const rows = tables.flatMap((table) => table.rows);
    rows.forEach((row, place) => Object.assign(row, { place, data: this.data }));
    this.rows = rows;
    this.total = rows.length;
    this.boxes = [...form.querySelectorAll("input[type=checkbox][name]")];
    this.facets = [...new Set(this.boxes.map((box) => box.name))];
    this.find = form.elements.namedItem("find");
    this.sorting = "";
    this.showing = new Steps();
    this.sortingSteps = new Steps();
    this.output = form.querySelector("[data-trace-count]");
    this.nothing = page.querySelector("[data-trace-nothing]");
    this.hint = form.querySelector("[data-trace-hint]");
    this.sections = new Sections(page, tables, this.output.dataset.traceOf);
    this.folds = new Folds(page, tables);
    this.chips = new Chips(this);
    this.found = new FoundWords(page, this.data);
    this.completion = new Completion(this);
    this.listen();
  }

  listen() {
    const { form, page } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.soon());
    form.addEventListener("reset", () => requestAnimationFrame(() => this.reset()));
    page.querySelector("[data-trace-clear]")?.addEventListener("click", () => form.reset());
    for (const button of form.querySelectorAll("[data-trace-export]")) {
      button.addEventListener("click", () => exportRows(this, button));
    }
    const link = form.querySelector("[data-trace-link]");
    link?.addEventListener("click", () => {
      this.write();
      copy(link, location.href);
    });
    form.querySelector("[data-trace-fold]")?.addEventListener("click", (event) => {
      const isOpen = form.toggleAttribute("data-trace-unfolded");
      event.target.setAttribute("aria-expanded", isOpen);
    });
    closeOutside(form);
    keepAddress(page);
    measure(page, form);
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

  /* What is asked for: by boxes, and in words. */
  get chosen() {
    const asked = parsed(this.find.value, this.data);
    const facets = this.facets
      .map((name) => ({ name, boxes: this.boxes.filter((box) => box.name === name && box.checked) }))
      .filter(({ boxes }) => boxes.length);
    return { ...asked, facets };
  }

  apply() {
    const { words, terms, facets } = this.chosen;
    const aimed = target();
    const conditions = [
      ...terms.map((each) => condition(each, this.data)),
      ...facets.filter(({ name }) => name !== "section").map((facet) => this.ofFacet(facet)),
    ];
    const sections = facets.find(({ name }) => name === "section")?.boxes.map((box) => box.value);
    const isWanted = (row, table) =>
      row.element === aimed ||
      ((!sections || sections.includes(table.section?.dataset.traceSection ?? "")) &&
        conditions.every(({ fits }) => fits(row.place)) &&
        words.every((word) => row.text.includes(word)));
    const coming = this.tables.flatMap((table) => table.show(isWanted));
    const shown = this.tables.reduce((sum, table) => sum + table.number, 0);
    this.isAll = !words.length && !terms.length && !facets.length;
    this.form.querySelector("[type=reset]").hidden = this.isAll && !this.sorting;
    this.page.toggleAttribute("data-trace-filtered", !this.isAll);
    if (this.nothing) this.nothing.hidden = shown > 0;
    this.sections.show(this.isAll);
    this.folds.show(this.isAll);
    this.chips.show(facets);
    this.say(conditions.flatMap(({ unknown }, at) => unknown.map((value) => [value, terms[at].key.head])));
    coming.sort((a, b) => (b.element === aimed) - (a.element === aimed));
    const steps = inParts(coming, AT_ONCE).map((rows) => () => {
      for (const row of rows) row.element.hidden = false;
    });
    this.showing.run(steps, () => {
      this.output.textContent = this.output.dataset.traceCount
        .replace("{shown}", shown)
        .replace("{total}", this.total);
      this.found.show(words, this.tables);
      describe(this, { words, terms, facets });
    });
  }

  ofFacet({ name, boxes }) {
    const key = this.data.key(name) ?? new Key({ name });
    return condition(term(key, "=", boxes.map((box) => box.value), ""), this.data);
  }

  /* Say which values nothing can have. */
  say(unknown) {
    this.hint.hidden = !unknown.length;
    const said = unknown.map(([value, key]) =>
      this.hint.dataset.traceHint.replace("{value}", value).replace("{key}", key),
    );
    this.hint.textContent = said.join(" ");
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
    const key = this.data.key(name === "evidence" ? "badge" : name);
    const steps = this.tables.flatMap((table) => table.sort(name, isDescending, key?.rows.length ? key : undefined));
    this.sortingSteps.run(steps, () => {});
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
    const find = this.find.value.trim();
    if (find) url.searchParams.append("find", find);
    for (const box of this.boxes) if (box.checked) url.searchParams.append(box.name, box.value);
    if (this.sorting) url.searchParams.set("sort", this.sorting);
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  /* Choose what the address says. What has no box to be ticked is asked for in words. */
  restore() {
    const asked = new URL(location.href).searchParams;
    if (asked.get("gaps") === "only") asked.append("attention", "yes");
    const terms = [asked.get("find") ?? ""];
    for (const box of this.boxes) box.checked = asked.getAll(box.name).includes(box.value);
    for (const name of new Set(asked.keys())) {
      const unboxed = asked.getAll(name).filter((value) => !this.hasBox(name, value));
      const isOurs = !["find", "sort", "gaps", "section"].includes(name) && this.data.key(name);
      if (isOurs && unboxed.length) terms.push(`${name}=${unboxed.map((value) => written(value || "none"))}`);
    }
    this.find.value = terms.filter(Boolean).join(" ");
    this.sorting = asked.get("sort") ?? "";
    if (this.sorting) this.sort();
    this.apply();
    if (asked.size && aim()) afterFrames(4, () => aim()?.scrollIntoView());
  }

  hasBox(name, value) {
    return this.boxes.some((box) => box.name === name && box.value === value);
  }
}

/* How high the filter stands: heads of tables stick below it. */
function measure(page, form) {
  const set = () => page.style.setProperty("--trace-filter-height", `${form.offsetHeight}px`);
  new ResizeObserver(set).observe(form);
}

/* The bar of MkDocs' own theme is as high as its entries need: what sticks, sticks below it. */
function measureBar(page) {
  const bar = document.querySelector("[data-bs-theme] .navbar.fixed-top");
  if (!bar) return;
  const set = () => page.style.setProperty("--trace-top", `${bar.offsetHeight}px`);
  new ResizeObserver(set).observe(bar);
  set();
}

/* A link to another place of this page keeps what is chosen. */
function keepAddress(page) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const isPlain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || !isPlain || link.target || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    if (!url.hash || url.search || url.origin + url.pathname !== location.origin + location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    if (url.hash === location.hash) aim()?.scrollIntoView();
    else location.hash = url.hash;
  });
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
