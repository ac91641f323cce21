// One job in sight: its form, and below it what came of it. The check waits behind it, as it was left.

const TYPES = {
  xlsx: XLSX,
  xlsm: "application/vnd.ms-excel.sheet.macroEnabled.12",
  html: "text/html",
  ics: "text/calendar",
  csv: "text/csv",
  zip: "application/zip",
  eml: "message/rfc822",
  json: "application/json",
  toml: "application/toml",
};

const typeOf = (name) => TYPES[name.split(".").pop().toLowerCase()] ?? "application/octet-stream";

let doing = null; // the job in sight: its data, its form, and where the check was left

/** The ways on from a check: a small set, and the rest behind a summary. */
function showSteps() {
  const step = (flow) => el("li", {}, el("button", { type: "button", class: "step", "data-flow": flow.name, onclick: () => openFlow(flow) }, el("span", { class: "step-title" }, flow.title), el("small", {}, flow.hint)));
  const steps = FLOWS.filter((flow) => !flow.isAlone).map(step);
  put(byId("steps"), steps.slice(0, MOST_STEPS));
  put(byId("more-steps"), steps.slice(MOST_STEPS));
}

function openFlow(flow) {
  doing = { flow, form: new Form(flow.fields, shown?.view), top: window.scrollY, from: document.activeElement };
  byId("flow-title").textContent = flow.title;
  byId("flow-lead").textContent = flow.lead;
  byId("flow-back").textContent = shown && !flow.isAlone ? "Back to the check" : "Back";
  put(byId("flow-form"), doing.form.nodes, el("p", { class: "ends" }, el("button", { type: "submit", class: "main", id: "flow-go" }, flow.go)));
  byId("flow-result").hidden = true;
  byId("trouble").hidden = true;
  document.body.dataset.view = "flow";
  window.scrollTo({ top: 0, behavior: "instant" });
  byId("flow-title").focus();
  remember(flow.name);
}

function closeFlow() {
  const { top, from } = doing;
  doing = null;
  byId("trouble").hidden = true;
  document.body.dataset.view = shown ? "checked" : "first";
  put(byId("flow-form"));
  put(byId("flow-body"));
  tablesInSight = tablesInSight.filter((table) => table.isOfCheck);
  (from?.isConnected ? from : byId("main")).focus({ preventScroll: true });
  window.scrollTo({ top, behavior: "instant" });
}

/** The browser's own way back leads from a job to the check. The address stays as it is. */
function remember(name) {
  try {
    history.pushState({ flow: name }, "");
  } catch {
    // a browser that allows none for a file from disk: the button is there
  }
}

async function doFlow(isTried = false) {
  const { flow, form } = doing;
  await work(async () => {
    const errors = form.check();
    if (errors.length) throw new Wrong(errors);
    byId("flow-result").hidden = true;
    const { head, files } = await form.filled();
    const book = flow.isAlone ? await chosenSettings() : await chosenFiles();
    const answer = await ask({ ...checkHead(), ...head, do: flow.name }, [...book, ...files], flow.isAlone ? "" : workbook.name);
    if (doing?.flow === flow) showMade(flow, answer, isTried);
  });
}

function showMade(flow, { head, list }, isTried) {
  byId("flow-verdict").textContent = head.verdict;
  put(
    byId("flow-files"),
    list.map((file, place) => el("button", { type: "button", class: place ? "" : "main", onclick: () => save(file, typeOf(file.name)) }, `Save ${file.name}`)),
    list.filter((file) => flow.opens?.test(file.name)).map((file) => el("button", { type: "button", class: "opens", onclick: () => openMade(file) }, `Check ${file.name} now`)),
  );
  tablesInSight = tablesInSight.filter((table) => table.isOfCheck);
  put(
    byId("flow-body"),
    head.board ? boardOf(head.board, tryDay) : null,
    head.sections.map((one) => sectionOf(one, 4)),
    head.note ? el("p", { class: "hint" }, head.note) : null,
    head.tables.map(tableOf),
    list.filter((file) => file.name.endsWith(".html")).map(pageOf),
  );
  byId("flow-result").hidden = false;
  byId("ready").textContent = head.verdict;
  const asked = isTried ? byId("flow-body").querySelector("section:not(#board) > h4") : null;
  (asked ?? byId("flow-verdict")).focus();
}

/** What a day would change for a visit that was moved on the board: asked as if it were typed in the form. */
function tryDay(visit, day) {
  doing.form.fieldOf("questions").put([visit.ask, day]);
  doFlow(true);
}

/** A page to print as it will be on paper, in a frame of its own in which no script runs. */
function pageOf(file) {
  const title = `${file.name} as it prints`;
  const frame = el("iframe", { title, sandbox: "allow-same-origin allow-modals", class: "sheet" });
  const html = new TextDecoder().decode(file.data);
  frame.srcdoc = trusted ? trusted.createHTML(html) : html;
  frame.addEventListener("load", () => (frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 8}px`));
  return el(
    "details",
    { class: "poster", open: true },
    el("summary", {}, title),
    el("p", {}, el("button", { type: "button", onclick: () => frame.contentWindow.print() }, "Print this page")),
    frame,
  );
}

function sectionOf({ title, lines, parts }, level) {
  return el(
    "section",
    {},
    title ? el(`h${level}`, { tabindex: "-1" }, title) : null,
    lines.length ? el("ul", { class: "told" }, lines.map((line) => (line ? el("li", { class: /^ {2}/.test(line) ? "inner" : "" }, line.trim()) : null))) : null,
    (parts ?? []).map((part) => sectionOf(part, level + 1)),
  );
}

function tableOf({ title, headings, rows }) {
  const host = el("div", { class: "rows" });
  const table = new Table(
    host,
    title,
    headings.map((label, place) => ({ name: `c${place}`, label, cell: (row) => row[place], sort: (row) => sortable(row[place]) })),
  );
  table.show(rows);
  tablesInSight.push(table);
  return el("section", {}, el("h4", {}, title), host);
}

/** Days in words sort as days. */
function sortable(text) {
  const day = /^(?:[A-Z][a-z]{2} )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$/.exec(text);
  return day ? `${day[3]}-${String(MONTHS.indexOf(day[2]) + 1).padStart(2, "0")}-${day[1].padStart(2, "0")}` : text;
}

/** Go on with a workbook that was made here. It is not on disk until it is saved. */
function openMade(file) {
  closeFlow();
  take(madeBook(file));
}
