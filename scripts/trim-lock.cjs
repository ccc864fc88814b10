// Leaves in package-lock.json the packages that package.json names. What they would need to
// run is not fetched, since pages load single files of them and Node.js runs none.
"use strict";

const fs = require("fs");

const NAME = "package-lock.json";
const lock = JSON.parse(fs.readFileSync(NAME, "utf8"));
const root = lock.packages[""];
const packages = { "": root };
for (const name of Object.keys(root.dependencies)) {
    const { version, integrity, license } = lock.packages[`node_modules/${name}`];
    packages[`node_modules/${name}`] = { version, integrity, license };
}
fs.writeFileSync(NAME, JSON.stringify({ ...lock, packages }, null, 2) + "\n");
