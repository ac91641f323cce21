// What is checked: a workbook that was chosen or dropped, CSV files that are its sheets, and the settings and lists beside it.

const BOOKS = /\.(xlsx|xlsm|xltx|xltm)$/i;
const CSVS = /\.(csv|tsv)$/i;
const SETTINGS = ["settings", "catalogue", "mapping"];
const MOST_DROPPED = 500;

let workbook = null; // what is checked: its name, and what reads its files anew
let beside = {}; // the settings and lists beside it, by role, each as it was chosen

/** A file that was chosen, read anew each time it is checked, so that what was saved in between counts. */
const chosenFile = (file, handle = null) => ({
  name: file.name,
  handle,
  async read() {
    try {
      const current = handle ? await handle.getFile() : file;
      if (current.size > MOST_BYTES) throw new Refused(`${file.name} is bigger than any workbook can usefully be: split it into smaller ones.`);
      this.stamp = stampOf(current);
      return withoutPassword(file.name, this.stamp, new Uint8Array(await current.arrayBuffer()));
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Refused(`${file.name} cannot be read any more, perhaps because it was saved, moved or renamed since: choose it again.`);
    }
  },
  /** Whether it was saved on disk since it was read; only a browser that keeps hold of the file can tell. */
  async isChanged() {
    if (!handle || !this.stamp) return false;
    try {
      return stampOf(await handle.getFile()) !== this.stamp;
    } catch {
      return false;
    }
  },
});

const stampOf = (file) => `${file.size} ${file.lastModified}`;

const oneBook = (file, handle) => {
  const one = chosenFile(file, handle);
  return { name: file.name, files: async () => [{ role: "workbook", name: file.name, data: await one.read() }], isChanged: () => one.isChanged() };
};

/** A workbook that was made here, and is on no disk yet. */
const madeBook = ({ name, data }) => ({ name, files: async () => [{ role: "workbook", name, data: data.slice() }] });

const bookOfSheets = (folder, files) => {
  const sheets = files.map((file) => chosenFile(file));
  return { name: folder, folder, files: async () => Promise.all(sheets.map(async (one) => ({ role: "sheet", name: one.name, data: await one.read() }))) };
};

/** Check this from now on. What was mended or answered in another goes with it, and is asked for first. */
async function take(chosen) {
  if (!mayLeave()) return;
  workbook = chosen;
  answers = [];
  forgetEdits();
  byId("again").hidden = false;
  byId("changed").hidden = true;
  put(byId("which"));
  put(byId("unlocked"));
  await run();
}

async function chosenFiles() {
  return [...(await workbook.files()), ...(await chosenSettings())];
}

async function chosenSettings() {
  return Promise.all(Object.entries(beside).map(async ([role, one]) => ({ role, name: one.name, data: await one.read() })));
}

/** Use a file beside the workbook, or none; it is always told, with a way to leave it out again. */
function setBeside(role, file) {
  if (file) beside[role] = chosenFile(file);
  else {
    delete beside[role];
    byId(role).value = "";
  }
  put(
    byId("beside"),
    SETTINGS.filter((one) => beside[one]).map((one) =>
      el("li", {}, `${byId(one).dataset.told}: ${beside[one].name} `, el("button", { type: "button", class: "quiet", onclick: () => (setBeside(one, null), byId("beside-title").focus(), workbook && run()) }, "Leave it out", el("span", { class: "unseen" }, ` (${beside[one].name})`))),
    ),
  );
  byId("beside-box").hidden = !Object.keys(beside).length;
}

// ---------------------------------------------------------------------------------------------------------------- dropping

async function dropped(event) {
  event.preventDefault();
  document.body.classList.remove("over");
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  // All must be asked for before the first is waited for, or the browser forgets the rest.
  const taken = items.map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry?.() ?? null, handle: item.getAsFileSystemHandle?.().catch(() => null) ?? null }));
  if (doing) return toast("Go back to the check first, or choose the file in the form.");
  let goOn = null;
  await work(async () => {
    const found = [];
    let folder = "";
    for (const { file, entry, handle } of taken) {
      if (entry?.isDirectory) {
        folder ||= entry.name;
        const held = await handle;
        found.push(...(held ? await heldIn(held) : (await filesIn(entry)).map((one) => ({ file: one, handle: null }))));
      } else if (file) found.push({ file, handle: await handle });
    }
    if (!found.length) throw new Refused(folder ? `${folder} is a folder without a workbook or CSV files in it: drop the workbook itself.` : "Nothing that can be read was dropped: drop the workbook itself.");
    goOn = sortOut(found, folder);
  });
  await goOn?.();
}

const isMeant = (name) => !/^[.~]/.test(name) && (BOOKS.test(name) || CSVS.test(name) || /\.toml$/i.test(name));

/** The same by the handle of the folder, which Chrome and Edge give; a page from disk may look into it in no other way there. */
async function heldIn(folder, found = []) {
  try {
    for await (const one of folder.values()) {
      if (found.length >= MOST_DROPPED) break;
      if (one.kind === "directory") await heldIn(one, found);
      else if (isMeant(one.name)) found.push({ file: await one.getFile(), handle: one });
    }
  } catch {
    throw new Refused(`The folder ${folder.name} cannot be looked into: choose the workbook itself.`);
  }
  return found;
}

/** All files of a dropped folder that may be meant, without hidden ones; folders within it are looked into too. */
async function filesIn(entry, found = []) {
  const reader = entry.createReader();
  for (let more = [null]; more.length && found.length < MOST_DROPPED; ) {
    try {
      more = await new Promise((done, failed) => reader.readEntries(done, failed));
    } catch {
      throw new Refused(`The folder ${entry.name} cannot be looked into: choose the workbook itself.`);
    }
    for (const one of more) {
      if (/^[.~]/.test(one.name)) continue;
      if (one.isDirectory) await filesIn(one, found);
      else if (isMeant(one.name)) found.push(await new Promise((done, failed) => one.file(done, failed)));
    }
  }
  return found;
}

/** Which of the files that were dropped is what, and what to do next. What can be two things is asked, never guessed. */
function sortOut(found, folder) {
  const books = found.filter(({ file }) => !CSVS.test(file.name) && !settingOf(file.name));
  const lists = found.filter(({ file }) => CSVS.test(file.name)).map(({ file }) => file);
  for (const { file } of found) if (settingOf(file.name)) setBeside(settingOf(file.name), file);
  if (books.length > 1) return () => askWhichBook(books);
  if (lists.length > 1 && !books.length) return () => take(bookOfSheets(folder || "sheets", lists));
  if (lists.length > 1) throw new Refused(`${plural(lists.length, "CSV file", "CSV files")} were dropped beside a workbook: drop the workbook alone, or the CSV files of all sheets alone.`);
  if (lists.length) return () => askWhichList(lists[0], books[0]);
  if (books.length) return () => take(oneBook(books[0].file, books[0].handle));
  return workbook ? run : null;
}

function settingOf(name) {
  if (/\.map\.toml(\.txt)?$/i.test(name)) return "mapping"; // Notepad adds .txt
  return /\.toml$/i.test(name) ? "settings" : "";
}

function offerChoice(title, text, choices) {
  const answer = (job) => () => {
    put(byId("which"));
    job();
  };
  put(
    byId("which"),
    el("h2", { id: "which-title", tabindex: "-1" }, title),
    text ? el("p", {}, text) : null,
    el("p", { class: "saving" }, choices.map(([words, job]) => el("button", { type: "button", onclick: answer(job) }, words)), el("button", { type: "button", class: "quiet", onclick: answer(() => byId("main").focus()) }, "None of these")),
  );
  setTimeout(() => byId("which-title")?.focus());
}

function askWhichBook(books) {
  const names = books.map(({ file }) => file.name);
  offerChoice(
    `${plural(books.length, "workbook was", "workbooks were")} dropped`,
    "One is checked at a time. Which do you mean?",
    [
      ...books.slice(0, 6).map(({ file, handle }) => [`Check ${file.name}`, () => take(oneBook(file, handle))]),
      [`Look at all ${count(books.length)} side by side`, () => openWith("overview", "centres", books.map(({ file }) => file))],
      ...(books.length === 2 ? [0, 1].map((at) => [`What has changed since ${names[at]}`, async () => (await take(oneBook(books[1 - at].file, books[1 - at].handle)), shown && openWith("changes", "old", [books[at].file]))]) : []),
    ],
  );
}

function askWhichList(file, book) {
  const goOn = () => (book ? take(oneBook(book.file, book.handle)) : workbook && run());
  offerChoice(`What is ${file.name}?`, "", [
    ["Our own list of qualifications and units", () => (setBeside("catalogue", file), goOn())],
    ...(book || workbook ? [["A list from OCR, to compare with", async () => (book && (await goOn()), shown && openWith("reconcile", "list", [file]))]] : []),
    ...(book ? [] : [["The only sheet of our workbook", () => take(bookOfSheets(file.name.replace(/\.\w+$/, ""), [file]))]]),
  ]);
}

/** Open a job with files in one of its fields already. */
function openWith(name, field, files) {
  openFlow(FLOWS.find((flow) => flow.name === name));
  const carried = new DataTransfer();
  for (const file of files) carried.items.add(file);
  byId(`field-${field}`).files = carried.files;
}

// ---------------------------------------------------------------------------------------------------------------- the button

/** Choose by the button. A browser that can keeps hold of the file, so that it is read anew after it was saved in Excel. */
async function pick(event) {
  if (!window.showOpenFilePicker) return; // the field's own chooser opens
  event.preventDefault();
  let handle;
  try {
    [handle] = await window.showOpenFilePicker({ types: [{ description: "Workbooks", accept: { [XLSX]: [".xlsx", ".xlsm", ".xltx", ".xltm"] } }] });
  } catch (error) {
    if (error.name !== "AbortError") {
      pick.isRefused = true;
      byId("workbook").click();
    }
    return;
  }
  await take(oneBook(await handle.getFile(), handle));
}

/** Told once the page is in sight again: the file was saved in Excel meanwhile. */
async function lookAtDisk() {
  if (document.hidden || !workbook?.isChanged || !shown) return;
  if (!(await workbook.isChanged())) return;
  byId("changed-text").textContent = `${workbook.name} was changed on disk since it was checked.`;
  byId("changed").hidden = false;
}

function toast(text) {
  byId("toast").textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (byId("toast").textContent = ""), 10_000);
}
