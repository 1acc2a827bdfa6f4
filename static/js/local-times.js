// Beside a time in the zone of its place stands the reader's own, where their clocks differ.
// <time datetime="2026-12-15T08:00:00+08:00" data-behaviour="local-time">08.00 WITA</time>
// data-until: the moment at which a span ends.
const NAMES = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Ujung_Pandang": "WITA",
  "Asia/Jayapura": "WIT",
};
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "short" });

for (const element of document.querySelectorAll('time[data-behaviour~="local-time"]')) {
  const written = element.getAttribute("datetime");
  const moment = new Date(written);
  const there = offset(written);
  const here = -moment.getTimezoneOffset();
  if (Number.isNaN(moment.getTime()) || there === null || there === here) continue;
  const until = element.dataset.until ? `\u2013${localClock(new Date(element.dataset.until))}` : "";
  const own = `${localClock(moment)}${until} ${zoneName(here)}`;
  // The page may tell all three zones of Indonesia already.
  if (element.parentElement.textContent.includes(own)) continue;
  const note = document.createElement("span");
  note.className = "local-time";
  note.textContent = ` (${otherDay(moment, there, here)}${own})`;
  element.append(note);
}

// Minutes east of Greenwich that a written moment ends with, such as "+08:00".
function offset(written) {
  const found = /(?:(Z)|([+-])(\d\d):(\d\d))$/.exec(written);
  if (!found) return null;
  if (found[1]) return 0;
  const minutes = Number(found[3]) * 60 + Number(found[4]);
  return found[2] === "-" ? -minutes : minutes;
}

function localClock(moment) {
  return clock.format(moment).replace(":", ".");
}

// A zone outside Indonesia by its distance: "UTC+9", "UTC−3.30".
function zoneName(minutes) {
  if (NAMES[zone]) return NAMES[zone];
  if (minutes === 0) return "UTC";
  const rest = Math.abs(minutes) % 60;
  const hours = `${Math.floor(Math.abs(minutes) / 60)}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
  return `UTC${minutes < 0 ? "\u2212" : "+"}${hours}`;
}

// "14 Des, " where the reader's clock shows another day than that of the place.
function otherDay(moment, there, here) {
  const date = (minutes) => new Date(moment.getTime() + minutes * 60_000).getUTCDate();
  return date(there) === date(here) ? "" : `${day.format(moment)}, `;
}
