/* The words that were found, marked in the rows that are shown; where they stand out of sight, that is said. */

const MOST_MARKED = 200;
const MARK = "trace-found";

class FoundWords {
  constructor(page, data) {
    this.page = page;
    this.data = data;
    this.marks = [];
    this.hints = [];
    this.words = [];
  }

  /* Once nobody types or scrolls: marking is no reason to wait. */
  show(words, tables) {
    this.words = words.filter((word) => word.length > 1);
    this.tables = tables;
    if (this.words.length && !this.scrolling) {
      this.scrolling = () => (this.page.isConnected ? this.later() : removeEventListener("scroll", this.scrolling, true));
      addEventListener("scroll", this.scrolling, { capture: true, passive: true });
    }
    if (this.words.length || this.isOn) this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.mark(), 150);
  }

  mark() {
    this.clear();
    const { words } = this;
    if (!words.length || !this.page.isConnected) return;
    this.isOn = true;
    const ranges = [];
    const hints = [];
    for (const row of this.rowsInSight()) {
      const found = rangesIn(row.element, words);
      ranges.push(...found.flat());
      const hidden = words.map((word, at) => this.placeOf(word, found[at], row)).filter(Boolean);
      if (hidden.length) hints.push([row, [...new Set(hidden)]]);
    }
    for (const [row, places] of hints) this.hint(row, places);
    if (globalThis.Highlight && CSS.highlights) CSS.highlights.set(MARK, new Highlight(...ranges));
    else for (const range of ranges.reverse()) this.wrap(range);
  }

  /* The rows that can be seen, and some above and below. */
  rowsInSight() {
    const isNear = ({ top, bottom }) => bottom > -innerHeight / 2 && top < innerHeight * 1.5;
    return this.tables
      .filter((table) => table.number && isNear(table.element.getBoundingClientRect()))
      .flatMap((table) => table.rows.filter((row) => row.isShown && isNear(row.element.getBoundingClientRect())))
      .slice(0, MOST_MARKED);
  }

  /* The column in which a word stands that can be seen nowhere in a row. */
  placeOf(word, ranges, row) {
    if (ranges.some(isSeen)) return undefined;
    const cell = ranges[0]?.startContainer.parentElement.closest("td, th");
    if (cell) {
      const head = row.element.closest("table").tHead?.rows[0].cells[cell.cellIndex];
      return head?.textContent.trim();
    }
    return row.beside?.find(([, text]) => text.includes(word))?.[0];
  }

  hint(row, places) {
    const hint = piece(this.page, "where");
    if (!hint) return;
    hint.textContent = hint.dataset.traceWhere.replace("{columns}", places.join(", "));
    row.element.cells[0].append(hint);
    this.hints.push(hint);
  }

  wrap(range) {
    const mark = piece(this.page, "mark");
    if (!mark || range.startContainer !== range.endContainer) return;
    range.surroundContents(mark);
    this.marks.push(mark);
  }

  clear() {
    globalThis.CSS?.highlights?.delete(MARK);
    for (const hint of this.hints) hint.remove();
    for (const mark of this.marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent?.normalize();
    }
    this.hints = [];
    this.marks = [];
    this.isOn = false;
  }
}

/* The places of each word in a row. Within a cell a word may be divided, as paths are. */
function rangesIn(row, words) {
  const found = words.map(() => []);
  for (const cell of row.cells) {
    const nodes = textsOf(cell);
    const text = nodes.map(({ lower }) => lower).join("");
    words.forEach((word, at) => {
      for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
        found[at].push(rangeOf(nodes, start, start + word.length));
      }
    });
  }
  return found;
}

/* The texts of a cell, each with the place at which it begins. What has another length in lower case holds no word. */
function textsOf(cell) {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const lower = node.data.toLowerCase();
    const { length } = node.data;
    nodes.push({ node, start, lower: lower.length === length ? lower : "\0".repeat(length) });
    start += length;
  }
  return nodes;
}

function rangeOf(nodes, start, end) {
  const range = new Range();
  const first = nodes.findLast((each) => each.start <= start);
  const last = nodes.findLast((each) => each.start < end);
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

function isSeen(range) {
  const parent = range.startContainer.parentElement;
  if (parent.checkVisibility && !parent.checkVisibility()) return false;
  if (parent.closest(".trace-hidden")) return false;
  const box = range.getBoundingClientRect();
  if (!box.height) return false;
  for (let around = parent; around && around.tagName !== "TR"; around = around.parentElement) {
    if (around.scrollHeight <= around.clientHeight + 2) continue;
    const is = getComputedStyle(around).overflowY;
    if ((is === "hidden" || is === "clip") && box.top >= around.getBoundingClientRect().bottom - 2) return false;
  }
  return true;
}
