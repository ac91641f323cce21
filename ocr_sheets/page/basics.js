// Small things that the rest of the page is made of.

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MOST_BYTES = 200_000_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const DAY = 86_400_000;
const SVG = "http://www.w3.org/2000/svg";

/** Only the address of our own worker becomes a script's, and only pages of our own templates become HTML, in a frame without scripts. */
const trusted = window.trustedTypes ? window.trustedTypes.createPolicy("ocr-sheets", { createScriptURL: String, createHTML: String }) : null;

const byId = (id) => document.getElementById(id);

/** An element with attributes and children; text is only ever set as text. */
function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter(isThere));
  return node;
}

const isThere = (child) => child !== null && child !== undefined && child !== "" && child !== false;

/** Put children into a node in the place of what is there; what is nothing is left out, and never becomes the word “null”. */
function put(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(isThere));
}

/** Days are ISO texts, 2027-02-15; they are counted in UTC, so that no clock change moves them. */
const time = (iso) => Date.parse(`${iso}T00:00:00Z`);
const daysBetween = (first, last) => Math.round((time(last) - time(first)) / DAY);

function say(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

const sayWeekday = (iso) => `${WEEKDAYS[new Date(time(iso)).getUTCDay()]} ${say(iso)}`;

function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const days = (count) => (count === 1 ? "1 day" : `${count} days`);

function daysLeft(count) {
  if (count === 0) return "today";
  return count > 0 ? `in ${days(count)}` : `${days(-count)} ago`;
}

const count = (number) => number.toLocaleString("en-GB");

const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A run of bytes with a JSON head: see protocol.py, which is the other end. */
function pack(head, files) {
  const listed = files.map(({ role, name, data }) => ({ role, name, size: data.length }));
  const text = new TextEncoder().encode(JSON.stringify({ ...head, files: listed }));
  const whole = new Uint8Array(4 + text.length + files.reduce((sum, file) => sum + file.data.length, 0));
  new DataView(whole.buffer).setUint32(0, text.length);
  whole.set(text, 4);
  let at = 4 + text.length;
  for (const { data } of files) {
    whole.set(data, at);
    at += data.length;
  }
  return whole;
}

function unpack(bytes) {
  let at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const { files, ...head } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)));
  const list = files.map(({ role, name, size }) => {
    at += size;
    return { role, name, data: bytes.subarray(at - size, at) };
  });
  return { head, list, files: Object.fromEntries(list.map((file) => [file.role, file])) };
}

/** Hand a file to the browser to save. It goes from the page's memory to the disk. */
function save({ name, data }, type) {
  const url = URL.createObjectURL(new Blob([data], { type }));
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
