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

async function copy(button, address) {
  const url = new URL(address, location.href);
  await navigator.clipboard.writeText(url.href);
  button.dataset.traceIsCopied = "";
  button.setAttribute("aria-label", button.dataset.traceCopied);
}

/* The index leads on to where an item stands now. */
function leadOn(index) {
  const entry = aim();
  if (entry && index.contains(entry)) location.replace(entry.querySelector("a").href);
}
