// Runs after the app, also in browsers that do not know what the app is written in: so it is written
// in what all of them know, and says so where the app did not begin.
(function () {
  if (!document.body.hasAttribute("data-is-started")) document.getElementById("tidak-dimulai").hidden = false;
})();
