// node site/check.js FOLDER: whether a page that `escapement site` wrote is whole, asks nothing of a network, and computes what the program
// computes.
"use strict";

const fs = require("fs"), path = require("path"), vm = require("vm");
const folder = process.argv[2] ?? "site-out";
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const fail = (words) => { console.error(words); process.exitCode = 1; };

const data = vm.createContext({});
for (const name of ["claims", "cases", "grid"]) vm.runInContext(read(`${name}.js`).replace(/^const /, "var "), data);
const Explorer = require(path.resolve(folder, "explorer.js"));

const far = Explorer.compare(data.GRID);
if (data.GRID.length < 1000 || far.values < 3000) fail(`only ${data.GRID.length} points with ${far.values} values`);
if (!(far.difference <= 1e-12)) fail(`the explorer is off by ${far.difference} at ${JSON.stringify(far.at)}`);
// The comparison itself can fail.
const wrong = data.GRID.map((point) => ({ ...point, next_saliency: point.next_saliency && String(Number(point.next_saliency) * (1 + 1e-9)) }));
if (Explorer.compare(wrong).difference <= 1e-12) fail("a wrong value is not noticed");

const page = read("index.html");
for (const [, target] of page.matchAll(/(?:src|href)="([^"#]+)"/g)) {
  if (!fs.existsSync(path.join(folder, target))) fail(`${target} is not there`);
}
for (const name of ["index.html", "page.js", "style.css"]) {
  if (/https?:|fetch\(|XMLHttpRequest|@import/.test(read(name).replace("http://www.w3.org/2000/svg", ""))) fail(`${name} reaches out of the folder`);
}
for (const id of page.matchAll(/ id="([^"]+)"/g)) {
  if (page.split(` id="${id[1]}"`).length !== 2) fail(`${id[1]} is there twice`);
}
for (const [, id] of read("page.js").matchAll(/byId\("([^"]+)"\)/g)) {
  if (!page.includes(` id="${id}"`)) fail(`page.js looks for ${id}`);
}
for (const record of data.CASES) {
  if (!data.CLAIMS.claims.some((claim) => claim.id === record.claim)) fail(`${record.case} belongs to no claim`);
}
console.log(`${far.values} values within ${far.difference}`);
