// What was done in the page and is not on disk yet.

const unsaved = new Set();

/** Whether what is not saved may go; the reader decides. */
const mayLeave = () => !unsaved.size || window.confirm(`Not saved yet: ${[...unsaved].join(", ")}. Go on without it?`);

function forgetEdits() {
  unsaved.clear();
}
