// The service worker's part that sends what waits, when the browser says that there is a network.
import { Sending, TAG } from "./sending.js";
import { Store } from "./store.js";

// Nobody waits for it: small batches pass where a network is weak.
const BATCH = 50;

const send = async () => {
  const { slug } = self.SHELL;
  const sending = new Sending(await Store.open(slug), slug, () => {}, BATCH);
  try {
    // A failure makes the browser try again later.
    if (!(await sending.drain())) throw new Error("Catatan belum terkirim.");
  } finally {
    sending.close();
  }
};

self.addEventListener("sync", (event) => {
  if (event.tag === TAG) event.waitUntil(send());
});
