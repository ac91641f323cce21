// Mending in place: a cell is changed in the list of findings, or a finding accepted with its reason; both can be undone until the copy
// is saved. The workbook on disk is never touched: what is done here goes with each question to Python, and stands in the copy.

const unsaved = new Set(); // what is not on disk yet, in words
let edits = []; // each a cell with what was typed for it, and what it said before
let accepted = []; // each a reason, with the findings that it is for

/** Whether what is not saved may go; the reader decides. */
const mayLeave = () => !unsaved.size || window.confirm(`Not saved yet: ${[...unsaved].join(" and ")}. Go on without?`);

function forgetEdits() {
  unsaved.clear();
  [edits, accepted] = [[], []];
}

/** What was done here, as it is sent with every question about the workbook. */
const done = () => ({
  edits: edits.map(({ sheet, ref, text }) => [sheet, ref, text]),
  accepted: accepted.flatMap(({ findings, reason }) => findings.map(({ ref, message }) => [ref, reason, message])),
});

const CHANGED = "the changes made here";

/** Check again with another list of changes; where the workbook cannot be checked so, the list is as it was. */
async function redo(changeLists) {
  const before = [edits, accepted];
  changeLists();
  await run();
  if (!byId("trouble").hidden) [edits, accepted] = before;
  if (edits.length || accepted.length) unsaved.add(CHANGED);
  else unsaved.delete(CHANGED);
  showDone();
}

/** All that was done here, each with a way to undo it. */
function showDone() {
  byId("done-box").hidden = !edits.length && !accepted.length;
  const undo = (words, job) => el("button", { type: "button", class: "quiet", onclick: () => redo(job).then(() => byId(byId("done-box").hidden ? "verdict" : "done-title").focus()) }, "Undo", el("span", { class: "unseen" }, `: ${words}`));
  put(
    byId("done"),
    edits.map((edit) => {
      const place = `${edit.sheet}!${edit.ref}`;
      return el("li", {}, `${place}${edit.heading ? ` (${edit.heading})` : ""}: ${edit.before || "empty"} → ${edit.after || "empty"} `, undo(place, () => (edits = edits.filter((one) => one !== edit))));
    }),
    accepted.map((one) => el("li", {}, `Accepted, ${plural(one.findings.length, "finding", "findings")}: ${one.reason} `, undo(one.reason, () => (accepted = accepted.filter((other) => other !== one))))),
  );
}

// -- in a finding

/** What can be done with a finding in its row: change the cell, or accept it. */
function waysOn(row) {
  if (row.accepted && !row.ref) return null;
  const place = el("div", { class: "mending" });
  const buttons = el(
    "p",
    { class: "ways" },
    row.cell ? el("button", { type: "button", class: "quiet", onclick: () => openCell(row, place, buttons) }, "Change this cell", el("span", { class: "unseen" }, ` ${row.sheet}!${row.cell}`)) : null,
    row.accepted ? null : el("button", { type: "button", class: "quiet", onclick: () => openReason(row, place, buttons) }, "Accept it as it is", el("span", { class: "unseen" }, `: ${row.message}`)),
  );
  return [buttons, place];
}

function closeMending(place, buttons) {
  put(place);
  buttons.hidden = false;
  buttons.querySelector("button").focus();
}

async function openCell(row, place, buttons) {
  await work(async () => {
    const { head } = await ask({ ...checkHead(), do: "cell", sheet: row.sheet, ref: row.cell, edits: [] }, await chosenFiles());
    const fit = head.fit;
    const mended = edits.find((edit) => edit.sheet === row.sheet && edit.ref === row.cell);
    const id = `mend-${row.place}`;
    const input = el("input", { id, type: "text", value: mended?.text ?? (fit.is_day ? sayNumbers(fit.now) : fit.now), autocomplete: "off", spellcheck: "false", list: fit.choices.length ? `${id}-choices` : null, "aria-describedby": `${id}-hint` });
    const form = el(
      "form",
      { novalidate: true, onsubmit: (event) => (event.preventDefault(), changeCell(row, fit, input)) },
      el("label", { for: id }, `What ${row.sheet}!${row.cell}${fit.heading ? ` (${fit.heading})` : ""} should say`),
      el("span", { class: "hint", id: `${id}-hint` }, [fit.note, fit.is_day ? "Day, month and year, such as 15/02/2027." : "", fit.choices.length ? `For example: ${fit.choices.slice(0, 8).join(", ")}${fit.choices.length > 8 ? " …" : ""}.` : ""].filter(Boolean).join(" ")),
      input,
      fit.choices.length ? el("datalist", { id: `${id}-choices` }, fit.choices.map((choice) => el("option", { value: choice }))) : null,
      el("span", { class: "ends" }, el("button", { type: "submit" }, "Change it and check again"), el("button", { type: "button", class: "quiet", onclick: () => closeMending(place, buttons) }, "Leave it")),
    );
    buttons.hidden = true;
    put(place, form);
    input.focus();
    input.select();
  }, true);
}

const sayNumbers = (iso) => (/^\d{4}-\d\d-\d\d$/.test(iso) ? iso.split("-").reverse().join("/") : iso);

async function changeCell(row, fit, input) {
  let goOn = null;
  await work(async () => {
    markField(input, "");
    try {
      const { head } = await ask({ ...checkHead(), do: "cell", sheet: row.sheet, ref: row.cell, typed: input.value, edits: [] }, await chosenFiles());
      const [change] = head.changes;
      const others = edits.filter((edit) => edit.sheet !== row.sheet || edit.ref !== row.cell);
      if (!change && others.length === edits.length) throw new Refused("That is what the cell says already: type something else.");
      goOn = () => redo(() => (edits = change ? [...others, { ...change, text: input.value }] : others));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      markField(input, error.message);
      input.focus();
    }
  }, true);
  await goOn?.();
}

function openReason(row, place, buttons) {
  const same = shown.findings.filter((one) => one.group && one.group === row.group && !one.accepted);
  const id = `accept-${row.place}`;
  const input = el("textarea", { id, rows: 2, "aria-describedby": `${id}-hint` });
  const all = same.length > 1 ? el("input", { type: "checkbox", id: `${id}-all` }) : null;
  const accept = (event) => {
    event.preventDefault();
    const reason = input.value.trim();
    markField(input, reason ? "" : "Type why it is accepted.");
    if (!reason) return input.focus();
    const findings = (all?.checked ? same : [row]).map(({ ref, message }) => ({ ref, message }));
    redo(() => (accepted = [...accepted, { findings, reason }]));
  };
  buttons.hidden = true;
  put(
    place,
    el(
      "form",
      { novalidate: true, onsubmit: accept },
      el("label", { for: id }, "Accepted because"),
      el("span", { class: "hint", id: `${id}-hint` }, "It stands on To do in the copy, and the next check of that copy keeps it."),
      input,
      all ? el("label", { class: "tick" }, all, ` For all ${count(same.length)} findings of this cause`) : null,
      el("span", { class: "ends" }, el("button", { type: "submit" }, "Accept it and check again"), el("button", { type: "button", class: "quiet", onclick: () => closeMending(place, buttons) }, "Leave it")),
    ),
  );
  input.focus();
}
