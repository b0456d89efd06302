/* The language of filters, as markers have it: `tests=none badge!=verified`, and free words beside. */

const KEY = /([^\s=!<>,"']+)(!=|<=|>=|=|<|>)/y;
const PIECE = /(?:"([^"]*)"|'([^']*)'|([^\s,"'][^\s,]*))(?=,|\s|$)/y;
const PHRASE = /"([^"]+)"(?=\s|$)/y;
const WORD = /\S+/y;

/* A text as terms and free words. What has no value yet asks for nothing. */
function parsed(text, rows) {
  const terms = [];
  const words = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    const key = matched(KEY, text, at);
    const named = key && keyNamed(rows, key[1]);
    if (named) {
      const start = at;
      const values = [];
      at += key[0].length;
      while (at < text.length && !/\s/.test(text[at])) {
        if (text[at] === ",") {
          at += 1;
          continue;
        }
        const found = matched(PIECE, text, at) ?? matched(WORD, text, at);
        values.push((found[1] ?? found[2] ?? found[3] ?? found[0]).trim());
        at += found[0].length;
      }
      const given = values.filter(Boolean);
      if (given.length) terms.push(term(named, key[2], given, text.slice(start, at)));
      continue;
    }
    const phrase = matched(PHRASE, text, at);
    const word = phrase ?? matched(WORD, text, at);
    words.push((phrase ? phrase[1] : word[0]).toLowerCase());
    at += word[0].length;
  }
  return { terms: terms.map((each) => formerly(each, rows)), words };
}

function matched(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function keyNamed(rows, name) {
  return rows.key(name) ?? (name === "gaps" ? rows.key("attention") : undefined);
}

function term(key, sign, values, text) {
  return { key, sign, isExcluding: sign === "!=", values, text };
}

/* `gaps=only` is how `attention=yes` was written before. */
function formerly(each, rows) {
  const attention = rows.key("attention");
  const isFormer = /^gaps!?=/.test(each.text ?? "") && each.values.join() === "only";
  return isFormer && attention ? { ...each, key: attention, values: ["yes"] } : each;
}

/* What a term asks of a row, and its values that nothing can have. */
function condition({ key, sign, isExcluding, values }, rows) {
  if (/[<>]/.test(sign)) return comparison(key, sign, values);
  const wanted = new Set();
  const unknown = [];
  const own = new Set(key.words.slice(0, key.known).map((word) => fold(String(word))));
  let isNone = false;
  let isAny = false;
  for (const value of values) {
    const word = fold(value);
    const places = placesOf(key, word, rows);
    for (const place of places) wanted.add(place);
    const empty = word === "" || (word === "none" && !own.has("none"));
    const full = word === "any" && !own.has("any");
    isNone ||= empty;
    isAny ||= full;
    if (key.isClosed && !places.length && !empty && !full) unknown.push(value);
  }
  const fits = (row) => {
    const has = key.rows[row];
    if (!has) return isNone;
    return isAny || (Array.isArray(has) ? has.some((place) => wanted.has(place)) : wanted.has(has));
  };
  return { fits: unknown.length ? () => false : (row) => fits(row) !== isExcluding, unknown };
}

const ORDERED = {
  date: (word) => (/^\d{4}-\d\d-\d\d$/.test(word) ? word : undefined),
  number: (word) => (/^[-+]?\d{0,15}(\.?\d{1,15})$/.test(word) ? Number(word) : undefined),
};

const SIGNS = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/* A date or a number before, after, or at a limit. What has none is on neither side. */
function comparison(key, sign, values) {
  const read = ORDERED[key.order] ?? (() => undefined);
  const limit = values.length === 1 ? read(values[0]) : undefined;
  if (limit === undefined) return { fits: () => false, unknown: values };
  const holds = key.words.map((word) => {
    const value = read(String(word));
    return value !== undefined && SIGNS[sign](value, limit);
  });
  return { fits: (row) => key.of(row).some((place) => holds[place - 1]), unknown: [] };
}

function placesOf(key, word, rows) {
  if (key.name === "id" && word.includes("*")) {
    const pattern = like(word);
    return key.words.map((_, at) => at + 1).filter((place) => pattern.test(fold(String(key.words[place - 1]))));
  }
  const spelled = key.places;
  const yes = { true: "yes", false: "no" }[word];
  const shown = key.shown.get(dashed(word));
  const bare = word.slice(word.indexOf(":") + 1);
  const spellings = [word, yes, shown, dashed(word), rows.also.get(word), numberOf(word), bare, rows.also.get(bare)];
  const known = spellings.find((each) => each !== undefined && spelled.has(each));
  return known === undefined ? [] : [...spelled.get(known)];
}

/* A pattern with `*`, `?` and `[…]` as an expression. */
function like(pattern) {
  const parts = pattern.match(/\[[^\]]+\]|[\s\S]/g) ?? [];
  const written = parts.map((part) => {
    if (part === "*") return "[\\s\\S]*";
    if (part === "?") return "[\\s\\S]";
    if (part.length > 1) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    return part.replace(/[\\^$.|+(){}[\]]/g, "\\$&");
  });
  return new RegExp(`^${written.join("")}$`);
}

/* A value as a filter is written with it. */
function written(value) {
  if (!/[\s,"']/.test(value)) return value;
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}
