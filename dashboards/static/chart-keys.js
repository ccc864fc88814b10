// The marks of a figure by keyboard: arrows go from one to the next, which is shown and read out, and
// Enter opens its rows. It reads what charts.js has drawn.
"use strict";

(() => {
  const mirrored = document.documentElement.dir === "rtl";
  const sideways = mirrored ? -1 : 1;
  const steps = { ArrowDown: 1, ArrowUp: -1, ArrowRight: sideways, ArrowLeft: -sideways };

  // Texts of marks are escaped for Plotly.
  function plainText(text) {
    return new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
  }

  // The marks of a trace; a bar of no length is none, unless it is one that is written without a bar.
  function marksOfTrace({ type, orientation, x, y, meta, customdata, node, link }, curve) {
    if (node) return [...marks(node.customdata, meta?.hrefs), ...marks(link.customdata, meta?.bands)];
    const lengths = type === "bar" ? (orientation === "h" ? x : y) : undefined;
    return marks(customdata, meta?.hrefs)
      .map((mark, point) => ({ ...mark, curve, point }))
      .filter(({ point }) => !lengths || lengths[point] || meta?.hidden?.includes(point));
  }

  function marks(texts = [], hrefs = []) {
    return texts.map((text, place) => ({ text: plainText(text), href: hrefs[place] }));
  }

  // All marks in the order of reading: those of one panel, or of one category, together.
  function marksOf({ data, layout }) {
    const found = data.flatMap(marksOfTrace);
    if (layout.meta?.panels) return found;
    return found.sort((one, other) => (one.point ?? 0) - (other.point ?? 0));
  }

  function show(chart, told, { text, href, curve, point }) {
    const said = document.createElement(href ? "a" : "span");
    if (href) Object.assign(said, { href, tabIndex: -1 });
    said.textContent = text;
    told.replaceChildren(said);
    if (curve !== undefined && chart.layout.xaxis) {
      const { xaxis = "x", yaxis = "y" } = chart.data[curve];
      Plotly.Fx.hover(chart, [{ curveNumber: curve, pointNumber: point }], xaxis + yaxis);
    }
  }

  function walk(chart) {
    const told = chart.nextElementSibling;
    const { keys } = chart.dataset;
    chart.tabIndex = 0;
    chart.setAttribute("role", "application");
    let place = -1;
    chart.addEventListener("keydown", (event) => {
      const found = marksOf(chart);
      if (event.key === "Enter") told.querySelector("a")?.click();
      if (event.key === "Home") place = 0;
      else if (event.key === "End") place = found.length - 1;
      else if (event.key in steps) place = Math.min(Math.max(place + steps[event.key], 0), found.length - 1);
      else return;
      event.preventDefault();
      if (found[place]) show(chart, told, found[place]);
    });
    chart.addEventListener("focus", () => {
      if (place < 0) told.textContent = keys;
    });
    chart.addEventListener("blur", ({ relatedTarget }) => {
      if (told.contains(relatedTarget)) return;
      place = -1;
      told.textContent = "";
      Plotly.Fx.unhover(chart);
    });
  }

  document.addEventListener("drawn", ({ target }) => walk(target));
})();
