// Tables that sort, come in pages and can be read out: real tables on a wide screen, cards on a narrow one.

const PAGE = 50;
const MOST_PRINTED = 2_000;

/** A table in `host`. Columns: label, cell(row), and sort(row) where it can be sorted by; `group(row)` gathers rows under headings. */
class Table {
  constructor(host, caption, columns) {
    this.columns = columns;
    this.rows = [];
    this.from = 0;
    this.by = null;
    this.down = false;
    this.group = null;
    this.heads = columns.map((column, place) => {
      const head = el("th", { scope: "col", role: "columnheader", class: column.name });
      if (column.sort) {
        const arrow = el("span", { class: "arrow", "aria-hidden": "true" });
        head.append(el("button", { type: "button", onclick: () => this.sortBy(place) }, column.label, arrow));
        // A heading with a button in it is not repeated on the next sheet of paper.
        head.append(el("span", { class: "printed" }, column.label));
      } else head.append(column.label);
      return head;
    });
    this.table = el(
      "table",
      { role: "table" },
      el("caption", { class: "unseen" }, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, this.heads)),
    );
    // On a narrow screen the headings, and with them the way to sort, are out of sight: this list stands in for them.
    this.picker = el(
      "select",
      { onchange: () => this.sortBy(this.picker.value === "" ? null : Number(this.picker.value), false) },
      el("option", { value: "" }, "as listed"),
      columns.map((column, place) => (column.sort ? el("option", { value: place }, column.label) : null)),
    );
    this.where = el("p", { class: "where", role: "status" });
    this.back = el("button", { type: "button", onclick: () => this.turn(-PAGE) }, "Earlier rows");
    this.on = el("button", { type: "button", onclick: () => this.turn(PAGE) }, "Further rows");
    host.replaceChildren(
      el("p", { class: "picker" }, el("label", {}, "Sort by ", this.picker)),
      this.table,
      el("div", { class: "pager" }, this.where, this.back, this.on),
    );
  }

  show(rows, group = null) {
    this.rows = rows;
    this.group = group;
    this.from = 0;
    this.draw();
  }

  /** The first click sorts upwards, the second downwards, the third goes back to the order they came in. */
  sortBy(place, turns = true) {
    if (place !== this.by) [this.by, this.down] = [place, false];
    else if (turns && !this.down) this.down = true;
    else if (turns) [this.by, this.down] = [null, false];
    this.from = 0;
    this.draw();
  }

  /** Go to where it was: sorted so, and at those rows as far as they are there. */
  place({ by, down, from }) {
    [this.by, this.down] = [by, down];
    this.from = from < this.rows.length ? from : 0;
    this.draw();
  }

  turn(rows) {
    this.from += rows;
    this.draw();
    this.table.scrollIntoView({ block: "start" });
    (rows > 0 ? (this.on.hidden ? this.back : this.on) : this.back.hidden ? this.on : this.back).focus({ preventScroll: true });
  }

  get sorted() {
    const rows = [...this.rows];
    const sort = this.by === null ? null : this.columns[this.by].sort;
    if (sort) {
      const turned = this.down ? -1 : 1;
      rows.sort((one, other) => turned * compare(sort(one), sort(other)));
    }
    if (this.group) rows.sort((one, other) => compare(this.group(one), this.group(other)));
    return rows;
  }

  draw(most = PAGE) {
    this.heads.forEach((head, place) => {
      if (place === this.by) head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.picker.value = this.by ?? "";
    const sorted = this.sorted;
    const shown = sorted.slice(this.from, this.from + most);
    this.table.querySelectorAll("tbody").forEach((body) => body.remove());
    // On paper a column in which nothing stands only takes room.
    this.empty = new Set(most > PAGE ? this.columns.filter((column) => shown.every((row) => isEmpty(column.cell(row)))) : []);
    this.heads.forEach((head, place) => (head.hidden = this.empty.has(this.columns[place])));
    for (const [heading, rows] of this.gathered(shown)) {
      const body = el("tbody", { role: "rowgroup" });
      if (heading !== null) {
        const all = sorted.filter((row) => this.group(row) === heading).length;
        const text = `${heading || "None named"} (${count(all)})`;
        body.append(
          el("tr", { role: "row", class: "group" }, el("th", { scope: "rowgroup", role: "rowheader", colspan: this.columns.length }, text)),
        );
      }
      body.append(...rows.map((row) => this.line(row)));
      this.table.append(body);
    }
    const last = this.from + shown.length;
    this.where.textContent =
      last - this.from === sorted.length
        ? `${plural(sorted.length, "row", "rows")} shown.`
        : `Rows ${count(this.from + 1)} to ${count(last)} of ${count(sorted.length)}.`;
    this.back.hidden = this.from === 0;
    this.on.hidden = last >= sorted.length;
    this.table.hidden = sorted.length === 0;
  }

  line(row) {
    const cells = this.columns.filter((column) => !this.empty.has(column)).map((column) =>
      el("td", { role: "cell", class: column.name, "data-label": column.label }, column.cell(row)),
    );
    return el("tr", { role: "row", class: row.className }, cells);
  }

  gathered(rows) {
    if (!this.group) return [[null, rows]];
    const found = new Map();
    for (const row of rows) {
      const heading = this.group(row);
      if (!found.has(heading)) found.set(heading, []);
      found.get(heading).push(row);
    }
    return [...found];
  }

  /** On paper all rows stand, not only those of the page in sight. */
  print(isPrinting) {
    if (isPrinting) [this.kept, this.from] = [this.from, 0];
    else this.from = this.kept;
    this.draw(isPrinting ? MOST_PRINTED : PAGE);
  }
}

/** Whether a cell says nothing. */
const isEmpty = (content) => [content].flat(Infinity).every((one) => one === null || one === undefined || one === "" || one === "–");

/** What is not there comes last; names with numbers in them in the order people count. */
function compare(one, other) {
  if (one === other) return 0;
  if (one === null || one === "") return 1;
  if (other === null || other === "") return -1;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en-GB", { numeric: true });
}
