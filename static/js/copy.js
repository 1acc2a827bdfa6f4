// Puts the text of a field into the clipboard, where the browser allows it, and says so.
for (const part of document.querySelectorAll('[data-behaviour~="copy"]')) {
  const field = part.querySelector("input");
  const button = part.querySelector("button");
  const said = part.querySelector('[role="status"]');
  field.addEventListener("focus", () => field.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Sudah disalin.";
    } catch {
      field.focus();
      field.select();
      said.textContent = "Alamat sudah dipilih; salin dengan Ctrl+C, atau tekan lama lalu Salin.";
    }
  });
}
