// The service worker: it keeps the app on the device and, where the browser knows Background Sync,
// sends what waits when the app is closed.
import { TAG } from "./sending.js";

// A worker that sends is a module, as the app is; browsers without Background Sync get the other,
// for some of them know no such worker. Refused, or no network: what was kept before still serves.
export const registerWorker = () => {
  const [address, options] = "SyncManager" in window ? ["sw-kirim.js", { type: "module" }] : ["sw.js", {}];
  navigator.serviceWorker?.register(address, options).catch(() => {});
};

// True if the browser will wake the worker once there is a network, also when the app is closed.
// Asking again changes nothing while it means to.
export const askBrowser = async () => {
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.sync.register(TAG);
    return true;
  } catch {
    // No worker, none that works yet, no Background Sync, or refused by whoever uses the browser.
    return false;
  }
};
