/* Who types an id, an alias or a former id into the search of the theme and presses Enter, gets that item. */

const SEARCHES = "[data-md-component='search-query'], #mkdocs-search-query, #rtd-search-form input[name='q']";

class ExactIds {
  constructor() {
    document.addEventListener("focusin", (event) => event.target.matches?.(SEARCHES) && index().catch(() => {}));
    document.addEventListener("keydown", (event) => this.typed(event), true);
  }

  typed(event) {
    const field = event.target;
    if (!event.isTrusted || event.key !== "Enter" || !field.matches?.(SEARCHES)) return;
    if (known && !this.exact(field)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (known) go(this.exact(field));
    else this.whenKnown(field);
  }

  /* Enter may come before the index: nobody's key is lost, and none goes to a lesser place. */
  async whenKnown(field) {
    await index().catch(() => {});
    if (known && this.exact(field)) go(this.exact(field));
    else pressedEnter(field);
  }

  exact(field) {
    const found = known.byName.get(folded(field.value));
    return found?.length === 1 ? new URL(found[0].href, known.root) : undefined;
  }
}

/* Leave it to the theme, as if nobody had listened. */
function pressedEnter(field) {
  const key = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true };
  if (field.dispatchEvent(new KeyboardEvent("keydown", key))) field.form?.requestSubmit();
}

/* Everything that can be named: items by id, alias and former id; pages; views. */
let known;

async function index() {
  if (known) return known;
  const { root } = await shared();
  const data = await fetchedData("index.json");
  const byName = new Map();
  const found = data.items.map(([id, title, kind, page, anchor, ...others]) => {
    const [machine, label] = data.kinds[kind];
    const href = `${data.pages[page]}#${fragment(anchor || `${machine}-${id}`)}`;
    const item = { id, title, label, href, names: [id, ...others].map(folded), isItem: true };
    for (const name of new Set(item.names)) byName.set(name, [...(byName.get(name) ?? []), item]);
    return item;
  });
  const places = [...data.views, ...data.places].map(([title, href, label]) => ({ id: title, label, href, names: [folded(title)] }));
  known = { root, byName, items: found, places };
  return known;
}

/* An anchor as the build writes it into addresses. */
function fragment(anchor) {
  return encodeURIComponent(anchor).replace(/%(?:24|26|2B|2C|2F|3A|3B|3D|40)/g, decodeURIComponent);
}

function folded(text) {
  return text.trim().normalize("NFC").toLowerCase();
}

/* Follow an address as a link would: themes that navigate instantly follow links. */
function go(url) {
  const link = document.createElement("a");
  link.href = url.href;
  document.body.append(link);
  link.click();
  link.remove();
}
