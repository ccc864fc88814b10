// Draws the figures of a page. Their colours are names of the style sheet, resolved here, so that
// the same figure is right in light, in dark and on paper. Without this script the tables remain.
"use strict";

(() => {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const mirrored = document.documentElement.dir === "rtl";
  const config = { displayModeBar: false, responsive: false, topojsonURL: topojson(), doubleClick: false };

  function topojson() {
    const script = document.querySelector('script[src*="plotly.min.js"]');
    return script ? script.src.replace("plotly.min.js", "topojson/") : undefined;
  }

  function colour(name) {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  }

  // Replaces each var(--name) in a figure by the colour that it stands for at present.
  function resolved(value) {
    if (typeof value === "string") return value.startsWith("var(--") ? colour(value) : value;
    if (Array.isArray(value)) return value.map(resolved);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
  }

  function theme() {
    const style = getComputedStyle(document.body);
    const axis = {
      gridcolor: colour("var(--line)"),
      zerolinecolor: colour("var(--line-strong)"),
      linecolor: colour("var(--line-strong)"),
      automargin: true,
      zeroline: true,
    };
    return {
      layout: {
        font: { family: style.fontFamily, size: 13, color: colour("var(--ink)") },
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        hoverlabel: {
          bgcolor: colour("var(--paper)"),
          bordercolor: colour("var(--line-strong)"),
          font: { color: colour("var(--ink)"), size: 13 },
          align: "left",
        },
        xaxis: axis,
        yaxis: axis,
      },
    };
  }

  // A script that runs from right to left reads bars from right to left too.
  function mirror(figure) {
    if (!mirrored) return figure;
    for (const { type, link, node } of figure.data) {
      if (type !== "sankey") continue;
      [link.source, link.target] = [link.target, link.source];
      node.x = node.x.map((place) => 1 - place);
    }
    const { xaxis, yaxis, margin, annotations = [], meta } = figure.layout;
    if (meta?.panels) return turned(figure);
    if (meta?.mirror) {
      xaxis.range = [xaxis.range[1], xaxis.range[0]];
    } else if (xaxis?.type === "category") {
      xaxis.range = [xaxis.range[1], xaxis.range[0]];
      [margin.l, margin.r] = [margin.r, margin.l];
    } else return figure;
    yaxis.side = "right";
    annotations.forEach(turn);
    return turned(figure);
  }

  // Texts at the ends of bars stand at the other side of them.
  function turned(figure) {
    for (const trace of figure.data) {
      if (trace.textposition === "middle right") trace.textposition = "middle left";
    }
    return figure;
  }

  // A text that stands at the left of a figure, or right of the end of a line, stands on the other side.
  function turn(text) {
    text.xanchor = "right";
    if (text.xref === "paper") text.x = 1 - text.x;
    if (text.xshift) text.xshift = -text.xshift;
  }

  const pen = document.createElement("canvas").getContext("2d");

  function widthOf(text, size = 13) {
    pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    return Math.max(...text.split("<br>").map((line) => pen.measureText(line).width));
  }

  // The names of lying bars take the room that there is, then the texts at their ends.
  function squeeze(figure, width) {
    const { yaxis, meta } = figure.layout;
    const narrow = width <= 480;
    if (meta?.panels) return;
    if (!meta?.mirror) {
      chartEnds.besideAxis(figure.layout, { widthOf });
      chartEnds.beyondLines(figure.layout, width, { clip, widthOf });
      return;
    }
    const room = width * (narrow ? 0.38 : 0.42);
    const fits = (size) => yaxis.ticktext.every((text) => widthOf(text, size) <= room);
    const size = narrow ? 11 : [13, 12].find(fits) ?? 11;
    yaxis.ticktext = yaxis.ticktext.map((text) => fit(text, room, size));
    yaxis.tickfont = { size };
    chartEnds.beyondBars(figure, width, { mirrored, narrow, widthOf });
  }

  // A name whole, or in two lines, so that names which begin alike can be told apart; cut to fit at last.
  function fit(text, room, size, lines = 2) {
    if (widthOf(text, size) <= room) return text;
    const words = lines > 1 ? text.split(" ") : [];
    let first = words.shift() ?? text;
    while (words.length && widthOf(`${first} ${words[0]}`, size) <= room) first += ` ${words.shift()}`;
    return [first, words.join(" ")].filter(Boolean).map((line) => clip(line, room, size)).join("<br>");
  }

  // The classes of a map stand beside each other under it, in two lines where they would touch.
  function foldClasses(data, width) {
    for (const { colorbar } of data) {
      if (!colorbar?.ticktext) continue;
      const room = (width * 0.6) / colorbar.ticktext.length;
      colorbar.ticktext = colorbar.ticktext.map((text) => fit(text, room, 12));
    }
  }

  function clip(text, room, size) {
    let letters = text.length;
    while (letters > 1 && widthOf(cut(text, letters), size) > room) letters -= 1;
    return cut(text, letters);
  }

  function cut(text, letters) {
    return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
  }

  // Years stand upright; where there is no room for all, every second or third is written, and the last.
  function thin({ xaxis: axis, margin }, width) {
    if (axis?.type !== "category" || !axis.tickvals) return;
    const each = Math.ceil((axis.tickvals.length * 40) / Math.max(width - margin.l - margin.r, 1));
    const stays = (_, place, all) => (all.length - 1 - place) % each === 0;
    axis.tickvals = axis.tickvals.filter(stays);
    if (axis.ticktext) axis.ticktext = axis.ticktext.filter(stays);
  }

  // The address behind a mark: a bar, a country, a stop of a flow, or a band between two stops.
  function behind(point) {
    const meta = (point.data ?? point.fullData)?.meta;
    const hrefs = (point.source && point.target ? meta?.bands : meta?.hrefs) ?? [];
    return hrefs[point.pointNumber ?? point.index];
  }

  function lead(event) {
    const href = behind(event.points[0]);
    if (href) open(href);
  }

  // A frame on another site opens a window of its own: our pages are in no frame.
  function open(href) {
    if (document.querySelector("base[target='_blank']")) window.open(href, "_blank", "noopener");
    else location.assign(href);
  }

  const PAPER = 680; // pixels, the text of a page of A4 with the margins of charts.css
  let printing = false;

  // What would be too crowded is drawn wider and scrolls inside itself.
  function widthFor(chart) {
    return printing ? PAPER : Math.max(chart.clientWidth, Number(chart.dataset.least ?? 0));
  }

  // What stands on paper in place of a map or a flow, if anything.
  function paperOf(chart) {
    return document.getElementById(`${chart.dataset.chart}-paper`);
  }

  function figureOf(chart) {
    const source = (printing && paperOf(chart)) || document.getElementById(chart.dataset.chart);
    const figure = JSON.parse(source.textContent);
    const width = widthFor(chart);
    squeeze(figure, width);
    foldClasses(figure.data, width);
    chartPanels.place(figure, width, { mirrored, widthOf, fit });
    const { layout } = mirror(figure);
    layout.template = theme();
    layout.height = chart.offsetHeight;
    layout.width = width;
    thin(layout, width);
    return { data: resolved(figure.data), layout: resolved(layout) };
  }

  function draw(chart) {
    const { data, layout } = figureOf(chart);
    const first = !chart.classList.contains("drawn");
    Plotly.react(chart, data, layout, config).then(() => {
      chart.classList.add("drawn");
      if (!first) return;
      chart.on("plotly_click", lead);
      chart.on("plotly_hover", ({ points }) => chart.classList.toggle("leads", Boolean(behind(points[0]))));
      chart.on("plotly_unhover", () => chart.classList.remove("leads"));
      chart.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    });
  }

  for (const key of document.querySelectorAll(".key")) {
    const { colour: fill, edge } = key.dataset;
    if (fill) key.style.setProperty("--colour", `var(--${fill})`);
    if (edge) key.style.setProperty("--edge", `var(--${edge})`);
  }

  const charts = [...document.querySelectorAll("figure.chart")];
  const drawn = () => charts.filter((chart) => chart.classList.contains("drawn"));

  // A chart is drawn when it comes near, and again when its width or the colours change.
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target);
    }
  }, { rootMargin: "400px" });
  charts.forEach((chart) => near.observe(chart));

  let waiting = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      for (const chart of drawn()) if (widthFor(chart) !== chart.layout.width) draw(chart);
    });
  }).observe(document.getElementById("main"));


  // Paper is light, whatever the screen is.
  const DARK = "(prefers-color-scheme: dark)";
  const darkRules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.media?.mediaText === DARK);

  matchMedia(DARK).addEventListener("change", () => drawn().forEach(draw));

  // On paper a figure is as wide as the page; in place of a map or a flow stand bars with the table.
  function print(begins) {
    printing = begins;
    for (const { media } of darkRules) media.mediaText = begins ? "not all" : DARK;
    for (const chart of charts) {
      if (paperOf(chart)) {
        const { height, paperHeight } = chart.dataset;
        Object.assign(chart.dataset, { height: paperHeight, paperHeight: height });
        const table = chart.parentElement.querySelector(".chart-table");
        if (table) table.open = begins;
      }
      draw(chart);
    }
  }
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
})();
