/* The system graph: which items are shown and where, what is lit, and how large it is. */

const MAP = { columns: 6, width: 176, height: 26, stepX: 188, stepY: 42, edge: 12, system: 34, band: 24, gap: 14 };

class SystemGraph {
  constructor(region, form) {
    this.region = region;
    this.form = form;
    this.svg = region.querySelector("svg");
    this.bands = [...this.svg.querySelectorAll("[data-trace-band]")].map((element) => ({
      element,
      system: element.dataset.traceBand,
      name: element.querySelector(".trace-system"),
      title: element.querySelector(".trace-band"),
      nodes: [...element.querySelectorAll("[data-trace-item]")].map((node) => nodeOf(node, element)),
    }));
    this.nodes = this.bands.flatMap((band) => band.nodes);
    this.lines = [...this.svg.querySelectorAll("[data-trace-ends]")].map((line, number) => lineOf(line, number, this.nodes));
    this.chosen = null;
    this.scale = 1;
  }

  begin() {
    this.form.hidden = false;
    this.region.classList.add("trace-map--live");
    this.restore();
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", () => this.update());
    this.form.addEventListener("reset", () => setTimeout(() => this.choose(null)));
    this.form.elements.find.addEventListener("input", () => this.light(this.found()));
    this.form.elements.find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const [first] = this.found();
      if (first) this.choose(first);
    });
    this.form.querySelector("[data-trace-item-chosen]").addEventListener("click", () => this.choose(null));
    for (const button of this.form.querySelectorAll("[data-trace-zoom]")) {
      button.addEventListener("click", () => this.zoom(Number(button.dataset.traceZoom)));
    }
    const near = (event) => this.light(this.neighbours(event.target.closest?.("[data-trace-item]")));
    this.svg.addEventListener("pointerover", near);
    this.svg.addEventListener("focusin", near);
    this.svg.addEventListener("pointerleave", () => this.light(this.found()));
    this.region.addEventListener("keydown", (event) => this.pressed(event));
    this.region.addEventListener("wheel", (event) => this.rolled(event), { passive: false });
    this.offerDragging();
  }

  /* ---- which items */

  get asked() {
    const asked = new Map();
    for (const box of this.form.querySelectorAll("[type=checkbox]:checked")) {
      asked.set(box.name, (asked.get(box.name) ?? new Set()).add(box.value));
    }
    return asked;
  }

  update() {
    const asked = this.asked;
    const isAsked = (node) =>
      ["kind", "system", "layer"].every((name) => !asked.has(name) || asked.get(name).has(node[name]));
    const relations = asked.get("relation");
    const lines = this.lines.filter((line) => !relations || relations.has(line.relation));
    const depth = this.form.elements.depth.value;
    const reached = this.chosen && reach(this.chosen, lines, depth);
    const shown = this.nodes.filter((node) => (!reached || reached.has(node)) && (node === this.chosen || isAsked(node)));
    this.show(new Set(shown), new Set(lines));
    this.say(shown.length, depth);
    this.write(asked, depth);
    this.light(this.found());
  }

  show(nodes, lines) {
    for (const node of this.nodes) {
      node.isShown = nodes.has(node);
      node.element.toggleAttribute("hidden", !node.isShown);
      node.element.classList.toggle("trace-chosen", node === this.chosen);
    }
    this.place();
    for (const line of this.lines) {
      line.isShown = lines.has(line) && line.source.isShown && line.target.isShown;
      line.element.toggleAttribute("hidden", !line.isShown);
      if (line.isShown) line.element.setAttribute("d", curveOf(line));
    }
    this.region.classList.toggle("trace-map--near", Boolean(this.chosen));
  }

  /* Boxes close up where others are hidden: as the page places them, but only those that are shown. */
  place() {
    let y = MAP.edge;
    let system = null;
    for (const band of this.bands) {
      const nodes = band.nodes.filter((node) => node.isShown);
      band.element.toggleAttribute("hidden", !nodes.length);
      if (!nodes.length) continue;
      if (band.system !== system) {
        system = band.system;
        const name = this.bands.find((each) => each.system === system).name;
        if (name) {
          band.element.prepend(name);
          name.setAttribute("y", y + 16);
          y += MAP.system;
        }
      }
      band.title.setAttribute("y", y + 14);
      y += MAP.band;
      nodes.forEach((node, at) => {
        node.x = MAP.edge + (at % MAP.columns) * MAP.stepX;
        node.y = y + Math.floor(at / MAP.columns) * MAP.stepY;
        node.element.setAttribute("transform", `translate(${node.x} ${node.y})`);
      });
      y += Math.ceil(nodes.length / MAP.columns) * MAP.stepY - (MAP.stepY - MAP.height) + MAP.gap;
    }
    this.height = y + MAP.edge;
    this.svg.setAttribute("viewBox", `0 0 ${this.svg.viewBox.baseVal.width} ${this.height}`);
    this.resize(this.scale);
  }

  choose(node) {
    this.chosen = node;
    this.form.elements.find.value = "";
    this.form.querySelector("[data-trace-around]").hidden = !node;
    this.form.querySelector("[data-trace-item-chosen]").textContent = node?.id ?? "";
    this.update();
    node?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  say(shown, depth) {
    const output = this.form.querySelector("output");
    const isImpact = this.chosen && depth === "impact";
    const text = isImpact ? output.dataset.traceImpact.replace("{id}", () => this.chosen.id) : output.dataset.traceCount;
    output.textContent = text.replace("{shown}", shown - (isImpact ? 1 : 0)).replace("{total}", this.nodes.length);
  }

  /* ---- what the address keeps */

  restore() {
    const query = new URLSearchParams(location.search);
    for (const box of this.form.querySelectorAll("[type=checkbox]")) {
      box.checked = query.getAll(box.name).includes(box.value);
    }
    if (query.get("depth")) this.form.elements.depth.value = query.get("depth");
    if (!this.form.elements.depth.value) this.form.elements.depth.value = "1";
    const focus = query.get("focus");
    const names = (node) => [`${node.kind} ${node.id}`, node.id, anchorOf(node.element)];
    this.choose(this.nodes.find((node) => focus && names(node).includes(focus)) ?? null);
  }

  write(asked, depth) {
    const query = new URLSearchParams();
    if (new URLSearchParams(location.search).has(ASKED)) query.set(ASKED, new URLSearchParams(location.search).get(ASKED));
    for (const [name, values] of asked) for (const value of values) query.append(name, value);
    if (this.chosen) {
      query.set("focus", `${this.chosen.kind} ${this.chosen.id}`);
      if (depth !== "1") query.set("depth", depth);
    }
    this.form.querySelector("[type=reset]").hidden = !query.size;
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  /* ---- what is lit */

  /* The items that answer to what is written: first the one with that very id, then those that begin so. */
  found() {
    const wanted = this.form.elements.find.value.trim().toLowerCase();
    if (!wanted) return [];
    const rank = (node) => (node.lower === wanted ? 0 : node.lower.startsWith(wanted) ? 1 : 2);
    return this.nodes
      .filter((node) => node.text.includes(wanted))
      .sort((one, other) => rank(one) - rank(other));
  }

  neighbours(element) {
    const node = element && this.nodes.find((each) => each.element === element);
    if (!node) return this.found();
    const others = this.lines.filter((line) => line.isShown && (line.source === node || line.target === node));
    return [node, ...others.flatMap((line) => [line, line.source, line.target])];
  }

  light(lit) {
    for (const element of this.svg.querySelectorAll(".trace-lit")) element.classList.remove("trace-lit");
    for (const each of lit) each.element.classList.add("trace-lit");
    this.region.classList.toggle("trace-map--dim", lit.length > 0);
  }

  /* ---- how large, and which part */

  zoom(way) {
    const fitting = this.region.clientWidth / this.svg.viewBox.baseVal.width;
    this.resize(way ? this.scale * 1.25 ** way : Math.min(1, fitting));
  }

  resize(scale) {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.region;
    const factor = Math.min(4, Math.max(0.1, scale)) / this.scale;
    this.scale *= factor;
    this.svg.style.width = `${Math.round(this.svg.viewBox.baseVal.width * this.scale)}px`;
    this.svg.style.height = `${Math.round(this.height * this.scale)}px`;
    if (factor === 1) return;
    this.region.scrollLeft = (scrollLeft + clientWidth / 2) * factor - clientWidth / 2;
    this.region.scrollTop = (scrollTop + clientHeight / 2) * factor - clientHeight / 2;
  }

  pressed(event) {
    const way = { "+": 1, "-": -1, 0: 0 }[event.key];
    if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.zoom(way);
  }

  rolled(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1 : -1);
  }

  offerDragging() {
    const { region } = this;
    region.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button || event.target.closest("a")) return;
      const from = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
      const move = (to) => region.scrollTo(from.x - to.clientX, from.y - to.clientY);
      region.classList.add("trace-map--held");
      region.setPointerCapture(event.pointerId);
      region.addEventListener("pointermove", move);
      region.addEventListener(
        "lostpointercapture",
        () => {
          region.classList.remove("trace-map--held");
          region.removeEventListener("pointermove", move);
        },
        { once: true },
      );
    });
  }
}

function nodeOf(element, band) {
  const [kind, ...id] = element.dataset.traceItem.split(" ");
  return {
    element,
    kind,
    id: id.join(" "),
    lower: id.join(" ").toLowerCase(),
    system: band.dataset.traceBand || "-",
    layer: element.dataset.traceLayer ?? "",
    text: element.querySelector("title").textContent.toLowerCase(),
  };
}

function lineOf(element, number, nodes) {
  const [source, target, impact] = element.dataset.traceEnds.split(" ");
  const isHeaded = element.getAttribute("d").includes("m");
  const { traceRelation: relation } = element.dataset;
  return { element, number, source: nodes[source], target: nodes[target], impact, relation, isHeaded };
}

/* The items that are so many steps away, whichever way lines lead; or those to which a change spreads. */
function reach(from, lines, depth) {
  const next = new Map();
  const join = (one, other) => next.set(one, [...(next.get(one) ?? []), other]);
  for (const { source, target, impact } of lines) {
    if (depth !== "impact" || impact === "f" || impact === "m") join(source, target);
    if (depth !== "impact" || impact === "b" || impact === "m") join(target, source);
  }
  const reached = new Set([from]);
  let edge = [from];
  for (let steps = depth === "impact" ? Infinity : Number(depth); steps > 0 && edge.length; steps -= 1) {
    edge = [...new Set(edge.flatMap((node) => next.get(node) ?? []))].filter((node) => !reached.has(node));
    for (const node of edge) reached.add(node);
  }
  return reached;
}

/* The same line as the page has it, between the places of now. */
function curveOf({ number, source, target, isHeaded }) {
  const beside = MAP.width / 2 + (((number * 37) % 17) - 8) * 9;
  const [x1, x2] = [source.x + beside, target.x + beside];
  const goesDown = target.y > source.y;
  const goesUp = target.y < source.y;
  const start = source.y + (goesUp ? 0 : MAP.height);
  const end = target.y + (goesDown ? 0 : MAP.height);
  const bend = goesUp || goesDown ? Math.max(14, Math.floor(Math.abs(end - start) / 2)) : 14;
  const curve = `M${x1} ${start}C${x1} ${start + (goesUp ? -bend : bend)} ${x2} ${end + (goesDown ? -bend : bend)} ${x2} ${end}`;
  const way = goesDown ? -5 : 5;
  return isHeaded ? `${curve}m-3 ${way}l3 ${-way} 3 ${way}` : curve;
}

function offerGraph(page) {
  const region = page.querySelector("[data-trace-map]");
  const form = page.querySelector("[data-trace-map-tools]");
  if (region && form) new SystemGraph(region, form).begin();
}
