// Files with a password: it is asked for, used once, and kept nowhere. What it opened stays in memory until the page is closed.

const openedFiles = new Map(); // what a file holds without its password, by its name and when it was saved
const lockedFiles = new Map(); // files with a password that were read, by name

const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** A file as it was read or, where it was opened with its password before, as it is without. */
function withoutPassword(name, stamp, data) {
  const key = `${name} ${stamp}`;
  if (!openedFiles.has(key) && OLE.every((byte, place) => data[place] === byte)) lockedFiles.set(name, { key, data });
  return openedFiles.get(key) ?? data;
}

/** Ask for the password of a file, and go on with what needed it. */
function askPassword({ file }, goOn) {
  const input = el("input", { type: "password", id: "password", autocomplete: "off", "aria-describedby": "password-hint" });
  const away = () => (put(byId("locked")), byId("main").focus());
  put(
    byId("locked"),
    el("h2", {}, `${file} has a password`),
    el(
      "form",
      { novalidate: true, onsubmit: (event) => (event.preventDefault(), unlock(file, input, goOn)) },
      el("p", { class: "field" }, el("label", { for: "password" }, `Password of ${file}`), el("span", { class: "hint", id: "password-hint" }, "It is used once, to open the file here, and kept nowhere."), input),
      el("p", { class: "ends" }, el("button", { type: "submit" }, "Open it"), el("button", { type: "button", class: "quiet", onclick: away }, "Leave it")),
    ),
  );
  input.focus();
}

async function unlock(file, input, goOn) {
  let isOpen = false;
  await work(async () => {
    markField(input, input.value ? "" : "Type the password.");
    if (!input.value) return input.focus();
    const { key, data } = lockedFiles.get(file);
    try {
      const { files } = await ask({ do: "unlock", password: input.value }, [{ role: "workbook", name: file, data }], file);
      openedFiles.set(key, files.workbook.data.slice());
      lockedFiles.delete(file);
      isOpen = true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      markField(input, error.message);
      input.select();
      input.focus();
    }
  }, true);
  if (!isOpen) return;
  put(byId("locked"));
  byId("unlocked").textContent = `${file} was opened with its password. What you save here has none: set one in Excel, under File, Info, Protect Workbook.`;
  await goOn();
}
