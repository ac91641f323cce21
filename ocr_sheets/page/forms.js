// The form of a job: its fields as data, the errors beside them, and what was filled in as the head and the files of a parcel.

const DAY_HINT = "such as 15/02/2027";

/** What is wrong with a field for a day; nothing where it is in order. The browser takes the year 27 for 0027. */
function dayProblem(input, what, isNeeded) {
  if (input.validity.badInput) return `${what} is not a day: type day, month and year, ${DAY_HINT}.`;
  if (!input.value) return isNeeded ? `Type ${what.charAt(0).toLowerCase()}${what.slice(1)}, ${DAY_HINT}.` : "";
  const year = Number(input.value.split("-")[0]);
  return year >= 2000 && year <= 2100 ? "" : `${what} is in the year ${year}: type the year with four digits, ${DAY_HINT}.`;
}

/** Say beside a field what is wrong with it, or take that away. */
function markField(input, text) {
  const id = `${input.id}-error`;
  byId(id)?.remove();
  const told = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (text) {
    const error = el("span", { class: "error", id }, el("span", { class: "unseen" }, "Error: "), text);
    (input.classList.contains("unseen") ? input.closest(".drop, .field").lastElementChild : input).before(error);
    told.push(id);
  }
  if (told.length) input.setAttribute("aria-describedby", told.join(" "));
  else input.removeAttribute("aria-describedby");
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/** “There is a problem”: each error with a link to its field. */
function problemsIn(errors) {
  return [
    el("h2", {}, "There is a problem"),
    el("ul", {}, errors.map(({ input, text }) => el("li", {}, el("a", { href: `#${input.id}`, onclick: (event) => (event.preventDefault(), input.focus()) }, text)))),
  ];
}

/** The form of a job. `fields` are data: kind, name, label, and what the kind needs. */
class Form {
  constructor(fields, view) {
    this.fields = fields.map((field) => ({ name: field.name, ...KINDS[field.kind](field, view) }));
  }

  fieldOf(name) {
    return this.fields.find((field) => field.name === name);
  }

  get nodes() {
    return this.fields.map((field) => field.node);
  }

  /** The errors of all fields, each said beside its field too. */
  check() {
    return this.fields.flatMap((field) =>
      field.checked().map(({ input, text }) => {
        markField(input, text);
        return { input, text };
      }),
    ).filter(({ text }) => text);
  }

  /** What is sent: the values by name, and the files. */
  async filled() {
    const head = {};
    const files = [];
    for (const field of this.fields) await field.fill(head, files);
    return { head, files };
  }
}

const labelled = (field, id, input) => [
  el("label", { for: id }, field.label),
  field.hint ? el("span", { class: "hint", id: `${id}-hint` }, field.hint) : null,
  input,
];

const idOf = (field) => `field-${field.name}`;

const described = (field) => (field.hint ? { "aria-describedby": `${idOf(field)}-hint` } : {});

function optionsOf(field, view) {
  const options = typeof field.options === "function" ? field.options(view) : field.options;
  return options.map(([value, text]) => el("option", { value, selected: value === field.value }, text));
}

const KINDS = {
  select(field, view) {
    const input = el("select", { id: idOf(field), ...described(field) }, optionsOf(field, view));
    return {
      node: el("p", { class: "field" }, labelled(field, input.id, input)),
      checked: () => [{ input, text: field.needed && !input.value ? field.needed : "" }],
      fill: (head) => (head[field.name] = input.value),
    };
  },

  tick(field) {
    const input = el("input", { type: "checkbox", id: idOf(field), checked: field.value });
    return {
      node: el("p", { class: "field tick" }, el("label", {}, input, ` ${field.label}`)),
      checked: () => [],
      fill: (head) => (head[field.name] = input.checked),
    };
  },

  text(field) {
    const input = el(field.rows ? "textarea" : "input", { id: idOf(field), rows: field.rows, autocomplete: "off", spellcheck: "false", ...described(field) });
    return {
      node: el("p", { class: "field" }, labelled(field, input.id, input)),
      checked: () => [],
      fill: (head) => (head[field.name] = input.value),
    };
  },

  day(field) {
    const input = el("input", { type: "date", id: idOf(field), min: "2000-01-01", max: "2100-12-31", ...described(field) });
    return {
      node: el("p", { class: "field" }, labelled(field, input.id, input)),
      checked: () => [{ input, text: dayProblem(input, field.label, false) }],
      fill: (head) => (head[field.name] = input.value),
    };
  },

  file(field) {
    const input = el("input", { type: "file", id: idOf(field), accept: field.accept, multiple: field.many, ...described(field) });
    return {
      node: el("p", { class: "field" }, labelled(field, input.id, input)),
      checked: () => [{ input, text: field.needed && !input.files.length ? field.needed : "" }],
      async fill(head, files) {
        for (const file of input.files) files.push({ role: field.name, name: file.name, data: await chosenFile(file).read() });
      },
    };
  },

  /** Rows of small fields, as many as are needed. `row` makes one: its inputs, and its value from them. */
  rows(field, view) {
    const list = el("ol", { class: "lines" });
    let made = 0;
    const rows = new Set();
    const add = (isAsked) => {
      const number = ++made;
      const inputs = field.columns.map((column) => {
        const id = `${idOf(field)}-${number}-${column.name}`;
        const input = column.kind === "select" ? el("select", { id }, optionsOf(column, view)) : el("input", { type: column.kind === "day" ? "date" : "text", id, autocomplete: "off", ...(column.kind === "day" ? { min: "2000-01-01", max: "2100-12-31" } : {}) });
        return { column, input, node: el("span", { class: "field" }, el("label", { for: id }, column.label), input) };
      });
      const away = el("button", { type: "button", class: "quiet", onclick: () => (rows.delete(row), row.node.remove(), more.focus()) }, "Take out", el("span", { class: "unseen" }, ` line ${number}`));
      const row = { inputs, node: el("li", {}, inputs.map((one) => one.node), number > 1 ? away : null) };
      rows.add(row);
      list.append(row.node);
      if (isAsked) inputs[0].input.focus();
    };
    const more = el("button", { type: "button", class: "quiet", onclick: () => add(true) }, field.more);
    add(false);
    const setTo = (input, value) => {
      if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === value)) input.append(el("option", { value }, value));
      input.value = value;
    };
    const isFilled = ({ inputs }) => inputs.some(({ input }) => input.value || input.validity.badInput);
    return {
      node: el("fieldset", { class: "many" }, el("legend", {}, field.label), field.hint ? el("p", { class: "hint" }, field.hint) : null, list, more),
      checked: () =>
        [...rows].flatMap((row, place) =>
          row.inputs.map(({ column, input }) => {
            const isNeeded = isFilled(row) || (field.needed && place === 0);
            if (column.kind === "day") return { input, text: dayProblem(input, column.label, isNeeded) };
            return { input, text: isNeeded && column.needed && !input.value.trim() ? column.needed : "" };
          }),
        ),
      /** Fill in a line: the one that begins so already, or the first that is empty, or one more. */
      put(values) {
        const free = () => [...rows].find((row) => row.inputs[0].input.value === values[0]) ?? [...rows].find((row) => !isFilled(row));
        if (!free()) add(false);
        const { inputs } = free();
        for (const [place, { input }] of inputs.entries()) setTo(input, values[place]);
      },
      fill: (head) => (head[field.name] = field.value([...rows].filter(isFilled).map(({ inputs }) => inputs.map(({ input }) => input.value)))),
    };
  },
};
