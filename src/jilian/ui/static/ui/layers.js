/* The only door to sigma: a network in layers, drawn from places that the server worked out. */
(() => {
  "use strict";
  const NAMED = 5;
  const DOT = 2.2;
  const LONGEST = 14; /* characters of a name; the whole name shows where the pointer is */
  const FEW = 500; /* links that are drawn darker because there are few */
  const NARROW = 500; /* pixels: no names */

  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }
  function canDraw() {
    try {
      const canvas = document.createElement("canvas");
      return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
    } catch { return false; }
  }
  function without(figure) {
    figure.querySelector("[data-box]").remove();
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = figure.dataset.without;
    figure.prepend(note);
    figure.dataset.drawn = "without";
  }
  /* As wide as the box: bands keep their height, columns are drawn apart. */
  function extent(values) {
    return [Math.min(...values), Math.max(...values)];
  }
  function graphOf(given, box) {
    const graph = new window.graphology.DirectedGraph();
    const [left, right] = extent(given.firms.map((firm) => firm[2]));
    const [low, high] = extent(given.firms.map((firm) => firm[3]));
    const wide = ((high - low || 1) * box.clientWidth) / box.clientHeight;
    const names = box.clientWidth > NARROW; /* on a phone the table has them */
    given.firms.forEach(([key, label, x, y, named], at) => {
      const across = (0.68 * wide * (x - left)) / (right - left || 1);
      graph.addNode(String(at), { x: across, y, label, key, named: named && names, size: named ? NAMED : DOT });
    });
    for (const [one, other, inferred] of given.links) {
      graph.mergeDirectedEdge(String(one), String(other), { inferred, size: inferred ? 0.4 : 0.7 });
    }
    const tall = high - low || 1;
    const room = { x: [-0.28 * wide, 0.84 * wide], y: [low - 0.07 * tall, high + 0.07 * tall] };
    return [graph, room];
  }
  /* Names that would lie over one drawn before are left out; at the right edge they stand left. */
  function labeller(box) {
    const drawn = [];
    const draw = (context, data, settings) => {
      if (!data.label) return;
      const words = data.label.length > LONGEST && !data.forceLabel ? `${data.label.slice(0, LONGEST)}…` : data.label;
      context.font = `${settings.labelSize}px ${settings.labelFont}`;
      const wide = context.measureText(words).width;
      const over = data.x + data.size + 4 + wide > box.clientWidth;
      const x = over ? data.x - data.size - 4 - wide : data.x + data.size + 4;
      const mine = [x, data.y - 9, x + wide, data.y + 9];
      if (!data.forceLabel && drawn.some((one) => mine[0] < one[2] && mine[2] > one[0] && mine[1] < one[3] && mine[3] > one[1])) return;
      drawn.push(mine);
      context.fillStyle = settings.labelColor.color;
      context.fillText(words, x, data.y + settings.labelSize / 3);
    };
    return [draw, () => { drawn.length = 0; }];
  }
  function tool(row, sign, words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", words);
    button.title = words;
    button.addEventListener("click", act);
    row.append(button);
  }
  /* The names of the bands stand at the left edge, at the height of their first row. */
  function bands(figure, sigma, given) {
    const box = figure.querySelector("[data-box]");
    for (const old of box.querySelectorAll(".layers-band")) old.remove();
    let below = -Infinity;
    for (const [name, first] of given.bands) {
      const { y } = sigma.graphToViewport({ x: 0, y: first });
      if (y < below || y < 0 || y > box.clientHeight - 20) continue;
      const words = document.createElement("span");
      words.className = "layers-band";
      words.textContent = name;
      words.style.top = `${y - 10}px`;
      box.append(words);
      below = y + 22;
    }
  }

  async function draw(figure) {
    if (!canDraw()) { without(figure); return; }
    const asked = await fetch(figure.dataset.layers, { headers: { Accept: "application/json" } });
    if (!asked.ok) throw new Error(String(asked.status));
    const given = await asked.json();
    if (!window.graphology) await load(figure.dataset.graph);
    if (!window.Sigma) await load(figure.dataset.library);
    const box = figure.querySelector("[data-box]");
    const [graph, room] = graphOf(given, box);
    const [drawLabel, forget] = labeller(box);
    const many = given.links.length > FEW;
    const inked = (inferred) => (many ? (inferred ? "sunk" : "line") : inferred ? "line" : "control-line");
    let over = null;
    let near = new Set();
    const sigma = new window.Sigma(graph, box, {
      renderEdgeLabels: false,
      defaultEdgeType: "line",
      labelColor: { color: colour("ink") },
      labelFont: getComputedStyle(document.body).fontFamily,
      labelSize: 12,
      labelDensity: 1,
      labelGridCellSize: 60,
      defaultDrawNodeLabel: drawLabel,
      labelRenderedSizeThreshold: NAMED - 1,
      minCameraRatio: 0.03,
      maxCameraRatio: 1.5,
      zIndex: true,
      nodeReducer: (node, data) => {
        const dim = over && node !== over && !near.has(node);
        return {
          ...data,
          color: dim ? colour("line") : data.named ? colour("accent") : colour("control-line"),
          label: data.named || node === over || near.has(node) ? data.label : "",
          forceLabel: node === over,
          zIndex: data.named ? 1 : 0,
        };
      },
      edgeReducer: (edge, data) => {
        const touches = over && graph.hasExtremity(edge, over);
        return {
          ...data,
          hidden: Boolean(over) && !touches,
          color: touches ? colour(data.inferred ? "muted" : "accent") : colour(inked(data.inferred)),
        };
      },
    });
    sigma.setCustomBBox(room);
    sigma.on("beforeRender", forget);
    sigma.on("enterNode", ({ node }) => { over = node; near = new Set(graph.neighbors(node)); sigma.refresh({ skipIndexation: true }); });
    sigma.on("leaveNode", () => { over = null; near = new Set(); sigma.refresh({ skipIndexation: true }); });
    sigma.on("clickNode", ({ node }) => {
      const key = graph.getNodeAttribute(node, "key");
      if (key) window.location.assign(figure.dataset.narrow + key);
    });
    const camera = sigma.getCamera();
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const how = { duration: still ? 0 : 120 };
    const row = document.createElement("div");
    row.className = "map-tools";
    tool(row, "＋", figure.dataset.nearer, () => camera.animatedZoom(how));
    tool(row, "－", figure.dataset.farther, () => camera.animatedUnzoom(how));
    tool(row, "⤢", figure.dataset.whole, () => camera.animatedReset(how));
    box.append(row);
    sigma.on("afterRender", () => bands(figure, sigma, given));
    bands(figure, sigma, given);
    const again = () => { sigma.setSetting("labelColor", { color: colour("ink") }); sigma.refresh(); };
    document.addEventListener("jilian:theme", again);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    figure.dataset.drawn = "true";
  }
  for (const figure of document.querySelectorAll("[data-layers]")) {
    draw(figure).catch((problem) => { console.warn(problem); without(figure); });
  }
})();
