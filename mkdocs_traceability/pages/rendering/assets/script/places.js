/* Where the address aims, and the markup that templates in the page hold. */

/* The element that the address names. A lone % in it is no escape, but itself. */
function aim() {
  const written = location.hash.slice(1);
  let id = written;
  try {
    id = decodeURIComponent(written);
  } catch {}
  return id ? document.getElementById(id) : null;
}

/* The row at which the address aims. */
function target() {
  return aim()?.closest("[data-trace-table] tbody > tr");
}

function piece(page, name) {
  const template = page.querySelector(`template[data-trace-piece="${name}"]`);
  return template?.content.firstElementChild.cloneNode(true);
}
