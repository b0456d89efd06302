/* Addresses that stay. */

/* One button for all rows: it comes to the row that is pointed at, or that has the focus. */
function offerAddresses(page) {
  const button = piece(page, "copy");
  if (!button) return;
  const said = button.getAttribute("aria-label");
  const come = (event) => {
    const row = event.target.closest("[data-trace-permanent] tbody > tr[id]");
    if (!row || !page.contains(row) || row.contains(button)) return;
    button.setAttribute("aria-label", said);
    delete button.dataset.traceIsCopied;
    row.cells[0].querySelector(".trace-id")?.after(button);
  };
  page.addEventListener("pointerover", come);
  page.addEventListener("focusin", come);
  button.addEventListener("click", () => {
    const row = button.closest("tr");
    const table = row.closest("[data-trace-permanent]");
    copy(button, `${table.dataset.tracePermanent}#${encodeURIComponent(row.id)}`);
  });
}

/* The button of an item that stands in full is there from the start. */
function offerAddress(button) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button, button.dataset.traceCopy));
}

/* The text of a picture, for other tools. */
function offerText(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.closest("figure").querySelector("code").textContent);
    button.textContent = button.dataset.traceCopied;
  });
}

/* So is that of a place in a source. */
function offerPlace(button) {
  button.hidden = false;
  button.addEventListener("click", () => copyText(button, button.dataset.traceCopyPlace));
}

function copy(button, address) {
  return copyText(button, new URL(address, location.href).href);
}

async function copyText(button, text) {
  await navigator.clipboard.writeText(text);
  button.dataset.traceIsCopied = "";
  button.setAttribute("aria-label", button.dataset.traceCopied);
}

/* The index leads on to where an item stands now, and says so where there is none. */
function leadOn(index) {
  const entry = aim();
  if (entry && index.contains(entry)) location.replace(entry.querySelector("a").href);
  else if (location.hash.length > 1) sayUnknown(index);
}

function sayUnknown(index) {
  const notice = piece(index, "unknown");
  if (!notice || index.querySelector(".trace-unknown")) return;
  const anchor = anchorIn(location.hash);
  const [nearest] = [...index.querySelectorAll("li[id]")]
    .map((entry) => ({ entry, far: distance(entry.id.toLowerCase(), anchor.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  notice.querySelector("code").textContent = anchor.startsWith(index.dataset.traceIndex)
    ? anchor.slice(index.dataset.traceIndex.length)
    : anchor;
  const meant = notice.querySelector("[data-trace-meant]");
  if (nearest && nearest.far <= anchor.length / 3) {
    const link = meant.querySelector("a");
    const known = nearest.entry.querySelector("a");
    link.href = known.href;
    link.textContent = known.textContent;
  } else {
    meant.remove();
  }
  index.querySelector("h1").after(notice);
}

/* In how many letters two words differ. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
