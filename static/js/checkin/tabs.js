// Tabs with arrow keys, as WAI-ARIA describes them. shown: told the id of the panel that opens.
export const bindTabs = (list, shown) => {
  const tabs = () => [...list.querySelectorAll('[role="tab"]')].filter((tab) => !tab.hidden);
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  const open = (chosen) => {
    for (const tab of list.querySelectorAll('[role="tab"]')) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      panelOf(tab).hidden = tab !== chosen;
    }
    shown(panelOf(chosen).id);
  };

  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) open(tab);
  });
  list.addEventListener("keydown", (event) => {
    const all = tabs();
    const at = all.indexOf(document.activeElement);
    const next = {
      ArrowRight: (at + 1) % all.length,
      ArrowLeft: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    all[next].focus();
    open(all[next]);
  });
};
