// Places the panels of small multiples: four in a row, or two where the figure is narrow. The figure has
// both places in its meta; charts.js calls this before it draws.
"use strict";

globalThis.chartPanels = (() => {
  const LEAST = 640; // pixels, of a wide figure; charts.css has the same in rem
  const TITLE = 12, SMALL = 11; // pixels

  // Names that begin alike are cut in their middle.
  function shortened(name, room, size, widthOf) {
    if (widthOf(name, size) <= room) return name;
    for (let letters = name.length - 1; letters > 3; letters -= 1) {
      const first = Math.ceil(letters / 3);
      const text = `${name.slice(0, first).trimEnd()}…${name.slice(first - letters).trimStart()}`;
      if (widthOf(text, size) <= room) return text;
    }
    return "…";
  }

  function place({ data, layout }, width, { mirrored, widthOf, fit }) {
    const { panels } = layout.meta ?? {};
    if (!panels) return;
    const narrow = width < LEAST;
    const first = layout.yaxis;
    if (panels.lying) {
      const room = width * (narrow ? 0.38 : 0.28);
      const names = first.ticktext.map((name) => shortened(name, room, SMALL, widthOf));
      eachAxis(layout, "yaxis", (axis) => Object.assign(axis, { ticktext: names, tickfont: { size: SMALL } }));
    }
    const side = 16 + Math.max(0, ...first.ticktext.map((text) => widthOf(text, SMALL)));
    layout.margin[mirrored ? "r" : "l"] = side;
    const inner = width - side - layout.margin[mirrored ? "l" : "r"];
    const places = panels[narrow ? "narrow" : "wide"];
    const [start, end] = places[0];
    const bars = (end - start) * inner;
    const own = panels.lying && chartEnds.rangeOf(layout.xaxis.range, data, bars, { narrow, widthOf });
    const { scale } = layout.meta;
    const range = own && scale ? chartEnds.sharedRange(layout.xaxis.range, scale, 1.4 * (end - start) * width, narrow) : own;
    places.forEach(([left, right, bottom, top, begins], number) => {
      const name = number ? number + 1 : "";
      const x = layout[`xaxis${name}`];
      Object.assign(layout[`yaxis${name}`], {
        domain: [bottom, top],
        showticklabels: begins,
        automargin: false,
        side: mirrored ? "right" : "left",
      });
      x.domain = mirrored ? [1 - right, 1 - left] : [left, right];
      if (range) x.range = [...range];
      if (mirrored) x.range = [x.range[1], x.range[0]];
      const [title, sum] = layout.annotations.slice(2 * number + 1);
      const edge = mirrored ? { x: 1 - left, xanchor: "right" } : { x: left };
      for (const text of [title, sum]) Object.assign(text, edge, { y: top });
      title.text = fit(title.text, (right - left) * inner * 1.1, TITLE, 1);
    });
    if (mirrored) Object.assign(layout.annotations[0], { x: 1, xanchor: "right" });
  }

  function eachAxis(layout, name, change) {
    for (const key of Object.keys(layout)) if (key.startsWith(name)) change(layout[key]);
  }

  return { place };
})();
