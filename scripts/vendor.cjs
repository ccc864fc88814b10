// Copies the front-end files that pages load into a new folder:
// node vendor.cjs NODE_MODULES FOLDER-OF-PYTHONS-PLOTLY NEW-FOLDER
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [modules, plotlyOfPython, vendor] = process.argv.slice(2).map((name) => path.resolve(name));

const RESOLUTIONS = ["world_50m", "world_110m"];
const ARABIC_WEIGHTS = ["400", "700"];

function read(...parts) {
    return fs.readFileSync(path.join(modules, ...parts), "utf8");
}

function write(name, content) {
    const target = path.join(vendor, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
}

function copy(source, name) {
    write(name, fs.readFileSync(source));
}

// A source map is not shipped, so the line that names it would only cause a 404.
function withoutSourceMap(text) {
    return text.replace(/\/[*/]# sourceMappingURL=.*?(\*\/)?\s*$/, "");
}

function arabicFont() {
    const rules = ARABIC_WEIGHTS.map((weight) => {
        const file = `noto-sans-arabic-arabic-${weight}-normal.woff2`;
        copy(path.join(modules, "@fontsource", "noto-sans-arabic", "files", file), `fonts/${file}`);
        return (
            "@font-face{font-family:'Noto Sans Arabic';font-style:normal;font-display:swap;" +
            `font-weight:${weight};src:url(fonts/${file}) format('woff2');` +
            "unicode-range:U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FDFF,U+FE70-FEFF}"
        );
    });
    write("noto-sans-arabic.css", rules.join("\n") + "\n");
}

// The map outlines stand in a script that would replace window.Plotly if a page loaded it.
function outlines(version) {
    const sandbox = { window: {}, self: {} };
    vm.runInNewContext(read("plotly.js", "dist", "plotly-geo-assets.js"), sandbox);
    const assets = sandbox.window.Plotly;
    sameVersion("plotly-geo-assets.js", assets.version, version);
    for (const name of RESOLUTIONS) {
        write(`topojson/${name}.json`, JSON.stringify(assets.topojson[name]));
    }
}

// Plotly puts each rule before the ones put in earlier, hence the reversal.
function stylesheet() {
    const rules = [];
    const library = { addStyleRule: (selector, style) => rules.push(`${selector}{${style}}`) };
    const sandbox = { require: () => library };
    vm.runInNewContext(read("plotly.js", "build", "plotcss.js"), sandbox);
    write("plotly.css", rules.reverse().join("\n") + "\n");
}

function sameVersion(what, found, wanted) {
    if (found !== wanted) {
        throw new Error(
            `${what} is of plotly.js ${found}, but the plotly package of Python carries ${wanted}: ` +
                "name that version of plotly.js in package.json and run make lock",
        );
    }
}

function plotly() {
    const script = path.join(plotlyOfPython, "package_data", "plotly.min.js");
    const version = /plotly\.js v([\d.]+)/.exec(fs.readFileSync(script, "utf8").slice(0, 400))[1];
    sameVersion("npm's plotly.js", JSON.parse(read("plotly.js", "package.json")).version, version);
    copy(script, "plotly.min.js");
    outlines(version);
    stylesheet();
}

// The type-ahead choice of forms; its look stands in our own stylesheet.
function tomSelect() {
    const script = read("tom-select", "dist", "js", "tom-select.popular.min.js");
    write("tom-select.min.js", withoutSourceMap(script));
}

arabicFont();
plotly();
tomSelect();
