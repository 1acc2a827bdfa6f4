// Which session is meant when nobody says so: the one that runs, else the next of the day.

// "2026-12-15" and "08:05" of a moment on the clock of `zone`.
export const clockOf = (moment, zone) => {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(moment);
  const part = (type) => parts.find((one) => one.type === type).value;
  return {
    day: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}`,
  };
};

const hasEnded = ({ ends }, time) => Boolean(ends) && ends.slice(0, 5) <= time;

// sessions: in the order of the list. Of another day only where this day has none: the next, else the last.
export const sessionAt = (sessions, moment, zone) => {
  const { day, time } = clockOf(moment, zone);
  const today = sessions.filter(({ on }) => on === day);
  return (
    today.find((session) => !hasEnded(session, time)) ??
    today.at(-1) ??
    sessions.find(({ on }) => on > day) ??
    sessions.at(-1) ??
    null
  );
};
