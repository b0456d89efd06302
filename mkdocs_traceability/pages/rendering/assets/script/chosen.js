/* What is chosen, shown back: as chips, in the heads of sections and the contents, and in words on paper. */

class Chips {
  constructor(view) {
    this.view = view;
    this.place = view.form.querySelector("[data-trace-chosen]");
  }

  show(facets) {
    const boxes = facets.flatMap((facet) => facet.boxes);
    const said = boxes.map((box) => `${box.name}=${box.value}`).join("&");
    this.place.hidden = !boxes.length;
    if (said === this.said) return;
    this.said = said;
    this.place.replaceChildren(...boxes.map((box) => this.chip(box)).filter(Boolean));
  }

  chip(box) {
    const chip = piece(this.view.page, "chip");
    if (!chip) return undefined;
    const words = box.closest("[data-trace-attention]") ? labelOf(box) : `${headOf(box)}: ${labelOf(box)}`;
    chip.querySelector("[data-trace-text]").textContent = words;
    chip.setAttribute("aria-label", chip.dataset.traceRemove.replace("{value}", words));
    chip.addEventListener("click", () => {
      box.checked = false;
      this.view.soon();
      this.view.find.focus();
    });
    return chip;
  }
}

function labelOf(box) {
  return box.parentElement.querySelector("[data-trace-label]").textContent.trim();
}

function headOf(box) {
  return box.closest("[data-trace-head]").dataset.traceHead;
}

/* How many rows each section shows, in its head and wherever the page lists it. */
class Sections {
  constructor(page, tables, of) {
    this.of = of;
    const links = [...document.querySelectorAll("nav a[href*='#'], .bs-sidebar a[href*='#'], .col-md-3 a[href*='#']")];
    const bySection = new Map();
    for (const table of tables) {
      if (table.section) bySection.set(table.section, [...(bySection.get(table.section) ?? []), table]);
    }
    this.all = [...bySection].map(([section, its]) => {
      const head = section.querySelector("h2[id]");
      const hash = head && `#${encodeURIComponent(head.id)}`;
      const isHere = (link) => link.hash === hash || decoded(link.hash) === decoded(hash ?? "");
      const count = head?.querySelector(".trace-count");
      return {
        tables: its,
        count,
        total: count?.textContent,
        links: head ? links.filter((link) => isHere(link) && !page.querySelector("table")?.contains(link)) : [],
      };
    });
  }

  show(isAll) {
    for (const { tables, count, total, links } of this.all) {
      const shown = tables.reduce((sum, table) => sum + table.number, 0);
      const said = isAll ? total : this.of.replace("{shown}", shown).replace("{total}", total);
      if (count && count.textContent !== said) count.textContent = said;
      for (const link of links) {
        link.toggleAttribute("data-trace-empty", !shown);
        const beside = link.parentElement.querySelector(":scope > [data-trace-number]");
        if (beside && beside.textContent !== said) beside.textContent = said;
      }
    }
  }
}

function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

/* What a printed list says of itself: the filter in words, and the totals of what is printed. */
function describe(view, { words, terms, facets }) {
  const line = view.page.querySelector("[data-trace-printed]");
  if (!line) return;
  line.hidden = view.isAll;
  if (view.isAll) return;
  const said = line.dataset;
  const or = new Intl.ListFormat(document.documentElement.lang || "en", { type: "disjunction" });
  const parts = facets.map(({ boxes }) =>
    boxes[0].closest("[data-trace-attention]")
      ? labelOf(boxes[0])
      : said.traceIs.replace("{key}", headOf(boxes[0])).replace("{value}", or.format(boxes.map(labelOf))),
  );
  for (const { key, isExcluding, values } of terms) {
    const sentence = isExcluding ? said.traceIsNot : said.traceIs;
    parts.push(sentence.replace("{key}", key.head).replace("{value}", or.format(values)));
  }
  parts.push(...words.map((word) => said.traceHas.replace("{word}", word)));
  const rows = view.rows.filter((row) => row.isShown);
  line.textContent = `${said.tracePrefix} ${parts.join(" · ")}. ${view.output.textContent}${totals(view.data, rows)}`;
}

function totals(data, rows) {
  const key = data.key("badge");
  if (!key?.words.length) return "";
  const counts = new Array(key.words.length).fill(0);
  for (const row of rows) for (const place of key.of(row.place)) counts[place - 1] += 1;
  const said = counts.flatMap((count, at) => (count ? [`${count} ${key.labels[at]}`] : []));
  return said.length ? `: ${said.join(", ")}` : "";
}
