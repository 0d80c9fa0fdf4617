// node site/check.js FOLDER [BROWSER]: whether a page that `escapement site` wrote is whole, asks nothing of a network, and computes what the
// program computes; with a Chromium, whether it also shows all that.
"use strict";

const fs = require("fs"), os = require("os"), path = require("path"), vm = require("vm");
const { spawnSync } = require("child_process"), { pathToFileURL } = require("url");
const folder = process.argv[2] ?? "site-out";
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const fail = (words) => { console.error(words); process.exitCode = 1; };

const data = vm.createContext({});
for (const name of ["claims", "cases", "grid", "formulas", "graph"]) vm.runInContext(read(`${name}.js`).replace(/^const /, "var "), data);
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
const claims = data.CLAIMS.claims;
for (const claim of claims) {
  const set = data.FORMULAS[claim.id];
  if (Boolean(set) !== Boolean(claim.formula)) fail(`${claim.id} has a formula on one side only`);
  if (set && (!set.startsWith("<math") || /merror|\\[a-z]/.test(set))) fail(`the formula of ${claim.id} is not set: ${set}`);
  if (!data.GRAPH.includes(`"#${claim.id}"`)) fail(`the graph does not lead to ${claim.id}`);
  for (const figure of claim.files.figures) {
    if (!fs.existsSync(path.join(folder, "figures", path.basename(figure)))) fail(`${figure} is not there`);
  }
}
if (data.GRAPH.includes("REPORT.md")) fail("the graph leads out of the folder");
console.log(`${far.values} values within ${far.difference}`);

// ---------------------------------------------------------------- in a browser
const browser = process.argv[3];
if (browser) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "page-"));
  // No name resolves: whatever is asked of a network fails and shows as an error.
  const options = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${home}`, "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000"];
  const visit = (query, ...more) => {
    const address = pathToFileURL(path.resolve(folder, "index.html")).href + query;
    const { status, stdout, stderr, error } = spawnSync(browser, [...options, ...more, address], { encoding: "utf8", maxBuffer: 1 << 28, timeout: 120000 });
    if (status !== 0) fail(`${browser} ends with ${status ?? error}: ${stderr}`);
    return stdout;
  };
  const shown = (query) => {
    const dom = visit(query, "--dump-dom"), error = /<html[^>]* data-error="([^"]*)"/.exec(dom);
    if (error) fail(`${query}: ${error[1]}`);
    return dom;
  };
  const part = (dom, start, end) => dom.split(start)[1]?.split(end)[0] ?? "";
  const plain = shown(""), count = (text, what) => text.split(what).length - 1;
  const list = part(plain, 'id="claim-list"', "</section>");
  if (count(list, "<summary>") !== claims.length) fail(`${count(list, "<summary>")} claims are listed, not ${claims.length}`);
  if (count(list, "<math") < Object.keys(data.FORMULAS).length) fail("formulas are missing");
  if (count(part(plain, 'id="claim-graph"', "</section>"), "<a ") < claims.length) fail("the graph has no links");
  if (!plain.includes("all within 1e-12")) fail("the page does not agree with the program");
  if (count(part(plain, "<tbody>", "</tbody>"), "<tr>") === 0) fail("no case is shown");
  // A claim that is asked for is unfolded, with its figures.
  const asked = claims.find((claim) => claim.files.figures.length > 0);
  const entry = part(shown(`#${asked.id}`), `id="${asked.id}"`, "</details>");
  if (!entry.includes('open=""') || count(entry, "<img") !== asked.files.figures.length) fail(`${asked.id} is not unfolded with its figures`);
  // The sliders move both plots and the words.
  const views = ["?gain=3.9&saliency=3#explorer", "?gain=5&saliency=3#explorer", "?gain=5&saliency=3&rho=0.25#explorer"].map(shown);
  const plots = views.map((dom) => [part(dom, 'id="cobweb"', "</svg>"), part(dom, 'id="run"', "</svg>"), part(dom, 'id="words"', "</p>")]);
  for (const k of [0, 1, 2]) {
    if (new Set(plots.map((view) => view[k])).size !== 3) fail("a slider moves nothing");
    if (plots.some((view) => /NaN|undefined/.test(view[k]))) fail("a plot has a number that is none");
  }
  if (!plots[0][2].includes("ends after") || !plots[1][2].includes("sustained")) fail("the words do not say what happens");
  // The main views are not blank: a page of one colour is a few thousand bytes.
  for (const [query, height] of [["", 900], ["?gain=5&saliency=3", 5600]]) {
    const picture = path.join(home, "view.png");
    visit(query, `--screenshot=${picture}`, `--window-size=1200,${height}`);
    if (!(fs.statSync(picture).size > 20000)) fail(`the view ${query || "from the top"} is blank`);
  }
  fs.rmSync(home, { recursive: true, force: true });
  console.log(`shown by ${browser}: ${claims.length} claims, ${Object.keys(data.FORMULAS).length} formulas`);
}
