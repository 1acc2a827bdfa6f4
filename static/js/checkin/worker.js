// Serves the app from the device, so that it opens without a network. The text that the portal writes
// says: SHELL = {version, slug, page, files}; its version changes with any of them. It says so before
// an event comes, but where this is a module, after this: so it is read in events alone.
const ownCaches = () => `presensi ${self.SHELL.page} `;
const currentCache = () => `${ownCaches()}${self.SHELL.version}`;

self.addEventListener("install", (event) => {
  const page = new Request(self.SHELL.page, { cache: "reload", credentials: "omit" });
  event.waitUntil(
    caches
      .open(currentCache())
      .then((cache) => cache.addAll([page, ...self.SHELL.files]))
      .then(() => self.skipWaiting()),
  );
});

// An open window has loaded all it needs: the former shell may go at once.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(ownCaches()) && name !== currentCache()))
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
      .open(currentCache())
      .then((cache) => cache.match(pathname))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
