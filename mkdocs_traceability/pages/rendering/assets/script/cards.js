/* Cards: what an id stands for, beside the link that the pointer rests on, that has the focus, or that is held. */

const DELAY = 350;
const GRACE = 250;
const HOLD = 500;
const GAP = 8;

class Cards {
  constructor() {
    const on = (name, act, how) => document.addEventListener(name, act, how);
    on("pointerover", (event) => this.over(event));
    on("focusin", (event) => this.focused(event));
    on("focusout", () => this.soon(undefined, 0));
    on("pointerdown", (event) => this.pressed(event), true);
    on("contextmenu", (event) => this.isHeld && event.preventDefault(), true);
    on("click", (event) => this.clicked(event), true);
    on("keydown", (event) => event.key === "Escape" && this.escaped(event), true);
    addEventListener("scroll", () => this.hide(), { capture: true, passive: true });
    on("trace-arrive", () => this.hide());
    for (const name of ["pointerup", "pointercancel", "pointermove"]) {
      on(name, (event) => event.pointerType === "touch" && clearTimeout(this.holding));
    }
  }

  over(event) {
    if (event.pointerType === "touch") return;
    if (this.card?.contains(event.target)) {
      clearTimeout(this.timer);
      return;
    }
    const link = itemLinkIn(event);
    if (link === this.link && link) {
      clearTimeout(this.timer);
      return;
    }
    this.soon(link, link ? DELAY : GRACE);
  }

  focused(event) {
    const link = itemLinkIn(event);
    if (link?.matches(":focus-visible")) this.soon(link, DELAY);
  }

  /* A finger that stays on a link asks what it is; it opens nothing then. */
  pressed(event) {
    this.isHeld = false;
    if (event.pointerType !== "touch") return;
    const link = itemLinkIn(event);
    if (!link && !this.card?.contains(event.target)) this.hide();
    clearTimeout(this.holding);
    if (!link) return;
    this.holding = setTimeout(() => {
      this.isHeld = true;
      this.show(link);
    }, HOLD);
  }

  clicked(event) {
    if (this.isHeld && itemLinkIn(event)) {
      this.isHeld = false;
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      this.hide();
    }
  }

  escaped(event) {
    if (!this.card) return;
    event.stopPropagation();
    event.preventDefault();
    this.hide();
  }

  soon(link, delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (link ? this.show(link) : this.hide()), delay);
  }

  async show(link) {
    this.hide();
    const anchor = anchorOf(link);
    if (!anchor) return;
    this.link = link;
    const [site, item] = await Promise.all([shared(), itemOf(anchor)]).catch(() => []);
    if (!item || this.link !== link || !link.isConnected) return;
    this.card = inTheme(drawn(site, "card", { ...item, name: item.title || item.id, first: firstLine(item) }));
    (link.closest("dialog") ?? document.body).append(this.card);
    this.title = link.getAttribute("title");
    link.removeAttribute("title");
    link.setAttribute("aria-describedby", this.card.id);
    this.place(link.getBoundingClientRect(), this.card.getBoundingClientRect());
  }

  /* Below the link, or above where there is no room: never on it. */
  place(link, card) {
    const fits = link.bottom + GAP + card.height < innerHeight;
    const top = fits ? link.bottom + GAP : Math.max(0, link.top - GAP - card.height);
    const left = Math.max(GAP, Math.min(link.left, document.documentElement.clientWidth - card.width - GAP));
    this.card.style.top = `${top}px`;
    this.card.style.left = `${left}px`;
  }

  hide() {
    clearTimeout(this.timer);
    clearTimeout(this.holding);
    this.card?.remove();
    if (this.card && this.link) {
      this.link.removeAttribute("aria-describedby");
      if (this.title !== null) this.link.setAttribute("title", this.title);
    }
    this.card = this.link = undefined;
  }
}

function firstLine({ notes, summary }) {
  const html = new DOMParser().parseFromString(summary ?? notes ?? "", "text/html");
  return html.body.textContent.trim().split("\n")[0];
}
