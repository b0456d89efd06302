/* The palette: type what it is called, and go there. */

const MOST_FOUND = 30;

class Palette {
  constructor(panel) {
    this.panel = panel;
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("click", (event) => event.target.closest?.(".trace-goto") && this.open());
    document.addEventListener("trace-arrive", () => this.offer());
    this.offer();
  }

  /* The button stands where the theme has its search. */
  async offer() {
    const site = await shared().catch(() => undefined);
    const place = document.querySelector(".md-header__inner, .navbar-nav.ms-md-auto, .wy-side-nav-search");
    this.hasKey = site?.about.traceShortcuts !== undefined;
    if (!site || !place || place.querySelector(".trace-goto")) return;
    const button = piece(site.page, "goto");
    const title = place.querySelector(":scope > .md-header__title");
    if (title) title.after(button);
    else if (place.matches(".navbar-nav")) place.prepend(inList(button));
    else place.append(button);
  }

  pressed(event) {
    if (event.key !== "g" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const isTyped = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!this.hasKey || isTyped || document.querySelector("dialog[open]")) return;
    event.preventDefault(); // the field that gets the focus would take the key
    this.open();
  }

  async open() {
    const [site, all] = await Promise.all([shared(), index()]).catch(() => []);
    if (!all) return;
    this.build(site);
    this.all = all;
    this.field.value = "";
    if (!this.dialog.open) this.dialog.showModal();
    this.find();
    this.field.focus();
  }

  build(site) {
    if (this.dialog?.isConnected) return;
    this.site = site;
    this.dialog = inTheme(piece(site.page, "palette"));
    this.field = this.dialog.querySelector("input");
    this.list = this.dialog.querySelector("ul");
    document.body.append(this.dialog);
    this.field.addEventListener("input", () => this.find());
    this.dialog.addEventListener("keydown", (event) => this.steered(event));
    this.dialog.addEventListener("click", (event) => this.clicked(event));
    this.dialog.addEventListener("close", () => leaveFocus(this.dialog));
  }

  find() {
    const typed = folded(this.field.value);
    const found = typed ? ranked([...this.all.items, ...this.all.places], typed) : this.all.places;
    this.found = found.slice(0, MOST_FOUND);
    const { root } = this.all;
    this.list.replaceChildren(...this.found.map((each, at) => this.option(each, at, root)));
    this.dialog.querySelector(".trace-palette-none").hidden = this.found.length > 0;
    const said = this.dialog.querySelector("output");
    said.textContent = said.dataset.traceCount.replace("{number}", this.found.length);
    this.choose(0);
  }

  option(each, at, root) {
    const data = { ...each, title: each.isItem ? each.title : each.id, id_shown: each.isItem ? each.id : "" };
    const option = drawn({ page: this.site.page, root }, "palette-option", data);
    option.id = `trace-palette-${at}`;
    return option;
  }

  choose(at) {
    this.at = at;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const chosen = this.list.children[at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  steered(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.choose((this.at + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && this.found[this.at]) {
      event.preventDefault();
      this.take(this.found[this.at], event.ctrlKey || event.metaKey);
    }
  }

  clicked(event) {
    if (event.target === this.dialog) return this.dialog.close();
    const option = event.target.closest?.('[role="option"]');
    if (option) this.take(this.found[[...this.list.children].indexOf(option)], event.ctrlKey || event.metaKey);
  }

  /* An item opens beside the page; with Ctrl, where it stands. */
  take(chosen, isThere) {
    this.dialog.close();
    const url = new URL(chosen.href, this.all.root);
    if (chosen.isItem && !isThere) this.panel.open(decodeURIComponent(url.hash.slice(1)), url);
    else go(url);
  }
}

/* Themes of Bootstrap have lists in their bars. */
function inList(button) {
  const entry = document.createElement("li");
  entry.className = "nav-item";
  entry.append(button);
  return entry;
}

/* What is called so, then what begins so, then what has a word that does, then what holds it. */
function ranked(all, typed) {
  const rank = ({ names, title }) => {
    const texts = title ? [...names, folded(title)] : names;
    if (names.includes(typed)) return 0;
    if (names.some((name) => name.startsWith(typed))) return 1;
    if (texts.some((text) => text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed)))) return 2;
    return texts.some((text) => typed.split(/\s+/).every((word) => text.includes(word))) ? 3 : undefined;
  };
  return all
    .map((each) => ({ each, rank: rank(each) }))
    .filter((entry) => entry.rank !== undefined)
    .sort((a, b) => a.rank - b.rank)
    .map(({ each }) => each);
}
