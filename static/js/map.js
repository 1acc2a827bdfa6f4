// Names the province under the pointer or the focus beside it, and draws a line around it.
// Without this its <title> and the focus outline do.
for (const map of document.querySelectorAll('[data-behaviour~="map"]')) {
  const label = document.createElement("p");
  label.className = "map__label";
  label.hidden = true;
  label.setAttribute("aria-hidden", "true");
  map.append(label);

  const highlight = document.createElementNS("http://www.w3.org/2000/svg", "path");
  highlight.setAttribute("aria-hidden", "true");
  map.querySelector("svg").append(highlight);
  map.classList.add("map--drawn");

  const show = (link) => {
    const shape = link.querySelector(".map__shape");
    const isFocused = link.matches(":focus-visible");
    highlight.setAttribute("d", shape.getAttribute("d"));
    highlight.setAttribute("class", `map__highlight${isFocused ? " map__highlight--focus" : ""}`);
    label.textContent = link.getAttribute("aria-label");
    label.hidden = false;
    place(shape.getBoundingClientRect());
  };
  const place = (shape) => {
    const frame = map.getBoundingClientRect();
    const left = shape.left + shape.width / 2 - frame.left - label.offsetWidth / 2;
    const above = shape.top - frame.top - label.offsetHeight - 8;
    label.style.left = `${Math.max(0, Math.min(left, frame.width - label.offsetWidth))}px`;
    label.style.top = `${above < 0 ? shape.bottom - frame.top + 8 : above}px`;
  };
  const hide = () => {
    label.hidden = true;
    highlight.removeAttribute("d");
  };

  for (const link of map.querySelectorAll("a")) {
    // The browser's own tip would cover the label; the link keeps its aria-label.
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
