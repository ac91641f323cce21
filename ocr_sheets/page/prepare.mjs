// Run by `ocr-sheets page` in Node: starts the very Python that the page will carry, has it check the example once, and compiles
// what was loaded for that. Compiling is half of what starting takes. FOLDER holds the runtime's files and app.zip, and gets
// ready-stdlib.zip and ready-app.zip: their files, and the compiled ones.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = path.resolve(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
// Sets would be laid out otherwise each time, and the page would never be the same bytes twice.
const python = await loadPyodide({ indexURL: folder + path.sep, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } });
const read = (name) => new Uint8Array(fs.readFileSync(path.join(folder, name)));
python.unpackArchive(read("app.zip").buffer, "zip", { extractDir: "/ocr-sheets" });
python.FS.writeFile("/app.zip", read("app.zip"));
python.FS.writeFile("/stdlib.zip", read("python_stdlib.zip"));
python.runPython(`
import importlib._bootstrap_external as loading, importlib.util, sys, zipfile
sys.path.insert(0, "/ocr-sheets")
from ocr_sheets.page.api import answer
from ocr_sheets.page.protocol import File, Parcel, pack, unpack

example = unpack(answer(pack(Parcel({"do": "blank", "example": True}))))
checked = unpack(answer(pack(Parcel({"do": "check", **example.head}, example.files))))
if "view" not in checked.head:
    raise SystemExit(f"The example could not be checked: {checked.head}")
loaded = {module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)}


def compiled(data, place):
    return loading._code_to_hash_pyc(compile(data, place, "exec", dont_inherit=True), bytes(8), False)


def write(archive, name, data):
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


# Tools for people at a prompt, and servers: nothing here can come to need them.
left_out = ("_pyrepl", "doctest", "ftplib", "imaplib", "mailbox", "multiprocessing", "pdb", "poplib", "pydoc", "pydoc_data",
            "smtplib", "unittest", "wsgiref", "xmlrpc")

with zipfile.ZipFile("/stdlib.zip") as old, zipfile.ZipFile("/ready-stdlib.zip", "w") as new:
    for name in old.namelist():
        place = f"/lib/python314.zip/{name}"
        if name.removesuffix(".py").partition("/")[0] in left_out:
            continue
        if place in loaded:
            write(new, f"{name}c", compiled(old.read(name), place))
        else:
            write(new, name, old.read(name))
with zipfile.ZipFile("/app.zip") as old, zipfile.ZipFile("/ready-app.zip", "w") as new:
    for name in old.namelist():
        place = f"/ocr-sheets/{name}"
        write(new, name, old.read(name))
        if place in loaded and name.endswith(".py"):
            write(new, importlib.util.cache_from_source(name), compiled(old.read(name), place))
`);
for (const name of ["ready-stdlib.zip", "ready-app.zip"]) fs.writeFileSync(path.join(folder, name), python.FS.readFile(`/${name}`));
