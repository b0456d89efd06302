/* What is folded opens by itself for a link into it, and where a filter finds nothing but what it holds. */

function openAim(page) {
  const open = () => {
    if (!page.isConnected) return removeEventListener("hashchange", open);
    const aimed = aim();
    if (!aimed || !page.contains(aimed)) return;
    const closed = foldsAround(aimed).filter((fold) => !fold.open);
    for (const fold of closed) fold.open = true;
    if (closed.length) aimed.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}

function foldsAround(element) {
  const folds = [];
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) folds.push(fold);
  return folds;
}

/* The folds that hold tables: each says how many of its rows are shown. */
class Folds {
  constructor(page, tables) {
    this.tables = tables;
    this.all = [...page.querySelectorAll("details[data-trace-found]")].map((fold) => {
      const number = fold.querySelector("[data-trace-number]");
      return { fold, number, total: number.textContent, tables: tables.filter(({ element }) => fold.contains(element)) };
    });
  }

  show(isAll) {
    for (const each of this.all) {
      const { fold, number, total, tables } = each;
      const shown = sumOf(tables);
      const said = isAll || shown === Number(total) ? total : fold.dataset.traceFound.replace("{shown}", shown).replace("{total}", total);
      if (number.textContent !== said) number.textContent = said;
      fold.hidden = !shown;
      const isOnly = !isAll && shown > 0 && shown === sumOf(this.tables);
      if (isOnly && !fold.open) each.isOurs = fold.open = true;
      else if (!isOnly && each.isOurs) {
        each.isOurs = false;
        fold.open = foldsAround(aim() ?? document.body).includes(fold);
      }
    }
  }
}

function sumOf(tables) {
  return tables.reduce((sum, table) => sum + table.number, 0);
}
