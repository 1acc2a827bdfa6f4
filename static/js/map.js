// Shows the name of the province under the pointer or the focus, beside it; without this the <title> does.
for (const map of document.querySelectorAll('[data-behaviour~="map"]')) {
  const label = document.createElement("p");
  label.className = "map__label";
  label.hidden = true;
  label.setAttribute("aria-hidden", "true");
  map.append(label);

  const show = (link) => {
    label.textContent = link.getAttribute("aria-label");
    label.hidden = false;
    const frame = map.getBoundingClientRect();
    const shape = link.getBoundingClientRect();
    const middle = shape.left + shape.width / 2 - frame.left;
    const left = Math.max(0, Math.min(middle - label.offsetWidth / 2, frame.width - label.offsetWidth));
    const above = shape.top - frame.top - label.offsetHeight - 8;
    label.style.left = `${left}px`;
    label.style.top = `${above < 0 ? shape.bottom - frame.top + 8 : above}px`;
  };
  const hide = () => {
    label.hidden = true;
  };

  for (const link of map.querySelectorAll("a")) {
    // The browser's own tip would cover this one; the link keeps its aria-label.
    link.querySelector("title")?.remove();
    link.addEventListener("pointerenter", () => show(link));
    link.addEventListener("pointerleave", hide);
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
  }
  map.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}
