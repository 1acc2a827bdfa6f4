// The summary of a form's errors takes the focus also where the address still names a part of the
// page, as "#isi" after the skip link: there the browser passes over the summary's autofocus.
const summary = document.querySelector('[data-behaviour~="form-errors"]');
if (summary) {
  const take = () => setTimeout(() => summary.focus());
  if (document.readyState === "complete") take();
  else window.addEventListener("load", take, { once: true });
}
