// Serves the app from the device, so that it opens without a network. sw.js, which the portal
// writes, says before this: SHELL = {version, page, files}; its version changes with any of them.
const CACHE = `presensi ${self.SHELL.page} ${self.SHELL.version}`;

self.addEventListener("install", (event) => {
  const page = new Request(self.SHELL.page, { cache: "reload", credentials: "omit" });
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([page, ...self.SHELL.files]))
      .then(() => self.skipWaiting()),
  );
});

// An open window has loaded all it needs: the former shell may go at once.
self.addEventListener("activate", (event) => {
  const own = `presensi ${self.SHELL.page} `;
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(own) && name !== CACHE))
      .then((former) => Promise.all(former.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const isShell = event.request.method === "GET" && (pathname === self.SHELL.page || self.SHELL.files.includes(pathname));
  if (!isShell) return;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(pathname))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
