// No amount is ever read in part: in a table that scrolls, what shows only a part of its cells of
// a column of figures or of days has them covered until they show whole. Without scripts such
// tables show columns of one width, so that a cell is within sight or out of it (tables-narrow.css).
"use strict";

const TOLERATED = 1; // pixel, since edges of columns fall between pixels

// The columns whose cells do not wrap: figures, and days.
function unwrapped(table) {
  const columns = new Set();
  for (const row of [table.tHead?.rows[0], table.tBodies[0]?.rows[0], table.tFoot?.rows[0]]) {
    for (const cell of row?.cells ?? []) {
      if (cell.cellIndex && cell.matches(".num, .number, .nowrap")) columns.add(cell.cellIndex);
    }
  }
  return columns;
}

// Which columns show in part between the first column, where it stays, and the edge. One that is
// wider than all there is in sight is not covered, since it would never be seen.
function cutColumns(region, row, columns) {
  const edge = region.getBoundingClientRect();
  const first = row.cells[0].getBoundingClientRect();
  const stays = getComputedStyle(row.cells[0]).position === "sticky";
  const leftward = getComputedStyle(region).direction === "rtl";
  const start = stays && !leftward ? first.right : edge.left;
  const end = stays && leftward ? first.left : edge.left + region.clientWidth;
  const cut = new Set();
  for (const index of columns) {
    const { left, right, width } = row.cells[index].getBoundingClientRect();
    const outside = right <= start + TOLERATED || left >= end - TOLERATED;
    const whole = left >= start - TOLERATED && right <= end + TOLERATED;
    if (!outside && !whole && width <= end - start) cut.add(index);
  }
  return cut;
}

function watchRegion(region) {
  const table = region.querySelector("table:not(.rows, .calendar)");
  const row = table?.rows[0];
  if (!row) return;
  const columns = unwrapped(table);
  let covered = new Set();
  let asked = 0;

  function cover() {
    asked = 0;
    const cut = region.scrollWidth > region.clientWidth ? cutColumns(region, row, columns) : new Set();
    for (const index of new Set([...covered, ...cut])) {
      if (covered.has(index) === cut.has(index)) continue;
      for (const one of table.rows) one.cells[index]?.classList.toggle("cut", cut.has(index));
    }
    covered = cut;
    region.style.scrollPaddingInlineStart = `${row.cells[0].offsetWidth}px`;
  }

  const ask = () => {
    asked ||= requestAnimationFrame(cover);
  };
  region.addEventListener("scroll", ask, { passive: true });
  const resized = new ResizeObserver(ask);
  resized.observe(region);
  resized.observe(table);
}

for (const region of document.querySelectorAll(".table-scroll")) watchRegion(region);
