"use strict";
// Runs Python and the checks apart from the page, so that the page stays alive. Whatever Python's loader would fetch is handed
// to it from what the page carries; there is nowhere else that it could come from.

const NOWHERE = "https://ocr-sheets.invalid/";
const STEPS = ["Unpacking Python", "Starting Python", "Unpacking the checks", "Loading the rules"];
let answer;
let tidy;

self.onmessage = async ({ data }) => {
  try {
    if (data.parts) {
      answer = await start(data.parts);
      self.postMessage({ ready: true });
    } else {
      const given = new Uint8Array(data.parcel);
      const made = answer(given);
      const bytes = made.toJs();
      made.destroy();
      self.postMessage({ answer: bytes.buffer }, [bytes.buffer]);
      tidy();
    }
  } catch (error) {
    self.postMessage({ broke: String(error && error.message ? error.message : error).slice(0, 2000) });
  }
};

function step(number) {
  self.postMessage({ step: STEPS[number], done: number, of: STEPS.length });
}

async function start(parts) {
  step(0);
  const stream = (name) => new Blob([bytesOf(parts[name])]).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = (name) => new Response(stream(name)).arrayBuffer();
  const module = async (name) => {
    const url = URL.createObjectURL(new Blob([await whole(name)], { type: "text/javascript" }));
    try {
      return await import(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  };
  self.fetch = async (asked) => {
    const url = String(asked);
    if (url === `${NOWHERE}pyodide.asm.wasm`) {
      return new Response(stream("wasm"), { headers: { "Content-Type": "application/wasm" } });
    }
    if (url === `${NOWHERE}python_stdlib.zip`) return new Response(stream("stdlib"));
    throw new Error(`nothing is fetched from ${url}`);
  };
  const [loader, runtime, lock] = await Promise.all([module("loader"), module("runtime"), whole("lock")]);
  step(1);
  const python = await loader.loadPyodide({
    indexURL: NOWHERE,
    packageBaseUrl: NOWHERE,
    lockFileContents: new TextDecoder().decode(lock),
    createPyodideModule: runtime.default,
    stdout: () => {},
    stderr: () => {},
  });
  step(2);
  python.unpackArchive(await whole("app"), "zip", { extractDir: "/ocr-sheets" });
  step(3);
  python.globals.set("tell", (what) => self.postMessage({ tell: what }));
  // What was loaded is never garbage, and while a question is answered there is little: looking for it took a sixth of the time.
  const started = python.runPython(`
import gc, sys
sys.path.insert(0, "/ocr-sheets")
from ocr_sheets.page.api import answer
gc.freeze()
gc.disable()
(lambda data: answer(data.to_bytes(), tell)), gc.collect
`);
  tidy = started.get(1);
  return started.get(0);
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
