// The page itself: choose a workbook, have it checked, show what was found, save what comes back.

const NEXT_DATES = 10;
const MOST_PLACES = 6;
const MOST_STEPS = 6;
const SEVERITIES = { must_fix: "must fix", check: "check", advice: "advice" };
const NO_ONE = "None named";

const isAlone = document.documentElement.dataset.engine === "alone";
let engine = isAlone ? new Inside() : new Served();
let ready = null;
let asked = Promise.resolve();
let working = 0;
let isBusy = false;
let isWanted = false;
let shown = null; // the check in sight: its view, files, findings and lines
let tablesInSight = []; // those that are printed whole

// ---------------------------------------------------------------------------------------------------------------- starting

function startEngine() {
  ready = engine.start(({ step, done, of }) => tellStep(`${step}…`, done, of));
  ready.then(
    () => {
      document.documentElement.dataset.ready = "yes";
      if (!isBusy) tellStep("");
      byId("ready").textContent = "Ready.";
    },
    (error) => {
      tellStep("");
      const old = !("DecompressionStream" in window) || !("WebAssembly" in window);
      trouble(
        "The checks could not be started",
        old
          ? "This browser is too old for this page: open it in a current Edge, Chrome or Firefox."
          : "Close other tabs and open this page again. If that does not help, open it in a current Edge, Chrome or Firefox.",
        error.message,
      );
    },
  );
}

function tellStep(text, done, of) {
  byId("step").textContent = text;
  byId("progress").hidden = !text;
  const bar = byId("bar");
  if (of) [bar.max, bar.value] = [of, done];
  else bar.removeAttribute("value");
}

function trouble(title, text, more = "") {
  put(
    byId("trouble"),
    el("h2", {}, title),
    el("p", {}, text),
    more ? el("details", {}, el("summary", {}, "Details for support"), el("pre", {}, more)) : null,
  );
  byId("trouble").hidden = false;
}

// ---------------------------------------------------------------------------------------------------------------- checking

async function run() {
  if (!workbook) return;
  isWanted = true;
  if (isBusy) return;
  isBusy = true;
  while (isWanted) {
    isWanted = false;
    await work(async () => {
      const problem = dayProblem(byId("as-of"), "The day to check as of", true);
      markField(byId("as-of"), problem);
      if (problem) throw new Wrong([{ input: byId("as-of"), text: problem }]);
      byId("changed").hidden = true;
      show(await ask({ ...checkHead(), do: "check" }, await chosenFiles(), workbook.name));
    });
  }
  isBusy = false;
}

/** What every job about the workbook is asked with. */
const checkHead = () => ({ as_of: byId("as-of").value, drop_signature: byId("drop-signature").checked, folder: workbook?.folder ?? "", answers, ...done() });

/** Fields that were filled in wrongly. */
class Wrong extends Error {
  constructor(errors) {
    super(errors[0].text);
    this.errors = errors;
  }
}

/** Do a piece of work, and tell whatever goes wrong with it. */
async function work(job, isInPlace = false) {
  byId("trouble").hidden = true;
  if (!isInPlace) put(byId("locked"));
  byId("main").setAttribute("aria-busy", "true");
  working += 1;
  try {
    await job();
  } catch (error) {
    if (error instanceof Wrong) {
      put(byId("trouble"), problemsIn(error.errors));
      byId("trouble").hidden = false;
    } else if (error instanceof Locked) askPassword(error, () => work(job, isInPlace));
    else if (error instanceof Refused) trouble("There is a problem", error.message);
    else {
      trouble("Something in ocr-sheets failed", "Your workbook is as it was. Try once more; if it happens again, send the lines below to whoever looks after this page.", error.message);
      if (isAlone) restart();
    }
    if (!doing && !isInPlace && !(error instanceof Wrong)) {
      byId("result").hidden = true;
      shown = null;
      document.body.dataset.view = "first";
    }
    if (!byId("trouble").hidden) byId("trouble").focus();
  } finally {
    working -= 1;
    if (!working) {
      byId("main").removeAttribute("aria-busy");
      tellStep("");
    }
  }
}

function restart() {
  engine.end();
  engine = new Inside();
  startEngine();
}

/** One question at a time: the next waits until the one before it is answered. */
function ask(head, files, name = "") {
  const answer = asked.then(() => askNow(head, files, name));
  asked = answer.catch(() => null);
  return answer;
}

async function askNow(head, files, name) {
  await ready;
  const began = Date.now();
  let doing = "Working";
  const tick = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    tellStep(`${doing}${name ? `: ${name}` : ""}…${seconds > 2 ? ` ${seconds} seconds` : ""}`);
  };
  const clock = setInterval(tick, 5_000);
  try {
    const answer = unpack(
      await engine.ask(pack(head, files), (what) => {
        doing = what;
        tick();
      }),
    );
    if (answer.head.locked) throw new Locked(answer.head.refused, answer.head.locked);
    if (answer.head.refused) throw new Refused(answer.head.refused);
    if (answer.head.mistake) throw new Error(`${answer.head.mistake}\n${answer.head.trace}`);
    return answer;
  } finally {
    clearInterval(clock);
  }
}

async function tryExample() {
  let made = null;
  await work(async () => {
    const { head, files } = await ask({ do: "blank", example: true }, []);
    byId("as-of").value = head.as_of;
    made = files.workbook;
  });
  if (made) await take(madeBook(made));
}

async function saveMade(what) {
  await work(async () => save((await ask({ do: "blank", example: what === "example" }, [])).files.workbook, XLSX));
}

// ---------------------------------------------------------------------------------------------------------------- showing

function show({ head: { view }, files }) {
  const { report } = view;
  const kept = shown?.workbook === workbook ? keptPlace() : null;
  shown = { workbook, view, files, findings: findingsOf(view), lines: linesOf(view) };
  tablesInSight = [];
  byId("verdict").textContent = report.verdict;
  byId("verdict-box").dataset.tone = toneOf(view);
  byId("about").textContent = `${report.workbook}, as at ${sayWeekday(report.as_of)}`;
  document.title = `${report.workbook}: checked by ocr-sheets`;
  byId("save-book").textContent = `Save ${files.annotated.name}`;
  showCounts(report);
  showQuestions();
  showNext();
  showStands();
  showFindings();
  showDeadlines();
  showUnchecked();
  showRead();
  showSteps();
  showDone();
  byId("result").hidden = false;
  if (!doing) document.body.dataset.view = "checked";
  byId("ready").textContent = `Checked ${report.workbook}. ${report.verdict}`;
  if (kept) takePlace(kept);
  else {
    window.scrollTo({ top: 0, behavior: "instant" });
    byId("verdict").focus({ preventScroll: true });
  }
}

/** Where the reader is in the result: what is filtered, sorted and in sight, and what has the focus. */
const keptPlace = () => ({
  fields: [...byId("filters").querySelectorAll("input, select")].map((input) => (input.type === "checkbox" ? input.checked : input.value)),
  past: byId("past").checked,
  tables: [todo, deadlines].map(({ by, down, from }) => ({ by, down, from })),
  top: window.scrollY,
  focus: document.activeElement,
});

/** Go back to where the reader was before the check was made again. */
function takePlace({ fields, past, tables, top, focus }) {
  for (const [place, input] of byId("filters").querySelectorAll("input, select").entries()) {
    if (input.type === "checkbox") input.checked = fields[place];
    else if (input.tagName !== "SELECT" || [...input.options].some((option) => option.value === fields[place])) input.value = fields[place];
  }
  byId("past").checked = past;
  filter();
  filterDeadlines();
  for (const [place, table] of [todo, deadlines].entries()) table.place(tables[place]);
  window.scrollTo({ top, behavior: "instant" });
  if (focus?.isConnected && focus !== document.body) focus.focus({ preventScroll: true });
  else byId("verdict").focus({ preventScroll: true });
}

/** The tone of the verdict goes by its state, never by there being nothing to show: what was not understood is not in order. */
function toneOf({ report: { state, counts, outcomes }, questions }) {
  if (state === "not ready") return "must_fix";
  if (state === "ready so far" && !counts.check && !questions.length && !outcomes.some((one) => one.outcome === "our mistake")) return "good";
  return "check";
}

const findingsOf = ({ report, findings, rules }) =>
  report.findings.map((finding, place) => ({ ...finding, ...findings[place], place, told: rules[finding.rule] }));

const linesOf = ({ report, lines, cites }) =>
  report.deadlines.map((line, place) => ({ ...line, ...lines[place], place, cite: cites[line.source] }));

function showCounts({ counts }) {
  const tile = (key, text) =>
    el(
      "li",
      { class: `tile ${key}` },
      el(
        "button",
        { type: "button", onclick: () => only(key) },
        el("strong", {}, count(counts[key])),
        el("span", {}, text),
        el("span", { class: "unseen" }, ": show only these"),
      ),
    );
  put(
    byId("counts"),
    Object.entries(SEVERITIES).map(([key, text]) => tile(key, text)),
    ...(counts.accepted ? [tile("accepted", "accepted")] : []),
  );
}

function showNext() {
  const asOf = shown.view.report.as_of;
  const overdue = shown.lines.filter((line) => line.state === "late" || line.state === "missed");
  const ahead = shown.lines.filter((line) => !line.done && line.date >= asOf);
  const coming = [...overdue, ...ahead].slice(0, NEXT_DATES);
  byId("next").replaceChildren(
    ...coming.map((line) =>
      el(
        "li",
        {},
        el("span", { class: "day" }, sayWeekday(line.date)),
        el("span", { class: "left" }, overdue.includes(line) ? line.state : daysLeft(daysBetween(asOf, line.date))),
        el("span", { class: "thing" }, el("strong", {}, line.what), ` ${aboutLine(line)}`, el("small", {}, lastDay(line))),
      ),
    ),
  );
  byId("no-next").hidden = coming.length > 0;
}

/** The last day on which somebody is there to do it, where that is another one. */
function lastDay(line) {
  if (!line.last_working_day) return "last working day not published";
  return line.last_working_day === line.date ? "" : `last working day ${sayWeekday(line.last_working_day)}`;
}

/** How ready each visit is, what turns late next, and what is to fill in: each list of sentences below its title. */
function showStands() {
  byId("stands").replaceChildren(
    ...shown.view.stands.map(({ title, lines }, place) =>
      el(
        "section",
        { "aria-labelledby": `stands-${place}` },
        el("h2", { id: `stands-${place}` }, title),
        el("ul", {}, ...lines.map((line) => el("li", {}, line))),
      ),
    ),
  );
}

const aboutLine = (line) => line.of ?? line.visit ?? "";

// -- findings

let todo = null;
let deadlines = null;

function showFindings() {
  const asOf = shown.view.report.as_of;
  const severity = Object.keys(SEVERITIES);
  todo = new Table(byId("findings"), "What was found, the most serious first", [
    { name: "severity", label: "Severity", cell: chip, sort: (row) => (row.accepted ? severity.length : severity.indexOf(row.severity)) },
    { name: "by", label: "By when", cell: (row) => byWhen(row, asOf), sort: (row) => row.by },
    { name: "what", label: "What is wrong, and what to do", cell: whatToDo, sort: (row) => row.message },
    { name: "who", label: "Who", cell: (row) => row.who, sort: (row) => row.who },
    { name: "of", label: "About", cell: aboutFinding, sort: (row) => row.candidate || row.unit || row.visits.join() },
    { name: "where", label: "Where", cell: whereIs, sort: (row) => `${row.sheet} ${String(row.row ?? 0).padStart(7, "0")}` },
  ]);
  todo.isOfCheck = true;
  tablesInSight.push(todo);
  offer("who", [...new Set(shown.findings.map((row) => row.who))]);
  offer("visit", [...new Set(shown.findings.flatMap((row) => row.visits))]);
  offer("sheet", [...new Set(shown.findings.map((row) => row.sheet))]);
  byId("show-accepted").closest("label").hidden = !shown.view.report.counts.accepted;
  byId("filters").reset();
  filter();
}

function offer(id, names) {
  names.sort(compare);
  byId(id).replaceChildren(el("option", { value: "" }, "All"), ...names.map((name) => el("option", { value: name }, name || NO_ONE)));
}

function filter() {
  const words = plain(byId("search").value).split(/\s+/).filter(Boolean);
  const severities = new Set([...document.querySelectorAll("#filters [name=severity]:checked")].map((box) => box.value));
  const [who, visit, sheet] = ["who", "visit", "sheet"].map((id) => byId(id).value);
  const rows = shown.findings.filter(
    (row) =>
      severities.has(row.accepted ? "accepted" : row.severity) &&
      (!who || row.who === who) &&
      (!visit || row.visits.includes(visit)) &&
      (!sheet || row.sheet === sheet) &&
      words.every((word) => textOf(row).includes(word)),
  );
  const groups = { who: (row) => row.who, visit: (row) => row.visits.join(", "), candidate: (row) => row.candidate, sheet: (row) => row.sheet };
  todo.show(rows, groups[byId("group").value] ?? null);
  const all = shown.findings.length;
  byId("found").textContent = rows.length === all ? `${plural(all, "finding", "findings")}.` : `${count(rows.length)} of ${plural(all, "finding", "findings")} shown.`;
  // On paper the filters are not to be seen, so it says what was left out.
  const chosen = [who, visit, sheet, words.length ? `“${words.join(" ")}”` : "", severities.size < 4 ? [...severities].map((key) => SEVERITIES[key] ?? key).join(", ") : ""];
  byId("filtered").textContent = rows.length === all ? "" : `${byId("found").textContent} Only: ${chosen.filter(Boolean).join("; ")}.`;
  byId("nothing").hidden = rows.length > 0;
  byId("nothing").textContent = all ? "No finding fits these filters." : "Nothing was found.";
}

/** Text without capitals and accents, so that Llyn finds Llŷn, and with one kind of apostrophe and dash. */
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘‛ʼ`´′]/g, "'").replace(/[“”„]/g, '"').replace(/[‐‑–—−]/g, "-").toLowerCase();

function textOf(row) {
  const { message, fix, who, candidate, unit, visits, sheet, cell, column, told, accepted } = row;
  row.text ??= plain([message, fix, who, candidate, unit, ...visits, sheet, `${sheet}!${cell ?? ""}`, nameOf(row), column, told.title, accepted].join(" "));
  return row.text;
}

/** Show the findings of one severity only, as a count was asked for. */
function only(key) {
  byId("filters").reset();
  for (const box of document.querySelectorAll("#filters [name=severity]")) box.checked = box.value === key;
  filter();
  byId("todo-title").focus();
}

const chip = (row) => {
  const key = row.accepted ? "accepted" : row.severity;
  return el("span", { class: `chip ${key}` }, row.accepted ? "accepted" : SEVERITIES[row.severity]);
};

function byWhen(row, asOf) {
  if (!row.by) return "as soon as you can";
  if (row.by < asOf) return el("span", {}, `was ${say(row.by)}`);
  return el("span", {}, say(row.by), el("small", {}, daysLeft(daysBetween(asOf, row.by))));
}

function whatToDo(row) {
  return [
    el("p", { class: "message" }, row.message),
    el("p", { class: "fix" }, row.fix),
    row.accepted ? el("p", { class: "fix" }, `Accepted because: ${row.accepted}`) : null,
    waysOn(row),
    el("details", {}, el("summary", {}, "Why"), el("p", {}, row.told.why), el("p", {}, `Rule: ${row.told.title}. Source: ${row.told.source}.`)),
  ];
}

function aboutFinding(row) {
  const lines = [row.candidate, row.unit, row.visits.join(", ")].filter(Boolean);
  return lines.length ? lines.map((line) => el("span", { class: "line" }, line)) : "–";
}

function whereIs(row) {
  if (!row.cell) return row.sheet;
  const text = `${row.sheet}!${row.cell}`;
  return [
    el("button", { type: "button", class: "cell", title: "Copy this cell’s name for Excel’s Name Box", onclick: () => copyCell(row) }, text),
    row.column ? el("small", {}, row.column) : null,
  ];
}

/** A cell as Excel’s Name Box takes it. */
const nameOf = (row) => (row.cell ? `'${row.sheet.replaceAll("'", "''")}'!${row.cell}` : "");

async function copyCell(row) {
  const name = nameOf(row);
  let text = `Copied ${name}. In Excel, click the Name Box left of the formula bar, paste, and press Enter.`;
  try {
    await navigator.clipboard.writeText(name);
  } catch {
    text = `The cell is ${name}: type it into Excel’s Name Box, left of the formula bar, and press Enter.`;
  }
  toast(text);
}

// -- deadlines

function showDeadlines() {
  const { report, visits } = shown.view;
  const picture = timeline(shown.lines, visits, report.as_of);
  byId("timeline").replaceChildren(...(picture ? [picture] : []));
  deadlines = new Table(byId("lines"), "Deadlines in order of date", [
    { name: "date", label: "Date", cell: (row) => sayWeekday(row.date), sort: (row) => row.date },
    { name: "left", label: "Days left", cell: (row) => daysLeft(daysBetween(report.as_of, row.date)), sort: (row) => daysBetween(report.as_of, row.date) },
    { name: "thing", label: "What", cell: (row) => row.what + (row.working ? " (working days)" : ""), sort: (row) => row.what },
    { name: "visit", label: "Visit", cell: aboutLine, sort: aboutLine },
    { name: "working", label: "Last working day", cell: (row) => (row.last_working_day ? sayWeekday(row.last_working_day) : "not published"), sort: (row) => row.last_working_day || "" },
    { name: "state", label: "State", cell: (row) => stateOf(row, report.as_of), sort: (row) => stateOf(row, report.as_of) },
    { name: "source", label: "Source", cell: (row) => row.cite },
  ]);
  deadlines.isOfCheck = true;
  tablesInSight.push(deadlines);
  filterDeadlines();
}

function filterDeadlines() {
  const isAll = byId("past").checked;
  const asOf = shown.view.report.as_of;
  const rows = shown.lines.filter((row) => isAll || (!row.done && row.date >= asOf) || stateOf(row, asOf) === "passed, not done");
  deadlines.show(rows);
  byId("no-lines").hidden = rows.length > 0;
}

// -- what was not checked, and what was read

function showUnchecked() {
  const { report, rules } = shown.view;
  const by = (outcome) => report.outcomes.filter((one) => one.outcome === outcome);
  const [left, broken] = [by("not checked"), by("our mistake")];
  const reasons = new Map();
  for (const one of left) reasons.set(one.reason, [...(reasons.get(one.reason) ?? []), rules[one.rule].title]);
  const groups = [...reasons].sort(([, one], [, other]) => other.length - one.length);
  byId("unchecked-count").textContent = left.length
    ? `${left.length} of ${report.outcomes.length} checks could not be made. They are not passed: what they look for may be there.`
    : `All ${report.outcomes.length} checks could be made.`;
  byId("reasons").replaceChildren(
    ...broken.map((one) => el("li", { class: "broken" }, `Fault in ocr-sheets: the check “${rules[one.rule].title}” failed (${one.reason}). All other results hold.`)),
    ...groups.map(([reason, titles]) =>
      el(
        "li",
        {},
        el("details", {}, el("summary", {}, `${capital(reason)} `, el("span", { class: "number" }, `(${plural(titles.length, "check", "checks")})`)), el("ul", {}, titles.map((title) => el("li", {}, title)))),
      ),
    ),
  );
}

function showRead() {
  const { report, unread_headings, visits_chosen, readings, settings, lapsed } = shown.view;
  byId("save-map").textContent = `Save ${shown.files.map.name}`;
  byId("tables").replaceChildren(
    ...report.read.map((table) => line(table.sheet, readAs(table), count(table.rows), `${table.known_by}; headings in row ${table.heading_row}`)),
    ...report.set_aside.map((aside) => line(aside.sheet, "not used", "", aside.because)),
    ...report.not_read.map((sheet) => line(sheet, "not used", "", "no headings in it are known")),
  );
  const notes = [
    report.mapping ? `Read as the mapping file ${report.mapping} says.` : "",
    ...report.read.flatMap((table) => table.remarks.map((remark) => `${table.sheet}: ${remark}`)),
    ...Object.entries(unread_headings).map(([sheet, headings]) => `Columns we did not use on ${sheet}: ${headings.join(", ")}.`),
    visits_chosen ? `${plural(visits_chosen, "claim names", "claims name")} no visit: the next visit of the subject was chosen, as Claims says in the copy.` : "",
    report.overlaid ? `Uses your figures from ${settings}, not OCR’s: ${report.overlaid.join(", ")}.` : "",
    ...lapsed.map((one) => `A reason under “Accepted because” is no longer needed: ${one.reason} (${one.message})`),
  ];
  byId("notes").replaceChildren(...notes.filter(Boolean).map((note) => el("li", {}, note)));
  byId("readings").replaceChildren(
    ...readings.flatMap((one) => {
      const rest = one.places.length - MOST_PLACES;
      const places = [...one.places.slice(0, MOST_PLACES), ...(rest > 0 ? [`and ${rest} more`] : [])];
      return [
        el("dt", {}, one.question),
        el(
          "dd",
          {},
          `We use: ${one.chosen}${one.is_turned ? " (your setting)" : ""}. The alternative: ${one.other}. `,
          places.length ? `${capital(places.join("; "))}.` : "No difference in this workbook.",
        ),
      ];
    }),
  );
}

const line = (sheet, ...cells) => el("tr", {}, el("th", { scope: "row" }, sheet), cells.map((cell) => el("td", {}, cell)));

function readAs(table) {
  const grid = table.grid_of ? `, a grid of ${plural(table.grid_of.length, "unit", "units")}` : "";
  const columns = Object.entries(table.columns).map(([ours, theirs]) => el("li", {}, `${ours}: ${theirs}`));
  return el("details", {}, el("summary", {}, table.as + grid), el("ul", {}, columns));
}

// ---------------------------------------------------------------------------------------------------------------- the page's own events

function listen() {
  history.scrollRestoration = "manual"; // a job puts the reader back where the check was left
  byId("as-of").value = today();
  byId("workbook").addEventListener("change", ({ target }) => {
    if (target.files[0]) take(oneBook(target.files[0]));
    target.value = ""; // so that the same file can be chosen once more
  });
  byId("workbook").addEventListener("click", (event) => {
    if (!pick.isRefused) pick(event);
  });
  for (const role of SETTINGS) byId(role).addEventListener("change", ({ target }) => setBeside(role, target.files[0]));
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  byId("example").addEventListener("click", tryExample);
  byId("save-example").addEventListener("click", () => saveMade("example"));
  byId("save-blank").addEventListener("click", () => saveMade("template"));
  byId("save-book").addEventListener("click", () => {
    save(shown.files.annotated, typeOf(shown.files.annotated.name));
    unsaved.delete(CHANGED);
  });
  window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());
  byId("save-json").addEventListener("click", () => save(shown.files.json, "application/json"));
  byId("save-answers").addEventListener("click", () => {
    save(shown.files.answers, "application/toml");
    unsaved.delete("your answers");
  });
  byId("answers").addEventListener("submit", (event) => {
    event.preventDefault();
    answerQuestions();
  });
  byId("save-map").addEventListener("click", () => save(shown.files.map, "application/toml"));
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => openFlow(FLOWS.find((flow) => flow.name === button.dataset.open)));
  }
  byId("flow-back").addEventListener("click", () => (history.state?.flow ? history.back() : closeFlow()));
  window.addEventListener("popstate", () => doing && closeFlow());
  byId("flow-form").addEventListener("submit", (event) => {
    event.preventDefault();
    doFlow();
  });
  byId("check-changed").addEventListener("click", run);
  document.addEventListener("visibilitychange", lookAtDisk);
  window.addEventListener("focus", lookAtDisk);
  byId("print").addEventListener("click", () => window.print());
  byId("filters").addEventListener("input", filter);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(() => shown && filter()));
  // The address stays as it is: what lets the page in may stand after its #.
  for (const link of document.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      byId(link.hash.slice(1)).focus();
    });
  }
  byId("past").addEventListener("change", filterDeadlines);
  window.addEventListener("beforeprint", () => tablesInSight.forEach((table) => table.print(true)));
  window.addEventListener("afterprint", () => tablesInSight.forEach((table) => table.print(false)));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? document.body.classList.remove("over"));
  document.addEventListener("drop", dropped);
  if (!isAlone) {
    byId("stop").hidden = false;
    byId("stop").addEventListener("click", stop);
  }
}

async function stop() {
  await engine.post("/stop").catch(() => null);
  document.body.replaceChildren(el("main", {}, el("h1", {}, "ocr-sheets has stopped"), el("p", {}, "This tab can be closed. To check another workbook, start it again with ocr-sheets serve.")));
}

listen();
startEngine();
