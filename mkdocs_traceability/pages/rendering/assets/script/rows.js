/* What the rows of the page are beside what their cells show: the data of the page, by the keys of filters. */

class Key {
  constructor({ name, head, words = [], rows = [], shown = {}, known = 0, order = "" }) {
    this.name = name;
    this.order = order;
    this.head = head ?? name;
    this.rows = rows;
    this.known = known;
    this.words = words.map((word) => (Array.isArray(word) ? word[0] : word));
    this.labels = words.map((word) => (Array.isArray(word) ? word[1] : word));
    this.shown = new Map(Object.entries(shown));
    this.isClosed = known > 0 && known === words.length;
  }

  /* The places of a row's words, counted from 1. */
  of(row) {
    const places = this.rows[row];
    return places ? [].concat(places) : [];
  }

  /* What a row sorts by: words are in their order. */
  rank(row) {
    const places = this.rows[row];
    return (Array.isArray(places) ? places[0] : places) || "";
  }

  /* The places by each spelling that a filter may have: words, what readers see, ids without their kind. */
  get places() {
    if (this.spelled) return this.spelled;
    this.spelled = new Map();
    const enter = (word, place) => {
      if (!this.spelled.has(word)) this.spelled.set(word, new Set());
      this.spelled.get(word).add(place);
    };
    this.words.forEach((word, at) => enter(typeof word === "number" ? word : fold(word), at + 1));
    const others = (word, place) => !this.spelled.has(word) && enter(word, place);
    this.labels.forEach((label, at) => typeof label === "string" && others(dashed(fold(label)), at + 1));
    this.words.forEach((word, at) => {
      const colon = typeof word === "string" ? word.indexOf(":") : -1;
      if (colon > 0 && !word.includes(" ")) enter(fold(word.slice(colon + 1)), at + 1);
    });
    return this.spelled;
  }
}

class Rows {
  constructor(page) {
    const element = page.querySelector("[data-trace-rows]");
    const said = element ? JSON.parse(element.content.textContent) : { keys: [] };
    this.keys = new Map(said.keys.map((key) => [key.name, new Key(key)]));
    for (const name of said.bare ?? []) this.keys.set(name, new Key({ name }));
    this.also = new Map(Object.entries(said.also ?? {}).map(([name, id]) => [fold(name), fold(id)]));
    this.formerly = said.formerly ?? {};
    this.lines = said.lines;
  }

  key(name) {
    const plain = name.replaceAll("-", "_");
    return this.keys.get(plain) ?? this.keys.get(this.formerly[plain]);
  }

  /* The line of a row in the file of all rows. */
  line(row) {
    return this.lines ? this.lines[row] : row;
  }
}

/* Text without its case, as Python folds it. */
function fold(text) {
  const folded = text.normalize("NFC").replace(/[^ı]+/g, (some) => some.toUpperCase().toLowerCase());
  return folded.replaceAll("ς", "σ");
}

function dashed(text) {
  return text.replaceAll(" ", "-");
}

/* The number that stands for a long word in the data: FNV-1a. */
function numberOf(text) {
  let number = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) number = Math.imul(number ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return number;
}
