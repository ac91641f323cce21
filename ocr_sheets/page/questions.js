// What is asked about the workbook: each question with the columns of its sheet as they stand there, and its answers as lines of the
// mapping file, which are sent back as they came.

let answers = []; // lines of the mapping file, each its sheet, part, name and value

function showQuestions() {
  const { view, files } = shown;
  byId("asked").hidden = !view.questions.length;
  byId("answered").hidden = !files.answers;
  if (files.answers) byId("save-answers").textContent = `Save ${files.answers.name}`;
  put(byId("questions"), view.questions.map(questionOf));
}

function questionOf({ words, choices, sheet }, number) {
  const choice = (text, value, isTyped) =>
    el(
      "p",
      { class: "choice" },
      el("label", {}, el("input", { type: "radio", name: `question-${number}`, value, checked: value === "" }), ` ${text}`),
      isTyped ? el("label", {}, "Entry code ", el("input", { type: "text", inputmode: "numeric", maxlength: "5", size: "6", autocomplete: "off" })) : null,
    );
  return el(
    "li",
    {},
    el("fieldset", { class: "many" }, el("legend", {}, words), columnsOf(sheet), choice("Leave it as it is", ""), choices.map((one, place) => choice(one.words, String(place), one.is_typed))),
  );
}

/** The columns of a sheet with what stands first in them, those in question marked. */
function columnsOf({ sheet, columns, left }) {
  if (!columns.length) return null;
  const row = ({ letter, heading, values, read_as, is_asked }) =>
    el(
      "tr",
      { class: is_asked ? "asked" : "" },
      el("th", { scope: "row" }, letter, is_asked ? el("strong", {}, " asked about") : null),
      el("td", {}, heading || "–"),
      el("td", {}, values.join(" · ") || "empty"),
      el("td", {}, read_as || "not used"),
    );
  return el(
    "div",
    { class: "scroll", role: "group", tabindex: "0", "aria-label": `Columns of ${sheet}, scrolls on a narrow screen` },
    el(
      "table",
      { class: "plain columns" },
      el("caption", {}, `The columns of ${sheet}`),
      el("thead", {}, el("tr", {}, ["Column", "Heading", "First values", "Read as"].map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, columns.map(row)),
    ),
    left ? el("p", {}, `${plural(left, "column", "columns")} more.`) : null,
  );
}

/** Check again with what was answered; where the workbook cannot be read so, the answers are forgotten. */
async function answerQuestions() {
  const before = answers;
  const given = [...byId("questions").children].flatMap((item, place) => {
    const choice = shown.view.questions[place].choices[item.querySelector("input:checked").value];
    const typed = item.querySelector("input[type=text]")?.value.trim();
    return (choice?.lines ?? []).map(([sheet, part, name, value]) => [sheet, part, name, choice.is_typed ? typed : value]);
  });
  answers = [...before, ...given];
  await run();
  if (!byId("trouble").hidden) answers = before;
  else if (given.length) unsaved.add("your answers");
}
