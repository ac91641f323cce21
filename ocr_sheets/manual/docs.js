"use strict";
// The search: a section stays where it has every word that was typed; an article without any section goes, and so does its line in the contents.
const box = document.getElementById("search");
const found = document.getElementById("found");
const articles = [...document.querySelectorAll("article")].map((article) => ({
  article,
  line: document.querySelector(`nav a[href="#${article.querySelector("h1").id}"]`).parentElement,
  sections: [...article.querySelectorAll("section")].map((section) => ({ section, text: section.textContent.toLowerCase() })),
}));

function search() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { article, line, sections } of articles) {
    let here = 0;
    for (const { section, text } of sections) {
      section.hidden = !words.every((word) => text.includes(word));
      here += section.hidden ? 0 : 1;
    }
    article.hidden = line.hidden = here === 0;
    count += here;
  }
  found.textContent = words.length === 0 ? "" : count === 1 ? "1 place" : `${count} places`;
}

box.addEventListener("input", search);
// A link leads to a place that a search may have hidden.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  if (target && target.closest("[hidden]")) {
    box.value = "";
    search();
  }
});
