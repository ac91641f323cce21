// The year as a picture: a line for each visit, a mark for each of its deadlines. The table below it says the same in words.

const WIDTH = 960;
const LABELS = 210;
const RIGHT = 24;
const TOP = 40;
const LANE = 34;
const MOST_LANES = 40;

/** The picture of `lines` (each: sheet, row, date, what, done) and `visits` (sheet, row, label, date), as of a day; null where there is nothing to show. */
function timeline(lines, visits, asOf) {
  const lanes = visits
    .map((visit) => ({ ...visit, lines: lines.filter((line) => line.sheet === visit.sheet && line.row === visit.row) }))
    .sort((one, other) => compare(one.date, other.date));
  if (!lanes.length) return null;
  const shown = lanes.slice(-MOST_LANES);
  const dates = shown.flatMap((lane) => [lane.date, ...lane.lines.map((line) => line.date)]).sort();
  const first = firstOfMonth(dates[0]);
  const last = firstOfMonth(dates[dates.length - 1], 1);
  const span = Math.max(daysBetween(first, last), 1);
  const x = (date) => Math.round(10 * (LABELS + ((WIDTH - LABELS - RIGHT) * daysBetween(first, date)) / span)) / 10;
  const bottom = TOP + shown.length * LANE;
  const title = el("p", { class: "unseen", id: "picture-title" }, summary(shown, asOf));
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${bottom + 12}`, role: "img", "aria-labelledby": "picture-title", class: "timeline" },
    months(first, last).map((month, place, all) => [
      svg("line", { x1: x(month), x2: x(month), y1: TOP - 8, y2: bottom, class: "month" }),
      place < all.length - 1 && (all.length < 16 || place % 3 === 0)
        ? svg("text", { x: x(month) + 4, y: TOP - 14, class: "scale" }, monthName(month, place))
        : null,
    ]),
    shown.map((lane, place) => drawn(lane, TOP + place * LANE + LANE / 2, x, asOf)),
    asOf >= first && asOf <= last
      ? [
          svg("line", { x1: x(asOf), x2: x(asOf), y1: TOP - 8, y2: bottom + 4, class: "today" }),
          svg("text", { x: x(asOf), y: 10, class: "today-label", "text-anchor": x(asOf) > WIDTH - 80 ? "end" : "middle" }, say(asOf)),
        ]
      : null,
  );
  const left = lanes.length - shown.length;
  return el(
    "figure",
    {},
    title,
    el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": "Timeline, scrolls sideways on a narrow screen" }, picture),
    legend(),
    left ? el("p", {}, `The ${left} earliest visits are only in the table.`) : null,
  );
}

function drawn(lane, y, x, asOf) {
  const start = lane.lines.map((line) => line.date).reduce((least, date) => (date < least ? date : least), lane.date);
  const name = lane.label.length > 28 ? `${lane.label.slice(0, 27)}…` : lane.label;
  return svg(
    "g",
    {},
    svg("text", { x: 0, y: y + 4, class: "lane" }, name, svg("title", {}, lane.label)),
    svg("line", { x1: LABELS, x2: WIDTH - RIGHT, y1: y, y2: y, class: "rail" }),
    svg("line", { x1: x(start), x2: x(lane.date), y1: y, y2: y, class: "run" }),
    // What is done comes first, so that nothing of it lies over what is not.
    [...lane.lines].sort((one, other) => Number(other.done) - Number(one.done)).map((line) => mark(line, x(line.date), y, asOf)),
    svg(
      "path",
      { d: `M${x(lane.date)} ${y - 8}l8 8l-8 8l-8 -8z`, class: "visit" },
      svg("title", {}, `${lane.label}: visit on ${sayWeekday(lane.date)}`),
    ),
  );
}

function mark(line, x, y, asOf) {
  const said = svg("title", {}, `${line.what}: ${sayWeekday(line.date)}, ${stateOf(line, asOf)}`);
  switch (stateOf(line, asOf)) {
    case "done":
      return svg("circle", { cx: x, cy: y, r: 4.5, class: "done" }, said);
    case "passed, not done":
      return svg("path", { d: `M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`, class: "late" }, said);
    default:
      return svg("circle", { cx: x, cy: y, r: 5.5, class: "ahead" }, said);
  }
}

function stateOf(line, asOf) {
  if (line.done) return "done";
  return line.date < asOf ? "passed, not done" : "to do";
}

function legend() {
  const entry = (shape, text) => el("li", {}, svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, shape), text);
  return el(
    "ul",
    { class: "legend" },
    entry(svg("path", { d: "M9 1l8 8l-8 8l-8 -8z", class: "visit" }), "the visit"),
    entry(svg("circle", { cx: 9, cy: 9, r: 5.5, class: "ahead" }), "to do"),
    entry(svg("path", { d: "M4 4l10 10M14 4l-10 10", class: "late" }), "passed, not done"),
    entry(svg("circle", { cx: 9, cy: 9, r: 4.5, class: "done" }), "done"),
  );
}

function summary(lanes, asOf) {
  const ahead = lanes.filter((lane) => lane.date >= asOf).length;
  return `Timeline of ${plural(lanes.length, "visit", "visits")}, ${ahead} still ahead, each with its deadlines. The table below says the same.`;
}

function firstOfMonth(iso, later = 0) {
  const date = new Date(time(iso));
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1)).toISOString().slice(0, 10);
}

function months(first, last) {
  const found = [];
  for (let month = first; month <= last; month = firstOfMonth(month, 1)) found.push(month);
  return found;
}

function monthName(iso, place) {
  const [year, month] = iso.split("-").map(Number);
  return place === 0 || month === 1 ? `${MONTHS[month - 1]} ’${String(year).slice(2)}` : MONTHS[month - 1];
}
