// Charts of results: plain data in, options of Apache ECharts out. Used by the page and by whatever else shows results in a
// browser. It reads nothing but its arguments, loads nothing and asks no network.
//
//   OfframpCharts.draw(element, kind, data)   draws into an element, follows its width and the colour scheme, and gives
//                                             back { chart, show(data), redraw() }
//   OfframpCharts.option(kind, data, look)    the options alone
//   OfframpCharts.height(kind, data, width)   pixels that the chart needs
//
// Kinds and their data; `low` and `high` are ends of an interval and may be null, as may whatever is undefined:
//
//   bars       { rows: [{ label, value, low, high, n? }], unit, signed?, sort? }    from 0; unit "share" is shown in per cent
//   dots       the same, as points with intervals: for differences, indices and what has no meaningful 0
//   fan        { days, start?, p05, p25, p50, p75, p95, mean, n, axis, max?, events: [{ day, mark, label }] }
//   shares     { days, start?, levels: [{ label, shares, neutral? }], events, axis }          lowest level first
//   waterfall  { rows: [{ label, value, low, high }], total, unit, end }
//   heatmap    { x: { label, values }, y: { label, values }, cells: [[xi, yi, value, low, high]], unit }
//   tornado    { rows: [{ label, low, high, at_low: [v, l, h], at_high: [v, l, h] }], base, unit }
//   histogram  { bins: [{ label, share, low, high, count }], axis }
//   multiples  { panels: [{ title, points: [{ x, value, low, high }] }], axis, unit }
//
// Palette: Okabe and Ito (2008), which people with any colour vision can tell apart; ladders and heat maps are coloured by
// cividis (Nuñez, Anderton and Renslow 2018), whose lightness alone carries the order.
(function (root) {
  "use strict";

  const OKABE_ITO = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"];
  const CIVIDIS = ["#00224E", "#123570", "#3B496C", "#575D6D", "#707173", "#8A8678", "#A59C74", "#C3B369", "#E1CC55", "#FEE838"];
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const ROW = 28; // pixels of a row of bars
  const LOOKS = {
    light: { dark: false, ink: "#1b1f24", muted: "#57606a", line: "#d0d7de", paper: "#ffffff", main: "#0072B2", soft: "#56B4E9", up: "#D55E00", down: "#0072B2", band: [0.18, 0.32] },
    dark: { dark: true, ink: "#e6edf3", muted: "#a3adb8", line: "#3a424c", paper: "#14181d", main: "#56B4E9", soft: "#0072B2", up: "#E69F00", down: "#56B4E9", band: [0.22, 0.38] },
  };

  // ---- Numbers and words -------------------------------------------------------------------------------------------

  const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
  const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const plain = (text) => text.replace("-", "−");

  function percent(share, digits) {
    const value = 100 * share;
    const size = Math.abs(value);
    const places = digits ?? (size === 0 || size >= 9.995 ? 1 : size >= 0.095 ? 1 : size >= 0.0095 ? 2 : 3);
    return plain(value.toFixed(places)) + "\u00a0%";
  }

  function significant(value) {
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1e6 || size < 1e-4) return plain(value.toExponential(2));
    if (size >= 1000) return plain(Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, " "));
    return plain(String(Number(value.toPrecision(3))));
  }

  function number(value, unit) {
    if (!isNumber(value)) return "–";
    if (unit === "share") return percent(value);
    if (unit === "points") return (value > 0 ? "+" : "") + plain((100 * value).toFixed(Math.abs(value) < 0.0995 ? 2 : 1)) + " pts";
    return significant(value) + (unit ? " " + unit : "");
  }

  const isShare = (unit) => unit === "share" || unit === "points";
  const tick = (unit) => (value) => (isShare(unit) ? plain(String(Number((100 * value).toPrecision(6)))) + (unit === "share" ? " %" : "") : significant(value));

  function interval(row, unit) {
    return isNumber(row.low) && isNumber(row.high) ? `${number(row.low, unit)} to ${number(row.high, unit)}` : "";
  }

  /** The date of a day as words; empty without a start. */
  function dateOf(start, day, withYear) {
    if (!start) return "";
    const date = new Date(Date.parse(start + "T00:00:00Z") + day * 86400000);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}` + (withYear ? ` ${date.getUTCFullYear()}` : "");
  }

  const tip = (head, lines) =>
    `<strong>${escaped(head)}</strong>` + lines.filter(Boolean).map((line) => "<br>" + escaped(line)).join("");

  function colours(count, dark) {
    // The ends of the scale drown in the paper that is as dark, or as light, as they are.
    const [from, to] = dark ? [0.12, 1] : [0, 0.94];
    const at = (place) => {
      const x = (from + (to - from) * place) * (CIVIDIS.length - 1);
      const below = Math.min(Math.floor(x), CIVIDIS.length - 2);
      const part = (shift) => [below, below + 1].map((i) => parseInt(CIVIDIS[i].slice(shift, shift + 2), 16));
      const mix = ([a, b]) => Math.round(a + (b - a) * (x - below)).toString(16).padStart(2, "0");
      return "#" + [1, 3, 5].map((shift) => mix(part(shift))).join("");
    };
    return Array.from({ length: count }, (_, index) => at(count === 1 ? 0.5 : index / (count - 1)));
  }

  /** Ink that can be read on a colour. */
  function inkOn(colour) {
    const [r, g, b] = [1, 3, 5].map((shift) => parseInt(colour.slice(shift, shift + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.2 ? "#111111" : "#ffffff";
  }

  // ---- Parts of options --------------------------------------------------------------------------------------------

  const base = (look) => ({
    animation: false,
    backgroundColor: "transparent",
    color: OKABE_ITO,
    textStyle: { fontFamily: FONT, fontSize: 12, color: look.ink },
    aria: { enabled: false }, // the page says in words what a chart shows, and has its numbers beside it
    tooltip: {
      confine: true,
      transitionDuration: 0,
      backgroundColor: look.paper,
      borderColor: look.line,
      textStyle: { color: look.ink, fontFamily: FONT, fontSize: 12 },
      extraCssText: "max-width:22rem;white-space:normal;box-shadow:0 2px 8px rgba(0,0,0,.2)",
    },
  });

  const valueAxis = (look, unit, name, more) => ({
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: { color: look.muted, fontSize: 12 },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: look.muted, formatter: tick(unit), hideOverlap: true },
    splitLine: { lineStyle: { color: look.line, width: 1 } },
    ...more,
  });

  /** Pixels for the labels of rows, and how wide they may get. */
  function labels(texts, width) {
    const longest = Math.max(...texts.map((text) => text.length), 4);
    return Math.ceil(Math.min(longest * 6.8 + 14, Math.max(96, width * (width < 560 ? 0.36 : 0.34))));
  }

  const rowAxis = (look, texts, room) => ({
    type: "category",
    data: texts,
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: look.ink, width: room - 12, overflow: "break", lineHeight: 13, interval: 0, fontSize: 12 },
  });

  /** A line from low to high, with a point or end strokes. */
  const whiskers = (rows, colour, more) => ({
    type: "custom",
    silent: true,
    z: 5,
    tooltip: { show: false },
    renderItem: (_, api) => {
      const row = rows[api.value(0)];
      if (!row || !isNumber(row.low) || !isNumber(row.high)) return null;
      const [from, to] = [api.coord([row.low, api.value(0)]), api.coord([row.high, api.value(0)])];
      const stroke = { stroke: colour, lineWidth: more?.thick ?? 1.5 };
      const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: stroke });
      const ends = [from, to].map(([x, y]) => line(x, y - 4, x, y + 4));
      return { type: "group", y: more?.shift ?? 0, children: [line(from[0], from[1], to[0], to[1]), ...ends] };
    },
    encode: { y: 0 },
    data: rows.map((_, index) => [index]),
  });

  function limits(rows, values, pad) {
    const all = rows.flatMap((row) => values.map((key) => row[key])).filter(isNumber);
    const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
    const room = (high - low || 1) * (pad ?? 0);
    return [low < 0 ? low - room : 0, high > 0 ? high + room : low < 0 ? 0 : 1];
  }

  /** Limits and steps at round numbers: 1, 2 or 5 times a power of ten. */
  function nice([low, high], steps) {
    const raw = (high - low) / steps;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw * 0.999);
    return { min: Math.floor(low / step + 1e-9) * step, max: Math.ceil(high / step - 1e-9) * step, interval: step };
  }

  // ---- Rows: bars, dots, waterfall, tornado ------------------------------------------------------------------------

  const rowsHeight = (data) => data.rows.length * ROW + 64;

  const rowTip = (data, lines) => ({
    trigger: "axis",
    axisPointer: { type: "shadow", shadowStyle: { color: "rgba(128,128,128,.12)" } },
    formatter: (params) => {
      const row = data.rows[[].concat(params)[0].dataIndex];
      return row ? tip(row.label, lines(row)) : "";
    },
  });

  const rowLines = (data) => (row) => [
    number(row.value, data.unit),
    interval(row, data.unit) && `${data.interval || "95 % interval"}: ${interval(row, data.unit)}`,
    isNumber(row.count) && isNumber(row.n) ? `${row.count} of ${row.n} runs` : isNumber(row.n) ? `n = ${row.n}` : "",
    row.note || "",
  ];

  function bars(data, look, width) {
    const texts = data.rows.map((row) => row.label);
    const room = labels(texts, width);
    const scale = nice(limits(data.rows, ["value", "low", "high"]), width < 560 ? 4 : 6);
    if (data.unit === "share") scale.max = Math.min(scale.max, 1);
    return {
      ...base(look),
      grid: { left: room, right: 84, top: 8, bottom: 44, containLabel: false, outerBoundsMode: "none" },
      tooltip: { ...base(look).tooltip, ...rowTip(data, rowLines(data)) },
      xAxis: valueAxis(look, data.unit, data.axis, { ...scale, nameGap: 28 }),
      yAxis: rowAxis(look, texts, room),
      series: [
        { type: "bar", data: data.rows.map((row) => row.value), barWidth: "62%", itemStyle: { color: look.soft, opacity: 0.85 } },
        whiskers(data.rows, look.ink),
        endLabels(data, look),
      ],
    };
  }

  /** The number at the end of each bar's interval. */
  const endLabels = (data, look) => ({
    type: "custom",
    silent: true,
    z: 6,
    clip: false,
    tooltip: { show: false },
    renderItem: (_, api) => {
      const row = data.rows[api.value(0)];
      if (!isNumber(row?.value)) return null;
      const [x, y] = api.coord([Math.max(row.value, isNumber(row.high) ? row.high : row.value, 0), api.value(0)]);
      return { type: "text", style: { text: number(row.value, data.unit), x: x + 9, y, verticalAlign: "middle", fill: look.ink, font: `12px ${FONT}` } };
    },
    encode: { y: 0 },
    data: data.rows.map((_, index) => [index]),
  });

  function dots(data, look, width) {
    const texts = data.rows.map((row) => row.label);
    const room = labels(texts, width);
    const scale = nice(limits(data.rows, ["value", "low", "high"], 0.04), width < 560 ? 4 : 6);
    if (data.unit === "share") scale.max = Math.min(scale.max, 1);
    const colour = (row) => (!data.signed || !isNumber(row.value) ? look.main : row.value >= 0 ? look.up : look.down);
    const points = data.rows.map((row, index) => ({ value: [row.value, index], itemStyle: { color: colour(row) }, symbol: data.signed && row.value < 0 ? "diamond" : "circle" }));
    return {
      ...base(look),
      grid: { left: room, right: 24, top: 8, bottom: 44, containLabel: false, outerBoundsMode: "none" },
      tooltip: { ...base(look).tooltip, ...rowTip(data, rowLines(data)) },
      xAxis: valueAxis(look, data.unit, data.axis, { ...scale, nameGap: 28 }),
      yAxis: { ...rowAxis(look, texts, room), splitLine: { show: true, lineStyle: { color: look.line, type: "dotted" } } },
      series: [
        { type: "scatter", data: points, symbolSize: 10, z: 6, markLine: zeroLine(look) },
        whiskers(data.rows, look.ink),
      ],
    };
  }

  const zeroLine = (look) => ({
    silent: true,
    symbol: "none",
    label: { show: false },
    lineStyle: { color: look.ink, width: 1, type: "solid" },
    data: [{ xAxis: 0 }],
  });

  /** A bar of its own making in each row: from and to are values, colour and hatch its look. */
  const spans = (data, pieces) => ({
    type: "custom",
    silent: true,
    z: 3,
    tooltip: { show: false },
    renderItem: (_, api) => {
      const index = api.value(0);
      const high = api.size([0, 1])[1] * 0.58;
      const children = pieces(data.rows[index], index).map(({ from, to, lane, style }) => {
        const [a, b] = [api.coord([from, index]), api.coord([to, index])];
        const [tall, y] = lane ? [10, a[1] + lane] : [high, a[1]];
        return { type: "rect", shape: { x: Math.min(a[0], b[0]), y: y - tall / 2, width: Math.max(Math.abs(b[0] - a[0]), 1), height: tall }, style };
      });
      return { type: "group", children };
    },
    encode: { y: 0 },
    data: data.rows.map((_, index) => [index]),
  });

  function waterfall(data, look, width) {
    let level = 0;
    const steps = data.rows.map((row) => {
      const from = row.total ? 0 : level;
      level = row.total ? level : level + row.value;
      const to = row.total ? row.value : level;
      const shift = row.total ? 0 : from;
      return { ...row, from, to, low: isNumber(row.low) ? row.low + shift : null, high: isNumber(row.high) ? row.high + shift : null };
    });
    const texts = data.rows.map((row) => row.label);
    const room = labels(texts, width);
    const scale = nice(limits(steps, ["from", "to", "low", "high"], 0.03), width < 560 ? 4 : 7);
    const fill = (row) => ({ fill: row.total ? look.muted : row.value >= 0 ? look.up : look.down, stroke: look.ink, lineWidth: row.total ? 1 : 0 });
    const lines = (row) => [
      `${row.value > 0 ? "+" : ""}${number(row.value, data.unit)}`,
      interval(row, data.unit) && `95 % interval: ${interval(row, data.unit)}`,
      `multiplies the odds by ${significant(Math.exp(row.value))}`,
    ];
    return {
      ...base(look),
      grid: { left: room, right: 24, top: 8, bottom: 44, containLabel: false, outerBoundsMode: "none" },
      tooltip: { ...base(look).tooltip, ...rowTip(data, lines) },
      xAxis: valueAxis(look, "", data.axis, { ...scale, nameGap: 28 }),
      yAxis: rowAxis(look, texts, room),
      series: [
        { type: "scatter", data: steps.map((row, index) => [row.to, index]), symbolSize: 0, markLine: zeroLine(look) },
        spans({ rows: steps }, (row) => [{ from: row.from, to: row.to, style: fill(row) }]),
        whiskers(steps, look.ink),
        {
          type: "custom",
          silent: true,
          tooltip: { show: false },
          renderItem: (_, api) => {
            const index = api.value(0);
            if (index + 1 >= steps.length || steps[index + 1].total) return null;
            const [x, y] = api.coord([steps[index].to, index]);
            const down = api.coord([steps[index].to, index + 1]);
            return { type: "line", shape: { x1: x, y1: y, x2: x, y2: down[1] }, style: { stroke: look.muted, lineWidth: 1, lineDash: [2, 2] } };
          },
          encode: { y: 0 },
          data: steps.map((_, index) => [index]),
        },
      ],
    };
  }

  function tornado(data, look, width) {
    const texts = data.rows.map((row) => row.label);
    const room = labels(texts, width);
    const ends = data.rows.flatMap((row) => [...row.at_low, ...row.at_high]).filter(isNumber);
    const [low, high] = [Math.min(data.base, ...ends), Math.max(data.base, ...ends)];
    const pad = (high - low || 0.1) * 0.06;
    const floor = low >= 0 ? Math.max(0, low - pad) : low - pad;
    const scale = nice([floor, high + pad], width < 560 ? 4 : 7);
    const lines = (row) => [
      `at its low value${isNumber(row.low) ? " " + significant(row.low) : ""}: ${number(row.at_low[0], data.unit)} (${interval({ low: row.at_low[1], high: row.at_low[2] }, data.unit)})`,
      `at its high value${isNumber(row.high) ? " " + significant(row.high) : ""}: ${number(row.at_high[0], data.unit)} (${interval({ low: row.at_high[1], high: row.at_high[2] }, data.unit)})`,
      `as drawn: ${number(data.base, data.unit)}`,
    ];
    const side = (key) => data.rows.map((row) => ({ low: row[key][1], high: row[key][2] }));
    // Both ends have a lane of their own, so that their intervals can be told apart.
    const lane = 5.5;
    return {
      ...base(look),
      grid: { left: room, right: 24, top: 34, bottom: 44, containLabel: false, outerBoundsMode: "none" },
      legend: { top: 0, left: room, itemGap: 20, selectedMode: false, textStyle: { color: look.ink }, data: ["factor low", "factor high"] },
      tooltip: { ...base(look).tooltip, ...rowTip(data, lines) },
      xAxis: valueAxis(look, data.unit, data.axis, { ...scale, nameGap: 28 }),
      yAxis: rowAxis(look, texts, room),
      series: [
        { type: "scatter", name: "factor low", symbol: "diamond", symbolSize: 10, symbolOffset: [0, -lane], z: 7, itemStyle: { color: look.down }, data: data.rows.map((row, index) => [row.at_low[0], index]), markLine: { ...zeroLine(look), data: [{ xAxis: data.base }] } },
        { type: "scatter", name: "factor high", symbol: "circle", symbolSize: 8, symbolOffset: [0, lane], z: 7, itemStyle: { color: look.up }, data: data.rows.map((row, index) => [row.at_high[0], index]) },
        spans(data, (row) => [
          { from: data.base, to: row.at_low[0], lane: -lane, style: { fill: look.down, opacity: 0.45 } },
          { from: data.base, to: row.at_high[0], lane, style: { fill: look.up, opacity: 0.45 } },
        ]),
        whiskers(side("at_low"), look.ink, { shift: -lane }),
        whiskers(side("at_high"), look.ink, { shift: lane }),
      ],
    };
  }

  // ---- Days: fan, shares -------------------------------------------------------------------------------------------

  function dayAxis(data, look, width) {
    const last = data.days[data.days.length - 1] ?? 1;
    const step = [1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 90, 100, 180, 365, 730].find((days) => last / days <= width / 84) ?? last;
    return valueAxis(look, "", data.start ? "" : "day", {
      min: data.days[0] ?? 0,
      max: Math.max(last, 1),
      interval: step,
      nameGap: 28,
      axisLine: { show: true, lineStyle: { color: look.muted } },
      axisTick: { show: true, lineStyle: { color: look.muted } },
      splitLine: { show: false },
      axisLabel: {
        color: look.muted,
        lineHeight: 15,
        showMaxLabel: last % step === 0,
        formatter: (day) => (data.start ? `day ${day}\n${dateOf(data.start, day)}` : String(day)),
      },
    });
  }

  /** Numbered lines where events stand; the list of what they are is beside the chart. */
  const eventLines = (data, look) => ({
    silent: true,
    symbol: "none",
    lineStyle: { color: look.muted, type: "dashed", width: 1 },
    label: { position: "end", color: look.ink, fontSize: 11, formatter: (mark) => mark.name, distance: 8 },
    data: (data.events || []).map((event) => ({ name: String(event.mark), xAxis: event.day })),
  });

  /** The space between two curves. */
  const band = (days, low, high, fill, opacity, name) => ({
    type: "custom",
    name,
    silent: true,
    z: 1,
    clip: true,
    tooltip: { show: false },
    itemStyle: { color: fill, opacity },
    renderItem: (params, api) => {
      if (params.dataIndex > 0) return null;
      const known = days.map((_, index) => index).filter((index) => isNumber(low[index]) && isNumber(high[index]));
      const there = known.map((index) => api.coord([days[index], high[index]]));
      const back = known.map((index) => api.coord([days[index], low[index]])).reverse();
      return { type: "polygon", shape: { points: [...there, ...back] }, style: { fill, opacity } };
    },
    data: [[days[0], 0], [days[days.length - 1], 0]],
  });

  const dayTip = (data, lines) => ({
    trigger: "axis",
    axisPointer: { type: "line" },
    formatter: (params) => {
      const index = [].concat(params)[0].dataIndex;
      const day = data.days[index];
      const events = (data.events || []).filter((event) => event.day === day).map((event) => `${event.mark}: ${event.label}`);
      return tip(`day ${day}` + (data.start ? `, ${dateOf(data.start, day, true)}` : ""), [...lines(index), ...events]);
    },
  });

  const legendBelow = (look, names) => ({ bottom: 0, left: "center", selectedMode: false, itemWidth: 18, textStyle: { color: look.ink }, data: names });

  function fan(data, look, width) {
    const curve = (values) => data.days.map((day, index) => [day, values[index]]);
    const lines = (index) => [
      `median ${number(data.p50[index], "")}, mean ${number(data.mean[index], "")}`,
      `half of the runs: ${number(data.p25[index], "")} to ${number(data.p75[index], "")}`,
      `nine in ten: ${number(data.p05[index], "")} to ${number(data.p95[index], "")}`,
      isNumber(data.n?.[index]) ? `${data.n[index]} runs still under way` : "",
    ];
    const solid = { type: "line", showSymbol: false, z: 4, lineStyle: { width: 2 } };
    return {
      ...base(look),
      grid: { left: 56, right: 20, top: 24, bottom: 74, containLabel: false, outerBoundsMode: "none" },
      legend: legendBelow(look, ["median", "mean", "half of the runs", "nine in ten"]),
      tooltip: { ...base(look).tooltip, ...dayTip(data, lines) },
      xAxis: dayAxis(data, look, width),
      yAxis: valueAxis(look, "", data.axis, { min: 0, max: data.max, nameGap: 40 }),
      series: [
        { ...solid, name: "median", data: curve(data.p50), itemStyle: { color: look.main }, lineStyle: { color: look.main, width: 2.5 }, markLine: eventLines(data, look) },
        { ...solid, name: "mean", data: curve(data.mean), itemStyle: { color: look.ink }, lineStyle: { color: look.ink, width: 1.5, type: "dashed" } },
        band(data.days, data.p05, data.p95, look.main, look.band[0], "nine in ten"),
        band(data.days, data.p25, data.p75, look.main, look.band[1], "half of the runs"),
      ],
    };
  }

  function shares(data, look, width) {
    // Rungs are coloured, the graver the further from the paper; what is no rung stays close to it.
    const rungs = data.levels.filter((level) => !level.neutral).length;
    const ladder = colours(rungs, look.dark);
    if (!look.dark) ladder.reverse();
    const quiet = look.dark ? ["#20272e", "#323c47"] : ["#f0f2f4", "#dce2e8"];
    let [nextRung, nextQuiet] = [0, 0];
    const palette = data.levels.map((level) => (level.neutral ? quiet[nextQuiet++ % 2] : ladder[nextRung++]));
    const sums = data.days.map(() => 0);
    const layers = data.levels.map((level, place) => {
      const low = sums.slice();
      level.shares.forEach((share, index) => (sums[index] += share));
      return { ...band(data.days, low, sums.slice(), palette[place], 1, level.label), border: low };
    });
    const lines = (index) =>
      data.levels.map((level) => `${level.label}: ${percent(level.shares[index])}`).filter((_, place) => data.levels[place].shares[index] > 0).reverse();
    const wide = width >= 640;
    const names = data.levels.map((level) => level.label).reverse();
    const legend = wide
      ? { orient: "vertical", right: 0, top: 20, itemGap: 7, selectedMode: false, itemWidth: 16, itemStyle: { borderColor: look.muted, borderWidth: 0.75 }, textStyle: { color: look.ink }, data: names }
      : { ...legendBelow(look, names.slice().reverse()), itemGap: 8 };
    return {
      ...base(look),
      grid: { left: 56, right: wide ? 150 : 16, top: 24, bottom: wide ? 46 : 52 + 22 * Math.ceil(names.length / 3), containLabel: false, outerBoundsMode: "none" },
      legend,
      tooltip: { ...base(look).tooltip, ...dayTip(data, lines) },
      xAxis: dayAxis(data, look, wide ? width - 140 : width),
      yAxis: valueAxis(look, "share", data.axis, { min: 0, max: 1, interval: 0.25, nameGap: 42 }),
      series: [
        { type: "line", showSymbol: false, z: 4, lineStyle: { width: 0 }, data: data.days.map((day) => [day, 0]), markLine: { ...eventLines(data, look), lineStyle: { color: look.ink, type: "dashed", width: 1 } } },
        ...layers,
        ...layers.slice(1).map((layer) => ({ type: "line", silent: true, showSymbol: false, z: 3, lineStyle: { width: 0.75, color: look.paper }, data: data.days.map((day, index) => [day, layer.border[index]]) })),
      ],
    };
  }

  // ---- Grids: heat map, histogram, small multiples -----------------------------------------------------------------

  function heatmap(data, look, width) {
    const [xs, ys] = [data.x.values.map(String), data.y.values.map(String)];
    const values = data.cells.map((cell) => cell[2]).filter(isNumber);
    const [low, high] = [Math.min(...values, 1), Math.max(...values, 0)];
    const scale = colours(9, false);
    const cellWide = (width - 110) / xs.length;
    const shade = (value) => scale[Math.round(((value - low) / (high - low || 1)) * 8)];
    const cells = data.cells.filter((cell) => isNumber(cell[2])).map(([x, y, value, l, h]) => ({ value: [x, y, value], l, h, label: { color: inkOn(shade(value)) } }));
    const text = isShare(data.unit) ? (value) => (100 * value).toFixed(high < 0.2 ? 1 : 0) : significant;
    return {
      ...base(look),
      grid: { left: 92, right: 20, top: 12, bottom: 100, containLabel: false, outerBoundsMode: "none" },
      tooltip: {
        ...base(look).tooltip,
        trigger: "item",
        formatter: ({ data: cell }) =>
          tip(`${data.x.label} = ${xs[cell.value[0]]}, ${data.y.label} = ${ys[cell.value[1]]}`, [number(cell.value[2], data.unit), interval({ low: cell.l, high: cell.h }, data.unit) && `95 % interval: ${interval({ low: cell.l, high: cell.h }, data.unit)}`]),
      },
      visualMap: { min: low, max: high, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: Math.min(260, width * 0.5), itemWidth: 12, inRange: { color: scale }, textStyle: { color: look.muted }, text: [number(high, data.unit), number(low, data.unit)], hoverLink: false },
      xAxis: { type: "category", data: xs, name: data.x.label, nameLocation: "middle", nameGap: 30, nameTextStyle: { color: look.muted }, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: look.ink, hideOverlap: true } },
      yAxis: { type: "category", data: ys, name: data.y.label, nameLocation: "middle", nameGap: 66, nameTextStyle: { color: look.muted }, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: look.ink, hideOverlap: true } },
      series: [
        { type: "heatmap", data: cells, itemStyle: { borderColor: look.paper, borderWidth: 1 }, label: { show: cellWide >= 30, fontSize: 11, formatter: ({ value }) => text(value[2]) }, emphasis: { itemStyle: { borderColor: look.ink, borderWidth: 2 } } },
      ],
    };
  }

  function histogram(data, look, width) {
    const turn = data.bins.length * 58 > width ? 45 : 0;
    const tops = data.bins.map((bin) => (isNumber(bin.high) ? bin.high : bin.share)).filter(isNumber);
    const mark = {
      type: "custom",
      silent: true,
      z: 5,
      tooltip: { show: false },
      renderItem: (_, api) => {
        const bin = data.bins[api.value(0)];
        if (!isNumber(bin?.low) || !isNumber(bin?.high)) return null;
        const [a, b] = [api.coord([api.value(0), bin.low]), api.coord([api.value(0), bin.high])];
        const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: look.ink, lineWidth: 1.25 } });
        return { type: "group", children: [line(a[0], a[1], b[0], b[1]), ...[a, b].map(([x, y]) => line(x - 4, y, x + 4, y))] };
      },
      encode: { x: 0 },
      data: data.bins.map((_, index) => [index]),
    };
    return {
      ...base(look),
      grid: { left: 56, right: 16, top: 12, bottom: turn ? 78 : 52, containLabel: false, outerBoundsMode: "none" },
      tooltip: {
        ...base(look).tooltip,
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: "rgba(128,128,128,.12)" } },
        formatter: (params) => {
          const bin = data.bins[[].concat(params)[0].dataIndex];
          return tip(`${bin.label} ${data.unit || ""}`, [`${percent(bin.share)} of the runs`, interval(bin, "share") && `95 % interval: ${interval(bin, "share")}`, `${bin.count} runs`]);
        },
      },
      xAxis: { type: "category", data: data.bins.map((bin) => bin.label), name: data.axis, nameLocation: "middle", nameGap: turn ? 58 : 30, nameTextStyle: { color: look.muted }, axisTick: { show: false }, axisLine: { lineStyle: { color: look.muted } }, axisLabel: { color: look.ink, rotate: turn, interval: 0, fontSize: 11, hideOverlap: true } },
      yAxis: valueAxis(look, "share", "share of runs", { ...nice([0, Math.max(...tops, 0.001)], 5), nameGap: 42 }),
      series: [{ type: "bar", barCategoryGap: "14%", itemStyle: { color: look.soft, opacity: 0.85 }, data: data.bins.map((bin) => bin.share) }, mark],
    };
  }

  const columns = (data, width) => Math.max(1, Math.min(data.panels.length, Math.floor(width / 250)));

  function multiples(data, look, width) {
    const across = columns(data, width);
    const [wide, high] = [width / across, 190];
    const all = data.panels.flatMap((panel) => panel.points);
    const scale = nice(limits(all, ["value", "low", "high"]), 4);
    if (data.unit === "share") scale.max = Math.min(scale.max, 1);
    const parts = data.panels.map((panel, index) => {
      const [left, top] = [(index % across) * wide, Math.floor(index / across) * high];
      const at = { xAxisIndex: index, yAxisIndex: index };
      const [xs, pick] = [panel.points.map((point) => point.x), (key) => panel.points.map((point) => point[key])];
      return {
        grid: { left: left + 48, top: top + 30, width: wide - 66, height: high - 76, containLabel: false, outerBoundsMode: "none" },
        title: { text: panel.title, left: left + 46, top: top + 4, textStyle: { fontSize: 12.5, fontWeight: 600, color: look.ink, width: wide - 60, overflow: "truncate" } },
        xAxis: valueAxis(look, "", Math.floor(index / across) === Math.ceil(data.panels.length / across) - 1 || index + across >= data.panels.length ? data.axis : "", { gridIndex: index, scale: true, min: Math.min(...xs), max: Math.max(...xs), nameGap: 24, splitNumber: 4, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: look.muted } } }),
        yAxis: valueAxis(look, data.unit, "", { gridIndex: index, ...scale }),
        series: [
          { type: "line", ...at, name: panel.title, showSymbol: true, symbolSize: 5, data: panel.points.map((point) => [point.x, point.value]), itemStyle: { color: look.main }, lineStyle: { color: look.main, width: 2 } },
          { ...band(xs, pick("low"), pick("high"), look.main, 0.25, panel.title), ...at },
        ],
      };
    });
    return {
      ...base(look),
      tooltip: {
        ...base(look).tooltip,
        trigger: "item",
        formatter: ({ seriesName, dataIndex }) => {
          const point = data.panels.find((panel) => panel.title === seriesName)?.points[dataIndex];
          return point ? tip(seriesName, [`${data.axis} = ${significant(point.x)}`, number(point.value, data.unit), interval(point, data.unit) && `95 % interval: ${interval(point, data.unit)}`]) : "";
        },
      },
      title: parts.map((part) => part.title),
      grid: parts.map((part) => part.grid),
      xAxis: parts.map((part) => part.xAxis),
      yAxis: parts.map((part) => part.yAxis),
      series: parts.flatMap((part) => part.series),
    };
  }

  // ---- Drawing -----------------------------------------------------------------------------------------------------

  const KINDS = { bars, dots, fan, shares, waterfall, heatmap, tornado, histogram, multiples };

  function height(kind, data, width) {
    if (kind === "bars" || kind === "dots" || kind === "waterfall") return rowsHeight(data);
    if (kind === "tornado") return rowsHeight(data) + 26 + 6 * data.rows.length;
    if (kind === "heatmap") return Math.min(640, Math.max(220, data.y.values.length * 34 + 120));
    if (kind === "multiples") return Math.ceil(data.panels.length / columns(data, width)) * 190 + 10;
    if (kind === "shares") return width >= 640 ? 360 : 360 + 22 * Math.ceil(data.levels.length / 3);
    return kind === "histogram" ? 300 : 360;
  }

  const look = (dark) => (dark ? LOOKS.dark : LOOKS.light);
  const option = (kind, data, aLook, width) => KINDS[kind](data, aLook, width ?? 800);

  /** How many things of a chart can be stepped through by keyboard. */
  const steps = (kind, data) => (kind === "fan" || kind === "shares" ? data.days.length : kind === "histogram" ? data.bins.length : kind === "heatmap" ? data.cells.length : kind === "multiples" ? data.panels[0]?.points.length ?? 0 : data.rows.length);

  function draw(element, kind, first, settings) {
    let data = first;
    let drawn = 0;
    let at = -1;
    let printing = false;
    const scheme = root.matchMedia ? root.matchMedia("(prefers-color-scheme: dark)") : { matches: false, addEventListener() {} };
    const isDark = () => !printing && (settings?.dark ?? scheme.matches);
    const chart = root.echarts.init(element, null, { renderer: "svg" });

    function redraw(width) {
      const wide = Math.floor(width ?? element.clientWidth);
      if (wide < 40) return;
      drawn = wide;
      // On paper two charts of days go on a page.
      const high = printing && (kind === "fan" || kind === "shares") ? 300 : height(kind, data, wide);
      element.style.height = high + "px";
      chart.resize({ width: wide, height: high });
      chart.setOption(option(kind, data, look(isDark()), wide), true);
      // So that the drawing can be scaled, on paper.
      const svg = element.querySelector("svg");
      if (svg) svg.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    }

    redraw();
    if (root.ResizeObserver) new ResizeObserver(() => { if (!printing && Math.floor(element.clientWidth) !== drawn) redraw(); }).observe(element);
    scheme.addEventListener("change", () => redraw());
    element.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") chart.dispatchAction({ type: "hideTip" });
      if (!step) return;
      event.preventDefault();
      const count = steps(kind, data);
      at = (at + step + count) % count;
      chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
    });
    element.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
    return {
      chart,
      redraw,
      show(next) { data = next; at = -1; redraw(); },
      print(width) { printing = true; redraw(width); },
      printed() { printing = false; redraw(); },
    };
  }

  root.OfframpCharts = { draw, option, height, look, number, percent, significant, dateOf, colours, OKABE_ITO };
})(globalThis);
