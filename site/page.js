// Fills the page from the data beside it. Nothing is fetched: the folder opens from disk.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, children = []) => {
    const node = document.createElement(tag);
    if (text !== null) node.textContent = text;
    node.append(...children);
    return node;
  };
  const options = (select, values) => values.forEach((value) => select.append(new Option(value, value)));
  const distinct = (values) => [...new Set(values)].sort();

  // ------------------------------------------------------------ claims
  const claims = CLAIMS.claims;
  const groundOf = (claim) => claim.found.standing.best ?? "none";
  options(byId("claim-source"), distinct(claims.map((claim) => claim.source)));
  options(byId("claim-ground"), distinct(claims.map(groundOf)));

  const links = (rests) => rests.flatMap((ground) => {
    if (!ground.claim) return [make("em", ground.assumption), " "];
    const link = make("a", ground.claim);
    link.href = `#${ground.claim}`;
    return [link, " "];
  });

  const formula = (claim) => {
    if (!FORMULAS[claim.id]) return [];
    const set = make("div", null);
    set.className = "formula";
    set.innerHTML = FORMULAS[claim.id];
    return [set];
  };
  const figure = (path) => {
    const name = path.split("/").pop(), picture = make("img", null);
    Object.assign(picture, { src: `figures/${name}`, alt: `Figure ${name.replace(".svg", "")}` });
    return make("figure", null, [picture]);
  };

  const entry = (claim) => {
    const terms = [
      ["Domain", claim.domain], ["Source", `${claim.source} ${claim.source_means}`], ["May be concluded", claim.may_be_concluded],
      ["May not be concluded", claim.may_not_be_concluded], ["Proved for all parameters", claim.machine_checked.join(", ") || "no theorem"],
      ["Verdict", `${claim.found.verdict}, ${claim.found.guarantee}, ${claim.found.cases} cases`], ["Statement", claim.files.statement],
    ];
    const list = make("dl", null, terms.flatMap(([name, text]) => [make("dt", name), make("dd", text ?? "-")]));
    list.append(make("dt", "Rests on"), make("dd", null, links(claim.rests_on)));
    const cases = make("a", `its ${claim.found.cases} cases`);
    cases.href = "#cases";
    cases.addEventListener("click", () => { byId("case-claim").value = claim.id; showCases(); });
    const details = make("details", null, [
      make("summary", `${claim.id} ${claim.title}: ${claim.found.verdict} (${groundOf(claim)})`), make("p", claim.statement),
      ...formula(claim), list, cases,
    ]);
    details.id = claim.id;
    // A figure is read once somebody looks.
    details.addEventListener("toggle", () => details.querySelector("figure") ?? details.append(...claim.files.figures.map(figure)));
    return details;
  };

  const showClaims = () => {
    const words = byId("claim-search").value.toLowerCase();
    const [source, ground] = [byId("claim-source").value, byId("claim-ground").value];
    const fits = (claim) =>
      (!source || claim.source === source) && (!ground || groundOf(claim) === ground) &&
      `${claim.id} ${claim.title} ${claim.statement} ${claim.theorem}`.toLowerCase().includes(words);
    const chosen = claims.filter(fits);
    byId("claim-list").replaceChildren(...chosen.map(entry));
    byId("claim-count").textContent = `${chosen.length} of ${claims.length}`;
  };
  ["claim-search", "claim-source", "claim-ground"].forEach((id) => byId(id).addEventListener("input", showClaims));
  const unfold = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);

  // ------------------------------------------------------------ cases
  options(byId("case-claim"), claims.map((claim) => claim.id));
  const side = (side) => side === null ? "nothing" : side.lower === side.upper ? side.lower : `[${side.lower}, ${side.upper}]`;
  const digitsOf = (record) => Math.min(Infinity, ...record.quantities.map((quantity) => quantity.digits ?? Infinity));
  const rows = (record) => record.quantities.map((quantity, k) => make("tr", null, [
    make("td", k === 0 ? record.case : ""), make("td", k === 0 ? record.parameters : ""), make("td", quantity.name),
    make("td", side(quantity.predicted)), make("td", side(quantity.observed)), make("td", quantity.digits ?? "equal"),
  ]));
  const showCases = () => {
    const [claim, words] = [byId("case-claim").value, byId("case-search").value.toLowerCase()];
    const chosen = CASES.filter((record) => record.claim === claim && record.parameters.toLowerCase().includes(words));
    if (byId("case-order").value === "digits") chosen.sort((a, b) => digitsOf(a) - digitsOf(b));
    byId("case-table").tBodies[0].replaceChildren(...chosen.flatMap(rows));
    byId("case-count").textContent = `${chosen.length} cases`;
  };
  ["case-claim", "case-search", "case-order"].forEach((id) => byId(id).addEventListener("input", showCases));

  // ------------------------------------------------------------ explorer
  const SIZE = 320, MARGIN = 30;
  const shape = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    return node;
  };
  const frame = (svg, xMost, yMost, xName, yName) => {
    const x = (value) => MARGIN + (value / xMost) * (SIZE - 2 * MARGIN);
    const y = (value) => SIZE - MARGIN - (value / yMost) * (SIZE - 2 * MARGIN);
    const text = (words, at) => { const node = shape("text", at); node.textContent = words; return node; };
    svg.replaceChildren(
      shape("path", { class: "axis", d: `M${x(0)},${y(yMost)}V${y(0)}H${x(xMost)}` }),
      text(`${xName}, 0 to ${xMost.toFixed(1)}`, { x: x(0), y: SIZE - 8 }), text(`${yName}, 0 to ${yMost.toFixed(1)}`, { x: 4, y: 16 }),
    );
    return (points, kind) => points.length && svg.append(shape("path", { class: kind, d: "M" + points.map(([a, b]) => `${x(a)},${y(b)}`).join("L") }));
  };
  const names = ["gain", "saliency", "slope", "rho"];
  const explore = () => {
    const value = Object.fromEntries(names.map((name) => [name, Number(byId(name).value)]));
    names.forEach((name) => { document.querySelector(`output[for=${name}]`).textContent = value[name].toFixed(2); });
    const model = { gain: value.gain, slope: value.slope, rho: value.rho };
    const orbit = Explorer.orbit(model, value.saliency, 40);
    const most = Math.max(...orbit, value.gain) * 1.1;
    const grid = Array.from({ length: 201 }, (_, k) => (k * most) / 200);
    const map = grid.map((z) => [z, Explorer.next(model, z)]).filter(([, z]) => z !== null && z >= 0 && z <= most);
    const draw = frame(byId("cobweb"), most, most, "saliency", "the next one");
    draw([[0, 0], [most, most]], "diagonal");
    draw(map, "map");
    draw(orbit.slice(0, -1).flatMap((z, k) => [[z, k ? z : 0], [z, orbit[k + 1]], [orbit[k + 1], orbit[k + 1]]]), "path");
    frame(byId("run"), Math.max(1, orbit.length - 1), most, "transition", "saliency")(orbit.map((z, k) => [k, z]), "map");
    const [least, time] = [Explorer.threshold(model), Explorer.escapeTime(model, value.saliency)];
    byId("address").href = `?${new URLSearchParams(value)}#explorer`;
    byId("words").textContent =
      `Gain threshold ${least === null ? "none" : least.toPrecision(12)}; the first memory is held for ` +
      `${time === null ? "no time, or for ever" : time.toPrecision(12)}; ${Explorer.regime(model, value.saliency)}.`;
  };
  document.querySelectorAll(".sliders input").forEach((slider) => slider.addEventListener("input", explore));
  const asked = new URLSearchParams(location.search);
  names.filter((name) => asked.has(name)).forEach((name) => { byId(name).value = asked.get(name); });
  const far = Explorer.compare(GRID);
  byId("self-check").textContent = far.difference <= 1e-12
    ? `Held against ${far.values} values of the program: all within 1e-12.`
    : `They differ from the program's values by ${far.difference}.`;

  byId("claim-graph").innerHTML = GRAPH;
  showClaims();
  showCases();
  explore();
  unfold();
})();
