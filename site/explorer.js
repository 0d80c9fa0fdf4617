// The closed forms of the chain of HardTanh memories, in double precision: E1, E4, G1, G2, C1. What the browser computes here is held
// against the program's values on a grid (`compare`), on the page itself and in the tests.
"use strict";

const Explorer = (() => {
  // Doubles near a threshold cannot tell its sides apart.
  const EDGE = 1e-12;

  const threshold = ({ slope, rho }) => (rho > -1 && rho < 1 ? 4 / (slope * (1 + rho) ** 2) : null);

  const locked = ({ gain, slope, rho }) => gain * slope * rho >= 1;

  // What is left of the memory's drive when it is lost; null where it is never lost or never was there.
  const decay = ({ gain, slope, rho }, z) =>
    slope * z <= 1 || locked({ gain, slope, rho }) ? null : (1 / slope - gain * rho) / (z - gain * rho);

  const escapeTime = (model, z) => {
    const q = decay(model, z);
    return q === null ? null : -Math.log(q);
  };

  const next = (model, z) => {
    const q = decay(model, z);
    return q === null ? null : model.gain * (1 - q);
  };

  // Both saliencies that are handed on unchanged, the stable one first; null below the threshold.
  const fixedPoints = ({ gain, slope, rho }) => {
    const k = gain * slope, middle = k * (1 + rho), root = middle * middle - 4 * k;
    if (root < 0 || rho <= -1 || rho >= 1 || locked({ gain, slope, rho })) return null;
    const stable = (middle + Math.sqrt(root)) / 2;
    return [stable / slope, k / stable / slope];
  };

  // Saliency after saliency, to the end of the sequence or so many transitions.
  const orbit = (model, z, most) => {
    const all = [z];
    while (all.length <= most) {
      const following = next(model, all[all.length - 1]);
      if (following === null) break;
      all.push(following);
    }
    return all;
  };

  const regime = (model, z) => {
    if (model.slope * z <= 1) return "nothing is retrieved";
    if (locked(model)) return "locked: the first memory is never left";
    const least = threshold(model), points = fixedPoints(model);
    if (least !== null && Math.abs(model.gain / least - 1) < EDGE) return "at the threshold, where doubles cannot decide";
    if (points && Math.abs(z / points[1] - 1) < EDGE) return "at the unstable saliency, where doubles cannot decide";
    if (points && points[1] * model.slope > 1 && z > points[1]) return "sustained";
    const end = orbit(model, z, 100000).length - 1;
    return end <= 1 ? "collapses at the first transition" : `ends after ${end} transitions`;
  };

  // The greatest relative difference to the program's values, and where it is; all within 1e-12 is a pass.
  const compare = (grid) => {
    const far = { difference: 0, at: null, values: 0 };
    const look = (mine, theirs, at) => {
      if (theirs === null) return;
      const difference = mine === null ? Infinity : Math.abs(mine - Number(theirs)) / Math.max(1, Math.abs(Number(theirs)));
      far.values += 1;
      if (!(difference <= far.difference)) Object.assign(far, { difference, at });
    };
    for (const point of grid) {
      const model = { gain: point.gain, slope: point.slope, rho: point.rho }, points = fixedPoints(model);
      look(escapeTime(model, point.saliency), point.escape_time, point);
      look(next(model, point.saliency), point.next_saliency, point);
      look(threshold(model), point.gain_threshold, point);
      look(points && points[0], point.stable, point);
      look(points && points[1], point.unstable, point);
    }
    return far;
  };

  return { threshold, locked, escapeTime, next, fixedPoints, orbit, regime, compare };
})();

if (typeof module !== "undefined") module.exports = Explorer;
