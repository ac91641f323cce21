// The visits ahead on the plan's weeks. One is tried on another day by dragging it or by the arrow keys; typing the day in the form does the same.

const SPAN_WEEK = 7;
const SATURDAY = 6;

/** The board of a plan. `ask(visit, day)` is called with a visit that was moved, and its new day. */
function boardOf({ first, last, closed, visits }, ask) {
  if (!visits.length || last <= first) return null;
  const span = daysBetween(first, last);
  const share = (day) => (100 * Math.min(Math.max(daysBetween(first, day), 0), span)) / span;
  const place = (node, from, to = null) => {
    node.style.left = `${share(from)}%`;
    if (to) node.style.width = `${Math.max(share(to) - share(from), 0.3)}%`;
    return node;
  };
  const scale = months(firstOfMonth(first, 1), last).map((month, at) => place(el("span", { class: "month" }, monthName(month, at)), month));
  const weeks = [];
  for (let day = laterDay(first, (8 - weekdayOf(first)) % SPAN_WEEK); day <= last; day = laterDay(day, SPAN_WEEK)) weeks.push(day);
  const track = () => [
    weeks.map((day) => place(el("span", { class: "week" }), day)),
    closed.filter(([from, to]) => to >= first && from <= last).map(([from, to, reason]) => place(el("span", { class: "closed", title: reason }), from, laterDay(to, 1))),
  ];
  const row = (visit) => {
    const rail = el("div", { class: "rail" }, track(), visit.between ? place(el("span", { class: "window", title: `It can be from ${say(visit.between[0])} to ${say(visit.between[1])}` }), ...visit.between) : null);
    const told = el("span", { class: "told-day" });
    rail.append(new Handle(visit, { first, last, rail, told, place, ask }).node);
    return el("li", {}, el("span", { class: "board-label" }, el("strong", {}, visit.label), told), rail);
  };
  return el(
    "section",
    { id: "board" },
    el("h4", {}, "Try another day"),
    el("p", { class: "hint", id: "board-hint" }, "Drag a visit to another day. By keyboard: left and right arrow for a day, Page Up and Page Down for a week, Enter to ask what it would change, Escape to put it back. Nothing is changed in your workbook."),
    el("div", { class: "scroll" }, el("div", { class: "board" }, el("div", { class: "rail scale", "aria-hidden": "true" }, scale), el("ul", {}, visits.map(row)))),
  );
}

const laterDay = (iso, count) => new Date(time(iso) + count * DAY).toISOString().slice(0, 10);
const weekdayOf = (iso) => new Date(time(iso)).getUTCDay();

/** A day on which somebody works: of a weekend, the Friday before it or the Monday after, as one moves. */
function workday(iso, isForward) {
  const weekday = weekdayOf(iso);
  if (weekday !== SATURDAY && weekday !== 0) return iso;
  if (isForward) return laterDay(iso, weekday === SATURDAY ? 2 : 1);
  return laterDay(iso, weekday === SATURDAY ? -1 : -2);
}

/** What is taken hold of: a visit on its day, as a slider whose value is the day. */
class Handle {
  constructor(visit, { first, last, rail, told, place, ask }) {
    Object.assign(this, { visit, first, last, rail, told, place, ask });
    this.node = el("span", {
      class: "handle",
      role: "slider",
      tabindex: "0",
      "aria-label": `Day of ${visit.label}`,
      "aria-describedby": "board-hint",
      "aria-valuemin": "0",
      "aria-valuemax": daysBetween(first, last),
      onkeydown: (event) => this.key(event),
      onpointerdown: (event) => this.take(event),
      onpointermove: (event) => this.drag(event),
      onpointerup: () => this.drop(),
      onpointercancel: () => (this.leave(), this.show(visit.day)),
    });
    this.show(visit.day);
  }

  show(day) {
    this.day = day < this.first ? this.first : day > this.last ? this.last : day;
    const away = daysBetween(this.visit.day, this.day);
    const moved = away ? `, ${days(Math.abs(away))} ${away > 0 ? "later" : "earlier"}` : "";
    this.told.textContent = `${sayWeekday(this.day)}${moved}`;
    this.node.setAttribute("aria-valuenow", daysBetween(this.first, this.day));
    this.node.setAttribute("aria-valuetext", this.told.textContent);
    this.node.classList.toggle("moved", away !== 0);
    this.place(this.node, this.day);
  }

  move(count) {
    const to = workday(laterDay(this.day, count), count > 0);
    if (to >= this.first && to <= this.last) this.show(to);
  }

  key(event) {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: SPAN_WEEK, PageDown: -SPAN_WEEK };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "Home") this.show(workday(this.first, true));
    else if (event.key === "End") this.show(workday(this.last, false));
    else if (event.key === "Escape") this.show(this.visit.day);
    else if (event.key === "Enter") this.go();
    else return;
    event.preventDefault();
  }

  take(event) {
    this.node.setPointerCapture(event.pointerId);
    this.isHeld = true;
  }

  drag({ clientX }) {
    if (!this.isHeld) return;
    const { left, width } = this.rail.getBoundingClientRect();
    const at = Math.round((Math.min(Math.max(clientX - left, 0), width) / width) * daysBetween(this.first, this.last));
    this.show(workday(laterDay(this.first, at), true));
  }

  drop() {
    if (!this.isHeld) return;
    this.leave();
    this.go();
  }

  leave() {
    this.isHeld = false;
  }

  go() {
    if (this.day !== this.visit.day) this.ask(this.visit, this.day);
  }
}
