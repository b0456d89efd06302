/* The panel of an item beside the page. The address names the item: Back closes it, and a link to it opens it. */

const ASKED = "item";

function asked() {
  return new URL(location.href).searchParams.get(ASKED) ?? "";
}

function addressWith(anchor) {
  const url = new URL(location.href);
  if (anchor) url.searchParams.set(ASKED, anchor);
  else url.searchParams.delete(ASKED);
  return url;
}

class SidePanel {
  constructor() {
    this.shown = "";
    this.page = addressWith("").href;
    document.addEventListener("click", (event) => this.clicked(event), true);
    addEventListener("popstate", (event) => this.wentBack(event), true);
    document.addEventListener("trace-arrive", () => this.arrive());
    this.arrive();
  }

  /* Another page, or the first. */
  arrive() {
    this.page = addressWith("").href;
    this.follow();
  }

  follow() {
    if (asked() === this.shown) return;
    if (asked()) this.show(asked());
    else this.hide();
  }

  clicked(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = itemLinkIn(event);
    if (link && anchorOf(link)) {
      event.preventDefault();
      event.stopPropagation();
      this.open(anchorOf(link), addressOf(link));
    } else if (this.dialog?.contains(event.target) && event.target.closest("a[href]")) {
      this.leave();
    }
  }

  /* An entry of the history that differs in the item only is nobody else's concern. */
  wentBack(event) {
    const isHere = addressWith("").href === this.page;
    this.page = addressWith("").href;
    if (isHere) event.stopImmediatePropagation();
    this.follow();
  }

  async open(anchor, otherwise) {
    if (anchor === this.shown) return;
    if (!(await this.show(anchor))) {
      location.assign(otherwise);
      return;
    }
    this.page = addressWith("").href;
    const steps = (history.state?.traceSteps ?? 0) + 1;
    history.pushState({ ...history.state, traceSteps: steps }, "", addressWith(anchor));
  }

  /* Show an item; whether there is one. */
  async show(anchor) {
    this.wanted = anchor;
    const [site, item] = await Promise.all([shared(), itemOf(anchor)]).catch(() => []);
    if (!item) return false;
    if (this.wanted !== anchor) return true;
    this.build(site);
    this.body.replaceChildren(drawn(site, "item", { ...item, ...around(item) }));
    this.dialog.scrollTop = this.body.scrollTop = 0;
    this.permanent = new URL(item.permanent || item.href, site.root).href;
    this.leadToGraph(anchor);
    if (!this.dialog.open) this.dialog.showModal();
    this.shown = anchor;
    this.dialog.querySelector("#trace-side-title").focus({ preventScroll: true });
    return true;
  }

  /* The graph shows what is two steps away. */
  leadToGraph(anchor) {
    const link = this.body.querySelector('[data-trace-side="graph"]');
    if (!link) return;
    const address = new URL(link.getAttribute("href"), items);
    address.search = new URLSearchParams({ focus: anchor, depth: "2" });
    link.href = address;
  }

  build(site) {
    if (this.dialog?.isConnected) return;
    this.dialog = inTheme(piece(site.page, "side"));
    this.body = this.dialog.querySelector('[data-trace-side="body"]');
    document.body.append(this.dialog);
    this.dialog.addEventListener("close", () => this.closed());
    this.dialog.addEventListener("keydown", (event) => event.stopPropagation());
    this.dialog.addEventListener("click", (event) => this.clickedBeside(event));
    const button = this.dialog.querySelector('[data-trace-side="copy"]');
    button.addEventListener("click", () => copy(button, this.permanent));
  }

  /* Beside the panel lies the page: a click there closes it, and on another id opens that. */
  clickedBeside(event) {
    if (event.target !== this.dialog || event.clientX === 0) return;
    const edge = this.dialog.getBoundingClientRect();
    if (event.clientX >= edge.left && event.clientX <= edge.right) return;
    this.dialog.close();
    const below = document.elementFromPoint(event.clientX, event.clientY)?.closest(LINKS);
    if (below) setTimeout(() => below.click(), 50);
  }

  /* Closed by a key, a button or a click: the address goes back to where the first item was opened. */
  closed() {
    leaveFocus(this.dialog);
    if (!this.shown) return;
    this.shown = this.wanted = "";
    if (!asked()) return;
    const steps = history.state?.traceSteps ?? 0;
    if (steps) history.go(-steps);
    else history.replaceState(history.state, "", addressWith(""));
  }

  hide() {
    this.shown = this.wanted = "";
    this.dialog?.close();
  }

  /* A link leads elsewhere: the panel stays in the history. */
  leave() {
    this.hide();
  }
}

/* What is closed keeps the focus until the next frame, and the keys with it, where nothing had the focus before. */
function leaveFocus(dialog) {
  if (dialog.contains(document.activeElement)) document.activeElement.blur();
}

/* Who points at an item and at what it points: each once, with all that links them. */
function around(item) {
  const sides = { in: new Map(), out: new Map() };
  for (const { label, leads, ends } of item.relations ?? []) {
    for (const end of ends) {
      const side = sides[leads];
      if (!side.has(end.id)) side.set(end.id, { ...end, names: new Set() });
      side.get(end.id).names.add(label);
    }
  }
  const boxes = (side) => [...side.values()].map((each) => ({ ...each, labels: [...each.names].join(", ") }));
  const [before, after] = [boxes(sides.in), boxes(sides.out)];
  return {
    before: before.slice(0, MOST_BOXES),
    after: after.slice(0, MOST_BOXES),
    neighbours: before.length + after.length,
    name: item.title || item.id,
    own: item.href === item.row ? "" : item.href,
  };
}

const MOST_BOXES = 8;
