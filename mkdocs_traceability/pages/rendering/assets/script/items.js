/* What the site says of its items, fetched when it is asked for: markup once, data in pieces. */

const LINKS = "a.trace-id, a.trace-ref, .trace-graph a:not(.trace-left-out)";

const itself = document.currentScript ?? document.querySelector('script[data-trace-own][src*="traceability.js"]');
const items = new URL("../items/", itself?.src || location.href);
const kept = new Map();

function fetched(name, read) {
  if (!kept.has(name)) {
    const answer = fetch(new URL(name, items)).then((response) => (response.ok ? read(response) : undefined));
    kept.set(name, answer);
    answer.catch(() => kept.delete(name));
  }
  return kept.get(name);
}

const fetchedData = (name) => fetched(name, (response) => response.json());

/* The pieces of markup, and what they say of the site. */
async function shared() {
  const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");
  const page = await fetched("panel.html", read);
  const about = page.querySelector("[data-trace-items]").dataset;
  return { page, about, root: new URL(about.traceRoot, items) };
}

/* An item by its anchor, undefined where there is none. */
async function itemOf(anchor) {
  const { about } = await shared();
  const piece = await fetchedData(`${checksum(anchor) % Number(about.tracePieces)}.json`);
  return piece && Object.hasOwn(piece, anchor) ? piece[anchor] : undefined;
}

/* CRC-32, as zlib reckons it. */
function checksum(text) {
  let rest = -1;
  for (const byte of new TextEncoder().encode(text)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

function addressOf(link) {
  const written = link.getAttribute("href") ?? link.getAttributeNS("http://www.w3.org/1999/xlink", "href");
  return written ? new URL(written, link.baseURI) : undefined;
}

/* The anchor of the item to which a link leads. */
function anchorOf(link) {
  return anchorIn(addressOf(link)?.hash ?? "");
}

function itemLinkIn(event) {
  return event.target instanceof Element ? event.target.closest(LINKS) : null;
}

/* A piece of markup, filled with data. */
function drawn({ page, root }, name, data) {
  const element = piece(page, name);
  for (const place of [element, ...element.querySelectorAll("*")]) fillIn(place, data, { page, root });
  return element;
}

function fillIn(place, data, site) {
  const { traceIf, traceText, traceHtml, traceHref, traceTitle, traceMark, traceEach, traceWith } = place.dataset;
  if (traceIf && !data[traceIf]?.toString().length) return place.remove();
  if (traceText) place.textContent = data[traceText] ?? "";
  if (traceHtml) showHtml(place, data[traceHtml], site.root);
  if (traceHref && data[traceHref]) place.setAttribute("href", new URL(data[traceHref], site.root));
  if (traceTitle && data[traceTitle]) place.title = data[traceTitle];
  if (traceMark && data[traceMark]) place.classList.add(`${place.classList[0]}--${data[traceMark]}`);
  if (traceEach) place.append(...(data[traceEach] ?? []).map((each) => drawn(site, traceWith, each)));
}

/* HTML that the build has made safe. Its links to items are relative to the root of the site. */
function showHtml(place, html, root) {
  place.innerHTML = html;
  for (const link of place.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), root);
}

/* What is drawn outside the text of a page looks like that text: themes style what is within theirs. */
function inTheme(element) {
  const text = document.querySelector(".md-typeset, .rst-content");
  if (text) element.classList.add(text.classList.contains("md-typeset") ? "md-typeset" : "rst-content");
  return element;
}
