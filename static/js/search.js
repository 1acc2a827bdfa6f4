// Suggests pages while something is typed into a search box: a combobox with a list, as WAI-ARIA
// describes it. Without this the form is sent and the results are a page.
const PAUSE = 180;
const SHORTEST = 2;

const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  // Text always, so that no title can become HTML.
  if (text) made.textContent = text;
  return made;
};

class Suggestions {
  constructor(form) {
    this.address = form.dataset.suggestions;
    this.input = form.querySelector('input[type="search"]');
    this.list = element("div", "suggestions");
    this.list.id = `${this.input.id}-saran`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Saran");
    this.status = element("p", "visually-hidden");
    this.status.setAttribute("role", "status");
    this.input.after(this.list, this.status);
    const properties = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...properties, "aria-controls": this.list.id })) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // The focus stays in the box, or the list would close before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    form.addEventListener("submit", () => this.close());
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  get active() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    const request = new AbortController();
    this.request = request;
    try {
      const url = `${this.address}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(url, { signal: request.signal });
      if (!answer.ok) throw new Error(answer.status);
      const { suggestions } = await answer.json();
      if (!request.signal.aborted && document.activeElement === this.input) this.show(suggestions);
    } catch {
      // Typed on, or no answer: the form still works.
      if (!request.signal.aborted) this.close();
    }
  }

  show(suggestions) {
    this.choose(null);
    const groups = Map.groupBy
      ? Map.groupBy(suggestions, ({ kind }) => kind)
      : suggestions.reduce((all, one) => all.set(one.kind, [...(all.get(one.kind) ?? []), one]), new Map());
    let number = 0;
    const parts = [...groups].map(([kind, members], place) => {
      const group = element("div", "suggestions__group");
      const title = element("p", "suggestions__kind", kind);
      title.id = `${this.list.id}-jenis-${place}`;
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", title.id);
      group.append(title, ...members.map((one) => this.option(one, number++)));
      return group;
    });
    this.list.replaceChildren(...parts);
    this.list.hidden = number === 0;
    this.input.setAttribute("aria-expanded", String(number > 0));
    this.status.textContent = number ? `${number} saran, pilih dengan tombol panah` : "Tidak ada saran";
  }

  option({ title, note, url }, number) {
    const option = element("div", "suggestions__option");
    option.id = `${this.list.id}-${number}`;
    option.dataset.url = url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(element("span", "suggestions__title", title));
    if (note) option.append(element("span", "suggestions__note", note));
    option.addEventListener("click", () => this.open(option));
    return option;
  }

  onKey(event) {
    if (event.isComposing) return;
    const { options, active } = this;
    const isOpen = !this.list.hidden;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && isOpen) {
      event.preventDefault();
      // One place more than options: the box itself, with what was typed.
      const places = options.length + 1;
      const next = (options.indexOf(active) + 1 + steps[event.key] + places) % places;
      this.choose(options[next - 1] ?? null);
    } else if (event.key === "ArrowDown" && this.input.value.trim().length >= SHORTEST) {
      event.preventDefault();
      this.ask(this.input.value.trim());
    } else if (event.key === "Enter" && isOpen && active) {
      event.preventDefault();
      this.open(active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  choose(option) {
    this.active?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  open(option) {
    window.location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.choose(null);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }
}

for (const form of document.querySelectorAll('form[data-behaviour~="search"]')) {
  new Suggestions(form);
}
