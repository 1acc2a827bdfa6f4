// The service worker: it keeps the app on the device and, where the browser knows Background Sync,
// sends what waits when the app is closed.
import { TAG } from "./sending.js";

const SENDS = "sw-kirim.js";

// A worker that sends is a module, as the app is; browsers without Background Sync get the other,
// for some of them know no such worker, and nor do a few that know Background Sync. Refused, or no
// network: what was kept before still serves.
export const registerWorker = () => {
  const workers = navigator.serviceWorker;
  const registerPlain = () => workers?.register("sw.js").catch(() => {});
  if ("SyncManager" in window) workers?.register(SENDS, { type: "module" }).catch(registerPlain);
  else registerPlain();
};

// True if the browser will wake the worker once there is a network, also when the app is closed.
// Asking again changes nothing while it means to.
export const askBrowser = async () => {
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    // The other worker, which is kept instead or from before, would be woken and send nothing.
    if (!registration.active.scriptURL.endsWith(`/${SENDS}`)) return false;
    await registration.sync.register(TAG);
    return true;
  } catch {
    // No worker, none that works yet, no Background Sync, or refused by whoever uses the browser.
    return false;
  }
};
