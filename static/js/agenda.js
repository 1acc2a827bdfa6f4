// Moves items of an agenda with keys and by dragging; either sends what the buttons send: a step,
// or a place beside another item. Without this every item has its buttons and a page to move it.
const form = document.querySelector('form[data-behaviour~="agenda"]');
const SIDES = ["before", "after", "within"];
const WORDS = { before: "sebelum", after: "sesudah", within: "di-dalam" };

const send = (text) => {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = text;
  form.append(field);
  form.requestSubmit();
};

const itemOf = (element) => element.closest?.("[data-item]");

// Keys: the item is the one in which the focus stands.

const STEPS = {
  ArrowUp: { step: "naik", shift: false },
  ArrowDown: { step: "turun", shift: false },
  ArrowRight: { step: "ke-dalam", shift: true },
  ArrowLeft: { step: "keluar", shift: true },
};

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const item = itemOf(event.target);
  if (!item) return;
  const asked = STEPS[event.key];
  const id =
    event.key === "Enter" && !event.shiftKey ? "ubah" : asked?.shift === event.shiftKey && asked.step;
  const tool = id && document.getElementById(`acara-${item.dataset.item}-${id}`);
  if (!tool) return;
  event.preventDefault();
  tool.focus();
  tool.click();
});

// Dragging: the upper part of an item is before it, the lower part behind it, the middle within.

let dragged = null;
let aim = null;

const clear = () => {
  if (!aim) return;
  for (const side of SIDES) aim.element.classList.remove(`agenda-item--${side}`);
  aim.element.classList.remove("agenda-day--within");
  aim = null;
};

const sideOf = (item, y) => {
  const box = item.querySelector(".agenda-item__line").getBoundingClientRect();
  const at = (y - box.top) / box.height;
  if (at < 0.3) return "before";
  return at > 0.7 ? "after" : "within";
};

const aimAt = (element, mark, place) => {
  if (aim?.element === element && aim.place === place) return;
  clear();
  element.classList.add(mark);
  aim = { element, place };
};

const aimFrom = (event) => {
  const item = itemOf(event.target);
  if (item && !dragged.contains(item)) {
    const side = sideOf(item, event.clientY);
    aimAt(item, `agenda-item--${side}`, `${WORDS[side]}:${item.dataset.item}`);
    return true;
  }
  const day = !item && event.target.closest("[data-place]");
  if (day) aimAt(day, "agenda-day--within", day.dataset.place);
  else clear();
  return Boolean(day);
};

for (const item of document.querySelectorAll("[data-item]")) {
  item.draggable = true;
  item.addEventListener("dragstart", (event) => {
    event.stopPropagation();
    dragged = item;
    item.classList.add("agenda-item--dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.item);
  });
  item.addEventListener("dragend", () => {
    item.classList.remove("agenda-item--dragged");
    dragged = null;
    clear();
  });
}

document.addEventListener("dragover", (event) => {
  if (dragged && aimFrom(event)) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  if (!dragged || !aim) return;
  event.preventDefault();
  send(`letakkan ${dragged.dataset.item} ${aim.place}`);
});
