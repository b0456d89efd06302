/* What can be written in the filter: keys, their values, and ids, offered while somebody types. */

const MOST_OFFERED = 8;

class Completion {
  constructor(view) {
    this.view = view;
    this.field = view.find;
    this.list = view.form.querySelector("[data-trace-completions]");
    this.active = -1;
    if (!this.list) return;
    this.field.addEventListener("input", () => this.offer());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  /* The word at the caret, with where it begins. */
  get word() {
    const before = this.field.value.slice(0, this.field.selectionStart ?? this.field.value.length);
    const text = /(?:[^\s"']|"[^"]*"?|'[^']*'?)*$/.exec(before)[0];
    return { text, start: before.length - text.length };
  }

  offer(isAsked = false) {
    const { text } = this.word;
    this.offers = text || isAsked ? this.offersFor(text) : [];
    this.active = -1;
    const options = this.offers.map((offer, at) => {
      const option = piece(this.view.page, "option");
      option.id = `${this.list.id}-${at}`;
      option.querySelector("[data-trace-text]").textContent = offer.text;
      option.querySelector("[data-trace-said]").textContent = offer.said;
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.field.setAttribute("aria-expanded", options.length > 0);
    this.field.removeAttribute("aria-activedescendant");
  }

  offersFor(text) {
    const sign = /^([^\s=!<>,"']+)(!=|<=|>=|=|<|>)(.*)$/.exec(text);
    const key = sign && this.view.data.key(sign[1]);
    if (key) return this.valuesOf(key, sign);
    const start = fold(text);
    const keys = [...this.view.data.keys.values()].filter((each) => each.name !== "id");
    const begin = (word) => fold(String(word)).startsWith(start);
    const offers = keys
      .filter((each) => each.words.length && (begin(each.name) || begin(each.head)))
      .map((each) => ({ text: `${each.name}=`, said: each.head === each.name ? "" : each.head, isOpen: true }));
    if (start) {
      for (const each of keys) offers.push(...this.matching(each, start).map((place) => valued(each, "=", "", place)));
      const ids = this.view.data.key("id");
      if (ids) offers.push(...this.matching(ids, start).map((place) => valued(ids, "=", "", place)));
    }
    return offers.slice(0, MOST_OFFERED);
  }

  valuesOf(key, [, , sign, written]) {
    const comma = written.lastIndexOf(",") + 1;
    const before = written.slice(0, comma);
    const start = fold(written.slice(comma).replace(/^["']/, ""));
    const offers = this.matching(key, start).map((place) => valued(key, sign, before, place));
    const others = ["none", "any"].filter((word) => word.startsWith(start) && !key.words.includes(word));
    offers.push(...others.map((word) => ({ text: `${key.name}${sign}${before}${word}`, said: "" })));
    return offers.slice(0, MOST_OFFERED);
  }

  /* The places of a key's words that begin so, then those that only hold it. */
  matching(key, start) {
    const places = [];
    const later = [];
    key.words.forEach((word, at) => {
      if (typeof word !== "string") return;
      const [machine, shown] = [fold(word), fold(String(key.labels[at]))];
      if (machine.startsWith(start) || shown.startsWith(start)) places.push(at + 1);
      else if (start.length > 1 && machine.includes(start)) later.push(at + 1);
    });
    return [...places, ...later].slice(0, MOST_OFFERED);
  }

  press(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen) this.offer(true);
      if (this.list.hidden) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      const number = this.offers.length;
      this.point((this.active + step + (this.active < 0 && step < 0 ? 1 : 0) + number) % number);
    } else if (event.key === "Enter" && isOpen && this.active >= 0) this.take(this.active);
    else if (event.key === "Enter") return this.close();
    else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  point(at) {
    this.active = at;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", place === at));
    this.field.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  take(at) {
    const { text, isOpen } = this.offers[at];
    const { start } = this.word;
    const { field } = this;
    const behind = field.value.slice(field.selectionStart ?? field.value.length);
    const taken = isOpen || behind.startsWith(" ") ? text : `${text} `;
    field.value = field.value.slice(0, start) + taken + behind;
    field.setSelectionRange(start + taken.length, start + taken.length);
    field.focus();
    this.view.soon();
    if (isOpen) this.offer();
    else this.close();
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.field.setAttribute("aria-expanded", false);
    this.field.removeAttribute("aria-activedescendant");
  }
}

function valued(key, sign, before, place) {
  const word = key.words[place - 1];
  const label = key.labels[place - 1];
  return { text: `${key.name}${sign}${before}${written(word)}`, said: label === word ? "" : label };
}
