// What the pages do beyond plain links. Without this file everything still works.
"use strict";

// j and k walk the statements of an article; / goes to the search box; Escape closes the panel.
function firsts() {
  return [...document.querySelectorAll(".page a.said[id]")];
}

function walk(step) {
  const all = firsts();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
  for (let up = next.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  next.focus();
  next.scrollIntoView({ block: "center" });
  next.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "/") { document.getElementById("q")?.focus(); event.preventDefault(); }
  else if (event.key === "Escape") {
    const panel = document.getElementById("panel");
    if (panel?.classList.contains("filled")) { panel.classList.remove("filled"); panel.replaceChildren(); choose(""); }
  }
});

// The statement whose panel is open stays marked.
function choose(id) {
  for (const old of document.querySelectorAll(".said.chosen")) old.classList.remove("chosen");
  if (!id) return;
  for (const piece of document.querySelectorAll(".page a.said"))
    if (piece.getAttribute("href").includes(`at=${id}`)) piece.classList.add("chosen");
}
document.addEventListener("htmx:afterSwap", () => choose(document.getElementById("panel")?.dataset.at));

// Files can be dropped on the case page.
const drop = document.querySelector(".drop");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  for (const kind of ["dragenter", "dragover"])
    drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}
