// Counts what this site costs on this phone, month by month. The worker counts what it fetches itself; pages tell it what went
// past it. Nothing of it leaves the phone.
(() => {
  const COUNTED_EVERY_MS = 1000, HEADERS = 700; // browsers say 300 bytes for the headers of each answer, and nothing of the question's
  let waiting = 0, timer;
  const write = async () => {
    const bytes = waiting;
    timer = waiting = 0;
    const change = (await phone.open).transaction("facts", "readwrite"), known = await phone.usageIn(change.store);
    change.store.put({ ...known, bytes: known.bytes + bytes }, "usage");
    return change.done;
  };
  phone.count = (bytes) => {
    if (!(bytes > 0)) return;
    waiting += bytes;
    timer = timer || setTimeout(() => write().catch(() => {}), COUNTED_EVERY_MS);
  };
  if (self.PerformanceObserver) {
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => phone.count(entry.transferSize && entry.transferSize + HEADERS))).observe({ type: "resource", buffered: true });
  }
})();
