// Names the province under the pointer or the focus beside it, and draws a line around it.
// Without this its <title> and the focus outline do. Where one shape stands for several offices,
// their list opens beside the shape; without this its anchor shows it below the map.
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
    place(label, shape.getBoundingClientRect());
  };
  const place = (box, shape) => {
    const frame = map.getBoundingClientRect();
    const left = shape.left + shape.width / 2 - frame.left - box.offsetWidth / 2;
    const above = shape.top - frame.top - box.offsetHeight - 8;
    box.style.left = `${Math.max(0, Math.min(left, frame.width - box.offsetWidth))}px`;
    box.style.top = `${above < 0 ? shape.bottom - frame.top + 8 : above}px`;
  };
  const hide = () => {
    label.hidden = true;
    highlight.removeAttribute("d");
  };

  let opened = null;
  const close = () => {
    opened?.choice.classList.remove("map__choice--open");
    opened?.link.setAttribute("aria-expanded", "false");
    opened = null;
  };
  const open = (link, choice) => {
    close();
    hide();
    opened = { link, choice };
    choice.classList.add("map__choice--open");
    link.setAttribute("aria-expanded", "true");
    placeChoice();
    choice.querySelector("a").focus();
  };
  const placeChoice = () => {
    if (opened) place(opened.choice, opened.link.querySelector(".map__shape").getBoundingClientRect());
  };
  window.addEventListener("resize", placeChoice);

  for (const link of map.querySelectorAll(".map__link[data-choice]")) {
    const choice = document.getElementById(link.getAttribute("href").slice(1));
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", choice.id);
    const toggle = (event) => {
      event.preventDefault();
      opened?.link === link ? close() : open(link, choice);
    };
    link.addEventListener("click", toggle);
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") toggle(event);
    });
  }
  document.addEventListener("click", (event) => {
    if (opened && !opened.choice.contains(event.target) && !opened.link.contains(event.target)) close();
  });
  map.addEventListener("focusout", (event) => {
    if (opened && event.relatedTarget && !opened.choice.contains(event.relatedTarget) && event.relatedTarget !== opened.link) close();
  });

  for (const link of map.querySelectorAll(".map__link")) {
    // The browser's own tip would cover the label; the link keeps its aria-label.
    link.querySelector("title")?.remove();
    link.addEventListener("pointerenter", () => show(link));
    link.addEventListener("pointerleave", hide);
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
  }
  map.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide();
    opened?.link.focus();
    close();
  });
}
