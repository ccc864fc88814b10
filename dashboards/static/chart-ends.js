// Reserves the room that texts beside marks take, measured, whatever the language: beyond lying bars for
// the amounts at their ends, beyond lines for their names. charts.js calls this before it draws.
"use strict";

globalThis.chartEnds = (() => {
  const FOLDED = 0.5; // parts of the width of the bars: a longer text stands in two lines,
  const MOST = 0.8; // and no text leaves less than the rest for bars
  const USUAL = 13, SMALL = 11, NAME = 12; // pixels

  const isTexts = ({ type, mode }) => type === "scatter" && mode === "text";

  // An amount in two lines: what there is, and of what; whole where it has no gap.
  function folded(text) {
    const [first, ...rest] = text.trim().split(" ");
    return [first, rest.join(" ")].filter(Boolean).map((line) => `\u2002${line}\u2002`).join("<br>");
  }

  // The range of two figures that are compared follows from what is the same for both.
  function sharedRange([low, high], { top, letters }, width, narrow) {
    const part = (letters * (narrow ? SMALL : USUAL) * 0.6) / (width / 2);
    return [low, top / (1 - Math.min(part > FOLDED ? part * 0.6 : part, MOST)) || high];
  }

  // Returns the range of an axis of lying bars, of so many pixels, on which all texts at their ends fit.
  function rangeOf([low, high], traces, room, { narrow, widthOf }) {
    let [top, needed] = [0, 0];
    for (const trace of traces.filter(isTexts)) {
      const size = Math.min(trace.textfont?.size ?? USUAL, narrow ? SMALL : USUAL);
      trace.textfont = { ...trace.textfont, size };
      trace.text = trace.text.map((text) =>
        widthOf(text, size) > room * FOLDED ? folded(text) : text);
      trace.text.forEach((text, place) => {
        const part = Math.min(widthOf(text, size) / room, MOST);
        top = Math.max(top, trace.x[place]);
        needed = Math.max(needed, (trace.x[place] - part * low) / (1 - part));
      });
    }
    return [low, Math.max(top, needed) || high];
  }

  // Lying bars: their names stand at one side, the texts at their ends need the other.
  function beyondBars({ data, layout }, width, { mirrored, ...tools }) {
    const { xaxis, yaxis, margin } = layout;
    yaxis.automargin = false;
    const side = 16 + Math.max(0, ...yaxis.ticktext.map((text) => tools.widthOf(text, yaxis.tickfont.size)));
    const room = width - side - margin[mirrored ? "l" : "r"];
    margin[mirrored ? "r" : "l"] = side;
    const own = rangeOf(xaxis.range, data, room, tools);
    const { scale } = layout.meta;
    xaxis.range = scale ? sharedRange(xaxis.range, scale, width, tools.narrow) : own;
  }

  // Columns and lines: the ticks of values stand at one side.
  function besideAxis({ xaxis, yaxis, margin }, { widthOf }) {
    if (xaxis?.type !== "category" || !yaxis.ticktext) return;
    margin.l = Math.max(margin.l, 16 + Math.max(...yaxis.ticktext.map((text) => widthOf(text, USUAL))));
  }

  // Lines: their names are cut to a third of the figure, and the margin holds them.
  function beyondLines({ annotations = [], margin }, width, { clip, widthOf }) {
    const names = annotations.filter(({ xref }) => xref !== "paper");
    if (!names.length) return;
    for (const name of names) name.text = clip(name.text, width * 0.34, NAME);
    margin.r = 16 + Math.max(...names.map(({ text }) => widthOf(text, NAME)));
  }

  return { besideAxis, beyondBars, beyondLines, rangeOf, sharedRange };
})();
