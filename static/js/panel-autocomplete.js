/* Names the search boxes of the panel, which the library leaves without one for screen readers:
   the name of the field, followed by what is chosen. */

function nameBox(box) {
  const select = box.closest(".select2")?.previousElementSibling;
  const name = select?.labels?.[0]?.textContent ?? select?.getAttribute("aria-label");
  const chosen = box.getAttribute("aria-labelledby");
  if (!name || !chosen || box.id) {
    return;
  }
  box.id = `${select.id}_box`;
  box.setAttribute("aria-label", name.trim().replace(/:$/, ""));
  box.setAttribute("aria-labelledby", `${box.id} ${chosen}`);
  box.querySelector("[role='textbox']")?.setAttribute("aria-label", box.getAttribute("aria-label"));
}

function nameBoxes() {
  document.querySelectorAll(".select2-selection[role='combobox']").forEach(nameBox);
}

new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
nameBoxes();
