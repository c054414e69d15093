/* The only door to MapLibre: outlines as a sketch, counts as circles, names as links. No tiles. */
(() => {
  "use strict";
  const LEAST = 6;
  const MOST = 30;
  const OF_WIDTH = 14; /* on a narrow map circles stay a part of its width */
  const LEAST_DOT = 1.5;
  const MOST_DOT = 5;
  const ROOM_FOR_WORDS = 18;

  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  function style(address) {
    if (document.querySelector(`link[href="${address}"]`)) return;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    document.head.append(link);
  }
  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }
  function canDraw() {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
  }
  function without(figure) {
    if (figure.classList.contains("is-without")) return;
    figure.classList.add("is-without");
    figure.querySelector(".map-note").textContent = figure.dataset.without;
  }

  /* Areas, not radii, are proportional to counts. */
  function radius(count, largest, most) {
    return Math.max(LEAST, most * Math.sqrt((count || 0) / largest));
  }
  function boundsOf(config) {
    if (config.bounds) return config.bounds;
    const bounds = [180, 90, -180, -90];
    const widen = (lon, lat) => {
      bounds[0] = Math.min(bounds[0], lon); bounds[1] = Math.min(bounds[1], lat);
      bounds[2] = Math.max(bounds[2], lon); bounds[3] = Math.max(bounds[3], lat);
    };
    const walk = (part) => (typeof part[0] === "number" ? widen(part[0], part[1]) : part.forEach(walk));
    for (const feature of config.outlines?.features ?? []) walk(feature.geometry.coordinates);
    for (const point of config.points) widen(point.lon, point.lat);
    if (bounds[0] > bounds[2]) for (const [lon, lat] of config.dots ?? []) widen(lon, lat);
    return bounds;
  }
  function pointsOf(config, largest, most) {
    return {
      type: "FeatureCollection",
      features: config.points.map((point) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [point.lon, point.lat] },
        properties: { radius: radius(point.count, largest, most), inferred: point.kind === "inferred" },
      })),
    };
  }
  /* Sites too many to name: a dot for each square with its number of sites, no link. */
  function dotsOf(config) {
    const dots = config.dots ?? [];
    const most = Math.max(1, ...dots.map((dot) => dot[2]));
    return {
      type: "FeatureCollection",
      features: dots.map(([lon, lat, count]) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [lon, lat] },
        properties: { radius: Math.max(LEAST_DOT, MOST_DOT * Math.sqrt(count / most)) },
      })),
    };
  }
  function layers(config, largest, most) {
    return {
      version: 8,
      sources: {
        outlines: { type: "geojson", data: config.outlines ?? { type: "FeatureCollection", features: [] } },
        dots: { type: "geojson", data: dotsOf(config) },
        points: { type: "geojson", data: pointsOf(config, largest, most) },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": colour("sunk") } },
        { id: "areas", type: "fill", source: "outlines", paint: { "fill-color": colour("paper") } },
        { id: "lines", type: "line", source: "outlines", paint: { "line-color": colour("control-line"), "line-width": 1 } },
        { id: "dots", type: "circle", source: "dots", paint: { "circle-radius": ["get", "radius"], "circle-color": colour("accent"), "circle-opacity": 0.6 } },
        {
          id: "counts", type: "circle", source: "points",
          paint: {
            "circle-radius": ["get", "radius"],
            "circle-color": colour("accent"),
            "circle-opacity": ["case", ["get", "inferred"], 0.08, 0.2],
            "circle-stroke-color": colour("accent"),
            "circle-stroke-width": 1.5,
            "circle-stroke-opacity": ["case", ["get", "inferred"], 0.5, 1],
          },
        },
      ],
    };
  }
  function place(point, config) {
    const link = document.createElement(point.url ? "a" : "span");
    if (point.url) link.href = point.url;
    link.className = "map-place";
    const count = document.createElement("b");
    count.textContent = point.count == null ? "" : point.count.toLocaleString("en");
    const words = document.createElement("span");
    words.append(point.label, count);
    link.append(words);
    link.dataset.count = point.count ?? 0;
    link.title = `${point.label} ${count.textContent}${config.unit ?? ""}`;
    return link;
  }
  /* Where names would lie over each other the larger count keeps its words; going nearer shows all. */
  function unclutter(figure) {
    const kept = [];
    const places = [...figure.querySelectorAll(".map-place")];
    for (const one of places.sort((a, b) => Number(b.dataset.count) - Number(a.dataset.count))) {
      one.classList.remove("is-crowded");
      const box = one.firstChild.getBoundingClientRect();
      const hit = kept.some((other) => box.left < other.right && box.right > other.left
        && box.top < other.bottom && box.bottom > other.top);
      one.classList.toggle("is-crowded", hit);
      if (!hit) kept.push(box);
    }
  }
  function tools(figure, map, bounds) {
    const row = document.createElement("div");
    row.className = "map-tools";
    const tool = (sign, words, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", words);
      button.title = words;
      button.addEventListener("click", act);
      row.append(button);
    };
    tool("＋", figure.dataset.nearer, () => map.zoomIn());
    tool("－", figure.dataset.farther, () => map.zoomOut());
    tool("⤢", figure.dataset.whole, () => map.fitBounds(bounds, { padding: 40 }));
    figure.querySelector("[data-box]").append(row);
  }

  async function draw(figure) {
    const config = JSON.parse(document.getElementById(figure.dataset.map).textContent);
    config.points ??= [];
    if (!canDraw()) { without(figure); return; }
    style(figure.dataset.style);
    if (!window.maplibregl) await load(figure.dataset.library);
    if (config.outlines_url && !config.outlines) {
      const answer = await fetch(config.outlines_url, { headers: { Accept: "application/geo+json, application/json" } });
      if (answer.ok) config.outlines = await answer.json();
    }
    if (config.dots_url) {
      const answer = await fetch(config.dots_url, { headers: { Accept: "application/json" } });
      if (answer.ok) config.dots = (await answer.json()).dots;
    }
    const library = window.maplibregl;
    library.setWorkerUrl(figure.dataset.worker);
    const largest = Math.max(1, ...config.points.map((point) => point.count || 0));
    const most = Math.min(MOST, figure.querySelector("[data-box]").clientWidth / OF_WIDTH);
    const bounds = boundsOf(config);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = new library.Map({
      container: figure.querySelector("[data-box]"),
      style: layers(config, largest, most),
      bounds,
      fitBoundsOptions: { padding: 40 },
      attributionControl: false,
      cooperativeGestures: false,
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      scrollZoom: false,
      fadeDuration: 0,
      maxZoom: 13,
      reduceMotion: still,
    });
    map.touchZoomRotate.disableRotation();
    for (const point of config.points) {
      const reach = radius(point.count, largest, most);
      const under = reach < ROOM_FOR_WORDS;
      new library.Marker({
        element: place(point, config),
        anchor: under ? "top" : "center",
        offset: [0, under ? reach : 0],
      }).setLngLat([point.lon, point.lat]).addTo(map);
    }
    tools(figure, map, bounds);
    map.on("error", (event) => { if (!map.loaded()) console.warn(event.error); });
    for (const moved of ["load", "zoomend", "resize"]) map.on(moved, () => unclutter(figure));
    map.once("idle", () => { figure.dataset.drawn = "true"; });
    const again = () => map.setStyle(layers(config, largest, most), { diff: false });
    document.addEventListener("jilian:theme", again);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }
  function begin(figure) {
    if (figure.dataset.begun) return;
    figure.dataset.begun = "true";
    draw(figure).catch((problem) => { console.warn(problem); without(figure); });
  }
  /* After the first paint, and only when the map comes near. */
  function watch(within) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) { seen.unobserve(entry.target); begin(entry.target); }
      }
    }, { rootMargin: "200px" });
    for (const figure of within.querySelectorAll("[data-map]")) seen.observe(figure);
  }
  window.requestAnimationFrame(() => window.setTimeout(() => watch(document), 0));
  document.addEventListener("htmx:load", (event) => watch(event.target));
})();
