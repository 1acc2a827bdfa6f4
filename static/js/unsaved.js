// Asks before a form with typed but unsent entries is left.
for (const form of document.querySelectorAll('form[data-behaviour~="unsaved"]')) {
  let isChanged = false;
  form.addEventListener("input", () => {
    isChanged = true;
  });
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
