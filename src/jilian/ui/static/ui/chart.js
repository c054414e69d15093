/* The only door to ECharts: series over months with gaps, joint months, bounds and breaks. */
(() => {
  "use strict";
  if (window.jilianCharts) return;
  window.jilianCharts = true;
  const DASH = { first: "solid", second: [6, 4] };
  const SAME_AT_MOST = 40; /* points that each get a dot */
  const COLOURS = ["paper", "ink", "muted", "line", "control-line", "accent"];

  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  let library;
  function echartsFrom(address) {
    library ??= load(address);
    return library;
  }
  function without(figure) {
    figure.classList.add("is-without");
    const note = figure.querySelector("[data-note]");
    note.textContent = figure.dataset.without;
    note.hidden = false;
  }
  /* Tokens as the browser sees them: in forced colours they name colours of the system. */
  function coloursOf(figure) {
    const probe = document.createElement("span");
    figure.append(probe);
    const found = {};
    for (const name of COLOURS) {
      probe.style.color = `var(--${name})`;
      found[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return found;
  }
  /* A line over another one lies on it, so it has dots only where it differs. */
  function linesOf(config) {
    const same = (n, value) => config.lines[0].points[n]?.[0] === value;
    return config.lines.map((line, place) => ({
      ...line,
      drawn: line.points.map((point, n) => {
        const value = point ? point[0] : null;
        const plain = place > 0 && same(n, value);
        return { value: [config.periods[n][0], value], symbol: plain ? "none" : "circle" };
      }),
    }));
  }
  /* Room for every value and bound; nought where it is asked for. */
  function extent(config) {
    const numbers = config.lines.flatMap((line) => line.points)
      .filter(Boolean).flatMap((point) => point.slice(0, 3)).filter((one) => one !== null);
    let low = Math.min(...numbers);
    let high = Math.max(...numbers);
    if (config.zero) { low = Math.min(low, 0); high = Math.max(high, 0); }
    const open = config.lines.some((line) => line.points.some(isOpen));
    const room = (high - low || Math.abs(high) || 1) * (open ? 0.15 : 0.05);
    return [config.zero && low === 0 ? 0 : low - room, config.zero && high === 0 ? 0 : high + room];
  }
  function isOpen(point) {
    return Boolean(point) && (point[1] === null) !== (point[2] === null);
  }
  function optionOf(config, colours, font) {
    const [low, high] = extent(config);
    const few = config.periods.length <= SAME_AT_MOST;
    const words = { color: colours.muted, fontFamily: font, fontSize: 12 };
    const places = config.ticks.map((tick) => tick[0]);
    const names = new Map(config.ticks);
    return {
      animation: false,
      grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
      xAxis: {
        type: "value", min: config.from, max: config.to,
        axisLine: { onZero: false, lineStyle: { color: colours.ink } },
        axisTick: { show: true, customValues: places, lineStyle: { color: colours.ink } },
        axisLabel: { ...words, customValues: places, formatter: (at) => names.get(at) ?? "", hideOverlap: true },
        splitLine: { show: false },
      },
      yAxis: {
        type: "value", min: low, max: high,
        axisLine: { show: false }, axisTick: { show: false },
        axisLabel: { ...words, showMinLabel: config.zero && low === 0, showMaxLabel: false, formatter: (n) => n.toLocaleString("en", { maximumFractionDigits: 6 }) },
        splitLine: { lineStyle: { color: colours.line, width: 1 } },
      },
      series: linesOf(config).map((line) => ({
        type: "line", name: line.label, data: line.drawn,
        connectNulls: false, silent: true, smooth: false,
        symbolSize: few ? 5 : 3, showSymbol: true, showAllSymbol: true,
        lineStyle: { color: line.look === "second" ? colours.ink : colours.accent, width: line.look === "second" ? 1.5 : 3, type: DASH[line.look] ?? "solid" },
        itemStyle: { color: line.look === "second" ? colours.ink : colours.accent },
        emphasis: { disabled: true },
      })),
    };
  }

  function drawing(figure, config) {
    const box = figure.querySelector("[data-box]");
    const chart = window.echarts.init(box, null, { renderer: "canvas" });
    const graphic = window.echarts.graphic;
    const marks = new graphic.Group();
    const cursor = new graphic.Line({ z: 9, invisible: true, silent: true });
    let colours;
    let frame;

    function at(x, y) { return chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [x, y]); }
    function segment(x1, y1, x2, y2, style) {
      marks.add(new graphic.Line({ shape: { x1, y1, x2, y2 }, style, z: 5, silent: true }));
    }
    /* A bound is a range; open on one side it runs dashed to the edge. */
    function bound(x, point, stroke) {
      const [low, high] = [point[1], point[2]];
      if (low === null && high === null) return;
      const px = at(x, config.low)[0];
      const top = high === null ? frame.top : at(x, high)[1];
      const foot = low === null ? frame.foot : at(x, low)[1];
      const open = low === null || high === null;
      segment(px, foot, px, top, { stroke, lineWidth: open ? 1.5 : 5, opacity: open ? 1 : 0.35, lineDash: open ? [3, 3] : null });
      if (low !== null) segment(px - 4, foot, px + 4, foot, { stroke, lineWidth: 1.5 });
      if (high !== null) segment(px - 4, top, px + 4, top, { stroke, lineWidth: 1.5 });
    }
    function joint(period, point, stroke) {
      if (!period[2] || point[0] === null) return;
      const reach = (period[2] - 1) / 2;
      const [left, y] = at(period[0] - reach, point[0]);
      segment(left, y, at(period[0] + reach, point[0])[0], y, { stroke, lineWidth: 4 });
    }
    function overlay() {
      marks.removeAll();
      const [low, high] = extent(config);
      config.low = low;
      frame = { top: at(config.from, high)[1], foot: at(config.from, low)[1] };
      if (low < 0 && high > 0) {
        const y = at(config.from, 0)[1];
        segment(at(config.from, 0)[0], y, at(config.to, 0)[0], y, { stroke: colours.ink, lineWidth: 1 });
      }
      for (const [x] of config.breaks) {
        const px = at(x, low)[0];
        segment(px, frame.top, px, frame.foot, { stroke: colours.muted, lineWidth: 2, lineDash: [2, 3] });
      }
      for (const line of config.lines) {
        const stroke = line.look === "second" ? colours.ink : colours.accent;
        line.points.forEach((point, n) => {
          if (!point || (line !== config.lines[0] && config.lines[0].points[n]?.[3] === point[3])) return;
          bound(config.periods[n][0], point, stroke);
          joint(config.periods[n], point, stroke);
        });
      }
    }
    function draw() {
      colours = coloursOf(figure);
      chart.setOption(optionOf(config, colours, getComputedStyle(figure).fontFamily), true);
      overlay();
      show(place);
    }

    /* The cursor: by pointer, or with the arrow keys. */
    let place = -1;
    function words(n) {
      const said = config.lines.map((line) => `${line.label} ${line.points[n] ? line.points[n][3] : figure.dataset.gap}`);
      const broken = config.breaks.filter(([x]) => n > 0 && x > config.periods[n - 1][0] && x < config.periods[n][0]);
      return [`${config.periods[n][1]}: ${said.join(" · ")}`, ...broken.map((one) => one[1])].join(" · ");
    }
    function show(n) {
      place = n;
      cursor.attr({ invisible: n < 0 });
      if (n < 0) return;
      const px = at(config.periods[n][0], config.low)[0];
      cursor.attr({ shape: { x1: px, x2: px, y1: frame.top, y2: frame.foot }, style: { stroke: colours.ink, lineWidth: 1 } });
      figure.querySelector("[data-readout]").textContent = words(n);
      box.setAttribute("aria-valuenow", String(n));
      box.setAttribute("aria-valuetext", words(n));
    }
    function nearest(px) {
      const x = chart.convertFromPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [px, frame.top])[0];
      let best = 0;
      config.periods.forEach((period, n) => {
        if (Math.abs(period[0] - x) < Math.abs(config.periods[best][0] - x)) best = n;
      });
      return best;
    }
    const last = config.periods.length - 1;
    box.setAttribute("role", "slider");
    box.setAttribute("tabindex", "0");
    box.setAttribute("aria-label", figure.dataset.title);
    box.setAttribute("aria-valuemin", "0");
    box.setAttribute("aria-valuemax", String(last));
    box.addEventListener("keydown", (event) => {
      const to = {
        ArrowLeft: place - 1, ArrowDown: place - 1, ArrowRight: place + 1, ArrowUp: place + 1,
        PageDown: place - 12, PageUp: place + 12, Home: 0, End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(Math.min(last, Math.max(0, to)));
    });
    chart.getZr().on("mousemove", (event) => show(nearest(event.offsetX)));
    chart.getZr().on("click", (event) => show(nearest(event.offsetX)));
    chart.getZr().add(marks);
    chart.getZr().add(cursor);
    draw();
    show(last);
    new ResizeObserver(() => { chart.resize(); overlay(); show(place); }).observe(box);
    document.addEventListener("jilian:theme", draw);
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      window.matchMedia(query).addEventListener("change", draw);
    }
    window.matchMedia("print").addEventListener("change", () => { draw(); chart.getZr().flush(); });
    chart.getZr().flush();
    figure.dataset.drawn = "true";
  }
  async function begin(figure) {
    if (figure.dataset.begun) return;
    figure.dataset.begun = "true";
    try {
      const config = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
      await echartsFrom(figure.dataset.library);
      drawing(figure, config);
    } catch (problem) {
      console.warn(problem);
      without(figure);
    }
  }
  /* After the first paint, and only when the chart comes near. */
  function watch(within) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) { seen.unobserve(entry.target); begin(entry.target); }
      }
    }, { rootMargin: "200px" });
    for (const figure of within.querySelectorAll("[data-chart]")) seen.observe(figure);
  }
  window.requestAnimationFrame(() => window.setTimeout(() => watch(document), 0));
  document.addEventListener("htmx:load", (event) => watch(event.target));
})();
