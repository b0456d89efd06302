/* Where the address aims, and the markup that templates in the page hold. */

/* The fragment of an address. A lone % in it is no escape, but itself. */
function anchorIn(hash) {
  const written = hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/* The element that the address names. */
function aim() {
  const id = anchorIn(location.hash);
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
