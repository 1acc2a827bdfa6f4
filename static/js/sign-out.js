// Signing out leaves nothing in the browser of what was typed (typed.js).
for (const form of document.querySelectorAll('form[data-behaviour~="sign-out"]')) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("typed:")) sessionStorage.removeItem(key);
    }
  });
}
